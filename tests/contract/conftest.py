"""What both engines must do: `engine` gives each as a function from tables to an open view of what was written.

An engine is added to `ENGINES`; every test here then runs over it. One database on a server holds one build, so a test
has one view open at a time.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "graph"))

from graph_sample import sample_evidence
from neo4j_server import Server

from graph.measures.aggregates import aggregates
from graph.measures.contradictions import class_ids, contradictions
from graph.stores.address import Credentials, parse_address
from graph.stores.base import View
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.load import Neo4jWriter
from graph.stores.neo4j.view import Neo4jView
from graph.tables import GraphTables, graph_tables

Engine = Callable[[GraphTables, Path, str], View]


def embedded(tables: GraphTables, folder: Path, build: str) -> View:
    """Write into a new folder and open what was written."""
    with LadybugWriter(folder / build, build) as writer:
        writer.write(tables)
    return LadybugView(folder / build, build)


def on_server(server: Server) -> Engine:
    """The same on a server, whose database holds the build written last."""

    def engine(tables: GraphTables, folder: Path, build: str) -> View:
        del folder
        address, who = parse_address(server.uri), Credentials(server.user, server.password)
        with (
            Connection(address, who) as connection,
            Neo4jWriter(connection, build, str(tables.nodes["Study"]["id"].iloc[0])) as writer,
        ):
            writer.write(tables)
        return Neo4jView(Connection(address, who), build)

    return engine


ENGINES = ("embedded", "neo4j")


@pytest.fixture(scope="session")
def contract_tables() -> GraphTables:
    """The sample as tables."""
    evidence = sample_evidence()
    pairs = contradictions(evidence.codings, (), class_ids(evidence.actors))
    return graph_tables(evidence, pairs, aggregates(evidence.codings, evidence.messages))


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn."""
    if request.param == "embedded":
        yield embedded
    else:
        yield on_server(request.getfixturevalue("neo4j_database"))


@pytest.fixture
def both(neo4j_database: Server) -> tuple[Engine, Engine]:
    """The embedded engine and the server, to compare."""
    return embedded, on_server(neo4j_database)
