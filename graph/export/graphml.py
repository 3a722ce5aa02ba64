"""GraphML, as Gephi, Cytoscape, yEd, visone and NetworkX read it."""

from collections.abc import Iterator
from pathlib import Path

from graph.export.files import write_whole
from graph.export.values import Row, pairs, rgb, rows, weight
from graph.export.xml import attribute, text
from graph.ontology import HEAD, EdgeType, NodeType, Property, ontology
from graph.stores.base import View

TYPES = {"string": "string", "int": "long", "float": "double", "bool": "boolean"}
TYPE = Property("type", "string", "Type of the node or edge.")
LOOK = (("r", "int"), ("g", "int"), ("b", "int"), ("colour", "string"))
"""Gephi colours by r, g and b; Cytoscape and visone by a colour such as #0072b2."""


def write_graphml(view: View, target: Path) -> None:
    """Write a directed graph: a node's id is its type, a colon and its id; properties are typed `data`.

    A key is named by what it belongs to (`node.Coding.quote`), so that two types may use one name; `type`, `label`,
    the colours (r, g, b, `colour`), `shape` and an edge's `weight` are shared by all. An absent value has no `data`. A
    carriage return is written so that it survives.
    """
    write_whole(target, _pieces(view))


def _pieces(view: View) -> Iterator[str]:
    types = ontology()
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield from _shared_keys()
    for node in types.nodes.values():
        yield from (_key("node", f"{node.name}.{p.name}", TYPES[p.type]) for p in node.properties)
    for edge in types.edges.values():
        yield from (_key("edge", f"{edge.name}.{p.name}", TYPES[p.type]) for p in edge.properties)
    yield f'<graph id={attribute(view.build)} edgedefault="directed">\n'
    for node in types.nodes.values():
        yield from _nodes(view, node)
    number = 0
    for edge in types.edges.values():
        for line in _edges(view, edge):
            yield f'<edge id="e{number}" {line}'
            number += 1
    yield "</graph>\n</graphml>\n"


def _shared_keys() -> Iterator[str]:
    for owner in ("node", "edge"):
        yield _key(owner, TYPE.name, "string")
        if owner == "node":
            yield _key(owner, HEAD[1].name, "string")
            yield _key(owner, "shape", "string")
        else:
            yield _key(owner, "weight", "double")
        yield from (_key(owner, name, kind) for name, kind in LOOK)


def _key(owner: str, name: str, kind: str) -> str:
    return f'<key id="{owner}.{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>\n'


def _nodes(view: View, node: NodeType) -> Iterator[str]:
    look = _look("node", node.colour) + (_data("node", "shape", node.shape) if node.shape else "")
    for row in rows(view.table(node.name)):
        head = _data("node", TYPE.name, node.name) + _data("node", HEAD[1].name, row[1])
        own = _own("node", node, row[2:])
        yield f"<node id={attribute(f'{node.name}:{row[0]}')}>{head}{look}{own}</node>\n"


def _edges(view: View, edge: EdgeType) -> Iterator[str]:
    look = _look("edge", edge.colour)
    for row in rows(view.edges(edge.name)):
        ends = f"source={attribute(f'{row[1]}:{row[0]}')} target={attribute(f'{row[3]}:{row[2]}')}"
        thick = weight(edge, row[4:])
        thickness = _data("edge", "weight", thick) if thick is not None else ""
        own = _own("edge", edge, row[4:])
        yield f"{ends}>{_data('edge', TYPE.name, edge.name)}{look}{thickness}{own}</edge>\n"


def _look(owner: str, colour: str) -> str:
    values = (*rgb(colour), colour) if colour else ()
    return "".join(_data(owner, name, value) for (name, _), value in zip(LOOK, values, strict=False))


def _own(owner: str, kind: NodeType | EdgeType, values: Row) -> str:
    return "".join(_data(owner, f"{kind.name}.{p.name}", value) for p, value in pairs(kind.properties, values))


def _data(owner: str, name: str, value: object) -> str:
    return f'<data key="{owner}.{name}">{text(value)}</data>'
