"""The embedded graph at 200k passages and a million edges: load beside a raw COPY, every named query, peak memory.

Usage: python benchmarks/graph_at_size.py [--passages N] [--draws N]

The graph is made up, with the bundled study's codebook; parameters of queries are drawn at random.
"""

import argparse
import resource
import shutil
import tempfile
import time
from pathlib import Path

import ladybug
import numpy as np
import pandas as pd
import pyarrow as pa

from graph import queries
from graph.evidence import Evidence, evidence
from graph.measures.aggregates import aggregates
from graph.measures.contradictions import COLUMNS as CONTRADICTION
from graph.model import Source, Study
from graph.ontology import ontology
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.tables import GraphTables, graph_tables
from ingest.bundled import bundled_study
from ingest.study import load_study

WORDS = ("local", "national", "budget", "plan", "carers", "outcome", "region", "audit", "trust", "duty", "council")
SOURCES = 2000
PAIRS = 300_000


def made_up(passages: int, rng: np.random.Generator) -> Evidence:
    """Frames of a study with so many passages and one coding each."""
    study, _ = load_study(bundled_study())
    assert study is not None
    actors = list(study.codebook.actors.values())
    issuers = [a.id for a in actors if a.level]
    sources = {f"s{i}": Source(f"s{i}", f"Source {i}", issuer=issuers[i % len(issuers)]) for i in range(SOURCES)}
    small = Study(study.id, study.title, study.codebook, sources, study.cases, coders=("first-pass",))
    frames = dict(evidence(small, [], [], {}, {}).nodes)
    frames["Passage"] = _passages(passages, frames["Source"], rng)
    frames["Coding"] = _codings(frames, rng)
    return Evidence(frames)


def _filled(label: str, columns: dict[str, object], rows: int) -> pd.DataFrame:
    empty = {"string": "", "int": 0, "float": 0.0, "bool": True}
    data = {c.name: columns.get(c.name, empty[c.type]) for c in ontology().nodes[label].columns}
    return pd.DataFrame(data, index=range(rows))


def _passages(n: int, sources: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    of = rng.integers(0, len(sources), n)
    ids = [f"p-{i:012d}" for i in range(n)]
    texts = [" ".join(w) for w in np.array(WORDS)[rng.integers(0, len(WORDS), (n, 25))]]
    columns = {"id": ids, "label": ids, "citation": ids, "text": texts, "source": sources["id"].to_numpy()[of]}
    columns |= {"level": sources["level"].to_numpy()[of], "end_offset": 100, "clearance": "open"}
    return _filled("Passage", columns, n)


def _codings(frames: dict[str, pd.DataFrame], rng: np.random.Generator) -> pd.DataFrame:
    passages, messages, barriers = frames["Passage"], frames["Message"], frames["Barrier"]
    n = len(passages)
    actors = frames["Actor"][frames["Actor"]["level"] != ""].reset_index(drop=True)
    voice = actors.iloc[rng.integers(0, len(actors), n)].reset_index(drop=True)
    sender = actors.iloc[rng.integers(0, len(actors), n)].reset_index(drop=True)
    message = messages.iloc[rng.integers(0, len(messages), n)].reset_index(drop=True)
    is_message, relayed = rng.random(n) < 0.8, rng.random(n) < 0.4
    barrier = barriers["id"].to_numpy()[rng.integers(0, len(barriers), n)]
    has_sender = is_message & relayed
    addressed = is_message & (rng.random(n) < 0.3)
    columns: dict[str, object] = {
        "id": [f"c-{i:012d}" for i in range(n)],
        "label": "words",
        "quote": "words",
        "passage": passages["id"],
        "source": passages["source"],
        "code": np.where(is_message, message["id"], barrier),
        "code_kind": np.where(is_message, "message", "barrier"),
        "axis": np.where(is_message, message["axis"], ""),
        "pole": np.where(is_message, message["pole"], 0),
        "coder": "first-pass",
        "status": "accepted",
        "end_offset": 5,
        "stance": np.where(is_message, np.where(relayed, "reports", "endorses"), ""),
        "anchor": "exact",
        "addressee": np.where(addressed, sender["id"], ""),
        "citation": passages["citation"],
        "text_kind": "digest",
        "clearance": "open",
    }
    for role, who, used in (("voice", voice, np.ones(n, bool)), ("sender", sender, has_sender)):
        names = {"": "id", "_body": "body", "_level": "level", "_standing": "standing", "_label": "label"}
        columns |= {role + end: np.where(used, who[name], "") for end, name in names.items()}
    columns["voice_kind"] = "actor"
    return _filled("Coding", columns, n)


def _pairs(codings: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Pairs of codings on opposite poles, drawn at random (every pair of codings at most once)."""
    messages = codings[codings["code_kind"] == "message"]
    parts = []
    for axis, own in messages.groupby("axis"):
        a, b = (own[own["pole"] == pole].reset_index(drop=True) for pole in (-1, 1))
        n = PAIRS // messages["axis"].nunique()
        i, j = rng.integers(0, len(a), n), rng.integers(0, len(b), n)
        part = pd.DataFrame({"a": a["id"].to_numpy()[i], "b": b["id"].to_numpy()[j], "axis": axis})
        for side, of, at in (("a", a, i), ("b", b, j)):
            for name in ("body", "label", "level"):
                part[f"holder{'' if name == 'body' else '_' + name}_{side}"] = of[f"voice_{name}"].to_numpy()[at]
        parts.append(part)
    table = pd.concat(parts, ignore_index=True).drop_duplicates(["a", "b"], ignore_index=True)
    table["salience"] = np.round(rng.random(len(table)), 4)
    table = table.sort_values("salience", ascending=False, ignore_index=True)
    fixed = {"parts": "{}", "judgement": "", "came_first": "", "forces": "", "claim_a": "said", "claim_b": "said"}
    table = table.assign(side_a=-1, side_b=1, **fixed)
    table["kind"] = np.where(table["holder_level_a"] == table["holder_level_b"], "within-level", "cross-level")
    table["id"] = [f"x-{i:012d}" for i in range(len(table))]
    table["rank"] = np.arange(1, len(table) + 1)
    return table[CONTRADICTION]


def raw_copy(tables: GraphTables, folder: Path) -> float:
    """Seconds that the engine alone needs for the same tables, schema included."""
    start = time.perf_counter()
    database = ladybug.Database(str(folder / "raw.lbug"))
    connection = ladybug.Connection(database)
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
    connection.close()
    database.close()
    return time.perf_counter() - start


def time_queries(view: LadybugView, draws: int, rng: np.random.Generator) -> None:
    """95th percentile of every named query at up to 200 rows, one client, warm, parameters drawn."""
    ids = {label: list(view.table(label)["id"]) for label in ("Actor", "Axis", "Message", "Barrier", "Level", "Source")}
    ids["Respondent"] = ids["Actor"]
    ids["Passage"] = [f"p-{i:012d}" for i in range(1000)]
    for name, query in queries.catalogue().items():
        taken = []
        for _ in range(draws + 1):
            given: dict[str, object] = {}
            for parameter in query.parameters.values():
                choices = [i for label in parameter.of for i in ids.get(label, [])]
                if parameter.required and choices:
                    given[parameter.name] = str(rng.choice(choices))
            start = time.perf_counter()
            queries.run(view, name, limit=200, **given)  # type: ignore[arg-type]
            taken.append(time.perf_counter() - start)
        print(f"{name:28} p95 {np.quantile(taken[1:], 0.95):6.3f} s  median {np.median(taken[1:]):6.3f} s")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=200_000)
    parser.add_argument("--draws", type=int, default=20)
    given = parser.parse_args()
    rng = np.random.default_rng(1)
    made = made_up(given.passages, rng)
    pairs = _pairs(made.codings, rng)
    start = time.perf_counter()
    tables = graph_tables(made, pairs, aggregates(made.codings, made.messages))
    edges = sum(len(frame) for frame in tables.edges.values())
    print(f"{len(made.passages):,} passages, {edges:,} edges; tables made in {time.perf_counter() - start:.1f} s")
    place = Path(tempfile.mkdtemp())
    try:
        raw = raw_copy(tables, place)
        start = time.perf_counter()
        with LadybugWriter(place / "build", "bench") as writer:
            writer.write(tables)
        own = time.perf_counter() - start
        print(f"load {own:.1f} s with the search index, raw COPY {raw:.1f} s: {own / raw:.2f} times")
        with LadybugView(place / "build", "bench") as view:
            time_queries(view, given.draws, rng)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB")


if __name__ == "__main__":
    main()
