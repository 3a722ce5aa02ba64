"""A Neo4j server measured: a build written and asked by us, and the same by the official driver alone."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import neo4j
import numpy as np
import pandas as pd
from figures import Memory, Run, Timing, Watch, load_average, seconds
from made_up import made_up_graph
from questions import Questions, RawRun, RawSearch

from graph.export.neo4j_admin import write_neo4j_admin
from graph.ontology import ontology
from graph.stores.address import Credentials, parse_address
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.fulltext import search_properties
from graph.stores.neo4j.load import Neo4jWriter
from graph.stores.neo4j.schema import WORDS_INDEX, ensure_schema
from graph.stores.neo4j.tenant import remove
from graph.stores.neo4j.view import Neo4jView
from graph.tables import GraphTables

sys.path.append(str(Path(__file__).parent.parent / "tests"))
from neo4j_server import Server, new_server

HEAP, PAGES = "2g", "512m"
OPTIONS = (f"-Xmx{HEAP}",)
ROWS = 10_000
WARM_UP = 1_500
"""Passages of a graph that is written and removed before anything is measured, so that Java has compiled itself."""
Batches = list[tuple[str, list[list[Any]]]]
Keep = Callable[[Run], None]


def measure_neo4j(passages: int, draws: int, repeats: int, seed: int, keep: Keep) -> Run:
    """Load, repeat, replacement, questions, the bulk importer and memory at one size."""
    place = Path(tempfile.mkdtemp(prefix="engines-"))
    server = new_server(place / "server", options=OPTIONS)
    conf = server.home / "conf" / "neo4j.conf"
    conf.write_text(conf.read_text().replace("pagecache.size=64m", f"pagecache.size={PAGES}"))
    before = load_average()
    try:
        server.start()
        return _Measured(server, passages, draws, repeats, seed).run(place, before, keep)
    finally:
        server.kill()
        shutil.rmtree(place, ignore_errors=True)


class _Measured:
    def __init__(self, server: Server, passages: int, draws: int, repeats: int, seed: int) -> None:
        self.server = server
        self.repeats = repeats
        rng = np.random.default_rng(seed)
        self.made = made_up_graph(passages, rng)
        self.questions = Questions(self.made, draws, rng)
        self.study = str(self.made.tables.nodes["Study"]["id"].iloc[0])
        self.memory: list[Memory] = []

    def run(self, place: Path, before: float, keep: Keep) -> Run:
        """Everything, kept after each stage, for the last ones take minutes at a million edges."""
        warm = made_up_graph(WARM_UP, np.random.default_rng(0)).tables
        schema = [self._emptied()]
        for _ in range(4):
            # Both ways, or the first load of one of them would meet a server that has never seen its statements.
            self.raw_load(batches(warm))
            self._emptied()
            self.write("k1", warm)
            self._emptied()
        own, raw, made = self._loads()
        unchanged = seconds(lambda: self.write("k1"))
        watch = Watch(self.server.pid)
        replaced = seconds(lambda: self.write("k2"))
        self.memory.append(watch.read("replacement"))
        nodes, edges = self.made.nodes, self.made.edges
        self.made = None  # type: ignore[assignment]
        done = Run("neo4j", "", nodes, edges, before, load_average(), own, raw, raw_load_made=made, schema=schema)
        done = replace(done, unchanged=unchanged, replaced=replaced, memory=self.memory)
        keep(done)
        version, timings = self._ask()
        size = sum(p.stat().st_size for p in (self.server.home / "data" / "databases").rglob("*") if p.is_file())
        done = replace(done, engine_version=version, timings=timings, bytes=size, load_after=load_average())
        keep(done)
        export, imported = self._bulk(place, edges)
        return replace(done, export_admin=export, import_admin=imported, load_after=load_average())

    def _loads(self) -> tuple[list[float], list[float], list[float]]:
        """Ours, the driver's with rows that lie ready, and the time to make those rows.

        By turns on one server that is emptied in between, so that neither profits from what the other has warmed.
        """
        own, raw, made = [], [], []
        for turn in range(2 * self.repeats):
            self._emptied()
            if turn % 4 in (1, 2):  # raw, ours, ours, raw, …: a server gets faster the longer it runs
                watch = Watch(self.server.pid)
                own.append(seconds(lambda: self.write("k1")))
                if not self.memory:
                    self.memory.append(watch.read("load"))
                continue
            ready: Batches = []
            made.append(seconds(partial(self._make, ready)))
            raw.append(seconds(partial(self.raw_load, ready)))
        if turn % 4 not in (1, 2):
            self._emptied()
            self.write("k1")
        return own, raw, made

    def _make(self, ready: Batches) -> None:
        ready += batches(self.made.tables)

    def _emptied(self) -> float:
        """Remove what was written, as ours removes a build, and see that constraints and indexes stand; seconds for it.

        The tests' way to empty a database needs more memory than the server gives one transaction.
        """
        with self.connect() as connection:
            for build in ("raw", "k1"):
                remove(connection, build)
            return seconds(lambda: ensure_schema(connection))

    def connect(self) -> Connection:
        server = self.server
        return Connection(parse_address(server.uri), Credentials(server.user, server.password))

    def write(self, build: str, tables: GraphTables | None = None) -> None:
        with self.connect() as connection, Neo4jWriter(connection, build, self.study) as writer:
            writer.write(tables or self.made.tables)

    def raw_load(self, ready: Batches) -> None:
        """Write batches that lie ready by the driver alone, one transaction each; constraints and indexes stand."""
        with self._driver() as driver, driver.session(database="neo4j") as session:
            for text, rows in ready:
                session.run(text, rows=rows, build="raw").consume()

    def _driver(self) -> neo4j.Driver:
        server = self.server
        return neo4j.GraphDatabase.driver(
            server.uri, auth=(server.user, server.password), notifications_min_severity="OFF"
        )

    def _ask(self) -> tuple[str, list[Timing]]:
        watch = Watch(self.server.pid)
        connection = self.connect()
        version = " ".join(connection.version())
        with (
            Neo4jView(connection, "k2") as view,
            self._driver() as driver,
            driver.session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session,
        ):
            timings = self.questions.all(view, raw_run(session), raw_search(session))
        self.memory.append(watch.read("questions"))
        return version, timings

    def _bulk(self, place: Path, edges: int) -> tuple[float, float]:
        """Seconds to write the importer's files from the server, and to import them into an empty database."""
        target = place / "admin"
        with Neo4jView(self.connect(), "k2") as view:
            export = seconds(lambda: write_neo4j_admin(view, target))
        self.server.stop()
        java = " ".join(f"'{each}'" for each in self.server.distribution.command("org.neo4j.cli.AdminTool"))
        admin = place / "neo4j-admin"
        admin.write_text(f'#!/bin/sh\nexec {java} "$@"\n')
        admin.chmod(0o755)
        home = self.server.home
        places = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf"), "NEO4J_ADMIN": str(admin)}
        command = ["sh", str(target / "import.sh")]
        imported = seconds(lambda: subprocess.run(command, env=os.environ | places, check=True, capture_output=True))
        self.server.start()
        with self.connect() as connection:
            found = connection.read("MATCH ()-[r]->() RETURN count(r) AS n").first["n"]
        assert found == edges, f"{found} edges after the import, not {edges}"
        return export, imported


def batches(tables: GraphTables) -> Batches:
    """The rows that ours writes, ten thousand at a time, as the driver takes them."""
    made: Batches = []
    types = ontology()
    for label, node in types.nodes.items():
        frame, names = tables.nodes[label].reset_index(drop=True), [c.name for c in node.columns]
        if label == "Passage":
            found = search_properties(frame)
            frame, names = pd.concat([frame, found], axis=1), [*names, *found]
        listed = ", ".join(f"{name}: r[{i}]" for i, name in enumerate(names))
        text = f"UNWIND $rows AS r CREATE (n:{label} {{build: $build, {listed}}})"
        made += [(text, rows) for rows in _cut(frame[names])]
    for (name, start, end), frame in tables.edges.items():
        own = [p.name for p in types.edges[name].properties]
        listed = ", ".join(f"{column}: r[{i}]" for i, column in enumerate(own, start=2))
        # Without the hints the server may go through a whole index for every row: minutes for ten thousand edges.
        text = (
            f"UNWIND $rows AS r MATCH (a:{start} {{build: $build, id: r[0]}}) USING INDEX SEEK a:{start}(build, id) "
            f"MATCH (b:{end} {{build: $build, id: r[1]}}) USING INDEX SEEK b:{end}(build, id) "
            f"CREATE (a)-[:{name} {{{listed}}}]->(b)"
        )
        made += [(text, rows) for rows in _cut(frame[["from_id", "to_id", *own]])]
    return made


def _cut(frame: pd.DataFrame) -> list[list[list[Any]]]:
    """Lists of rows of plain values, an absent one None."""
    columns = [frame[c].astype(object).where(frame[c].notna(), None).tolist() for c in frame.columns]
    rows = [list(row) for row in zip(*columns, strict=True)]
    return [rows[i : i + ROWS] for i in range(0, len(rows), ROWS)]


def raw_run(session: neo4j.Session) -> RawRun:
    """Runs texts by the driver alone."""

    def run(text: str, parameters: Mapping[str, object]) -> int:
        return len(session.run(text, dict(parameters)).values())

    return run


def raw_search(session: neo4j.Session) -> RawSearch:
    """Searches by the server's index alone, ranked its own way: best fifty, no total, no snippet."""
    text = (
        f"CALL db.index.fulltext.queryNodes('{WORDS_INDEX}', $words) YIELD node, score "
        "RETURN node.id, node.text, score LIMIT 50"
    )

    def search(words: str) -> int:
        typed = words if " OR " in words or words.startswith('"') else " ".join(f"+{word}" for word in words.split())
        return len(session.run(text, words=typed).values())

    return search
