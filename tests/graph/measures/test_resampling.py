"""Intervals and tests against hand-worked tables."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.measures.resampling import gap, interval_of_mean


def units(name, values):
    return {f"{name}{i}": float(v) for i, v in enumerate(values)}


def test_fewer_than_three_voices_give_no_number():
    found = gap(units("a", [1, 1]), units("b", [-1, -1, -1]), seed=1)
    assert (found.value, found.low, found.high, found.p_value, found.n) == (None, None, None, None, (2, 3))


def test_opposite_poles_are_a_gap_of_one_with_the_exact_p_value():
    found = gap(units("a", [1, 1, 1]), units("b", [-1, -1, -1, -1]), seed=1)
    assert found.value == 1
    assert (found.low, found.high) == (1, 1)
    assert found.exact
    assert found.p_value == pytest.approx(1 / comb(7, 3))


def test_the_two_sided_test_counts_both_tails():
    found = gap(units("a", [1, 1, 1]), units("b", [-1, -1, -1]), seed=1)
    assert found.p_value == pytest.approx(2 / comb(6, 3))


def test_a_voice_in_both_has_its_own_two_exchanged():
    values = {"x": 1.0, "y": 1.0, "z": 1.0}
    found = gap(values, dict.fromkeys(values, -1.0), seed=1)
    assert found.p_value == pytest.approx(2 / 2**3)


def test_many_voices_are_drawn_and_the_draw_repeats():
    a, b = units("a", [1] * 20 + [-1] * 5), units("b", [-1] * 20 + [1] * 5)
    first, again = gap(a, b, seed=7), gap(a, b, seed=7)
    assert first == again
    assert first.exact is False
    assert 0 < first.p_value < 0.01


def test_interval_of_equal_values_has_no_width():
    interval = interval_of_mean(np.array([0.5, 0.5, 0.5]), seed=0)
    assert (interval.low, interval.high) == (0.5, 0.5)


@given(
    st.lists(st.floats(-1, 1), min_size=3, max_size=8),
    st.lists(st.floats(-1, 1), min_size=3, max_size=8),
)
def test_gap_is_symmetric_and_bounded(a, b):
    one, other = gap(units("a", a), units("b", b), seed=3), gap(units("b", b), units("a", a), seed=3)
    assert 0 <= one.value <= 1
    assert one.value == pytest.approx(other.value)
    assert one.p_value == pytest.approx(other.p_value)
    assert 0 < one.p_value <= 1
