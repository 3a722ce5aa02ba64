"""Bytes to text without a wrong letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.problems import Problems
from ingest.study.decode import table_text, utf8_text

ACCENTS = st.sampled_from(["ä", "é", "ß", "œ", "€", "– ", "“a", "e”", "’s", "Š", ",", ";", "\n"])
TEXTS = st.lists(ACCENTS, max_size=20).map("e".join)
"""As in written words, no accent follows another: two in Windows-1252 can be the bytes of one letter in UTF-8."""


@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_a_table_is_never_mangled(text: str, encoding: str) -> None:
    problems = Problems()
    table = f"case,level\n{text},meso\n"
    assert table_text(table.encode(encoding), "cases.csv", problems) == table
    assert not problems


@pytest.mark.parametrize("data", [b"a\n\x00", b"a\nb\x07"])
def test_control_characters_are_told_with_their_line(data: bytes) -> None:
    problems = Problems()
    assert utf8_text(data, "a.yaml", problems) is None
    assert problems.listed()[0].where == "a.yaml:2"


def test_a_byte_of_no_encoding_is_told_with_its_line() -> None:
    problems = Problems()
    assert table_text(b"case\nL\x81\n", "cases.csv", problems) is None
    assert problems.listed()[0].where == "cases.csv:2"


def test_newlines_and_accents_get_one_form() -> None:
    assert utf8_text("e\u0301\r\nb\rc".encode(), "a.yaml", Problems()) == "é\nb\nc"
