"""How finding contradictions grows with the study, and how fast the first hundred are read.

    python benchmarks/contradictions.py [--sizes 10000 100000 1000000] [--read 100000] [--page docs/…md]

Each size runs in a process of its own, so that its peak memory is its own. The page is written from what was measured.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from contradictions_page import page
from figures import Watch
from made_up import _filled, _respondents, _voices, made_up

from graph import queries
from graph.evidence import Evidence
from graph.measures.contradictions import KINDS, PARTNERS, Found, class_ids, find, frame, partners_of
from graph.measures.subjects import COMMON
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.tables import graph_tables

SEED = 20261124
VOCABULARY = 60_000
SHORT = 120
"""So many of the most frequent words are too short to tell a subject, as `the` and `of` are."""
CODINGS_A_RESPONDENT = 40
CODINGS_A_SOURCE = 20
TABLE_TO = 50_000
"""Up to so many codings the whole table is made; beyond, its first hundred thousand rows."""
READS = 20
WRITER_MEMORY = 4 * 2**30
"""The engine takes more memory to write more than some 300,000 contradictions than a build gives it."""


@dataclass(frozen=True)
class Measured:
    """One size: seconds and peak MiB over what the study itself takes."""

    codings: int
    claims: int
    pairs: int
    find: float
    table: float
    rows: int
    study: int
    peak: int
    table_peak: int
    kinds: dict[str, int]
    same: float | None = None
    same_top: float | None = None
    reads: list[float] | None = None
    filtered: list[float] | None = None
    built: float | None = None
    stored: int | None = None
    partners: int | None = None


def study(n: int, rng: np.random.Generator) -> Evidence:
    """A made-up study with so many codings: nine axes, 30 % respondents, bodies as unequal as they are."""
    made = made_up(n, rng)
    frames = dict(made.nodes)
    frames["Respondent"] = _respondents(max(10, n // CODINGS_A_RESPONDENT), rng)
    quotes, texts = _texts(n, rng)
    frames["Passage"] = frames["Passage"].assign(text=texts, start_offset=0)
    frames["Coding"] = _codings(frames, quotes, rng)
    return Evidence(frames)


def _texts(n: int, rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Quotes of 5 to 40 words and the passages they stand in, words as frequent as in natural text (Mandelbrot)."""
    letters = [c + v for c in "bcdfghjklmnprstvwxyz" for v in "aeiou"]
    numbers = rng.permutation(len(letters) ** 3)[:VOCABULARY]
    words = np.array([letters[i // 10_000] + letters[i // 100 % 100] + letters[i % 100] for i in numbers], dtype=object)
    words[:SHORT] = [word[:3] for word in words[:SHORT]]
    frequency = 1 / (np.arange(VOCABULARY) + 2.7)
    steps = np.cumsum(frequency / frequency.sum())
    quotes, texts = [], []
    for start in range(0, n, 50_000):
        lengths = rng.integers(5, 41, min(50_000, n - start))
        ends = np.cumsum(lengths + 20)
        drawn = words[np.minimum(np.searchsorted(steps, rng.random(int(ends[-1]))), VOCABULARY - 1)].tolist()
        for length, end in zip(lengths.tolist(), ends.tolist(), strict=True):
            own = drawn[end - length - 20 : end]
            quotes.append(" ".join(own[:length]))
            texts.append(" ".join(own))
    return quotes, texts


def _codings(frames: dict[str, pd.DataFrame], quotes: list[str], rng: np.random.Generator) -> pd.DataFrame:
    n = len(quotes)
    actors, respondents = _voices(frames)
    share = 1 / (np.arange(len(actors)) + 3.0)  # the government speaks in every tenth coding, most bodies hardly ever
    bodies = rng.choice(len(actors), n, p=share / share.sum())
    senders = rng.choice(len(actors), n, p=share / share.sum())
    by_case = rng.random(n) < 0.3
    both = pd.concat([actors, respondents], ignore_index=True)
    voice = both.iloc[np.where(by_case, len(actors) + rng.integers(0, len(respondents), n), bodies)]
    sender, voice = actors.iloc[senders].reset_index(drop=True), voice.reset_index(drop=True)
    message = frames["Message"].iloc[rng.integers(0, len(frames["Message"]), n)].reset_index(drop=True)
    relays = (rng.random(n) < np.where(by_case, 0.5, 0.15)) & (sender["body"] != voice["body"]).to_numpy()
    stance = np.where(relays, rng.choice(["reports", "rejects"], n, p=[0.7, 0.3]), "endorses")
    force = rng.choice(["", "duty", "power", "guidance", "aspiration"], n, p=[0.4, 0.15, 0.1, 0.15, 0.2])
    year, document = rng.integers(2011, 2026, n).astype(str), rng.integers(0, max(1, n // CODINGS_A_SOURCE // 50), n)
    parties = ((voice, np.ones(n, dtype=bool), "voice"), (sender, relays, "sender"))
    columns: dict[str, object] = {
        **{name: value for who, used, role in parties for name, value in _party(who, used, role)},
        "voice_kind": voice["kind"],
        "id": [f"c-{i:016x}" for i in rng.permutation(n)],
        "quote": quotes,
        "passage": frames["Passage"]["id"],
        "source": voice["id"].str.cat(document.astype(str), sep="-"),
        "code": message["id"],
        "code_kind": "message",
        "axis": message["axis"],
        "pole": message["pole"],
        "coder": "first-pass",
        "status": np.where(rng.random(n) < 0.6, "accepted", "suggested"),
        "end_offset": [len(q) for q in quotes],
        "stance": stance,
        "force": np.where(by_case | relays, "", force),
        "date": np.where(rng.random(n) < 0.7, year, ""),
        "anchor": "exact",
        "text_kind": "verbatim",
        "clearance": "open",
    }
    return _filled("Coding", columns, n)


def _party(who: pd.DataFrame, used: "np.typing.NDArray[np.bool_]", role: str) -> Iterator[tuple[str, object]]:
    for end, name in {"": "id", "_body": "body", "_level": "level", "_standing": "standing", "_label": "label"}.items():
        yield role + end, np.where(used, who[name], "")


def measured(n: int, read: bool, compare: bool) -> Measured:
    """Find, make the table, and where asked read from a graph and compare with fewer words counted."""
    made = study(n, np.random.default_rng(SEED))
    given, classes = {"passages": made.passages}, class_ids(made.actors)
    watch = Watch()
    start = time.process_time()
    found = find(made.codings, (), classes, **given, partners=PARTNERS)
    seconds = time.process_time() - start
    memory = watch.read("finding")
    watch = Watch()
    start = time.process_time()
    table = frame(found, None if n <= TABLE_TO else 100_000)
    made_table = time.process_time() - start
    more = watch.read("table")
    kinds = dict(zip(KINDS, np.bincount(found.kind, minlength=len(KINDS)).tolist(), strict=True))
    result = Measured(
        codings=n,
        claims=len(found.claims.table),
        pairs=len(found),
        find=round(seconds, 2),
        table=round(made_table, 2),
        rows=len(table),
        study=memory.before,
        peak=memory.ours - memory.before,
        table_peak=more.ours - more.before,
        kinds=kinds,
    )
    values = asdict(result)
    if compare:
        # A tenth of the claims of a tenfold study: a tenth of the limit passes over as large a share of the words.
        every = find(made.codings, (), classes, **given, partners=PARTNERS, common=COMMON // 10)
        values["same"] = len(np.intersect1d(pair_bits_of(found), pair_bits_of(every))) / len(found)
        values["same_top"] = len(np.intersect1d(pair_bits_of(found)[:1000], pair_bits_of(every)[:1000])) / 1000
    if read:
        del found, table
        values |= _read(made, find(made.codings, (), classes, **given))
    return Measured(**values)


def pair_bits_of(found: Found) -> "np.typing.NDArray[np.int64]":
    """Each pair as one number, the same for the same pair of one study."""
    n = len(found.claims.table)
    return np.minimum(found.a, found.b).astype(np.int64) * n + np.maximum(found.a, found.b)


def _read(made: Evidence, found: Found) -> dict[str, object]:
    """Seconds for the first hundred of the named query, all and with a filter, from an embedded graph."""
    table = frame(found)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        with LadybugWriter(Path(folder) / "b", "b", memory=WRITER_MEMORY) as writer:
            writer.write(graph_tables(made, table, {}))
        built = time.perf_counter() - start
        with LadybugView(Path(folder) / "b", "b") as view:
            plain = [_timed(view) for _ in range(READS + 1)][1:]
            some = {"kinds": ["say-hear"], "forces": ["hard-none"]}
            filtered = [_timed(view, **some) for _ in range(READS + 1)][1:]
    return {
        "reads": plain,
        "filtered": filtered,
        "built": round(built, 1),
        "stored": len(table),
        "partners": partners_of(len(made.codings)),
    }


def _timed(view: LadybugView, **given: object) -> float:
    start = time.perf_counter()
    found = queries.run(view, "contradictory_signals", limit=100, **given)
    seconds = time.perf_counter() - start
    assert len(found) == 100
    return round(seconds, 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--read", type=int, default=100_000, help="read from a graph of this size (and compare words)")
    parser.add_argument("--page", type=Path, help="write the page here")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(asdict(measured(given.one, given.one == given.read, given.one == given.read))))
        return
    results = []
    for size in given.sizes:
        command = [sys.executable, __file__, "--one", str(size), "--read", str(given.read)]
        line = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip().splitlines()[-1]
        results.append(Measured(**json.loads(line)))
        print(line, flush=True)
    if given.page:
        given.page.write_text(page(results), encoding="utf-8")


if __name__ == "__main__":
    main()
