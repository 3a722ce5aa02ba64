"""Prepared evidence -> a graph in a store: the one place where a build meets tables, measures and a writer."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from graph.evidence import Evidence, evidence
from graph.measures.aggregates import aggregates
from graph.measures.contradictions import class_ids, contradictions
from graph.measures.subjects import subject_words
from graph.stores.base import Writer
from graph.tables import graph_tables
from ingest.coding.analyses import tell_lost_judgements
from ingest.documents import Progress
from ingest.prepare import Prepared
from ingest.problems import Problem, Problems


@dataclass(frozen=True, slots=True)
class Written:
    """How many nodes and edges of each type were written, and every problem of the study."""

    counts: dict[str, int]
    problems: tuple[Problem, ...]


def write_graph(prepared: Prepared, writer: Writer, progress: Progress) -> Written:
    """Write the graph to an open writer; raises StoreError when it cannot be written."""
    steps = 3
    progress("building the graph", 0, steps)
    made = evidence(prepared.study, prepared.passages, prepared.codings, prepared.lengths, prepared.text_kinds)
    progress("building the graph", 1, steps)
    opposed = _opposed(prepared, made)
    tables = graph_tables(made, opposed, aggregates(made.codings, made.messages))
    progress("building the graph", 2, steps)
    writer.write(tables)
    progress("building the graph", steps, steps)
    counts = {label: len(frame) for label, frame in tables.nodes.items()}
    for (name, _, _), frame in tables.edges.items():
        counts[name] = counts.get(name, 0) + len(frame)
    return Written(counts, _with_lost_judgements(prepared, set(opposed["id"])))


def all_problems(prepared: Prepared) -> tuple[Problem, ...]:
    """Every problem of a study that is not built: those found before, and judgements that have lost their pair."""
    if not prepared.study.judgements:
        return prepared.problems
    p = prepared
    made = evidence(p.study, p.passages, p.codings, p.lengths, p.text_kinds)
    opposed = _opposed(p, made)
    return _with_lost_judgements(p, set(opposed["id"]))


def _opposed(prepared: Prepared, made: Evidence) -> pd.DataFrame:
    """The contradictions; the codebook's own words for an axis do not count as likeness of subject."""
    book = prepared.study.codebook
    words = {axis: [each.label] for axis, each in book.axes.items()}
    for message in book.messages.values():
        words[message.axis] += [message.label, *message.terms]
    return contradictions(
        made.codings,
        prepared.study.judgements,
        class_ids(made.actors),
        passages=made.passages,
        indicators={axis: subject_words(own) for axis, own in words.items()},
    )


def _with_lost_judgements(prepared: Prepared, contradictions: Collection[str]) -> tuple[Problem, ...]:
    problems = Problems()
    problems.add(prepared.problems)
    tell_lost_judgements(prepared.said_at, contradictions, problems)
    return problems.listed()
