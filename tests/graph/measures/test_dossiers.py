"""Dossiers: grouping, forces, verdicts, what reconciles an axis, and barriers in the same breath."""

import pandas as pd
import pytest
from graph_sample import sample_evidence

from graph.ids import dossier_id
from graph.measures.dossiers import (
    FORCE_GROUPS,
    Scope,
    barriers_beside,
    conditional_words,
    force_group,
    gathered,
    reconciling,
    verdict_of,
)


def counts() -> pd.DataFrame:
    rows = [
        ("d-one", 2, "decide", "say-hear", "duty against no force", 3, 0.7, 2),
        ("d-one", 2, "decide", "say-hear", "", 1, 0.5, 9),
        ("d-two", 1, "lead", "cross-level", "duty against aspiration", 4, 0.6, 1),
        ("d-two", 1, "lead", "cross-level", "aspiration against guidance", 1, 0.65, 4),
    ]
    columns = ["dossier", "dossier_rank", "axis", "kind", "forces", "pairs", "salience", "rank"]
    return pd.DataFrame(rows, columns=columns)


def test_an_id_does_not_depend_on_the_order_of_the_holders_and_keeps_the_parts_apart():
    assert dossier_id("decide", "say-hear", "gov", "macro") == dossier_id("decide", "say-hear", "macro", "gov")
    others = [("lead", "say-hear", "gov", "macro"), ("decide", "cross-level", "gov", "macro"),
              ("decide", "say-hear", "gov", "gov"), ("decide", "say-hear", "govm", "acro")]  # fmt: skip
    found = {dossier_id(*parts) for parts in [*others, ("decide", "say-hear", "gov", "macro")]}
    assert len(found) == 5
    assert all(i.startswith("d-") for i in found)


def test_dossiers_are_gathered_best_first():
    found = gathered(counts())
    assert found["dossier"].tolist() == ["d-two", "d-one"]
    assert found["pairs"].tolist() == [5, 4]
    assert found["salience"].tolist() == [0.65, 0.7]
    assert found["rank"].tolist() == [1, 2]
    assert gathered(counts().head(0)).empty


def test_a_filter_of_forces_keeps_whole_dossiers_and_opens_them_at_the_pair_asked_for():
    found = gathered(counts(), ["soft–soft", "none–none"])
    assert dict(zip(found["dossier"], found["rank"], strict=True)) == {"d-two": 4, "d-one": 9}
    assert found["pairs"].tolist() == [5, 4]
    assert gathered(counts(), ["hard–hard"]).empty


@pytest.mark.parametrize(
    ("forces", "group"),
    [
        ("duty against power", "hard–hard"),
        ("aspiration against duty", "hard–soft"),
        ("no force against guidance", "soft–none"),
        ("power against no force", "hard–none"),
        ("guidance against aspiration", "soft–soft"),
        ("", "none–none"),
    ],
)
def test_forces_fall_into_groups(forces, group):
    assert force_group(forces) == group
    assert group in FORCE_GROUPS


def test_a_verdict_is_what_most_coders_say():
    assert verdict_of([]) == ""
    assert verdict_of(["tension"]) == "tension"
    assert verdict_of(["tension", "none", "tension"]) == "tension"
    assert verdict_of(["tension", "none"]) == "disputed"


def test_conditional_wording_counts_in_the_sentence_of_the_quote_alone():
    text = "Plans are free. Councils decide so far as is practicable. Nothing else matters."
    start = text.index("Councils decide")
    assert conditional_words(text, start, start + 15) == "so far as"
    assert conditional_words(text, 0, 5) == ""
    assert conditional_words(text) == "so far as"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They may ask for changes where it is reasonable to do so", "where it is reasonable"),
        ("It applies unless ministers say otherwise", "unless"),
        ("subject to the Act", "subject to"),
        ("People take part if they wish to", "if they wish"),
        ("Boards choose within a national framework", "within a national framework"),
        ("Services depend on people being heard", ""),
        ("Where leaders meet, plans follow", ""),
        ("An exceptional board", ""),
    ],
)
def test_wording_of_the_list_is_found_and_no_other(text, words):
    assert conditional_words(text) == words


def messages(axis: str) -> pd.DataFrame:
    codings = sample_evidence().codings
    return codings[codings["counted"] & (codings["axis"] == axis)]


def test_both_sides_in_one_passage_and_conditional_memos_reconcile():
    passages = sample_evidence().passages
    found = reconciling(messages("lead"), passages, Scope("lead", frozenset({"c04", "c12"}), frozenset({"gov"})))
    both = found[found["why"] == "both sides"]
    assert set(both["coding"]) == {"c04", "c05"} | ({"c23"} & set(messages("lead")["id"]))
    assert set(both["nearness"]) == {"these words"}
    scope = Scope("decide", frozenset({"c08"}), frozenset({"gov"}))
    conditional = reconciling(messages("decide"), passages, scope)
    memo = conditional[conditional["coding"] == "c03"].iloc[0]
    assert (memo["why"], memo["words"], memo["nearness"]) == ("conditional", "conditional: reasonable", "same holder")
    wording = conditional[conditional["coding"] == "c02"]
    assert wording.empty, "the condition stands in the next sentence"
    far = reconciling(messages("decide"), passages, Scope("decide", frozenset({"c08"}), frozenset({"board-b"})))
    assert set(far["nearness"]) == {"same axis"}


def test_nothing_reconciles_where_nobody_says_both_and_nothing_is_conditional():
    own = messages("decide")
    alone = own[own["id"] == "c11"]
    assert reconciling(alone, sample_evidence().passages, Scope("decide", frozenset({"c11"}), frozenset())).empty


def test_barriers_in_the_same_passage_come_first_and_those_of_the_same_voice_stand_apart():
    codings = sample_evidence().codings
    codings = codings[codings["counted"] & ((codings["axis"] == "lead") | (codings["code_kind"] == "barrier"))]
    found = barriers_beside(codings, Scope("lead", frozenset({"c12", "c15"}), frozenset()))
    assert found[["barrier", "relation", "voices"]].values.tolist() == [
        ["clutter", "same passage", 1],
        ["reports", "same passage", 1],
    ]
    assert found["codings"].tolist() == [("c13",), ("c14",)]
    elsewhere = codings.copy()
    elsewhere.loc[elsewhere["id"] == "c13", "passage"] = "p4"
    other = barriers_beside(elsewhere, Scope("lead", frozenset({"c12"}), frozenset()))
    assert other[["barrier", "relation"]].values.tolist() == [["reports", "same passage"], ["clutter", "same voice"]]
    assert barriers_beside(codings, Scope("lead", frozenset({"c17"}), frozenset())).empty
