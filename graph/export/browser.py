"""What Neo4j Browser takes: a style sheet (GraSS) and the named queries as files, with how to load them."""

import textwrap
from itertools import chain
from pathlib import Path

from graph.export.browser_values import Examples
from graph.export.files import whole_folder, write_whole
from graph.export.values import rgb
from graph.ontology import EdgeType, NodeType, ontology
from graph.queries import NamedQuery, catalogue
from graph.stores.base import View

KIND = "neo4j-browser"
NEUTRAL = "#b3b3b3"
"""The colour of types that the ontology gives none."""
CAPTION = "{label}"
SIZES = {"drawn": 65, "coloured": 50, "plain": 30}
"""Diameter of a node: of a type with a colour that aggregated edges join, of one with a colour, and of any other."""
STYLE, README = "style.grass", "README.txt"
LARGEST = 2**31
"""More rows than any query has."""


def write_browser(view: View, target: Path) -> None:
    """Write style.grass, one .cypher file a named query, and README.txt into the folder `target`.

    A query file sets its parameters by `:param` and begins with its title in a comment, which Browser takes as its
    name. Required parameters have values of this build for which the query has rows, where there are any; others are
    left open. Raises StoreError where the folder holds something else.
    """
    with whole_folder(target, view.build, KIND) as folder:
        write_whole(folder / STYLE, [style_sheet()])
        examples = Examples(view)
        for query in catalogue().values():
            write_whole(folder / f"{query.name}.cypher", [saved_query(query, examples)])
        write_whole(folder / README, [read_me(view.build)])


def style_sheet() -> str:
    """The style sheet; without comments, which Browser would read as part of a name."""
    types = ontology()
    rules = [_rule("node", {**_paint(NEUTRAL), "border-width": "2px", "diameter": "50px", "font-size": "10px"})]
    rules += [_rule(f"node.{node.name}", _node_look(node)) for node in types.nodes.values()]
    plain = {"padding": "3px", "font-size": "8px", "text-color-external": "#000000", "caption": "'<type>'"}
    rules += [_rule("relationship", {**_line(NEUTRAL), "shaft-width": "1px", **plain})]
    rules += [_rule(f"relationship.{edge.name}", _edge_look(edge)) for edge in types.edges.values()]
    return "".join(rules)


def _node_look(node: NodeType) -> dict[str, str]:
    return {**_paint(node.colour or NEUTRAL), "diameter": f"{diameter(node)}px", "caption": f"'{CAPTION}'"}


def _edge_look(edge: EdgeType) -> dict[str, str]:
    width = "3px" if edge.aggregated else "1px"
    return {**_line(edge.colour or NEUTRAL), "shaft-width": width, "caption": "'<type>'"}


def diameter(node: NodeType) -> int:
    """How large a node is drawn, in pixels."""
    if not node.colour:
        return SIZES["plain"]
    ends = {label for edge in ontology().edges.values() if edge.aggregated for pair in edge.pairs for label in pair}
    return SIZES["drawn" if node.name in ends else "coloured"]


def _paint(colour: str) -> dict[str, str]:
    darker = "#" + "".join(f"{part * 4 // 5:02x}" for part in rgb(colour))
    return {"color": colour, "border-color": darker, "text-color-internal": text_on(colour)}


def _line(colour: str) -> dict[str, str]:
    return {"color": colour, "text-color-internal": text_on(colour)}


def text_on(colour: str) -> str:
    """Black or white, whichever stands out more on `colour` (contrast ratio of WCAG 2)."""
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in (part / 255 for part in rgb(colour))]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "#000000"


def _rule(selector: str, look: dict[str, str]) -> str:
    return f"{selector} {{\n" + "".join(f"  {name}: {value};\n" for name, value in look.items()) + "}\n\n"


def saved_query(query: NamedQuery, examples: Examples) -> str:
    """One file: title, what it asks, its parameters with values, and the text, ordered and cut as its header says."""
    told = [query.title, *textwrap.wrap(query.purpose, 110)]
    for parameter in query.parameters.values():
        told += textwrap.wrap(f"{parameter.name}: {parameter.doc}{examples.hint(parameter)}", 110)
    values = {"build": examples.build, **examples.values(query)}
    lines = [*(f"// {line}" for line in told), *(f":param {name} => {literal(v)};" for name, v in values.items())]
    return "\n".join(lines) + "\n\n" + _text(query) + ";\n"


def _text(query: NamedQuery) -> str:
    text = query.text.replace("$last", str(LARGEST)) if query.narrow else query.text
    order = ", ".join(f"{o.column} DESC" if o.descending else o.column for o in query.order)
    if not query.sorts_itself:
        # After a UNION an order would be that of its last part alone.
        inner = textwrap.indent(text, "  ")
        text = f"CALL () {{\n{inner}\n}}\nRETURN {', '.join(c.name for c in query.columns)}"
    return f"{text}\nORDER BY {order}" + (f"\nLIMIT {query.limit}" if query.limit else "")


def literal(value: str | int | list[str]) -> str:
    """A value as Cypher writes it."""
    if isinstance(value, list):
        return f"[{', '.join(literal(one) for one in value)}]"
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def read_me(build: str) -> str:
    """How to load the files, in plain words, and the looks for Bloom, which are set by hand there."""
    types = ontology()
    nodes = [f"  {n.name:<12} {n.colour or NEUTRAL}  {diameter(n)} px" for n in types.nodes.values()]
    edges = [
        f"  {e.name:<12} {e.colour or NEUTRAL}  {'thick' if e.aggregated else 'thin'}" for e in types.edges.values()
    ]
    return "\n".join(chain([HOW_TO.format(build=build).rstrip()], nodes, ["", "Relationships"], edges)) + "\n"


HOW_TO = """\
Neo4j Browser and Bloom with the colours and questions of this study

Made from build {build}. After another build, export again: the queries name the build that they ask.
To ask the build that counts now, whichever it is:
  MATCH (s:Study) WHERE s.current RETURN s.build

Neo4j Browser
1. Connect to the database that holds the study.
2. Drag {style} onto Browser's window. Colours, sizes and captions change at once. `:style` shows what is set, and
   `:style reset` takes it back. A Browser of the newer kind may not take a style sheet; set the looks below by hand.
3. Drag the .cypher files onto the window. They appear among the favourites (newer: saved queries), each under its
   title. A Browser that takes no files: open a file in a text editor, and paste it.
4. Choose one and run it. Lines with `:param` set what it asks about; change a value and run again. An empty list []
   means: no restriction. If only the first line runs, switch on "multi statement query editor" in the settings, or
   run the `:param` lines first.

Neo4j Bloom
Bloom keeps looks and questions in a perspective. It can be exported and imported as a file, but how that file is made
is not documented as far as we know, so none is written here. Set by hand, in the legend: as caption of every category
the property `label`, and the colours below.
For a question of your own make a search phrase, paste the text of a .cypher file without its `:param` lines, and
write a value where a $name stands. Bloom draws only nodes and relationships; named queries give tables, so end such
a phrase with RETURN and the names that stand in the MATCH.

Nodes
""".replace("{style}", STYLE)
