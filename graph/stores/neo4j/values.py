"""Values of the driver as plain ones, in the shapes that the embedded engine's answers have."""

from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

from graph.ontology import BUILD, ontology


def plain(value: Any) -> Any:
    """A value that JSON can carry; a node or an edge is a map of its type and the properties that it has."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Node):
        return _node(value)
    if isinstance(value, Relationship):
        return {"type": value.type} | _properties(value)
    if isinstance(value, Path):
        return {"_NODES": [_node(n) for n in value.nodes], "_RELS": [plain(r) for r in value.relationships]}
    if isinstance(value, Point):
        return {**dict(zip(("x", "y", "z"), value, strict=False)), "srid": value.srid}
    if isinstance(value, Duration):
        return value.iso_format()
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(one) for one in value]
    if isinstance(value, (Date, DateTime, Time)):
        return str(value.to_native())
    return str(value)


def _node(node: Node) -> dict[str, Any]:
    """A node without what the store keeps on it for itself, its properties in the order of the ontology."""
    labels = sorted(node.labels)
    known = ontology().nodes.get(labels[0]) if len(labels) == 1 else None
    found = _properties(node)
    if known is not None:
        names = [c.name for c in known.columns]
        found = {name: found[name] for name in (names[0], BUILD.name, *names[1:]) if name in found}
    return {"type": ":".join(labels)} | found


def _properties(entity: Node | Relationship) -> dict[str, Any]:
    return {key: plain(entity[key]) for key in sorted(entity.keys())}
