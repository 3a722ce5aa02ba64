"""Gaps under other ways of counting, against the plain way: the study measured again without the voice."""

import pandas as pd
import pytest

from graph.measures.sensitivity import sensitivity, sentence
from graph.measures.tensions import tensions


def one(frame_, axes, messages, which="gap"):
    (found,) = sensitivity(frame_, axes, messages)
    return getattr(found, which)


@pytest.fixture
def rows(coding):
    return [
        *(coding(v, 1) for v in ("gov", "parliament", "audit", "N01")),
        coding("gov", -1, source="g2"),
        coding("gov", -1, source="g2"),
        *(coding(v, -1, sender="gov", stance="reports") for v in ("L01", "L02")),
        *(coding(v, 1, sender="gov", stance="rejects") for v in ("L03", "L04")),
        *(coding(v, -1) for v in ("L05", "board-1")),
    ]


@pytest.mark.parametrize("which", ["gap", "say_hear"])
def test_each_voice_left_out_is_the_study_without_it(rows, frame, axes, messages, which):
    found = one(frame(rows), axes, messages, which)
    (whole,) = tensions(frame(rows), axes, messages)
    assert found.value == pytest.approx(getattr(whole, which).value)
    assert len(found.without) == sum(getattr(whole, which).n)
    for alone in found.without:
        (rest,) = tensions(frame([r for r in rows if r["voice_body"] != alone.voice]), axes, messages)
        expected = getattr(rest, which).value
        assert alone.value == (None if expected is None else pytest.approx(expected))
    left = [alone.value for alone in found.without if alone.value is not None]
    assert (found.lowest, found.highest) == (min(left), max(left))


def test_mentions_count_every_claim_once(coding, frame, axes, messages):
    rows = [coding("gov", 1, source="g1") for _ in range(5)]
    rows += [coding("parliament", -1), coding("audit", -1)]
    rows += [coding(v, -1) for v in ("L01", "L02", "L03")]
    found = one(frame(rows), axes, messages)
    assert found.value == pytest.approx(1 / 3)
    assert found.mentions == pytest.approx(abs(3 / 7 + 1) / 2)


def test_sources_that_another_body_published(coding, frame, axes, messages):
    rows = [coding(v, 1) for v in ("gov", "parliament", "audit")]
    rows += [coding(v, -1) for v in ("L01", "L02", "L03")]
    rows += [coding("board-1", 1, published_by="gov")]
    found = one(frame(rows), axes, messages)
    assert found.value == pytest.approx(0.75)
    assert found.published_apart == pytest.approx(1)


def test_suggestions_accepted_and_waiting(coding, frame, axes, messages):
    rows = [coding(v, 1) for v in ("gov", "parliament", "audit")]
    rows += [coding(v, -1) for v in ("L01", "L02", "L03")]
    rows += [coding("L04", 1, suggested_by="model:1")]
    waiting = {"status": "suggested", "counted": False, "coder": "model:1"}
    rows += [coding("L05", 1, **waiting), coding("L06", 1, **waiting, anchor="lost")]
    found = one(frame(rows), axes, messages)
    assert found.value == pytest.approx(0.75)
    assert found.own_codings == pytest.approx(1)
    assert found.with_suggestions == pytest.approx((1 + 1 / 5) / 2)


def test_the_rule_of_three_holds_for_each_way(coding, frame, axes, messages):
    rows = [coding(v, 1) for v in ("gov", "parliament")] + [coding("audit", 1, suggested_by="terms")]
    rows += [coding(v, -1) for v in ("L01", "L02", "L03")]
    found = one(frame(rows), axes, messages)
    assert found.value == 1 and found.own_codings is None
    assert found.lowest is found.highest is None
    assert len(found.hangs_on) == 6
    assert sentence(found) == (
        "There are only just enough voices: without any one of L01, L02, L03, audit or 2 more there is no gap to "
        "speak of."
    )


def test_a_finding_that_hangs_on_one_voice_says_so(coding, frame, axes, messages):
    rows = [coding(v, 1) for v in ("gov", "parliament", "audit", "N01")]
    rows += [coding(v, 1) for v in ("L01", "L02", "L03")] + [coding("L04", -1, voice_label="Board of Arran")]
    found = one(frame(rows), axes, messages)
    assert found.hangs_on == ("Board of Arran",)
    assert sentence(found) == "It hangs on one voice: without Board of Arran the gap of 0.25 is 0.00."


def test_a_gap_that_turns_round(coding, frame, axes, messages):
    def mixed(voice, up, down):
        return [coding(voice, 1) for _ in range(up)] + [coding(voice, -1) for _ in range(down)]

    rows = [r for v in ("gov", "parliament", "audit", "N01") for r in mixed(v, 1, 1)]
    rows += [coding("L01", 1)] + [r for v in ("L02", "L03", "L04") for r in mixed(v, 2, 3)]
    found = one(frame(rows), axes, messages)
    assert found.hangs_on == ("L01",)
    assert sentence(found).endswith("without L01 the gap of 0.05 is 0.10, with the sides turned round.")


def test_a_finding_that_hangs_on_nobody(coding, frame, axes, messages):
    rows = [coding(v, 1) for v in ("gov", "parliament", "audit", "N01")]
    rows += [coding(v, -1) for v in ("L01", "L02", "L03", "L04")]
    found = one(frame(rows), axes, messages)
    assert found.hangs_on == ()
    assert sentence(found).startswith("It does not hang on one voice: whichever is left out, the gap of 1.00 stays")


def test_without_a_gap_there_is_nothing_to_shake(frame, axes, messages):
    found = one(frame([]), axes, messages)
    assert (found.value, found.mentions, found.without, found.hangs_on) == (None, None, (), ())
    assert sentence(found) == ""


def test_it_is_called_as_tensions_is(rows, frame, axes, messages):
    table: pd.DataFrame = frame(rows)
    plain = sensitivity(table, axes, messages, between=("meso", "macro"))
    assert plain == sensitivity(table, axes, messages, between=("meso", "macro"), focus="gov", seed=7)
    assert plain[0].gap.value == one(table, axes, messages).value
