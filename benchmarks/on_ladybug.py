"""The embedded engine measured: a build written and asked by us, and the same by the engine alone."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import ladybug
import numpy as np
import pyarrow as pa
from figures import Run, Watch, load_average, seconds
from made_up import made_up_graph
from questions import Questions, RawRun, RawSearch

from graph.ontology import ontology
from graph.stores.ladybug import GRAPH_FILE, LARGEST, SEARCH_FILE, VIEW_MEMORY, LadybugView, LadybugWriter
from graph.stores.tokens import Tokenizer
from graph.stores.words import fts5, parse
from graph.tables import GraphTables

BUILD = "bench"


def measure_ladybug(passages: int, draws: int, repeats: int, seed: int) -> Run:
    """Load, questions and memory at one size."""
    rng = np.random.default_rng(seed)
    made = made_up_graph(passages, rng)
    place = Path(tempfile.mkdtemp(prefix="engines-"))
    before = load_average()
    try:
        raw, own = [], []
        watch = Watch()
        for i in range(repeats):
            own.append(seconds(partial(write, made.tables, place / f"build{i}")))
        memory = [watch.read("load")]
        for i in range(repeats):
            raw.append(seconds(partial(raw_copy, made.tables, place / f"raw{i}")))
        folder = place / "build0"
        size = sum(path.stat().st_size for path in folder.iterdir())
        nodes, edges, questions = made.nodes, made.edges, Questions(made, draws, rng)
        del made  # what is measured next are questions, without the tables in memory
        watch = Watch()
        with LadybugView(folder, BUILD) as view, raw_run(folder) as run:
            timings = questions.all(view, run, raw_search(folder))
        memory.append(watch.read("questions"))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    after = load_average()
    version = ladybug.__version__
    return Run("embedded", version, nodes, edges, before, after, own, raw, bytes=size, memory=memory, timings=timings)


def write(tables: GraphTables, folder: Path) -> None:
    """Write a build as ours is written, search index included."""
    with LadybugWriter(folder, BUILD) as writer:
        writer.write(tables)


def raw_copy(tables: GraphTables, folder: Path) -> None:
    """Write the same tables by the engine alone, schema included, without a search index."""
    folder.mkdir()
    with ladybug.Database(str(folder / "raw.lbug")) as database, ladybug.Connection(database) as connection:
        for statement in ontology().ddl():
            connection.execute(statement)
        for label, frame in tables.nodes.items():
            rows = pa.Table.from_pandas(frame, preserve_index=False)
            rows = rows.add_column(1, "build", pa.array(["raw"] * len(frame), pa.string()))
            connection.execute(f"COPY {label} FROM rows")
        for (kind, a, b), frame in tables.edges.items():
            if len(frame):
                rows = pa.Table.from_pandas(frame, preserve_index=False)
                connection.execute(f"COPY {kind} FROM rows (from='{a}', to='{b}')")
        connection.execute("CHECKPOINT")


@contextmanager
def raw_run(folder: Path) -> Iterator[RawRun]:
    """Runs texts by the engine alone, with as much memory as ours has."""
    graph = str(folder / GRAPH_FILE)
    with (
        ladybug.Database(graph, read_only=True, buffer_pool_size=VIEW_MEMORY, max_db_size=LARGEST) as database,
        ladybug.Connection(database) as connection,
    ):

        def run(text: str, parameters: Mapping[str, object]) -> int:
            with connection.execute(text, dict(parameters)) as result:
                return int(result.get_as_arrow(-1).num_rows)

        yield run


def raw_search(folder: Path) -> RawSearch:
    """Searches by SQLite alone: best fifty, no total, no snippet."""
    text = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid LIMIT 50"
    tokenizer = Tokenizer()

    def search(words: str) -> int:
        tree = parse(words, tokenizer)
        assert tree is not None
        with closing(sqlite3.connect(f"{(folder / SEARCH_FILE).as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            return len(base.execute(text, [fts5(tree)]).fetchall())

    return search
