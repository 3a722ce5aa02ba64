"""The Barriers screen: its view models and figures, and the screen over the bundled study, summaries and Undo."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from graph_sample import sample_evidence
from streamlit.testing.v1 import AppTest

from dashboard.context import STUDY_VARIABLE
from dashboard.figures.barriers import association_chart, level_chart
from dashboard.views import barriers as views
from dashboard.views import framework as matrix_views
from graph.analysts import Summary
from graph.measures.barriers import Association, FourFold, OddsRatio, barriers_by_level, by_level, by_message
from graph.measures.framework import framework
from ingest.coding.analyses import analyses

STRONG = Association(
    "a", "Clutter", "m", "Trust", FourFold(9, 1, 2, 30), 4, OddsRatio(135.0, 11.0, 1600.0, False), 1e-6, 2e-6, 2e-6, ""
)
FEW = Association("b", "Money", "m", "Trust", FourFold(2, 3, 9, 28), 0, None, None, None, None, "too few voices: two")
NONE = Association("c", "Time", "m", "Trust", FourFold(0, 1, 11, 30), 0, None, None, None, None, "too few voices: one")


def test_a_pair_in_words_or_with_its_number() -> None:
    assert "odds ratio 135 (95 % 11.0 to 1,600)" in views.told(STRONG)
    assert "9 of 10 voices that name it, 2 of 32 that do not; 4 in one passage" in views.told(STRONG)
    assert "too few voices: two" in views.told(FEW) and "odds" not in views.told(FEW)


def test_the_sentence_names_the_clearest_pair() -> None:
    said = views.sentence([STRONG, FEW], views.Asked())
    assert "1 of 1 pairs" in said and "Clutter – Trust" in said and "42 voices" in said
    assert "None of 0" in views.sentence([FEW], views.Asked("levels"))
    assert views.sentence([], views.Asked()) == "No barrier can be compared yet."


def test_pairs_in_order_without_those_that_nobody_has() -> None:
    assert views.in_order([NONE, FEW, STRONG]) == (STRONG, FEW)
    table = views.table([STRONG, FEW])
    assert list(table["voices_both"]) == [9, 2]
    assert pd.isna(table.loc[1, "odds_ratio"]) and table.loc[1, "in_words"]


@pytest.mark.parametrize("dark", [False, True])
def test_the_dots_say_number_words_or_stand_out(dark: bool) -> None:
    spec = association_chart([NONE, FEW, STRONG], dark).to_dict()
    (rows,) = spec["datasets"].values()
    assert [(r["barrier"], r["state"]) for r in rows] == [("b", "words"), ("a", "out")]
    assert spec["params"][0]["name"] == "pick"
    assert all(r["shade"] for r in rows), "a pair without a value for its colour would not be drawn"


def test_the_bars_have_no_length_where_voices_are_few() -> None:
    frame = pd.DataFrame(
        [
            ("a", "Clutter", "macro", 2, 8, 2, 1),
            ("a", "Clutter", "meso", 4, 8, 5, 3),
            ("a", "Clutter", "micro", 0, 8, 0, 0),
        ],
        columns=["barrier", "barrier_label", "level", "voices", "of", "codings", "sources"],
    )
    spec = level_chart(frame, False).to_dict()
    (rows,) = spec["datasets"].values()
    assert [(r["level"], r["share"], r["said"]) for r in rows] == [
        ("macro", 0.0, "two voices"),
        ("meso", 0.5, "4 (50%)"),
    ]
    assert "meso: Clutter (4 of 8 voices)" in views.level_sentence(frame)
    assert "macro" not in views.level_sentence(frame)


def test_the_words_of_a_pair_are_of_the_voices_with_both() -> None:
    nodes = sample_evidence().nodes
    found = views.words(nodes["Coding"], by_message(nodes["Coding"], nodes["Message"]), "clutter", "instruct")
    assert {q.voice for q in (*found.barrier, *found.other)} == {"L01", "Board A"}
    assert found.voices == 2 and len(found.other) == 2
    level = views.words(nodes["Coding"], by_level(nodes["Coding"], nodes["Level"]), "clutter", "meso")
    assert level.voices == 2 and not level.other
    assert len(views.level_words(nodes["Coding"], "clutter", "meso")) == 2
    assert views.level_words(nodes["Coding"], "clutter", "outside") == ()


def test_barriers_by_level_of_the_sample() -> None:
    nodes = sample_evidence().nodes
    found = barriers_by_level(nodes["Coding"], nodes["Barrier"])
    assert found[found["level"] == "meso"]["voices"].tolist() == [2, 2]


def test_the_grid_and_the_next_cell() -> None:
    nodes = sample_evidence().nodes
    said = (Summary("s", "ab", "L01", "clutter", "word " * 60),)
    found = framework(nodes["Coding"], nodes, said)
    grid = matrix_views.grid(found)
    assert list(grid.columns) == ["case", "about", "Cluttered landscape", "Duplicated reporting"]
    assert grid.loc[1, "Cluttered landscape"].endswith("… (1)")
    assert grid.loc[1, "Duplicated reporting"] == "1 quote"
    assert matrix_views.first_open(found) == ("L01", "reports")
    assert [case.id for case in matrix_views.filled(found).cases] == ["L01"]
    assert len(found.cases) == 3
    assert matrix_views.progress(found) == "1 of 2 cells summarised"
    assert [q.text for q in matrix_views.cell_quotes(nodes["Coding"], found.cell("L01", "clutter"))] == ["clutter"]


def _screen() -> None:
    from dashboard.context import open_context
    from dashboard.screens.barriers import render

    context = open_context()
    assert context is not None
    render(context)


@pytest.fixture
def study(bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(shutil.copytree(bundled, tmp_path / "study"))
    monkeypatch.setenv(STUDY_VARIABLE, str(folder))
    monkeypatch.setenv("CROSSCURRENT_CODER", "ab")
    return folder


def opened(part: str) -> AppTest:
    app = AppTest.from_function(_screen, default_timeout=60)
    app.query_params["part"] = part
    app.run()
    assert not app.exception
    return app


def test_pairs_have_a_figure_a_table_and_words(study: Path) -> None:
    app = opened("pairs")
    assert "pairs shown with a number stand out" in app.code[0].value
    assert app.text
    for against in ("levels", "roles"):
        app.selectbox(key="barriers-against").set_value(against).run()
        assert not app.exception
        assert app.dataframe[0].value["voices_both"].max() >= 3


def test_levels_have_bars_and_words(study: Path) -> None:
    app = opened("levels")
    assert "by level" in app.code[0].value
    app.selectbox(key="barriers-level").select_index(3).run()
    assert not app.exception and app.text


def test_a_summary_is_kept_at_once_and_undone(study: Path) -> None:
    app = opened("matrix")
    before = {path.name for path in (study / "codings").iterdir()}
    case, theme = app.selectbox(key="framework-case").value, app.selectbox(key="framework-theme").value
    assert app.text, "the chosen cell shows its quotes"

    def box(now: AppTest):
        return next(area for area in now.text_area if area.label == "Your summary")

    for words in ("First words.", "Second words."):
        box(app).set_value(words).run()
        assert not app.exception
        assert [(s.case, s.theme, s.coder, s.text) for s in analyses(study).summaries] == [(case, theme, "ab", words)]
    assert {path.name for path in (study / "codings").iterdir()} - before == {"ab.jsonl"}
    lines = (study / "codings" / "ab.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    app.button(key="framework-undo").click().run()
    assert box(app).value == "First words."
    app.button(key="framework-undo").click().run()
    assert box(app).value == "" and analyses(study).summaries == ()
    assert (study / "codings" / "ab.jsonl").read_text(encoding="utf-8").splitlines()[:2] == lines
    assert not app.exception


def test_who_has_not_said_who_is_coding_cannot_write(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CROSSCURRENT_CODER")
    app = opened("matrix")
    assert next(area for area in app.text_area if area.label == "Your summary").disabled


def test_other_themes_and_cases(study: Path) -> None:
    app = opened("matrix")
    for themes, cases in (("axes", "bodies"), ("messages", "all")):
        app.session_state["framework-themes"], app.session_state["framework-cases"] = themes, cases
        app.run()
        assert not app.exception
        assert app.text, "the first cell shows its quotes"
