"""Who speaks to an axis, who is silent, and who speaks for both poles."""

from graph.measures.coverage import COVERAGE, SILENT, ambivalent, coverage, silent


def test_every_axis_and_level_has_a_row(coding, frame, axes, messages):
    rows = [
        coding("gov", 1, source="a"),
        coding("gov", -1, source="b"),
        coding("L01", 1, sender="gov", stance="reports"),
        coding("L02", 1, sender="gov", stance="rejects"),
        coding("authors", 1),
        coding("P01", 1, counted=False),
    ]
    found = coverage(frame(rows), axes, messages)
    assert list(found.columns) == COVERAGE
    assert found.drop(columns="axis").to_numpy().tolist() == [
        ["macro", 1, 0, 2, 1, 1, 2],
        ["meso", 1, 2, 2, 2, 0, 2],
        ["micro", 0, 0, 0, 0, 0, 0],
    ]


def test_messages_without_evidence_at_a_level(coding, frame, axes, messages):
    rows = [coding("gov", 1), coding("gov", -1), coding("L01", -1)]
    found = silent(frame(rows), axes, messages)
    assert list(found.columns) == SILENT
    assert found[["message", "level"]].to_numpy().tolist() == [
        ["instruct", "meso"],
        ["empower", "micro"],
        ["instruct", "micro"],
    ]


def test_an_empty_study(frame, axes, messages):
    assert coverage(frame([]), axes, messages)["codings"].tolist() == [0, 0, 0]
    assert len(silent(frame([]), axes, messages)) == 6
    assert ambivalent(frame([]), axes) == ()


def test_which_voices_speak_for_both_poles(coding, frame, axes):
    rows = [
        coding("gov", 1, force="guidance"),
        coding("gov", -1),
        coding("gov", 1, force="duty"),
        coding("L01", 1, stance="rejects"),
        coding("L01", 1),
        coding("L02", 1),
        coding("L02", -1, sender="gov", stance="reports"),
    ]
    gov, leader = ambivalent(frame(rows), axes)
    assert (gov.level, gov.voice, gov.negative) == ("macro", "gov", (rows[1]["id"],))
    assert gov.positive == (rows[2]["id"], rows[0]["id"])
    assert (leader.voice, leader.negative, leader.positive) == ("L01", (rows[3]["id"],), (rows[4]["id"],))
