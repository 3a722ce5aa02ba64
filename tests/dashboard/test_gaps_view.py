"""Dumbbells: rows, their order, what is drawn of them, and what is said where there is too little."""

from typing import Any

import pandas as pd
import pytest
from graph_sample import sample_evidence

from dashboard.figures.dumbbells import dumbbell_chart, style
from dashboard.screens.figure import specification
from dashboard.views import gap_words as words
from dashboard.views import gaps as views
from graph.measures.positions import Pull
from graph.measures.resampling import Gap
from graph.measures.saying import SayHear
from graph.measures.soft_hard import SoftHardReading
from graph.measures.tensions import tensions

NAMES = views.Named("macro says", "meso hears", "voices", "voices")
ENDS = ("Empower", "Instruct")


def row(name: str, value: float | None, *, ends: tuple[str, str] = ENDS, **more: Any) -> views.Dumbbell:
    enough = value is not None
    return views.Dumbbell(
        row=name, axis=name, label=name.title(), ends=ends,
        first=Pull(-0.5, -0.8, -0.1, 4, 9), second=Pull(0.6, 0.2, 0.9, 5 if enough else 1, 7),
        gap=Gap(value, 0.1, 0.8, 0.02, (4, 5), True) if enough else Gap(None, None, None, None, (4, 1)),
        first_codings=more.pop("first_codings", ("c1",)), second_codings=("c2",),
        why="" if enough else "too few voices to measure (4, 1): read them",
        units=() if enough else (views.Unit(True, "A", -0.5), views.Unit(False, "B", 0.6)), **more,
    )  # fmt: skip


@pytest.fixture
def codings() -> pd.DataFrame:
    found = sample_evidence().codings
    return found[found["code_kind"] == "message"].reset_index(drop=True)


def test_rows_with_a_gap_come_first_and_wide_ones_on_top() -> None:
    found = views.in_order([row("few", None), row("small", 0.1), row("wide", 0.7), row("zero", 0.0)])
    assert [one.row for one in found] == ["wide", "small", "zero", "few"]


def test_level_rows_stand_on_what_is_said_and_heard(codings: pd.DataFrame) -> None:
    nodes = sample_evidence().nodes
    table = views.claims_of(codings)
    for pair in (("macro", "meso"), ("meso", "macro"), ("micro", "macro")):
        found = views.level_rows(tensions(codings, nodes["Axis"], nodes["Message"], between=pair), table)
        assert {one.axis for one in found} == set(nodes["Axis"]["id"])
        for one in found:
            assert bool(one.why) == (one.gap.value is None)
            assert len(one.first_codings) == one.first.codings
            assert len(one.second_codings) == one.second.codings
            assert sum(u.first for u in one.units) == one.first.units
            assert sum(not u.first for u in one.units) == one.second.units
            assert words.sentence(one, NAMES) == one.told
            assert one.label in one.told


def test_an_actor_has_its_sources_against_its_hearers(codings: pd.DataFrame) -> None:
    table = views.claims_of(codings)
    says = [c for c in table if c.holder == "gov" and c.claim == "said"]
    axis = says[0].axis
    none = Gap(None, None, None, None, (1, 0))
    found = [
        SayHear("gov", "Government", "actor", axis, Pull(1.0, None, None, 1, 1), Pull(None, None, None, 0, 0), none,
                (says[0].coding,), (), "too few"),
        SayHear("other", "Other", "actor", axis, Pull(1.0, None, None, 1, 1), Pull(None, None, None, 0, 0), none, (),
                (), "too few"),
    ]  # fmt: skip
    (one,) = views.actor_rows(found, "gov", "meso", table, {axis: "Label"}, {axis: ENDS})
    assert (one.label, one.ends, one.why) == ("Label", ENDS, "too few")
    assert {u.label for u in one.units if u.first} == {c.source for c in says if c.axis == axis}
    assert list(views.actors(found)) == ["gov", "other"]


def test_a_message_that_nobody_says_or_hears_has_no_row() -> None:
    nobody, some = Pull(None, None, None, 0, 0), Pull(0.5, 0.1, 0.9, 4, 4)
    none = Gap(None, None, None, None, (0, 0))
    found = [
        SayHear("a", "A", "message", "x", nobody, nobody, none, (), (), "nobody"),
        SayHear("b", "B", "message", "x", some, some, Gap(0.0, 0.0, 0.2, 1.0, (4, 4)), ("c1",), (), ""),
    ]
    assert [one.row for one in views.message_rows(found)] == ["b"]


def test_binding_to_one_pole_and_hoping_for_the_other_is_said_in_its_words() -> None:
    hard, soft = Pull(0.9, 0.8, 1.0, 5, 9), Pull(-0.6, -0.9, -0.1, 6, 8)
    gap = Gap(0.75, 0.5, 0.9, None, (5, 6))
    reading = SoftHardReading("lead", "macro", gap, hard, soft, ("c1",), ("c2",), True, "")
    same = SoftHardReading("fit", "macro", gap, hard, hard, ("c1",), ("c2",), False, "")
    elsewhere = SoftHardReading("lead", "meso", gap, hard, soft, (), (), True, "")
    found = views.hard_rows([reading, same, elsewhere], "macro", (), {"lead": "Lead"}, {"lead": ENDS})
    assert [one.note for one in found] == ["binds to “Instruct”, hopes for “Empower”", ""]
    assert "binds to “Instruct”, hopes for “Empower”" in words.sentence(found[0], NAMES)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("shares", [False, True])
def test_the_chart_draws_a_line_only_where_there_is_a_gap(dark: bool, shares: bool) -> None:
    rows = views.in_order([row("wide", 0.7), row("few", None)])
    spec = specification(dumbbell_chart(rows, style("macro", "says", "heard", shares=shares), dark))
    assert spec["params"][0]["name"] == "pick"
    held = {name: data for name, data in spec["datasets"].items() if data}
    thick = next(x for x in spec["layer"] if x["mark"].get("size") == 6)
    assert [one["row"] for one in held[thick["data"]["name"]]] == ["wide"]
    dots = [x for x in spec["layer"] if x["mark"]["type"] == "point" and x["mark"]["size"] < 100]
    drawn = {one["row"] for x in dots for one in held.get(x["data"]["name"], [])}
    assert drawn == {"few"}
    said = {str(one.get("words")) for data in held.values() for one in data}
    assert any("no number" in one for one in said)


def test_only_rows_without_a_gap_still_make_a_chart() -> None:
    spec = specification(dumbbell_chart([row("few", None)], style("meso", "says", "heard"), False))
    assert spec["height"] > 0


def test_the_numbers_have_a_row_a_dumbbell() -> None:
    table = views.figures([row("wide", 0.7), row("few", None)], NAMES)
    assert list(table["row"]) == ["wide", "few"]
    assert table.loc[0, ["first", "second", "gap", "first_n"]].tolist() == [-0.5, 0.6, 0.7, 4]
    assert pd.isna(table.loc[1, "gap"])
    assert table.loc[1, "why"].startswith("too few")


def test_quotes_stand_on_their_own_end(codings: pd.DataFrame) -> None:
    ids = list(codings["id"][:3])
    one = row("wide", 0.7, first_codings=(ids[2], ids[0], "gone"))
    left, right = views.heaps(one, NAMES, codings)
    assert [q.coding for q in left.quotes] == [ids[2], ids[0]]
    assert right.quotes == ()
    assert left.units == "4 voices"


def test_the_sentence_gives_gap_interval_and_both_n() -> None:
    told = words.sentence(row("wide", 0.7), NAMES)
    for part in ("Wide", "“Empower” (−0.50)", "“Instruct” (+0.60)", "0.70", "0.10 to 0.80", "p = 0.02", "n = 4", "5"):
        assert part in told
    few = words.sentence(row("few", None), NAMES)
    assert "too few" in few
    assert "gap of" not in few
    shares = words.sentence(row("wide", 0.3, ends=("", "")), NAMES)
    assert "60 %" in shares


def test_a_very_small_p_is_a_bound() -> None:
    assert words.p_words(0.0001) == "< 0.001"
    assert words.p_words(0.5) == "0.50"


def test_coverage_is_in_words() -> None:
    found = pd.DataFrame(
        [("lead", "macro", 3, 0), ("lead", "meso", 0, 2), ("lead", "micro", 0, 0)],
        columns=["axis", "level", "said_voices", "heard_voices"],
    )
    table = words.coverage_table(found, {"lead": "How change is led"})
    assert table.iloc[0].tolist() == ["How change is led", "3 say", "2 report", "nobody"]
    silent = pd.DataFrame(
        [("lead", "m1", "Empower", "micro"), ("lead", "m2", "Instruct", "micro")],
        columns=["axis", "message", "label", "level"],
    )
    assert words.silent_words(silent) == ("No voice at micro speaks of “Empower”, “Instruct”.",)
