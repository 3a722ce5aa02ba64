"""Kinds by the definitions of the design, and the shape of the ranked list."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from graph.analysts import Judgement
from graph.ids import contradiction_id, dossier_id
from graph.measures import contradictions as module
from graph.measures import pair_ids
from graph.measures.contradictions import KINDS, PARTNERS, contradictions
from graph.measures.salience import WEIGHTS


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
    assert list(parts) == list(WEIGHTS)
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert table.iloc[0]["salience"] == pytest.approx(sum(WEIGHTS[k] * v for k, v in parts.items()), abs=1e-4)
    assert parts["subject"] > 0


def test_weights_can_be_shared_by_two_sides_in_whole_thousandths():
    assert WEIGHTS["strength_a"] == WEIGHTS["strength_b"]
    for name in ("stance", "plain", "reviewed"):
        assert WEIGHTS[name] * 500 == pytest.approx(round(WEIGHTS[name] * 500))


def part(table, name):
    return json.loads(table.iloc[0]["parts"])[name]


FULL_QUOTE = "boards carers councils districts elderly families gather"


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("strength_a", {"force": "duty"}, {"force": "power"}),
        ("stance", {"stance": "rejects"}, {"stance": "reports", "sender": "gov"}),
        ("apart", {"source": "mine"}, {"source": "s-L01"}),
        ("plain", {"quote": FULL_QUOTE}, {"quote": "carers"}),
        ("plain", {"quote": FULL_QUOTE}, {"quote": f"{FULL_QUOTE} unless ministers object"}),
        ("plain", {"quote": FULL_QUOTE}, {"quote": FULL_QUOTE, "memo": "Conditional: in some areas"}),
        ("reviewed", {"status": "accepted"}, {"status": "suggested"}),
        ("distance", {"voice": "gov"}, {"voice": "L02"}),
    ],
)
def test_what_raises_a_part_of_the_salience(coding, frame, name, one, other):
    found = []
    for given in (one, other):
        given = {"quote": FULL_QUOTE, **given}
        pole = 1 if given.get("stance") == "rejects" else -1
        found.append(frame([coding(given.pop("voice", "gov"), pole, **given), coding("L01", 1, date="2014")]))
    if name == "stance":  # what gov is heard to say comes from another voice
        found[1].loc[0, ["voice", "voice_body", "voice_level", "voice_kind"]] = ["L02", "L02", "meso", "case"]
    assert part(contradictions(found[0]), name) > part(contradictions(found[1]), name)


def test_one_sender_counts_most_and_the_centre_more_than_a_level_of_many(coding, frame):
    def sender(*rows):
        return part(contradictions(frame(list(rows))), "sender")

    alone = sender(coding("gov", -1), coding("L03", 1, sender="gov", stance="reports"))
    centre = sender(coding("gov", -1), coding("L03", 1, sender="macro", stance="reports"))
    many = sender(coding("board-1", -1), coding("L03", 1, sender="meso", stance="reports"))
    two = sender(coding("gov", -1), coding("L03", 1))
    assert alone == 1 > centre > many > two == 0


def test_words_of_the_axis_are_no_common_subject(coding, frame):
    table = frame([coding("gov", -1, quote="empower districts"), coding("L01", 1, quote="empower nobody")])
    assert part(contradictions(table), "subject") > 0
    assert part(contradictions(table, indicators={"led": {"empower"}}), "subject") == 0


def test_words_beside_the_quote_help_to_tell_the_subject(coding, frame):
    table = frame([coding("gov", -1, quote="empower", end_offset=7), coding("L01", 1, quote="orders", end_offset=6)])
    texts = ["empower teachers in islands", "orders about teachers"]
    passages = pd.DataFrame({"id": table["passage"], "text": texts, "start_offset": 0})
    assert part(contradictions(table, passages=passages), "subject") > 0
    assert part(contradictions(table), "subject") == 0


def test_partners_are_capped_and_every_coding_keeps_its_best(coding, frame):
    rows = [coding("gov", -1, source=f"s{i}") for i in range(40)]
    rows += [coding("L01", 1, source=f"t{i}") for i in range(40)]
    table = contradictions(frame(rows))
    assert len(table) < 40 * 40
    assert (table.groupby("a").size() >= PARTNERS).all()
    assert (table.groupby("b").size() >= PARTNERS).all()
    assert set(table["kind"]) <= set(KINDS)
    assert table["id"].is_unique


def test_a_large_study_keeps_fewer_partners_and_never_none():
    assert [module.partners_of(n) for n in (0, 25_000, 50_000, 100_000, 10**6)] == [20, 20, 10, 5, 2]


def test_the_top_is_not_one_coding_again_and_again(coding, frame):
    rows = [coding("gov", -1, source=f"s{i}", force="duty") for i in range(5)]
    rows += [coding(f"L0{i}", 1) for i in range(5)]
    top = contradictions(frame(rows)).head(5)
    assert top["a"].is_unique
    assert top["b"].is_unique


def judge(of, verdict, coder="anna", created="2026-01-01"):
    return Judgement(id=f"j-{coder}-{of}", coder=coder, of=of, verdict=verdict, created=created)


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ([("anna", "1", "tension")], "tension"),
        ([("anna", "1", "tension"), ("anna", "2", "none")], "none"),
        ([("anna", "1", "tension"), ("ben", "1", "none")], "disputed"),
        ([("anna", "1", "tension"), ("ben", "1", "none"), ("cleo", "1", "none")], "none"),
    ],
)
def test_a_judgement_follows_its_contradiction(coding, frame, given, verdict):
    table = frame([coding("gov", -1), coding("L01", 1)])
    found = contradictions(table).iloc[0]["id"]
    judged = contradictions(table, [judge(found, v, coder, created) for coder, created, v in given])
    assert list(judged["judgement"]) == [verdict]


def test_judged_pairs_come_first_or_last_and_the_rest_keeps_its_order(coding, frame):
    rows = [coding("gov", -1, source=f"s{i}", force="duty") for i in range(4)] + [coding("L01", 1), coding("L02", 1)]
    before = list(contradictions(frame(rows))["id"])
    said = dict(zip(before[3:8], ("apparent", "none", "tension", "contradiction", "reconciled"), strict=True))
    after = contradictions(frame(rows), [judge(of, verdict) for of, verdict in said.items()])
    verdicts = list(after["judgement"])
    assert verdicts == ["tension", "contradiction", "", "", "", "reconciled", "apparent", "none"]
    assert list(after["id"][2:5]) == before[:3]


def test_a_judged_pair_is_kept_beyond_the_best_partners(coding, frame, monkeypatch):
    rows = [coding("gov", -1, source=f"s{i}") for i in range(6)] + [coding("L01", 1, source=f"t{i}") for i in range(6)]
    every = contradictions(frame(rows))
    monkeypatch.setattr(module, "PARTNERS", 1)
    few = contradictions(frame(rows))
    lost = sorted(set(every["id"]) - set(few["id"]))[0]
    kept = contradictions(frame(rows), [judge(lost, "none"), judge("x-0000000000000000", "none"), judge("x", "none")])
    assert set(kept["id"]) == {*few["id"], lost}
    row, was = (t.set_index("id").loc[lost] for t in (kept, every))
    assert row["rank"] == len(kept) and row["judgement"] == "none"
    assert (row["salience"], row["parts"], row["a"], row["b"]) == (was["salience"], was["parts"], was["a"], was["b"])


def test_a_judgement_that_names_both_codings_keeps_its_pair_where_nothing_is_sought(coding, frame, monkeypatch):
    rows = [coding("gov", -1, source=f"s{i}") for i in range(6)] + [coding("L01", 1, source=f"t{i}") for i in range(6)]
    rows += [coding("gov", -1, axis="fit"), coding("L01", 1, axis="fit")]
    every = contradictions(frame(rows)).set_index("id")
    monkeypatch.setattr(module, "PARTNERS", 1)
    monkeypatch.setattr(pair_ids, "SOUGHT", -1)
    few = contradictions(frame(rows))
    lost = sorted(set(every.index) - set(few["id"]))[0]
    plain = judge(lost, "none")
    assert set(contradictions(frame(rows), [plain])["id"]) == set(few["id"])
    one, other = every.loc[lost, ["a", "b"]]
    for both in ((one, other), (other, one)):
        kept = contradictions(frame(rows), [replace(plain, codings=both)]).set_index("id")
        assert set(kept.index) == {*few["id"], lost}
        assert kept.loc[lost, "judgement"] == "none" and kept.loc[lost, "parts"] == every.loc[lost, "parts"]
    for wrong in ((one, one), (one, "c-gone"), (one,)):
        assert set(contradictions(frame(rows), [replace(plain, codings=wrong)])["id"]) == set(few["id"])


def test_a_dossier_gathers_one_axis_kind_and_pair_of_holders(coding, frame):
    rows = [coding("gov", -1, source=f"s{i}") for i in range(3)] + [coding("L01", 1), coding("L02", 1)]
    table = contradictions(frame([*rows, coding("L01", -1, source="own")]))
    by = table.groupby("dossier")
    holders = table.apply(lambda r: (r["kind"], *sorted((r["holder_a"], r["holder_b"]))), axis=1)
    assert holders.groupby(table["dossier"]).nunique().eq(1).all()
    assert holders.nunique() == table["dossier"].nunique()
    assert by["dossier_rank"].nunique().eq(1).all()
    best = by["rank"].min().sort_values()
    assert list(by["dossier_rank"].first()[best.index]) == list(range(1, len(best) + 1))
    assert table["dossier"].str.startswith("d-").all()


@pytest.mark.parametrize(
    ("one", "other", "group"),
    [("duty", "aspiration", "hard-soft"), ("guidance", "power", "hard-soft"), ("", "duty", "hard-none")],
)
def test_forces_are_grouped_for_filters(coding, frame, one, other, group):
    table = contradictions(frame([coding("gov", -1, force=one), coding("L01", 1, force=other)]))
    assert list(table["force_group"]) == [group]


def test_ids_are_those_of_graph_ids(coding, frame):
    rows = [coding("gov", -1, id="c-é"), coding("L01", 1), coding("L02", 1, sender="gov", stance="rejects")]
    table = contradictions(frame(rows))
    for row in table.to_dict("records"):
        assert row["id"] == contradiction_id(row["a"], row["claim_a"], row["b"], row["claim_b"], row["kind"])
        assert row["dossier"] == dossier_id(row["axis"], row["kind"], row["holder_a"], row["holder_b"])


def test_order_of_rows_does_not_matter(coding, frame):
    rows = [coding("gov", -1), coding("L01", 1), coding("L02", 1, sender="gov", stance="rejects")]
    one, other = contradictions(frame(rows)), contradictions(frame(rows[::-1]))
    assert list(one["id"]) == list(other["id"])
