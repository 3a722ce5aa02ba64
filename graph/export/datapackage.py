"""The description of the CSV tables: a Frictionless Data Package, with types, keys and what each column means."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from graph.ontology import ENDS, HEAD, EdgeType, NodeType, Property, ontology
from graph.stores.base import LABELS_OF_EDGES

FILE = "datapackage.json"
TYPES = {"string": "string", "int": "integer", "float": "number", "bool": "boolean"}
REFERENCES = {
    ("Source", "issuer"): "Actor",
    ("Passage", "source"): "Source",
    ("Passage", "respondent"): "Respondent",
    ("Respondent", "level"): "Level",
    ("Actor", "level"): "Level",
    ("Message", "axis"): "Axis",
    ("Coding", "passage"): "Passage",
    ("Coding", "source"): "Source",
    ("Coding", "axis"): "Axis",
    ("Coding", "coder"): "Coder",
}
"""Columns of node tables that hold the id of one other type of node."""
FURTHER_KEYS = {"CONTRADICTS": ("id",), "SENDS": ("mode", "by", "side")}
"""What tells two edges of a type between the same two nodes apart."""
ABOUT = (
    "All nodes and edges of one build of the graph, whatever their clearance. An absent text is an empty cell. "
    "A text that a spreadsheet would run as a formula has an apostrophe before it."
)


def write_description(folder: Path, build: str, study: pd.DataFrame) -> None:
    """Write datapackage.json for the tables that stand in `folder`; `study` is the table of the Study node."""
    ident, title, text = ("", "", "")
    if len(study):
        ident, title, text = (str(study[name].iloc[0]) for name in ("study", "label", "description"))
    package = {
        "profile": "tabular-data-package",
        "name": "-".join(("crosscurrent", re.sub(r"[^a-z0-9._]+", "-", ident.lower()).strip("-") or "study")),
        "title": title or "Study",
        "description": " ".join(part for part in (text.strip(), ABOUT) if part),
        "crosscurrent": {"build": build, "format": 1},
        "resources": list(_resources(folder)),
    }
    data = json.dumps(package, ensure_ascii=False, indent=1).encode() + b"\n"
    (folder / FILE).write_bytes(data)


def _resources(folder: Path) -> Iterator[dict[str, Any]]:
    for node in ontology().nodes.values():
        yield _resource(folder, f"nodes-{node.name}", node.doc, _node_schema(node))
    for edge in ontology().edges.values():
        yield _resource(folder, f"edges-{edge.name}", edge.doc, _edge_schema(edge))


def _resource(folder: Path, stem: str, doc: str, schema: dict[str, Any]) -> dict[str, Any]:
    path = folder / f"{stem}.csv"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": _name(stem),
        "path": path.name,
        "description": doc,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _name(stem: str) -> str:
    return stem.lower().replace("_", "-")


def _node_schema(node: NodeType) -> dict[str, Any]:
    own = {p.name: REFERENCES[node.name, p.name] for p in node.properties if (node.name, p.name) in REFERENCES}
    return {
        "fields": [_field(HEAD[0], required=True), *(_field(p) for p in (HEAD[1], *node.properties))],
        "missingValues": [""],
        "primaryKey": [HEAD[0].name],
        "foreignKeys": [_reference(column, label) for column, label in own.items()],
    }


def _edge_schema(edge: EdgeType) -> dict[str, Any]:
    sides = [list(dict.fromkeys(pair[side] for pair in edge.pairs)) for side in (0, 1)]
    fields = []
    for end, label, labels in zip(ENDS, LABELS_OF_EDGES, sides, strict=True):
        fields.append(_field(end, required=True))
        about = Property(label.name, "string", f"Type of that node: {' or '.join(labels)}.")
        fields.append(_field(about, required=True, enum=labels))
    ends = [e.name for pair in zip(ENDS, LABELS_OF_EDGES, strict=True) for e in pair]
    return {
        "fields": [*fields, *(_field(p) for p in edge.properties)],
        "missingValues": [""],
        "primaryKey": [*ends, *FURTHER_KEYS.get(edge.name, ())],
        "foreignKeys": [_reference(e.name, s[0]) for e, s in zip(ENDS, sides, strict=True) if len(s) == 1],
    }


def _field(own: Property, *, required: bool = False, enum: list[str] | None = None) -> dict[str, Any]:
    field: dict[str, Any] = {"name": own.name, "type": TYPES[own.type], "description": own.doc}
    rules: dict[str, Any] = {}
    if required or (own.type != "string" and not own.nullable):
        rules["required"] = True
    if enum:
        rules["enum"] = enum
    return field | ({"constraints": rules} if rules else {})


def _reference(column: str, label: str) -> dict[str, Any]:
    return {"fields": [column], "reference": {"resource": _name(f"nodes-{label}"), "fields": ["id"]}}
