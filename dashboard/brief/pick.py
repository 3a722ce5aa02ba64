"""Which words stand behind a tension, and the two claims of a contradiction, before the disclosure gate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from graph.errors import QueryError
from graph.measures.claims import claims
from graph.measures.tensions import AxisTension
from graph.model import FORCES
from graph.stores.base import View

LONG = 400
"""Quotes longer than so many characters come last: a page has little room."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One side of a contradiction."""

    coding: str
    claim: str
    holder: str
    level: str
    pole: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A contradiction as it is chosen and titled; `axis` is the axis's label."""

    id: str
    rank: int
    kind: str
    axis: str
    a: Claim
    b: Claim


def group_rows(codings: pd.DataFrame, tension: AxisTension) -> Iterator[tuple[str, pd.DataFrame]]:
    """The codings behind both sides of a tension: (title, `Coding` rows with a column `side`), the first ones first.

    Order: the side that most claims take, then duty, power, guidance, aspiration and no force, shorter before very
    long quotes, then source and id. Groups without any coding are left out.
    """
    a, b = tension.between
    table = claims(codings[codings["axis"] == tension.axis])
    governs = (table["holder_level"] != "macro") | (table["holder_standing"] == "governs")
    said = (table["claim"] == "said") & governs
    heard = (table["claim"] == "heard") & governs
    for title, mask in (
        (f"The {a} level says", said & (table["holder_level"] == a)),
        (f"The {b} level hears the {a} level say", heard & (table["holder_level"] == a) & (table["by_level"] == b)),
        (f"The {b} level says", said & (table["holder_level"] == b)),
    ):
        rows = table[mask].drop_duplicates("coding")
        if len(rows):
            yield title, _ordered(codings.merge(rows[["coding", "side"]], left_on="id", right_on="coding"))


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    most = 1 if rows["side"].sum() >= 0 else -1
    force = rows["force"].map({f: i for i, f in enumerate(FORCES)}).fillna(len(FORCES))
    keyed = rows.assign(_other=rows["side"] != most, _long=rows["quote"].str.len() > LONG, _force=force)
    return keyed.sort_values(["_other", "_long", "_force", "source", "id"], ignore_index=True)


def pairs(view: View, wanted: Sequence[str] | int) -> tuple[Pair, ...]:
    """The contradictions with these ids, in this order, or so many of the highest ranked.

    Raises QueryError for an id that the build does not have.
    """
    condition = "WHERE r.id IN $ids" if not isinstance(wanted, int) else "WHERE r.rank <= $most"
    if not wanted:
        return ()
    found = view.run(
        "MATCH (a:Coding {build: $build})-[r:CONTRADICTS]->(b:Coding {build: $build}) "
        f"{condition} RETURN r.id AS id, r.rank AS rank, r.kind AS kind, r.axis AS axis, a.id AS a, b.id AS b, "
        "r.claim_a AS claim_a, r.holder_label_a AS holder_a, r.holder_level_a AS level_a, r.side_a AS side_a, "
        "r.claim_b AS claim_b, r.holder_label_b AS holder_b, r.holder_level_b AS level_b, r.side_b AS side_b",
        {"most": wanted} if isinstance(wanted, int) else {"ids": list(wanted)},
    ).sort_values("rank")
    axes = dict(zip(*(view.table("Axis")[c].astype(str) for c in ("id", "label")), strict=True))
    messages = view.table("Message")
    poles = {(a, int(p)): x for a, p, x in messages[["axis", "pole", "label"]].itertuples(index=False, name=None)}
    rows = ({str(name): value for name, value in row.items()} for row in found.to_dict("records"))
    by_id = {str(row["id"]): _pair(row, axes, poles) for row in rows}
    if isinstance(wanted, int):
        return tuple(by_id.values())
    for one in wanted:
        if one not in by_id:
            raise QueryError(f"there is no contradiction {one!r}.", next_step="Take its id from contradictory_signals.")
    return tuple(by_id[one] for one in dict.fromkeys(wanted))


def _pair(row: dict[str, object], axes: dict[str, str], poles: dict[tuple[str, int], str]) -> Pair:
    axis = str(row["axis"])
    sides = [
        Claim(
            coding=str(row[side]),
            claim=str(row[f"claim_{side}"]),
            holder=str(row[f"holder_{side}"]),
            level=str(row[f"level_{side}"]),
            pole=poles.get((axis, int(str(row[f"side_{side}"]))), ""),
        )
        for side in ("a", "b")
    ]
    return Pair(str(row["id"]), int(str(row["rank"])), str(row["kind"]), axes.get(axis, axis), sides[0], sides[1])
