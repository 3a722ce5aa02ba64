"""Pulls, level gap and say–hear gap on small studies worked by hand."""

import pytest

from graph.measures.tensions import in_order, tensions


@pytest.fixture
def study(coding, frame):
    rows = [
        coding("gov", -1, source="g1", force="aspiration"),
        coding("gov", -1, source="g1", force="aspiration"),
        coding("gov", 1, source="g2", force="duty"),
        coding("parliament", -1, force="guidance"),
        coding("audit", -1, force="guidance"),
        coding("cosla", 1),
        *(coding(v, 1, sender="gov", stance="rejects") for v in ("L01", "L02")),
        coding("L03", 1, sender="macro", stance="reports"),
        coding("L04", 1, sender="cosla", stance="reports"),
        coding("board-1", -1),
        coding("authors", 1, sender="gov", stance="reports"),
    ]
    return frame(rows)


def test_a_body_is_the_mean_of_its_sources_means(study, axes, messages):
    (found,) = tensions(study, axes, messages)
    dots = {d.voice: d.position for d in found.dots if d.claim == "said"}
    assert dots["gov"] == 0
    assert dots["L01"] == -1
    assert "L03" not in dots


def test_macro_takes_those_who_govern(study, axes, messages):
    (found,) = tensions(study, axes, messages)
    macro = found.levels["macro"]
    assert macro.said.units == 3
    assert macro.said.pull == pytest.approx((0 - 1 - 1) / 3)
    assert (macro.represents.pull, macro.represents.units) == (1, 1)
    assert macro.ambivalent == 1


def test_heard_is_kept_by_the_level_that_reports(study, axes, messages):
    (found,) = tensions(study, axes, messages)
    heard = found.levels["macro"].heard
    assert (heard["meso"].pull, heard["meso"].units) == (1, 3)
    assert (heard["outside"].pull, heard["outside"].units) == (1, 1)
    assert heard["micro"].pull is None


def test_both_gaps(study, axes, messages):
    (found,) = tensions(study, axes, messages)
    assert found.gap.n == (3, 3)
    assert found.gap.value == pytest.approx(abs(-2 / 3 + 1) / 2)
    assert found.say_hear.value == pytest.approx((1 + 2 / 3) / 2)


def test_soft_and_hard_are_counted_in_sources(study, axes, messages):
    (found,) = tensions(study, axes, messages)
    soft_hard = found.levels["macro"].soft_hard
    assert (soft_hard.hard.pull, soft_hard.hard.units) == (1, 1)
    assert (soft_hard.soft.pull, soft_hard.soft.units) == (-1, 3)
    assert soft_hard.gap.value is None


def test_focus_actor_has_its_sources_as_units(study, axes, messages):
    (found,) = tensions(study, axes, messages, focus="gov")
    assert (found.focus.said.pull, found.focus.said.units) == (0, 2)
    assert (found.focus.heard.pull, found.focus.heard.units) == (1, 2)


def test_an_empty_axis_has_levels_without_numbers(frame, axes, messages):
    (found,) = tensions(frame([]), axes, messages)
    assert set(found.levels) == {"macro", "meso", "micro"}
    assert found.gap.value is None
    assert found.levels["micro"].said.pull is None


def test_the_same_seed_gives_the_same_figures(study, axes, messages):
    assert tensions(study, axes, messages, seed=5) == tensions(study, axes, messages, seed=5)


def test_axes_without_a_number_come_last(study, axes, messages, frame):
    (measured,) = tensions(study, axes, messages)
    (empty,) = tensions(frame([]), axes.assign(id="aaa"), messages)
    assert in_order([empty, measured]) == [measured, empty]
