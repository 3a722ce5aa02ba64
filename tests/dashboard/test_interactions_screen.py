"""The Interactions screen over the bundled study: it reads, it scores at once, it undoes, and it asks who."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.context import STUDY_VARIABLE
from dashboard.screens.coder import CODER_VARIABLE, remembered, wrong_name
from dashboard.views.interactions import to_quote
from ingest.coding.analyses import analyses

PAIR = ("react", "prevent")


def _interactions() -> None:
    from dashboard.context import open_context
    from dashboard.screens.interactions import render

    context = open_context()
    assert context is not None
    render(context)


@pytest.fixture
def study(bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy to write in."""
    copy = tmp_path / "study"
    shutil.copytree(bundled, copy)
    monkeypatch.setenv(STUDY_VARIABLE, str(copy))
    monkeypatch.delenv(CODER_VARIABLE, raising=False)
    return copy


def opened(pair: tuple[str, str]) -> AppTest:
    app = AppTest.from_function(_interactions, default_timeout=60)
    app.query_params["first"], app.query_params["second"] = pair
    app.run()
    assert not app.exception
    return app


def name(app: AppTest, coder: str) -> None:
    next(t for t in app.text_input if t.label == "Who is coding?").set_value(coder).run()


def quote_of_both(study: Path, first: str, second: str) -> str:
    """A coding of a passage that is coded with both messages."""
    from ingest.build import open_view

    with open_view(study) as view:
        return next(iter(to_quote(view.table("Coding"), first, second)))


def press(app: AppTest, label: str) -> None:
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception


def test_the_pair_of_the_address_is_read_with_reason_and_quotes(study: Path) -> None:
    app = opened(PAIR)
    assert app.subheader[0].value.replace("\\", "") == "React → Prevent"
    (score,) = [s for s in analyses(study).scores if (s.first, s.second) == PAIR]
    assert score.memo in [t.value for t in app.text]
    assert "Progress on “React” → “Prevent”: −2 counteracting" in app.markdown[0].value.replace("\\", "")
    assert any("Passages that speak to both" in m.value for m in app.markdown)
    assert any("needs two scorers" in c.value for c in app.caption)


def test_without_a_name_there_is_no_form(study: Path) -> None:
    app = opened(PAIR)
    assert not app.radio
    assert any("Say who you are" in c.value for c in app.caption)
    name(app, "model:1")
    assert not app.radio
    assert any("machine" in c.value for c in app.caption)


def test_a_score_is_saved_at_once_shown_and_undone(study: Path) -> None:
    app = opened(("integrate", "react"))
    name(app, "ann")
    assert remembered(study) == "ann"
    app.radio[0].set_value(-1)
    press(app, "Save the score")
    assert any("give a reason" in w.value for w in app.warning)
    app.text_area[0].set_value("Joint teams are busy with discharges.")
    app.multiselect(key="scoring-quotes-integrate-react-ann").set_value([quote_of_both(study, "integrate", "react")])
    press(app, "Save the score")
    (mine,) = [s for s in analyses(study).scores if s.coder == "ann"]
    assert (mine.first, mine.second, mine.score, len(mine.codings)) == ("integrate", "react", -1, 1)
    assert "Joint teams are busy with discharges." in [t.value for t in app.text]
    app.radio[0].set_value(2)
    press(app, "Save the score")
    assert [s.score for s in analyses(study).scores if s.coder == "ann"] == [2]
    press(app, "Undo")
    (again,) = [s for s in analyses(study).scores if s.coder == "ann"]
    assert (again.score, again.codings) == (-1, mine.codings)
    assert app.radio[0].value == -1
    press(app, "Take my score back")
    assert not [s for s in analyses(study).scores if s.coder == "ann"]
    assert app.radio[0].value is None
    lines = (study / "codings" / "ann.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4


def test_a_first_score_is_undone_to_nothing_and_the_counted_codings_stay(study: Path) -> None:
    before = {p.name: p.read_bytes() for p in (study / "codings").iterdir()}
    app = opened(("integrate", "react"))
    name(app, "ann")
    app.radio[0].set_value(0)
    app.text_area[0].set_value("No words either way.")
    press(app, "Save the score")
    press(app, "Undo")
    assert not [s for s in analyses(study).scores if s.coder == "ann"]
    assert {p.name: p.read_bytes() for p in (study / "codings").iterdir() if p.name != "ann.jsonl"} == before


def test_a_second_scorer_gives_agreement_and_a_message_with_itself_is_told(study: Path) -> None:
    from ingest.coding.append import score

    for first, second in (PAIR, ("add", "simplify"), ("localise", "prevent")):
        score(study, first, second, "ann", 1, memo="hers")
    app = opened(PAIR)
    assert any("mean −0.5" in m.value.replace("\\", "") for m in app.markdown)
    assert not any("needs two scorers" in c.value for c in app.caption)
    app.multiselect(key="interactions-coders").set_value(["ann"]).run()
    assert "+1 enabling" in app.markdown[0].value.replace("\\", "")
    app.selectbox(key="interactions-second").set_value("react").run()
    assert not app.exception
    assert any("two different messages" in i.value for i in app.info)


def test_a_click_chooses_the_pair_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.screens import interactions

    state = {"interactions-chart": {"selection": {"cell": [{"first": "add", "second": "uniform"}]}}}
    monkeypatch.setattr(interactions.st, "session_state", state)
    interactions._follow_click()
    assert (state[interactions.FIRST], state[interactions.SECOND]) == ("add", "uniform")
    state[interactions.FIRST] = "react"
    interactions._follow_click()
    assert state[interactions.FIRST] == "react"


def test_who_codes_comes_from_the_environment_first(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CODER_VARIABLE, " ben ")
    assert remembered(study) == "ben"
    app = opened(PAIR)
    assert app.radio
    assert not (study / ".crosscurrent" / "coder.txt").exists()


@pytest.mark.parametrize(("given", "fine"), [("ann", True), ("Ann-Marie B.", True), ("", True), ("terms", False),
                                             ("m:1", False), ("a\u200bb", False)])  # fmt: skip
def test_names_of_people(given: str, fine: bool) -> None:
    assert (wrong_name(given) == "") is fine
