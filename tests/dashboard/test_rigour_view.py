"""What stands behind the switch of the Tensions screen."""

from dataclasses import replace

import pytest
from graph_sample import sample_evidence

from dashboard.views import rigour as views
from graph.measures.corrections import corrected
from graph.measures.resampling import Gap
from graph.measures.sensitivity import Alone, AxisSensitivity, GapSensitivity
from graph.measures.tensions import AxisTension, tensions

NONE = GapSensitivity(None, None, None, None, None, (), None, None, ())
FIRM = GapSensitivity(0.5, 0.4, 0.5, 0.5, 0.45, (), 0.42, 0.6, ())


@pytest.fixture
def found() -> tuple[AxisTension, ...]:
    evidence = sample_evidence()
    own = evidence.codings[evidence.codings["code_kind"] == "message"]
    first, second = tensions(own, evidence.nodes["Axis"], evidence.nodes["Message"])
    gap = Gap(0.5, 0.2, 0.8, 0.0004, (4, 6), False)
    return replace(first, gap=gap, say_hear=gap), replace(second, gap=Gap(None, None, None, None, (2, 0)))


def shaken(found: tuple[AxisTension, ...], *hangs: str) -> dict[str, AxisSensitivity]:
    first, second = found
    own = replace(FIRM, hangs_on=hangs)
    return {first.axis: AxisSensitivity(first.axis, own, own), second.axis: AxisSensitivity(second.axis, NONE, NONE)}


def test_how_sure_an_axis_is(found: tuple[AxisTension, ...]) -> None:
    table = views.sureness(found, corrected(found), "gap")
    assert table.iloc[0].tolist()[1:] == ["0.50", "0.20 to 0.80", "4", "6", "< 0.001", "< 0.001", "< 0.001", "sampled"]
    assert table.iloc[1].tolist()[1:] == ["–", "–", "2", "0", "–", "–", "–", "–"]


def test_other_ways_of_counting(found: tuple[AxisTension, ...]) -> None:
    table = views.other_counts(found, shaken(found), "gap")
    assert table.iloc[0].tolist()[1:] == ["0.50", "0.40", "0.50", "0.50", "0.45", "0.42 to 0.60", "no single voice"]
    assert set(table.iloc[1].tolist()[1:]) == {"–"}
    assert set(views.COLUMNS) <= {*table.columns, *views.sureness(found, corrected(found), "gap").columns}


def test_a_finding_that_hangs_on_one_voice_says_so(found: tuple[AxisTension, ...]) -> None:
    tested = corrected(found)
    own = shaken(found, "NHS Fife")
    alone = replace(own[found[0].axis].gap, without=(Alone("fife", "NHS Fife", 0.1),))
    sure, doubt = views.told(found[0], "gap", tested[found[0].axis], AxisSensitivity("x", alone, alone))
    assert "0.50" in sure
    assert "Holm" in sure
    assert "one voice" in doubt
    assert "NHS Fife" in doubt
    _, none = views.told(found[1], "gap", tested[found[1].axis], own[found[1].axis])
    assert none == ""
    assert views.hangs(replace(FIRM, hangs_on=tuple("ABCDEFG"))) == "A, B, C, D or 3 more"


def test_the_numbers_hold_both_gaps_of_every_axis(found: tuple[AxisTension, ...]) -> None:
    table = views.numbers(found, corrected(found), shaken(found, "A", "B"))
    assert len(table) == 2 * len(found)
    assert set(table["which"]) == {"gap", "say_hear"}
    assert table.loc[0, "hangs_on"] == "A; B"
    assert table.loc[0, "p"] == 0.0004


def test_seed_and_draws_are_told() -> None:
    told = views.made(42)
    assert "42" in told
    assert "bootstrap" in told
