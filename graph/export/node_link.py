"""Node-link JSON, as NetworkX (`node_link_graph`) and D3 read it."""

import json
from collections.abc import Iterator
from pathlib import Path

from graph.export.files import write_whole
from graph.export.values import rows
from graph.ontology import ontology
from graph.stores.base import View


def write_node_link(view: View, target: Path) -> None:
    """Write a directed multigraph: lists `nodes` and `edges`, one node or edge a line.

    A node's `id` is its type, a colon and its own id, which stands in `own_id`; an edge's `key` is unique in the file.
    What is absent is null, or the empty string.
    """
    write_whole(target, _pieces(view))


def _pieces(view: View) -> Iterator[str]:
    about = {"build": view.build, "format": "crosscurrent node-link 1"}
    yield f'{{"directed": true, "multigraph": true, "graph": {json.dumps(about)},\n"nodes": ['
    comma = "\n"
    for label, node in ontology().nodes.items():
        names = [p.name for p in node.properties]
        for row in rows(view.table(label)):
            head = {"id": f"{label}:{row[0]}", "type": label, "own_id": row[0], "label": row[1]}
            yield comma + _line(head | dict(zip(names, row[2:], strict=True)))
            comma = ",\n"
    yield '\n],\n"edges": ['
    comma, number = "\n", 0
    for kind, edge in ontology().edges.items():
        names = [p.name for p in edge.properties]
        for row in rows(view.edges(kind)):
            ends = {"source": f"{row[1]}:{row[0]}", "target": f"{row[3]}:{row[2]}"}
            head = {**ends, "key": f"e{number}", "type": kind}
            yield comma + _line(head | dict(zip(names, row[4:], strict=True)))
            comma, number = ",\n", number + 1
    yield "\n]}\n"


def _line(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, allow_nan=False)
