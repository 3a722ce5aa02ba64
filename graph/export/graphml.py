"""GraphML, as Gephi, Cytoscape, yEd, visone and NetworkX read it."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from graph.export.files import write_whole
from graph.ontology import HEAD, Property, ontology
from graph.stores.base import View

TYPES = {"string": "string", "int": "long", "float": "double", "bool": "boolean"}
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot carry; each becomes U+FFFD."""
TYPE = Property("type", "string", "Type of the node or edge.")


def write_graphml(view: View, target: Path) -> None:
    """Write a directed graph: a node's id is its type, a colon and its id; properties are typed `data`.

    A key is named by what it belongs to (`node.Coding.quote`), so that two types may use one name; `type` and `label`
    are shared by all. An absent value has no `data`. A carriage return is written so that it survives.
    """
    write_whole(target, _pieces(view))


def _pieces(view: View) -> Iterator[str]:
    types = ontology()
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield from (_key("node", "", p) for p in (TYPE, HEAD[1]))
    yield _key("edge", "", TYPE)
    for node in types.nodes.values():
        yield from (_key("node", node.name, p) for p in node.properties)
    for edge in types.edges.values():
        yield from (_key("edge", edge.name, p) for p in edge.properties)
    yield f'<graph id={_attribute(view.build)} edgedefault="directed">\n'
    for node in types.nodes.values():
        yield from _nodes(view.table(node.name), node.name, node.properties)
    number = 0
    for edge in types.edges.values():
        for line in _edges(view.edges(edge.name), edge.name, edge.properties):
            yield f'<edge id="e{number}" {line}'
            number += 1
    yield "</graph>\n</graphml>\n"


def _key_id(owner: str, kind: str, name: str) -> str:
    return f"{owner}.{kind}.{name}" if kind else f"{owner}.{name}"


def _key(owner: str, kind: str, of: Property) -> str:
    key = _key_id(owner, kind, of.name)
    shown = f"{kind}.{of.name}" if kind else of.name
    return f'<key id="{key}" for="{owner}" attr.name="{shown}" attr.type="{TYPES[of.type]}"/>\n'


def _nodes(frame: pd.DataFrame, label: str, properties: Sequence[Property]) -> Iterator[str]:
    for row in frame.itertuples(index=False, name=None):
        own = _data("node", label, properties, row[2:])
        yield f"<node id={_attribute(f'{label}:{row[0]}')}>{_head('node', label, row[1])}{own}</node>\n"


def _edges(frame: pd.DataFrame, kind: str, properties: Sequence[Property]) -> Iterator[str]:
    for row in frame.itertuples(index=False, name=None):
        ends = f"source={_attribute(f'{row[1]}:{row[0]}')} target={_attribute(f'{row[3]}:{row[2]}')}"
        own = _data("edge", kind, properties, row[4:])
        yield f'{ends}><data key="edge.type">{kind}</data>{own}</edge>\n'


def _head(owner: str, kind: str, label: object) -> str:
    return f'<data key="{owner}.type">{kind}</data><data key="{owner}.label">{_text(label)}</data>'


def _data(owner: str, kind: str, properties: Sequence[Property], values: Sequence[object]) -> str:
    return "".join(
        f'<data key="{_key_id(owner, kind, p.name)}">{_text(value)}</data>'
        for p, value in zip(properties, values, strict=True)
        if value is not pd.NA
    )


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(FORBIDDEN.sub("\ufffd", str(value)), {"\r": "&#13;"})


def _attribute(value: str) -> str:
    return quoteattr(FORBIDDEN.sub("\ufffd", value))
