"""Sums of many resamples and exchanges, drawn fast; each draw has the distribution that the plain way has.

Bootstrap of up to `FEW` units: the units are drawn two or three at a time, from a table of the sums of all pairs or
triples, which are all equally likely. Of more units: the sum of n drawn with replacement is distributed as the n-fold
convolution of one, worked out by Fourier transform on a grid of 1/512 of its standard deviation, and sums are drawn
from that. Their mean and variance are those of the plain way, and a percentile moves by less than 1/500 of a standard
deviation, a tenth of what 10,000 draws leave open.
Exchanges: how many units of each distinct value, and how many of those with a rare one, fall to the first set is one
multivariate hypergeometric draw; which of the rare ones do is told by shuffling them. Memory is bounded by `ROOM`.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

ROOM = 1 << 18
"""Numbers in hand at a time: a few megabytes, whatever the number of units and draws."""
FEW = 50
"""Of up to so many units, each is drawn; a table of sums has at most the cube of it as cells."""
FINE = 512
"""Grid points to a standard deviation of a sum; the grid reaches 16 of them to either side, and wraps."""
LOOSE = 3
"""A value that at most so many units have is drawn unit by unit: shuffling them is quicker (measured, NumPy 2.4)."""


def bootstrap_sums(values: Values, rng: np.random.Generator, draws: int) -> Values:
    """The sums of `draws` resamples of all units with replacement; zeros where there is no unit."""
    n = len(values)
    if not n or values.min() == values.max():
        return np.full(draws, values.sum())
    if n > FEW:
        return _convolved(values, rng, draws)
    table, width = _table(values)
    whole, rest = divmod(n, width)
    found = []
    for rows in _pieces(draws, whole):
        sums = _taken(table, rng, (rows, whole))
        found.append(sums + _taken(values, rng, (rows, rest)) if rest else sums)
    return np.concatenate(found)


def _convolved(values: Values, rng: np.random.Generator, draws: int) -> Values:
    n, mean, spread = len(values), values.mean(), values.std()
    size = 32 * FINE
    places = np.rint((values - mean) * (FINE / (spread * np.sqrt(n)))).astype(np.int64)
    one = np.fft.rfft(np.bincount(places % size, minlength=size) / n)
    centre = round(n * float(places.mean()))
    # Rolled so that the centre stands in the middle, and cut to eight standard deviations at either side.
    share = np.roll(np.fft.irfft(_power(one, n), size), size // 2 - centre)[size // 4 : 3 * size // 4]
    reached = np.cumsum(np.maximum(share, 0.0))
    drawn = np.searchsorted(reached, np.sort(rng.random(draws)) * reached[-1]) + (centre - size // 4)
    rng.shuffle(drawn)
    sums: Values = n * mean + (drawn - n * places.mean()) * (spread / places.std())
    return np.clip(sums, n * values.min(), n * values.max())


def _power(base: NDArray[np.complex128], exponent: int) -> NDArray[np.complex128]:
    """`base ** exponent` by squaring, which NumPy's own does not do for complex numbers."""
    result = np.ones_like(base)
    while exponent:
        if exponent & 1:
            result = result * base
        base, exponent = base * base, exponent >> 1
    return result


def subset_sums(pool: Values, size: int, rng: np.random.Generator, draws: int) -> Values:
    """The sums of `draws` subsets of `size` units, all equally likely."""
    distinct, counts = np.unique(pool, return_counts=True)
    if len(distinct) < 2 or size in (0, len(pool)):
        return np.full(draws, pool.sum() * size / max(1, len(pool)))
    # The commonest first: little is left to be shared out when the many rare ones come.
    order = np.argsort(-counts, kind="stable")
    distinct, counts = distinct[order], counts[order]
    common = int((counts > LOOSE).sum())
    loose = np.repeat(distinct[common:], counts[common:])
    kinds = np.append(counts[:common], len(loose))
    found = []
    for rows in _pieces(draws, len(kinds) + len(loose)):
        drawn = rng.multivariate_hypergeometric(kinds, size, rows)
        found.append(drawn[:, :common] @ distinct[:common] + _first_sums(loose, drawn[:, common], rng))
    return np.concatenate(found)


def _first_sums(units: Values, often: NDArray[np.int64], rng: np.random.Generator) -> Values:
    """For each number in `often` the sum of so many units, taken from the front of a shuffle of its own."""
    if not len(units):
        return np.zeros(len(often))
    shuffled = rng.permuted(np.tile(units, (len(often), 1)), axis=1)
    sums = np.concatenate([np.zeros((len(often), 1)), np.cumsum(shuffled, axis=1)], axis=1)
    taken: Values = sums[np.arange(len(often)), often]
    return taken


def swapped_sums(pairs: Values, rng: np.random.Generator, draws: int) -> Values:
    """The sums of one value of every pair (rows of two), each drawn as by a coin; zeros where there is no pair."""
    if not len(pairs):
        return np.zeros(draws)
    step = pairs[:, 1] - pairs[:, 0]
    parts = [(rng.random((rows, len(pairs))) < 0.5) @ step for rows in _pieces(draws, len(pairs))]
    total: Values = np.concatenate(parts) + pairs[:, 0].sum()
    return total


def ends(drawn: Values) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile, between neighbours as `numpy.quantile` has them, without sorting all."""
    places = np.array([0.025, 0.975]) * (len(drawn) - 1)
    below = np.floor(places).astype(np.int64)
    above = np.minimum(below + 1, len(drawn) - 1)
    parted = np.partition(drawn, np.unique(np.concatenate([below, above])))
    low, high = parted[below] + (parted[above] - parted[below]) * (places - below)
    return float(low), float(high)


def _table(values: Values) -> tuple[Values, int]:
    """The sums of all tuples of units of the greatest width that has at most `CELLS` of them, and that width."""
    table, width = values, 1
    while width < len(values) and len(table) * len(values) <= FEW**3:
        table, width = (table[:, None] + values[None, :]).ravel(), width + 1
    return table, width


def _taken(table: Values, rng: np.random.Generator, shape: tuple[int, int]) -> Values:
    drawn = rng.integers(0, len(table), shape, dtype=np.uint32)
    sums: Values = np.take(table, drawn, mode="clip").sum(axis=1)
    return sums


def _pieces(draws: int, wide: int) -> Iterator[int]:
    """Numbers of rows that make up `draws`, each piece within `ROOM`."""
    step = max(1, ROOM // max(1, wide))
    for start in range(0, draws, step):
        yield min(step, draws - start)
