"""What respondents say in a published article: block quotes and quotations inside paragraphs, each with its code.

How a stretch finds its respondent, without knowing any article: a code in brackets on the line after a block quote, or
at its end; inside a paragraph a code in brackets after the quotation in the same sentence; else a code named before it
in the sentence; else the respondent of the sentence before, where this one goes on about the same person. A quotation
followed by a reference to literature, or without any of these, is nobody's excerpt.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph.errors import SourceError
from ingest.readers.base import PLAIN, Block, Document, ReadOptions, trimmed
from ingest.readers.block_quotes import (
    LITERATURE,
    Excerpt,
    Introduced,
    attribution,
    block_quote,
    code_after_quoted,
    introduction,
    quoted_at,
)
from ingest.readers.codes import BRACKETED, DASHED, LABEL, SAYING, Codes, case_id
from ingest.readers.decoding import decode, looks_like_text
from ingest.readers.outline import Piece, outline
from ingest.readers.quotations import Quotation, quotations, sentences
from ingest.readers.titles import plain_pieces
from ingest.readers.turns import turns

KINDS: Final = ("article", "excerpts")
"""Source kinds in which respondents' excerpts are looked for."""

_FOOTNOTE: Final = re.compile(r"(?:[A-Z]?[a-z]*[Nn]ote\s?)?\d{0,3}[¹²³⁰-⁹*†‡]*")
_MENTION: Final = re.compile(r"\b(?:terms?|words?|phrases?|concepts?|notions?|labels?|so-called)\s*\Z", re.IGNORECASE)
_NOUN: Final = r"(?:interview(?:ee)?|respondent|participant|informant|speaker)"
_NOBODY_KNOWN: Final = re.compile(
    rf"\b(?:one|an?|another|any|no|two|three|several|some|many|most|other|local|national)\s+(?:\w+\s+)?{_NOUN}s?\b",
    re.I,
)
_SAME_PERSON: Final = re.compile(
    rf"\b(?:the|this|that|the same)\s+{_NOUN}\b"
    r"|^\W*(?:he|she|they|in (?:his|her|their)|as [^,]{1,80}, (?:he|she|they))\b",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(r"^\W*(?:this|that|it)\b", re.IGNORECASE)
_NEAR_WORDS: Final = 8
_FEWEST_WORDS: Final = 4
_FEWEST_LEANING: Final = 3
_FEW_BETWEEN: Final = 4
_BEFORE: Final = 60
_LONGEST_REFERENCE: Final = 1_000
_CLOSING_MARK: Final = re.compile(r"[’”\"'»]?")
_LEFT_OVER: Final = re.compile(r"[\s’”\"'»,.;:]*")


class ExcerptsReader:
    """A published article in plain text, one paragraph a line or wrapped.

    Kind `excerpts` gives the respondents' excerpts alone, kind `article` also the authors' paragraphs, cut round them.
    """

    name = "excerpts"
    version = 2

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Takes plain text of its two kinds; a Markdown reader that knows headings goes before."""
        return 0.6 if kind in KINDS and looks_like_text(head) else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the article; raises SourceError where kind `excerpts` finds nobody's words."""
        text, notes = decode(data, name)
        blocks = article_blocks(text, plain_pieces(text), kind, name)
        return Document(text, tuple(blocks), notes=notes)


def article_blocks(
    text: str, pieces: Sequence[Piece], kind: str, name: str, italics: Sequence[tuple[int, int]] = ()
) -> list[Block]:
    """Blocks for an article of one of KINDS whose headings and paragraphs are known.

    `italics` are stretches that the markup sets so: some journals quote in italics, without marks.
    Raises SourceError for kind `excerpts` without any excerpt, and for a text without passages.
    """
    body, excerpts = respondents(text, pieces, italics)
    blocks = list(cut(text, outline(text, body, kind), excerpts, authors=kind == "article"))
    listed = all(piece.level or LABEL.match(text, piece.start, piece.end) for piece in body)
    if kind == "excerpts" and (listed or not blocks):
        spoken = [block for block in turns(text) if block.case]
        blocks = [replace(block, ref=f"excerpt {n} ({block.case})") for n, block in enumerate(spoken, 1)] or blocks
    if not blocks:
        step = (
            'Put the respondent\'s code in brackets after each excerpt, as in "… (L04)", or choose the kind "article".'
        )
        raise SourceError("No respondent's excerpt was found in this text.", where=name, next_step=step)
    return blocks


def respondents(
    text: str, pieces: Sequence[Piece], italics: Sequence[tuple[int, int]] = ()
) -> tuple[list[Piece], list[Excerpt]]:
    """The pieces without lines that hold only a code, and the excerpts in the order of the text."""
    codes = Codes(text, pieces, [end for _, end in italics])
    body: list[Piece] = []
    found: list[Excerpt] = []
    said = Introduced("", False)
    for position, piece in enumerate(pieces):
        spoken_by = codes.line(pieces, position) or attribution(text, pieces, position)
        if spoken_by and body and not body[-1].level:
            said = Introduced("", False)
            continue
        body.append(piece)
        if piece.level:
            said = Introduced("", False)
            continue
        case = codes.line(pieces, position + 1) or attribution(text, pieces, position + 1)
        if not case and piece.quoted:
            case = code_after_quoted(text, pieces, position, codes)
        block = block_quote(text, piece, said, case, codes)
        found += [block] if block else _inline(text, piece, codes, italics)
        said = said if block and piece.quoted else introduction(text, piece, codes)
    return body, found


def cut(text: str, blocks: Sequence[Block], excerpts: Sequence[Excerpt], *, authors: bool) -> Iterable[Block]:
    """The blocks cut round the excerpts in them; without `authors` the excerpts alone."""
    for block in blocks:
        inside = [e for e in excerpts if block.start <= e.start and e.end <= block.end]
        position = block.start
        for excerpt in inside:
            if authors:
                yield from _authors_words(text, block, position, excerpt.start)
            yield replace(
                block, ref=f"{block.ref} ({excerpt.case})", start=excerpt.start, end=excerpt.end, case=excerpt.case
            )
            position = excerpt.end
        if authors:
            yield from _authors_words(text, block, position, block.end)


def _authors_words(text: str, block: Block, start: int, end: int) -> Iterable[Block]:
    """What the authors say between two excerpts, if it is more than a few words."""
    if start > block.start:
        start = _after_mark(text, start, end)
    if end < block.end:
        while end > start and text[end - 1] in " \t\n‘“\"'«„([":
            end -= 1
    span = trimmed(text, start, end)
    if span and (
        span == (block.start, block.end) or len(re.findall(r"[^\W\d_]{2,}", text[slice(*span)])) >= _FEWEST_WORDS
    ):
        yield replace(block, start=span[0], end=span[1])


def _after_mark(text: str, start: int, end: int) -> int:
    """The place after a closing mark, a footnote's mark glued to it, and a code in brackets."""
    for pattern in (_CLOSING_MARK, _FOOTNOTE, _LEFT_OVER, BRACKETED, _LEFT_OVER):
        if match := pattern.match(text, start, end):
            start = match.end()
    return start


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence [start, end) with what is looked up for each of its quotations, all in order of their places."""

    start: int
    end: int
    inside: Sequence[Quotation]
    named: Sequence[tuple[int, str]]
    bracketed: Sequence[tuple[int, str]]
    chained: Sequence[int]
    """For each quotation the place in `inside` of the last one that a few words join to it, one after the other."""


def _sentence(text: str, start: int, end: int, quoted: Sequence[Quotation], codes: Codes) -> _Sentence:
    low, high = (bisect_left(quoted, place, key=lambda quotation: quotation.opened) for place in (start, end))
    inside = quoted[low:high]
    named = [code for code in codes.named(start, end) if not quoted_at(code[0], inside)]
    bracketed = [code for code in codes.bracketed(start, end) if not quoted_at(code[0], inside)] if inside else []
    chained = list(range(len(inside)))
    for at in range(len(inside) - 2, -1, -1):
        if len(text[inside[at].closed : inside[at + 1].opened].split()) <= _NEAR_WORDS:
            chained[at] = chained[at + 1]
    return _Sentence(start, end, inside, named, bracketed, chained)


def _inline(text: str, piece: Piece, codes: Codes, italics: Sequence[tuple[int, int]]) -> list[Excerpt]:
    """Excerpts between quotation marks, or in italics before a code, in a paragraph of the authors'."""
    quoted = _with_italics(text, piece, quotations(text, piece.start, piece.end), codes, italics)
    found: list[Excerpt] = []
    speaker, spoke = "", False
    for start, end in sentences(text, piece.start, piece.end, quoted):
        sentence = _sentence(text, start, end, quoted, codes)
        outside = _without(text, (start, end), sentence.inside)
        carried = speaker if not sentence.named and _goes_on(outside, spoke) else ""
        spoke = False
        for index, quotation in enumerate(sentence.inside):
            case = _attributed(text, sentence, index, codes) or carried
            if case and not _is_literature(text, quotation, end):
                found.append(Excerpt(quotation.start, quotation.end, case))
                spoke = True
        speaker = sentence.named[-1][1] if sentence.named else carried
    return found


def _with_italics(
    text: str, piece: Piece, quoted: list[Quotation], codes: Codes, italics: Sequence[tuple[int, int]]
) -> list[Quotation]:
    """The quotations of a paragraph, and its stretches in italics that a code in brackets follows."""
    found = list(quoted)
    low = bisect_left(italics, (piece.start, 0))
    for start, end in italics[low : bisect_left(italics, (piece.end, 0))]:
        apart = all(end <= other.opened or start >= other.closed for other in quoted)
        bracket = BRACKETED.match(
            text, end + len(text[end : end + 3]) - len(text[end : end + 3].lstrip(" .,")), piece.end
        )
        if apart and bracket and codes.knows(bracket["code"]) and len(text[start:end].split()) >= _FEWEST_LEANING:
            found.append(Quotation(start, start, end, end))
    return sorted(found, key=lambda quotation: quotation.opened)


def _without(text: str, sentence: tuple[int, int], inside: Sequence[Quotation]) -> str:
    parts, position = [], sentence[0]
    for quotation in inside:
        parts.append(text[position : quotation.opened])
        position = quotation.closed
    return "".join([*parts, text[position : sentence[1]]])


def _goes_on(outside: str, spoke: bool) -> bool:
    """Whether a sentence that names no code goes on about the respondent of the sentence before."""
    if _NOBODY_KNOWN.search(outside):
        return False
    return bool(_SAME_PERSON.search(outside) or (spoke and _GOES_ON.search(outside) and not LITERATURE.search(outside)))


def _is_literature(text: str, quotation: Quotation, end: int) -> bool:
    """Whether a reference to literature follows the quotation directly."""
    after = _FOOTNOTE.match(text, quotation.closed, end)
    start = after.end() if after else quotation.closed
    return bool(LITERATURE.match(text[start : min(end, start + _LONGEST_REFERENCE)].lstrip(" ,.;:")))


def _attributed(text: str, sentence: _Sentence, index: int, codes: Codes) -> str:
    """The case that the sentence itself gives to one of its quotations; empty where it gives none."""
    quotation = sentence.inside[index]
    is_mention = bool(_MENTION.search(text[max(sentence.start, quotation.opened - _BEFORE) : quotation.opened]))
    after = bisect_left(sentence.bracketed, (quotation.closed, ""))
    if after < len(sentence.bracketed):
        place, case = sentence.bracketed[after]
        direct = not text[quotation.closed : place].strip(" ,.;:")
        last = bisect_left(sentence.inside, place, key=lambda other: other.opened) - 1
        if direct or (not is_mention and sentence.chained[index] >= last):
            return case
    if case := _said_after(text, sentence, index, codes):
        return case
    before = bisect_left(sentence.named, (quotation.opened, ""))
    return sentence.named[before - 1][1] if before and not is_mention else ""


def _said_after(text: str, sentence: _Sentence, index: int, codes: Codes) -> str:
    """The case named right after a quotation: “…”, said P7; “…” – P7, nurse; “…,” P7 explained."""
    closed = sentence.inside[index].closed
    if (match := DASHED.match(text, closed, sentence.end)) and codes.knows(match["code"]):
        return case_id(match["code"])
    until = sentence.inside[index + 1].opened if index + 1 < len(sentence.inside) else sentence.end
    after = codes.named(closed, until)
    if not after:
        return ""
    place, case = after[0]
    between = text[closed:place]
    if len(between.split()) > _FEW_BETWEEN or re.search(r"[.;()\[\]]", between):
        return ""
    code_end = re.match(r"[\w-]+(?:\s+\d+\w?)?(?:\s*\([^()]{1,60}\))?,?\s*", text[place:until])
    says_after = code_end and re.match(rf"(?:\w+ly\s+)?{SAYING}\b", text[place + code_end.end() : until])
    says_before = re.search(rf"\b{SAYING}\b(?:\s+(?:by|the|a|an|one|\w+))?\s*\Z", between)
    return case if says_before or (says_after and not between.strip(" ,.?!–—-")) else ""
