"""Intervals and tests by resampling voices: bootstrap intervals and permutation tests of a gap.

Sources: Efron & Tibshirani (1993), percentile interval; Phipson & Smyth (2010) for the +1 in a sampled p-value. How
the draws are made fast without changing what they are stands in graph/measures/draws.py.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, combinations, product
from math import comb

import numpy as np

from graph.measures.draws import Values, bootstrap_sums, ends, subset_sums, swapped_sums

FEWEST = 3
"""Fewer voices than this at either side: no gap, interval, p-value or rank."""
BOOTSTRAP_DRAWS = 10_000
PERMUTATION_DRAWS = 10_000
EXACT_LIMIT = 20_000
"""Up to so many exchanges the permutation test goes through all of them."""
TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval; both ends None where there are too few units."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Half the absolute difference of two means, in [0, 1], with interval, p-value and both n.

    Everything but `n` is None unless both sides have three units. `exact` says that the test went through every
    exchange; it is None where there is no test.
    """

    value: float | None
    low: float | None
    high: float | None
    p_value: float | None
    n: tuple[int, int]
    exact: bool | None = None


def stream(seed: int, *parts: str) -> int:
    """The seed of one stream of draws: the study's seed and what the draws are for."""
    return zlib.crc32("/".join(parts).encode("utf-8"), seed & 0xFFFFFFFF)


def interval_of_mean(values: Values, seed: int, draws: int = BOOTSTRAP_DRAWS) -> Interval:
    """Bootstrap the mean of one value a unit: the 2.5th and 97.5th percentile of `draws` resampled means."""
    return Resampler(seed, draws).interval("", values)


def gap(
    a: Mapping[str, float], b: Mapping[str, float], seed: int, draws: int = BOOTSTRAP_DRAWS, test: bool = True
) -> Gap:
    """Compare two sets of units (id -> value in [-1, 1]): half the absolute difference of their means.

    The permutation test exchanges units' values between the two sets; a unit in both has its own two exchanged. It is
    exact where there are at most `EXACT_LIMIT` exchanges, otherwise it takes `draws` draws from `seed`.
    Bootstrap: units are drawn anew within each set; a unit in both is drawn with both its values.
    """
    return Resampler(seed, draws).gap(("a", a), ("b", b), test=test)


class Resampler:
    """Draws for what is compared with one another: every place (a level's voices, what is heard of it) has its own.

    A place that is asked again with the same values gives the same draws, so that a gap rests on the draws of the two
    pulls beside it. What was drawn is kept as long as the resampler is: `draws` numbers a place and set of values.
    """

    def __init__(self, seed: int, draws: int = BOOTSTRAP_DRAWS) -> None:
        self._seed = seed
        self._draws = draws
        self._kept: dict[tuple[str, bytes], Values] = {}

    def interval(self, place: str, values: Values) -> Interval:
        """The 95 % interval of the mean of one value a unit, from three units on."""
        if len(values) < FEWEST:
            return Interval(None, None)
        return Interval(*ends(self._sums(place, values) / len(values)))

    def gap(self, a: tuple[str, Mapping[str, float]], b: tuple[str, Mapping[str, float]], test: bool = True) -> Gap:
        """Compare two places, each with one value a unit; see `gap`."""
        (place_a, units_a), (place_b, units_b) = a, b
        n = (len(units_a), len(units_b))
        if min(n) < FEWEST:
            return Gap(None, None, None, None, n)
        pair = _Pair(units_a, units_b)
        low, high = ends(np.abs(self._differences(pair, place_a, place_b)) / 2)
        value = abs(pair.difference) / 2
        rng = np.random.default_rng(stream(self._seed, "exchange", place_a, place_b))
        p_value, exact = pair.test(value, rng, self._draws) if test else (None, None)
        return Gap(value, low, high, p_value, n, exact)

    def _differences(self, pair: "_Pair", place_a: str, place_b: str) -> Values:
        """Resampled differences of the two means; a unit in both brings what it adds to both at once."""
        found = self._sums(place_a, pair.only_a) / pair.n_a - self._sums(place_b, pair.only_b) / pair.n_b
        if len(pair.both):
            moved = pair.both[:, 0] / pair.n_a - pair.both[:, 1] / pair.n_b
            found = found + self._sums(f"{place_a} and {place_b}", moved)
        return found

    def _sums(self, place: str, values: Values) -> Values:
        ordered = np.sort(values)
        key = (place, ordered.tobytes())
        if key not in self._kept:
            rng = np.random.default_rng(stream(self._seed, "bootstrap", place))
            self._kept[key] = bootstrap_sums(ordered, rng, self._draws)
        return self._kept[key]


class _Pair:
    """Two sets of units, taken apart into those in one only and those in both."""

    def __init__(self, a: Mapping[str, float], b: Mapping[str, float]) -> None:
        shared = sorted(a.keys() & b.keys())
        self.only_a = np.array([a[k] for k in sorted(a.keys() - b.keys())], dtype=np.float64)
        self.only_b = np.array([b[k] for k in sorted(b.keys() - a.keys())], dtype=np.float64)
        self.both = np.array([[a[k], b[k]] for k in shared], dtype=np.float64).reshape(-1, 2)
        self.n_a, self.n_b = len(a), len(b)
        self.difference = float(np.array(list(a.values())).mean() - np.array(list(b.values())).mean())

    def test(self, observed: float, rng: np.random.Generator, draws: int) -> tuple[float, bool]:
        """The two-sided p-value, and whether every exchange was gone through."""
        pool = np.concatenate([self.only_a, self.only_b])
        exchanges = comb(len(pool), len(self.only_a)) * 2 ** len(self.both)
        exact = exchanges <= EXACT_LIMIT
        total_a = self._all(pool) if exact else self._drawn(pool, rng, draws)
        total_b = pool.sum() + self.both.sum() - total_a
        halves = np.abs(total_a / self.n_a - total_b / self.n_b) / 2
        extreme = int((halves >= observed - TOLERANCE).sum())
        return (extreme / exchanges, True) if exact else ((extreme + 1) / (draws + 1), False)

    def _all(self, pool: Values) -> Values:
        ways, size, pairs = comb(len(pool), len(self.only_a)), len(self.only_a), len(self.both)
        each = chain.from_iterable(combinations(range(len(pool)), size))
        chosen = np.fromiter(each, dtype=np.int64, count=ways * size).reshape(ways, size)
        swaps = np.array(list(product([False, True], repeat=pairs)), dtype=bool).reshape(2**pairs, pairs)
        of_pairs = np.where(swaps, self.both[:, 1], self.both[:, 0]).sum(axis=1)
        totals: Values = (pool[chosen].sum(axis=1)[:, None] + of_pairs[None, :]).ravel()
        return totals

    def _drawn(self, pool: Values, rng: np.random.Generator, draws: int) -> Values:
        return subset_sums(pool, len(self.only_a), rng, draws) + swapped_sums(self.both, rng, draws)
