"""The embedded store: one Ladybug file a build, written once and closed, and a search index beside it.

The engine crashes where one file is written and read at once, and where a key is copied twice, so a file is written
under a name of its own by one `COPY` a table, checked before, and never opened for writing again.
"""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import ladybug
import pandas as pd

from graph.errors import BuildMissing, StoreError
from graph.ontology import BUILD, ontology
from graph.stores.arrow import to_arrow, to_frame
from graph.stores.base import Answer, AskLimits, SearchPage, SearchRequest, View, Writer
from graph.stores.plans import ADVICE, WHAT, ends, sound
from graph.stores.search import search, write_index
from graph.tables import GraphTables

GRAPH_FILE = "graph.lbug"
SEARCH_FILE = "search.sqlite"
UNFINISHED = ".part"
LARGEST = 2**36
"""Bytes of address space that the engine may reserve for one file; its default of 8 TiB fails under a limit."""
WRITER_MEMORY = 4 * 2**30
"""At most so many bytes for the engine while it writes; it takes what the graph needs, some 2 KB a contradiction."""
VIEW_MEMORY = 1024 * 2**20
TEXTS = 1000
"""Texts of which a view remembers how they are asked."""


class LadybugWriter(Writer):
    """Writes a build into `folder` (made if absent): graph.lbug and search.sqlite.

    Raises StoreError where a graph stands there already: a finished one is never opened for writing.
    """

    def __init__(self, folder: Path, build: str, *, memory: int = WRITER_MEMORY) -> None:
        self._folder = folder
        self._build = build
        self._memory = memory
        self._database: ladybug.Database | None = None

    def _begin(self) -> None:
        for name in (GRAPH_FILE, SEARCH_FILE):
            if (self._folder / name).exists():
                raise StoreError(
                    "a finished graph stands here already.",
                    where=str(self._folder / name),
                    next_step="Write into a new folder.",
                )
        self._folder.mkdir(parents=True, exist_ok=True)
        self._abandon()
        self._database = ladybug.Database(
            self._part(GRAPH_FILE), buffer_pool_size=self._memory, max_db_size=LARGEST, auto_checkpoint=False
        )

    def write(self, tables: GraphTables) -> None:
        """Write all nodes and edges; see `Writer.write`."""
        if self._database is None:
            raise StoreError("this writer is not open.", next_step="Use it in a `with` block.")
        for label, frame in tables.nodes.items():
            _check_ids(label, frame)
        index = _Index(self._part(SEARCH_FILE), tables)
        index.start()
        try:
            with ladybug.Connection(self._database) as connection:
                self._copy(connection, tables)
        except RuntimeError as error:
            raise StoreError(f"the graph cannot be written: {error}", where=str(self._folder)) from error
        finally:
            index.join()
        index.check()

    def _copy(self, connection: ladybug.Connection, tables: GraphTables) -> None:
        types = ontology()
        for statement in types.ddl():
            connection.execute(statement)
        for label, node in types.nodes.items():
            columns = (node.columns[0], BUILD, *node.columns[1:])
            frame = tables.nodes[label].assign(build=self._build)
            connection.execute(f"COPY {label} FROM $rows", {"rows": to_arrow(frame, columns)})
        for (name, start, end), frame in tables.edges.items():
            if len(frame):
                rows = to_arrow(frame, types.edges[name].columns)
                connection.execute(f"COPY {name} FROM $rows (from='{start}', to='{end}')", {"rows": rows})
        connection.execute("CHECKPOINT")

    def _finish(self) -> None:
        self._close()
        for name in (GRAPH_FILE, SEARCH_FILE):
            part = self._part(name)
            if not part.exists():
                raise StoreError("nothing was written.", where=str(self._folder), next_step="Call `write` once.")
            with part.open("rb+") as file:
                os.fsync(file.fileno())
        for name in (GRAPH_FILE, SEARCH_FILE):
            self._part(name).replace(self._folder / name)

    def _abandon(self) -> None:
        self._close()
        for name in (GRAPH_FILE, SEARCH_FILE):
            for left in self._folder.glob(f"{name}{UNFINISHED}*"):
                left.unlink()

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def _part(self, name: str) -> Path:
        return self._folder / (name + UNFINISHED)


def _check_ids(label: str, frame: pd.DataFrame) -> None:
    twice = frame["id"][frame["id"].duplicated()]
    if len(twice):
        raise StoreError(f"the id {twice.iloc[0]!r} stands twice among {label} nodes.", next_step="Ids are unique.")


class _Index(threading.Thread):
    """Writes the search index while the engine, which lets other threads run, copies the graph."""

    def __init__(self, path: Path, tables: GraphTables) -> None:
        super().__init__(name="search index", daemon=True)
        self._path = path
        self._tables = tables
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            write_index(self._path, self._tables.nodes["Passage"], self._tables.nodes["Coding"])
        except BaseException as error:
            self._error = error

    def check(self) -> None:
        """Raise what went wrong in the thread."""
        if self._error is not None:
            raise self._error


class LadybugView(View):
    """Reads the build in `folder`; raises BuildMissing where there is none, StoreError where it is another build."""

    def __init__(self, folder: Path, build: str, *, memory: int = VIEW_MEMORY) -> None:
        self.build = build
        self._folder = folder
        self._graph = folder / GRAPH_FILE
        for path in (self._graph, folder / SEARCH_FILE):
            if not path.is_file():
                raise BuildMissing(
                    "there is no finished graph here.", where=str(path), next_step="Run `crosscurrent build`."
                )
        try:
            database = ladybug.Database(self._graph, read_only=True, buffer_pool_size=memory, max_db_size=LARGEST)
        except RuntimeError as error:
            raise StoreError(
                f"the graph cannot be opened: {error}", where=str(self._graph), next_step="Build the study again."
            ) from error
        self._pool = _Connections(database)
        self._asked: dict[str, str | None] = {}
        try:
            self._check_build()
        except StoreError:
            self.close()
            raise

    def _check_build(self) -> None:
        found = self.run("MATCH (s:Study) RETURN s.build AS build")["build"].tolist()
        if found and found != [self.build]:
            raise StoreError(f"this is the build {found[0]}, not {self.build}.", where=str(self._graph))

    def run(self, cypher: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """Answer trusted text; see `View.run`."""
        bound = {"build": self.build, **(parameters or {})}
        with self._pool.one() as connection:
            try:
                result = connection.execute(self._sound(cypher, bound, connection), bound)
                if isinstance(result, list):
                    raise StoreError("one statement at a time.", next_step="Leave out the semicolon.")
                with result:
                    return to_frame(result.get_as_arrow(-1))
            except RuntimeError as error:
                raise StoreError(f"the graph cannot answer this: {error}", where=str(self._graph)) from error

    def _sound(self, cypher: str, bound: dict[str, object], connection: ladybug.Connection) -> str:
        """The text as the engine answers it rightly; it plans a text once, whatever the values of its parameters."""
        asked = self._asked.get(cypher, "")
        if asked == "":
            if len(self._asked) >= TEXTS:
                self._asked = {}
            asked = sound(cypher, lambda text: _plan(connection, text, bound), ends())
            self._asked[cypher] = asked
        if asked is None:
            raise StoreError(WHAT, where=" ".join(cypher.split())[:120], next_step=ADVICE)
        return asked

    def search(self, request: SearchRequest) -> SearchPage:
        """Find passages; see `View.search`."""
        with self._pool.one():
            return search(self._folder / SEARCH_FILE, request)

    def ask(self, text: str, *, limits: AskLimits | None = None, cancel: threading.Event | None = None) -> Answer:
        """Answer a typed question in a caged child process; see `View.ask`."""
        from graph.stores.question import ask

        return ask(text, self._graph, self.build, limits or AskLimits(), cancel)

    def close(self) -> None:
        """Let go of the file once every query under way has ended; see `View.close`."""
        self._pool.close()


def _plan(connection: ladybug.Connection, text: str, bound: dict[str, object]) -> str:
    result = connection.execute(f"EXPLAIN {text}", bound)
    if isinstance(result, list):
        raise StoreError("one statement at a time.", next_step="Leave out the semicolon.")
    with result:
        return "".join(str(line) for row in result.get_all() for line in row)


class _Connections:
    """Connections to one database, one a thread at a time, reused; closing waits for those in use."""

    def __init__(self, database: ladybug.Database) -> None:
        self._database = database
        self._idle: list[ladybug.Connection] = []
        self._busy = 0
        self._closed = False
        self._change = threading.Condition()

    @contextmanager
    def one(self) -> Iterator[ladybug.Connection]:
        with self._change:
            if self._closed:
                raise StoreError("this view is closed.", next_step="Open the current build again.")
            self._busy += 1
            connection = self._idle.pop() if self._idle else None
        try:
            connection = connection or ladybug.Connection(self._database)
            yield connection
        finally:
            with self._change:
                self._busy -= 1
                if connection is not None:
                    self._idle.append(connection)
                self._change.notify_all()

    def close(self) -> None:
        with self._change:
            if self._closed:
                return
            self._closed = True
            self._change.wait_for(lambda: not self._busy)
            while self._idle:
                self._idle.pop().close()
            self._database.close()
