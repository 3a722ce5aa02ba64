"""Both engines beside raw calls: load, every named query, search and aggregates at several sizes, with memory.

Usage: python benchmarks/engines.py [--edges 10000,100000,1000000] [--engines embedded,neo4j] [--draws N]
           [--repeats N] [--seed N] [--json FILE] [--page docs/performance.md]
       python benchmarks/engines.py --from FILE --page docs/performance.md     (a page from an earlier run)

Neo4j is the server of the tests (needs Java and Maven), with more memory than the tests give it. The graph is made up,
with the bundled study's codebook; every size and engine has a process of its own. Keep the machine quiet meanwhile.
"""

import argparse
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from figures import Report, Run, new_report, read, save
from made_up import EDGES_A_PASSAGE
from performance_page import render

ENGINES = ("embedded", "neo4j")


def measure(engine: str, edges: int, draws: int, repeats: int, seed: int, notes: Path | None) -> Run:
    """One engine at one size, in this process; what is known so far stands in `notes` until it is done."""
    passages = max(50, round(edges / EDGES_A_PASSAGE))
    if engine == "embedded":
        from on_ladybug import measure_ladybug

        return measure_ladybug(passages, draws, repeats, seed)
    from on_neo4j import measure_neo4j

    def keep(run: Run) -> None:
        if notes:
            save(new_report([run], server_options(engine)), notes)

    return measure_neo4j(passages, draws, repeats, seed, keep)


def alone(work: Callable[..., Run], *arguments: object) -> Run:
    """Run `work` in a new process, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def server_options(*engines: str) -> str:
    """Memory that the server is given; empty where it is not measured."""
    if "neo4j" not in engines:
        return ""
    from on_neo4j import HEAP, PAGES

    return f"{HEAP} heap, {PAGES} page cache"


def measure_all(engines: list[str], sizes: list[int], draws: int, repeats: int, seed: int, kept: Path | None) -> Report:
    """All engines at all sizes, one after the other; `kept` has what is done, `kept`.part what is under way."""
    notes = kept.with_name(kept.name + ".part") if kept else None
    runs = []
    for edges in sizes:
        for engine in engines:
            run = alone(measure, engine, edges, draws, repeats, seed, notes)
            rate = min(run.raw_load) / min(run.load)
            print(
                f"{engine} {run.edges:,} edges: load {min(run.load):.1f} s, raw {min(run.raw_load):.1f} s "
                f"({rate:.2f} of its rate), load average {run.load_before} to {run.load_after}",
                flush=True,
            )
            runs.append(run)
            if kept and notes:
                save(new_report(runs, server_options(*engines)), kept)
                notes.unlink(missing_ok=True)
    return new_report(runs, server_options(*engines))


def main() -> None:
    """Measure, or read what was measured; then write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edges", default="10000,100000,1000000")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="keep the figures here")
    parser.add_argument("--from", dest="earlier", type=Path, nargs="+", help="figures of earlier runs, joined")
    parser.add_argument("--page", type=Path, help="write the page here")
    given = parser.parse_args()
    engines = given.engines.split(",")
    if unknown := set(engines) - set(ENGINES):
        parser.error(f"no engine is called {', '.join(sorted(unknown))}; there are: {', '.join(ENGINES)}")
    if given.earlier:
        reports = [read(path) for path in given.earlier]
        report = Report(**{**vars(reports[-1]), "runs": [run for each in reports for run in each.runs]})
    else:
        sizes = [int(size) for size in given.edges.split(",")]
        report = measure_all(engines, sizes, given.draws, given.repeats, given.seed, given.json)
    if given.json:
        save(report, given.json)
    if given.page:
        given.page.write_text(render(report), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
