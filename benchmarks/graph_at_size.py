"""The embedded graph at 200k passages and a million edges: load beside a raw COPY, every named query, peak memory.

Usage: python benchmarks/graph_at_size.py [--passages N] [--draws N]

A quick look at one size of one engine; benchmarks/engines.py measures both and writes docs/performance.md.
"""

import argparse

from figures import percentile
from on_ladybug import measure_ladybug


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=200_000)
    parser.add_argument("--draws", type=int, default=20)
    given = parser.parse_args()
    run = measure_ladybug(given.passages, given.draws, 1, 1)
    print(f"{run.nodes:,} nodes, {run.edges:,} edges")
    own, raw = percentile(run.load, 0.5), percentile(run.raw_load, 0.5)
    print(f"load {own:.1f} s with the search index, raw COPY {raw:.1f} s: {own / raw:.2f} times")
    for each in run.timings:
        print(f"{each.group:10} {each.name:28} p95 {each.p95:6.3f} s  median {each.p50:6.3f} s")
    for phase in run.memory:
        print(f"peak memory, {phase.phase}: {phase.ours:,} MiB")


if __name__ == "__main__":
    main()
