"""Intervals and tests by resampling voices: bootstrap intervals and permutation tests of a gap.

Sources: Efron & Tibshirani (1993), percentile interval; Phipson & Smyth (2010) for the +1 in a sampled p-value.
"""

from dataclasses import dataclass
from itertools import combinations, product
from math import comb

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

FEWEST = 3
"""Fewer voices than this at either side: no gap, interval, p-value or rank."""
BOOTSTRAP_DRAWS = 2000
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


def interval_of_mean(values: Values, seed: int, draws: int = BOOTSTRAP_DRAWS) -> Interval:
    """Bootstrap the mean of one value a unit: the 2.5th and 97.5th percentile of `draws` resampled means."""
    if len(values) < FEWEST:
        return Interval(None, None)
    rng = np.random.default_rng(seed)
    means = values[rng.integers(0, len(values), (draws, len(values)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(low), float(high))


def gap(a: dict[str, float], b: dict[str, float], seed: int, draws: int = BOOTSTRAP_DRAWS, test: bool = True) -> Gap:
    """Compare two sets of units (id -> value in [-1, 1]): half the absolute difference of their means.

    The permutation test exchanges units' values between the two sets; a unit in both has its own two exchanged. It is
    exact where there are at most `EXACT_LIMIT` exchanges, otherwise it takes `PERMUTATION_DRAWS` draws from `seed`.
    Bootstrap: units are drawn anew within each set; a unit in both is drawn with both its values.
    """
    n = (len(a), len(b))
    if min(n) < FEWEST:
        return Gap(None, None, None, None, n)
    in_both = sorted(a.keys() & b.keys())
    only_a = np.array([a[k] for k in sorted(a.keys() - b.keys())])
    only_b = np.array([b[k] for k in sorted(b.keys() - a.keys())])
    both = np.array([[a[k], b[k]] for k in in_both]).reshape(-1, 2)
    value = _half(np.array(list(a.values())).mean() - np.array(list(b.values())).mean())
    rng = np.random.default_rng(seed)
    low, high = np.quantile(_bootstrap(only_a, only_b, both, rng, draws), [0.025, 0.975])
    p_value, exact = _permutation(only_a, only_b, both, value, rng) if test else (None, None)
    return Gap(value, float(low), float(high), p_value, n, exact)


def _half(difference: float) -> float:
    return abs(float(difference)) / 2


def _bootstrap(only_a: Values, only_b: Values, both: Values, rng: np.random.Generator, draws: int) -> Values:
    def sums(values: Values) -> tuple[Values, Values]:
        if len(values) == 0:
            return np.zeros(draws), np.zeros(draws)
        return values[rng.integers(0, len(values), (draws, len(values)))].sum(axis=1), np.full(draws, len(values))

    sum_a, n_a = sums(only_a)
    sum_b, n_b = sums(only_b)
    if len(both):
        drawn = both[rng.integers(0, len(both), (draws, len(both)))].sum(axis=1)
        sum_a, sum_b = sum_a + drawn[:, 0], sum_b + drawn[:, 1]
        n_a, n_b = n_a + len(both), n_b + len(both)
    halves: Values = np.abs(sum_a / n_a - sum_b / n_b) / 2
    return halves


def _permutation(
    only_a: Values, only_b: Values, both: Values, observed: float, rng: np.random.Generator
) -> tuple[float, bool]:
    n_a, n_b, pairs = len(only_a), len(only_b), len(both)
    pool = np.concatenate([only_a, only_b])
    exchanges = comb(n_a + n_b, n_a) * 2**pairs
    if exchanges <= EXACT_LIMIT:
        chosen = np.array(list(combinations(range(n_a + n_b), n_a)), dtype=np.int64).reshape(comb(n_a + n_b, n_a), n_a)
        sums_a = pool[chosen].sum(axis=1)
        swaps = np.array(list(product([False, True], repeat=pairs)), dtype=bool).reshape(2**pairs, pairs)
        pair_a = np.where(swaps, both[:, 1], both[:, 0]).sum(axis=1)
        total_a = (sums_a[:, None] + pair_a[None, :]).ravel()
    else:
        order = rng.permuted(np.tile(pool, (PERMUTATION_DRAWS, 1)), axis=1)
        swaps = rng.random((PERMUTATION_DRAWS, pairs)) < 0.5
        total_a = order[:, :n_a].sum(axis=1) + np.where(swaps, both[:, 1], both[:, 0]).sum(axis=1)
    total_b = pool.sum() + both.sum() - total_a
    halves = np.abs(total_a / (n_a + pairs) - total_b / (n_b + pairs)) / 2
    extreme = int((halves >= observed - TOLERANCE).sum())
    if exchanges <= EXACT_LIMIT:
        return extreme / exchanges, True
    return (extreme + 1) / (PERMUTATION_DRAWS + 1), False
