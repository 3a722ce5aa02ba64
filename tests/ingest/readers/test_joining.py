"""Word breaks: undone, kept, or decided by how the document writes its words."""

import pytest

from ingest.readers.joining import Vocabulary, joined, without_note_marks
from ingest.readers.pdf_lines import NOTE_CLOSE, NOTE_OPEN

NOTHING = Vocabulary([])


@pytest.mark.parametrize(
    ("lines", "rows", "expected"),
    [
        ([], ["the coun-", "cil meets"], "the council meets"),
        (["a non-regulatory plan"], ["the non-", "regulatory way"], "the non-regulatory way"),
        (["so the council is"], ["the coun-", "cil meets"], "the council meets"),
        (["so evidence is what they based it on"], ["an evidence-", "based plan"], "an evidence-based plan"),
        (["so a short-term plan is", "and a short-", "term plan is"], ["a mid-", "term plan"], "a mid-term plan"),
        ([], ["a well-", "known plan"], "a well-known plan"),
        ([], ["a state-of-", "the-art plan"], "a state-of-the-art plan"),
        ([], ["the Anglo-", "Scottish pass"], "the Anglo-Scottish pass"),
        ([], ["the coun\u00ad", "cil"], "the council"),
        ([], ["the 2014-", "15 plan"], "the 2014-15 plan"),
        ([], ["they came -", "and went"], "they came - and went"),
        ([], ["they came—", "and went"], "they came—and went"),
        ([], ["see https://example.org/", "plan for more"], "see https://example.org/plan for more"),
    ],
)
def test_lines_are_joined(lines: list[str], rows: list[str], expected: str) -> None:
    assert joined(rows, Vocabulary(lines) if lines else NOTHING) == expected


def test_raised_numbers_go_where_their_footnote_stands() -> None:
    text = f"the plan{NOTE_OPEN}12{NOTE_CLOSE} of 30 km{NOTE_OPEN}2{NOTE_CLOSE}"
    assert without_note_marks(text, frozenset({"12"})) == "the plan of 30 km2"
