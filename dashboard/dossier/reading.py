"""What a dossier reads from a view: pairs, codings, passages with their neighbours, and the small tables."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from graph.errors import QueryError
from graph.frames import conform
from graph.ontology import ontology
from graph.stores.base import View
from ingest.problems import and_then, did_you_mean

Row = dict[str, Any]
PAIRS = "MATCH (a:Coding {build: $build})-[e:CONTRADICTS]->(b:Coding {build: $build}) "
SHORT = 5
"""So many first signs of an unknown id are looked for among the known ones."""


def records(frame: pd.DataFrame) -> list[Row]:
    """Rows of a frame by column name."""
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def pair_rows(view: View, condition: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    """The contradictions that meet a condition on `e`, by rank: CONTRADICTS' properties, and `a`, `b`, the codings."""
    listed = ", ".join(f"e.{p.name} AS {p.name}" for p in ontology().edges["CONTRADICTS"].properties)
    found = view.run(f"{PAIRS}WHERE {condition} RETURN a.id AS a, b.id AS b, {listed}", parameters)
    return found.sort_values(["rank", "id"], ignore_index=True)


def dossiers_of(view: View, contradictions: Collection[str]) -> dict[str, str]:
    """The dossier of each of these contradictions that the build has."""
    if not contradictions:
        return {}
    found = view.run(
        f"{PAIRS}WHERE e.id IN $ids RETURN e.id AS id, e.dossier AS dossier", {"ids": sorted(contradictions)}
    )
    return dict(zip(found["id"].astype(str), found["dossier"].astype(str), strict=True))


def dossier_of(view: View, given: str) -> str:
    """The dossier that an id of a dossier (d-…) or of one of its contradictions (x-…) means.

    Raises QueryError, with the nearest known id, for one that the build does not have.
    """
    found = view.run(f"{PAIRS}WHERE e.id = $id OR e.dossier = $id RETURN DISTINCT e.dossier AS dossier", {"id": given})
    if len(found):
        return str(found["dossier"].iloc[0])
    name = "id" if given.startswith("x-") else "dossier"
    near = view.run(
        f"{PAIRS}WHERE e.{name} STARTS WITH $first RETURN DISTINCT e.{name} AS id ORDER BY id", {"first": given[:SHORT]}
    )
    hint = did_you_mean(given, near["id"]) if len(given) >= SHORT else ""
    raise QueryError(
        f"there is no dossier or contradiction {given!r} in this build.",
        next_step=and_then(hint, "`crosscurrent dossier` lists them all."),
    )


def codings_on(view: View, axis: str) -> pd.DataFrame:
    """The counted message codings on an axis, columns as `Coding`."""
    return _nodes(view, "Coding", "n.counted AND n.axis = $axis", {"axis": axis})


def barrier_codings(view: View, passages: Collection[str]) -> pd.DataFrame:
    """The counted barrier codings in these passages."""
    condition = "n.counted AND n.code_kind = 'barrier' AND n.passage IN $passages"
    return _nodes(view, "Coding", condition, {"passages": sorted(passages)})


def passages_of(view: View, ids: Iterable[str]) -> pd.DataFrame:
    """These passages, columns as `Passage`."""
    return _nodes(view, "Passage", "n.id IN $ids", {"ids": sorted(set(ids))})


def neighbours(view: View, passages: pd.DataFrame) -> pd.DataFrame:
    """The passages just before and after these in their sources, columns as `Passage`."""
    wanted = {
        (str(source), int(seq) + step)
        for source, seq in zip(passages["source"], passages["seq"], strict=True)
        for step in (-1, 1)
    }
    sources, places = sorted({s for s, _ in wanted}), sorted({n for _, n in wanted})
    found = _nodes(view, "Passage", "n.source IN $sources AND n.seq IN $places", {"sources": sources, "places": places})
    kept = [(str(s), int(n)) in wanted for s, n in zip(found["source"], found["seq"], strict=True)]
    return found[kept].reset_index(drop=True)


def _nodes(view: View, label: str, condition: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    columns = ontology().nodes[label].columns
    listed = ", ".join(f"n.{c.name} AS {c.name}" for c in columns)
    found = view.run(f"MATCH (n:{label} {{build: $build}}) WHERE {condition} RETURN {listed}", parameters)
    return conform(found.sort_values("id", kind="stable"), columns)


@dataclass(frozen=True)
class Names:
    """Labels by id, and the rows of sources and axes."""

    codes: Mapping[str, str]
    actors: Mapping[str, str]
    axes: Mapping[str, str]
    poles: Mapping[tuple[str, int], str]
    sources: Mapping[str, Row]


def names(view: View) -> Names:
    """The small tables of a view."""
    messages, barriers = view.table("Message"), view.table("Barrier")
    labels = [dict(zip(t["id"].astype(str), t["label"].astype(str), strict=True)) for t in (messages, barriers)]
    keys = zip(messages["axis"].astype(str), messages["pole"].astype(int), strict=True)
    poles: dict[tuple[str, int], str] = {}
    for key, label in zip(keys, messages["label"].astype(str), strict=True):
        poles[key] = f"{poles[key]} / {label}" if key in poles else label
    actors, axes = view.table("Actor"), view.table("Axis")
    return Names(
        codes=labels[0] | labels[1],
        actors=dict(zip(actors["id"].astype(str), actors["label"].astype(str), strict=True)),
        axes=dict(zip(axes["id"].astype(str), axes["label"].astype(str), strict=True)),
        poles=poles,
        sources={str(row["id"]): row for row in records(view.table("Source"))},
    )
