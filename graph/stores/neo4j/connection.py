"""A server, opened: every statement to it goes through here, and every error of its driver leaves as one of ours."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions

from graph.closing import Closing
from graph.errors import StoreError, StoreUnavailable
from graph.stores.address import Credentials, StoreAddress

CONNECT_SECONDS = 10.0
RETRY_SECONDS = 30.0
"""So long a transaction is tried again after a transient error or a lost connection."""
PAUSE_SECONDS = 0.2
MADE_MEANWHILE = "SchemaRuleAlreadyExists"
NAME = "Crosscurrent"
Parameters = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rows:
    """What a statement gave: names of the columns, and a list a row."""

    columns: tuple[str, ...]
    rows: list[list[Any]]

    @property
    def first(self) -> dict[str, Any]:
        """The first row by column; empty where there is none."""
        return dict(zip(self.columns, self.rows[0], strict=True)) if self.rows else {}


class Connection(Closing):
    """One driver and one database; threads may share it; it connects when it is first used.

    Every method raises StoreUnavailable where the server does not answer, and StoreError for all else that the driver
    or the server says no to; no message holds the password.
    """

    def __init__(
        self,
        address: StoreAddress,
        credentials: Credentials,
        *,
        connect: float = CONNECT_SECONDS,
        retry: float = RETRY_SECONDS,
    ) -> None:
        self.address = address
        self._retry = retry
        # The driver logs every failed attempt before we know whether one succeeds; what matters is raised.
        logging.getLogger("neo4j").setLevel(logging.CRITICAL)
        # A read after a write on a cluster may meet another member; bookmarks make it wait for what was written.
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        with self._plainly():
            self._driver = neo4j.GraphDatabase.driver(
                address.uri,
                auth=(credentials.user, credentials.password),
                connection_timeout=connect,
                connection_acquisition_timeout=connect,
                max_transaction_retry_time=retry,
                user_agent=NAME,
                notifications_min_severity="OFF",
            )

    def read(self, cypher: str, parameters: Parameters | None = None) -> Rows:
        """Read in a transaction that is tried again after a transient error."""
        with self._plainly(), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(_rows, cypher, parameters)

    def read_with(self, work: Callable[..., T], *arguments: Any) -> T:
        """Read with a function that is given a transaction, in one that is tried again after a transient error."""
        with self._plainly(), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(work, *arguments)

    def write(self, cypher: str, parameters: Parameters | None = None) -> Rows:
        """Write in a transaction that is tried again after a transient error."""
        with self._plainly(), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(_rows, cypher, parameters)

    def schema(self, cypher: str) -> None:
        """Run a schema statement, which needs a transaction of its own and may be run again."""
        end = time.monotonic() + self._retry
        with self._plainly(), self._session(neo4j.WRITE_ACCESS) as session:
            while True:
                try:
                    session.run(cypher).consume()
                    return
                except exceptions.Neo4jError as error:
                    # Two who make the same index at once may block each other; the server ends one of them, or tells
                    # the later one, in spite of IF NOT EXISTS, that there is one now. Asked again, it does nothing.
                    again = error.is_retryable() or MADE_MEANWHILE in (error.code or "")
                    if not again or time.monotonic() > end:
                        raise
                time.sleep(PAUSE_SECONDS)

    @contextmanager
    def writing(self) -> Iterator[neo4j.Session]:
        """A session to write many transactions in; errors inside come out as ours."""
        with self._plainly(), self._session(neo4j.WRITE_ACCESS) as session:
            yield session

    @contextmanager
    def reading(self, *, fetch: int = 1000) -> Iterator[neo4j.Session]:
        """A session that only reads, for statements of people; errors of the driver come out as they are."""
        with self._session(neo4j.READ_ACCESS, fetch) as session:
            yield session

    def _session(self, access: str, fetch: int = 1000) -> neo4j.Session:
        return self._driver.session(
            database=self.address.database or None,
            default_access_mode=access,
            fetch_size=fetch,
            bookmark_manager=self._bookmarks,
        )

    def version(self) -> tuple[str, str]:
        """Version and edition of the server, such as ("5.26.30", "community")."""
        found = self.read("CALL dbms.components() YIELD name, versions, edition RETURN versions[0] AS version, edition")
        return str(found.first["version"]), str(found.first["edition"])

    def close(self) -> None:
        """Let go of the server."""
        self._driver.close()

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except (exceptions.Neo4jError, exceptions.DriverError, OSError, ValueError) as error:
            raise plain(error, str(self.address)) from None


def _rows(runner: Any, cypher: str, parameters: Parameters | None) -> Rows:
    result = runner.run(cypher, parameters)
    columns = tuple(result.keys())
    return Rows(columns, [list(record.values()) for record in result])


LOST = (
    exceptions.ServiceUnavailable,
    exceptions.SessionExpired,
    exceptions.ReadServiceUnavailable,
    exceptions.WriteServiceUnavailable,
    exceptions.IncompleteCommit,
    OSError,
)


def plain(error: Exception, where: str) -> StoreError:
    """An error of the driver in words a user can act on."""
    code = getattr(error, "code", None) or ""
    if isinstance(error, exceptions.AuthError) or "Security" in code:
        if "Forbidden" in code:
            return StoreError(
                "the user may not do this in the database.",
                where=where,
                next_step="Ask the server's keeper for the right to read, write, and make indexes in it.",
            )
        return StoreError(
            "the server does not know this user with this password.",
            where=where,
            next_step="Correct the user and the password; after several wrong ones the server makes you wait.",
        )
    if "DatabaseNotFound" in code:
        return StoreError("there is no such database on the server.", where=where, next_step="Name one that exists.")
    if "DatabaseUnavailable" in code or isinstance(error, LOST):
        return StoreUnavailable(
            "the server does not answer.",
            where=where,
            next_step="Check that it runs and that the address is right, then try again.",
        )
    if isinstance(error, exceptions.DriverError) and "timed out" in str(error).lower():
        return StoreUnavailable("the server is too busy to answer.", where=where, next_step="Try again in a moment.")
    message = getattr(error, "message", None) or str(error)
    return StoreError(f"the server cannot do this: {message.strip()}", where=where)
