"""Aggregated edges, with voices counted and not mentions."""

import pytest

from graph.measures.aggregates import aggregates


@pytest.fixture
def edges(coding, frame, messages):
    barrier = {"code_kind": "barrier", "code": "limited-resources", "axis": "", "stance": ""}
    rows = [
        coding("gov", -1, source="g1", addressee="councils"),
        coding("gov", -1, source="g2", addressee="meso"),
        coding("L01", 1, sender="gov", stance="rejects", passage="p-x"),
        coding("L02", 1, sender="macro", stance="reports"),
        coding("authors", 1, sender="gov", stance="reports"),
        coding("L01", 0, passage="p-x", **barrier),
        coding("board-1", 0, **barrier),
        coding("L09", 1, counted=False),
    ]
    return aggregates(frame(rows), messages)


def as_sets(table, *columns):
    return {tuple(r) for r in table[list(columns)].itertuples(index=False)}


def test_sends_says_who_in_which_way(edges):
    actor = edges[("SENDS", "Actor", "Message")]
    assert as_sets(actor, "from_id", "to_id", "mode", "by", "side", "codings", "voices", "sources") == {
        ("gov", "empower", "endorses", "", -1, 2, 1, 2),
        ("gov", "instruct", "heard", "meso", 1, 1, 1, 1),
        ("gov", "instruct", "heard", "outside", 1, 1, 1, 1),
    }
    respondent = edges[("SENDS", "Respondent", "Message")]
    assert as_sets(respondent, "from_id", "to_id", "mode", "side") == {("L01", "instruct", "rejects", -1)}
    assert as_sets(edges[("SENDS", "Level", "Message")], "from_id", "mode") == {("macro", "heard")}


def test_sent_to_and_names(edges):
    assert as_sets(edges[("SENT_TO", "Message", "Level")], "from_id", "to_id") == {("empower", "meso")}
    assert as_sets(edges[("SENT_TO", "Message", "Actor")], "from_id", "to_id") == {("empower", "councils")}
    assert as_sets(edges[("NAMES", "Respondent", "Barrier")], "from_id") == {("L01",)}
    assert as_sets(edges[("NAMES", "Actor", "Barrier")], "from_id") == {("board-1",)}


def test_opposes_and_co_occurs(edges):
    opposes = edges[("OPPOSES", "Message", "Message")]
    assert as_sets(opposes, "from_id", "to_id", "codings") == {("empower", "instruct", 5)}
    together = edges[("CO_OCCURS", "Barrier", "Message")]
    assert as_sets(together, "from_id", "to_id", "codings") == {("limited-resources", "instruct", 2)}
