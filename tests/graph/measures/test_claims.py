"""The claims table, by the worked examples of the coding guide."""

import pytest

from graph.measures.claims import claims


def said_and_heard(table):
    return {(r.claim, r.holder, r.side, r.by) for r in table.itertuples()}


def test_a_voice_that_speaks_for_itself_only_says(coding, frame):
    assert said_and_heard(claims(frame([coding("parliament", -1)]))) == {("said", "parliament", -1, "parliament")}


def test_a_report_is_heard_and_takes_no_side(coding, frame):
    table = claims(frame([coding("L04", -1, sender="macro", stance="reports")]))
    assert said_and_heard(table) == {("heard", "macro", -1, "L04")}
    assert table.iloc[0]["holder_kind"] == "level"


def test_a_rejected_instruction_gives_both_claims_on_opposite_sides(coding, frame):
    table = claims(frame([coding("L11", 1, sender="gov", stance="rejects")]))
    assert said_and_heard(table) == {("said", "L11", -1, "L11"), ("heard", "gov", 1, "L11")}


def test_agreeing_with_a_sender_gives_both_claims_on_one_side(coding, frame):
    table = claims(frame([coding("L01", -1, sender="councils", stance="endorses")]))
    assert said_and_heard(table) == {("said", "L01", -1, "L01"), ("heard", "councils", -1, "L01")}


def test_a_sender_that_is_the_voice_is_no_sender(coding, frame):
    row = coding("gov", 1, sender="ministers", sender_body="gov")
    assert said_and_heard(claims(frame([row]))) == {("said", "gov", 1, "gov")}


def test_a_voice_outside_the_levels_reports_as_outside(coding, frame):
    table = claims(frame([coding("authors", 1, sender="gov", stance="reports")]))
    assert list(table["by_level"]) == ["outside"]


@pytest.mark.parametrize("change", [{"counted": False}, {"code_kind": "barrier"}, {"stance": "reports"}])
def test_what_gives_no_claim(coding, frame, change):
    assert claims(frame([coding("L01", 1, **change)])).empty
