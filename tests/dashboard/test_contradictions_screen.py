"""The Contradictions screen: its words, the view that an address opens, paging, and judging."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views import contradictions as views
from graph.analysts import Judgement
from graph.stores.base import View
from ingest.build import open_view
from ingest.coding.analyses import analyses


@pytest.fixture(scope="module")
def view(bundled):
    with open_view(bundled) as opened:
        yield opened


def _screen() -> None:
    from dashboard.context import open_context
    from dashboard.screens.contradictions import render

    context = open_context()
    assert context is not None
    render(context)


@pytest.fixture
def study(bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that may be written to, with somebody who codes."""
    folder = Path(shutil.copytree(bundled, tmp_path / "study"))
    monkeypatch.setenv("CROSSCURRENT_STUDY", str(folder))
    monkeypatch.setenv("CROSSCURRENT_CODER", "AB")
    return folder


def opened(**address: str) -> AppTest:
    app = AppTest.from_function(_screen, default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(str(m.value) for m in app.markdown).replace("\\", "")


def press(app: AppTest, label: str) -> None:
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception


def test_a_pair_has_both_sides_parts_and_dates(view: View) -> None:
    dossier = views.gather(view, views.listing(view, views.Filters(limit=1)).rows[0].id)
    pair = dossier.best
    assert pair.a.heading.split(": ")[1] != pair.b.heading.split(": ")[1]
    assert abs(views.parts(pair)["adds"].sum() - pair.salience) < 0.01
    assert pair.time in views.facts(pair)
    assert len(views.timeline(dossier)) == len(dossier.timeline)
    assert views.verdict(dossier, pair) == "No analyst has judged this dossier yet."


def test_what_is_newer_than_the_build_is_said(view: View) -> None:
    row = views.listing(view, views.Filters(limit=1)).rows[0]
    dossier = views.gather(view, row.id, [Judgement("j-1", "AB", row.best, "tension", created="2026-01-01")])
    told = views.verdict(dossier, dossier.best)
    assert told.startswith("This pair: tension. The dossier: 1 tension.")
    assert "not in the picture until the next build" in told


def test_two_judges_are_compared_over_the_pairs_that_both_judged() -> None:
    def said(coder: str, verdicts: str) -> list[Judgement]:
        names = {"t": "tension", "n": "none"}
        return [Judgement(f"j-{coder}{i}", coder, f"x-{i}", names[v]) for i, v in enumerate(verdicts) if v in names]

    told = views.agreement([*said("AB", "ttnn"), *said("CD", "tnnn-t")])
    assert told == ("AB and CD both judged 4 pairs and agree on 75%, Cohen's κ 0.50, Krippendorff's α 0.53.",)
    assert views.agreement(said("AB", "ttnn")) == ()
    assert views.agreement([*said("AB", "t"), *said("CD", "t")]) == ()
    alike = views.agreement([*said("AB", "tt"), *said("CD", "tt")])
    assert alike == ("AB and CD both judged 2 pairs and agree on 100%.",)


def test_an_old_link_to_a_pair_opens_its_dossier_whatever_the_filters(view: View, study: Path) -> None:
    row = next(r for r in views.listing(view, views.Filters(limit=0)).rows[300:] if r.pairs > 2)
    pair = views.gather(view, row.id).pairs[1]
    other = next(a for a in view.table("Axis")["id"] if a != row.axis)
    app = opened(pair=pair.id, axis=other)
    assert app.selectbox(key="contradictions-dossier").value == row.id
    assert app.selectbox(key="contradictions-pair").value == pair.id
    assert [app.text[0].value, app.text[1].value] == [pair.a.quote.text, pair.b.quote.text]
    assert (app.query_params["dossier"], app.query_params["pair"]) == (row.id, pair.id)


def test_an_address_of_what_is_gone_is_told(study: Path) -> None:
    for name in ("pair", "dossier"):
        app = opened(**{name: "x-0000000000000000"})
        assert any("in this build" in w.value.replace("\\", "") for w in app.warning)
        assert app.selectbox(key="contradictions-dossier").value


def test_pairs_are_paged_and_the_ends_are_ends(study: Path) -> None:
    app = opened(axis="who-decides", kind="cross-level", forces="hard–none")
    ids = app.selectbox(key="contradictions-pair").options
    assert len(ids) > 2
    app.selectbox(key="contradictions-pair").select_index(0).run()
    assert app.button(key="dossier-previous").disabled
    first = app.selectbox(key="contradictions-pair").value
    press(app, "Next")
    second = app.selectbox(key="contradictions-pair").value
    assert second != first
    assert app.query_params["pair"] == second
    press(app, "Previous")
    assert app.selectbox(key="contradictions-pair").value == first


def test_a_judgement_is_saved_at_once_shown_and_taken_back(study: Path) -> None:
    app = opened(axis="scale")
    pair = app.selectbox(key="contradictions-pair").value
    press(app, "Save the judgement")
    assert any("choose what these two claims are" in w.value for w in app.warning)
    assert analyses(study).judgements == ()
    verdict = next(r for r in app.radio if r.label == "These two claims are")
    verdict.set_value("reconciled")
    next(t for t in app.text_area if t.label == "Reason").set_value("Two *dates*.")
    press(app, "Save the judgement")
    assert any("what reconciles the two has to be said" in w.value for w in app.warning)
    next(t for t in app.text_input if t.label == "Reconciled by").set_value("the duty of 2016")
    press(app, "Save the judgement")
    (saved,) = analyses(study).judgements
    assert (saved.coder, saved.of, saved.verdict) == ("AB", pair, "reconciled")
    with open_view(study) as view:
        row = view.edges("CONTRADICTS").set_index("id").loc[pair]
    assert set(saved.codings) == {row["from_id"], row["to_id"]}
    assert (saved.memo, saved.reconciled_by) == ("Two *dates*.", "the duty of 2016")
    assert "AB: reconciled by the duty of 2016. Two *dates*." in words(app)
    assert "not in the picture until the next build" in words(app)
    assert app.dataframe[0].value["judgement"].iloc[0] == "1 reconciled"
    press(app, "Undo my judgement")
    assert analyses(study).judgements == ()
    assert "No analyst has judged this dossier yet." in words(app)
    lines = next((study / "codings").glob("ab*.jsonl")).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2, "what was said stays in the file"


def test_without_a_coder_nothing_can_be_saved(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CROSSCURRENT_CODER")
    app = opened()
    assert "Save the judgement" not in {b.label for b in app.button}
