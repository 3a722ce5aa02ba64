"""The cross-impact matrix: directed, undefined where nobody scored, sums over scored pairs alone."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from graph.analysts import Score
from graph.measures.interactions import COLUMNS, cross_impact, interaction_table

MESSAGES = ["a", "b", "c"]


def score(coder, first, second, value):
    return Score(f"s-{coder}-{first}-{second}", coder, first, second, value, "why")


SCORES = [
    score("ann", "a", "b", -2),
    score("ben", "a", "b", 1),
    score("ann", "a", "c", 3),
    score("ann", "c", "a", 0),
]


def test_a_cell_has_mean_median_n_and_says_where_scorers_split():
    cell = cross_impact(SCORES, MESSAGES).cell("a", "b")
    assert (cell.n, cell.mean, cell.median, cell.lowest, cell.highest, cell.split) == (2, -0.5, -0.5, -2, 1, True)
    assert cross_impact(SCORES, MESSAGES).cell("b", "a") is None


def test_row_sums_give_and_column_sums_receive():
    found = cross_impact(SCORES, MESSAGES)
    given_, received = (
        {i.message: (i.total, i.cells, i.possible) for i in each} for each in (found.given, found.received)
    )
    assert given_ == {"a": (2.5, 2, 2), "b": (None, 0, 2), "c": (0.0, 1, 2)}
    assert received == {"a": (0.0, 1, 2), "b": (-0.5, 1, 2), "c": (3.0, 1, 2)}


def test_a_scored_zero_is_a_zero_and_no_score_is_empty():
    table = interaction_table(cross_impact(SCORES, MESSAGES)).set_index(["first", "second"])
    assert list(interaction_table(cross_impact(SCORES, MESSAGES)).columns) == COLUMNS
    assert len(table) == 6
    assert (table.loc[("c", "a"), "n"], table.loc[("c", "a"), "mean"]) == (1, 0.0)
    assert (table.loc[("b", "a"), "n"], table.loc[("b", "a"), "coders"]) == (0, "")
    assert pd.isna(table.loc[("b", "a"), "mean"])
    assert pd.isna(table.loc[("b", "a"), "lowest"])


def test_the_last_score_of_a_coder_counts_and_unknown_messages_do_not():
    found = cross_impact([*SCORES, score("ann", "a", "b", -3), score("ann", "a", "gone", 2)], MESSAGES)
    assert [s.score for s in found.cell("a", "b").scores] == [-3, 1]
    assert {c.second for c in found.cells} <= set(MESSAGES)


def test_nothing_scored_has_no_sum():
    found = cross_impact([], MESSAGES)
    assert found.cells == ()
    assert {i.total for i in (*found.given, *found.received)} == {None}
    assert cross_impact([], []).messages == ()


made = st.lists(
    st.builds(score, st.sampled_from("xy"), st.sampled_from("abc"), st.sampled_from("abc"), st.integers(-3, 3))
)


@given(made)
def test_what_is_given_is_what_is_received(scores):
    found = cross_impact(scores, MESSAGES)
    given_, received = (sum(i.total or 0 for i in each) for each in (found.given, found.received))
    assert abs(given_ - received) < 1e-9
    assert sum(i.cells for i in found.given) == len(found.cells) == sum(i.cells for i in found.received)
    assert cross_impact(list(dict.fromkeys(scores)), MESSAGES).messages == found.messages
