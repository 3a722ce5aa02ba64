"""Numbers as programs print them, and the marks that they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.counting import FORMATS, Counters, Level, letters, ordinal, printed_mark, roman


def test_letters_go_on_as_word_processors_count() -> None:
    assert [letters(n) for n in (0, 1, 26, 27, 28, 53)] == ["", "a", "z", "aa", "bb", "aaa"]


def test_numerals_and_ordinals() -> None:
    assert [roman(n) for n in (0, 1, 4, 9, 14, 40, 90, 400, 1994, 3999, 4000)] == (
        "0 i iv ix xiv xl xc cd mcmxciv mmmcmxcix 4000".split()
    )
    assert [
        ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)
    ] == "1st 2nd 3rd 4th 11th 12th 13th 21st 112th".split()
    assert FORMATS["decimalZero"](7) == "07"


def test_levels_begin_again_below_the_one_that_counts() -> None:
    levels = {0: Level(text="%1."), 1: Level(text="%1.%2"), 2: Level(text="(%3)", form="lowerLetter", restart=1)}
    counters = Counters()
    found = [counters.next(levels, depth) for depth in (0, 1, 2, 1, 2, 0, 1, 2)]
    assert found == ["1.", "1.1", "(a)", "1.2", "(b)", "2.", "2.1", "(a)"]


def test_a_level_that_never_begins_again_and_figures_only() -> None:
    levels = {0: Level(text="%1", form="upperRoman"), 1: Level(text="%1.%2", restart=0, legal=True)}
    counters = Counters()
    assert [counters.next(levels, depth) for depth in (0, 1, 0, 1)] == ["I", "1.1", "II", "2.2"]


def test_a_deeper_level_without_those_above_counts_from_their_start() -> None:
    assert Counters().next({0: Level(start=4), 1: Level(text="%1.%2")}, 1) == "4.1"


@pytest.mark.parametrize(
    ("number", "kind", "label"),
    [
        ("12.", "number", "12"),
        ("7.2", "number", "7.2"),
        ("3)", "number", "3"),
        ("(3)", "inner", "3"),
        ("(a)", "inner", "a"),
        ("a)", "inner", "a"),
        ("iv.", "inner", "iv"),
        ("4(1)", "given", "para 4(1)"),
        ("Section 4.", "given", "s. 4"),
        ("Article 3", "given", "Article 3"),
    ],
)
def test_printed_numbers_are_marks(number: str, kind: str, label: str) -> None:
    mark = printed_mark(number)
    assert mark is not None
    assert (mark.kind, mark.label, mark.length) == (kind, label, len(number) + 1)


def test_signs_are_no_mark() -> None:
    assert printed_mark("–") is None


@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from(sorted(FORMATS))), max_size=40))
def test_whatever_counts(said: list[tuple[int, str]]) -> None:
    counters = Counters()
    for depth, form in said:
        printed = counters.next({depth: Level(form=form, text=f"%{depth + 1}.%1.%9")}, depth)
        assert len(printed) < 200
