"""What the Contradictions screen shows: a ranked list, and both sides of each pair in their own words."""

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.views.quotes import Quote
from dashboard.views.quotes import quotes as quotes_of
from graph.measures.salience import WEIGHTS
from graph.queries import run
from graph.stores.base import View

KINDS = {
    "say-hear": "say–hear: one holder says one thing and is heard to say the other",
    "mixed-signal": "mixed signal: one body sends both",
    "cross-level": "cross-level: holders at two levels stand apart",
    "within-level": "within level: two holders at one level stand apart",
    "ambivalence": "ambivalence: one person or group says both",
}
PART_WORDS = {
    "strength": "how firmly both sides are put",
    "subject": "how alike their subject is",
    "distance": "how far apart the levels are",
    "same_body": "whether it is one body",
    "reviewed": "how much of it is accepted",
}
LIST_COLUMNS = [
    "rank", "kind", "axis_label", "salience", "a_claim", "a_holder_label", "a_holder_level", "b_claim",
    "b_holder_label", "b_holder_level", "forces",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What to list: empty tuples let everything through; `limit` rows at most."""

    axes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a salience: its value in [0, 1], its weight, and what it means."""

    name: str
    words: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class PairSide:
    """One side of a contradiction: whose claim it is, the pole it takes, and the quote."""

    heading: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Pair:
    """One contradiction, ready to read."""

    id: str
    title: str
    salience: float
    parts: tuple[Part, ...]
    first: str
    forces: str
    judgement: str
    a: PairSide
    b: PairSide


def listed(view: View, filters: Filters) -> pd.DataFrame:
    """The named query `contradictory_signals`; `attrs["complete"]` is False where the limit left pairs out."""
    return run(
        view,
        "contradictory_signals",
        limit=filters.limit,
        axes=list(filters.axes),
        kinds=list(filters.kinds),
        levels=list(filters.levels),
    )


def one(view: View, contradiction: str) -> pd.DataFrame:
    """The row of one contradiction by its id, however far down it ranks; an empty frame where there is none."""
    found = view.run(
        "MATCH (:Coding {build: $build})-[e:CONTRADICTS]->(:Coding {build: $build}) WHERE e.id = $id "
        "RETURN e.axis AS axis, e.kind AS kind",
        {"id": contradiction},
    )
    if found.empty:
        return found
    row = found.iloc[0]
    table = listed(view, Filters((str(row["axis"]),), (str(row["kind"]),), limit=0))
    return table[table["id"] == contradiction]


def pair(row: dict[str, Any], codings: pd.DataFrame, poles: dict[tuple[str, int], str]) -> Pair:
    """One row of `listed` with its two codings; `codings` is a `Coding` frame that holds both, `poles` the messages'
    labels by axis and pole."""
    values = json.loads(str(row["parts"]))
    return Pair(
        id=str(row["id"]),
        title=title(row),
        salience=float(row["salience"]),
        parts=tuple(Part(n, PART_WORDS[n], float(values[n]), w) for n, w in WEIGHTS.items()),
        first=_first(row),
        forces=str(row["forces"]),
        judgement=str(row["judgement"]),
        a=_side(row, "a", codings, poles),
        b=_side(row, "b", codings, poles),
    )


def title(row: dict[str, Any]) -> str:
    """Rank, kind, axis and both holders in one line."""
    return f"{row['rank']} · {row['kind']} · {row['axis_label']} · {row['a_holder_label']} ↔ {row['b_holder_label']}"


def _side(row: dict[str, Any], side: str, codings: pd.DataFrame, poles: dict[tuple[str, int], str]) -> PairSide:
    pole = poles.get((str(row["axis"]), int(row[f"{side}_side"])), "")
    verb = "says" if row[f"{side}_claim"] == "said" else "is heard to say"
    heading = f"{row[f'{side}_holder_label']} ({row[f'{side}_holder_level']}) {verb}: {pole}"
    return PairSide(heading, quotes_of(codings[codings["id"] == row[f"{side}_coding"]])[0])


def _first(row: dict[str, Any]) -> str:
    dates = f"{row['a_date'] or 'undated'} and {row['b_date'] or 'undated'}"
    side = {"a": "The left side came first", "b": "The right side came first"}.get(str(row["came_first"]))
    return f"{side} ({dates})." if side else f"Neither is known to have come first ({dates})."
