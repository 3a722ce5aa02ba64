"""The guard of a server: hostile questions never pass, harmless ones are answered, and nothing is changed by any."""

import contextlib
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest
from graph_on_server import listing, load
from harmless_neo4j import HARMLESS
from hostile_neo4j import FILES, HIDDEN, HOSTILE, SCHEMA, SERVER, TRANSACTIONS, WRITES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import mutated
from neo4j_server import Server

from graph.errors import QuestionError, QuestionRefused, StoreError
from graph.stores.address import Credentials, StoreAddress
from graph.stores.base import AskLimits
from graph.stores.form import REASONS
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.guard import NAMED, Neo4jGuard, check_plan, check_words, read_operators
from graph.stores.neo4j.plan import Operator, Plan, read_plan
from graph.stores.neo4j.question import _Asker, ask
from graph.tables import GraphTables

READS = Plan("r", (Operator("ProduceResults", "x"),))
LIMITS = AskLimits(seconds=5)


class Place:
    """The sample on the server."""

    def __init__(self, server: Server, driver: neo4j.Driver, connection: Connection) -> None:
        self.home = server.home
        self.driver = driver
        self.connection = connection

    def ask(self, text: str) -> Any:
        return ask(self.connection, text, "k1", LIMITS)

    def files(self) -> list[str]:
        kept = (p for p in self.home.rglob("*") if not {"data", "logs"} & set(p.relative_to(self.home).parts))
        return sorted(str(p) for p in kept)


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


def unexplained(text: str) -> Plan:
    raise AssertionError(f"the server saw {text}")


def test_the_corpora_are_large_enough() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 150 and len(set(HARMLESS)) == len(HARMLESS) >= 100
    assert len(read_operators()) == 113 + 2, "an operator is added only after its plans were looked at"


@pytest.mark.parametrize("text", HOSTILE)
def test_the_words_alone_refuse_it_before_the_server_sees_it(text: str) -> None:
    if text == "RETURN [i IN [1] | COLLECT { CALL db.labels() YIELD label RETURN label }] AS x":
        return  # an allowed procedure, in a place where its plan would not show it: the details refuse it
    with pytest.raises(QuestionRefused) as error:
        Neo4jGuard(unexplained).admit(text)
    assert error.value.what and error.value.next_step
    if text.strip(" ;") and len(text) < 8000:
        assert re.fullmatch(r"line \d+, column \d+", error.value.where)


@pytest.mark.parametrize("text", HARMLESS)
def test_the_words_of_harmless_questions_pass(text: str) -> None:
    check_words(text)


def test_both_engines_give_the_same_reasons() -> None:
    for word in ("CREATE", "SET", "DELETE", "FOREACH", "USE", "PROFILE"):
        why = REASONS[word] or f"{word} writes to the graph"
        with pytest.raises(QuestionRefused, match=re.escape(f"line 2, column 1: {why}")):
            check_words(f"MATCH (n)\n{word} (n)")


def test_hostile_questions_never_pass_and_nothing_is_changed(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before, files = listing(place.driver), place.files()
    for text in HOSTILE:
        with pytest.raises(QuestionRefused):
            place.ask(text)
    assert listing(place.driver) == before and place.files() == files
    assert not list(tmp_path.iterdir())


def test_harmless_questions_are_answered_and_change_nothing(place: Place) -> None:
    before = listing(place.driver)
    for text in HARMLESS:
        answer = place.ask(text)
        assert list(answer.table.columns), text
    assert listing(place.driver) == before


ONLY_BY_WORDS = frozenset(
    # The server's plan shows no harm in these, and most do none; the words refuse them all the same.
    {"RETURN 'LOAD CSV' AS words", 'RETURN "load  csv" AS words', "RETURN '\\u004Coad csv' AS words"}
    | {"RETURN linenumber() AS n", "RETURN file() AS f", "RETURN `toString`(1) AS x", "USE neo4j MATCH (n) RETURN n"}
    | {"CALL `db`.`labels`()", "CALL db.labels"}
)
PREFIXES = re.compile(r"(/\*\*/)*(EXPLAIN|PROFILE|CYPHER)", re.IGNORECASE)


def test_the_plan_alone_refuses_what_does_more_than_read(place: Place) -> None:
    """The two layers hold without one another: here the words are not looked at."""
    asker = _Asker(place.connection, "k1", LIMITS, threading.Event())
    refused = []
    for text in (*WRITES, *SCHEMA, *FILES, *HIDDEN, *SERVER, *TRANSACTIONS):
        if PREFIXES.match(text):
            continue  # a second prefix is not put before another
        try:
            plan = asker.plan(text)
            check_plan(plan)
            if any(NAMED.search(operator.details) for operator in plan.operators):
                refused.append(text)
                continue
        except QuestionRefused:
            refused.append(text)
        except (QuestionError, StoreError):
            continue  # the server cannot read it, or does not know the function or the user's right to it
        else:
            assert text in ONLY_BY_WORDS
    assert len(refused) >= 140 and len(set(HIDDEN) & set(refused)) >= 45


def test_words_in_quotes_are_no_calls(place: Place) -> None:
    found = place.ask("MATCH (k:Coding) RETURN k.quote CONTAINS 'please call me, show them' LIMIT 1")
    assert len(found.table) == 1
    with pytest.raises(QuestionRefused, match="inside an expression"):
        place.ask("MATCH (k:Coding) RETURN k.id AS `call me`")


def test_what_a_plan_must_be() -> None:
    def admit(plan: Plan) -> str:
        return Neo4jGuard(lambda text: plan).admit("RETURN 1 AS x;")

    assert admit(READS) == "RETURN 1 AS x"
    for plan, why in (
        (Plan("rw", READS.operators), "writes to the graph"),
        (Plan("", READS.operators), "does not only read"),
        (Plan("r", ()), "no plan"),
        (Plan("r", (Operator("LoadCSV", "x"),)), "LoadCSV"),
        (Plan("r", (*READS.operators, Operator("ProcedureCall", "db.labelsAndMore() :: ()"))), "calls a procedure"),
        (Plan("r", (Operator("Projection", "[i IN x | COLLECT { LOAD CSV FROM y AS z }]"),)), "inside|reads a file"),
        (Plan("r", (Operator("Projection", "COLLECT { ResolvedCall(db.labels() :: x) }"),)), "calls a procedure"),
        (Plan("r", (Operator("Projection", "COLLECT { CALL db.labels() }"),)), "inside an expression"),
    ):
        with pytest.raises(QuestionRefused, match=why):
            admit(plan)
    tree = {"operatorType": "A@neo4j", "args": {"Details": "d"}, "children": [{"operatorType": "B", "children": []}]}
    assert read_plan("r", tree) == Plan("r", (Operator("A", "d"), Operator("B", "")))


PARTS = [
    "CREATE (x:Actor)",
    "DETACH DELETE n",
    "SET n.label = 'x'",
    "MERGE (x)",
    "LOAD CSV FROM 'file:///x' AS row",
    "COLLECT { LOAD CSV FROM 'file:///x' AS r RETURN r }",
    "CALL { CREATE (x) }",
    "CALL db.createLabel('Fuzzed')",
    "CALL dbms.listConfig() YIELD name",
    "SHOW USERS",
    "TERMINATE TRANSACTIONS 'x'",
    "USE system",
    "IN TRANSACTIONS",
    "FOREACH (i IN [1] | CREATE (x))",
    "COUNT { CREATE (x) }",
    "REMOVE n.label",
    "CREATE INDEX fuzzed FOR (n:Actor) ON (n.label)",
    "| ",
    "}",
    "{",
    "'",
    "`",
    "RETURN 1 AS x",
    "MATCH (n)",
]


def test_no_mutation_of_a_harmless_question_changes_anything(place: Place) -> None:
    before = listing(place.driver)

    @settings(max_examples=600, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(mutated(HARMLESS, PARTS))
    def asked(text: str) -> None:
        with contextlib.suppress(QuestionError):
            place.ask(text)
            answered.append(text)

    answered: list[str] = []
    asked()
    assert len(answered) >= 20, "mutations that are never answered prove little"
    assert listing(place.driver) == before


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_passes_the_words_or_is_refused(text: str) -> None:
    with contextlib.suppress(QuestionRefused):
        check_words(text)
