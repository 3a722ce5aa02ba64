"""A build written to a server: batches by size, each counted in the same transaction that writes it.

Because a batch and its number are written together, a batch is written once whatever happens to the connection, and
a load that broke off goes on where it stopped. Readers see the build before until the last step.
"""

import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import neo4j
import numpy as np
import pandas as pd

from graph.errors import StoreError, StoreUnavailable
from graph.ontology import BUILD, ontology
from graph.stores.base import Writer
from graph.stores.neo4j import tenant
from graph.stores.neo4j.connection import Connection
from graph.stores.neo4j.fulltext import search_properties
from graph.stores.neo4j.schema import ensure_schema
from graph.stores.neo4j.tenant import check_tenant, make_current, remove, remove_others, tenants
from graph.tables import GraphTables

ROWS = 10_000
CHARACTERS = 4_000_000
"""A batch has at most so many rows, and about so many characters of text."""
WAIT_SECONDS = 1800.0
STEP_SECONDS = 2.0
Progress = Callable[[int, int], None]
Batch = tuple[str, list[list[Any]], bool]
"""Text of a statement, the rows for it, and whether they are edges."""


class Neo4jWriter(Writer):
    """Writes a build into the database of `connection`, which holds the study `study` or nothing.

    `progress` is told how many rows are written and how many there are. `record`, set before the block ends, is kept
    with the build. A build that is there already and whole is left as it is and made current. Raises StoreError where
    the database is somebody else's, StoreUnavailable where the server is lost: what was written then stays, unseen,
    and the next writer of the same build goes on from there.
    """

    def __init__(self, connection: Connection, build: str, study: str, progress: Progress | None = None) -> None:
        self.record = ""
        self._connection = connection
        self._build = build
        self._study = study
        self._progress = progress
        self._me = uuid.uuid4().hex
        self._state = "new"

    def _begin(self) -> None:
        check_tenant(self._connection, self._study)
        self._state = "begun"

    def write(self, tables: GraphTables) -> None:
        """Write all nodes and edges; see `Writer.write`."""
        if self._state != "begun":
            raise StoreError("this writer is not open.", next_step="Use it in a `with` block, and write once.")
        for label, frame in tables.nodes.items():
            _check_ids(label, frame)
        self._state = "failed"
        try:
            ensure_schema(self._connection)
            if self._claim():
                self._load(tables)
        except StoreUnavailable:
            self._state = "broken off"
            raise
        except BaseException as error:
            self._state = "failed" if isinstance(error, Exception) else "broken off"
            raise
        self._state = "written"

    def _claim(self) -> bool:
        """Take the build to write; False where it is whole already. Waits for another process that writes it."""
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            there = [each for each in tenants(self._connection) if each.build == self._build]
            if there and there[0].whole and not there[0].retired:
                return False
            if there and there[0].retired:
                remove(self._connection, self._build)
            elif not (there and there[0].alive) and self._take():
                return True
            else:
                time.sleep(STEP_SECONDS)
        raise StoreError(
            "another process has been writing this build for half an hour.",
            where=str(self._connection.address),
            next_step="Wait for it, or end that process.",
        )

    def _take(self) -> bool:
        """Become the loader of the build unless another is; decided in one transaction under the node's lock."""
        found = self._connection.write(
            "MERGE (s:Study {build: $build, id: $study}) "
            "ON CREATE SET s.loaded = 0, s.whole = false, s.current = false, s.loader = $me "
            "WITH s, NOT s.whole AND (s.loader = $me OR coalesce(s.beat, 0) <= timestamp() - $alive) AS mine "
            "SET s.loader = CASE WHEN mine THEN $me ELSE s.loader END, "
            "s.beat = CASE WHEN mine THEN timestamp() ELSE s.beat END RETURN mine",
            {"build": self._build, "study": self._study, "me": self._me, "alive": tenant.ALIVE_SECONDS * 1000},
        )
        return bool(found.first["mine"])

    def _load(self, tables: GraphTables) -> None:
        total = sum(map(len, tables.nodes.values())) + sum(map(len, tables.edges.values()))
        parameters = {"build": self._build, "study": self._study}
        found = self._connection.read("MATCH (s:Study {build: $build, id: $study}) RETURN s.loaded AS n", parameters)
        standing = int(found.first["n"])
        done = 0
        with self._connection.writing() as session:
            for number, (text, rows, edges) in enumerate(_ahead(self._batches(tables)), start=1):
                if number > standing:
                    session.execute_write(self._write_batch, number, text, rows, edges)
                done += len(rows)
                if self._progress:
                    self._progress(done, total)
        self._describe(tables)

    def _batches(self, tables: GraphTables) -> Iterator[Batch]:
        types = ontology()
        for label, node in types.nodes.items():
            if label == "Study":
                continue
            columns = [c.name for c in node.columns]
            parts: Iterable[pd.DataFrame] = [tables.nodes[label][columns]]
            if label == "Passage":
                parts = _with_words(tables.nodes[label][columns])
                columns += ["search_words", "search_length"]
            text = f"UNWIND $rows AS r CREATE (n:{label} {{{BUILD.name}: $build, {_listed(columns)}}})"
            yield from ((text, rows, False) for part in parts for rows in _cut(part))
        for (name, start, end), frame in tables.edges.items():
            own = [p.name for p in types.edges[name].properties]
            properties = f" {{{_listed(own, 2)}}}" if own else ""
            text = f"UNWIND $rows AS r {_end('a', start, 0)} {_end('b', end, 1)} CREATE (a)-[:{name}{properties}]->(b)"
            yield from ((text, rows, True) for rows in _cut(frame[["from_id", "to_id", *own]]))

    def _write_batch(
        self, transaction: neo4j.ManagedTransaction, number: int, text: str, rows: list[list[Any]], edges: bool
    ) -> None:
        marked = transaction.run(
            "MATCH (s:Study {build: $build, id: $study}) "
            "WITH s, s.loaded AS before, s.loader = $me AS mine "
            "SET s.loaded = CASE WHEN mine AND before = $number - 1 THEN $number ELSE before END, "
            "s.beat = CASE WHEN mine THEN timestamp() ELSE s.beat END RETURN before, mine",
            {"build": self._build, "study": self._study, "me": self._me, "number": number},
        ).single()
        if marked is None or not marked["mine"]:
            raise StoreError(
                "another process has taken over the writing of this build.",
                where=str(self._connection.address),
                next_step="Wait for it, then build again.",
            )
        if marked["before"] >= number:
            return
        counters = transaction.run(text, {"build": self._build, "rows": rows}).consume().counters
        made = counters.relationships_created if edges else counters.nodes_created
        if made != len(rows):
            raise StoreError(f"{len(rows) - made} edges of a batch name an id that is not there.", where=text)

    def _describe(self, tables: GraphTables) -> None:
        frame = tables.nodes["Study"]
        own = {str(k): _plain(v) for k, v in frame.iloc[0].items()} if len(frame) else {}
        self._connection.write(
            "MATCH (s:Study {build: $build, id: $study}) SET s += $own WITH s "
            "OPTIONAL MATCH (p:Passage {build: $build}) WITH s, count(p) AS rows, sum(p.search_length) AS tokens "
            "SET s.search_rows = rows, s.search_tokens = tokens",
            {"build": self._build, "study": self._study, "own": own},
        )

    def _finish(self) -> None:
        if self._state != "written":
            raise StoreError("nothing was written.", next_step="Call `write` once.")
        self._state = "broken off"
        parameters = {"build": self._build, "study": self._study, "record": self.record}
        self._connection.write(
            "MATCH (s:Study {build: $build, id: $study}) "
            "SET s.record = CASE WHEN s.whole THEN s.record ELSE $record END, s.whole = true",
            parameters,
        )
        make_current(self._connection, self._study, self._build)
        remove_others(self._connection, self._study, self._build)

    def _abandon(self) -> None:
        if self._state == "failed":
            remove(self._connection, self._build)


def _check_ids(label: str, frame: pd.DataFrame) -> None:
    twice = frame["id"][frame["id"].duplicated()]
    if len(twice):
        raise StoreError(f"the id {twice.iloc[0]!r} stands twice among {label} nodes.", next_step="Ids are unique.")


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, each made while the server still works on the one before."""
    with ThreadPoolExecutor(1, thread_name_prefix="batches") as pool:
        coming = pool.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, batches, None)
            yield batch


def _with_words(passages: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Passages with what search needs, some at a time, so that the first need not wait for the last."""
    for start in range(0, len(passages), ROWS):
        part = passages.iloc[start : start + ROWS].reset_index(drop=True)
        yield pd.concat([part, search_properties(part)], axis=1)


def _end(name: str, label: str, at: int) -> str:
    """One end of an edge, by its key.

    Without the hint the server may plan, where its statistics are of an emptied database, to go through the whole
    index for every row.
    """
    key = f"{BUILD.name}, id"
    return f"MATCH ({name}:{label} {{{BUILD.name}: $build, id: r[{at}]}}) USING INDEX SEEK {name}:{label}({key})"


def _listed(columns: Sequence[str], first: int = 0) -> str:
    return ", ".join(f"{name}: r[{i}]" for i, name in enumerate(columns, start=first))


def _cut(frame: pd.DataFrame) -> Iterator[list[list[Any]]]:
    """Rows as lists of plain values, in batches by number and by length of text."""
    if not len(frame):
        return
    lengths = np.zeros(len(frame), dtype=np.int64)
    for name in frame.columns:
        if isinstance(frame[name].dtype, pd.StringDtype) or frame[name].dtype == object:
            lengths += frame[name].str.len().fillna(0).to_numpy(dtype=np.int64)
    ends = np.cumsum(lengths)
    start = 0
    while start < len(frame):
        before = int(ends[start - 1]) if start else 0
        end = min(start + ROWS, max(start + 1, int(np.searchsorted(ends, before + CHARACTERS, side="right"))))
        part = frame.iloc[start:end]
        columns = [[_plain(v) for v in part[c]] if part[c].hasnans else part[c].tolist() for c in frame.columns]
        yield [list(row) for row in zip(*columns, strict=True)]
        start = end


def _plain(value: Any) -> Any:
    if value is pd.NA or (isinstance(value, float) and value != value):
        return None
    return value.item() if isinstance(value, np.generic) else value
