"""What changed between two sets of sources, and where levels agree against expectation, on hand-worked tables."""

import pandas as pd
import pytest

from graph.measures import questions as measure

WORDS = {"date": "", "citation": "p. 1", "text_kind": "digest"}


def sources(**dates: str) -> pd.DataFrame:
    return pd.DataFrame({"id": list(dates), "date": list(dates.values())})


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [("", "", ""), ("2014", "2014-01-01", "2014-12-31"), ("2014-04", "2014-04-01", "2014-04-31"), ("2014-04-01",) * 3],
)
def test_days(date: str, first: str, last: str) -> None:
    assert measure.days(date) == (first, last)


def test_a_year_that_the_date_cuts_through_is_in_neither() -> None:
    frame = sources(old="2013", year="2014", spring="2014-03", day="2014-07-01", new="2015", none="")
    assert measure.dated(frame, until="2014-06") == {"old", "spring"}
    assert measure.dated(frame, after="2014-06") == {"day", "new"}
    assert measure.dated(frame, until="2014") == {"old", "year", "spring", "day"}
    assert measure.dated(frame, after="2014") == {"new"}


def test_the_middle_year(coding, frame) -> None:
    rows = [coding("gov", 1, source=s) for s in "abc"] + [coding("gov", 1, source="d", counted=False)]
    assert measure.middle_year(sources(a="2010", b="2012-05", c="2020", d="2030", e="1990"), frame(rows)) == "2012"
    assert measure.middle_year(sources(a=""), frame(rows)) == ""


def test_changed_pulls_and_messages(coding, frame, axes, messages) -> None:
    rows = [coding(f"L0{i}", -1, source="old") for i in range(1, 5)]
    rows += [coding(f"L0{i}", 1, source="new", force="duty" if i == 2 else "") for i in range(2, 6)]
    rows += [coding("gov", 1, source="new"), coding("gov", -1, source="elsewhere")]
    made = measure.changed(frame(rows), axes, messages, {"old"}, {"new"}, seed=3)
    meso = made[(made["what"] == "axis") & (made["level"] == "meso")].iloc[0]
    assert (meso["before_pull"], meso["after_pull"], meso["change"]) == (-1, 1, 2)
    assert (meso["before_voices"], meso["after_voices"], meso["state"], meso["why"]) == (4, 4, "both", "")
    # L02 to L04 on both sides have their own values exchanged, L01 and L05 are alone: 2 x 8 exchanges, 2 as extreme.
    assert meso["p_value"] == pytest.approx(2 / 16)
    assert meso["b_voice_label"] == "L02", "the duty is the strongest"
    macro = made[(made["what"] == "axis") & (made["level"] == "macro")].iloc[0]
    assert pd.isna(macro["after_pull"]) and pd.isna(macro["change"]) and "0 before, 1 after" in macro["why"]
    assert macro["state"] == "new" and macro["a_coding"] == ""
    of = made[made["what"] == "message"].set_index("message")
    assert of.loc["empower", "state"] == "gone" and of.loc["instruct", "state"] == "new"
    assert of.loc["instruct", ["after_voices", "after_codings", "after_sources"]].tolist() == [5, 5, 1]
    assert set(made[made["level"] == "micro"]["why"]) == {"nothing is said here on this axis"}


def test_changed_takes_only_the_levels_asked_for(coding, frame, axes, messages) -> None:
    rows = [coding("gov", 1, source="new"), coding("L01", 1, source="new")]
    made = measure.changed(frame(rows), axes, messages, set(), {"new"}, levels=["macro"])
    assert set(made["level"]) == {"macro", ""}
    assert made[made["message"] == "instruct"]["after_voices"].tolist() == [1]


VOICES = {"macro": ("gov", "parliament", "audit"), "meso": ("board-1", "board-2", "board-3", "L01")}


def study(coding, sides: dict[str, tuple[int, int]]) -> list[dict[str, object]]:
    """Every macro and meso voice on one side of each axis."""
    return [
        coding(voice, side, axis=axis, code=f"{axis}{side}", source=f"{axis}-{voice}")
        for axis, at in sides.items()
        for level, side in zip(("macro", "meso"), at, strict=True)
        for voice in VOICES[level]
    ]


def book(names: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    axes = pd.DataFrame([{"id": n, "label": n.upper(), "definition": "", "seq": i} for i, n in enumerate(names)])
    poles = [{"id": f"{n}{p}", "label": f"{n} {p}", "axis": n, "pole": p, "seq": 0} for n in names for p in (-1, 1)]
    return axes, pd.DataFrame(poles)


def test_agreement_where_the_other_axes_are_apart(coding, frame) -> None:
    rows = study(coding, {"a": (1, 1), "b": (1, -1), "c": (-1, 1), "d": (1, -1)})
    made = measure.agreements(frame(rows), *book("abcd"), seed=1).set_index("axis")
    assert made.loc["a", "state"] == measure.AGAINST and made.loc["a", "place"] == 1
    assert made.loc["a", "reason"] == "they stand apart on 3 of 3 other axes" and made.loc["a", "pole"] == "a 1"
    assert set(made.loc[["b", "c", "d"], "state"]) == {measure.SPLIT}
    assert made.loc["a", "a_quote"] and made.loc["a", "b_quote"]


def test_agreement_that_one_expects(coding, frame) -> None:
    rows = study(coding, {"a": (1, 1), "b": (-1, -1), "c": (1, 1), "d": (1, -1)})
    made = measure.agreements(frame(rows), *book("abcd"), seed=1).set_index("axis")
    assert made.loc["a", "state"] == measure.EXPECTED and made.loc["a", "reason"] == ""
    assert (made.loc["a", "others_apart"], made.loc["a", "others"]) == (1, 3)


def test_agreement_against_what_is_heard(coding, frame) -> None:
    rows = study(coding, {"a": (1, 1)})
    rows += [
        coding(v, -1, axis="a", code="a-1", stance="reports", sender="gov", sender_body="gov", sender_level="macro")
        for v in ("L02", "L03", "L04")
    ]
    made = measure.agreements(frame(rows), *book("a"), seed=1).iloc[0]
    assert made["state"] == measure.AGAINST
    assert made["reason"] == "meso hears macro at the other pole (3 voices)"


def test_too_few_voices_and_a_side_that_is_not_clear(coding, frame) -> None:
    rows = [r for r in study(coding, {"a": (1, 1), "b": (1, 1)}) if not (r["axis"] == "a" and r["voice"] == "audit")]
    rows += [coding(v, -1, axis="b", code="b-1", source=f"b-{v}") for v in ("board-1", "board-2", "L01")]
    made = measure.agreements(frame(rows), *book("ab"), seed=1).set_index("axis")
    assert made.loc["a", "state"] == measure.FEW and pd.isna(made.loc["a", "a_pull"])
    assert "2 at macro" in made.loc["a", "why"]
    assert made.loc["b", "state"] in (measure.UNCLEAR, measure.SPLIT)


def test_nothing_at_all(frame) -> None:
    made = measure.agreements(frame([]), *book("a"))
    assert made["state"].tolist() == [measure.FEW]
    assert measure.changed(frame([]), *book("a"), set(), set())["state"].unique().tolist() == ["neither"]
