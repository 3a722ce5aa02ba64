"""Say–hear gaps of one actor and one message, worked by hand."""

import pytest

from graph.measures.saying import TABLE, say_hear_of_actors, say_hear_of_messages, table


@pytest.fixture
def rows(coding):
    return [
        *(coding("gov", -1, source=f"g{i}", force="aspiration") for i in range(3)),
        coding("gov", 1, source="g3", force="duty"),
        coding("parliament", -1),
        coding("audit", 1),
        *(coding(v, 1, sender="gov", stance="reports", source="excerpts") for v in ("L01", "L02")),
        coding("L03", -1, sender="gov", stance="endorses", source="excerpts"),
        coding("P01", 1, sender="gov", stance="reports"),
        coding("L04", 1, sender="macro", stance="reports"),
        coding("board-1", -1),
    ]


def test_an_actors_sources_against_the_voices_that_report_it(rows, frame, axes):
    found = {x.subject: x for x in say_hear_of_actors(frame(rows), axes)}
    gov = found["gov"]
    assert (gov.said.pull, gov.said.units) == (-0.5, 4)
    assert (gov.heard.pull, gov.heard.units) == (pytest.approx(1 / 3), 3)
    assert gov.gap.value == pytest.approx((1 / 3 + 0.5) / 2)
    assert gov.why == ""
    assert gov.said_codings[0] == rows[3]["id"] and len(gov.said_codings) == 4
    assert gov.heard_codings == tuple(r["id"] for r in rows[6:9])


def test_too_few_are_told_in_words(rows, frame, axes):
    found = {x.subject: x for x in say_hear_of_actors(frame(rows), axes)}
    assert set(found) == {"gov", "parliament", "audit", "board-1"}
    assert found["audit"].gap.value is None
    assert found["audit"].why == (
        "too few to measure (1 source of its own, no voice at meso that reports it; 3 are needed at each): read them"
    )


def test_of_another_level(rows, frame, axes):
    found = {x.subject: x for x in say_hear_of_actors(frame(rows), axes, by_level="micro")}
    assert (found["gov"].heard.pull, found["gov"].heard.units) == (1, 1)
    assert found["gov"].gap.value is None


def test_a_message_is_a_share_of_voices(rows, frame, axes, messages):
    empower, instruct = say_hear_of_messages(frame(rows), axes, messages)
    assert (empower.said.pull, empower.said.units) == (pytest.approx(2 / 3), 3)
    assert (empower.heard.pull, empower.heard.units) == (0.25, 4)
    assert empower.gap.value == pytest.approx(2 / 3 - 1 / 4)
    assert (instruct.said.pull, instruct.heard.pull) == (pytest.approx(2 / 3), 0.75)
    assert len(instruct.heard_codings) == 3 and len(empower.said_codings) == 4


def test_turning_a_message_down_is_not_saying_the_other(coding, frame, axes, messages):
    rows = [coding("gov", 1, stance="rejects"), coding("audit", 1)]
    empower, instruct = say_hear_of_messages(frame(rows), axes, messages)
    assert (empower.said.pull, empower.said_codings) == (0, ())
    assert instruct.said.pull == 0.5
    assert instruct.why.startswith("too few to measure (2 voices at macro on this axis, no voice at meso that reports")


def test_nothing_said_or_heard(frame, axes, messages):
    assert say_hear_of_actors(frame([]), axes) == ()
    found = say_hear_of_messages(frame([]), axes, messages)
    assert [x.said.pull for x in found] == [None, None]


def test_as_a_table(rows, frame, axes):
    found = say_hear_of_actors(frame(rows), axes, seed=3)
    shown = table(found)
    assert tuple(shown.columns) == TABLE
    assert shown.set_index("subject").loc["gov", "said_n"] == 4
    assert found == say_hear_of_actors(frame(rows), axes, seed=3)
