"""Whose words stand between quotation marks and in block quotes; the examples are made up."""

import re
import textwrap
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendering import holds

from graph.errors import SourceError
from ingest.readers import Block, Document, read
from ingest.readers.excerpts import ExcerptsReader


def parsed(text: str, kind: str = "excerpts") -> Document:
    document = ExcerptsReader().read(text.encode("utf-8"), "study.txt", kind)
    holds(document)
    return document


def excerpts(*paragraphs: str) -> list[tuple[str, str]]:
    """Case and words of each excerpt; a sure one stands before, so that the family of codes is known."""
    text = "\n".join(["Findings", "One keeper said so: ‘It is known’ (K01).", *paragraphs, "And so it ends."])
    document = parsed(text)
    found = [(block.case, document.words(block)) for block in document.blocks]
    assert found[0] == ("K01", "It is known")
    return found[1:]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("It is ‘a maze’ (K02).", [("K02", "a maze")]),
        ("It is ‘a maze’ (K02, valley board).", [("K02", "a maze")]),
        ("It is ‘a maze’ [K02].", [("K02", "a maze")]),
        ("It is ‘a maze’, to be left, they said (K02).", [("K02", "a maze")]),
        ("It is ‘a maze’, and ‘a trap’ too (K02).", [("K02", "a maze"), ("K02", "a trap")]),
        ("K02 called it ‘a maze’.", [("K02", "a maze")]),
        ("K02 called it ‘a maze’ and K03 ‘a trap’.", [("K02", "a maze"), ("K03", "a trap")]),
        ("K02 agreed. This means that ‘it is a maze’.", []),
        ("K02 called it ‘a maze’. This means that ‘it is a trap’.", [("K02", "a maze"), ("K02", "it is a trap")]),
        ("K02 agreed. The interviewee spoke of ‘a maze’.", [("K02", "a maze")]),
        ("K02 agreed. She spoke of ‘a maze’.", [("K02", "a maze")]),
        ("K02 agreed. Many years went by. She spoke of ‘a maze’.", []),
        ("K02 agreed. One interviewee spoke of ‘a maze’.", []),
        ("K02 agreed. There was talk of ‘a maze’.", []),
        ("It is ‘a maze’ (Holm, 2011). K02 agreed.", []),
        ("K02 knew it as ‘a maze’ (Holm, 2011, p. 3).", []),
        ("K02 used the term ‘maze’.", []),
        ("The so-called ‘maze’ was known to all.", []),
        ("It is ‘a maze’ (K02; K03).", []),
        ("It is ‘a maze’ (see Act 12).", []),
        ("Holm called it ‘a maze’. He said that ‘it is a trap’.", []),
    ],
)
def test_inside_paragraphs(paragraph: str, expected: list[tuple[str, str]]) -> None:
    assert excerpts(paragraph) == expected


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["As one put it:", "We file both letters.", "(K02)"], [("K02", "We file both letters.")]),
        (["As one put it:", "We file both letters.", "— K02"], [("K02", "We file both letters.")]),
        (["As one put it:", "We file both letters.", "(K02, board member)"], [("K02", "We file both letters.")]),
        (["As one put it:", "We file both letters. (K02)"], [("K02", "We file both letters.")]),
        (["As one put it:", "“We file both letters.” (K02)"], [("K02", "We file both letters.")]),
        (["As one put it:", "We file ‘both’ letters.", "(K02)"], [("K02", "We file ‘both’ letters.")]),
        (["As Holm put it:", "A rule is a rule.", "(Holm, 2011, p. 4)"], []),
        (["Nobody introduced this one. It ends with a code. (K02)"], []),
    ],
)
def test_block_quotes(paragraphs: list[str], expected: list[tuple[str, str]]) -> None:
    assert excerpts(*paragraphs) == expected


def test_people_may_be_numbered_in_words() -> None:
    document = parsed("Findings\nIt is ‘a maze’ (Participant 4).\nIt is ‘a trap’ (participant 12, nurse).\nAnd so on.")
    assert [block.case for block in document.blocks] == ["Participant-4", "Participant-12"]


def test_an_article_is_cut_round_its_excerpts() -> None:
    text = "Findings\nThe first keeper spoke of ‘a maze’ (K02). The others kept silent.\nAs one put it:\nBoth.\n(K03)"
    document = parsed(text, "article")
    assert [(block.ref, block.case, document.words(block)) for block in document.blocks] == [
        ("Findings, paragraph 1", "", "The first keeper spoke of"),
        ("Findings, paragraph 1 (K02)", "K02", "a maze"),
        ("Findings, paragraph 1", "", "The others kept silent."),
        ("Findings, paragraph 2", "", "As one put it:"),
        ("Findings, paragraph 3 (K03)", "K03", "Both."),
    ]


def test_a_list_of_labelled_excerpts_is_read_too() -> None:
    document = parsed("L04: One part says wait.\n\nL07: It is a race.\n")
    assert [(block.ref, block.case) for block in document.blocks] == [
        ("excerpt 1 (L04)", "L04"),
        ("excerpt 2 (L07)", "L07"),
    ]


def test_an_article_without_excerpts() -> None:
    assert len(parsed("Findings\nNobody spoke of it.\nAnd so on.", "article").blocks) == 2
    with pytest.raises(SourceError, match="No respondent's excerpt") as caught:
        parsed("Findings\nNobody spoke of it.\nAnd so on.")
    assert "(L04)" in caught.value.next_step


PARTS = st.sampled_from(
    [
        "One keeper said:",
        "‘It’s a maze’ (K02).",
        "(K02)",
        "We file both.",
        "K02 spoke of ‘two’ or ‘three’.",
        "Findings",
        "‘",
        "(Holm, 2011)",
        "“x” (K1)",
        "",
    ]
)


@given(st.lists(st.lists(PARTS, max_size=4).map(" ".join), max_size=8), st.sampled_from(["article", "excerpts"]))
def test_any_article_keeps_the_promises(paragraphs: list[str], kind: str) -> None:
    try:
        parsed("\n".join(paragraphs), kind)
    except SourceError:
        return


def article(real: Path, kind: str) -> Document:
    document = read(real / "article" / "leadership-of-co-production.txt", kind)
    holds(document)
    return document


def test_the_published_article_has_30_excerpts(real: Path) -> None:
    document = article(real, "excerpts")
    raw = (real / "article" / "leadership-of-co-production.txt").read_text(encoding="utf-8")
    assert document.text == raw
    before = [raw[block.start - 1] for block in document.blocks]
    assert Counter("inline" if mark == "‘" else "block" for mark in before) == {"inline": 15, "block": 15}
    cases = Counter(block.case for block in document.blocks)
    assert cases == {
        "L09": 5,
        "L08": 4,
        "N03": 3,
        "L01": 2,
        "L02": 3,
        "L10": 2,
        "L11": 2,
        "L15": 2,
        "N01": 2,
        "N05": 2,
        "L04": 1,
        "L07": 1,
        "N02": 1,
    }
    assert min(len(document.words(block).split()) for block in document.blocks) == 1
    assert not any(word in document.words(block) for block in document.blocks for word in ("Hudson", "2012", "‘", "(L"))


def test_the_whole_article_keeps_the_same_excerpts(real: Path) -> None:
    alone = [(block.ref, block.start, block.end, block.case) for block in article(real, "excerpts").blocks]
    document = article(real, "article")
    assert [(b.ref, b.start, b.end, b.case) for b in document.blocks if b.case] == alone
    assert len(document.blocks) > 80
    assert {block.heading for block in document.blocks} >= {"Introduction", "Research design", "Conclusions"}


def set_otherwise(text: str, how: str) -> str:
    """The same article as another program would have saved it."""
    if how == "blank lines between paragraphs":
        return text.replace("\n", "\n\n")
    if how == "wrapped lines":
        fill = partial(textwrap.fill, width=78, break_long_words=False, break_on_hyphens=False)
        return "\n\n".join(fill(paragraph) for paragraph in text.split("\n"))
    if how == "straight quotation marks":
        return text.replace("‘", "'").replace("’", "'")
    if how == "codes at the end of block quotes":
        return re.sub(r"\n(\([LN]\d\d\))", r" \1", text)
    return re.sub(r"\bL(\d\d)\b", r"Participant \1", text)


@pytest.mark.parametrize(
    "how",
    [
        "blank lines between paragraphs",
        "wrapped lines",
        "straight quotation marks",
        "codes at the end of block quotes",
        "other codes",
    ],
)
def test_the_rules_do_not_hang_on_how_the_article_was_saved(real: Path, how: str) -> None:
    text = (real / "article" / "leadership-of-co-production.txt").read_text(encoding="utf-8")
    document, otherwise = parsed(text), parsed(set_otherwise(text, how))

    def plain(document: Document, block: Block) -> str:
        return " ".join(document.words(block).replace("’", "'").split())

    assert [plain(otherwise, b) for b in otherwise.blocks] == [plain(document, b) for b in document.blocks]
