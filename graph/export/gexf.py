"""GEXF 1.3, the format that Gephi keeps most in: typed attributes, colours, shapes, and several kinds of edges."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.export.files import write_whole
from graph.export.values import Row, pairs, rgb, rows, weight
from graph.export.xml import attribute
from graph.ontology import EdgeType, NodeType, ontology
from graph.stores.base import View

TYPES = {"string": "string", "int": "long", "float": "double", "bool": "boolean"}
SHAPES = {"circle": "disc", "rect": "square", "roundRect": "square", "triangle": "triangle", "diamond": "diamond"}
"""The ontology's shapes in the words of GEXF, which has no more than these."""
OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
)


def write_gexf(view: View, target: Path) -> None:
    """Write a directed graph: a node's id is its type, a colon and its id; attributes are typed.

    An attribute is named by what it belongs to (`Coding.quote`); `type` is shared by all. An edge's `kind` and label
    are its type, so that Gephi keeps edges of several types between two nodes apart; its weight is its number of
    codings. An absent value has no `attvalue`.
    """
    write_whole(target, _pieces(view))


def _pieces(view: View) -> Iterator[str]:
    types = ontology()
    yield OPEN
    description = attribute(f"build {view.build}")[1:-1]
    yield f"<meta><creator>Crosscurrent</creator><description>{description}</description></meta>\n"
    yield '<graph defaultedgetype="directed" idtype="string" mode="static">\n'
    yield from _attributes("node", types.nodes.values())
    yield from _attributes("edge", types.edges.values())
    yield "<nodes>\n"
    for node in types.nodes.values():
        yield from _nodes(view, node)
    yield "</nodes>\n<edges>\n"
    number = 0
    for edge in types.edges.values():
        for line in _edges(view, edge):
            yield f'<edge id="e{number}" {line}'
            number += 1
    yield "</edges>\n</graph>\n</gexf>\n"


def _attributes(owner: str, kinds: Iterable[NodeType | EdgeType]) -> Iterator[str]:
    yield f'<attributes class="{owner}">\n<attribute id="{owner}.type" title="type" type="string"/>\n'
    for kind in kinds:
        for own in kind.properties:
            name = f"{kind.name}.{own.name}"
            yield f'<attribute id="{owner}.{name}" title="{name}" type="{TYPES[own.type]}"/>\n'
    yield "</attributes>\n"


def _nodes(view: View, node: NodeType) -> Iterator[str]:
    look = _colour(node.colour) + (f'<viz:shape value="{SHAPES[node.shape]}"/>' if node.shape else "")
    for row in rows(view.table(node.name)):
        head = f"<node id={attribute(f'{node.name}:{row[0]}')} label={attribute(row[1])}>"
        yield f"{head}{_values('node', node, row[2:])}{look}</node>\n"


def _edges(view: View, edge: EdgeType) -> Iterator[str]:
    look = _colour(edge.colour)
    for row in rows(view.edges(edge.name)):
        ends = f"source={attribute(f'{row[1]}:{row[0]}')} target={attribute(f'{row[3]}:{row[2]}')}"
        thick = weight(edge, row[4:])
        thickness = f' weight="{thick}"' if thick is not None else ""
        head = f'{ends} label="{edge.name}" kind="{edge.name}"{thickness}>'
        yield f"{head}{_values('edge', edge, row[4:])}{look}</edge>\n"


def _colour(colour: str) -> str:
    if not colour:
        return ""
    red, green, blue = rgb(colour)
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'


def _values(owner: str, kind: NodeType | EdgeType, values: Row) -> str:
    own = "".join(
        f'<attvalue for="{owner}.{kind.name}.{p.name}" value={attribute(value)}/>'
        for p, value in pairs(kind.properties, values)
    )
    return f'<attvalues><attvalue for="{owner}.type" value="{kind.name}"/>{own}</attvalues>'
