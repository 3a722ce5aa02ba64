"""Contradictions: two claims of two codings on opposite sides of one axis, with their kind and salience."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from graph.analysts import Judgement
from graph.ids import dossier_id
from graph.measures import ranking
from graph.measures import salience as s
from graph.measures.claim_numbers import Known, known
from graph.measures.dossiers import FORCE_GROUPS as GROUPS
from graph.measures.dossiers import force_group
from graph.measures.pair_ids import among, bits_of, named, pair_bits, sought
from graph.measures.pairing import KINDS, Pairs, best_pairs, between, joined
from graph.measures.salience import Ints
from graph.measures.subjects import COMMON

__all__ = [
    "COLUMNS",
    "FORCE_GROUPS",
    "KINDS",
    "ORDERS",
    "PARTNERS",
    "Found",
    "class_ids",
    "contradictions",
    "find",
    "frame",
    "partners_of",
]

PARTNERS = 20
"""For each coding so many of its most salient partners a kind are kept."""
STORED = 25_000
"""Up to so many codings a graph holds all `PARTNERS`; of more, so many fewer that there are not more pairs."""
FEWEST = 2
"""A coding keeps at least so many partners a kind."""
FORCE_GROUPS = tuple(group.replace("–", "-") for group in GROUPS)
"""How what binds stands against what only asks."""
ORDERS = {"older-newer": "a", "newer-older": "b", "unknown": ""}
"""Which side came first, and what `came_first` then says."""
SIDE_COLUMNS = ("claim", "holder", "holder_label", "holder_level", "side")
COLUMNS = [
    "a",
    "b",
    "id",
    "rank",
    "dossier",
    "dossier_rank",
    "kind",
    "axis",
    "salience",
    "parts",
    "judgement",
    "came_first",
    "forces",
    "force_group",
    *(f"{c}_a" for c in SIDE_COLUMNS),
    *(f"{c}_b" for c in SIDE_COLUMNS),
]


@dataclass(frozen=True, slots=True)
class Found:
    """Contradictions by rank as numbers, a value a pair; `a`, `b`: places of both sides in `claims.table`.

    `dossier` numbers the dossiers from 1 in their order; `verdicts` are what analysts hold, by the bits of the id.
    """

    claims: Known
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    kind: NDArray[np.int8]
    subject: NDArray[np.int16]
    salience: NDArray[np.int32]
    dossier: NDArray[np.int32]
    verdicts: Mapping[int, str]

    def __len__(self) -> int:
        return len(self.a)


def contradictions(
    codings: pd.DataFrame,
    judgements: Sequence[Judgement] = (),
    classes: Collection[str] = (),
    *,
    passages: pd.DataFrame | None = None,
    indicators: Mapping[str, Collection[str]] | None = None,
) -> pd.DataFrame:
    """Find each coding's most salient partners of every kind, ranked.

    `codings`: the `Coding` frame. `classes`: ids of actors that stand for a class of bodies (councils, chief
    officers): each is a holder of its own and never the same as its level. `passages`: the `Passage` frame, whose
    words beside a quote help to tell its subject. `indicators`: by axis the words (`subjects.subject_words`) that tell
    the axis and not a subject. Returns one row a contradiction with the columns of CONTRADICTS in graph/ontology.yaml
    and `a`, `b`, the two coding ids. Side a is what is said where the other is heard, else the upper level, else the
    earlier, else the negative pole.

    A judged pair is always kept. Rank and dossiers: graph/measures/ranking.py. Definitions: docs/measures.md.
    """
    return frame(find(codings, judgements, classes, passages=passages, indicators=indicators))


def find(
    codings: pd.DataFrame,
    judgements: Sequence[Judgement] = (),
    classes: Collection[str] = (),
    *,
    passages: pd.DataFrame | None = None,
    indicators: Mapping[str, Collection[str]] | None = None,
    partners: int | None = None,
    common: int = COMMON,
) -> Found:
    """The same as numbers, in a small part of the memory.

    `partners` a coding and kind, otherwise as many as a graph of so many codings holds (`partners_of`); `common` as in
    `subjects.vectors`.
    """
    claims = known(codings, classes, passages, indicators)
    most = partners_of(int(codings["counted"].astype(bool).sum())) if partners is None else partners
    verdicts = bits_of(ranking.verdicts(judgements))
    pairs = {}
    for axis, rows in claims.axes():
        own = best_pairs(claims.own.take(rows), claims.side[rows], claims.texts(axis, rows, common), most)
        pairs[axis] = Pairs(rows[own.negative].astype(np.int32), rows[own.positive].astype(np.int32), *own[2:])
    both = [judgement.codings for judgement in judgements]
    judged = _judged(claims, pairs, verdicts, both, common) if verdicts else {}
    return _ranked(claims, pairs, judged, verdicts)


def partners_of(codings: int) -> int:
    """How many partners a coding keeps in each kind in a graph of so many counted codings."""
    return PARTNERS if codings <= STORED else max(FEWEST, PARTNERS * STORED // codings)


def _judged(
    claims: Known,
    pairs: dict[str, Pairs],
    verdicts: Mapping[int, str],
    both: Sequence[Collection[str]],
    common: int,
) -> dict[str, Ints]:
    """Where what was judged of each pair puts it, by axis; judged pairs that are not among the kept are put there.

    A judgement that names the codings of `both` sides finds its pair at once; for others all pairs are looked through.
    """
    bits = {axis: pair_bits(claims, own) for axis, own in pairs.items()}
    searches = (partial(named, claims, both, common=common), partial(sought, claims, common=common))
    for search in searches:
        missing = set(verdicts).difference(*(own[among(own, verdicts)].tolist() for own in bits.values()))
        for axis, further in search(wanted=missing).items() if missing else ():
            pairs[axis] = joined([pairs[axis], further])
            bits[axis] = np.concatenate([bits[axis], pair_bits(claims, further)])
    judged = {}
    for axis, own in bits.items():
        judged[axis] = np.full(len(own), ranking.standing(""))
        for at in among(own, verdicts):
            judged[axis][at] = ranking.standing(verdicts[int(own[at])])
    return judged


def _ranked(claims: Known, pairs: dict[str, Pairs], judged: Mapping[str, Ints], verdicts: Mapping[int, str]) -> Found:
    """All in one order: pairs of one axis do not meet those of another before they are in it."""
    ordered, keys, gathered = [], [np.empty(0, dtype=np.int64)], []
    for axis in list(pairs):
        own = pairs.pop(axis)
        order, key = _order(claims, own, judged.get(axis, np.full(len(own.kind), ranking.standing(""))))
        own = Pairs(own.negative[order], own.positive[order], own.kind[order], own.subject[order])
        ordered.append(own)
        keys.append(key)
        gathered.append(_gathered(claims, own))
    ends = np.cumsum([len(own.kind) for own in ordered])[:-1]
    key = np.concatenate(keys)
    order = np.argsort(key, kind="stable").astype(np.int32)
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    dossier = ranking.dossier_ranks(gathered, np.split(place, ends) if ordered else [])
    salience = (s.TOP - (key[order] & 0xFFFFFFFF)).astype(np.int32)
    del key, keys, place, gathered
    own = joined(ordered)
    ordered.clear()
    i, j = own.negative[order], own.positive[order]
    turned = claims.place[j] < claims.place[i]
    a, b = np.where(turned, j, i), np.where(turned, i, j)
    return Found(claims, a, b, own.kind[order], own.subject[order], salience, dossier, verdicts)


def _order(claims: Known, pairs: Pairs, judged: Ints) -> tuple[Ints, Ints]:
    """The order of one axis's pairs, and their keys in it; equal ones by the ids of their codings."""
    own, i, j = claims.own, pairs.negative, pairs.positive
    salience = own.base[i] + own.base[j] + between(own, i, own, j, pairs.kind, pairs.subject).share
    one, other = own.coding[i], own.coding[j]
    codings = np.minimum(one, other) * (int(own.coding.max(initial=0)) + 1) + np.maximum(one, other)
    order = np.lexsort((codings, -salience))
    key = ranking.keys(judged[order], ranking.in_turns(one[order], other[order]), salience[order])
    again = np.argsort(key, kind="stable")
    return order[again], key[again]


def _gathered(claims: Known, pairs: Pairs) -> Ints:
    """A number for each kind and pair of holders of one axis, whichever comes first."""
    one, other = claims.own.holder[pairs.negative], claims.own.holder[pairs.positive]
    holders = int(claims.own.holder.max(initial=0)) + 1
    return (pairs.kind.astype(np.int64) * holders + np.minimum(one, other)) * holders + np.maximum(one, other)


def frame(found: Found, first: int | None = None) -> pd.DataFrame:
    """Contradictions as the table of `contradictions`, all or the `first` so many by rank."""
    some = slice(0, len(found) if first is None else first)
    a, b, kind, subject = found.a[some], found.b[some], found.kind[some], found.subject[some]
    claims, own, sides = found.claims.table, found.claims.own, found.claims.sides
    bits = pair_bits(found.claims, Pairs(a, b, kind, subject))
    kinds = pd.array(list(KINDS), dtype="str").take(kind)
    table = pd.DataFrame(
        {
            "a": claims["coding"].array.take(a),
            "b": claims["coding"].array.take(b),
            "id": [f"x-{each:016x}" for each in bits.tolist()],
            "rank": np.arange(1, len(a) + 1),
            "dossier": _dossier_ids(claims, a, b, kind, found.dossier[some]),
            "dossier_rank": found.dossier[some].astype(np.int64),
            "kind": kinds,
            "axis": claims["axis"].array.take(a),
            "salience": np.round(found.salience[some] / s.TOP, 4),
            "parts": s.parts_as_json(sides.take(a), sides.take(b), between(own, a, own, b, kind, subject)),
            "judgement": [found.verdicts.get(each, "") for each in bits.tolist()] if found.verdicts else "",
            "came_first": _combined(claims["date"], a, b, _came_first),
            "forces": _combined(claims["force"], a, b, _forces),
            "force_group": _combined(claims["force"], a, b, _force_group),
        }
    )
    for name in SIDE_COLUMNS:
        table[f"{name}_a"], table[f"{name}_b"] = claims[name].array.take(a), claims[name].array.take(b)
    return table[COLUMNS]


def _combined(
    column: "pd.Series[str]", a: NDArray[np.int32], b: NDArray[np.int32], say: Callable[[str, str], str]
) -> ExtensionArray:
    """What is to be said of both sides' values, worked out once for each two values."""
    codes, values = pd.factorize(column)
    both = codes[a] * max(1, len(values)) + codes[b]
    known, where = np.unique(both, return_inverse=True)
    said = [say(values[x // len(values)], values[x % len(values)]) for x in known.tolist()]
    return pd.array(said, dtype="str").take(where)


def _dossier_ids(
    claims: pd.DataFrame, a: NDArray[np.int32], b: NDArray[np.int32], kind: NDArray[np.int8], ranks: NDArray[np.int32]
) -> ExtensionArray:
    """The id of each pair's dossier, made once a dossier."""
    _, first, where = np.unique(ranks, return_index=True, return_inverse=True)
    columns = (claims[name].array.take(x[first]) for name, x in (("axis", a), ("holder", a), ("holder", b)))
    kinds = [KINDS[k] for k in kind[first].tolist()]
    made = [dossier_id(axis, k, one, other) for k, axis, one, other in zip(kinds, *columns, strict=True)]
    return pd.array(made, dtype="str").take(where)


def _forces(a: str, b: str) -> str:
    return f"{a or 'no force'} against {b or 'no force'}" if a or b else ""


def _force_group(a: str, b: str) -> str:
    return force_group(_forces(a, b)).replace("–", "-")


def _came_first(a: str, b: str) -> str:
    """`a`, `b`, or empty: an undated source is neither earlier nor later, and a year holds all its days."""
    shared = min(len(a), len(b))
    if not shared or a[:shared] == b[:shared]:
        return ""
    return "a" if a < b else "b"


def class_ids(actors: pd.DataFrame) -> frozenset[str]:
    """Ids of the actors that stand for a class of bodies, from the `Actor` frame."""
    return frozenset(actors[actors["collective"].astype(bool)]["id"])
