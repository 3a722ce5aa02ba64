"""Barriers against messages, levels and roles: hand-worked tables, SciPy's figures, and words where voices are few."""

from collections.abc import Sequence

import pandas as pd
import pytest
from scipy.stats import fisher_exact as scipy_fisher
from scipy.stats.contingency import odds_ratio as scipy_odds

from graph.measures.barriers import (
    Association,
    FourFold,
    associations,
    barriers_by_level,
    by_level,
    by_message,
    by_role,
    fisher_exact,
    odds_ratio,
)
from graph.measures.corrections import benjamini_hochberg, holm

BARRIERS = pd.DataFrame({"id": ["clutter", "money"], "label": ["Clutter", "Money"], "seq": [0, 1]})
MESSAGES = pd.DataFrame({"id": ["trust", "order"], "label": ["Trust", "Order"], "seq": [0, 1]})
LEVELS = pd.DataFrame({"id": ["macro", "meso", "micro"], "label": ["M", "P", "F"], "rank": [0, 1, 2]})
TABLES = [(7, 10, 7, 203), (5, 1, 27, 194), (1, 18, 102, 106), (3, 3, 3, 3), (12, 5, 29, 2), (40, 60, 55, 45)]


def coding(voice: str, code: str, **more: object) -> dict[str, object]:
    kind = "barrier" if code in set(BARRIERS["id"]) else "message"
    row = {
        "id": "", "voice_body": voice, "voice_level": "meso", "code": code, "code_kind": kind, "counted": True,
        "stance": "endorses" if kind == "message" else "", "sender": "", "sender_body": "", "passage": f"p-{voice}",
        "source": f"s-{voice}",
    }  # fmt: skip
    return row | more


def frame(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    made = pd.DataFrame(rows)
    return made.assign(id=[f"c{i}" for i in range(len(made))])


def voices(both: int, barrier: int, message: int, neither: int) -> list[dict[str, object]]:
    """Voices that name clutter and say trust, only name, only say, and do neither (they say order)."""
    rows: list[dict[str, object]] = []
    for i in range(both + barrier):
        rows.append(coding(f"v{i}", "clutter"))
    for i in [*range(both), *range(both + barrier, both + barrier + message)]:
        rows.append(coding(f"v{i}", "trust"))
    rows += [coding(f"w{i}", "order") for i in range(neither)]
    return rows


def pair(codings: pd.DataFrame, barrier: str = "clutter", other: str = "trust", **more: str) -> Association:
    found = associations(codings, BARRIERS, by_message(codings, MESSAGES), **more)
    return next(a for a in found if (a.barrier, a.other) == (barrier, other))


def test_a_table_worked_by_hand() -> None:
    # ad / bc = 3·5 / (2·1) = 7.5; √(1/3 + 1/2 + 1 + 1/5) = 1.4259; ln 7.5 = 2.0149; ± 1.96 · 1.4259 = 2.7948
    odds = odds_ratio(FourFold(3, 2, 1, 5))
    assert odds.value == pytest.approx(7.5)
    assert (odds.low, odds.high) == (pytest.approx(0.4584, rel=1e-3), pytest.approx(122.7, rel=1e-3))
    assert not odds.corrected
    # Margins 4, 4 of 8: P(4) = 1/70, P(3) = 16/70, so both tails of 3 are (1 + 16) · 2 / 70.
    assert fisher_exact(FourFold(3, 1, 1, 3)) == pytest.approx(34 / 70)


def test_a_half_goes_to_every_cell_where_one_is_empty() -> None:
    odds = odds_ratio(FourFold(0, 4, 6, 10))
    assert odds.corrected
    assert odds.value == pytest.approx(0.5 * 10.5 / (4.5 * 6.5))


@pytest.mark.parametrize("cells", TABLES)
def test_figures_are_scipys(cells: tuple[int, int, int, int]) -> None:
    a, b, c, d = cells
    table = FourFold(*cells)
    theirs = scipy_odds([[a, b], [c, d]], kind="sample")
    interval = theirs.confidence_interval(0.95)
    odds = odds_ratio(table)
    assert odds.value == pytest.approx(theirs.statistic)
    assert (odds.low, odds.high) == (pytest.approx(interval.low), pytest.approx(interval.high))
    assert fisher_exact(table) == pytest.approx(scipy_fisher([[a, b], [c, d]]).pvalue, rel=1e-9)


def test_fishers_test_at_the_edges() -> None:
    assert fisher_exact(FourFold(0, 0, 0, 0)) == 1
    assert fisher_exact(FourFold(3, 0, 0, 0)) == 1
    for cells in [(0, 5, 9, 700), (30_000, 20_000, 25_000, 25_000), (8, 0, 0, 8)]:
        a, b, c, d = cells
        assert fisher_exact(FourFold(*cells)) == pytest.approx(scipy_fisher([[a, b], [c, d]]).pvalue, rel=1e-6)


def test_voices_are_counted_once_and_uncounted_codings_never() -> None:
    rows = voices(3, 2, 4, 6)
    rows += [coding("v0", "clutter"), coding("v0", "trust", passage="elsewhere")]
    rows += [coding("w0", "clutter", counted=False), coding("", "clutter")]
    assert pair(frame(rows)).table == FourFold(3, 2, 4, 6)


def test_a_number_needs_three_voices_for_its_direction() -> None:
    found = pair(frame(voices(3, 3, 4, 20)))
    assert found.odds is not None and found.odds.value == pytest.approx(5.0)
    assert found.why == ""
    few = pair(frame(voices(2, 3, 4, 40)))
    assert (few.odds, few.p_value, few.holm, few.bh) == (None, None, None, None)
    assert "two voices do both" in few.why


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ((1, 1, 5, 9), "two voices name the barrier"),
        ((1, 0, 5, 9), "one voice names the barrier"),
        ((0, 0, 5, 9), "no voice names the barrier"),
        ((2, 6, 0, 9), "two voices are on the other side"),
        ((4, 0, 0, 2), "two voices do not name the barrier"),
        ((5, 2, 6, 1), "two voices do one of the two alone"),
    ],
)
def test_fewer_than_three_voices_are_words(cells: tuple[int, int, int, int], words: str) -> None:
    found = pair(frame(voices(*cells)))
    assert found.odds is None and found.p_value is None and found.bh is None
    assert words in found.why


def test_never_together_is_a_finding_where_many_do_one_alone() -> None:
    found = pair(frame(voices(0, 12, 12, 3)))
    assert found.odds is not None and found.odds.corrected
    assert found.odds.high < 1


def test_never_together_says_nothing_where_chance_would_give_fewer_than_three() -> None:
    # 5 · 6 / 60 = 0.5 voices by chance; a half in the empty cell would even turn the ratio above 1.
    found = pair(frame(voices(0, 5, 6, 49)))
    assert found.table == FourFold(0, 5, 6, 49)
    assert found.odds is None and "by chance alone" in found.why


def test_corrections_count_every_pair_whose_margins_allow_a_test() -> None:
    # Clutter with trust is shown; clutter with order is tested, but two voices do both, so it stands in words.
    rows = [*voices(6, 1, 2, 12), coding("v0", "order"), coding("v1", "order"), coding("w0", "money")]
    found = associations(frame(rows), BARRIERS, by_message(frame(rows), MESSAGES))
    margins = [a for a in found if min(a.table.named, a.table.others) >= 3]
    raw = [fisher_exact(a.table) for a in margins]
    shown = [i for i, a in enumerate(margins) if a.p_value is not None]
    assert len(raw) == 2 and shown
    for i in shown:
        assert margins[i].p_value == pytest.approx(raw[i])
        assert margins[i].holm == holm(raw)[i]
        assert margins[i].bh == benjamini_hochberg(raw)[i]


def test_how_a_voice_has_a_message() -> None:
    rows = [
        coding("a", "trust"),
        coding("b", "trust", stance="rejects", sender="gov", sender_body="gov"),
        coding("c", "trust", stance="reports", sender="own", sender_body="c"),
    ]
    held = {how: {v for v, _ in by_message(frame(rows), MESSAGES, how).members} for how in ("any", "says", "rejects")}
    assert held == {"any": {"a", "b", "c"}, "says": {"a"}, "rejects": {"b"}}
    assert by_message(frame(rows), MESSAGES, "hears").members == {("b", "trust")}
    with pytest.raises(ValueError, match="any, says"):
        by_message(frame(rows), MESSAGES, "loudly")


def test_beside_counts_voices_with_both_in_one_passage() -> None:
    rows = [*voices(4, 0, 3, 6), coding("v0", "clutter", passage="other")]
    rows = [r | {"passage": "apart"} if (r["voice_body"], r["code"]) == ("v1", "trust") else r for r in rows]
    assert pair(frame(rows)).beside == 3


def test_among_those_who_name_a_barrier() -> None:
    rows = [*voices(3, 2, 4, 6), coding("w0", "money")]
    assert pair(frame(rows), among="naming").table == FourFold(3, 2, 0, 1)
    with pytest.raises(ValueError, match="speaking, naming"):
        pair(frame(rows), among="everybody")


def test_levels_and_roles() -> None:
    rows = [
        coding("L1", "clutter"),
        coding("board", "clutter", voice_level="macro"),
        coding("x", "trust", voice_level=""),
    ]
    own = frame(rows)
    levels = associations(own, BARRIERS, by_level(own, LEVELS))
    assert {a.other: a.table.cells for a in levels if a.barrier == "clutter"} == {
        "macro": (1, 1, 0, 1), "meso": (1, 1, 0, 1), "micro": (0, 2, 0, 1),
    }  # fmt: skip
    respondents = pd.DataFrame({"id": ["L1", "L2"], "role_group": ["leader", "carer"]})
    actors = pd.DataFrame({"id": ["board", "x"], "kind": ["third_sector", ""]})
    roles = by_role(own, respondents, actors)
    assert roles.labels == (("role:leader", "leader (respondents)"), ("kind:third_sector", "third sector"))
    assert roles.members == {("L1", "role:leader"), ("board", "kind:third_sector")}


def test_barriers_by_level_count_voices_of_those_who_speak() -> None:
    rows = [
        coding("a", "clutter"), coding("a", "clutter", source="s2"), coding("b", "trust"),
        coding("c", "money", voice_level=""),
    ]  # fmt: skip
    found = barriers_by_level(frame(rows), BARRIERS).set_index(["barrier", "level"])
    assert tuple(found.loc[("clutter", "meso"), ["voices", "of", "codings", "sources"]]) == (1, 2, 2, 2)
    assert tuple(found.loc[("money", "outside"), ["voices", "of"]]) == (1, 1)
    assert tuple(found.loc[("money", "micro"), ["voices", "of"]]) == (0, 0)
    assert "outside" not in set(barriers_by_level(frame(rows[:3]), BARRIERS)["level"])


def test_a_study_without_codings_has_words_everywhere() -> None:
    nothing = frame([coding("a", "clutter", counted=False)])
    found = associations(nothing, BARRIERS, by_message(nothing, MESSAGES))
    assert len(found) == 4
    assert all(a.odds is None and "no voice names" in a.why for a in found)
