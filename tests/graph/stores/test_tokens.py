"""The tokenizer is SQLite's own, character by character: the same words for any text."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.stores.tokens import DROPPED, SEPARATOR, Tokenizer, learn

ASKED = """
CREATE VIRTUAL TABLE asked USING fts5(text, tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE heard USING fts5vocab(asked, 'instance');
"""
ODD = "Ça œuvre ﬁne straße İI ıi Ǆ Å é e\u0301 \u0301x ² ½ Ⅷ 日本語 हिन्दी עִברִית 😀 a\u200db \x00 \x02 don't 2.14 _ - …"


def heard(texts: list[str]) -> list[list[str]]:
    """What SQLite's index makes of each text."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.executescript(ASKED)
        base.executemany("INSERT INTO asked(rowid, text) VALUES (?, ?)", list(enumerate(texts)))
        found: list[list[str]] = [[] for _ in texts]
        for number, term in base.execute("SELECT doc, term FROM heard ORDER BY doc, offset"):
            found[number].append(term)
    return found


def test_odd_texts() -> None:
    texts = [ODD, ODD.upper(), ODD[::-1], "", " ", "a", "\u0301", *ODD.split(" ")]
    tokenizer = Tokenizer()
    assert [tokenizer.tokens(t) for t in texts] == heard(texts)


def test_every_character_wherever_it_stands() -> None:
    every = [
        chr(c)
        for c in (*range(0x3000), *range(0x3000, 0x20000, 5), *range(0x20000, 0x110000, 211))
        if not 0xD800 <= c < 0xE000
    ]
    texts = ["".join(f"x{c}y {c}z {c} q{c} " for c in every[at : at + 256]) for at in range(0, len(every), 256)]
    tokenizer = Tokenizer()
    assert [tokenizer.tokens(t) for t in texts] == heard(texts)


def test_what_comes_out_comes_out_the_same_again_and_holds_no_blank() -> None:
    folded = set(learn(range(0x11000)).values()) - {SEPARATOR, DROPPED}
    assert all(len(each) == 1 and not each.isspace() for each in folded)
    assert learn(map(ord, folded)) == {ord(each): each for each in folded}


def test_a_lone_surrogate_separates() -> None:
    assert Tokenizer().tokens("a\ud800b") == ["a", "b"]


def test_words_are_joined_so_that_each_has_its_own_blanks() -> None:
    assert Tokenizer().joined("Co-op É") == " co  op  e " and Tokenizer().joined("") == "  "


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",))), max_size=5))
def test_any_text(texts: list[str]) -> None:
    tokenizer = Tokenizer()
    assert [tokenizer.tokens(t) for t in texts] == heard(texts)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("aé \u0301-Ⅷ")))
def test_spans_hold_the_same_words_in_their_places(text: str) -> None:
    tokenizer = Tokenizer()
    spans = tokenizer.spans(text)
    assert [word for word, _, _ in spans] == tokenizer.tokens(text)
    assert all(tokenizer.tokens(text[start:end]) == [word] for word, start, end in spans)
    assert [s for _, s, _ in spans] == sorted({s for _, s, _ in spans})


@pytest.mark.parametrize(
    ("text", "folded"), [("Café", ["cafe"]), ("CO-production", ["co", "production"]), ("£5m", ["5m"])]
)
def test_what_it_looks_like(text: str, folded: list[str]) -> None:
    assert Tokenizer().tokens(text) == folded
