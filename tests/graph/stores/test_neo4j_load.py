"""Loading a real server: once or twice the same, one study a database, old or new and never half, through lost
connections."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from graph_sample import sample_evidence
from neo4j_server import Server

from graph.errors import BuildReplaced, StoreError, StoreUnavailable
from graph.measures.aggregates import aggregates
from graph.measures.contradictions import class_ids, contradictions
from graph.ontology import ontology
from graph.stores.address import Credentials, parse_address
from graph.stores.neo4j import load
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.load import Neo4jWriter
from graph.stores.neo4j.schema import ensure_schema, statements
from graph.stores.neo4j.tenant import current_of, record_of, tenants
from graph.stores.neo4j.view import Neo4jView
from graph.tables import GraphTables, graph_tables

STUDY = "sample"


@pytest.fixture(scope="module")
def sample_tables() -> GraphTables:
    evidence = sample_evidence()
    pairs = contradictions(evidence.codings, (), class_ids(evidence.actors))
    return graph_tables(evidence, pairs, aggregates(evidence.codings, evidence.messages))


def connect(server: Server, **options: Any) -> Connection:
    return Connection(parse_address(server.uri), Credentials(server.user, server.password), **options)


@pytest.fixture
def connection(neo4j_database: Server) -> Iterator[Connection]:
    with connect(neo4j_database) as opened:
        yield opened


def write(connection: Connection, tables: GraphTables, build: str, study: str = "") -> None:
    with Neo4jWriter(connection, build, study or study_of(tables)) as writer:
        writer.write(tables)
        writer.record = f"record of {build}"


def study_of(tables: GraphTables) -> str:
    return str(tables.nodes["Study"]["id"].iloc[0])


def without(tables: GraphTables, coding: str) -> GraphTables:
    """The tables without one coding and its edges."""
    nodes = {**tables.nodes, "Coding": tables.nodes["Coding"][tables.nodes["Coding"]["id"] != coding]}
    edges = {k: f[(f["from_id"] != coding) & (f["to_id"] != coding)] for k, f in tables.edges.items()}
    return GraphTables(nodes, edges)


def content(connection: Connection) -> list[Any]:
    """Everything in the database that does not name a build or a loader."""
    nodes = connection.read(
        "MATCH (n) RETURN labels(n)[0] AS label, n.id AS id, "
        "[k IN keys(n) WHERE NOT k IN ['build', 'loader', 'beat', 'record'] | [k, toString(n[k])]] AS own"
    ).rows
    edges = connection.read(
        "MATCH (a)-[r]->(b) RETURN type(r) AS kind, labels(a)[0] AS la, a.id AS a, labels(b)[0] AS lb, b.id AS b, "
        "[k IN keys(r) | [k, toString(r[k])]] AS own"
    ).rows
    return sorted(([*row[:-1], sorted(row[-1])] for row in (*nodes, *edges)), key=repr)


def test_a_second_load_of_the_same_build_changes_nothing(connection: Connection, sample_tables: GraphTables) -> None:
    write(connection, sample_tables, "k1")
    first = content(connection)
    write(connection, sample_tables, "k1")
    assert content(connection) == first
    assert len(first) == sum(map(len, sample_tables.nodes.values())) + sum(map(len, sample_tables.edges.values()))


def test_a_new_build_takes_the_place_of_the_old_whole(connection: Connection, sample_tables: GraphTables) -> None:
    gone = sample_tables.nodes["Coding"]["id"].iloc[0]
    less = without(sample_tables, gone)
    write(connection, less, "k2")
    fresh = content(connection)
    write(connection, sample_tables, "k1")
    write(connection, less, "k2")
    assert content(connection) == fresh
    assert [(t.build, t.current, t.whole) for t in tenants(connection)] == [("k2", True, True)]
    assert record_of(connection, "k2") == "record of k2"


def test_constraints_and_indexes_stand_once(connection: Connection, sample_tables: GraphTables) -> None:
    write(connection, sample_tables, "k1")
    write(connection, sample_tables, "k2")
    made = connection.read("SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'crosscurrent' RETURN name, state")
    assert len(made.rows) == len(statements()) == 2 * len(ontology().nodes) + 1
    assert {row[1] for row in made.rows} == {"ONLINE"}


def test_another_study_is_refused_and_left_as_it_is(connection: Connection, sample_tables: GraphTables) -> None:
    write(connection, sample_tables, "k1")
    before = content(connection)
    with pytest.raises(StoreError, match="holds the study") as raised:
        write(connection, sample_tables, "k9", study="someone-elses")
    assert "another database" in raised.value.next_step
    assert content(connection) == before
    with pytest.raises(StoreError, match="holds the study"):
        current_of(connection, "someone-elses")


@pytest.mark.parametrize(
    "theirs",
    ["CREATE (:Person {name: 'Ada'})", "CREATE (:Actor {name: 'Ada'})-[:KNOWS]->(:Actor {id: 'x'})"],
)
def test_somebody_elses_graph_is_refused_and_left_as_it_is(
    connection: Connection, sample_tables: GraphTables, theirs: str
) -> None:
    connection.write(theirs)
    before = content(connection)
    with pytest.raises(StoreError, match="not Crosscurrent's"):
        write(connection, sample_tables, "k1")
    assert content(connection) == before
    assert not connection.read("SHOW CONSTRAINTS YIELD name RETURN name").rows


def test_theirs_beside_ours_is_refused(connection: Connection, sample_tables: GraphTables) -> None:
    write(connection, sample_tables, "k1")
    connection.write("CREATE (:Person {name: 'Ada'})")
    with pytest.raises(StoreError, match="1 nodes that are not Crosscurrent's"):
        write(connection, sample_tables, "k2")
    assert current_of(connection, study_of(sample_tables)) == "k1"


def test_an_edge_to_nowhere_leaves_the_build_before(connection: Connection, sample_tables: GraphTables) -> None:
    write(connection, sample_tables, "k1")
    before = content(connection)
    key = next(iter(sample_tables.edges))
    broken = sample_tables.edges[key].assign(to_id="nowhere")
    with pytest.raises(StoreError, match="not there"):
        write(connection, GraphTables(sample_tables.nodes, {**sample_tables.edges, key: broken}), "k2")
    assert content(connection) == before


def test_an_id_that_stands_twice_is_told(connection: Connection, sample_tables: GraphTables) -> None:
    frame = sample_tables.nodes["Actor"]
    twice = GraphTables({**sample_tables.nodes, "Actor": frame.iloc[[0, 0]]}, sample_tables.edges)
    with pytest.raises(StoreError, match="stands twice"):
        write(connection, twice, "k1")
    assert not connection.read("MATCH (n) RETURN n.id LIMIT 1").rows


def test_readers_see_the_old_build_until_the_new_one_is_whole(
    connection: Connection, neo4j_database: Server, sample_tables: GraphTables
) -> None:
    write(connection, sample_tables, "k1")
    whole = content_of_view(connection, "k1")
    seen: list[tuple[str, bool]] = []
    less = without(sample_tables, sample_tables.nodes["Coding"]["id"].iloc[0])

    def look(done: int, total: int) -> None:
        with connect(neo4j_database) as other:
            key = current_of(other, study_of(sample_tables))
            seen.append((key, content_of_view(other, key) == whole))

    with Neo4jWriter(connection, "k2", study_of(sample_tables), look) as writer:
        writer.write(less)
    assert len(seen) > 10
    assert set(seen) == {("k1", True)}
    assert current_of(connection, study_of(sample_tables)) == "k2"


def content_of_view(connection: Connection, build: str) -> dict[str, int]:
    return Neo4jView(connection, build).counts()


def test_a_view_of_a_build_that_gave_way_says_so(
    connection: Connection, neo4j_database: Server, sample_tables: GraphTables
) -> None:
    write(connection, sample_tables, "k1")
    with Neo4jView(connect(neo4j_database), "k1") as view:
        assert len(view.table("Coding"))
        write(connection, without(sample_tables, sample_tables.nodes["Coding"]["id"].iloc[0]), "k2")
        with pytest.raises(BuildReplaced, match="given way"):
            view.table("Coding")
    with pytest.raises(BuildReplaced):
        Neo4jView(connection, "k1")


def test_reading_while_builds_change_never_gives_half(
    connection: Connection, neo4j_database: Server, sample_tables: GraphTables
) -> None:
    write(connection, sample_tables, "k0")
    wanted = len(sample_tables.nodes["Coding"])
    stop, wrong = threading.Event(), []

    def read() -> None:
        with connect(neo4j_database) as own:
            while not stop.is_set():
                with_key = current_of(own, study_of(sample_tables))
                try:
                    found = len(Neo4jView(own, with_key).table("Coding"))
                except BuildReplaced:
                    continue
                if found != wanted:
                    wrong.append(found)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for key in ("k1", "k2", "k3"):
            write(connection, sample_tables, key)
    finally:
        stop.set()
        reader.join()
    assert wrong == []


def test_two_who_load_the_same_build_write_it_once(
    connection: Connection, neo4j_database: Server, sample_tables: GraphTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "STEP_SECONDS", 0.05)
    errors: list[BaseException] = []

    def other() -> None:
        try:
            with connect(neo4j_database) as own:
                write(own, sample_tables, "k1")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=other) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    write(connection, sample_tables, "k2")
    fresh = content(connection)
    write(connection, sample_tables, "k1")
    assert content(connection) == fresh


def test_many_who_make_the_schema_at_once_all_find_it_made(connection: Connection, neo4j_database: Server) -> None:
    for kind, found in (("CONSTRAINT", "SHOW CONSTRAINTS"), ("INDEX", "SHOW INDEXES")):
        names = connection.read(f"{found} YIELD name WHERE name STARTS WITH 'crosscurrent_' RETURN name").rows
        for (name,) in names:
            connection.schema(f"DROP {kind} {name} IF EXISTS")
    errors: list[BaseException] = []

    def make() -> None:
        try:
            with connect(neo4j_database) as own:
                ensure_schema(own)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    made = connection.read("SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'crosscurrent_' RETURN name, state")
    assert {state for _, state in made.rows} == {"ONLINE"}
    assert len(made.rows) == len(statements())


@contextmanager
def lost_at(server: Server, row: int, tables: GraphTables, build: str) -> Iterator[None]:
    """Write until `row` rows stand, then kill the server under it."""

    def kill(done: int, total: int) -> None:
        if done >= row and server_is_up[0]:
            server_is_up[0] = False
            server.kill()

    server_is_up = [True]
    with (
        connect(server, retry=1.0, connect=2.0) as connection,
        pytest.raises(StoreUnavailable, match="does not answer"),
        Neo4jWriter(connection, build, study_of(tables), kill) as writer,
    ):
        writer.write(tables)
    yield


def test_a_load_goes_on_where_a_lost_server_broke_it_off(
    own_neo4j_server: Server, sample_tables: GraphTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "ROWS", 7)
    with connect(own_neo4j_server) as connection:
        write(connection, sample_tables, "k1")
        whole = content(connection)
    with lost_at(own_neo4j_server, 60, sample_tables, "k2"):
        own_neo4j_server.start()
    monkeypatch.setattr("graph.stores.neo4j.tenant.ALIVE_SECONDS", 0)
    with connect(own_neo4j_server) as connection:
        assert current_of(connection, study_of(sample_tables)) == "k1"
        standing = connection.read("MATCH (s:Study {build: 'k2'}) RETURN s.loaded AS n").first["n"]
        assert standing >= 5
        numbers: list[int] = []
        inner = Neo4jWriter._write_batch

        def counted(self: Neo4jWriter, transaction: Any, number: int, *rest: Any) -> None:
            numbers.append(number)
            inner(self, transaction, number, *rest)

        monkeypatch.setattr(Neo4jWriter, "_write_batch", counted)
        write(connection, sample_tables, "k2")
        assert min(numbers) == standing + 1
        assert [row for row in content(connection) if row[0] != "Study"] == [row for row in whole if row[0] != "Study"]


def test_a_wrong_password_is_told_without_it(neo4j_server: Server) -> None:
    wrong = Connection(parse_address(neo4j_server.uri), Credentials("nobody", "not-the-password"))
    with wrong, pytest.raises(StoreError, match="does not know this user") as raised:
        wrong.read("RETURN 1")
    assert "not-the-password" not in str(raised.value) + repr(raised.value)


def test_nobody_there_is_told_plainly() -> None:
    with (
        Connection(
            parse_address("bolt://127.0.0.1:1"), Credentials("a", "bcdefghij"), connect=1.0, retry=0.1
        ) as nobody,
        pytest.raises(StoreUnavailable, match="does not answer") as raised,
    ):
        nobody.read("RETURN 1")
    assert "127.0.0.1:1" in raised.value.where


def test_a_database_that_is_not_there_is_told(neo4j_server: Server) -> None:
    address = parse_address(f"{neo4j_server.uri}/nosuchdatabase")
    with (
        Connection(address, Credentials(neo4j_server.user, neo4j_server.password)) as other,
        pytest.raises(StoreError, match="no such database"),
    ):
        other.read("RETURN 1")
