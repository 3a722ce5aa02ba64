"""The matrix of actors and messages: view model, figure, and the screen itself on the bundled study."""

from pathlib import Path

import pandas as pd
import pytest
from graph_sample import sample_evidence
from streamlit.testing.v1 import AppTest

from dashboard.figures.matrix import matrix_chart
from dashboard.views import matrix as views


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    nodes = sample_evidence().nodes
    codings = nodes["Coding"]
    return {"codings": codings[codings["code_kind"] == "message"], "axes": nodes["Axis"], "messages": nodes["Message"]}


def laid_out(tables: dict[str, pd.DataFrame], **asked: object) -> views.ActorMatrix:
    return views.matrix(tables["codings"], tables["axes"], tables["messages"], views.Request(**asked))  # type: ignore[arg-type]


def test_cells_count_every_counted_statement_and_report(tables: dict[str, pd.DataFrame]) -> None:
    shown = laid_out(tables)
    used = tables["codings"][tables["codings"]["counted"]]
    assert sum(c.endorses for c in shown.cells) == int((used["stance"] == "endorses").sum())
    assert sum(c.rejects for c in shown.cells) == int((used["stance"] == "rejects").sum())
    others = used[(used["sender"] != "") & (used["sender_body"] != used["voice_body"])]
    assert sum(c.heard for c in shown.cells) == len(others)


def test_stance_of_a_cell() -> None:
    def stance(endorses: int, rejects: int, heard: int) -> str:
        return views.Cell("a", "m", endorses, rejects, heard).stance

    assert [stance(1, 0, 0), stance(0, 2, 1), stance(1, 1, 0), stance(0, 0, 3)] == ["endorses", "rejects", "both", ""]


def test_the_most_active_stand_first_and_the_rest_can_be_reached(tables: dict[str, pd.DataFrame]) -> None:
    whole = laid_out(tables)
    activity = [sum(c.said + c.heard for c in whole.cells if c.actor == a.id) for a in whole.actors]
    assert activity == sorted(activity, reverse=True)
    pages = [laid_out(tables, most=3, page=p) for p in range(1, laid_out(tables, most=3).pages + 1)]
    assert [a.id for page in pages for a in page.actors] == [a.id for a in whole.actors]
    assert laid_out(tables, most=3, page=99).actors == pages[-1].actors


def test_filters_and_words_for_too_few(tables: dict[str, pd.DataFrame]) -> None:
    meso = laid_out(tables, levels=("meso",))
    assert {a.level for a in meso.actors} == {"meso"}
    lead = laid_out(tables, axes=("lead",))
    assert {c.axis for c in lead.columns} == {"lead"}
    nobody = laid_out(tables, axes=("no-such-axis",))
    assert not nobody.actors
    assert "Too few voices" in nobody.sentence


def test_the_quotes_of_a_cell_are_those_that_it_counts(tables: dict[str, pd.DataFrame]) -> None:
    shown = laid_out(tables)
    for cell in shown.cells:
        found = dict(views.cell_quotes(tables["codings"], shown.request, cell.actor, cell.message))
        counts = [len(found.get(what, ())) for what in ("endorses", "rejects", "is heard to send")]
        assert counts == [cell.endorses, cell.rejects, cell.heard]


def test_the_table_has_a_row_a_cell(tables: dict[str, pd.DataFrame]) -> None:
    shown = laid_out(tables)
    table = views.table(shown)
    assert len(table) == len(shown.cells)
    assert list(table.columns) == views.TABLE


@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_is_valid_and_names_stay_apart(tables: dict[str, pd.DataFrame], dark: bool) -> None:
    long = tables["codings"].assign(voice_label="A body with one and the same very long name that has to be cut short")
    shown = laid_out(tables | {"codings": long})
    spec = matrix_chart(shown, dark).to_dict()
    assert [p["name"] for p in spec["params"]] == ["pick"]
    rows = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert len(set(rows)) == len(shown.actors)


def _matrix() -> None:
    from dashboard.context import open_context
    from dashboard.screens.matrix import render

    context = open_context()
    assert context is not None
    render(context)


def test_the_screen_runs_pages_and_shows_words(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSCURRENT_STUDY", str(bundled))
    app = AppTest.from_function(_matrix, default_timeout=60).run()
    assert not app.exception
    app.selectbox(key="matrix-pick").select_index(0).run()
    assert not app.exception
    assert app.text
    app.number_input(key="matrix-page").set_value(2).run()
    assert not app.exception
    assert any("Actors 41 to 80" in c.value for c in app.caption)
    app.multiselect(key="matrix-levels").set_value(["micro"]).run()
    assert not app.exception
