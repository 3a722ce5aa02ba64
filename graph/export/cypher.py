"""A Cypher script that builds the graph in an empty Neo4j database, by cypher-shell, Browser or a driver."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from graph.export import neo4j_content
from graph.export.files import write_whole
from graph.export.values import Row, rows
from graph.ontology import BUILD, EdgeType, Property, ontology
from graph.stores.base import View

ROWS = 1000
CHARACTERS = 200_000
"""A statement has at most so many rows, and ends after about so many characters."""
END = "\n;\n"
ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
CUTS = (0x1F, 0x1E, 0x1D, 0x1C, *range(0xE000, 0xF900), *range(0xF0000, 0xFFFFE))
"""Characters to cut a row by, the separators of ASCII first, then those that Unicode leaves to whoever wants them."""
READ = {"string": "{}", "int": "toInteger({})", "float": "toFloat({})", "bool": "toBoolean({})"}
"""How a piece of text becomes a value; of an empty one all but `string` make null."""
SPECIAL = re.compile(r"[^ -&(-\[\]-~]")
"""All but printable ASCII without the quote and the backslash."""
BEFORE_U = re.compile(r"(?<=\\)(?=u|[^ -~\n\r\t\b\f])")
"""The place between a backslash and what is a `u` or will be written as one."""


def write_cypher(view: View, target: Path) -> None:
    """Write constraints and indexes, then nodes and edges in batches, then the Study node that makes the build count.

    Each statement ends with a line that holds ";" alone, and no other line does; the file is plain ASCII. It wants an
    empty database and leaves in it what `crosscurrent build --store` leaves there.
    """
    write_whole(target, _pieces(view))


def literal(text: str) -> str:
    """A text as Cypher writes it, in single quotes.

    Nothing in it ends it: it holds no quote, backslash or newline as such, and everything outside ASCII is escaped.
    Older servers read `\\uXXXX` before anything else, so where a text has a backslash before a `u` it is written as two
    texts joined by `+`.
    """
    return " + ".join(f"'{SPECIAL.sub(_escaped, part)}'" for part in BEFORE_U.split(text))


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    if character in ESCAPES:
        return ESCAPES[character]
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))


def _pieces(view: View) -> Iterator[str]:
    yield f"// Crosscurrent, build {literal(view.build)}: run this in an empty Neo4j database.\n"
    for statement in neo4j_content.schema():
        yield statement + END
    for label, columns, frame in neo4j_content.nodes(view):
        if label == "Study":
            for edge in ontology().edges.values():
                yield from _edges(view, edge)
        yield from _batches(rows(frame), f"CREATE (:{label} {{{_listed(columns)}}})")


def _edges(view: View, edge: EdgeType) -> Iterator[str]:
    own = f" {{{_listed(edge.properties, 2)}}}" if edge.properties else ""
    build = f"{BUILD.name}: {literal(view.build)}"
    for (start, end), found in groupby(rows(view.edges(edge.name)), key=lambda row: (row[1], row[3])):
        text = (
            f"MATCH (a:{start} {{{build}, id: r[0]}}) MATCH (b:{end} {{{build}, id: r[1]}}) "
            f"CREATE (a)-[:{edge.name}{own}]->(b)"
        )
        yield from _batches(((row[0], row[2], *row[4:]) for row in found), text)


def _listed(columns: Sequence[Property], first: int = 0) -> str:
    return ", ".join(f"{c.name}: {READ[c.type].format(f'r[{i}]')}" for i, c in enumerate(columns, start=first))


def _batches(found: Iterable[Row], text: str) -> Iterator[str]:
    batch: list[list[str]] = []
    length = 0
    for row in found:
        batch.append([_spelled(value) for value in row])
        length += sum(map(len, batch[-1]))
        if len(batch) == ROWS or length >= CHARACTERS:
            yield _statement(batch, text)
            batch, length = [], 0
    if batch:
        yield _statement(batch, text)


def _spelled(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _statement(batch: list[list[str]], text: str) -> str:
    """One text a row, cut by a character that is in none of them: a server reads that many times faster than lists."""
    used = set().union(*(value for row in batch for value in row))
    cut = next(character for character in map(chr, CUTS) if character not in used)
    lines = ",\n".join(literal(cut.join(row)) for row in batch)
    return f"UNWIND [\n{lines}\n] AS line\nWITH split(line, {literal(cut)}) AS r\n{text}{END}"
