"""docs/performance.md from the figures of a run: tables, and sentences that say what stands in them."""

import statistics
from collections.abc import Iterator

from figures import Report, Run, Timing

WANTED = 0.3
"""Seconds that a person with a million edges waits at most for a named query, in 95 of 100 cases."""
RATE = 0.9
NOTABLE = 1.5
"""From here on one engine is called faster than the other."""
GROUPS = {
    "named": "Named queries",
    "overview": "Overviews: named queries without any restriction",
    "search": "Search",
    "aggregate": "Aggregates",
}
NAMES = {"embedded": "the embedded engine", "neo4j": "Neo4j"}


def render(report: Report) -> str:
    """The page, as Markdown."""
    runs = sorted(report.runs, key=lambda r: (r.edges, r.engine))
    lines = [*_head(report), *_findings(runs), *_loading(runs), *_memory(runs)]
    for group in GROUPS:
        lines += _questions(runs, group)
    return "\n".join([*lines, *_method(report)]) + "\n"


def _head(report: Report) -> list[str]:
    engines = {r.engine: r.engine_version for r in report.runs if r.engine_version}
    parts = [f"Crosscurrent {report.versions['crosscurrent']}", f"Python {report.python}"]
    if "embedded" in engines:
        parts.append(f"Ladybug {engines['embedded']}")
    if "neo4j" in engines:
        parts.append(f"Neo4j {engines['neo4j']} with {report.server_options}, driver {report.versions['neo4j']}")
    loads = [each for r in report.runs for each in (r.load_before, r.load_after)]
    return [
        "# How fast, how large",
        "",
        "Made by `python benchmarks/engines.py --page docs/performance.md`; do not edit by hand. Both engines hold the",
        "same made-up graph and answer the same questions, beside the same done by the engine alone in the same run.",
        "",
        f"Measured on {report.when}: {report.machine}, {report.cores} cores, {report.memory_gib} GiB of memory; "
        f"{', '.join(parts)}. Load average of the machine (processes that wanted a core over the last minute, the "
        f"benchmark's own among them) at the beginnings and ends of the runs: {min(loads):.1f} to {max(loads):.1f}.",
    ]


def _findings(runs: list[Run]) -> list[str]:
    return ["", "## In short", "", *(f"- {each}" for each in _found(runs))]


def _found(runs: list[Run]) -> Iterator[str]:
    for engine in ("embedded", "neo4j"):
        own = [r for r in runs if r.engine == engine]
        if not own:
            continue
        if asked := [r for r in own if r.timings]:
            yield from _waiting(asked[-1])
        yield _rate(own[-1])
    yield from _engines_beside(runs)


def _waiting(run: Run) -> Iterator[str]:
    """What takes longer than a person should wait."""
    named = [t for t in run.timings if t.group in ("named", "overview")]
    slow = [t for t in named if t.p95 > WANTED]
    who = NAMES[run.engine][0].upper() + NAMES[run.engine][1:]
    if slow:
        yield (
            f"{who} at {run.edges:,} edges: {len(named) - len(slow)} of {len(named)} named queries and overviews "
            f"answer within {WANTED} s in 95 of 100 cases; not so {_listed(_over(t) for t in slow)}."
        )
    else:
        slowest = max(named, key=lambda t: t.p95)
        yield (
            f"{who} at {run.edges:,} edges: every named query and overview answers within {WANTED} s in 95 of 100 "
            f"cases; the slowest is {_over(slowest)}."
        )
    if others := [t for t in run.timings if t.group in ("search", "aggregate") and t.p95 > WANTED]:
        yield f"Of searches and aggregates these take longer there: {_listed(_over(t) for t in others)}."


def _over(timing: Timing) -> str:
    kind = " without restriction" if timing.group == "overview" else ""
    return f"`{timing.name}`{kind} ({timing.p95:.2f} s)"


def _rate(run: Run) -> str:
    rate = _ratio(run)
    if run.engine == "embedded":
        beside = "a raw COPY, which makes no search index"
    else:
        beside = "the raw driver with rows that lie ready" + ("" if rate >= RATE else f", less than the {RATE} wanted")
    return f"Loading {run.edges:,} edges into {NAMES[run.engine]} goes at {rate:.2f} of the rate of {beside}."


def _ratio(run: Run) -> float:
    return statistics.median(run.raw_load) / statistics.median(run.load)


def _engines_beside(runs: list[Run]) -> Iterator[str]:
    """Where one engine is faster than the other, at the largest size that both were measured at."""
    pairs = [(e, n) for e in runs for n in runs if e.engine == "embedded" and n.engine == "neo4j" and _same(e, n)]
    if not pairs:
        return
    embedded, server = pairs[-1]
    times = statistics.median(server.load) / statistics.median(embedded.load)
    yield f"At {embedded.edges:,} edges Neo4j takes {times:.0f} times as long to load as the embedded engine."
    if server.export_admin and server.import_admin:
        yield (
            f"Neo4j's bulk importer takes {server.import_admin:.0f} s for the same graph, beside "
            f"{statistics.median(server.load):.0f} s through the driver; its files are written in "
            f"{server.export_admin:.0f} s."
        )
    theirs = {(t.group, t.name): t for t in server.timings}
    both = [(t, theirs[t.group, t.name]) for t in embedded.timings if (t.group, t.name) in theirs]
    for group, title in GROUPS.items():
        own = [(a, b) for a, b in both if a.group == group]
        slower = [f"`{a.name}` ({b.p50 / a.p50:.1f} times)" for a, b in own if b.p50 > NOTABLE * a.p50]
        faster = [f"`{a.name}` ({a.p50 / b.p50:.1f} times)" for a, b in own if a.p50 > NOTABLE * b.p50]
        same = len(own) - len(slower) - len(faster)
        yield (
            f"{title}, medians: Neo4j is faster in {len(faster)} of {len(own)}{_of(faster)}, slower in "
            f"{len(slower)}{_of(slower)}; in {same} neither is {NOTABLE} times as fast as the other."
        )


def _same(one: Run, other: Run) -> bool:
    return (one.nodes, one.edges) == (other.nodes, other.edges)


def _of(names: list[str]) -> str:
    return f" ({_listed(names)})" if names else ""


def _listed(names: Iterator[str] | list[str]) -> str:
    every = list(names)
    return f"{', '.join(every[:-1])} and {every[-1]}" if len(every) > 1 else "".join(every)


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    rule = ["---" if i == 0 else "---:" for i in range(len(head))]
    return [f"| {' | '.join(each)} |" for each in (head, rule, *rows)]


def _loading(runs: list[Run]) -> list[str]:
    head = ["engine", "nodes", "edges", "ours, s", "raw, s", "ours / raw rate", "rows/s", "unchanged, s"]
    head += ["replaced, s", "importer, s", "disk, MiB"]
    rows = []
    for run in runs:
        own, raw = statistics.median(run.load), statistics.median(run.raw_load)
        rate = f"{(run.nodes + run.edges) / own:,.0f}"
        known = [run.unchanged, run.replaced, run.import_admin]
        rows.append(
            [run.engine, f"{run.nodes:,}", f"{run.edges:,}", f"{own:.1f}", f"{raw:.1f}", f"{raw / own:.2f}", rate]
            + ["" if each is None else f"{each:.1f}" for each in known]
            + [f"{(run.bytes or 0) / 2**20:,.0f}"]
        )
    schema = [each for run in runs for each in run.schema]
    making = f" ({max(schema):.1f} s, once a database)" if schema else ""
    return [
        "",
        "## Loading",
        "",
        "The graph as tables in memory, written. Raw, embedded: the engine's `COPY` of the same tables, without the",
        "search index that ours makes beside it. Raw, Neo4j: the official driver with `UNWIND` and `CREATE`, 10,000",
        f"rows a transaction, rows made before the clock starts; constraints and indexes stand before both{making}.",
        "Unchanged: the same build once more. Replaced: a new build beside the old, switched over, the old one",
        "removed; on the embedded engine that is a load into another folder. Importer: `neo4j-admin database import`.",
        "",
        *_table(head, rows),
    ]


def _memory(runs: list[Run]) -> list[str]:
    head = ["engine", "edges", "phase", "ours at its beginning, MiB", "ours at most, MiB", "server at most, MiB"]
    rows = [
        [r.engine, f"{r.edges:,}", m.phase, f"{m.before:,}", f"{m.ours:,}", f"{m.server:,}" if m.server else ""]
        for r in runs
        for m in r.memory
    ]
    return [
        "",
        "## Memory",
        "",
        "Resident memory of our process, which while loading holds the whole graph as tables, and of the server.",
        "",
        *_table(head, rows),
    ]


def _questions(runs: list[Run], group: str) -> list[str]:
    """One table a group: p50 and p95 in milliseconds, ours and raw, a column an engine and size."""
    names = list(dict.fromkeys(t.name for r in runs for t in r.timings if t.group == group))
    shown = [r for r in runs if r.timings]
    if not names or not shown:
        return []
    head = ["milliseconds", *(f"{r.engine} {_short(r.edges)}" for r in shown)]
    by = [{t.name: t for t in r.timings if t.group == group} for r in shown]
    rows = [[name, *(_cell(known.get(name)) for known in by)] for name in names]
    return ["", f"## {GROUPS[group]}", "", "p50 / p95, and in brackets the engine alone.", "", *_table(head, rows)]


def _short(edges: int) -> str:
    return f"{edges / 1e6:.1f}M" if edges >= 950_000 else f"{edges / 1e3:.0f}k"


def _cell(timing: Timing | None) -> str:
    if timing is None:
        return ""
    own = f"{_ms(timing.p50)} / {_ms(timing.p95)}"
    if timing.raw_p50 is None or timing.raw_p95 is None:
        return own
    return f"{own} ({_ms(timing.raw_p50)} / {_ms(timing.raw_p95)})"


def _ms(value: float) -> str:
    return f"{value * 1000:.1f}" if value < 0.01 else f"{value * 1000:.0f}"


def _method(report: Report) -> list[str]:
    counts = sorted({t.draws for r in report.runs for t in r.timings if t.group == "named"})
    draws = " or ".join(map(str, counts))
    return [
        "",
        "## What was measured",
        "",
        "- The graph: the bundled study's codebook; passages of forty words, which are as frequent as words are; as",
        "  many codings as passages, drawn over them, a quarter by respondents and the rest by bodies; three",
        "  contradictions for two passages. Every edge of the ontology is in it, the aggregated ones too.",
        f"- A question is asked by one client, one after the other, {draws} times each (overviews and aggregates half",
        "  as often) after one that does not count, with parameters drawn at random: required ones always, each other",
        "  one in half of the cases. At most 200 rows are wanted. Ours is what `graph.queries.run`, `View.search` and",
        "  `View.run` take, parameters checked and a DataFrame or hits returned; the engine alone runs the last text",
        "  that ours sent, and fetches its rows.",
        "- Search: words drawn from the texts, so frequent ones come often; fifty hits, their total and snippets. The",
        "  engine alone: the best fifty of SQLite's index or of the server's, ranked its own way, without total and",
        "  snippet. Ours ranks alike on both engines, which the server's index does not.",
        "- Server and client share the machine. The server has answered and written before the clock starts.",
        "- Memory is the most that was resident in a phase; the engine's own pool is up to 1 GiB of it.",
    ]
