"""What every reader promises: a document that breaks a promise cannot be made."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.base import Block, Document, canonical, trimmed


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        ([Block("a", "", 0, 0)], "empty"),
        ([Block("a", "", 0, 99)], "misplaced"),
        ([Block("a", "", 0, 5), Block("b", "", 4, 8)], "overlaps"),
        ([Block("b", "", 6, 10), Block("a", "", 0, 5)], "misplaced"),
        ([Block("a", "", 0, 6)], "white space"),
        ([Block("", "", 0, 5)], "no ref"),
        ([Block("a", "", 0, 5, page=0)], "page 0"),
    ],
)
def test_blocks_are_checked(blocks: list[Block], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Document("first second third", tuple(blocks))


@pytest.mark.parametrize("text", ["a\r\nb", "e\N{COMBINING ACUTE ACCENT}"])
def test_the_text_is_canonical(text: str) -> None:
    with pytest.raises(ValueError, match="canonical"):
        Document(text, ())


def test_the_text_kind_is_one_of_the_model() -> None:
    with pytest.raises(ValueError, match="summary"):
        Document("a", (), text_kind="summary")


def test_words_are_the_text_at_the_offsets() -> None:
    document = Document("first second", (Block("a", "", 6, 12),))
    assert document.words(document.blocks[0]) == "second"


@given(st.text(alphabet=st.characters(codec=None)))
def test_canonical_text_stays_as_it_is(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & set("\r\v\f\x85\u2028\u2029\0\ufeff")
    once.encode("utf-8")


@given(st.text(alphabet=" \n\tab"), st.integers(0, 8), st.integers(0, 8))
def test_trimmed_spans_have_no_white_space_at_their_ends(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    span = trimmed(text, start, end)
    words = text[slice(*span)] if span else ""
    assert words == text[start:end].strip()
