"""Nodes and edges as tables: complete, ordered, and never to a node that is not there."""

import pandas as pd
import pytest
from graph_sample import sample_evidence

from graph.errors import StoreError
from graph.frames import conform
from graph.ontology import Property, ontology
from graph.tables import GraphTables, graph_tables

NO_PAIRS = pd.DataFrame(columns=["a", "b", *(p.name for p in ontology().edges["CONTRADICTS"].properties)])


def pairs(tables: GraphTables, *key: str) -> set[tuple[str, str]]:
    frame = tables.edges[(key[0], key[1], key[2])]
    return set(zip(frame["from_id"], frame["to_id"], strict=True))


def test_every_pair_of_the_ontology_is_there(tables: GraphTables) -> None:
    assert set(tables.edges) == {(e.name, *pair) for e in ontology().edges.values() for pair in e.pairs}
    for (name, _, _), frame in tables.edges.items():
        assert list(frame.columns) == [c.name for c in ontology().edges[name].columns]
        assert not frame.isna().any(axis=None)


def test_core_edges(tables: GraphTables) -> None:
    assert ("p1", "act") in pairs(tables, "PART_OF", "Passage", "Source")
    assert pairs(tables, "SPOKE", "Respondent", "Passage") == {("L01", "p8"), ("L02", "p9"), ("N01", "p10")}
    assert ("ministers", "plan") in pairs(tables, "ISSUED", "Actor", "Source")
    assert ("L01", "meso") in pairs(tables, "AT", "Respondent", "Level")
    assert not any(a == "authors" for a, _ in pairs(tables, "AT", "Actor", "Level"))
    assert pairs(tables, "PART_OF_BODY", "Actor", "Actor") == {("ministers", "gov"), ("partnership-a", "board-a")}
    assert pairs(tables, "EXPRESSES", "Coding", "Barrier") == {
        ("c07", "clutter"),
        ("c09", "reports"),
        ("c13", "clutter"),
        ("c14", "reports"),
    }
    assert pairs(tables, "MENTIONS", "Coding", "Actor") == {("c20", "boards")}
    assert ("c12", "L01") in pairs(tables, "VOICED_BY", "Coding", "Respondent")
    assert pairs(tables, "SENT_BY", "Coding", "Level") == {("c11", "macro"), ("c18", "macro")}
    assert pairs(tables, "SENT_TO", "Coding", "Level") == {("c04", "meso")}
    signs = tables.edges[("POLE_OF", "Message", "Axis")].set_index("from_id")["sign"].to_dict()
    assert signs == {"locally": -1, "nationally": 1, "empower": -1, "instruct": 1}


def test_a_lost_coding_has_no_passage_and_no_voice(tables: GraphTables) -> None:
    for key in (("FOUND_IN", "Coding", "Passage"), ("VOICED_BY", "Coding", "Actor")):
        assert "c24" not in {a for a, _ in pairs(tables, *key)}
    assert ("c24", "first") in pairs(tables, "MADE_BY", "Coding", "Coder")


def test_rows_are_ordered(tables: GraphTables) -> None:
    for frame in tables.edges.values():
        again = frame.sample(frac=1, random_state=1).sort_values(list(frame.columns), ignore_index=True)
        pd.testing.assert_frame_equal(again, frame.sort_values(list(frame.columns), ignore_index=True))
        assert frame["from_id"].is_monotonic_increasing


def test_hand_made_measures_go_in() -> None:
    names = pd.DataFrame({"from_id": ["L01"], "to_id": ["clutter"], "codings": [1], "voices": [1], "sources": [1]})
    made = graph_tables(sample_evidence(), NO_PAIRS, {("NAMES", "Respondent", "Barrier"): names})
    assert pairs(made, "NAMES", "Respondent", "Barrier") == {("L01", "clutter")}
    assert made.edges[("CONTRADICTS", "Coding", "Coding")].empty


def test_an_edge_to_nowhere_is_refused() -> None:
    names = pd.DataFrame({"from_id": ["L99"], "to_id": ["clutter"], "codings": [1], "voices": [1], "sources": [1]})
    with pytest.raises(StoreError, match="L99"):
        graph_tables(sample_evidence(), NO_PAIRS, {("NAMES", "Respondent", "Barrier"): names})


def test_an_edge_that_is_not_declared_is_refused() -> None:
    with pytest.raises(StoreError, match="no edge"):
        graph_tables(sample_evidence(), NO_PAIRS, {("NAMES", "Level", "Barrier"): pd.DataFrame()})


def test_conform_fills_what_may_be_absent_and_nothing_else() -> None:
    columns = (Property("a", "string", ""), Property("b", "int", "", True), Property("c", "int", ""))
    made = conform(pd.DataFrame({"c": [2, 1]}, index=[7, 3]), columns)
    assert made["a"].tolist() == ["", ""] and made["b"].isna().all() and made["c"].tolist() == [2, 1]
    with pytest.raises(KeyError):
        conform(pd.DataFrame({"a": ["x"]}), columns)
