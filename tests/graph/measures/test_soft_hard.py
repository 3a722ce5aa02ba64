"""What binds against what asks or hopes, with the words of both."""

import pytest

from graph.measures.soft_hard import TABLE, soft_hard, table
from graph.measures.tensions import tensions


@pytest.fixture
def rows(coding):
    return [
        *(coding("gov", -1, source=f"vision-{i}", force="aspiration") for i in range(3)),
        *(coding("gov", 1, source=f"act-{i}", force="duty") for i in range(2)),
        coding("parliament", 1, source="act-3", force="power"),
        coding("parliament", 1, source="act-3"),
        coding("cosla", 1, source="plea", force="guidance"),
        coding("board-1", -1, source="plan", force="guidance"),
        coding("L01", -1),
    ]


def test_empower_but_instruct_can_be_read_off(rows, frame, axes):
    macro, meso = soft_hard(frame(rows), axes)
    assert (macro.hard.pull, macro.hard.units) == (1, 3)
    assert (macro.soft.pull, macro.soft.units) == (-1, 3)
    assert macro.opposite and macro.gap.value == 1 and macro.why == ""
    assert macro.hard_codings == tuple(rows[i]["id"] for i in (3, 4, 5))
    assert macro.soft_codings == tuple(rows[i]["id"] for i in (0, 1, 2))
    assert (meso.level, meso.opposite) == ("meso", False)
    assert meso.why == (
        "too few to measure (no source that binds, 1 source that asks or hopes; 3 are needed at each): read them"
    )


def test_it_is_the_number_of_the_tensions(rows, frame, axes, messages):
    (found,) = tensions(frame(rows), axes, messages, seed=5)
    macro = soft_hard(frame(rows), axes, seed=5)[0]
    assert (macro.gap, macro.hard) == (found.levels["macro"].soft_hard.gap, found.levels["macro"].soft_hard.hard)


def test_two_provisions_are_not_called_opposite(rows, frame, axes):
    macro = soft_hard(frame([r for r in rows if r["source"] != "act-3"]), axes)[0]
    assert (macro.hard.pull, macro.soft.pull) == (1, -1)
    assert not macro.opposite and macro.gap.value is None


def test_a_source_that_does_both_is_counted_at_both(coding, frame, axes):
    rows = [
        coding("gov", pole, source=f"s{i}", force=force)
        for i in range(3)
        for pole, force in ((1, "duty"), (-1, "guidance"))
    ]
    (macro,) = soft_hard(frame(rows), axes)
    assert macro.gap.n == (3, 3)
    assert (macro.gap.value, macro.gap.low, macro.gap.high) == (1, 1, 1)


def test_as_a_table(rows, frame, axes):
    shown = table(soft_hard(frame(rows), axes))
    assert tuple(shown.columns) == TABLE
    assert shown["opposite"].tolist() == [True, False]
    assert table(()).empty
