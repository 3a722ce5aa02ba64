"""Congruence over many actors and messages: ours beside a pandas merge and NetworkX's bipartite projection, one run.

`python benchmarks/networks.py [--actors 1000] [--messages 500] [--statements 100000] [--repeats 3] [--json FILE]`

All three start from the same frame of codings and end with a weight for every pair that agrees at all; the weights
are compared. The measure as a whole (`network`: filter, count, multiply) is timed, not the product alone.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import networkx as nx
import numpy as np
import pandas as pd
from networkx.algorithms import bipartite

from graph.measures.networks_shapes import Network, Options
from graph.measures.networks_weights import network

Weights = dict[tuple[str, str], float]


def frames(actors: int, messages: int, count: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Codings, axes and messages of a made-up study; every actor speaks, some a hundred times as much as others."""
    rng = np.random.default_rng(1)
    often = rng.pareto(1.2, actors) + 0.05
    who = np.concatenate([np.arange(actors), rng.choice(actors, count - actors, p=often / often.sum())])
    what = rng.integers(0, messages, count)
    voice = pd.Series(who).map(lambda i: f"v{i:05d}")
    codings = pd.DataFrame(
        {
            "id": [f"c{i:07d}" for i in range(count)],
            "counted": True,
            "code_kind": "message",
            "code": pd.Series(what).map(lambda i: f"m{i:04d}"),
            "axis": pd.Series(what // 2).map(lambda i: f"a{i:04d}"),
            "pole": np.where(what % 2, 1, -1),
            "stance": rng.choice(["endorses", "rejects", "reports"], count, p=[0.7, 0.2, 0.1]),
            **dict.fromkeys(("voice", "voice_body", "voice_label"), voice),
            "voice_level": "meso",
            "sender": "",
            "sender_body": "",
            "source": pd.Series(rng.integers(0, count // 5, count)).map(lambda i: f"s{i:06d}"),
            "date": "2020-01-01",
        }
    )
    axes = pd.DataFrame(
        [(f"a{i:04d}", f"Axis {i}", i) for i in range(messages // 2 + 1)], columns=["id", "label", "seq"]
    )
    rows = [(f"m{i:04d}", f"Message {i}", f"a{i // 2:04d}", 1 if i % 2 else -1, i) for i in range(messages)]
    return codings, axes, pd.DataFrame(rows, columns=["id", "label", "axis", "pole", "seq"])


def by_merge(codings: pd.DataFrame) -> Weights:
    """Congruence by joining counts with themselves on message and stance."""
    counts = _counts(codings)
    pairs = counts.merge(counts, on=["code", "stance"], suffixes=("", "_to"))
    pairs = pairs[pairs["voice_body"] < pairs["voice_body_to"]]
    products = (pairs["n"] * pairs["n_to"]).groupby([pairs["voice_body"], pairs["voice_body_to"]]).sum()
    return {(str(a), str(b)): float(w) for (a, b), w in products.items()}


def by_projection(codings: pd.DataFrame) -> Weights:
    """Congruence by NetworkX: a bipartite graph of voices and (message, stance), projected with products as weights."""
    graph: nx.Graph = nx.Graph()
    counts = _counts(codings)
    graph.add_nodes_from(counts["voice_body"].unique(), bipartite=0)
    for voice, code, stance, n in counts.itertuples(index=False):
        graph.add_edge(voice, (code, stance), n=n)

    def products(g: nx.Graph, one: str, other: str) -> float:
        return float(sum(g[one][m]["n"] * g[other][m]["n"] for m in set(g[one]) & set(g[other])))

    voices = [n for n, side in graph.nodes(data="bipartite") if side == 0]
    projected = bipartite.generic_weighted_projected_graph(graph, voices, weight_function=products)
    return {(min(a, b), max(a, b)): w for a, b, w in projected.edges(data="weight")}


def _counts(codings: pd.DataFrame) -> pd.DataFrame:
    said = codings[codings["counted"] & codings["stance"].isin(["endorses", "rejects"])]
    return said.groupby(["voice_body", "code", "stance"]).size().reset_index(name="n")


def as_weights(found: Network) -> Weights:
    """Our network as a weight for each pair that agrees at all."""
    edges = found.edges()
    return dict(zip(zip(edges["source"], edges["target"], strict=True), edges["weight"].tolist(), strict=True))


def timed(repeats: int, work: Callable[[], object]) -> list[float]:
    """Seconds of each repetition."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return taken


def main() -> int:
    """Measure, compare and print one line a way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    for name, default in (("actors", 1000), ("messages", 500), ("statements", 100_000), ("repeats", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    codings, axes, messages = frames(given.actors, given.messages, given.statements)
    options = Options(normalise="none")
    ours = as_weights(network(codings, axes, messages, options))
    seconds = {
        "crosscurrent, congruence": timed(given.repeats, lambda: network(codings, axes, messages, options)),
        "crosscurrent, subtract, jaccard, once a document": timed(
            given.repeats,
            lambda: network(
                codings, axes, messages, Options(type="subtract", normalise="jaccard", duplicates="document")
            ),
        ),
    }
    same = {}
    for name, work in (("pandas merge", by_merge), ("NetworkX projection", by_projection)):
        found: list[Weights] = []
        seconds[name] = timed(1, lambda work=work, found=found: found.append(work(codings)))
        same[name] = found[0] == ours
    print(f"{given.actors:,} actors, {given.messages:,} messages, {given.statements:,} codings, {len(ours):,} pairs")
    for name, taken in seconds.items():
        agrees = "" if name not in same else "; the same weights" if same[name] else "; OTHER WEIGHTS"
        print(f"{name}: {median(taken):.3f} s (of {len(taken)}){agrees}")
    if given.json:
        told = {**{k: v for k, v in vars(given).items() if k != "json"}, "pairs": len(ours)}
        given.json.write_text(json.dumps({**told, "seconds": seconds, "same": same}, indent=1) + "\n", encoding="utf-8")
    return 0 if all(same.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
