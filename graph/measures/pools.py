"""Pools: the claims that may be partners of a claim in one way, each with its strongest in front.

A claim's partners of a kind come from at most two pools. Within a pool a partner counts by what it brings itself and
by the distance of the voices' levels; likeness of subject comes on top, and a partner in the same document loses
something. So whoever shares no subject with a claim can only be among its best by standing far in front of its pool.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.measures import salience as s
from graph.measures.salience import Ints

Flags = NDArray[np.bool_]
WHOLE, GOVERNS, ELSE = 0, 1, 2
"""Standing of a holder: a whole level, a body that governs there, any other."""
CROSS, WITHIN, SAME, LEVELLED = range(4)
"""Ways to be partners: two levels; two holders at one level; one holder; a level and one of its bodies."""


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of one axis as numbers, a value a claim; `level`, `voice`, `standing` and `source` are small codes.

    `breath`: what one respondent hears in one passage has one number, from 1; all else 0.
    """

    coding: Ints
    holder: Ints
    level: Ints
    standing: Ints
    said: Flags
    personal: Flags
    voice: Ints
    source: Ints
    breath: Ints
    base: Ints

    def take(self, rows: Ints) -> "Claims":
        own = (self.coding, self.holder, self.level, self.standing, self.said, self.personal)
        return Claims(*(column[rows] for column in (*own, self.voice, self.source, self.breath, self.base)))  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self.coding)


def asked(rows: Claims, way: int) -> Ints:
    """The pool in which each claim looks for partners in one way, -1 where it has none."""
    if way == CROSS:
        return rows.level.copy()
    if way == WITHIN:
        return rows.level * 3 + rows.standing
    if way == SAME:
        return rows.holder.copy()
    pool = rows.level * 3 + rows.standing
    return np.where(rows.standing == ELSE, -1, pool)


def offered(others: Claims, way: int, said: bool) -> list[tuple[Ints, Ints]]:
    """The pools that claims belong to as partners: pairs of arrays (which claims, which pool).

    Of one holder, and of a level and its bodies, only what is said or only what is heard (`said`).
    """
    every = np.arange(len(others))
    if way == CROSS:
        elsewhere = ((level, every[others.level != level]) for level in range(3))
        return [(where, np.full(len(where), level)) for level, where in elsewhere]
    if way == WITHIN:
        # A body that governs has its whole level as the same holder, and the other way round.
        apart = ((WHOLE, (ELSE,)), (GOVERNS, (GOVERNS, ELSE)), (ELSE, (WHOLE, GOVERNS, ELSE)))
        found = [(asker, every[np.isin(others.standing, theirs)]) for asker, theirs in apart]
        return [(where, others.level[where] * 3 + asker) for asker, where in found]
    own = every[others.said == said]
    if way == SAME:
        return [(own, others.holder[own])]
    own = own[others.standing[own] != ELSE]
    return [(own, others.level[own] * 3 + np.where(others.standing[own] == WHOLE, GOVERNS, WHOLE))]


@dataclass(frozen=True, slots=True)
class Fronts:
    """The front of each pool, strongest first: claims of pool p are `claims[starts[p]:starts[p + 1]]`."""

    claims: Ints
    starts: Ints


def fronts(others: Claims, members: list[tuple[Ints, Ints]], pools: int, voice: int, most: int) -> Fronts:
    """The front of every pool for askers whose voice is at level `voice`.

    Long enough that `most` remain, as good as any left out, when those of any one holder or of any one document (and
    with it those of the asker's own coding) are taken away: so of one holder's in one document `most` stand in it,
    and of one holder's or one document's twice as many.
    """
    where = np.concatenate([w for w, _ in members]) if members else np.empty(0, dtype=np.int64)
    pool = np.concatenate([p for _, p in members]) if members else np.empty(0, dtype=np.int64)
    score = others.base[where] + s.whole_share("distance", s.STEPS[voice, others.voice[where]])
    order = np.lexsort((where, -score, pool))
    where, pool = where[order], pool[order]
    for limit, columns in ((1, ("source", "holder")), (2, ("holder",)), (2, ("source",)), (5, ())):
        kept = _places((*(getattr(others, name)[where] for name in columns), pool)) < limit * most
        where, pool = where[kept], pool[kept]
    return Fronts(where, np.searchsorted(pool, np.arange(pools + 1)))


def _places(keys: tuple[Ints, ...]) -> Ints:
    """Place of each row among those with the same keys, in the order of the rows, from 0."""
    n = len(keys[0])
    order = np.lexsort(keys)
    new = np.ones(n, dtype=bool)
    if n:
        new[1:] = np.logical_or.reduce([k[order][1:] != k[order][:-1] for k in keys])
    first = np.maximum.accumulate(np.where(new, np.arange(n), 0))
    places = np.empty(n, dtype=np.int64)
    places[order] = np.arange(n) - first
    return places


def in_front(
    rows: Claims, pool: Ints, front: Fronts, others: Claims, most: int, *, other_holders: bool
) -> tuple[Ints, Ints]:
    """For each claim the first `most` of its pool in another document and the first `most` in its own.

    Those of its own coding are left out, with `other_holders` those of its own holder too. Returns places in `rows`
    and in `others`.
    """
    some = np.flatnonzero(pool >= 0)
    start, length = front.starts[pool[some]], front.starts[pool[some] + 1] - front.starts[pool[some]]
    found_rows, found_others = [], []
    widest = int(length.max(initial=0))
    if not widest:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    steps = np.arange(widest)
    for at in range(0, len(some), max(1, 400_000 // widest)):
        part = slice(at, at + max(1, 400_000 // widest))
        row = some[part, None]
        there = steps[None, :] < length[part, None]
        other = front.claims[np.minimum(start[part, None] + steps[None, :], len(front.claims) - 1)]
        there &= rows.coding[row] != others.coding[other]
        if other_holders:
            there &= rows.holder[row] != others.holder[other]
        beside = rows.source[row] == others.source[other]
        for wanted in (there & ~beside, there & beside):
            wanted &= np.cumsum(wanted, axis=1) <= most
            i, j = np.nonzero(wanted)
            found_rows.append(some[part][i])
            found_others.append(other[i, j])
    return np.concatenate(found_rows), np.concatenate(found_others)
