"""A typed question to a Neo4j server: guarded, run once in a READ session, and ended there when it is given up.

The server ends a question between rows, but nothing ends one long expression. So a thread works at it and the one
that asked only waits: it can be stopped at any time, and the connection is dropped, by which the server ends what it
can. What can be tried again elsewhere is never tried again here: a question that ran out of memory would run out again.
"""

import json
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import neo4j
from neo4j import exceptions

from graph.errors import CrosscurrentError, QuestionLimit, QuestionRefused
from graph.stores.answers import frame, stopped, too_large, too_long
from graph.stores.base import Answer, AskLimits
from graph.stores.complaints import of_neo4j
from graph.stores.hints import NEO4J, check_names
from graph.stores.neo4j.connection import Connection, plain
from graph.stores.neo4j.guard import Neo4jGuard
from graph.stores.neo4j.plan import EXPLAIN, Plan, read_plan
from graph.stores.neo4j.values import plain as plain_value

GRACE = 3.0
"""Seconds after the server's own time limit before it is no longer waited for; it looks at its limits now and then."""
BEAT = 0.05
"""Seconds between two looks at whether the question was stopped."""
ENDING = 2.0
"""Seconds that a dropped connection may take to be let go."""
T = TypeVar("T")


def ask(
    connection: Connection, text: str, build: str, limits: AskLimits, cancel: threading.Event | None = None
) -> Answer:
    """Answer `text` on the server, with `$build` bound.

    Raises QuestionRefused (the guard), QuestionLimit (time, memory, size of the answer; or `cancel` was set),
    QuestionError (a name that is not there, or the server says no) and StoreUnavailable (a lost server). Whatever is
    raised here, KeyboardInterrupt too, the server ends the question.
    """
    asker = _Asker(connection, build, limits, cancel or threading.Event())
    admitted = Neo4jGuard(asker.plan).admit(text)
    check_names(admitted, NEO4J)
    return asker.answer(admitted)


class _Asker:
    """One question, and what it may use."""

    def __init__(self, connection: Connection, build: str, limits: AskLimits, cancel: threading.Event) -> None:
        self._connection = connection
        self._build = build
        self._limits = limits
        self._cancel = cancel

    def plan(self, text: str) -> Plan:
        """The server's plan of a text, which it does not carry out."""
        return self._done(EXPLAIN + text, _plan, text, len(EXPLAIN))

    def answer(self, text: str) -> Answer:
        """The answer to a text that the guard admitted."""
        return self._done(text, lambda result, given_up: _answer(result, self._limits, given_up), text, 0)

    def _done(self, sent: str, read: "Callable[[neo4j.Result, threading.Event], T]", text: str, shifted: int) -> T:
        if self._cancel.is_set():
            raise stopped()
        work = _Work(self._connection, sent, self._build, self._limits, read)
        try:
            return work.wait(self._cancel)
        except CrosscurrentError:
            raise
        except RecursionError:
            raise QuestionRefused("the question is too deep.", next_step="Use fewer brackets in one another.") from None
        except (exceptions.Neo4jError, exceptions.DriverError, OSError) as error:
            raise self._told(error, text, shifted) from None

    def _told(self, error: Exception, text: str, shifted: int) -> CrosscurrentError:
        """An error of the driver or the server in plain words."""
        code = str(getattr(error, "code", None) or "")
        if "TransactionTimedOut" in code:
            return too_long(self._limits)
        if "OutOfMemory" in code:
            return QuestionLimit(
                "the question needs more memory than the server gives to one.",
                next_step="Filter earlier, return fewer columns, or give a LIMIT before collecting or sorting.",
            )
        if code.endswith("Transaction.Terminated"):
            return QuestionLimit("the server ended the question.", next_step="Ask it again, or ask for less.")
        if ".Statement." in code or code.startswith("Neo.DatabaseError"):
            return of_neo4j(str(getattr(error, "message", None) or error), text, shifted)
        return plain(error, str(self._connection.address))


class _Work(Generic[T]):
    """One statement on the server and the thread that works at it."""

    def __init__(
        self,
        connection: Connection,
        text: str,
        build: str,
        limits: AskLimits,
        read: "Callable[[neo4j.Result, threading.Event], T]",
    ) -> None:
        self._connection = connection
        self._query = neo4j.Query(text, timeout=limits.seconds)
        self._build = build
        self._limits = limits
        self._read = read
        self._lock = threading.Lock()
        self._session: neo4j.Session | None = None
        self._given_up = threading.Event()
        self._ended = threading.Event()
        self._values: list[T] = []
        self._error: BaseException | None = None

    def wait(self, cancel: threading.Event) -> T:
        """What was read; raises what the thread raised, or QuestionLimit where it is no longer waited for."""
        threading.Thread(target=self._work, name="question", daemon=True).start()
        deadline = time.monotonic() + self._limits.seconds + GRACE
        try:
            while not self._ended.wait(BEAT):
                if cancel.is_set():
                    raise stopped()
                if time.monotonic() > deadline:
                    raise _still_busy(self._limits)
        finally:
            self._end()
        if self._error is not None:
            raise self._error
        return self._values[0]

    def _work(self) -> None:
        try:
            with self._connection.reading(fetch=self._limits.rows + 1) as session:
                with self._lock:
                    self._session = session
                try:
                    result = session.run(self._query, build=self._build)
                    self._values.append(self._read(result, self._given_up))
                except QuestionLimit:
                    # What is left of the answer must not be read to its end.
                    _drop(session)
                    raise
                finally:
                    with self._lock:
                        self._session = None
        except BaseException as error:
            self._error = error
        finally:
            self._ended.set()

    def _end(self) -> None:
        """Drop the connection where the thread still works, also one that it is only just being given."""
        self._given_up.set()
        until = time.monotonic() + ENDING
        while not self._ended.is_set() and time.monotonic() < until:
            with self._lock:
                if self._session is not None:
                    _drop(self._session)
            self._ended.wait(BEAT)


def _drop(session: neo4j.Session) -> None:
    """Cut a session's connection, by which the server ends what it does for it.

    The driver has no public way: closing a session waits for what is under way.
    """
    connection = getattr(session, "_connection", None)
    if connection is not None:
        connection.kill()


def _plan(result: neo4j.Result, given_up: threading.Event) -> Plan:
    del given_up
    summary = result.consume()
    return read_plan(summary.query_type, summary.plan)


def _answer(result: neo4j.Result, limits: AskLimits, given_up: threading.Event) -> Answer:
    columns = tuple(result.keys())
    rows: list[list[Any]] = []
    size = 0
    for record in result:
        if given_up.is_set():
            raise stopped()
        if len(rows) == limits.rows:
            return Answer(frame(columns, rows), False)
        row = [plain_value(value) for value in record.values()]
        size += len(json.dumps(row))
        if size > limits.answer:
            raise too_large(limits)
        rows.append(row)
    return Answer(frame(columns, rows), True)


def _still_busy(limits: AskLimits) -> QuestionLimit:
    return QuestionLimit(
        f"the question took longer than {limits.seconds:g} seconds and is no longer waited for.",
        next_step="The server may still be busy with it, because it cannot end one long expression: make that shorter.",
    )
