"""Reliability of any number of raters over units that not all of them rated: percent, kappa and alpha.

Sources: Cohen (1960), kappa of two raters; Cohen (1968), kappa with quadratic weights; Light (1971), the mean over
pairs for more; Krippendorff (2011), alpha with missing values, nominal and ordinal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

FEWEST = 3
"""Fewer units than this that two raters share: no figure."""
DRAWS = 2000

Numbers = NDArray[np.float64]
Ratings = Mapping[str, Mapping[str, int]]
"""By rater and unit the place of the value that was given, from 0."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far raters agree over the `n` units that at least two of them rated.

    `coders`: two, or all where `overall`. `percent` is the share of pairs of ratings of one unit that are the same,
    `low` and `high` the 95 % bootstrap interval of `alpha` over units. Where a figure is None, `why` says the reason.
    """

    coders: tuple[str, ...]
    overall: bool
    n: int
    percent: float | None = None
    kappa: float | None = None
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


def reliability(ratings: Ratings, values: int, *, ordinal: bool, unit: str, seed: int = 0) -> tuple[Reliability, ...]:
    """Every pair of raters in order of their names, and first all of them together where there are more than two.

    `values` is how many values there are; `ordinal` weighs a disagreement by its distance (kappa by its square, alpha
    by Krippendorff's ordinal metric). `unit` is what a unit is called in `why`. Empty with fewer than two raters.
    """
    coders = sorted(coder for coder, own in ratings.items() if own)
    pairs = [_of({c: ratings[c] for c in pair}, values, ordinal, unit, seed) for pair in combinations(coders, 2)]
    if len(coders) < 3:
        return tuple(pairs)
    everybody = _of({c: ratings[c] for c in coders}, values, ordinal, unit, seed, overall=True)
    return (everybody, *pairs)


def _of(ratings: Ratings, values: int, ordinal: bool, unit: str, seed: int, overall: bool = False) -> Reliability:
    table = _table(ratings)
    coders, n = tuple(ratings), table.shape[1]
    if n < FEWEST:
        return Reliability(coders, overall, n, why=f"Fewer than three {unit} that two of them rated: no figure.")
    coincidences = _coincidences(table, values)
    found = alpha(coincidences.sum(axis=0), ordinal)
    low, high = _interval(coincidences, ordinal, seed)
    percent = float(np.trace(coincidences.sum(axis=0)) / coincidences.sum())
    weighted = kappas(table, values, ordinal)
    why = "" if found is not None else "Only one value was given: agreement beyond chance is not defined."
    if found is not None and weighted is None:
        why = f"No two of them share three {unit} with more than one value: no kappa."
    return Reliability(coders, overall, n, percent, weighted, found, low, high, why)


def _table(ratings: Ratings) -> Numbers:
    """Raters by units, NaN where there is no rating; only units that at least two of them rated."""
    units = sorted({unit for own in ratings.values() for unit in own})
    rows = [[own.get(unit, np.nan) for unit in units] for own in ratings.values()]
    table = np.array(rows, dtype=np.float64).reshape(len(ratings), len(units))
    shared: Numbers = table[:, (~np.isnan(table)).sum(axis=0) >= 2]
    return shared


def _coincidences(table: Numbers, values: int) -> Numbers:
    """Units by value by value: each unit's ordered pairs of ratings, weighted by 1 / (its ratings - 1)."""
    counts = (table[:, :, None] == np.arange(values)).sum(axis=0).astype(np.float64)
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs[:, np.arange(values), np.arange(values)] -= counts
    weighted: Numbers = pairs / (counts.sum(axis=1) - 1)[:, None, None]
    return weighted


def alpha(coincidences: Numbers, ordinal: bool) -> float | None:
    """Krippendorff's alpha from a matrix of coincidences: 1 - Do / De; None where only one value occurs."""
    (found,) = _alphas(coincidences[None], ordinal)
    return None if np.isnan(found) else float(found)


def _alphas(coincidences: Numbers, ordinal: bool) -> Numbers:
    """Alpha of each of several matrices; NaN where only one value occurs.

    The ordinal metric is the squared number of ratings between two values, each end counted half.
    """
    totals = coincidences.sum(axis=1)
    middles = np.cumsum(totals, axis=1) - totals / 2
    nominal = np.broadcast_to(1 - np.eye(totals.shape[1]), coincidences.shape)
    distances = (middles[:, :, None] - middles[:, None, :]) ** 2 if ordinal else nominal
    observed = (coincidences * distances).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * distances).sum(axis=(1, 2))
    several = expected > 0
    ratio = np.divide(observed, expected, out=np.full(len(expected), np.nan), where=several)
    found: Numbers = 1 - (totals.sum(axis=1) - 1) * ratio
    return found


def _interval(coincidences: Numbers, ordinal: bool, seed: int) -> tuple[float | None, float | None]:
    """The 2.5th and 97.5th percentile of alpha over units drawn with replacement; None where half of them have none."""
    n, values, _ = coincidences.shape
    weights = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=DRAWS)
    sums = (weights @ coincidences.reshape(n, -1)).reshape(DRAWS, values, values)
    drawn = _alphas(sums, ordinal)
    drawn = drawn[~np.isnan(drawn)]
    if len(drawn) < DRAWS / 2:
        return None, None
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def kappas(table: Numbers, values: int, ordinal: bool) -> float | None:
    """The mean of kappa over pairs of raters (Light 1971); with `ordinal` each with quadratic weights (Cohen 1968).

    `table` holds raters by units, NaN where there is no rating. A pair that shares fewer than three units, or gave
    only one value, has none and does not count; None where no pair has one.
    """
    distances = np.subtract.outer(np.arange(values), np.arange(values)) ** 2.0
    weights = distances if ordinal else (distances > 0).astype(np.float64)
    found = [k for a, b in combinations(table, 2) if (k := _kappa(a, b, weights)) is not None]
    return float(np.mean(found)) if found else None


def _kappa(a: Numbers, b: Numbers, weights: Numbers) -> float | None:
    both = ~(np.isnan(a) | np.isnan(b))
    one, other = a[both].astype(np.int64), b[both].astype(np.int64)
    if len(one) < FEWEST:
        return None
    values = len(weights)
    shares_a, shares_b = (np.bincount(each, minlength=values) / len(each) for each in (one, other))
    expected = float((np.outer(shares_a, shares_b) * weights).sum())
    return None if expected == 0 else 1 - float(weights[one, other].mean()) / expected


def ratings_of(given: Sequence[tuple[str, str, int]]) -> Ratings:
    """Ratings from (rater, unit, place of the value); the last of a rater on a unit counts."""
    ratings: dict[str, dict[str, int]] = {}
    for coder, unit, value in given:
        ratings.setdefault(coder, {})[unit] = value
    return ratings
