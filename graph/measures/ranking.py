"""The order in which contradictions are read: what analysts hold of them, turn by turn, and dossier by dossier."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysts import Judgement
from graph.measures.dossiers import DISPUTED, verdict_of
from graph.measures.salience import TOP, Ints

FIRST = ("contradiction", "tension")
"""Pairs with these verdicts come before those that nobody has judged; all others come after."""
LAST = ("reconciled", "apparent", DISPUTED, "none")
"""The order of the others; a verdict that is none of these stands between them and the unjudged."""


def verdicts(judgements: Sequence[Judgement]) -> Mapping[str, str]:
    """What analysts hold of each contradiction: the verdict that most give, or `disputed`.

    Of one coder's several judgements on a contradiction the latest counts.
    """
    latest = {(j.of, j.coder): j.verdict for j in sorted(judgements, key=lambda j: (j.created, j.id))}
    by: dict[str, list[str]] = defaultdict(list)
    for (of, _), verdict in latest.items():
        by[of].append(verdict)
    return {of: verdict_of(sorted(found)) for of, found in by.items()}


def standing(verdict: str) -> int:
    """Where a verdict puts a pair: smaller comes first."""
    if verdict in FIRST:
        return 0
    if not verdict:
        return 1
    return 3 + LAST.index(verdict) if verdict in LAST else 2


def in_turns(a: Ints, b: Ints) -> Ints:
    """The turn of each pair, given from the most salient on: the first in which neither of its codings stands yet.

    `a`, `b`: numbers of the codings. So the top of the list is not one coding over and over.
    """
    codes = pd.factorize(np.concatenate([a, b]))[0]
    taken = [0] * (int(codes.max(initial=-1)) + 1)
    turns = np.empty(len(a), dtype=np.int64)
    for at, (one, other) in enumerate(zip(codes[: len(a)].tolist(), codes[len(a) :].tolist(), strict=True)):
        used = taken[one] | taken[other]
        free = ~used & (used + 1)  # bit k of `taken` is turn k
        turns[at] = free.bit_length() - 1
        taken[one] |= free
        taken[other] |= free
    return turns


def keys(judged: Ints, turns: Ints, salience: Ints) -> Ints:
    """One number a pair, smaller first: by what was judged, then by turn, then by salience."""
    return (judged << 56) | (turns << 32) | (TOP - salience)


def dossier_ranks(gathered: Sequence[Ints], places: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    """Place of each pair's dossier from 1, by its best pair, in the order of the pairs.

    Axis by axis: `gathered` are numbers that tell its dossiers apart, `places` where its pairs stand among all,
    ascending. No dossier has pairs of two axes.
    """
    first = np.zeros(sum(map(len, places)), dtype=np.int32)
    made: list[tuple[NDArray[np.int32], Ints]] = []
    for numbers, place in zip(gathered, places, strict=True):
        codes, uniques = pd.factorize(numbers)
        best = np.empty(len(uniques), dtype=np.int64)
        best[codes[::-1]] = place[::-1]
        first[best] = 1
        made.append((codes.astype(np.int32), best))
    rank: NDArray[np.int32] = np.cumsum(first, dtype=np.int32)
    ranks = np.empty_like(first)
    for (own, best), place in zip(made, places, strict=True):
        ranks[place] = rank[best][own]
    return ranks
