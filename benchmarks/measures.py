"""How long the measures take: `python benchmarks/measures.py [--voices 1000] [--axes 20] [--codings 60000 100000]`.

Each line is the best of `--repeats` runs on a made-up study: wall time, and processor time of all threads. Beside ours
stands what SciPy takes for the same intervals and tests of the gaps alone, on one axis, times the number of axes.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from graph.measures.claims import claims
from graph.measures.corrections import corrected
from graph.measures.coverage import coverage
from graph.measures.resampling import BOOTSTRAP_DRAWS, PERMUTATION_DRAWS
from graph.measures.saying import say_hear_of_actors, say_hear_of_messages
from graph.measures.sensitivity import sensitivity
from graph.measures.sides import Sides, heard_by, sides_by_axis, voice_values
from graph.measures.soft_hard import soft_hard
from graph.measures.tensions import tensions
from graph.ontology import ontology

COLUMNS = ontology().nodes["Coding"].columns
EMPTY: dict[str, object] = {"string": "", "int": 0, "float": 0.0, "bool": True}


def codebook(axes: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Axes and messages, one at each pole."""
    ids = [f"axis-{i:03d}" for i in range(axes)]
    frame = pd.DataFrame({"id": ids, "label": ids, "definition": "", "seq": range(axes)})
    rows = [(f"{axis}{sign}", f"{axis}{sign}", axis, int(f"{sign}1")) for axis in ids for sign in "-+"]
    messages = pd.DataFrame(rows, columns=["id", "label", "axis", "pole"])
    return frame, messages.assign(seq=range(len(messages)))


def made_up(voices: int, axes: int, codings: int, rng: np.random.Generator) -> pd.DataFrame:
    """Codings of `voices` voices, a third at each level, half of them bodies, whose words come from several sources.

    Four in ten report or answer a sender at another level; six in ten of what bodies write have a force.
    """
    messages = codebook(axes)[1]
    names = np.array([f"v{i:05d}" for i in range(voices)], dtype=object)
    levels = np.array(["macro", "meso", "micro"], dtype=object)[np.arange(voices) % 3]
    body = np.arange(voices) % 2 == 0
    at = rng.integers(0, voices, codings)
    sender = 2 * rng.integers(0, voices // 2, codings)
    sent = (rng.random(codings) < 0.4) & (levels[sender] != levels[at])
    message = rng.integers(0, len(messages), codings)
    source = np.where(body[at], rng.integers(0, 5, codings), 0)
    forces = np.array(["duty", "guidance", "aspiration", "", ""], dtype=object)
    stances = np.array(["endorses", "rejects", "reports"], dtype=object)
    chosen = {
        "id": [f"c-{i:07d}" for i in range(codings)],
        "code": messages["id"].to_numpy()[message],
        "axis": messages["axis"].to_numpy()[message],
        "pole": messages["pole"].to_numpy()[message],
        "source": [f"s{a}-{b}" for a, b in zip(at, source, strict=True)],
        "source_kind": np.where(body[at], "policy", "excerpts"),
        "stance": np.where(sent, stances[rng.integers(0, 3, codings)], stances[rng.integers(0, 2, codings)]),
        "force": np.where(body[at], forces[rng.integers(0, 5, codings)], ""),
        "voice_kind": np.where(body[at], "actor", "case"),
        "voice_level": levels[at],
        "sender_level": np.where(sent, levels[sender], ""),
        "sender_standing": np.where(sent, "governs", ""),
        **{f"voice{end}": names[at] for end in ("", "_body", "_label")},
        **{f"sender{end}": np.where(sent, names[sender], "") for end in ("", "_body", "_label")},
    }
    fixed: dict[str, object] = {
        "code_kind": "message",
        "status": "accepted",
        "voice_standing": "governs",
        "anchor": "exact",
    }
    given = {**fixed, **chosen}
    return pd.DataFrame({c.name: given.get(c.name, EMPTY[c.type]) for c in COLUMNS}, index=range(codings))


def timed(name: str, work: Callable[[], Any], repeats: int) -> Any:
    """Print the best wall time of some runs with its processor time, and return what the work gave."""
    best, result = (float("inf"), 0.0), None
    for _ in range(repeats):
        wall, processor = time.perf_counter(), time.process_time()
        result = work()
        best = min(best, (time.perf_counter() - wall, time.process_time() - processor))
    sys.stdout.write(f"{name:<64} {best[0]:8.3f} s {best[1]:8.3f} s\n")
    sys.stdout.flush()
    return result


def by_scipy(own: Sides) -> None:
    """Interval and test of both gaps of one axis, as SciPy draws them."""
    from scipy import stats

    def half(a: Any, b: Any, axis: int = -1) -> Any:
        return np.abs(a.mean(axis=axis) - b.mean(axis=axis)) / 2

    said = own.where(own.said & own.governs)
    macro, meso = (np.array(list(voice_values(said.at(level)).values())) for level in ("macro", "meso"))
    heard = np.array(list(heard_by(own.heard("macro", "meso")).values()))
    for other in (meso, heard):
        common: dict[str, Any] = {"vectorized": True, "batch": 500, "n_resamples": BOOTSTRAP_DRAWS, "rng": 1}
        stats.bootstrap((macro, other), half, method="percentile", **common)
        stats.permutation_test((macro, other), half, alternative="greater", **common)


def run(voices: int, axes: int, codings: int, repeats: int) -> None:
    """All measures on one made-up study."""
    frame = made_up(voices, axes, codings, np.random.default_rng(6))
    ids, messages = codebook(axes)
    sys.stdout.write(f"\n{axes} axes, {voices:,} voices, {codings:,} codings; {os.cpu_count()} processors\n")
    table = timed("claims", lambda: claims(frame), repeats)
    draws = f"{BOOTSTRAP_DRAWS:,} bootstrap and {PERMUTATION_DRAWS:,} exchange draws"
    found = timed(f"tensions, {draws}", lambda: tensions(frame, ids, messages, focus="v00000", seed=1), repeats)
    own = sides_by_axis(table, list(ids["id"]))[0]
    timed("SciPy, the two gaps of one axis", lambda: by_scipy(own), 1)
    timed("corrected p-values", lambda: corrected(found), repeats)
    timed("sensitivity", lambda: sensitivity(frame, ids, messages), repeats)
    timed("say-hear gaps of messages", lambda: say_hear_of_messages(frame, ids, messages), repeats)
    timed("say-hear gaps of actors", lambda: say_hear_of_actors(frame, ids), 1)
    timed("soft-hard gaps", lambda: soft_hard(frame, ids), repeats)
    timed("coverage", lambda: coverage(frame, ids, messages), repeats)


def main(words: Sequence[str]) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voices", type=int, default=1000)
    parser.add_argument("--axes", type=int, default=20)
    parser.add_argument("--codings", type=int, nargs="+", default=[60_000, 100_000])
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args(words)
    for codings in given.codings:
        run(given.voices, given.axes, codings, given.repeats)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
