"""The embedded store: written once, read by many, gone without trace when writing fails."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from graph.errors import BuildMissing, StoreError
from graph.ontology import ontology
from graph.stores.base import SearchRequest, View
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.tables import GraphTables


def test_what_was_written_is_read(sample: View, tables: GraphTables) -> None:
    for label, frame in tables.nodes.items():
        pd.testing.assert_frame_equal(sample.table(label), frame)
    for kind in ontology().edges.values():
        read = sample.edges(kind.name)
        for start, end in kind.pairs:
            part = read[(read["from_label"] == start) & (read["to_label"] == end)]
            part = part.drop(columns=["from_label", "to_label"]).reset_index(drop=True)
            pd.testing.assert_frame_equal(part, tables.edges[(kind.name, start, end)])


def test_counts(sample: View, tables: GraphTables) -> None:
    counts = sample.counts()
    assert list(counts) == [*ontology().nodes, *ontology().edges]
    assert counts["Coding"] == 24 and counts["Study"] == 1
    assert counts["SENDS"] == sum(len(f) for (name, _, _), f in tables.edges.items() if name == "SENDS")


def test_nothing_else_lies_beside_it(folder: Path) -> None:
    assert sorted(p.name for p in folder.iterdir()) == ["graph.lbug", "search.sqlite"]


def test_a_finished_graph_is_never_written_again(folder: Path, tables: GraphTables) -> None:
    with pytest.raises(StoreError, match="stands here already"), LadybugWriter(folder, "k2") as writer:
        writer.write(tables)


def test_a_block_that_fails_leaves_nothing(tmp_path: Path, tables: GraphTables) -> None:
    with pytest.raises(ZeroDivisionError), LadybugWriter(tmp_path / "new", "k1") as writer:
        writer.write(tables)
        raise ZeroDivisionError
    assert list((tmp_path / "new").iterdir()) == []


def test_what_a_killed_writer_left_is_cleared(tmp_path: Path, tables: GraphTables) -> None:
    (tmp_path / "graph.lbug.part").write_bytes(b"half")
    (tmp_path / "graph.lbug.part.wal").write_bytes(b"half")
    (tmp_path / "search.sqlite.part").write_bytes(b"half")
    with LadybugWriter(tmp_path, "k1") as writer:
        writer.write(tables)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["graph.lbug", "search.sqlite"]


def test_a_block_without_writing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing was written"), LadybugWriter(tmp_path / "new", "k1"):
        pass
    assert list((tmp_path / "new").iterdir()) == []


def test_an_id_that_stands_twice_is_refused(tmp_path: Path, tables: GraphTables) -> None:
    twice = pd.concat([tables.nodes["Actor"], tables.nodes["Actor"].head(1)])
    with pytest.raises(StoreError, match="stands twice among Actor"), LadybugWriter(tmp_path, "k1") as writer:
        writer.write(GraphTables({**tables.nodes, "Actor": twice}, tables.edges))


def test_an_edge_to_nowhere_is_an_error_and_leaves_nothing(tmp_path: Path, tables: GraphTables) -> None:
    bad = pd.DataFrame({"from_id": ["p1"], "to_id": ["nowhere"]})
    edges = {**tables.edges, ("PART_OF", "Passage", "Source"): bad}
    with pytest.raises(StoreError, match="nowhere"), LadybugWriter(tmp_path, "k1") as writer:
        writer.write(GraphTables(tables.nodes, edges))
    assert list(tmp_path.iterdir()) == []


def test_a_missing_build(tmp_path: Path) -> None:
    with pytest.raises(BuildMissing, match="crosscurrent build"):
        LadybugView(tmp_path, "k1")


def test_another_build(folder: Path) -> None:
    with pytest.raises(StoreError, match="this is the build k1, not k9"):
        LadybugView(folder, "k9")


def test_a_broken_file(tmp_path: Path) -> None:
    (tmp_path / "graph.lbug").write_bytes(b"no graph" * 1000)
    (tmp_path / "search.sqlite").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be opened"):
        LadybugView(tmp_path, "k1")


def test_answers_have_plain_types(sample: View) -> None:
    made = sample.run(
        "MATCH (c:Coding {build: $build}) RETURN count(c) AS n, sum(CASE WHEN c.counted THEN 1 ELSE 0 END) AS used, "
        "avg(c.pole) AS mean, min(c.quote) AS first, collect(c.id) AS ids"
    )
    assert [str(t) for t in made.dtypes] == ["int64", "int64", "float64", "str", "object"]
    assert made["used"][0] == 20 and isinstance(made["ids"][0], list)
    nobody = sample.run("OPTIONAL MATCH (a:Actor {id: 'nobody'}) RETURN a.id AS id, a.collective AS c, size(a.id) AS n")
    assert nobody["id"].tolist() == [""] and nobody["n"].isna().all() and str(nobody["n"].dtype) == "Int64"
    pages = sample.run("MATCH (p:Passage {build: $build}) WHERE p.page = 3 RETURN p.page AS page")
    assert pages["page"].tolist() == [3]


def test_text_stays_text(tmp_path: Path, tables: GraphTables) -> None:
    odd = tables.nodes["Barrier"].assign(label=["'); DROP TABLE Actor; --", 'é “quoted” \U0001f600 \\ \n"x"'])
    with LadybugWriter(tmp_path, "k1") as writer:
        writer.write(GraphTables({**tables.nodes, "Barrier": odd}, tables.edges))
    with LadybugView(tmp_path, "k1") as view:
        assert view.table("Barrier")["label"].tolist() == odd["label"].tolist()


def test_parameters_are_values(sample: View) -> None:
    found = sample.run("MATCH (a:Actor) WHERE a.id IN $ids RETURN a.id AS id", {"ids": ["gov", "' OR 1=1 //"]})
    assert found["id"].tolist() == ["gov"]


def test_the_view_does_not_write(sample: View) -> None:
    with pytest.raises(StoreError, match="cannot answer this"):
        sample.run("CREATE (a:Actor {id: 'x'})")
    with pytest.raises(StoreError, match="cannot answer this"):
        sample.run("RETURN 1 AS x; RETURN 2 AS x")


def test_unknown_types(sample: View) -> None:
    with pytest.raises(StoreError, match="no node type is called Actors"):
        sample.table("Actors")
    with pytest.raises(StoreError, match="no edge type is called SEND"):
        sample.edges("SEND")


def test_many_threads(sample: View) -> None:
    def work(i: int) -> tuple[int, int]:
        rows = sample.run("MATCH (c:Coding {build: $build}) WHERE c.voice = $v RETURN c.id AS id", {"v": "L01"})
        return len(rows), sample.search(SearchRequest("government", limit=1 + i % 3)).total

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(80))) == {(3, 2)}


def test_closing_waits_for_what_is_under_way(folder: Path) -> None:
    view = LadybugView(folder, "k1")
    started = threading.Event()
    rows: list[int] = []

    def work() -> None:
        started.set()
        rows.extend(view.run("UNWIND range(1, 2000000) AS x RETURN count(x) AS n")["n"].tolist())

    worker = threading.Thread(target=work)
    worker.start()
    started.wait()
    view.close()
    worker.join()
    view.close()
    with pytest.raises(StoreError, match="closed"):
        view.run("RETURN 1 AS x")
    with pytest.raises(StoreError, match="closed"):
        view.search(SearchRequest("government"))


def test_two_views_of_one_build(folder: Path) -> None:
    with LadybugView(folder, "k1") as one, LadybugView(folder, "k1") as other:
        assert one.counts() == other.counts()


def test_an_empty_graph(tmp_path: Path, tables: GraphTables) -> None:
    nothing = GraphTables(
        {label: frame.head(0) for label, frame in tables.nodes.items()},
        {key: frame.head(0) for key, frame in tables.edges.items()},
    )
    with LadybugWriter(tmp_path, "k1") as writer:
        writer.write(nothing)
    with LadybugView(tmp_path, "k1") as view:
        assert set(view.counts().values()) == {0}
        pd.testing.assert_frame_equal(view.table("Passage"), tables.nodes["Passage"].head(0))
        assert view.edges("SENDS").empty and view.search(SearchRequest()).total == 0
