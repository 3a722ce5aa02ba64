"""The ontology: `graph/ontology.yaml` as frozen values, checked, and what derives from it.

Engine schema, column lists, legend and the reference page docs/graph.md are all made here. The page is written by
`python -m graph.ontology > docs/graph.md`.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from graph.errors import OntologyError
from graph.reserved import is_reserved

TYPES = {"string": "STRING", "int": "INT64", "float": "DOUBLE", "bool": "BOOL"}
"""Property types of the ontology, and what the embedded engine calls them."""
FILE = "graph/ontology.yaml"


@dataclass(frozen=True, slots=True)
class Property:
    """One typed property of a node or edge; `nullable` where an absent value is null and not the empty string."""

    name: str
    type: str
    doc: str
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class NodeType:
    """One type of node; `properties` are its own, without id, build and label, which every node has."""

    name: str
    doc: str
    properties: tuple[Property, ...]
    colour: str = ""
    shape: str = ""

    @property
    def columns(self) -> tuple[Property, ...]:
        """What a table of these nodes holds: id, label, then its own properties in declared order (no build)."""
        return (*HEAD, *self.properties)


@dataclass(frozen=True, slots=True)
class EdgeType:
    """One type of edge, between the pairs (from label, to label); `aggregated` edges are counts over codings."""

    name: str
    doc: str
    pairs: tuple[tuple[str, str], ...]
    properties: tuple[Property, ...] = ()
    aggregated: bool = False
    colour: str = ""

    @property
    def columns(self) -> tuple[Property, ...]:
        """What a table of these edges between one pair holds: from_id, to_id, then its properties."""
        return (*ENDS, *self.properties)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend: a node or edge type that has a colour."""

    name: str
    doc: str
    colour: str
    shape: str
    edge: bool


@dataclass(frozen=True, slots=True)
class Ontology:
    """All node and edge types by name, in declared order."""

    nodes: Mapping[str, NodeType]
    edges: Mapping[str, EdgeType]

    def ddl(self) -> tuple[str, ...]:
        """The statements that make the embedded engine's schema: first every node table, then every edge table."""
        return (*(_node_ddl(n) for n in self.nodes.values()), *(_edge_ddl(e) for e in self.edges.values()))

    def legend(self) -> tuple[LegendEntry, ...]:
        """The types that have a colour, nodes first, in declared order."""
        nodes = [LegendEntry(n.name, n.doc, n.colour, n.shape, False) for n in self.nodes.values() if n.colour]
        edges = [LegendEntry(e.name, e.doc, e.colour, "", True) for e in self.edges.values() if e.colour]
        return (*nodes, *edges)


HEAD = (
    Property("id", "string", "Identifier."),
    Property("label", "string", "What a reader sees."),
)
ENDS = (
    Property("from_id", "string", "Id of the node it leaves."),
    Property("to_id", "string", "Id of the node it reaches."),
)
BUILD = Property("build", "string", "Key of the build; with the id it is unique.")


@cache
def ontology() -> Ontology:
    """The ontology that comes with the package; raises OntologyError where it contradicts itself."""
    return parse((resources.files("graph") / "ontology.yaml").read_text(encoding="utf-8"))


def parse(text: str) -> Ontology:
    """Read an ontology from YAML and check it.

    Raises OntologyError for a missing or unknown key, an unknown property type, an edge between labels that are not
    declared, a name that stands twice, and a name that is a reserved word of either engine.
    """
    import yaml

    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise OntologyError(f"this is not YAML: {error}", where=FILE) from error
    if not isinstance(raw, dict) or set(raw) != {"nodes", "edges"}:
        raise OntologyError("an ontology has exactly two parts, `nodes` and `edges`.", where=FILE)
    nodes = {name: _node(name, entry) for name, entry in raw["nodes"].items()}
    edges = {name: _edge(name, entry, nodes) for name, entry in raw["edges"].items()}
    both = {n.lower() for n in nodes} & {e.lower() for e in edges}
    if both:
        raise OntologyError(f"{sorted(both)} names a node and an edge.", where=FILE)
    return Ontology(nodes, edges)


def _node(name: str, entry: Any) -> NodeType:
    _check_entry(name, entry, {"doc", "properties", "colour", "shape"})
    own = _properties(name, entry, {BUILD.name, *(p.name for p in HEAD)})
    return NodeType(name, entry["doc"], own, entry.get("colour", ""), entry.get("shape", ""))


def _edge(name: str, entry: Any, nodes: Mapping[str, NodeType]) -> EdgeType:
    _check_entry(name, entry, {"doc", "properties", "colour", "pairs", "aggregated"})
    pairs = tuple((pair[0], pair[1]) for pair in entry.get("pairs", ()))
    where = f"{FILE}, {name}"
    if not pairs or len(set(pairs)) != len(pairs):
        raise OntologyError("an edge needs at least one pair of labels, each pair once.", where=where)
    for label in (label for pair in pairs for label in pair):
        if label not in nodes:
            raise OntologyError(
                f"no node type is called {label}.", where=where, next_step=f"Declared are: {', '.join(nodes)}."
            )
    own = _properties(name, entry, {p.name for p in ENDS})
    return EdgeType(name, entry["doc"], pairs, own, bool(entry.get("aggregated", False)), entry.get("colour", ""))


def _check_entry(name: str, entry: Any, known: set[str]) -> None:
    where = f"{FILE}, {name}"
    if not isinstance(entry, dict) or not isinstance(entry.get("doc"), str):
        raise OntologyError("a type needs a `doc`, one sentence.", where=where)
    if unknown := set(entry) - known:
        raise OntologyError(f"unknown keys: {', '.join(sorted(unknown))}.", where=where)
    _check_name(name, where)


def _check_name(name: str, where: str) -> None:
    if not (name.isascii() and name.replace("_", "a").isalnum() and name[0].isalpha()):
        raise OntologyError(f"{name!r} is no plain name (letters, digits, underscore).", where=where)
    if is_reserved(name):
        raise OntologyError(
            f"{name} is a reserved word of one of the engines.", where=where, next_step="Choose another name."
        )


def _properties(owner: str, entry: Mapping[str, Any], taken: set[str]) -> tuple[Property, ...]:
    found = []
    for name, about in (entry.get("properties") or {}).items():
        where = f"{FILE}, {owner}.{name}"
        _check_name(name, where)
        if name in taken:
            raise OntologyError("every node or edge has this property already.", where=where)
        if not isinstance(about, dict) or set(about) - {"type", "doc", "nullable"} or not about.get("doc"):
            raise OntologyError("a property is `{type: …, doc: …}`, and may be `nullable: true`.", where=where)
        if about.get("type") not in TYPES:
            raise OntologyError(
                f"unknown type {about.get('type')!r}.", where=where, next_step=f"Types are: {', '.join(TYPES)}."
            )
        found.append(Property(name, about["type"], str(about["doc"]), bool(about.get("nullable", False))))
    return tuple(found)


def _node_ddl(node: NodeType) -> str:
    columns = [HEAD[0], BUILD, *HEAD[1:], *node.properties]
    listed = ", ".join(f"{c.name} {TYPES[c.type]}" for c in columns)
    return f"CREATE NODE TABLE {node.name}({listed}, PRIMARY KEY(id))"


def _edge_ddl(edge: EdgeType) -> str:
    pairs = ", ".join(f"FROM {a} TO {b}" for a, b in edge.pairs)
    own = "".join(f", {p.name} {TYPES[p.type]}" for p in edge.properties)
    return f"CREATE REL TABLE {edge.name}({pairs}{own})"


def render_reference(source: Ontology | None = None) -> str:
    """The reference page docs/graph.md, as Markdown with "\\n" newlines."""
    shown = source or ontology()
    lines = [
        "# The graph",
        "",
        f"Generated from `{FILE}` by `python -m graph.ontology > docs/graph.md`; do not edit by hand.",
        "",
        "Every node has `id`, `build` (the key of the build it belongs to; unique together with the id) and `label`",
        "(what a reader sees). An absent text is the empty string. Aggregated edges count codings that measures use.",
        "",
        "## Node types",
    ]
    for node in shown.nodes.values():
        look = f" Drawn as {node.shape}, {node.colour}." if node.colour else ""
        lines += ["", f"### {node.name}", "", f"{node.doc}{look}", *_property_table(node.properties)]
    lines += ["", "## Edge types"]
    for edge in shown.edges.values():
        pairs = ", ".join(f"`({a})-[:{edge.name}]->({b})`" for a, b in edge.pairs)
        lines += ["", f"### {edge.name}", "", edge.doc, "", pairs, *_property_table(edge.properties)]
    return "\n".join(lines) + "\n"


def _property_table(properties: tuple[Property, ...]) -> list[str]:
    if not properties:
        return []
    rows = [f"| `{p.name}` | {p.type}{' or null' if p.nullable else ''} | {p.doc} |" for p in properties]
    return ["", "| property | type | meaning |", "|---|---|---|", *rows]


if __name__ == "__main__":
    sys.stdout.buffer.write(render_reference().encode("utf-8"))
