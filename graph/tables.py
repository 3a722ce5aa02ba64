"""The whole graph as tables: nodes from the evidence, edges from its columns and from the measures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from graph.errors import StoreError
from graph.evidence import Evidence
from graph.frames import conform, empty
from graph.ontology import ontology

EdgeKey = tuple[str, str, str]
"""Edge type, label of the node it leaves, label of the node it reaches."""


@dataclass(frozen=True)
class GraphTables:
    """`nodes`: a frame a label (id, label, properties). `edges`: a frame a key (from_id, to_id, properties)."""

    nodes: Mapping[str, pd.DataFrame]
    edges: Mapping[EdgeKey, pd.DataFrame]


def graph_tables(
    evidence: Evidence, contradictions: pd.DataFrame, aggregated: Mapping[EdgeKey, pd.DataFrame]
) -> GraphTables:
    """Make the tables that a store writes: every label and every pair of the ontology, empty ones included.

    `contradictions` has the coding ids `a` and `b` and the properties of CONTRADICTS; `aggregated` comes from
    `graph.measures.aggregates`. Edges are ordered by from_id, to_id and then their properties. An edge of a coding
    that has no voice, no sender or no passage is left out; an edge to a node that is not there raises StoreError.
    """
    made = dict(_core(evidence))
    made[("CONTRADICTS", "Coding", "Coding")] = contradictions.rename(columns={"a": "from_id", "b": "to_id"})
    for key, frame in aggregated.items():
        made[key] = frame
    known = {label: frozenset(frame["id"].tolist()) for label, frame in evidence.nodes.items()}
    edges = {}
    for name, kind in ontology().edges.items():
        for pair in kind.pairs:
            key = (name, *pair)
            edges[key] = _finished(key, made.pop(key)) if key in made else empty(kind.columns)
            _check_ends(key, edges[key], known)
    if made:
        raise StoreError(f"the ontology has no edge {sorted(made)[0]}.", next_step="Declare it in graph/ontology.yaml.")
    return GraphTables(dict(evidence.nodes), edges)


def _finished(key: EdgeKey, frame: pd.DataFrame) -> pd.DataFrame:
    frame = conform(frame, ontology().edges[key[0]].columns)
    frame = frame[(frame["from_id"] != "") & (frame["to_id"] != "")]
    ends = ["from_id", "to_id"]
    keys = list(frame.columns) if frame.duplicated(ends).any() else ends
    return frame.sort_values(keys, kind="stable", ignore_index=True)


def _check_ends(key: EdgeKey, frame: pd.DataFrame, known: Mapping[str, frozenset[str]]) -> None:
    for column, label in (("from_id", key[1]), ("to_id", key[2])):
        missing = set(frame[column].unique().tolist()) - known[label]
        if missing:
            raise StoreError(
                f"{key[0]} edges name {len(missing)} {label} nodes that are not there, such as {min(missing)!r}.",
                next_step="Check the study: a coding or a measure names something the codebook does not have.",
            )


def _core(evidence: Evidence) -> Iterator[tuple[EdgeKey, pd.DataFrame]]:
    passages, sources, codings = evidence.passages, evidence.sources, evidence.codings
    yield ("PART_OF", "Passage", "Source"), _link(passages, "id", "source")
    yield ("REFERS_TO", "Passage", "Passage"), evidence.references
    yield ("SPOKE", "Respondent", "Passage"), _link(passages, "respondent", "id")
    yield ("ISSUED", "Actor", "Source"), _link(sources, "issuer", "id")
    yield ("AT", "Actor", "Level"), _link(evidence.actors, "id", "level")
    yield ("AT", "Respondent", "Level"), _link(evidence.respondents, "id", "level")
    part = evidence.actors[evidence.actors["id"] != evidence.actors["body"]]
    yield ("PART_OF_BODY", "Actor", "Actor"), _link(part, "id", "body")
    yield ("POLE_OF", "Message", "Axis"), _link(evidence.messages, "id", "axis", sign="pole")
    yield ("FOUND_IN", "Coding", "Passage"), _link(codings, "id", "passage")
    yield ("MADE_BY", "Coding", "Coder"), _link(codings, "id", "coder")
    yield from _by_kind(codings)
    yield from _by_party(codings, evidence.nodes["Level"]["id"])


def _by_kind(codings: pd.DataFrame) -> Iterator[tuple[EdgeKey, pd.DataFrame]]:
    for kind, key in (
        ("message", ("EXPRESSES", "Coding", "Message")),
        ("barrier", ("EXPRESSES", "Coding", "Barrier")),
        ("actor", ("MENTIONS", "Coding", "Actor")),
    ):
        yield key, _link(codings[codings["code_kind"] == kind], "id", "code")
    for kind, label in (("case", "Respondent"), ("actor", "Actor")):
        yield ("VOICED_BY", "Coding", label), _link(codings[codings["voice_kind"] == kind], "id", "voice")


def _by_party(codings: pd.DataFrame, levels: "pd.Series[str]") -> Iterator[tuple[EdgeKey, pd.DataFrame]]:
    for edge, column in (("SENT_BY", "sender"), ("SENT_TO", "addressee")):
        is_level = codings[column].isin(levels)
        for label, rows in (("Level", codings[is_level]), ("Actor", codings[~is_level])):
            table = _link(rows, "id", column)
            if edge == "SENT_TO":
                table = table.assign(codings=1, voices=1, sources=1)
            yield (edge, "Coding", label), table


def _link(frame: pd.DataFrame, start: str, end: str, **properties: str) -> pd.DataFrame:
    columns = {"from_id": frame[start], "to_id": frame[end]}
    columns.update({name: frame[column] for name, column in properties.items()})
    table = pd.DataFrame(columns)
    return table[(table["from_id"] != "") & (table["to_id"] != "")]
