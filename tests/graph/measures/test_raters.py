"""Reliability of many raters against a library that we did not write, and against tables worked by hand."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysts import Judgement, Score
from graph.measures.agreement import judgement_agreement, score_agreement
from graph.measures.raters import kappas, ratings_of, reliability

VALUES = 7
ratings = st.dictionaries(
    st.sampled_from(["ann", "ben", "cleo", "dan"]),
    st.dictionaries(st.sampled_from([f"u{i}" for i in range(8)]), st.integers(0, VALUES - 1), min_size=3),
    min_size=2,
)


def whole(found):
    return found[0]


@pytest.mark.parametrize("ordinal", [True, False])
@given(given_ratings=ratings)
def test_alpha_is_krippendorffs_for_any_number_of_raters_with_gaps(ordinal, given_ratings):
    found = whole(reliability(given_ratings, VALUES, ordinal=ordinal, unit="units"))
    units = sorted({u for own in given_ratings.values() for u in own})
    table = np.array([[own.get(u, np.nan) for u in units] for own in given_ratings.values()])
    shared = table[:, (~np.isnan(table)).sum(axis=0) >= 2]
    if found.n < 3 or len(set(shared[~np.isnan(shared)])) < 2:
        assert found.alpha is None
        assert found.why
        return
    level = "ordinal" if ordinal else "nominal"
    expected = krippendorff.alpha(table, level_of_measurement=level, value_domain=np.arange(VALUES))
    assert found.alpha == pytest.approx(expected)
    assert found.low <= found.high


def test_quadratic_kappa_by_hand():
    """Three pairs of ratings on a scale of three: observed (0 + 1 + 0) / 3, expected 11 / 9."""
    table = np.array([[0.0, 1.0, 2.0], [0.0, 2.0, 2.0]])
    expected = sum(w for a in (0, 1, 2) for b in (0, 2, 2) for w in [(a - b) ** 2]) / 9
    assert kappas(table, 3, True) == pytest.approx(1 - (1 / 3) / expected)
    assert kappas(table, 3, False) == pytest.approx((2 / 3 - 1 / 3) / (1 - 1 / 3))


def test_kappa_of_many_is_the_mean_over_pairs_and_a_pair_without_shared_units_does_not_count():
    a, b, c = [0.0, 1, 2, 0, 1], [0.0, 1, 2, 1, 1], [np.nan, np.nan, np.nan, 0, 1]
    table = np.array([a, b, c])
    assert kappas(table, 3, True) == kappas(np.array([a, b]), 3, True)
    full = np.array([a, b, [0.0, 1, 1, 0, 1]])
    pairs = [kappas(full[[i, j]], 3, True) for i, j in ((0, 1), (0, 2), (1, 2))]
    assert kappas(full, 3, True) == pytest.approx(np.mean(pairs))


def judged(coder, verdicts):
    return [Judgement(f"j-{coder}-{i}", coder, f"x{i}", verdict) for i, verdict in enumerate(verdicts)]


def test_judges_by_pairs_and_overall():
    made = [
        *judged("ann", ["contradiction", "tension", "none", "apparent"]),
        *judged("ben", ["contradiction", "tension", "none", "reconciled"]),
        *judged("cleo", ["tension", "tension"]),
    ]
    overall, *pairs = judgement_agreement(made, seed=3)
    assert (overall.overall, overall.coders, overall.n) == (True, ("ann", "ben", "cleo"), 4)
    assert [pair.coders for pair in pairs] == [("ann", "ben"), ("ann", "cleo"), ("ben", "cleo")]
    assert pairs[0].percent == pytest.approx(3 / 4)
    assert (pairs[1].n, pairs[1].percent, pairs[1].alpha) == (2, None, None)
    assert "Fewer than three contradictions" in pairs[1].why
    assert judgement_agreement(made, seed=3) == judgement_agreement(made, seed=3)


def scored(coder, values):
    return [Score(f"s-{coder}-{i}", coder, "a", f"m{i}", value, "why") for i, value in enumerate(values)]


def test_scorers_one_point_apart_agree_more_than_those_far_apart():
    ann = scored("ann", [-3, -1, 0, 2, 3])
    (near,) = score_agreement([*ann, *scored("ben", [-2, -1, 0, 2, 2])])
    (far,) = score_agreement([*ann, *scored("ben", [3, -1, 0, 2, -3])])
    assert near.percent == far.percent == pytest.approx(3 / 5)
    assert near.alpha > 0.8 > 0 > far.alpha
    assert near.kappa > 0.8 > 0 > far.kappa


def test_one_direction_is_another_unit_than_the_other():
    there = [Score("1", "ann", "a", f"m{i}", 1, "why") for i in range(4)]
    back = [Score("2", "ben", f"m{i}", "a", 1, "why") for i in range(4)]
    (found,) = score_agreement([*there, *back])
    assert (found.n, found.percent) == (0, None)


def test_one_value_alone_has_no_alpha_and_one_rater_no_row():
    (found,) = score_agreement([*scored("ann", [1, 1, 1]), *scored("ben", [1, 1, 1])])
    assert (found.percent, found.alpha, found.kappa, found.low) == (1.0, None, None, None)
    assert "not defined" in found.why
    assert score_agreement(scored("ann", [1, 2])) == ()
    assert score_agreement([]) == ()


def test_the_last_rating_of_a_rater_counts():
    assert ratings_of([("ann", "u", 1), ("ann", "u", 4)]) == {"ann": {"u": 4}}
