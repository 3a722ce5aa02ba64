"""Full-text search over passages: one SQLite FTS5 file beside the graph, written once and opened immutable."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pandas as pd

from graph.errors import QueryError, StoreError
from graph.stores.base import Hit, SearchPage, SearchRequest
from graph.stores.snippets import Pieces, beginning, snippet
from graph.stores.tokens import TOKENIZE, Tokenizer
from graph.stores.words import Phrase, fts5, parse, ranking, wanted

COLUMNS = ("id", "source", "citation", "ref", "text_kind", "level", "respondent", "clearance")
SCHEMA = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE passages(number INTEGER PRIMARY KEY, id TEXT, source TEXT, citation TEXT, ref TEXT, text_kind TEXT,
    level TEXT, respondent TEXT, clearance TEXT, text TEXT);
CREATE VIRTUAL TABLE words USING fts5(text, content='passages', content_rowid='number',
    tokenize="{TOKENIZE}");
CREATE TABLE codes(code TEXT, number INTEGER, PRIMARY KEY (code, number)) WITHOUT ROWID;
"""
INDEXES = """
INSERT INTO words(words) VALUES ('rebuild');
CREATE INDEX by_source ON passages(source);
CREATE INDEX by_level ON passages(level);
CREATE INDEX by_respondent ON passages(respondent);
"""


def write_index(path: Path, passages: pd.DataFrame, codings: pd.DataFrame) -> None:
    """Write the index of a build to a new file.

    `passages` and `codings` are frames as in graph/ontology.yaml; only counted codings serve the filter by code.
    Raises StoreError where the file exists or SQLite lacks FTS5.
    """
    if path.exists():
        raise StoreError("there is a search index already.", where=str(path), next_step="Write into a new folder.")
    ordered = passages.sort_values(["source", "seq", "id"], kind="stable", ignore_index=True)
    texts = ordered["text"].tolist()
    rows = zip(range(1, len(ordered) + 1), *(ordered[c].tolist() for c in COLUMNS), texts, strict=True)
    number = {ident: n for n, ident in enumerate(ordered["id"], start=1)}
    counted = codings[codings["counted"].astype(bool)]
    pairs = {(c, number[p]) for c, p in zip(counted["code"], counted["passage"], strict=True) if p in number}
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        try:
            base.executescript(SCHEMA)
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"this Python's SQLite has no full-text search (FTS5): {error}.",
                next_step="Use a Python from python.org or from your system.",
            ) from error
        base.execute("BEGIN")
        base.executemany(f"INSERT INTO passages VALUES ({', '.join('?' * (len(COLUMNS) + 2))})", rows)  # noqa: S608
        base.executemany("INSERT INTO codes VALUES (?, ?)", sorted(pairs))
        base.execute("COMMIT")
        base.executescript(INDEXES)


def search(path: Path, request: SearchRequest) -> SearchPage:
    """Find passages in the index at `path`; best first, ties and listings in the order of source and place.

    Raises QueryError for words that cannot be read and for a limit or offset below 0, StoreError for a broken index.
    """
    if request.limit < 0 or request.offset < 0:
        raise QueryError("limit and offset are 0 or more.", where="search")
    tokenizer = Tokenizer()
    tree = parse(request.words, tokenizer)
    # The plus keeps SQLite from looking up one row at a time: words are looked for first, and then filtered.
    where, values = _filters(request, "+" if tree else "")
    if tree:
        scored = ranking(tree)
        found = [] if scored is tree else ["+words.rowid IN (SELECT rowid FROM words WHERE words MATCH ?)"]
        where = ["words MATCH ?", *found, *where]
        values = [fts5(scored), *([fts5(tree)] if found else []), *values]
    source = "words JOIN passages ON passages.number = words.rowid" if tree else "passages"
    order = "bm25(words), passages.number" if tree else "passages.number"
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    listed = ", ".join(f"passages.{c}" for c in COLUMNS)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            count = f"SELECT count(*) FROM {source} {condition}"  # noqa: S608 - only names of this module
            total = int(base.execute(count, values).fetchone()[0])
            page = f"SELECT {listed}, passages.text FROM {source} {condition} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608
            rows = base.execute(page, [*values, request.limit, request.offset]).fetchall()
    except sqlite3.Error as error:
        raise StoreError(
            f"the search index cannot be read: {error}.", where=str(path), next_step="Build the study again."
        ) from error
    looked_for = tuple(wanted(tree)) if tree else ()
    return SearchPage(total, tuple(Hit(*(*row[:-1], _shown(row[-1], looked_for, tokenizer))) for row in rows))


def _shown(text: str, looked_for: Sequence[Phrase], tokenizer: Tokenizer) -> Pieces:
    return snippet(text, looked_for, tokenizer) if looked_for else beginning(text)


def _filters(request: SearchRequest, plus: str) -> tuple[list[str], list[str]]:
    where: list[str] = []
    values: list[str] = []
    for column, allowed in (
        ("source", request.sources),
        ("level", request.levels),
        ("respondent", request.cases),
    ):
        if allowed:
            where.append(f"{plus}passages.{column} IN ({_marks(allowed)})")
            values += allowed
    if request.codes:
        where.append(f"{plus}passages.number IN (SELECT number FROM codes WHERE code IN ({_marks(request.codes)}))")  # noqa: S608
        values += request.codes
    return where, values


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def engine_version() -> str:
    """Version of SQLite where it has full-text search (FTS5); empty where it has not."""
    with closing(sqlite3.connect(":memory:")) as database:
        options = {row[0] for row in database.execute("PRAGMA compile_options")}
    return sqlite3.sqlite_version if "ENABLE_FTS5" in options else ""
