"""The Tensions screen's view model and figure."""

import pandas as pd
import pytest
from graph_sample import sample_evidence

from dashboard.figures.tensions import tension_chart
from dashboard.views import tensions as views
from graph.measures.tensions import AxisTension, tensions


@pytest.fixture
def codings() -> pd.DataFrame:
    found = sample_evidence().codings
    return found[found["code_kind"] == "message"].reset_index(drop=True)


@pytest.fixture
def measured(codings: pd.DataFrame) -> tuple[AxisTension, ...]:
    nodes = sample_evidence().nodes
    return tensions(codings, nodes["Axis"], nodes["Message"], focus="gov", seed=1)


def test_the_sentence_counts_every_coding_once(codings: pd.DataFrame) -> None:
    found = views.counted(codings)
    assert found.codings + found.suggestions + found.others == len(codings)
    assert found.suggestions >= 1
    assert "suggestions" in found.sentence


def test_an_axis_without_the_gap_says_why(measured: tuple[AxisTension, ...]) -> None:
    for by in views.SORTS:
        for row in views.rows(measured, by):
            assert bool(row.why) == (getattr(row.tension, by).value is None)


def test_a_rejection_stands_on_the_other_side(codings: pd.DataFrame, measured: tuple[AxisTension, ...]) -> None:
    lead = next(t for t in measured if t.axis == "lead")
    left, right = views.sides(codings, lead, views.Pick("lead", level="meso", claim="said"))
    assert "They instruct us" in {q.text for q in left.quotes}
    assert "They instruct us" not in {q.text for q in right.quotes}
    _, heard = views.sides(codings, lead, views.Pick("lead", level="macro", claim="heard", by="meso"))
    assert "They instruct us" in {q.text for q in heard.quotes}


def test_one_voice_alone(codings: pd.DataFrame, measured: tuple[AxisTension, ...]) -> None:
    lead = next(t for t in measured if t.axis == "lead")
    left, right = views.sides(codings, lead, views.Pick("lead", voice="L01"))
    assert {q.voice for q in (*left.quotes, *right.quotes)} == {"L01"}


def test_the_figures_have_a_row_an_axis(measured: tuple[AxisTension, ...]) -> None:
    table = views.figures_table(views.rows(measured))
    assert set(table["axis"]) == {"decide", "lead"}
    assert {"say_hear", "macro_meso", "macro_said_low", "focus_say_hear"} <= set(table.columns)


@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_is_valid_and_can_be_clicked(measured: tuple[AxisTension, ...], dark: bool) -> None:
    spec = tension_chart(views.rows(measured), dark).to_dict()
    assert spec["params"][0]["name"] == "pick"


def test_a_study_without_codings_gets_a_way_on() -> None:
    said = views.way_on(views.Counted(codings=0, coders=(), sources=0, suggestions=8, others=0))
    assert "8 suggestions" in said
    assert "crosscurrent add" in said
