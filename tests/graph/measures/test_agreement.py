"""Agreement against hand-worked tables and against a library that we did not write."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.measures.agreement import agreement, alpha, kappa

labels = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz")), min_size=2, max_size=30)


def columns(pairs):
    return np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])


@given(labels)
def test_alpha_is_krippendorffs(pairs):
    a, b = columns(pairs)
    if len({*a, *b}) == 1:
        assert np.isnan(alpha(a, b))
        return
    numbers = np.array([[ord(x) for x in a], [ord(x) for x in b]], dtype=float)
    expected = krippendorff.alpha(reliability_data=numbers, level_of_measurement="nominal")
    assert alpha(a, b) == pytest.approx(expected)


def test_kappa_by_hand():
    a, b = columns([("x", "x")] * 20 + [("x", "y")] * 5 + [("y", "x")] * 10 + [("y", "y")] * 15)
    assert kappa(a, b) == pytest.approx(0.4)


def test_per_code_figures_need_five_uses(coding, frame):
    rows = [coding("gov", -1, passage=f"p{i}") for i in range(4)]
    rows += [coding("gov", -1, passage=f"p{i}", coder="ben", counted=False) for i in range(3)]
    rows += [coding("gov", 1, passage="p9", sender="audit")]
    table = agreement(frame(rows), "anna", "ben", [f"p{i}" for i in range(12)]).set_index(["about", "code"])
    empower = table.loc[("code", "empower")]
    assert (empower["n"], empower["uses"]) == (12, 7)
    assert empower["percent"] == pytest.approx(11 / 12)
    assert np.isnan(table.loc[("code", "instruct")]["percent"])
    assert table.loc[("stance", "")]["n"] == 3
    assert table.loc[("overall", "")]["n"] == 24


def test_two_coders_with_nothing_in_common_have_no_stance_figure(coding, frame):
    table = agreement(frame([coding("gov", -1, passage="p1")]), "anna", "ben", ["p1", "p2"])
    assert np.isnan(table[table["about"] == "stance"].iloc[0]["percent"])
