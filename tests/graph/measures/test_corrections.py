"""Corrected p-values against tables worked by hand and against SciPy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from graph.measures.corrections import benjamini_hochberg, corrected, holm
from graph.measures.tensions import tensions

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def test_holm_by_hand():
    # Sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1 is 0.02, 0.03, 0.06, 0.04; none may be less than the one before.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_benjamini_and_hochberg_by_hand():
    # Sorted 0.01, 0.02, 0.03, 0.5 times 4/1, 4/2, 4/3, 4/4 is 0.04, 0.04, 0.04, 0.5.
    assert benjamini_hochberg([0.02, 0.5, 0.01, 0.03]) == pytest.approx([0.04, 0.5, 0.04, 0.04])


def test_what_was_not_tested_is_not_counted():
    assert holm([0.01, None, 0.04]) == [0.02, None, 0.04]
    assert benjamini_hochberg([None, 0.01, 0.04]) == [None, 0.02, 0.04]
    assert holm([]) == benjamini_hochberg([]) == []
    assert holm([None]) == [None]


def test_nothing_is_more_than_certain():
    assert holm([0.9, 0.8, 0.7]) == [1, 1, 1]
    assert benjamini_hochberg([0.9]) == [0.9]


@given(P_VALUES)
def test_benjamini_and_hochberg_is_scipys(p):
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p).tolist())


@given(P_VALUES)
def test_holm_is_its_definition(p):
    order = sorted(range(len(p)), key=lambda i: p[i])
    expected = [0.0] * len(p)
    for place, i in enumerate(order):
        expected[i] = min(1, max((len(p) - j) * p[order[j]] for j in range(place + 1)))
    assert holm(p) == pytest.approx(expected)
    assert all(a <= b + 1e-12 for a, b in zip(p, holm(p), strict=True))


def test_each_kind_of_gap_is_a_family_of_its_own(coding, frame, axes, messages):
    rows = [coding(v, s) for v, s in (("gov", 1), ("parliament", 1), ("audit", 1))]
    rows += [coding(v, -1) for v in ("L01", "L02", "L03")]
    found = tensions(frame(rows), axes, messages)
    (found_led,) = corrected(found).values()
    assert found_led.gap.raw == found_led.gap.holm == found_led.gap.bh == pytest.approx(0.1)
    assert found_led.say_hear.raw is found_led.say_hear.holm is found_led.say_hear.bh is None
