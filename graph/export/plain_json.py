"""JSON: one file with all nodes and edges."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from graph.export.files import write_whole
from graph.ontology import ontology
from graph.stores.base import View


def write_json(view: View, target: Path) -> None:
    """Write format, version, build, nodes (type, id, label, …) and edges (type, from, from_type, to, to_type, …).

    One node or edge a line, in the order of the ontology and then by id; what is absent is null, or the empty string.
    """
    write_whole(target, _pieces(view))


def _pieces(view: View) -> Iterator[str]:
    yield f'{{"format": "crosscurrent-graph", "version": 1, "build": {json.dumps(view.build)},\n"nodes": ['
    comma = "\n"
    for label in ontology().nodes:
        for row in _rows(view.table(label)):
            yield comma + _line({"type": label, **row})
            comma = ",\n"
    yield '\n],\n"edges": ['
    comma = "\n"
    for kind in ontology().edges:
        for row in _rows(view.edges(kind)):
            ends = {"from": row.pop("from_id"), "from_type": row.pop("from_label")}
            ends |= {"to": row.pop("to_id"), "to_type": row.pop("to_label")}
            yield comma + _line({"type": kind, **ends, **row})
            comma = ",\n"
    yield "\n]}\n"


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = list(frame.columns)
    for row in frame.itertuples(index=False, name=None):
        yield {name: None if value is pd.NA else value for name, value in zip(names, row, strict=True)}


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, default=int)
