"""Kinds by the definitions of the design, and the shape of the ranked list."""

import json

import pytest

from graph.measures.contradictions import KINDS, PARTNERS, contradictions
from graph.measures.salience import WEIGHTS, Subjects
from graph.model import Judgement


def kinds(table):
    return sorted(table["kind"])


def test_said_and_heard_of_one_holder_is_a_say_hear_gap(coding, frame):
    table = contradictions(frame([coding("gov", -1), coding("L03", 1, sender="gov", stance="reports")]))
    assert kinds(table) == ["say-hear"]
    row = table.iloc[0]
    assert (row["claim_a"], row["claim_b"], row["holder_a"], row["holder_b"]) == ("said", "heard", "gov", "gov")


def test_a_level_and_one_of_its_governing_bodies_are_one_holder(coding, frame):
    rows = [coding("gov", -1), coding("L03", 1, sender="macro", stance="reports")]
    assert kinds(contradictions(frame(rows))) == ["say-hear"]


def test_a_representative_body_is_not_its_level(coding, frame):
    rows = [coding("cosla", -1), coding("L03", 1, sender="macro", stance="reports")]
    assert kinds(contradictions(frame(rows))) == ["within-level"]


def test_a_class_of_bodies_is_a_holder_of_its_own(coding, frame):
    rows = [coding("councils", -1), coding("L03", 1, sender="meso", stance="reports")]
    assert kinds(contradictions(frame(rows), classes={"councils"})) == ["within-level"]
    assert kinds(contradictions(frame(rows))) == ["say-hear"]


@pytest.mark.parametrize(
    ("voice", "kind"), [("gov", "mixed-signal"), ("L01", "ambivalence"), ("carers", "ambivalence")]
)
def test_both_said_by_one_holder(coding, frame, voice, kind):
    assert kinds(contradictions(frame([coding(voice, -1), coding(voice, 1)]))) == [kind]


def test_both_heard_of_one_holder_is_a_mixed_signal(coding, frame):
    rows = [
        coding("L03", -1, sender="gov", stance="reports"),
        coding("L04", 1, sender="gov", stance="reports"),
    ]
    assert kinds(contradictions(frame(rows))) == ["mixed-signal"]


def test_two_holders_by_level(coding, frame):
    assert kinds(contradictions(frame([coding("gov", -1), coding("L01", 1)]))) == ["cross-level"]
    assert kinds(contradictions(frame([coding("L02", -1), coding("L01", 1)]))) == ["within-level"]


def test_nothing_contradicts_itself_or_a_voice_outside(coding, frame):
    rows = [coding("L11", 1, sender="gov", stance="rejects"), coding("authors", -1)]
    assert contradictions(frame(rows)).empty


def test_same_side_is_no_contradiction(coding, frame):
    assert contradictions(frame([coding("gov", 1), coding("L01", 1)])).empty


def test_came_first_and_forces(coding, frame):
    rows = [
        coding("gov", -1, date="2011", force="aspiration"),
        coding("parliament", 1, date="2014-04-01", force="duty"),
    ]
    row = contradictions(frame(rows)).iloc[0]
    assert row["came_first"] == "a"
    assert row["forces"] == "aspiration against duty"


@pytest.mark.parametrize(("a", "b"), [("", "2014"), ("2014", "2014-04-01"), ("2014-04", "2014-04")])
def test_undated_or_equal_dates_are_neither_earlier_nor_later(coding, frame, a, b):
    table = contradictions(frame([coding("gov", -1, date=a), coding("parliament", 1, date=b)]))
    assert table.iloc[0]["came_first"] == ""


def test_salience_is_the_weighted_sum_of_its_parts(coding, frame):
    table = contradictions(frame([coding("gov", -1, quote="local budget"), coding("L01", 1, quote="budget orders")]))
    parts = json.loads(table.iloc[0]["parts"])
    assert set(parts) == set(WEIGHTS)
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert table.iloc[0]["salience"] == pytest.approx(sum(WEIGHTS[k] * v for k, v in parts.items()), abs=1e-4)
    assert parts["subject"] > 0


def test_partners_are_capped_and_every_coding_keeps_its_best(coding, frame):
    rows = [coding("gov", -1, source=f"s{i}") for i in range(40)]
    rows += [coding("L01", 1, source=f"t{i}") for i in range(40)]
    table = contradictions(frame(rows))
    assert len(table) < 40 * 40
    assert (table.groupby("a").size() >= PARTNERS).all()
    assert (table.groupby("b").size() >= PARTNERS).all()
    assert set(table["kind"]) <= set(KINDS)
    assert table["id"].is_unique


def test_the_top_is_not_one_coding_again_and_again(coding, frame):
    rows = [coding("gov", -1, source=f"s{i}", force="duty") for i in range(5)]
    rows += [coding(f"L0{i}", 1) for i in range(5)]
    top = contradictions(frame(rows)).head(5)
    assert top["a"].is_unique
    assert top["b"].is_unique


def test_a_judgement_follows_its_contradiction(coding, frame):
    table = frame([coding("gov", -1), coding("L01", 1)])
    found = contradictions(table).iloc[0]["id"]
    judged = contradictions(table, [Judgement(id="j1", coder="anna", of=found, verdict="apparent only")])
    assert list(judged["judgement"]) == ["apparent only"]


def test_order_of_rows_does_not_matter(coding, frame):
    rows = [coding("gov", -1), coding("L01", 1), coding("L02", 1, sender="gov", stance="rejects")]
    one, other = contradictions(frame(rows)), contradictions(frame(rows[::-1]))
    assert list(one["id"]) == list(other["id"])


def test_likeness_of_subject():
    import numpy as np

    subjects = Subjects(["regional planning of hospitals", "hospital planning by region", "carers choose", ""])
    likeness = subjects.likeness(np.arange(4), np.arange(4))
    assert likeness[0, 0] == pytest.approx(1)
    assert likeness[0, 1] > likeness[0, 2] == 0
    assert likeness[3].sum() == 0
