"""What fills a Neo4j database without our loader, run on a real server: the same content as the loader's, to the last
character."""

import os
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import neo4j
import pandas as pd
import pytest
from export_views import HeldView
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j_server import Server

from graph.export import export
from graph.export.cypher import CUTS, literal
from graph.ontology import ontology
from graph.stores.address import Credentials, StoreAddress
from graph.stores.base import View
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.load import Neo4jWriter
from graph.tables import GraphTables

LOADERS = ("loader", "beat", "loaded", "retired")
"""What a load in progress says of itself on the Study node."""
Content = dict[str, list[Any]]


@contextmanager
def session_of(server: Server) -> Iterator[neo4j.Session]:
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        driver.session(database="neo4j") as session,
    ):
        yield session


def content(server: Server) -> Content:
    """All that is in a database: nodes and edges by type with all their properties, constraints and indexes."""
    found: Content = {}
    with session_of(server) as session:
        for labels, own in session.run("MATCH (n) RETURN labels(n), properties(n)").values():
            assert len(labels) == 1
            found.setdefault(labels[0], []).append({k: own[k] for k in sorted(own) if k not in LOADERS})
        edges = "MATCH (a)-[r]->(b) RETURN type(r), labels(a)[0], a.id, labels(b)[0], b.id, properties(r)"
        for kind, *ends, own in session.run(edges).values():
            found.setdefault(kind, []).append([*ends, dict(sorted(own.items()))])
        found["constraints"] = session.run("SHOW CONSTRAINTS YIELD name, properties").values()
        found["indexes"] = session.run("SHOW INDEXES YIELD name, type, state, properties, labelsOrTypes").values()
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def check(found: Content, view: View) -> None:
    """Compare counts and every attribute with what the view says."""
    counts = view.counts()
    for label, node in ontology().nodes.items():
        rows = view.table(label).to_dict("records")
        assert len(found.get(label, ())) == len(rows) == counts[label]
        by_id = {row["id"]: row for row in found.get(label, ())}
        for row in rows:
            made = {k: v for k, v in row.items() if v is not None and v is not pd.NA} | {"build": view.build}
            own = {k: v for k, v in by_id[row["id"]].items() if k in ("id", "label", "build") or k in row}
            assert own == made, label
            assert {k: type(v) for k, v in own.items()} == {k: type(v) for k, v in made.items()}
            assert set(by_id[row["id"]]) - set(own) == _more(node.name)
    for kind, edge in ontology().edges.items():
        names = [p.name for p in edge.properties]
        rows = view.edges(kind).itertuples(index=False, name=None)
        made = [[row[1], row[0], row[3], row[2], dict(zip(names, row[4:], strict=True))] for row in rows]
        assert len(made) == counts[kind]
        key = lambda row: (row[:4], sorted(row[4].items()))  # noqa: E731
        assert sorted(found.get(kind, ()), key=key) == sorted(made, key=key), kind


def _more(label: str) -> set[str]:
    more = {
        "Passage": {"search_words", "search_length"},
        "Study": {"current", "whole", "record", "search_rows", "search_tokens"},
    }
    return more.get(label, set())


def run_script(server: Server, path: Path) -> None:
    """Run a script statement by statement, as cypher-shell cuts it: at a line that holds ";" alone."""
    text = path.read_text(encoding="ascii")
    with session_of(server) as session:
        for statement in text.split("\n;\n"):
            if statement.strip():
                session.run(statement).consume()


def load(server: Server, tables: GraphTables, build: str) -> None:
    connection = Connection(StoreAddress(server.uri, "neo4j"), Credentials(server.user, server.password))
    with connection, Neo4jWriter(connection, build, "sample") as writer:
        writer.write(tables)


def test_the_script_makes_what_the_loader_makes(
    neo4j_database: Server, nasty: View, nasty_tables: GraphTables, tmp_path: Path
) -> None:
    run_script(neo4j_database, export(nasty, "cypher", tmp_path / "g.cypher"))
    made = content(neo4j_database)
    check(made, nasty)
    neo4j_database.wipe()
    load(neo4j_database, nasty_tables, "k2")
    assert content(neo4j_database) == made


def test_a_script_that_is_run_twice_changes_nothing(neo4j_database: Server, sample: View, tmp_path: Path) -> None:
    path = export(sample, "cypher", tmp_path / "g.cypher")
    run_script(neo4j_database, path)
    made = content(neo4j_database)
    with pytest.raises(neo4j.exceptions.ConstraintError):
        run_script(neo4j_database, path)
    assert content(neo4j_database) == made


def test_the_bulk_importer_makes_what_the_script_makes(own_neo4j_server: Server, nasty: View, tmp_path: Path) -> None:
    server = own_neo4j_server
    run_script(server, export(nasty, "cypher", tmp_path / "g.cypher"))
    scripted = content(server)
    server.kill()
    folder = export(nasty, "neo4j-admin", tmp_path / "bulk")
    done = run_import(server, folder, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{sum(nasty.counts()[name] for name in ontology().nodes)} nodes" in (done.stdout)
    server.start()
    run_script(server, folder / "schema.cypher")
    made = content(server)
    check(made, nasty)
    assert made == scripted


def run_import(server: Server, folder: Path, scratch: Path) -> "subprocess.CompletedProcess[str]":
    """Run import.sh with the server's own neo4j-admin, from another folder."""
    admin = scratch / "neo4j-admin"
    command = server.distribution.command("org.neo4j.cli.AdminTool", options=server.options)
    admin.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
    admin.chmod(0o755)
    places = {"NEO4J_HOME": str(server.home), "NEO4J_CONF": str(server.home / "conf"), "NEO4J_ADMIN": str(admin)}
    return subprocess.run(
        [str(folder / "import.sh")], env=os.environ | places, capture_output=True, text=True, cwd=scratch
    )


HARD = st.text(st.sampled_from("'\"`\\\\\\u0027nrtbfU{}$;/*-é\x00\x1f\n\r\u2028\U0001f600"), max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(HARD, st.text(max_size=30)), min_size=20, max_size=40))
def test_no_text_breaks_out_of_a_literal(neo4j_server: Server, reader: neo4j.Session, texts: list[str]) -> None:
    listed = ", ".join(map(literal, texts))
    assert listed.isascii() and "\n" not in listed
    assert reader.run(f"RETURN [{listed}] AS texts, 'end' AS end").values() == [[texts, "end"]]


@pytest.fixture
def reader(neo4j_server: Server) -> Iterator[neo4j.Session]:
    with session_of(neo4j_server) as session:
        yield session


def test_rows_that_hold_every_separator(neo4j_database: Server, tables: GraphTables, tmp_path: Path) -> None:
    every = "".join(map(chr, CUTS[:5]))
    barriers = tables.nodes["Barrier"].assign(definition=every)
    held = HeldView("k'\\u0027\n;\n", GraphTables({**tables.nodes, "Barrier": barriers}, tables.edges))
    run_script(neo4j_database, export(held, "cypher", tmp_path / "g.cypher"))
    found = content(neo4j_database)
    assert {row["definition"] for row in found["Barrier"]} == {every}
    assert {row["build"] for row in found["Coding"]} == {held.build}
    assert sum(len(found.get(kind, ())) for kind in ontology().edges) == sum(map(len, tables.edges.values()))
