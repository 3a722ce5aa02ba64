"""A typed question on a real server: answers, limits, and a question that ends there when it is given up here."""

import _thread
import threading
import time
from collections.abc import Iterator
from typing import Any

import neo4j
import pytest
from graph_on_server import load
from neo4j_server import Server

from graph.errors import QuestionError, QuestionLimit, QuestionRefused, StoreUnavailable
from graph.stores.address import Credentials, StoreAddress
from graph.stores.base import Answer, AskLimits, View
from graph.stores.neo4j import question
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.question import ask
from graph.tables import GraphTables

BUSY = "MATCH (a), (b), (c), (d), (e) WHERE a.id + b.id + c.id + d.id + e.id = '' RETURN count(*) AS n"
PRODUCT = "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN count(*) AS n"
LONG = "RETURN reduce(s = 0, x IN range(1, {}) | s + x) AS s"


class Place:
    """The sample on the server."""

    def __init__(self, server: Server, driver: neo4j.Driver, connection: Connection) -> None:
        self.server = server
        self.driver = driver
        self.connection = connection

    def ask(self, text: str, cancel: threading.Event | None = None, **limits: Any) -> Answer:
        return ask(self.connection, text, "k1", AskLimits(**limits), cancel)

    def running(self) -> list[str]:
        """What the server is busy with, this question apart."""
        with self.driver.session() as session:
            found = session.run("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery").value()
        return [text for text in found if text and "SHOW TRANSACTIONS" not in text]

    def wait_until(self, busy: bool) -> None:
        end = time.monotonic() + 20
        while bool(self.running()) != busy:
            assert time.monotonic() < end, self.running()
            time.sleep(0.05)


@pytest.fixture(scope="module")
def place(neo4j_server: Server, tables: GraphTables) -> Iterator[Place]:
    """The sample, loaded once for this file; nobody else is at the server meanwhile."""
    with (
        neo4j_server.emptied(),
        neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver,
        Connection(StoreAddress(neo4j_server.uri), Credentials(neo4j_server.user, neo4j_server.password)) as connection,
    ):
        load(driver, tables, "k1")
        yield Place(neo4j_server, driver, connection)


def test_an_answer_has_the_shape_of_the_embedded_engines(place: Place, sample: View) -> None:
    for text in (
        "MATCH (a:Actor {build: $build}) RETURN a.level AS level, count(*) AS n ORDER BY level",
        "MATCH (a:Actor {id: 'gov'}) RETURN a",
        "MATCH (p:Passage) RETURN p.id AS id, p.page AS page ORDER BY id",
        "MATCH (a:Actor {id: 'ministers'})-[e:PART_OF_BODY]->(b:Actor) RETURN a, e, b",
        "MATCH (a:Actor {id: 'gov'})-[e:SENDS {mode: 'heard', by: 'meso'}]->(m) RETURN e ORDER BY e.side LIMIT 1",
        "MATCH p = (a:Actor {id: 'ministers'})-[:PART_OF_BODY]->(b:Actor) RETURN p",
        "MATCH (a:Actor {id: 'nobody'}) RETURN a.id AS who, a.label AS name",
        "RETURN date('2020-01-02') AS d, NULL AS n, [1, NULL] AS l, true AS t, 1.5 AS f, {a: 1} AS m",
        "MATCH (k:Coding) RETURN k.counted AS counted, k.pole AS pole, k.id AS id ORDER BY id",
        "UNWIND [2, 1] AS x RETURN x, x / 2.0 AS half, [x, x] AS both ORDER BY x",
    ):
        here, there = place.ask(text), sample.ask(text)
        assert here.table.to_dict("list") == there.table.to_dict("list"), text
        if len(here.table):
            assert [str(t) for t in here.table.dtypes] == [str(t) for t in there.table.dtypes], text
        assert here.complete and there.complete


def test_values_that_only_the_server_has(place: Place) -> None:
    text = (
        "RETURN datetime('2020-01-02T03:04:05Z') AS t, duration('P1DT2H') AS u, time('10:00Z') AS v, "
        "point({x: 1, y: 2}) AS p, localtime('10:00') AS w"
    )
    row = place.ask(text).table.to_dict("records")[0]
    assert row["t"] == "2020-01-02 03:04:05+00:00" and row["u"] == "P1DT2H" and row["v"].startswith("10:00")
    assert row["p"] == {"x": 1.0, "y": 2.0, "srid": 7203} and row["w"] == "10:00:00"


def test_nodes_of_others_keep_what_they_have(place: Place) -> None:
    with place.driver.session() as session:
        session.run("MATCH (s:Study) SET s.whole = true, s.record = '{}'").consume()
    row = place.ask("MATCH (s:Study) RETURN s, s.whole AS whole").table.iloc[0]
    assert "record" not in row["s"] and row["s"]["id"] == "sample" and row["whole"]


def test_rows_are_limited(place: Place) -> None:
    cut = place.ask("MATCH (k:Coding) RETURN k.id AS id", rows=5)
    assert len(cut.table) == 5 and not cut.complete
    whole = place.ask("MATCH (k:Coding) RETURN k.id AS id ORDER BY id LIMIT 5", rows=5)
    assert len(whole.table) == 5 and whole.complete
    huge = place.ask("UNWIND range(1, 100000000) AS x RETURN x", rows=3)
    assert huge.table["x"].tolist() == [1, 2, 3] and not huge.complete
    place.wait_until(busy=False)


def test_the_size_of_an_answer_is_limited(place: Place) -> None:
    text = "UNWIND range(1, 1000) AS x RETURN reduce(s = 'y', i IN range(1, 16) | s + s) AS s"
    with pytest.raises(QuestionLimit, match="larger than 1 MiB"):
        place.ask(text, answer=2**20)
    place.wait_until(busy=False)


def test_time_is_limited(place: Place) -> None:
    with pytest.raises(QuestionLimit, match=r"longer than 0\.5 seconds and was ended"):
        place.ask(BUSY, seconds=0.5)
    place.wait_until(busy=False)
    assert place.ask("RETURN 1 AS x").complete


@pytest.mark.parametrize(
    "text",
    [
        "UNWIND range(1, 100000000) AS x RETURN collect(x) AS all_of_them",
        "UNWIND range(1, 100000000) AS x RETURN x ORDER BY x % 77",
        "UNWIND range(1, 100000000) AS x WITH DISTINCT x RETURN count(x) AS n",
    ],
)
def test_memory_is_limited_and_not_tried_again(place: Place, text: str) -> None:
    begun = time.monotonic()
    with pytest.raises(QuestionLimit, match="more memory"):
        place.ask(text, seconds=15)
    assert time.monotonic() - begun < 20, "the driver tries a transient error for half a minute"


def test_one_long_expression_is_no_longer_waited_for(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question, "GRACE", 0.1)
    with pytest.raises(QuestionLimit, match=r"no longer waited for\. The server may still be busy"):
        place.ask(LONG.format(40_000_000), seconds=0.2)
    place.wait_until(busy=False)
    assert place.ask("RETURN 1 AS x").complete


def test_a_stopped_question_ends_on_the_server(place: Place) -> None:
    cancel, errors = threading.Event(), []

    def asked() -> None:
        try:
            place.ask(BUSY, cancel, seconds=60)
        except QuestionLimit as error:
            errors.append(error)

    thread = threading.Thread(target=asked)
    thread.start()
    place.wait_until(busy=True)
    cancel.set()
    thread.join(10)
    assert not thread.is_alive() and "was stopped" in str(errors[0])
    place.wait_until(busy=False)
    assert place.ask("MATCH (n:Actor) RETURN count(n) AS n").table["n"].tolist() == [9]


def test_a_question_stopped_before_it_began_is_not_asked(place: Place) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(QuestionLimit, match="was stopped"):
        place.ask("RETURN 1 AS x", cancel)
    place.wait_until(busy=False)


def test_an_interrupted_caller_leaves_nothing_running(place: Place) -> None:
    def interrupt() -> None:
        place.wait_until(busy=True)
        _thread.interrupt_main()

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        place.ask(BUSY, seconds=60)
    thread.join(20)
    place.wait_until(busy=False)


def test_errors_point_at_the_place(place: Place) -> None:
    for text, where, told in (
        ("MATCH (n:Actor WHERE n.id = ) RETURN n", "line 1, column 29", ") is not understood here."),
        ("MATCH (n:Actor)\nRETURN m.id", "line 2, column 8", "m is not known here."),
        ("MATCH (n:Actor)\n  RETURN n.lable", "line 2, column 12", "Actor has no property lable. Did you mean label"),
        ("MATCH (n:actor) RETURN n", "line 1, column 10", "there is no node type actor. Did you mean Actor?"),
        ("MATCH (n)-[:SENT]->(m) RETURN n", "line 1, column 13", "there is no edge type SENT."),
        ("MATCH (n:Actor) RETURN", "line 1, column 23", "not complete"),
    ):
        with pytest.raises(QuestionError) as error:
            place.ask(text)
        assert not isinstance(error.value, QuestionRefused)
        assert error.value.where == where and told in str(error.value), str(error.value)
    with pytest.raises(QuestionRefused, match=r"line 1, column 24: conut is no function .* Did you mean count"):
        place.ask("MATCH (n:Actor) RETURN conut(n)")
    with pytest.raises(QuestionRefused, match=r"macro is a word .* Put it in quotes"):
        place.ask("MATCH (n:Actor) WHERE n.level = macro RETURN n.id")
    with pytest.raises(QuestionRefused, match=r"RETRN cannot begin a part of a question\. Did you mean RETURN"):
        place.ask("MATCH (n:Actor) RETRN n")
    with pytest.raises(QuestionError, match="/ by zero"):
        place.ask("RETURN 1 / 0 AS x")


def test_many_ask_at_once(place: Place) -> None:
    found: list[int] = []

    def asked() -> None:
        found.append(int(place.ask("MATCH (n:Actor) RETURN count(n) AS n").table["n"][0]))

    threads = [threading.Thread(target=asked) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [9] * 12


def test_a_server_that_is_lost_while_it_works(own_neo4j_server: Server) -> None:
    server = own_neo4j_server
    threading.Timer(1.5, server.kill).start()
    with (
        Connection(StoreAddress(server.uri), Credentials(server.user, server.password)) as connection,
        pytest.raises(StoreUnavailable),
    ):
        ask(connection, PRODUCT, "k1", AskLimits(seconds=60))


def test_a_server_that_is_not_there() -> None:
    with (
        Connection(StoreAddress("bolt://127.0.0.1:1"), Credentials("neo4j", "x")) as connection,
        pytest.raises(StoreUnavailable),
    ):
        ask(connection, "RETURN 1 AS x", "k1", AskLimits())
