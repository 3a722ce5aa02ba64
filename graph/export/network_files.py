"""A discourse network as text that R, UCINET and Gephi open: a labelled matrix, an edge list, DL and GEXF.

Nothing here is the whole graph: that is what the other formats of this package write. The same network gives the same
text.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from graph.export.gexf import OPEN
from graph.export.table import safe
from graph.export.values import rgb
from graph.export.xml import attribute
from graph.measures.networks_shapes import Network, Node, names

COLOURS = {"macro": "#0072b2", "meso": "#d55e00", "micro": "#009e73"}
SHAPES = {"macro": "disc", "meso": "square", "micro": "triangle"}
OTHER, SECOND = "#595959", "#999999"
"""Colours of nodes at no level, and of the second mode."""
TYPED = {"level": "string", "kind": "string", "statements": "integer", "cluster": "integer"}
FORMATS = ("edges", "matrix", "gexf", "dl")


def matrix_csv(network: Network) -> str:
    """The matrix with labels in the first row and column, the first cell empty; R: read.csv(row.names = 1).

    Whole numbers stand without a decimal point. A label that a spreadsheet would run has an apostrophe before it.
    """
    table: list[list[object]] = [["", *names(network.columns)]]
    rows = zip(names(network.rows), network.weights.tolist(), strict=True)
    table += [[label, *map(number, weights)] for label, weights in rows]
    return _csv(table)


def edges_csv(network: Network) -> str:
    """One row a tie: source, target and weight (ids, as Gephi asks for them), then labels and levels."""
    edges = network.edges()
    rows = [[number(v) if isinstance(v, float) else v for v in row] for row in edges.itertuples(index=False)]
    return _csv([list(edges.columns), *rows])


def dl(network: Network) -> str:
    """UCINET's DL, full matrix with labels in quotes: `n` for one mode, `nr` and `nc` for two."""
    rows, columns = len(network.rows), len(network.columns)
    size = f"n={rows}" if network.one_mode else f"nr={rows}, nc={columns}"
    lines = [
        f"dl {size}",
        "format = fullmatrix",
        "row labels:",
        *map(_quoted, names(network.rows)),
        "column labels:",
        *map(_quoted, names(network.columns)),
        "data:",
        *(" ".join(str(number(weight)) for weight in row) for row in network.weights.tolist()),
    ]
    return "\n".join(lines) + "\n"


def gexf(network: Network, clusters: Sequence[int] = (), about: str = "") -> str:
    """GEXF 1.3, undirected: nodes with label, level, kind, statements, colour and shape of their level.

    `clusters` are numbers of the nodes in their order (0: none); `about` describes the network in a line. A weight
    below 0 stands as `signed`, since Gephi takes a weight for a thickness, which is its size.
    """
    return "".join(_gexf(network, clusters, about))


def number(value: float) -> int | float:
    """A weight that is written so that it reads back as the same number, a whole one without a decimal point."""
    return int(value) if float(value).is_integer() else float(value)


def _csv(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([safe(value) for value in row] for row in rows)
    return out.getvalue()


def _quoted(label: str) -> str:
    return '"{}"'.format(label.replace('"', "'").replace("\n", " "))


def _gexf(network: Network, clusters: Sequence[int], about: str) -> Iterator[str]:
    yield OPEN
    yield f"<meta><creator>Crosscurrent</creator><description>{attribute(about)[1:-1]}</description></meta>\n"
    yield '<graph defaultedgetype="undirected" idtype="string" mode="static">\n<attributes class="node">\n'
    for name, kind in TYPED.items():
        yield f'<attribute id="{name}" title="{name}" type="{kind}"/>\n'
    yield '</attributes>\n<attributes class="edge">\n<attribute id="signed" title="signed" type="double"/>\n'
    yield "</attributes>\n<nodes>\n"
    numbers = dict(zip((n.id for n in network.rows), clusters, strict=False))
    for mode, nodes in enumerate([network.rows] if network.one_mode else [network.rows, network.columns]):
        for node, label in zip(nodes, names(nodes), strict=True):
            yield _node(node, label, numbers.get(node.id), second=bool(mode))
    yield "</nodes>\n<edges>\n"
    edges = network.edges()
    for i, row in enumerate(zip(edges["source"], edges["target"], edges["weight"].tolist(), strict=True)):
        ends = f"source={attribute(row[0])} target={attribute(row[1])}"
        signed = f'<attvalues><attvalue for="signed" value="{row[2]!r}"/></attvalues>'
        yield f'<edge id="e{i}" {ends} weight="{abs(row[2])!r}">{signed}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _node(node: Node, label: str, cluster: int | None, *, second: bool) -> str:
    values = {"level": node.level, "kind": node.kind, "statements": node.statements, "cluster": cluster}
    held = "".join(f'<attvalue for="{k}" value={attribute(v)}/>' for k, v in values.items() if v not in ("", None))
    red, green, blue = rgb(SECOND if second else COLOURS.get(node.level, OTHER))
    shape = "diamond" if second else SHAPES.get(node.level, "disc")
    look = f'<viz:color r="{red}" g="{green}" b="{blue}"/><viz:shape value="{shape}"/>'
    return f"<node id={attribute(node.id)} label={attribute(label)}><attvalues>{held}</attvalues>{look}</node>\n"
