"""A build on a server, read.

A build that gives way to a newer one is marked before any of it is deleted; a view looks for that mark after each
answer, so what it returns is whole or an error that says so.
"""

import threading
from collections.abc import Mapping
from typing import Any

import neo4j
import pandas as pd

from graph.errors import BuildReplaced, StoreError
from graph.stores.answers import frame
from graph.stores.base import Answer, AskLimits, SearchPage, SearchRequest, View
from graph.stores.neo4j.connection import Connection, Rows

STANDING = "MATCH (s:Study {build: $build}) WHERE s.whole AND NOT coalesce(s.retired, false) RETURN count(s) AS n"


class Neo4jView(View):
    """Reads the build `build` in the database of `connection`, which it closes with itself.

    Raises BuildReplaced, at once or at any later question, where that build is not there (any more).
    """

    def __init__(self, connection: Connection, build: str) -> None:
        self.build = build
        self._connection = connection
        self._closed = False
        self._check()

    def _check(self) -> None:
        if not int(self._connection.read(STANDING, {"build": self.build}).first["n"]):
            raise self._replaced()

    def run(self, cypher: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """Answer trusted text; see `View.run`."""
        self._check_open()
        found = self._connection.read_with(_answer, cypher, {"build": self.build, **(parameters or {})})
        if found is None:
            raise self._replaced()
        answer = frame(found.columns, found.rows)
        for i, name in enumerate(answer.columns):
            if found.rows and all(row[i] is None for row in found.rows):
                # Without a value the server does not tell a type; whoever asked knows it.
                answer[name] = pd.Series([None] * len(found.rows), dtype=object)
        return answer

    def search(self, request: SearchRequest) -> SearchPage:
        """Find passages; see `View.search`."""
        from graph.stores.neo4j.fulltext import search

        self._check_open()
        page = search(self._connection, self.build, request)
        self._check()
        return page

    def ask(self, text: str, *, limits: AskLimits | None = None, cancel: threading.Event | None = None) -> Answer:
        """Answer a typed question in a session that only reads; see `View.ask`."""
        from graph.stores.neo4j.question import ask

        self._check_open()
        answer = ask(self._connection, text, self.build, limits or AskLimits(), cancel)
        self._check()
        return answer

    def close(self) -> None:
        """Let go of the server; see `View.close`."""
        self._closed = True
        self._connection.close()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError("this view is closed.", next_step="Open the current build again.")

    def _replaced(self) -> BuildReplaced:
        return BuildReplaced(
            f"the build {self.build} has given way to a newer one.",
            where=str(self._connection.address),
            next_step="Open the study again.",
        )


def _answer(transaction: neo4j.ManagedTransaction, cypher: str, parameters: dict[str, Any]) -> Rows | None:
    result = transaction.run(cypher, parameters)
    rows = Rows(tuple(result.keys()), [list(record.values()) for record in result])
    standing = transaction.run(STANDING, {"build": parameters["build"]}).single()
    return rows if standing is not None and standing["n"] else None
