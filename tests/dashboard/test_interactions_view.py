"""The Interactions screen's view model and figure: what is not scored stays empty, what is scored has its words."""

import pandas as pd
import pytest
from graph_sample import sample_evidence

from dashboard.figures.interactions import GIVEN, RECEIVED, interaction_chart
from dashboard.figures.pictures import svg
from dashboard.screens.figure import specification
from dashboard.views import interactions as views
from graph.analysts import Score
from graph.measures.agreement import score_agreement

LABELS = {"a": "Alpha", "b": "Beta", "c": "Gamma"}
SCORES = (
    Score("s1", "ann", "a", "b", -2, "because of *this*", ("c-1", "c-gone")),
    Score("s2", "ben", "a", "b", 1, "no"),
    Score("s3", "ann", "c", "a", 0, "side by side"),
)


def codings() -> pd.DataFrame:
    found = sample_evidence().codings
    return found[found["code_kind"] == "message"].reset_index(drop=True)


def test_numbers_are_signed_and_absent_ones_empty() -> None:
    shown = [views.number(value) for value in (None, float("nan"), 0.0, 0.04, -0.04, 2.0, -1.5, 1 / 3)]
    assert shown == ["", "", "0", "0", "0", "+2", "−1.5", "+0.3"]
    assert views.point(-3) == "−3 cancelling"


def test_a_pair_in_words() -> None:
    found = views.matrix(SCORES, LABELS)
    words = [views.cell_words(found.cell(*pair), LABELS, *pair) for pair in (("a", "b"), ("c", "a"), ("b", "a"))]
    assert "mean −0.5, median −0.5 (n = 2 scorers); they stand on both sides of 0" in words[0]
    assert words[1].endswith("0 consistent (one scorer, ann).")
    assert words[2].endswith("nobody has scored this pair.")


def test_chosen_coders_alone_count() -> None:
    found = views.matrix(SCORES, LABELS, ["ben"])
    assert [(c.first, c.second, c.mean) for c in found.cells] == [("a", "b", 1.0)]


def test_the_tables_leave_empty_what_nobody_scored() -> None:
    found = views.matrix(SCORES, LABELS)
    pairs = views.pairs_table(found, LABELS)
    assert len(pairs) == 6
    assert pairs["mean"].isna().sum() == 4
    sums = views.sums_table(found, LABELS).set_index("message")
    assert pd.isna(sums.loc["Beta", "influence given"])
    assert sums.loc["Gamma", "influence given"] == 0.0
    assert sums.loc["Beta", "pairs scored as second"] == "1 of 2"


def test_the_sentence_names_pairs_scorers_and_extremes() -> None:
    told = views.sentence(views.matrix(SCORES, LABELS), LABELS)
    assert "2 of 6 directed pairs scored by 2 scorers; 0 help, 1 hinder." in told
    assert "“Alpha” gives most hindrance (−0.5 over one pair)." in told
    assert "None of the 6" in views.sentence(views.matrix((), LABELS), LABELS)
    level = views.sentence(views.matrix(SCORES[2:], LABELS), LABELS)
    assert "No message gives more help than hindrance, or less." in level


def test_a_scorer_is_shown_with_quotes_and_with_those_that_are_gone() -> None:
    frame = codings()
    known = str(frame["id"].iloc[0])
    score = Score("s", "ann", "a", "b", 2, "why", (known, "c-gone"))
    (said,) = views.said_of(views.matrix([score], LABELS).cell("a", "b"), frame)
    assert ([q.coding for q in said.quotes], said.gone, said.words) == ([known], 1, "+2 reinforcing")
    assert views.said_of(None, frame) == ()


def test_passages_that_speak_to_both_messages_come_first_among_the_quotes() -> None:
    frame = codings()
    counted = frame[frame["counted"]].reset_index(drop=True)
    first, other = counted.iloc[0].copy(), counted.iloc[1].copy()
    one, two = "m-one", "m-two"
    first["code"], other["code"], other["passage"] = one, two, first["passage"]
    alone = counted.iloc[2].copy()
    alone["code"], alone["passage"] = one, "elsewhere"
    uncounted = other.copy()
    uncounted["counted"], uncounted["id"], uncounted["passage"] = False, "c-not", "elsewhere"
    table = pd.DataFrame([alone, first, other, uncounted]).reset_index(drop=True)
    (both,) = views.together(table, one, two)
    assert {quote.coding for quote in both.quotes} == {first["id"], other["id"]}
    offered = views.to_quote(table, one, two)
    assert list(offered)[-1] == alone["id"]
    assert "c-not" not in offered
    assert [text.startswith("both · ") for text in offered.values()] == [True, True, False]
    assert views.together(table, one, "nothing") == ()


@pytest.mark.parametrize("dark", [False, True])
def test_the_figure_writes_each_number_and_can_be_clicked_where_nothing_is(dark: bool) -> None:
    spec = specification(interaction_chart(views.matrix(SCORES, LABELS), LABELS, dark))
    rows = [row for data in spec["datasets"].values() for row in data]
    pairs = {(r["first"], r["second"]): r for r in rows if r.get("kind")}
    assert len(pairs) == 9
    assert [pairs[p]["text"] for p in (("a", "b"), ("c", "a"), ("b", "a"))] == ["−0.5", "0", ""]
    assert pairs[("b", "a")]["mean"] is None
    sums = {(r["row"], r["column"]): r["text"] for r in rows if GIVEN in r.values() or RECEIVED in r.values()}
    assert (sums[("Beta", GIVEN)], sums[(RECEIVED, "Gamma")], sums[("Gamma", GIVEN)]) == ("", "", "0")
    assert [p["name"] for p in spec["params"]] == ["cell"]
    drawn = svg(spec, "A sentence.")
    assert "−0.5" in drawn
    assert "A sentence." in drawn


def test_agreement_stands_in_a_table_with_why() -> None:
    table = views.agreement_table(score_agreement(SCORES))
    assert list(table["scorers"]) == ["ann – ben"]
    assert pd.isna(table["alpha"].iloc[0])
    assert "Fewer than three pairs" in table["why"].iloc[0]
