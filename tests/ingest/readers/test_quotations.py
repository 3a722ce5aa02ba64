"""Stretches between quotation marks, with apostrophes all about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.quotations import quotations, sentences


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said ‘yes’.", ["yes"]),
        ("He said “yes, ‘truly’ yes” (K1).", ["yes, ‘truly’ yes"]),
        ('He said "yes" and "no".', ["yes", "no"]),
        ("He said 'we're late' (K1).", ["we're late"]),
        ("‘It’s the boards’ affair, isn’t it’ (K1)", ["It’s the boards’ affair, isn’t it"]),
        ("‘big ideas’ and the boards’ views", ["big ideas"]),
        ("‘a table wi’ three legs’ and more", ["a table wi’ three legs"]),
        ("‘no’ and ‘us’ and ‘a’ too", ["no", "us", "a"]),
        ("the alternatives are worse’ and ‘never closed", []),
        ("said ‘like rain’Note 2 . And on", ["like rain"]),
        ("said ‘like rain’1 and on", ["like rain"]),
        ("said ‘O’Brien came’ (K1)", ["O’Brien came"]),
        ("the boards’ papers and the keepers’ ones", []),
        ("rock ’n’ roll, the ’90s", []),
        ("«oui» et „ja“", ["oui", "ja"]),
        ("‘’ and ‘ ’", []),
        ("in the 1990s’ plans ‘x’", ["x"]),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_sentence_ends_inside_quotations_and_after_abbreviations_do_not_count() -> None:
    text = "One said, e.g. Here, ‘Stop. Go on.’ (K1). Next comes Mr. Hill, p. 3. Last one."
    found = sentences(text, 0, len(text), quotations(text, 0, len(text)))
    assert [text[slice(*span)].strip() for span in found] == [
        "One said, e.g. Here, ‘Stop. Go on.’ (K1).",
        "Next comes Mr. Hill, p. 3.",
        "Last one.",
    ]


@given(st.text(alphabet="ab .’‘“”'\"(1)S«»", max_size=60))
def test_quotations_are_apart_and_sentences_join_up(text: str) -> None:
    found = quotations(text, 0, len(text))
    position = 0
    for quotation in found:
        assert position <= quotation.opened < quotation.start < quotation.end < quotation.closed <= len(text)
        position = quotation.closed
    spans = sentences(text, 0, len(text), found)
    assert "".join(text[slice(*span)] for span in spans) == text
