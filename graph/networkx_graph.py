"""A build as a graph of NetworkX."""

from collections.abc import Iterator
from itertools import repeat

import networkx as nx
import pandas as pd

from graph.ontology import Property, ontology
from graph.stores.base import View

TYPE = "type"
"""The attribute that every node and edge has."""


def networkx_graph(view: View) -> "nx.MultiDiGraph[str]":
    """The whole build as a directed multigraph.

    A node's key is its type, a colon and its id (`Actor:scottish-government`), as in the exports; its attributes are
    `type`, `own_id`, `label` and the properties of docs/graph.md. An edge's key is its type, with a number behind it
    from the second of that type between the same two nodes on (`SENDS`, `SENDS 2`); its attributes are `type` and its
    properties. An absent value has no attribute. The same build gives the same graph in the same order.
    """
    types = ontology()
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(build=view.build)
    for label, node in types.nodes.items():
        frame = view.table(label)
        keys = [f"{label}:{one}" for one in frame["id"].tolist()]
        own = frame.rename(columns={"id": "own_id"})[["own_id", "label", *(p.name for p in node.properties)]]
        graph.add_nodes_from(zip(keys, _attributes(label, own, node.properties), strict=True))
    for kind, edge in types.edges.items():
        frame = view.edges(kind)
        starts, ends = _keys(frame, "from"), _keys(frame, "to")
        attributes = _attributes(kind, frame[[p.name for p in edge.properties]], edge.properties)
        for start, end, key, named in zip(starts, ends, _edge_keys(kind, starts, ends), attributes, strict=True):
            # `add_edges_from` does the same in twice the time.
            graph.add_edge(start, end, key, **named)
    return graph


def _keys(frame: pd.DataFrame, end: str) -> list[str]:
    pairs = zip(frame[f"{end}_label"].tolist(), frame[f"{end}_id"].tolist(), strict=True)
    return [f"{label}:{one}" for label, one in pairs]


def _edge_keys(kind: str, starts: list[str], ends: list[str]) -> Iterator[str]:
    met: dict[tuple[str, str], int] = {}
    for pair in zip(starts, ends, strict=True):
        number = met[pair] = met.get(pair, 0) + 1
        yield kind if number == 1 else f"{kind} {number}"


def _attributes(kind: str, frame: pd.DataFrame, properties: tuple[Property, ...]) -> Iterator[dict[str, object]]:
    """The attributes of each row, without those that are absent."""
    names = [TYPE, *(str(name) for name in frame.columns)]
    columns = [repeat(kind, len(frame)), *(frame[name].tolist() for name in frame.columns)]
    rows = (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
    if not any(p.nullable or p.type == "float" for p in properties):
        return rows
    return ({name: value for name, value in row.items() if value is not pd.NA and value == value} for row in rows)
