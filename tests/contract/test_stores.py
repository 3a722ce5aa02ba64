"""One routine over every engine: what is written is read, queries give the same rows, writing twice changes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from graph.errors import QuestionRefused
from graph.queries import catalogue, run
from graph.stores.base import SearchRequest, View
from graph.tables import GraphTables

Engine = Callable[[GraphTables, Path, str], View]
"""See conftest.py."""
NEEDED: dict[str, Any] = {
    "sender": "gov",
    "code": "instruct",
    "voice": "L01",
    "axis": "lead",
    "source": "talks",
    "passages": ["p8"],
    "actor": "board-a",
    "other": "L01",
    "message": "instruct",
    "respondent": "L02",
    "level": "meso",
}


def rows(view: View) -> dict[str, pd.DataFrame]:
    """Every named query's rows, with its required parameters alone."""
    found = {}
    for name, query in catalogue().items():
        given = {p.name: NEEDED[p.name] for p in query.parameters.values() if p.required}
        found[name] = run(view, name, **given)
    return found


def test_what_is_written_is_read(engine: Engine, contract_tables: GraphTables, tmp_path: Path) -> None:
    with engine(contract_tables, tmp_path, "k1") as view:
        for label, frame in contract_tables.nodes.items():
            pd.testing.assert_frame_equal(view.table(label), frame)
        counts = view.counts()
        for kind in {key[0] for key in contract_tables.edges}:
            written = sum(len(f) for key, f in contract_tables.edges.items() if key[0] == kind)
            assert counts[kind] == written == len(view.edges(kind))


def everything(view: View) -> tuple[dict[str, int], dict[str, pd.DataFrame]]:
    with view:
        return view.counts(), rows(view)


def same(one: dict[str, pd.DataFrame], two: dict[str, pd.DataFrame]) -> None:
    assert one.keys() == two.keys()
    for name, frame in one.items():
        pd.testing.assert_frame_equal(frame, two[name], obj=name)


def test_writing_twice_changes_nothing(engine: Engine, contract_tables: GraphTables, tmp_path: Path) -> None:
    counts, first = everything(engine(contract_tables, tmp_path, "k1"))
    again, second = everything(engine(contract_tables, tmp_path, "k2"))
    assert counts == again
    assert [name for name, frame in first.items() if frame.empty] == []
    same(first, second)


def test_the_order_of_writing_changes_nothing(engine: Engine, contract_tables: GraphTables, tmp_path: Path) -> None:
    shuffled = GraphTables(
        {k: f.sample(frac=1, random_state=3) for k, f in contract_tables.nodes.items()},
        {k: f.sample(frac=1, random_state=5) for k, f in contract_tables.edges.items()},
    )
    _, first = everything(engine(contract_tables, tmp_path, "k1"))
    _, second = everything(engine(shuffled, tmp_path, "k2"))
    same(first, second)


def test_search_and_questions(engine: Engine, contract_tables: GraphTables, tmp_path: Path) -> None:
    with engine(contract_tables, tmp_path, "k1") as view:
        assert {h.passage for h in view.search(SearchRequest("government")).hits} == {"p4", "p9"}
        assert view.ask("MATCH (a:Actor {build: $build}) RETURN count(a) AS n").table["n"].tolist() == [9]
        with pytest.raises(QuestionRefused):
            view.ask("CREATE (a:Actor {id: 'x'})")
