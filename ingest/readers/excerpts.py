"""What respondents say in a published article: block quotes and quotations inside paragraphs, each with its code.

How a stretch finds its respondent, without knowing any article: a code in brackets on the line after a block quote, or
at its end; inside a paragraph a code in brackets after the quotation in the same sentence; else a code named before it
in the sentence; else the respondent of the sentence before, where this one goes on about the same person. A quotation
followed by a reference to literature, or without any of these, is nobody's excerpt.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from graph.errors import SourceError
from ingest.readers.base import PLAIN, Block, Document, ReadOptions, trimmed
from ingest.readers.decoding import decode, looks_like_text
from ingest.readers.outline import Piece, outline
from ingest.readers.quotations import Quotation, quotations, sentences
from ingest.readers.titles import plain_pieces
from ingest.readers.turns import turns

KINDS: Final = ("article", "excerpts")
"""Source kinds in which respondents' excerpts are looked for."""

_PERSON: Final = r"(?:[Pp]articipant|[Rr]espondent|[Ii]nterviewee|[Ii]nformant)"
_CODE: Final = rf"(?:[A-Z]{{1,4}}[-_]?\d{{1,3}}[a-z]?|{_PERSON} \d{{1,3}})"
_BRACKETED: Final = re.compile(rf"[(\[](?P<code>{_CODE})(?:[,;:–—][^()\[\]]*)?[)\]]")
_CODE_LINE: Final = re.compile(rf"[–—-]?\s*[(\[]?(?P<code>{_CODE})(?:,[^()\[\]\n]{{0,80}})?[)\]]?[.,;]?\Z")
_AT_END: Final = re.compile(rf"(?<=[.?!…’”\"'])\s*{_BRACKETED.pattern}\.?\Z")
_LITERATURE: Final = re.compile(r"[(\[][^()\[\]]*\b[^\W\d_]*(?:1[89]|20)\d\d[a-z]?\b[^()\[\]]*[)\]]")
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
_CLOSING_MARK: Final = re.compile(r"[’”\"'»]?")
_LEFT_OVER: Final = re.compile(r"[\s’”\"'»,.;:]*")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A respondent's words [start, end), without quotation marks and code."""

    start: int
    end: int
    case: str


class ExcerptsReader:
    """A published article in plain text, one paragraph a line or wrapped.

    Kind `excerpts` gives the respondents' excerpts alone, kind `article` also the authors' paragraphs, cut round them.
    """

    name = "excerpts"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Takes plain text of its two kinds; a Markdown reader that knows headings goes before."""
        return 0.6 if kind in KINDS and looks_like_text(head) else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the article; raises SourceError where kind `excerpts` finds nobody's words."""
        text, notes = decode(data, name)
        blocks = article_blocks(text, plain_pieces(text), kind, name)
        return Document(text, tuple(blocks), notes=notes)


def article_blocks(text: str, pieces: Sequence[Piece], kind: str, name: str) -> list[Block]:
    """Blocks for an article of one of KINDS whose headings and paragraphs are known.

    Raises SourceError for kind `excerpts` without any excerpt, and for a text without passages.
    """
    body, excerpts = respondents(text, pieces)
    blocks = list(cut(text, outline(text, body, kind), excerpts, authors=kind == "article"))
    if not blocks and kind == "excerpts":
        spoken = [block for block in turns(text) if block.case]
        blocks = [replace(block, ref=f"excerpt {n} ({block.case})") for n, block in enumerate(spoken, 1)]
    if not blocks:
        step = (
            'Put the respondent\'s code in brackets after each excerpt, as in "… (L04)", or choose the kind "article".'
        )
        raise SourceError("No respondent's excerpt was found in this text.", where=name, next_step=step)
    return blocks


def respondents(text: str, pieces: Sequence[Piece]) -> tuple[list[Piece], list[Excerpt]]:
    """The pieces without lines that hold only a code, and the excerpts in the order of the text."""
    codes = _Codes(text, pieces)
    body: list[Piece] = []
    found: list[Excerpt] = []
    for position, piece in enumerate(pieces):
        if not piece.level and codes.line(piece) and body and not body[-1].level:
            continue
        body.append(piece)
        if piece.level:
            continue
        following = pieces[position + 1] if position + 1 < len(pieces) else None
        before = pieces[position - 1] if position else None
        block = _block_quote(text, piece, before, codes.line(following), codes)
        found += [block] if block else _inline(text, piece, codes)
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
    for pattern in (_CLOSING_MARK, _FOOTNOTE, _LEFT_OVER, _BRACKETED, _LEFT_OVER):
        if match := pattern.match(text, start, end):
            start = match.end()
    return start


class _Codes:
    """The families of codes (prefix, digits) that this text uses for its respondents."""

    def __init__(self, text: str, pieces: Sequence[Piece]) -> None:
        self._text = text
        lines = [
            m["code"] for p in pieces if (m := _CODE_LINE.match(text[p.start : p.end])) and m.group()[0] in "([–—-"
        ]
        after_quotes = [m["code"] for m in re.finditer(rf"[’”\"'»]\s?{_BRACKETED.pattern}", text)]
        at_ends = [m["code"] for p in pieces if (m := _AT_END.search(text[p.start : p.end]))]
        self._families = {_family(code) for code in (*lines, *after_quotes, *at_ends)}

    def line(self, piece: Piece | None) -> str:
        """The case named by a piece that is only a code; empty for others."""
        match = None if piece is None or piece.level else _CODE_LINE.match(self._text[piece.start : piece.end])
        return _case(match["code"]) if match and _family(match["code"]) in self._families else ""

    def bracketed(self, start: int, end: int) -> list[tuple[int, str]]:
        """Codes in brackets in [start, end), with the place of the bracket; several in one bracket name nobody."""
        matches = [m for m in _BRACKETED.finditer(self._text, start, end) if _family(m["code"]) in self._families]
        return [(m.start(), _case(m["code"])) for m in matches if len(self.named(*m.span())) == 1]

    def named(self, start: int, end: int) -> list[tuple[int, str]]:
        """Codes anywhere in [start, end), with or without brackets."""
        matches = re.finditer(rf"(?<![\w-]){_CODE}(?![\w-])", self._text[start:end])
        return [(start + m.start(), _case(m.group())) for m in matches if _family(m.group()) in self._families]


def _family(code: str) -> tuple[str, int]:
    return re.sub(r"[\d].*", "", code).lower(), len(re.findall(r"\d", code))


def _case(code: str) -> str:
    return code[0].upper() + code[1:].replace(" ", "-")


def _block_quote(text: str, piece: Piece, before: Piece | None, case: str, codes: _Codes) -> Excerpt | None:
    start, end = piece.start, piece.end
    if not case:
        introduced = before is not None and not before.level and text[before.end - 1] == ":"
        match = _AT_END.search(text[start:end])
        at_end = codes.bracketed(start + match.start(), end) if match else []
        if not (at_end and (introduced or piece.quoted)):
            return None
        end, case = at_end[0]
    span = trimmed(text, start, end)
    if span is None:
        return None
    quoted = quotations(text, *span)
    if len(quoted) == 1 and (quoted[0].opened, quoted[0].closed) == span:
        span = quoted[0].start, quoted[0].end
    return Excerpt(*span, case)


def _inline(text: str, piece: Piece, codes: _Codes) -> list[Excerpt]:
    """Excerpts between quotation marks in a paragraph of the authors'."""
    quoted = quotations(text, piece.start, piece.end)
    found: list[Excerpt] = []
    speaker, spoke = "", False
    for sentence in sentences(text, piece.start, piece.end, quoted):
        inside = [q for q in quoted if sentence[0] <= q.opened < sentence[1]]
        outside = _without(text, sentence, inside)
        named = [code for code in codes.named(*sentence) if not any(q.start <= code[0] < q.end for q in inside)]
        carried = speaker if not named and _goes_on(outside, spoke) else ""
        spoke = False
        for index, quotation in enumerate(inside):
            case = _attributed(text, sentence, inside, index, codes) or carried
            if case and not _is_literature(text, quotation, sentence[1]):
                found.append(Excerpt(quotation.start, quotation.end, case))
                spoke = True
        speaker = named[-1][1] if named else carried
    return found


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
    return bool(
        _SAME_PERSON.search(outside) or (spoke and _GOES_ON.search(outside) and not _LITERATURE.search(outside))
    )


def _is_literature(text: str, quotation: Quotation, end: int) -> bool:
    """Whether a reference to literature follows the quotation directly."""
    after = _FOOTNOTE.match(text, quotation.closed, end)
    rest = text[after.end() if after else quotation.closed : end].lstrip(" ,.;:")
    return bool(_LITERATURE.match(rest))


def _attributed(text: str, sentence: tuple[int, int], inside: Sequence[Quotation], index: int, codes: _Codes) -> str:
    """The case that the sentence itself gives to one of its quotations; empty where it gives none."""
    quotation = inside[index]
    is_mention = bool(_MENTION.search(text[sentence[0] : quotation.opened]))
    after = codes.bracketed(quotation.closed, sentence[1])
    after = [code for code in after if not any(q.opened <= code[0] < q.closed for q in inside)]
    if after:
        place, case = after[0]
        direct = not text[quotation.closed : place].strip(" ,.;:")
        if direct or (not is_mention and _joined(text, inside[index:], place)):
            return case
    before = [code for code in codes.named(sentence[0], quotation.opened) if not _quoted_at(code[0], inside)]
    return before[-1][1] if before and not is_mention else ""


def _quoted_at(place: int, inside: Sequence[Quotation]) -> bool:
    return any(quotation.opened <= place < quotation.closed for quotation in inside)


def _joined(text: str, chain: Sequence[Quotation], place: int) -> bool:
    """Whether the quotations up to the code at `place` follow each other within a few words."""
    chain = [quotation for quotation in chain if quotation.opened < place]
    return all(len(text[one.closed : other.opened].split()) <= _NEAR_WORDS for one, other in pairwise(chain))
