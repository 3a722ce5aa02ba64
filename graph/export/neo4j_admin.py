"""Files for Neo4j's bulk importer, with the command that runs it: for graphs of a million edges and more."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from graph.export import neo4j_content
from graph.export.files import whole_folder
from graph.export.values import Row, rows
from graph.ontology import EdgeType, Property, ontology
from graph.stores.base import View

TYPES = {"string": "string", "int": "long", "float": "double", "bool": "boolean"}
OPTIONS = ("--id-type=string", "--multiline-fields=true", "--overwrite-destination=true")
BUFFER = 4 * 2**20
"""Bytes that the importer reads at once unless told otherwise; a field must fit."""
ADMIN = "neo4j-admin database import full"
README = """Bulk import into Neo4j 5 or newer, made by Crosscurrent from build {build}.

1. Stop the server (in a cluster or with several databases: `STOP DATABASE neo4j`).
2. In this folder run `sh import.sh` (Windows: `import.cmd`). It replaces what the database holds. Another database
   than `neo4j` is named first, as in `sh import.sh mydb`; where neo4j-admin is not on the PATH, set NEO4J_ADMIN to it.
   What it runs is, in one line:

{command}

3. Start the server, and run `cypher-shell --database neo4j --file schema.cypher`, which makes constraints and indexes.

The database then holds what `crosscurrent build --store` would have written. Everything is in these files, whatever
its clearance.
"""


@dataclass
class _Files:
    """The header and data files in a folder, open until the block ends; `longest` row in bytes."""

    folder: Path
    longest: int = 0
    known: dict[str, TextIO] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)

    def write(self, stem: str, header: list[str], row: Row) -> None:
        if stem not in self.known:
            (self.folder / f"{stem}-header.csv").write_text(",".join(header) + "\n", encoding="utf-8", newline="\n")
            path = self.folder / f"{stem}.csv"
            self.known[stem] = self.stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        line = ",".join(map(_cell, row)) + "\n"
        if len(line) > self.longest // 4:
            self.longest = max(self.longest, len(line.encode()))
        self.known[stem].write(line)

    def arguments(self) -> list[str]:
        files = [
            f"--{'nodes' if stem.startswith('nodes-') else 'relationships'}={stem}-header.csv,{stem}.csv"
            for stem in self.known
        ]
        large = [f"--read-buffer-size={self.longest + 2**20}"] if self.longest > BUFFER // 2 else []
        return [*OPTIONS, *large, *files]


def write_neo4j_admin(view: View, target: Path) -> None:
    """Write a header and a data file for each node type and each pair of an edge type that has rows.

    Texts are always quoted, so that an empty text is not taken for an absent value, which is nothing between two
    commas. import.sh and import.cmd hold the importer's command, schema.cypher what to run afterwards. Raises
    StoreError where the folder holds something else.
    """
    with whole_folder(target, view.build, "neo4j-admin") as folder:
        files = _Files(folder)
        with files.stack:
            for label, columns, frame in neo4j_content.nodes(view):
                header = [f"{columns[0].name}:ID({label})", *map(_typed, columns[1:]), ":LABEL"]
                for row in rows(frame):
                    files.write(f"nodes-{label}", header, (*row, label))
            for edge in ontology().edges.values():
                _write_edges(files, view, edge)
        _write_scripts(folder, view.build, files.arguments())


def _write_edges(files: _Files, view: View, edge: EdgeType) -> None:
    own = [_typed(p) for p in edge.properties]
    for row in rows(view.edges(edge.name)):
        start, end = row[1], row[3]
        header = [f":START_ID({start})", f":END_ID({end})", *own, ":TYPE"]
        files.write(f"edges-{edge.name}-{start}-{end}", header, (row[0], row[2], *row[4:], edge.name))


def _typed(column: Property) -> str:
    return f"{column.name}:{TYPES[column.type]}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, int | float) else '"' + str(value).replace('"', '""') + '"'


def _write_scripts(folder: Path, build: str, arguments: list[str]) -> None:
    shell = " \\\n  ".join(f"'{each}'" for each in arguments)
    windows = " ^\r\n  ".join(f'"{each}"' for each in arguments)
    command = " ".join([ADMIN, "neo4j", *arguments])
    texts = {
        "README.txt": README.format(build=build, command=command),
        "schema.cypher": "".join(f"{statement}\n;\n" for statement in neo4j_content.schema()),
        "import.sh": (
            '#!/bin/sh\nset -e\ncd "$(dirname "$0")"\n'
            f'exec "${{NEO4J_ADMIN:-neo4j-admin}}" database import full "${{1:-neo4j}}" \\\n  {shell}\n'
        ),
        "import.cmd": (
            '@echo off\r\nsetlocal\r\ncd /d "%~dp0"\r\n'
            'if "%NEO4J_ADMIN%"=="" set NEO4J_ADMIN=neo4j-admin\r\n'
            'set DATABASE=%~1\r\nif "%DATABASE%"=="" set DATABASE=neo4j\r\n'
            f'call "%NEO4J_ADMIN%" database import full "%DATABASE%" ^\r\n  {windows}\r\n'
        ),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    (folder / "import.sh").chmod(0o755)
