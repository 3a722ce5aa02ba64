"""The encoding of a text is found out from its bytes."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceError
from ingest.readers.base import canonical
from ingest.readers.decoding import decode, looks_like_text, utf8

WORDS = "Caf\N{LATIN SMALL LETTER E WITH ACUTE} – “naïve” plans cost €5"


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode("utf-8"),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("utf-16"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        WORDS.encode("utf-32"),
    ],
)
def test_marked_and_plain_unicode(data: bytes) -> None:
    assert decode(data, "x.txt") == (WORDS, ())
    assert looks_like_text(data)


def test_windows_1252_is_guessed_and_said() -> None:
    text, notes = decode(WORDS.encode("cp1252"), "x.txt")
    assert text == WORDS
    assert notes == ("The file is not UTF-8 and was read as Windows-1252: check its accents.",)


def test_windows_bytes_pasted_into_utf_8() -> None:
    text, notes = decode("Grüße, schöne Wörter: ".encode() + b"caf\xe9 \x96 bar", "x.txt")
    assert text == "Grüße, schöne Wörter: café – bar"
    assert notes == ("2 bytes are not UTF-8 and were read as Windows-1252: check the accents.",)


def test_decomposed_letters_are_composed() -> None:
    assert decode("e\N{COMBINING ACUTE ACCENT}".encode(), "x.txt")[0] == "\N{LATIN SMALL LETTER E WITH ACUTE}"


@pytest.mark.parametrize("data", [codecs.BOM_UTF16_LE + b"a", b"ab\x81\x8d"])
def test_bytes_that_fit_nothing(data: bytes) -> None:
    with pytest.raises(SourceError, match="UTF-8") as caught:
        decode(data, "x.txt")
    assert caught.value.where == "x.txt"


def test_a_digest_has_to_be_utf_8() -> None:
    with pytest.raises(SourceError) as caught:
        utf8(b"one\ntwo \xe9", "x.yaml")
    assert caught.value.where == "x.yaml:2"


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data, "x.txt")
    except SourceError:
        return
    assert text == canonical(text)


@given(st.text())
def test_unicode_comes_back(text: str) -> None:
    assert decode(text.encode("utf-8"), "x.txt")[0] == canonical(text)
