"""What a store is, whichever engine keeps it: a `Writer` that fills it once, and a `View` that only reads it.

Nothing of an engine shows through these two. A view answers trusted text in the dialect that both engines share
(`run`), search, and typed questions (`ask`), which go through a guard first.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import pandas as pd

from graph.closing import Closing
from graph.errors import StoreError
from graph.frames import conform
from graph.ontology import EdgeType, Property, ontology
from graph.tables import GraphTables

LABELS_OF_EDGES = (Property("from_label", "string", ""), Property("to_label", "string", ""))


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to look for in passages.

    `words`: plain words (all must stand there), "an exact phrase", prefix*, AND, OR, NOT and brackets; empty finds
    every passage that the filters let through. A filter that is empty lets everything through; `codes` asks for a
    counted coding with one of these codes.
    """

    words: str = ""
    sources: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found; `snippet` is (text, whether it is a hit) in reading order, plain text, no markup."""

    passage: str
    source: str
    citation: str
    ref: str
    text_kind: str
    level: str
    respondent: str
    clearance: str
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of hits, best first, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class AskLimits:
    """What a typed question may use: seconds, rows, bytes of memory, bytes of answer."""

    seconds: float = 10.0
    rows: int = 1000
    memory: int = 512 * 2**20
    answer: int = 32 * 2**20


@dataclass(frozen=True)
class Answer:
    """What a typed question gave; `complete` is False where rows beyond the limit were left out."""

    table: pd.DataFrame
    complete: bool


class Writer(ABC):
    """Fills a new store once: `with writer: writer.write(tables)`.

    When the block ends without an error the store is finished and closed for good; when it fails, it is as if it had
    never been begun.
    """

    def __enter__(self) -> Self:
        self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._abandon()
            return
        try:
            self._finish()
        except BaseException:
            self._abandon()
            raise

    @abstractmethod
    def write(self, tables: GraphTables) -> None:
        """Write all nodes and edges; called once. Raises StoreError for an id that stands twice or is not there."""

    @abstractmethod
    def _begin(self) -> None: ...

    @abstractmethod
    def _finish(self) -> None: ...

    @abstractmethod
    def _abandon(self) -> None: ...


class View(Closing):
    """Reads one finished build; a context manager, safe to use from several threads."""

    build: str
    """Key of the build that is read."""

    @abstractmethod
    def run(self, cypher: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """Answer trusted text in the dialect that both engines share; `$build` is bound.

        Columns have plain types: str (an absent text is empty), int64, float64, bool, or Int64 and boolean where a
        value is absent; lists are Python lists. Raises StoreError where the engine cannot answer.
        """

    @abstractmethod
    def search(self, request: SearchRequest) -> SearchPage:
        """Find passages. Raises QueryError, with place and hint, for words that cannot be read."""

    @abstractmethod
    def ask(self, text: str, *, limits: AskLimits | None = None, cancel: threading.Event | None = None) -> Answer:
        """Answer a typed question, which may use `$build` and nothing but read.

        Raises QuestionRefused before the engine carries out a question that would do more than read, QuestionLimit
        when it runs out of time, rows' size or memory, and QuestionError when a name in it is not there, when it
        fails, or the engine crashes over it. When `cancel` is set, by any thread, the engine ends the question and
        QuestionLimit says that it was stopped; it ends it for every other exception here too, KeyboardInterrupt
        among them.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of the store, once everything under way has ended; a closed view raises StoreError."""

    def table(self, label: str) -> pd.DataFrame:
        """All nodes of a type: id, label and properties in declared order, ordered by id."""
        types = ontology().nodes
        if label not in types:
            raise StoreError(f"no node type is called {label}.", next_step=f"Types are: {', '.join(types)}.")
        columns = types[label].columns
        listed = ", ".join(f"n.{c.name} AS {c.name}" for c in columns)
        found = self.run(f"MATCH (n:{label} {{build: $build}}) RETURN {listed}")
        return conform(found.sort_values("id", kind="stable"), columns)

    def edges(self, kind: str) -> pd.DataFrame:
        """All edges of a type: from_id, from_label, to_id, to_label and properties, ordered by those columns."""
        types = ontology().edges
        if kind not in types:
            raise StoreError(f"no edge type is called {kind}.", next_step=f"Types are: {', '.join(types)}.")
        parts = [self._edges_between(types[kind], *pair) for pair in types[kind].pairs]
        return pd.concat(parts, ignore_index=True)

    def _edges_between(self, kind: EdgeType, start: str, end: str) -> pd.DataFrame:
        listed = "".join(f", r.{p.name} AS {p.name}" for p in kind.properties)
        found = self.run(
            f"MATCH (a:{start} {{build: $build}})-[r:{kind.name}]->(b:{end} {{build: $build}}) "
            f"RETURN a.id AS from_id, '{start}' AS from_label, b.id AS to_id, '{end}' AS to_label{listed}"
        )
        columns = (kind.columns[0], LABELS_OF_EDGES[0], kind.columns[1], LABELS_OF_EDGES[1], *kind.properties)
        table = conform(found, columns)
        return table.sort_values([c.name for c in columns], kind="stable", ignore_index=True)

    def counts(self) -> dict[str, int]:
        """Number of nodes and edges by type, in the order of the ontology."""
        types = ontology()
        parts = [
            f"MATCH (n:{label} {{build: $build}}) RETURN '{label}' AS name, count(n) AS total" for label in types.nodes
        ]
        parts += [
            f"MATCH (:{_any(a for a, _ in kind.pairs)} {{build: $build}})-[r:{name}]->"
            f"(:{_any(b for _, b in kind.pairs)} {{build: $build}}) RETURN '{name}' AS name, count(r) AS total"
            for name, kind in types.edges.items()
        ]
        found = self.run(" UNION ALL ".join(parts))
        totals = dict(zip(found["name"], found["total"], strict=True))
        return {name: int(totals.get(name, 0)) for name in (*types.nodes, *types.edges)}


def _any(labels: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(labels))
