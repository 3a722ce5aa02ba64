"""The sentences under a figure, and words in place of a number for everything of which there is too little."""

import dataclasses

import pytest

from graph.measures import sentences as say
from graph.measures.corrections import Corrected
from graph.measures.resampling import Gap
from graph.measures.tensions import tensions


@pytest.fixture
def measured(frame, axes, messages):
    return lambda rows: tensions(frame(rows), axes, messages)[0]


@pytest.fixture
def plain(coding, measured):
    rows = [coding(v, 1) for v in ("gov", "parliament", "audit")]
    rows += [coding(v, -1, sender="gov", stance="endorses") for v in ("L01", "L02", "L03")]
    return measured(rows)


def with_gap(found, **values):
    gap = Gap(**{"value": 0.31, "low": 0.12, "high": 0.48, "p_value": 0.02, "n": (14, 15), "exact": False} | values)
    return dataclasses.replace(found, gap=gap, say_hear=gap)


def test_the_sentence_that_may_be_written(plain):
    found = with_gap(plain)
    assert say.gap_sentence(found, "gap", Corrected(0.02, 0.18, 0.09)) == (
        "Macro and meso voices differ on “How change is led” by 0.31 "
        "(95 % interval 0.12 to 0.48, n = 14 and 15; p = 0.02, Holm 0.18)."
    )
    assert say.gap_sentence(found, "say_hear") == (
        "What macro says and what meso hears it say differ on “How change is led” by 0.31 "
        "(95 % interval 0.12 to 0.48, n = 14 and 15; p = 0.02)."
    )


@pytest.mark.parametrize(
    ("p", "told"), [(0.0001, "p < 0.001)"), (0.004, "p = 0.004)"), (0.5, "p = 0.50)"), (1.0, "p = 1.00)")]
)
def test_small_p_values_are_not_rounded_to_nothing(plain, p, told):
    assert say.gap_sentence(with_gap(plain, p_value=p)).rstrip(".").endswith(told)


def test_all_on_one_side(coding, measured):
    found = measured([coding(v, -1) for v in ("gov", "parliament", "audit", "L01", "L02", "L03", "P01", "P02", "P03")])
    told = say.gap_sentence(found)
    assert told.startswith("Macro and meso voices do not differ on “How change is led” (95 % interval 0.00 to 0.00")
    assert told.endswith("All of them stand for “Empower”.")
    assert say.level_sentence(found, "micro") == "All 3 voices at micro stand for “Empower” on “How change is led”."


def test_ties(coding, measured):
    rows = [coding(v, pole) for v in ("gov", "parliament", "audit", "L01", "L02", "L03") for pole in (-1, 1)]
    found = measured(rows)
    assert say.level_sentence(found, "macro") == (
        "The 3 voices at macro balance out between the poles of “How change is led” (mean 0.00, 95 % interval 0.00 to "
        "0.00). 3 of them speak for both poles."
    )
    assert "do not differ" in say.gap_sentence(found) and "All of them" not in say.gap_sentence(found)


def test_leaning_one_way(coding, measured):
    found = measured([coding("L01", 1), coding("L02", 1), coding("L03", -1)])
    assert say.level_sentence(found, "meso") == (
        "The 3 voices at meso lean to “Instruct” on “How change is led” (mean +0.33, 95 % interval −1.00 to +1.00)."
    )


def test_an_empty_level(coding, measured):
    found = measured([coding("L01", 1)])
    assert say.level_sentence(found, "micro") == "Nobody at micro takes a side on “How change is led”."
    assert say.gap_sentence(found) == (
        "There is no gap to give on “How change is led”: nobody at macro takes a side and one voice at meso takes a "
        "side, and 3 are needed at each."
    )


def test_only_those_who_represent(coding, measured):
    found = measured([coding("cosla", 1)])
    assert say.level_sentence(found, "macro") == (
        "Nobody who governs at macro takes a side on “How change is led”; 1 voice that represents or advises does."
    )


def test_one_voice_and_two_are_named_and_given_no_number(coding, measured):
    one = measured([coding("L01", 1)])
    assert say.level_sentence(one, "meso") == (
        "At meso only L01 (for “Instruct”) speaks to “How change is led”: too few for a number."
    )
    two = measured([coding("gov", 1), coding("gov", -1, source="g2"), coding("cosla", 1), coding("audit", -1)])
    assert say.level_sentence(two, "macro") == (
        "At macro only audit (for “Empower”) and gov (between the poles) speak to “How change is led”: too few for a "
        "number."
    )


def test_a_level_that_nobody_reports(plain, coding, measured):
    assert (
        say.heard_sentence(plain, "macro", "micro") == "Nobody at micro reports what macro says on “How change is led”."
    )
    found = measured([coding(v, 1) for v in ("gov", "parliament", "audit")])
    assert "3 voices at macro take a side and nobody at meso reports what macro says" in say.gap_sentence(
        found, "say_hear"
    )


def test_what_is_heard(plain, coding, measured):
    assert say.heard_sentence(plain, "macro", "meso") == (
        "All 3 voices at meso that report what macro says hear “Empower” on “How change is led”."
    )
    one = measured([coding("L01", 1, sender="gov", stance="reports")])
    assert say.heard_sentence(one, "macro", "meso") == (
        "Of meso only L01 (“Instruct”) reports what macro says on “How change is led”: too few for a number."
    )


def test_voices_with_reports_only(coding, measured, plain):
    found = measured([coding("L01", 1, sender="gov", stance="reports"), coding("L02", 1)])
    assert say.reports_only(found) == (
        "L01 only reports what others say on “How change is led”, and takes no side of its own."
    )
    assert say.reports_only(plain) == ""
    assert say.level_sentence(found, "meso").startswith("At meso only L02")


def test_codings_without_sender_or_stance(coding, frame):
    rows = [coding("L01", 1, stance=""), coding("L02", 1, stance="reports"), coding("L03", 1, stance="reports")]
    assert say.left_out(frame(rows), "led") == (
        "1 coding has neither stance nor sender and 2 codings report without a sender, and so count for nobody."
    )
    assert say.left_out(frame([coding("L01", 1)]), "led") == ""
    assert say.left_out(frame([coding("L01", 1, stance="", sender="gov")]), "led") == ""


def test_an_axis_without_a_poles_message(coding, frame, axes, messages, plain):
    (found,) = tensions(frame([coding("L01", 1, stance="rejects")]), axes, messages[messages["pole"] > 0])
    assert say.pole_sentence(found) == (
        "The codebook has no message at the negative pole of “How change is led”, so a voice can stand there only by "
        "rejecting what stands at the other."
    )
    assert "for something other than “Instruct”" in say.level_sentence(found, "meso")
    (none,) = tensions(frame([]), axes, messages[:0])
    assert (
        say.pole_sentence(none)
        == "The codebook has no message on “How change is led”, so nothing can be measured there."
    )
    assert say.pole_sentence(plain) == ""
