"""Contradictions: two claims of two codings on opposite sides of one axis, with their kind and salience."""

import json
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.ids import contradiction_id
from graph.measures import salience as s
from graph.measures.claims import claims
from graph.model import LEVELS, Judgement

KINDS = ("say-hear", "mixed-signal", "cross-level", "within-level", "ambivalence")
PARTNERS = 20
"""For each coding so many of its most salient partners a kind are kept."""
SIDE_COLUMNS = ("claim", "holder", "holder_label", "holder_level", "side")
COLUMNS = [
    "a",
    "b",
    "id",
    "rank",
    "kind",
    "axis",
    "salience",
    "parts",
    "judgement",
    "came_first",
    "forces",
    *(f"{c}_a" for c in SIDE_COLUMNS),
    *(f"{c}_b" for c in SIDE_COLUMNS),
]


def contradictions(
    codings: pd.DataFrame, judgements: Sequence[Judgement] = (), classes: Collection[str] = ()
) -> pd.DataFrame:
    """Find each coding's most salient partners of every kind, ranked.

    `codings`: the `Coding` frame. `classes`: ids of actors that stand for a class of bodies (councils, chief
    officers): each is a holder of its own and never the same as its level. Returns one row a contradiction with the
    columns of CONTRADICTS in graph/ontology.yaml and `a`, `b`, the two coding ids. Side a is what is said where the
    other is heard, else the upper level, else the earlier, else the negative pole.

    Rank: turn by turn; in one turn a coding stands once, and its pairs come by salience, so that the top of the list
    is not one coding over and over. Definitions: docs/measures.md.
    """
    table = claims(codings)
    table = table[table["holder_level"].isin(LEVELS)].reset_index(drop=True)
    if table.empty:
        return pd.DataFrame(columns=COLUMNS)
    extra = codings.set_index("id")[["quote", "status", "passage"]]
    table = table.join(extra, on="coding")
    verdicts = _verdicts(judgements)
    classes = frozenset(classes)
    groups = (own.reset_index(drop=True) for _, own in table.groupby("axis"))
    found = [rows for own in groups if (rows := _on_axis(own, classes, verdicts)) is not None and len(rows)]
    return _ranked(pd.concat(found, ignore_index=True)) if found else pd.DataFrame(columns=COLUMNS)


def _verdicts(judgements: Sequence[Judgement]) -> Mapping[str, str]:
    return {j.of: j.verdict for j in sorted(judgements, key=lambda j: (j.created, j.id))}


def _on_axis(own: pd.DataFrame, classes: frozenset[str], verdicts: Mapping[str, str]) -> pd.DataFrame | None:
    side = own["side"].to_numpy()
    negative, positive = np.flatnonzero(side < 0), np.flatnonzero(side > 0)
    if not len(negative) or not len(positive):
        return None
    kinds = _kinds(own, negative, positive, classes)
    parts = _parts(own, negative, positive, kinds)
    total = sum((weight * parts[name] for name, weight in s.WEIGHTS.items()), start=np.zeros(kinds.shape))
    best = [np.argwhere(_best(total, kinds == kind)) for kind in range(len(KINDS))]
    found = np.concatenate(best)
    i, j = found[:, 0], found[:, 1]
    chosen = {name: np.round(parts[name][i, j], 4) for name in s.WEIGHTS}
    return _rows(own, negative[i], positive[j], kinds[i, j], chosen, verdicts)


def _kinds(
    own: pd.DataFrame, rows: NDArray[np.int64], others: NDArray[np.int64], classes: frozenset[str]
) -> NDArray[np.int64]:
    """Index into `KINDS` for each pair; -1 for two claims of one coding, which are no contradiction."""
    holder = own["holder"].to_numpy()
    level = own["holder_level"].to_numpy()
    said = (own["claim"] == "said").to_numpy()
    personal = ((own["holder_kind"] == "case") | (own["holder_level"] == "micro")).to_numpy()
    whole_level = (own["holder_kind"] == "level").to_numpy()
    governing = (
        (own["holder_kind"] == "actor") & (own["holder_standing"] == "governs") & ~own["holder"].isin(classes)
    ).to_numpy() & (own["holder_level"] != "micro").to_numpy()
    a, b = np.ix_(rows, others)
    same_level = level[a] == level[b]
    same_holder = (holder[a] == holder[b]) | (
        same_level & ((whole_level[a] & governing[b]) | (governing[a] & whole_level[b]))
    )
    both_said, one_said = said[a] & said[b], said[a] != said[b]
    kinds = np.where(same_level, KINDS.index("within-level"), KINDS.index("cross-level"))
    own_both = np.where(personal[a], KINDS.index("ambivalence"), KINDS.index("mixed-signal"))
    by_claim = np.where(one_said, KINDS.index("say-hear"), np.where(both_said, own_both, KINDS.index("mixed-signal")))
    kinds = np.where(same_holder, by_claim, kinds)
    coding = own["coding"].to_numpy()
    return np.where(coding[a] == coding[b], -1, kinds)


def _parts(
    own: pd.DataFrame, rows: NDArray[np.int64], others: NDArray[np.int64], kinds: NDArray[np.int64]
) -> dict[str, NDArray[np.float64]]:
    strong = s.strength(own)
    rank = own["voice_level"].map(s.RANK).fillna(0).to_numpy(dtype=int)
    holder = own["holder"].to_numpy()
    reviewed = (own["status"] == "accepted").to_numpy(dtype=float)
    subjects = s.Subjects([f"{x}" for x in own["quote"]])
    a, b = np.ix_(rows, others)
    steps = np.vectorize(s.DISTANCE.get, otypes=[float])(np.abs(rank[a] - rank[b]))
    same = np.isin(kinds, [KINDS.index(k) for k in ("say-hear", "mixed-signal", "ambivalence")])
    return {
        "strength": (strong[a] + strong[b]) / 2,
        "subject": subjects.likeness(rows, others),
        "distance": steps,
        "same_body": np.where(holder[a] == holder[b], 1.0, np.where(same, 0.5, 0.0)),
        "reviewed": (reviewed[a] + reviewed[b]) / 2,
    }


def _best(total: NDArray[np.float64], allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which pairs are among the `PARTNERS` best of either side, ties by place."""
    scores = np.where(allowed, total, -1.0)
    keep = np.zeros_like(allowed)
    top = np.argsort(-scores, axis=1, kind="stable")[:, :PARTNERS]
    np.put_along_axis(keep, top, True, axis=1)
    top = np.argsort(-scores, axis=0, kind="stable")[:PARTNERS, :]
    np.put_along_axis(keep, top, True, axis=0)
    best: NDArray[np.bool_] = keep & allowed
    return best


def _rows(
    own: pd.DataFrame,
    negative: NDArray[np.int64],
    positive: NDArray[np.int64],
    kinds: NDArray[np.int64],
    parts: dict[str, NDArray[np.float64]],
    verdicts: Mapping[str, str],
) -> pd.DataFrame:
    place = _places(own)
    turned = place[positive] < place[negative]
    first, second = np.where(turned, positive, negative), np.where(turned, negative, positive)
    a, b = (own.iloc[rows].reset_index(drop=True) for rows in (first, second))
    kind = [KINDS[k] for k in kinds]
    table = pd.DataFrame({"a": a["coding"], "b": b["coding"], "kind": kind, "axis": a["axis"]})
    claims_of = zip(a["coding"], a["claim"], b["coding"], b["claim"], kind, strict=True)
    table["id"] = [contradiction_id(*sides) for sides in claims_of]
    weighted = (weight * parts[name] for name, weight in s.WEIGHTS.items())
    table["salience"] = np.round(sum(weighted, start=np.zeros(len(table))), 4)
    values = zip(*(parts[name].tolist() for name in s.WEIGHTS), strict=True)
    table["parts"] = [json.dumps(dict(zip(s.WEIGHTS, v, strict=True))) for v in values]
    table["judgement"] = [verdicts.get(found, "") for found in table["id"]]
    table["came_first"] = [_came_first(x, y) for x, y in zip(a["date"], b["date"], strict=True)]
    table["forces"] = [_forces(x, y) for x, y in zip(a["force"], b["force"], strict=True)]
    for column in SIDE_COLUMNS:
        table[f"{column}_a"], table[f"{column}_b"] = a[column], b[column]
    return table


def _places(own: pd.DataFrame) -> NDArray[np.int64]:
    """The order in which two claims stand side by side: said, upper level, earlier date, negative pole."""
    order = pd.DataFrame(
        {
            "heard": own["claim"] != "said",
            "level": own["holder_level"].map(LEVELS.index),
            "date": own["date"].replace("", "9999"),
            "side": own["side"],
            "coding": own["coding"],
        }
    )
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order.sort_values(list(order.columns)).index.to_numpy()] = np.arange(len(order))
    return ranks


def _forces(a: str, b: str) -> str:
    return f"{a or 'no force'} against {b or 'no force'}" if a or b else ""


def _came_first(a: str, b: str) -> str:
    """`a`, `b`, or empty: an undated source is neither earlier nor later, and a year holds all its days."""
    shared = min(len(a), len(b))
    if not shared or a[:shared] == b[:shared]:
        return ""
    return "a" if a < b else "b"


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Give each pair the first turn in which neither of its codings stands yet; bit k of `taken` is turn k."""
    table = table.sort_values(["salience", "id"], ascending=[False, True], ignore_index=True)
    taken: dict[str, int] = {}
    rounds = []
    for a, b in zip(table["a"], table["b"], strict=True):
        in_use = taken.get(a, 0) | taken.get(b, 0)
        free = ~in_use & (in_use + 1)
        rounds.append(free.bit_length() - 1)
        taken[a] = taken.get(a, 0) | free
        taken[b] = taken.get(b, 0) | free
    table["turn"] = rounds
    table = table.sort_values(["turn", "salience", "id"], ascending=[True, False, True], ignore_index=True)
    table["rank"] = np.arange(1, len(table) + 1)
    return table[COLUMNS]


def class_ids(actors: pd.DataFrame) -> frozenset[str]:
    """Ids of the actors that stand for a class of bodies, from the `Actor` frame."""
    return frozenset(actors[actors["collective"].astype(bool)]["id"])
