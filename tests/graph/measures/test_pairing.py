"""Every kind of pair found without comparing all with all is what comparing all with all finds."""

import json
import math
import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_rows import COLUMNS, make_coding

from graph.measures import contradictions as module
from graph.measures import pairing
from graph.measures import salience as s
from graph.measures.claims import claims
from graph.measures.contradictions import KINDS, contradictions, find, frame
from graph.measures.dossiers import conditional_words
from graph.measures.subjects import HEAVIEST, words_of
from graph.model import LEVELS

VOICES = [
    "gov",
    "parliament",
    "cosla",
    "board-1",
    "board-2",
    "councils",
    "carers",
    "authors",
    "L01",
    "L02",
    "N01",
    "P01",
]
SENDERS = ["", "", "", "gov", "parliament", "macro", "meso", "micro", "board-1", "councils", "cosla", "carers"]
WORDS = ["budget", "teachers", "islands", "hospital", "carers", "planning", "unless", "reports", "schools"]
CLASSES = {"councils"}


def study(seed: int, codings: int) -> pd.DataFrame:
    """A made-up study: few voices, sources and words, so that ties and shared documents are frequent."""
    dice, rows = random.Random(seed), []
    for number in range(codings):
        sender = dice.choice(SENDERS)
        stance = dice.choice(["endorses", "rejects", "reports"] if sender else ["endorses", "rejects"])
        quote = " ".join(dice.choices(WORDS, k=dice.randint(0, 7)))
        voice = dice.choice(VOICES)
        more = {
            "axis": dice.choice(["led", "fit"]),
            "source": f"s{dice.randint(0, 5)}-{voice}" if dice.random() < 0.7 else "one",
            "force": dice.choice(["", "duty", "power", "guidance", "aspiration"]),
            "date": dice.choice(["", "2011", "2014-04-01"]),
            "status": dice.choice(["accepted", "suggested"]),
            "memo": dice.choice(["", "", "conditional: here"]),
            "end_offset": len(quote),
            "passage": f"p-{dice.randint(0, 9)}",
        }
        rows.append(make_coding(number, voice, dice.choice([-1, 1]), sender=sender, stance=stance, quote=quote, **more))
    return pd.DataFrame(rows, columns=COLUMNS)


def likeness(quotes: list[str]) -> list[dict[str, float]]:
    """TF-IDF vectors by the book, in plain Python."""
    texts = [set(words_of(q)) for q in quotes]
    frequency = {w: sum(w in t for t in texts) for t in texts for w in t}
    made = []
    for text in texts:
        weights = {w: math.log((1 + len(texts)) / frequency[w]) for w in sorted(text)}
        weights = dict(sorted(weights.items(), key=lambda kv: (-kv[1], kv[0]))[:HEAVIEST])
        length = math.sqrt(sum(v * v for v in weights.values()))
        made.append({w: v / length for w, v in weights.items()})
    return made


def kind_of(a, b) -> str:
    level = a.holder_level == b.holder_level

    def governs(c):
        micro_or_class = c.holder_level == "micro" or c.holder in CLASSES
        return c.holder_kind == "actor" and c.holder_standing == "governs" and not micro_or_class

    levelled = any(x.holder_kind == "level" and governs(y) for x, y in ((a, b), (b, a)))
    if a.holder != b.holder and not (level and levelled):
        return "within-level" if level else "cross-level"
    if a.claim != b.claim:
        return "say-hear"
    personal = a.holder_kind == "case" or a.holder_level == "micro"
    return "ambivalence" if a.claim == "said" and personal else "mixed-signal"


def in_one_breath(a, b) -> bool:
    """Whether one respondent hears both in one passage."""
    return a.claim == b.claim == "heard" and a.by == b.by and a.voice_kind == "case" and a.passage == b.passage


def salience_of(a, b, kind: str, alike: float) -> int:
    """The formula of docs/measures.md, in ten-millionths."""

    def whole(value: float) -> int:
        return round(10_000 * value)

    weight = {name: round(1000 * value) for name, value in s.WEIGHTS.items()}

    def side(c) -> int:
        strength = s.FORCE_STRENGTH.get(c.force, s.STANCE_STRENGTH[c.stance])
        tied = conditional_words(c.quote) or c.memo.startswith("conditional")
        plain = 0.0 if tied else min(1, len(words_of(c.quote)) / s.FULL)
        shares = {"stance": s.STANCE[c.stance], "plain": plain, "reviewed": float(c.status == "accepted")}
        own = sum(weight[name] / 2 * whole(value) for name, value in shares.items())
        return round(weight["strength_a"] * whole(strength) + own)

    levels = [LEVELS.index(x) if x in LEVELS else None for x in (a.voice_level, b.voice_level)]
    distance = 0.0 if None in levels else s.DISTANCE[abs(levels[0] - levels[1])]
    breath = in_one_breath(a, b)
    sender = 1.0 if breath or (a.holder == b.holder and a.holder_kind != "level") else s.ONE_LEVEL[a.holder_level]
    sender = 0.0 if kind in ("cross-level", "within-level") else sender
    pair = {
        "subject": 1.0 if breath else min(1, alike / s.ALIKE),
        "sender": sender,
        "distance": distance,
        "apart": float(breath or a.source != b.source),
    }
    return side(a) + side(b) + sum(weight[name] * whole(value) for name, value in pair.items())


def by_brute_force(codings: pd.DataFrame, partners: int) -> dict[tuple[str, str, str, str, str], int]:
    """Every pair compared with every pair: (coding, claim, coding, claim, kind) -> salience of those that are kept."""
    table = claims(codings)
    table = table[table["holder_level"].isin(LEVELS)]
    table = table.join(codings.set_index("id")[["quote", "status", "memo", "passage"]], on="coding")
    kept = {}
    for _, own in table.groupby("axis"):
        rows, vectors = list(own.itertuples()), likeness(list(own["quote"]))
        partners_of: dict[tuple[int, str], list[tuple[int, int]]] = {}
        for i, a in enumerate(rows):
            for j, b in enumerate(rows):
                if a.side != -b.side or a.coding == b.coding:
                    continue
                alike = sum(v * vectors[j].get(w, 0.0) for w, v in vectors[i].items())
                kind = kind_of(a, b)
                partners_of.setdefault((i, kind), []).append((-salience_of(a, b, kind, alike), j))
        for (i, kind), found in partners_of.items():
            for minus, j in sorted(found)[:partners]:
                one, other = sorted([(rows[i].coding, rows[i].claim), (rows[j].coding, rows[j].claim)])
                kept[(*one, *other, kind)] = -minus
    return kept


def as_found(table: pd.DataFrame, saliences) -> dict[tuple[str, str, str, str, str], int]:
    found = {}
    for row, salience in zip(table.to_dict("records"), saliences, strict=True):
        one, other = sorted([(row["a"], row["claim_a"]), (row["b"], row["claim_b"])])
        found[(*one, *other, row["kind"])] = salience
    return found


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6), codings=st.integers(0, 60), partners=st.integers(1, 4), at_once=st.sampled_from([1, 50])
)
def test_the_same_pairs_as_by_comparing_all_with_all(seed, codings, partners, at_once):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PARTNERS", partners)
        patch.setattr(pairing, "AT_ONCE", at_once)
        made = study(seed, codings)
        found = find(made, (), CLASSES)
        assert as_found(frame(found), found.salience.tolist()) == by_brute_force(made, partners)


def test_a_larger_study_with_every_kind(monkeypatch):
    monkeypatch.setattr(module, "PARTNERS", 3)
    made = study(7, 300)
    found = find(made, (), CLASSES)
    wanted = by_brute_force(made, 3)
    assert as_found(frame(found), found.salience.tolist()) == wanted
    assert {key[-1] for key in wanted} == set(KINDS)
    table = frame(found)
    assert (
        table["salience"] - [sum(s.WEIGHTS[n] * v for n, v in json.loads(p).items()) for p in table["parts"]]
    ).abs().max() < 2e-4


def test_the_first_rows_are_those_of_the_whole_table():
    found = find(study(3, 80), (), CLASSES)
    pd.testing.assert_frame_equal(frame(found, 10), frame(found).head(10))


def test_the_order_of_codings_changes_nothing():
    made = study(11, 120)
    mixed = made.sample(frac=1, random_state=4)
    pd.testing.assert_frame_equal(contradictions(made, (), CLASSES), contradictions(mixed, (), CLASSES))


def test_what_one_respondent_hears_in_one_passage_is_one_subject_of_one_sender():
    quotes = ["move care nearer villages", "organise hospital work by region"]
    rows = [
        make_coding(n, "L01", pole, sender="macro", stance="reports", quote=quotes[n]) for n, pole in ((0, -1), (1, 1))
    ]
    apart = contradictions(pd.DataFrame(rows, columns=COLUMNS), (), CLASSES)
    together = contradictions(pd.DataFrame([r | {"passage": "p-7"} for r in rows], columns=COLUMNS), (), CLASSES)
    parts = [json.loads(table["parts"].iloc[0]) for table in (apart, together)]
    assert [parts[0][n] for n in ("subject", "sender", "apart")] == [0.0, 0.5, 0.0]
    assert [parts[1][n] for n in ("subject", "sender", "apart")] == [1.0, 1.0, 1.0]
    assert together["salience"].iloc[0] > apart["salience"].iloc[0]


def test_a_document_that_names_both_only_lists_them():
    rows = [make_coding(n, "board-1", p, sender="macro", stance="reports", passage="p-7") for n, p in ((0, -1), (1, 1))]
    parts = json.loads(contradictions(pd.DataFrame(rows, columns=COLUMNS), (), CLASSES)["parts"].iloc[0])
    assert parts["sender"] == 0.5 and parts["apart"] == 0.0
