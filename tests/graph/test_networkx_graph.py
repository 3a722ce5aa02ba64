"""The NetworkX graph: everything of a build, the same as the exports say, in the same order."""

import json
from pathlib import Path

import networkx as nx
import pandas as pd

from graph.export.node_link import write_node_link
from graph.networkx_graph import networkx_graph
from graph.ontology import ontology
from graph.stores.base import View
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.tables import GraphTables


def listed(graph: nx.MultiDiGraph) -> tuple[list[object], list[object]]:
    return list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))


def test_counts_and_attributes(sample: View) -> None:
    graph = networkx_graph(sample)
    counts = sample.counts()
    assert type(graph) is nx.MultiDiGraph and graph.graph == {"build": "k1"}
    assert graph.number_of_nodes() == sum(counts[n] for n in ontology().nodes)
    kinds = pd.Series([kind for _, _, kind in graph.edges(data="type")]).value_counts()
    assert {name: int(kinds.get(name, 0)) for name in ontology().edges} == {n: counts[n] for n in ontology().edges}
    coding = graph.nodes["Coding:c05"]
    assert list(coding)[:3] == ["type", "own_id", "label"] and coding["own_id"] == "c05" and coding["type"] == "Coding"
    assert coding["quote"] == "tell them what to count" and coding["counted"] is True and type(coding["pole"]) is int
    assert not any(pd.isna(v) for _, a in graph.nodes(data=True) for v in a.values())


def test_what_is_absent_has_no_attribute(sample: View) -> None:
    graph = networkx_graph(sample)
    assert "page" not in graph.nodes["Passage:p1"] and graph.nodes["Passage:p4"]["page"] == 3
    assert graph.nodes["Passage:p1"]["respondent"] == ""


def test_several_edges_between_the_same_two_are_all_there(sample: View) -> None:
    graph = networkx_graph(sample)
    sends = sample.edges("SENDS")
    sizes = sends.groupby(["from_label", "from_id", "to_id"]).size()
    label, sender, message = sizes.idxmax()
    between = graph[f"{label}:{sender}"][f"Message:{message}"]
    assert sizes.max() > 1
    assert [k for k in between if k.startswith("SENDS")] == [
        "SENDS",
        *(f"SENDS {n}" for n in range(2, sizes.max() + 1)),
    ]
    modes = sends[(sends["from_id"] == sender) & (sends["to_id"] == message)]["mode"]
    assert sorted(a["mode"] for k, a in between.items() if a["type"] == "SENDS") == sorted(modes)


def test_it_is_what_the_node_link_export_says(sample: View, tmp_path: Path) -> None:
    write_node_link(sample, tmp_path / "g.json")
    read = nx.node_link_graph(json.loads((tmp_path / "g.json").read_text(encoding="utf-8")), edges="edges")
    graph = networkx_graph(sample)
    nodes = [(key, {k: v for k, v in own.items() if v is not None}) for key, own in read.nodes(data=True)]
    assert nodes == list(graph.nodes(data=True))
    edges = [(a, b, {k: v for k, v in own.items() if v is not None}) for a, b, own in read.edges(data=True)]
    assert edges == list(graph.edges(data=True))


def test_the_same_build_gives_the_same_order(sample: View, tables: GraphTables, tmp_path: Path) -> None:
    with LadybugWriter(tmp_path / "again", "k1") as writer:
        writer.write(tables)
    with LadybugView(tmp_path / "again", "k1") as view:
        assert listed(networkx_graph(view)) == listed(networkx_graph(sample))


def test_an_empty_graph(tables: GraphTables, tmp_path: Path) -> None:
    empty = GraphTables(
        {k: f.head(0) for k, f in tables.nodes.items()}, {k: f.head(0) for k, f in tables.edges.items()}
    )
    with LadybugWriter(tmp_path / "none", "k0") as writer:
        writer.write(empty)
    with LadybugView(tmp_path / "none", "k0") as view:
        assert listed(networkx_graph(view)) == ([], [])
