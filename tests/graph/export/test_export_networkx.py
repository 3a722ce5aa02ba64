"""GraphML, GEXF and node-link JSON, read back by NetworkX: every node, edge and attribute of every type."""

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from graph.export import export
from graph.export.gexf import SHAPES
from graph.export.xml import FORBIDDEN
from graph.ontology import ontology
from graph.stores.base import View

VIZ = "{http://gexf.net/1.3/viz}"
GEXF = "{http://gexf.net/1.3}"
Spelled = Callable[[object], object]


def plain(value: object) -> object:
    return None if value is pd.NA else value


def in_xml(value: object) -> object:
    """What XML can carry of a value."""
    return FORBIDDEN.sub("\ufffd", value) if isinstance(value, str) else value


def check_nodes(graph: nx.Graph, view: View, name: Callable[[str, str], str], spelled: Spelled) -> None:
    counts = view.counts()
    kinds = pd.Series([data["type"] for _, data in graph.nodes(data=True)]).value_counts()
    assert len(graph) == sum(counts[label] for label in ontology().nodes)
    for label, node in ontology().nodes.items():
        frame = view.table(label)
        assert kinds.get(label, 0) == len(frame) == counts[label]
        for row in frame.to_dict("records"):
            data = graph.nodes[f"{label}:{row['id']}"]
            assert data["label"] == spelled(row["label"])
            for own in node.properties:
                value, found = plain(row[own.name]), data.get(name(label, own.name))
                assert found == spelled(value) and type(found) is type(value), (label, row["id"], own.name)


def check_edges(graph: nx.Graph, view: View, name: Callable[[str, str], str], spelled: Spelled) -> None:
    counts = view.counts()
    found: dict[str, list[tuple[object, ...]]] = {kind: [] for kind in ontology().edges}
    for start, end, data in graph.edges(data=True):
        own = ontology().edges[data["type"]].properties
        found[data["type"]].append((start, end, *(data.get(name(data["type"], p.name)) for p in own)))
    for kind in ontology().edges:
        wanted = [
            (f"{row[1]}:{row[0]}", f"{row[3]}:{row[2]}", *map(spelled, map(plain, row[4:])))
            for row in view.edges(kind).itertuples(index=False, name=None)
        ]
        assert len(wanted) == counts[kind]
        assert sorted(found[kind], key=repr) == sorted(wanted, key=repr), kind


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_xml_formats_read_back_whole(kind: str, nasty: View, tmp_path: Path) -> None:
    read = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[kind]
    path = export(nasty, kind, tmp_path / f"g.{kind}")
    graph = read(path, force_multigraph=True) if kind == "graphml" else read(path)
    assert graph.is_directed() and graph.is_multigraph()
    check_nodes(graph, nasty, lambda owner, own: f"{owner}.{own}", in_xml)
    check_edges(graph, nasty, lambda owner, own: f"{owner}.{own}", in_xml)


def test_node_link_reads_back_whole(nasty: View, tmp_path: Path) -> None:
    text = export(nasty, "node-link", tmp_path / "g.json").read_text(encoding="utf-8")
    graph = nx.node_link_graph(json.loads(text), edges="edges")
    assert graph.is_directed() and graph.is_multigraph() and graph.graph["build"] == "k2"
    check_nodes(graph, nasty, lambda _, own: own, lambda value: value)
    check_edges(graph, nasty, lambda _, own: own, lambda value: value)
    assert all(name == f"{data['type']}:{data['own_id']}" for name, data in graph.nodes(data=True))


def test_graphml_carries_the_ontologys_colours(sample: View, tmp_path: Path) -> None:
    graph = nx.read_graphml(export(sample, "graphml", tmp_path / "g.graphml"), force_multigraph=True)
    for _, data in graph.nodes(data=True):
        node = ontology().nodes[data["type"]]
        assert data.get("colour", "") == node.colour and data.get("shape", "") == node.shape
        assert not node.colour or f"#{data['r']:02x}{data['g']:02x}{data['b']:02x}" == node.colour
    for _, _, data in graph.edges(data=True):
        assert data.get("colour", "") == ontology().edges[data["type"]].colour
        assert data.get("weight") == data.get(f"{data['type']}.codings")


def test_gexf_carries_colours_shapes_and_kinds(sample: View, tmp_path: Path) -> None:
    path = export(sample, "gexf", tmp_path / "g.gexf")
    graph = nx.read_gexf(path)
    for _, data in graph.nodes(data=True):
        colour = data.get("viz", {}).get("color")
        shown = f"#{colour['r']:02x}{colour['g']:02x}{colour['b']:02x}" if colour else ""
        assert shown == ontology().nodes[data["type"]].colour
    root = ElementTree.parse(path).getroot()  # networkx reads another attribute than the format has for shapes
    for node in root.iter(f"{GEXF}node"):
        kind = ontology().nodes[node.attrib["id"].split(":")[0]]
        shape = node.find(f"{VIZ}shape")
        assert (shape.attrib["value"] if shape is not None else "") == SHAPES.get(kind.shape, "")
    for edge in root.iter(f"{GEXF}edge"):
        assert edge.attrib["kind"] == edge.attrib["label"] in ontology().edges
