"""Prepared evidence -> a graph in a store: the one place where a build meets tables, measures and a writer."""

from graph.evidence import evidence
from graph.measures.aggregates import aggregates
from graph.measures.contradictions import class_ids, contradictions
from graph.stores.base import Writer
from graph.tables import graph_tables
from ingest.documents import Progress
from ingest.prepare import Prepared


def write_graph(prepared: Prepared, writer: Writer, progress: Progress) -> dict[str, int]:
    """Write the graph to an open writer; returns how many nodes and edges of each type.

    Raises StoreError when it cannot be written.
    """
    steps = 3
    progress("building the graph", 0, steps)
    made = evidence(prepared.study, prepared.passages, prepared.codings, prepared.lengths, prepared.text_kinds)
    progress("building the graph", 1, steps)
    opposed = contradictions(made.codings, prepared.study.judgements, class_ids(made.actors))
    tables = graph_tables(made, opposed, aggregates(made.codings, made.messages))
    progress("building the graph", 2, steps)
    writer.write(tables)
    progress("building the graph", steps, steps)
    counts = {label: len(frame) for label, frame in tables.nodes.items()}
    for (name, _, _), frame in tables.edges.items():
        counts[name] = counts.get(name, 0) + len(frame)
    return counts
