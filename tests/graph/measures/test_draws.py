"""The fast draws against the plain slow way and against SciPy: the same distribution, in bounded memory."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from graph.measures.draws import FEW, bootstrap_sums, ends, subset_sums, swapped_sums
from graph.measures.resampling import gap, interval_of_mean

DRAWS = 40_000
SIDES = [-1, -0.5, 0, 1 / 3, 1]


def made(n, values=None):
    rng = np.random.default_rng(n)
    return rng.choice(values, n) if values else rng.uniform(-1, 1, n) ** 3


def plain(values, draws, rng):
    return values[rng.integers(0, len(values), (draws, len(values)))].sum(axis=1)


def apart(found, expected, spread):
    """How far one sample has to be moved to become the other, in standard deviations (Wasserstein)."""
    return stats.wasserstein_distance(found, expected) / spread


@pytest.mark.parametrize("n", [3, 7, 20, FEW, FEW + 1, 90, 250])
@pytest.mark.parametrize("values", [None, SIDES, [-1, 1]])
def test_resamples_are_those_of_the_plain_way(n, values):
    units = made(n, values)
    units[0] = -units[1]  # never all alike
    found = bootstrap_sums(units, np.random.default_rng(1), DRAWS)
    expected = plain(units, DRAWS, np.random.default_rng(2))
    spread = units.std() * np.sqrt(n)
    assert apart(found, expected, spread) < 0.02
    assert found.std() == pytest.approx(expected.std(), rel=0.03)
    assert n * units.min() <= found.min() and found.max() <= n * units.max()


def test_one_outlier_among_many_is_drawn_as_often_as_it_should_be():
    units = np.r_[np.zeros(99), 1.0]
    found = np.rint(bootstrap_sums(units, np.random.default_rng(3), DRAWS))
    for often in range(4):
        assert (found == often).mean() == pytest.approx(stats.binom.pmf(often, 100, 0.01), abs=0.01)


def test_mean_and_variance_of_many_are_exact_but_for_sampling():
    units = made(400)
    sums = bootstrap_sums(units, np.random.default_rng(4), 400_000)
    assert sums.mean() == pytest.approx(units.sum(), abs=5 * units.std() * np.sqrt(400) / np.sqrt(400_000))
    assert sums.std() == pytest.approx(units.std() * np.sqrt(400), rel=0.006)


@pytest.mark.parametrize("n", [12, 80])
def test_the_interval_is_scipys(n):
    units = made(n)
    ours = interval_of_mean(units, 1, 40_000)
    theirs = stats.bootstrap((units,), np.mean, method="percentile", n_resamples=40_000, batch=2000, rng=2)
    room = 0.08 * units.std() / np.sqrt(n)
    assert ours.low == pytest.approx(theirs.confidence_interval.low, abs=room)
    assert ours.high == pytest.approx(theirs.confidence_interval.high, abs=room)


def half(a, b, axis=-1):
    return np.abs(a.mean(axis=axis) - b.mean(axis=axis)) / 2


@pytest.mark.parametrize("values", [None, SIDES], ids=["many values", "few values"])
def test_the_sampled_test_is_scipys(values):
    a, b = made(30, values), made(41, values) + 0.2
    ours = gap(dict(enumerate(a.tolist())), {-1 - i: v for i, v in enumerate(b.tolist())}, 1, 20_000)
    theirs = stats.permutation_test(
        (a, b), half, alternative="greater", n_resamples=20_000, vectorized=True, batch=2000, rng=2
    )
    assert ours.exact is False
    assert ours.value == pytest.approx(theirs.statistic)
    assert ours.p_value == pytest.approx(theirs.pvalue, abs=0.02)


def test_the_exact_test_is_scipys():
    a, b = made(5), made(7)
    ours = gap(dict(enumerate(a.tolist())), {-1 - i: v for i, v in enumerate(b.tolist())}, 1)
    theirs = stats.permutation_test((a, b), half, alternative="greater", n_resamples=np.inf, vectorized=True)
    assert ours.exact
    assert ours.p_value == pytest.approx(theirs.pvalue)


@pytest.mark.parametrize("values", [None, SIDES], ids=["many values", "few values"])
def test_subsets_are_those_of_the_plain_way(values):
    pool = made(60, values)
    rng = np.random.default_rng(5)
    expected = np.array([rng.permutation(pool)[:17].sum() for _ in range(DRAWS // 4)])
    found = subset_sums(pool, 17, np.random.default_rng(6), DRAWS)
    spread = pool.std() * np.sqrt(17)
    assert apart(found, expected, spread) < 0.03


def test_the_whole_pool_or_nothing_is_no_draw():
    pool = np.array([1.0, -1.0, 0.5])
    rng = np.random.default_rng(0)
    assert set(subset_sums(pool, 3, rng, 5)) == {0.5}
    assert set(subset_sums(pool, 0, rng, 5)) == {0.0}
    assert set(bootstrap_sums(np.zeros(0), rng, 5)) == {0.0}
    assert set(swapped_sums(np.zeros((0, 2)), rng, 5)) == {0.0}


def test_one_value_of_each_pair_is_taken():
    pairs = np.array([[1.0, -1.0], [0.5, 0.25]])
    found = swapped_sums(pairs, np.random.default_rng(7), 10_000)
    assert set(found) == {1.5, 1.25, -0.5, -0.75}
    assert (found == 1.5).mean() == pytest.approx(0.25, abs=0.03)


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=60))
def test_the_ends_are_numpys_quantiles(values):
    drawn = np.array(values)
    assert ends(drawn) == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])), abs=1e-9)


def test_memory_is_bounded_whatever_the_number_of_units():
    units = made(20_000)
    tracemalloc.start()
    bootstrap_sums(units, np.random.default_rng(8), 2_000)
    bootstrap_sums(units[:FEW], np.random.default_rng(8), 10_000)
    subset_sums(units, 9_000, np.random.default_rng(8), 100)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32 * 2**20
