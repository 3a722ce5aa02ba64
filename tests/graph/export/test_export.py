"""Exports: read back whole, the same bytes every time, safe in a spreadsheet."""

import json
import tracemalloc
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from export_views import HeldView

from graph.errors import StoreError
from graph.export import export, formats
from graph.export.table import safe
from graph.export.xml import FORBIDDEN
from graph.stores.base import View
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.tables import GraphTables


def contents(target: Path) -> dict[str, bytes]:
    files = sorted(target.iterdir()) if target.is_dir() else [target]
    return {file.name: file.read_bytes() for file in files}


@pytest.mark.parametrize("name", formats())
def test_the_same_graph_gives_the_same_bytes(name: str, sample: View, tables: GraphTables, tmp_path: Path) -> None:
    target = "g" + formats()[name].suffix
    first = contents(export(sample, name, tmp_path / "a" / target))
    with LadybugWriter(tmp_path / "again", "k1") as writer:
        writer.write(tables)
    with LadybugView(tmp_path / "again", "k1") as view:
        assert contents(export(view, name, tmp_path / "b" / target)) == first
    assert contents(export(sample, name, tmp_path / "a" / target)) == first
    assert any(b"k1" in data for data in first.values()) and not any(n.endswith(".part") for n in first)


def test_graphml_reads_back(sample: View, tmp_path: Path) -> None:
    graph = nx.read_graphml(export(sample, "graphml", tmp_path / "g.graphml"))
    counts = sample.counts()
    assert graph.is_directed() and graph.number_of_nodes() == sum(
        len(sample.table(n)) for n in ("Study", "Source")
    ) + sum(
        counts[n] for n in ("Passage", "Respondent", "Actor", "Level", "Axis", "Message", "Barrier", "Coder", "Coding")
    )
    node = graph.nodes["Coding:c05"]
    assert node["type"] == "Coding" and node["Coding.quote"] == "tell them what to count"
    assert node["Coding.pole"] == 1 and node["Coding.counted"] is True
    kinds = pd.Series([data["type"] for _, _, data in graph.edges(data=True)]).value_counts()
    assert kinds["SENDS"] == counts["SENDS"] and kinds["CONTRADICTS"] == counts["CONTRADICTS"]


def test_json_reads_back(sample: View, tmp_path: Path) -> None:
    read = json.loads(export(sample, "json", tmp_path / "g.json").read_text(encoding="utf-8"))
    assert read["build"] == "k1" and len(read["nodes"]) + len(read["edges"]) == sum(sample.counts().values())
    passage = next(n for n in read["nodes"] if n["id"] == "p1")
    assert passage["page"] is None and passage["type"] == "Passage" and passage["ref"] == "s. 1"
    edge = next(e for e in read["edges"] if e["type"] == "PART_OF")
    assert set(edge) == {"type", "from", "from_type", "to", "to_type"}


def test_csv_reads_back(sample: View, tmp_path: Path) -> None:
    folder = export(sample, "csv", tmp_path / "tables")
    read = pd.read_csv(folder / "nodes-Actor.csv", keep_default_na=False)
    assert read["id"].tolist() == sample.table("Actor")["id"].tolist()
    edges = pd.read_csv(folder / "edges-SENDS.csv", keep_default_na=False)
    assert len(edges) == sample.counts()["SENDS"] and edges["side"].isin([-1, 1]).all()


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@x", "\tx", "\r=x"])
def test_no_cell_runs_as_a_formula(text: str) -> None:
    assert safe(text) == "'" + text and safe(-1) == -1 and safe("a=b") == "a=b"


def test_odd_text_survives(tables: GraphTables, tmp_path: Path) -> None:
    odd = tables.nodes["Barrier"].assign(label=["<&>\"'\r\n\t]]>", "=cmd\x00\x0b\ufffe,é"])
    with LadybugWriter(tmp_path / "s", "k<1") as writer:
        writer.write(GraphTables({**tables.nodes, "Barrier": odd}, tables.edges))
    with LadybugView(tmp_path / "s", "k<1") as view:
        labels = view.table("Barrier")["label"].tolist()
        graph = nx.read_graphml(export(view, "graphml", tmp_path / "g.graphml"))
        assert [graph.nodes[f"Barrier:{i}"]["label"] for i in odd["id"]] == [FORBIDDEN.sub("\ufffd", x) for x in labels]
        read = json.loads(export(view, "json", tmp_path / "g.json").read_text(encoding="utf-8"))
        assert [n["label"] for n in read["nodes"] if n["type"] == "Barrier"] == labels


def test_targets_that_will_not_do(sample: View, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Did you mean graphml"):
        export(sample, "graphmls", tmp_path / "g")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="no export"):
        export(sample, "csv", tmp_path / "full")
    with pytest.raises(StoreError, match="is a folder"):
        export(sample, "csv", tmp_path / "full" / "notes.txt")
    with pytest.raises(StoreError, match="Choose another place"):
        export(sample, "json", tmp_path / "full")
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["notes.txt"]


def test_a_folder_is_filled_again_and_keeps_what_is_not_ours(sample: View, tmp_path: Path) -> None:
    folder = export(sample, "csv", tmp_path / "t")
    first = contents(folder)
    (folder / "analysis.R").write_text("mine")
    mark = json.loads((folder / "build.json").read_text())
    (folder / "build.json").write_text(json.dumps({**mark, "files": [*mark["files"], "edges-OLD.csv", "../t2"]}))
    (folder / "edges-OLD.csv").write_text("of a format before")
    (tmp_path / "t2").write_text("of somebody else")
    assert contents(export(sample, "csv", folder)) == first | {"analysis.R": b"mine"}
    assert (tmp_path / "t2").exists()
    with pytest.raises(StoreError, match="no export as neo4j-admin"):
        export(sample, "neo4j-admin", folder)
    (tmp_path / "empty").mkdir()
    assert contents(export(sample, "csv", tmp_path / "empty")) == first


@pytest.mark.parametrize("name", formats())
def test_an_export_that_fails_leaves_what_was_there(name: str, sample: View, tmp_path: Path) -> None:
    class Broken:
        build = "k1"

        def table(self, label: str) -> pd.DataFrame:
            return sample.table(label)

        def edges(self, kind: str) -> pd.DataFrame:
            raise StoreError("the engine is gone.")

        def run(self, cypher: str) -> pd.DataFrame:
            raise StoreError("the engine is gone.")

    target = tmp_path / ("g" + formats()[name].suffix)
    for _ in range(2):
        with pytest.raises(StoreError, match="is gone"):
            export(Broken(), name, target)
        assert not list(tmp_path.iterdir())
    before = contents(export(sample, name, target))
    with pytest.raises(StoreError, match="is gone"):
        export(Broken(), name, target)
    assert contents(target) == before and [p.name for p in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("name", [name for name in formats() if name != "neo4j-browser"])  # which holds no edges
def test_memory_does_not_grow_with_the_edges(name: str, tables: GraphTables, tmp_path: Path) -> None:
    key = ("CONTRADICTS", "Coding", "Coding")
    peaks, sizes = [], []
    for times in (1, 50, 250):  # the first time makes what is made once and kept
        many = pd.concat([tables.edges[key]] * times, ignore_index=True)
        view = HeldView("k1", GraphTables(tables.nodes, {**tables.edges, key: many}))
        target = tmp_path / (f"g{times}" + formats()[name].suffix)
        tracemalloc.start()
        try:
            export(view, name, target)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
        sizes.append(sum(map(len, contents(target).values())))
    assert sizes[2] - sizes[1] > 1_500_000 and peaks[2] - peaks[1] < 300_000, (sizes, peaks)


def test_help_and_docs_name_every_format() -> None:
    from crosscurrent.cli.commands import export as command

    page = Path(__file__).parents[3] / "docs" / "exports.md"
    for name in formats():
        assert name in (command.__doc__ or "") and f"| `{name}` |" in page.read_text(encoding="utf-8")
