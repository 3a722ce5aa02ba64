"""Stretches between quotation marks, where the closing single mark is also the apostrophe."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ingest.readers.base import trimmed

_PAIRS: Final = {
    "‘": "’",
    "“": "”",
    '"': '"',
    "'": "'",
    "«": "»",
    "„": "“”",
    "‹": "›",
    "»": "«",
    "「": "」",
    "『": "』",
}
_OPENING: Final = re.compile(
    r"(?<![\w’'])[‘“\"'«„](?=[^\s‘“\"'«„])|(?<=\w)[“«](?=\S)|[«‹](?=[ \xa0\u202f]?[^\s«‹])|(?<=[(\[‘“])[“‘](?=\w)"
    r"|(?<!\S)»(?=\w)|[「『]"
)
_BOUNDARY: Final = re.compile(
    r"(?<![.?!])[.?!]+[’”\"')\]»]*\s+(?!\[[^\[\]\n]{1,80}\](?:[.,;:]|\s*\Z|\s+[A-Z‘“\"]))(?=[‘“\"'«„\[]?[A-Z0-9…])"
)
_NO_SENTENCE_END: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|cf|pp?|vol|no|dr|mrs?|ms|prof|st|fig|para)|\b[A-Z])\.$", re.I
)
_LONGEST_PARAGRAPH: Final = 100_000
_LONGEST_QUOTATION: Final = 10_000
_MOST_UNCLOSED: Final = 200
"""After so many marks in a paragraph that open and never close, nothing more is looked for in it."""
_MOST_TRIED: Final = 200
"""So many apostrophes are looked at for the one that closes a quotation."""

_FILLER: Final = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words [start, end) between marks; `opened` and `closed` are the span with the marks."""

    opened: int
    start: int
    end: int
    closed: int


def quotations(text: str, start: int, end: int) -> list[Quotation]:
    """The outermost quotations inside one paragraph [start, end) of `text`, in order; one that never closes is none."""
    found: list[Quotation] = []
    position = start if end - start <= _LONGEST_PARAGRAPH else end
    unclosed = 0
    while unclosed < _MOST_UNCLOSED and (opening := _OPENING.search(text, position, end)):
        opened = opening.start()
        close = _closing(text, opened, end)
        if close is None:
            position = opened + 1
            unclosed += 1
            continue
        if inner := trimmed(text, opened + 1, close):
            found.append(Quotation(opened, *inner, close + 1))
        position = close + 1
    return found


def _closing(text: str, opened: int, end: int) -> int | None:
    closing = _PAIRS[text[opened]]
    if closing not in "’'":
        places = [at for mark in closing if (at := text.find(mark, opened + 1, end)) >= 0]
        return min(places, default=None)
    following = text.find(text[opened], opened + 1, end) if text[opened] != "'" else -1
    limit = min(following if following >= 0 else end, opened + _LONGEST_QUOTATION)
    plural = first = None
    at = text.find(closing, opened + 2, limit)
    tried = 0
    while at >= 0 and tried < _MOST_TRIED:
        tried += 1
        if _may_close(text, at, end):
            if _strong(text, at, end) or not _may_be_apostrophe(text, opened, at, end):
                return at
            first = at if first is None else first
            plural = at if plural is None and text[at - 1] == "s" else plural
        at = text.find(closing, at + 1, limit)
    return first if plural is None else plural


def _may_close(text: str, at: int, end: int) -> bool:
    """An apostrophe inside a word or before one closes nothing; a mark to which a footnote is glued does."""
    if text[at - 1].isspace():
        return False
    after = text[at + 1] if at + 1 < end else " "
    if not after.isalpha():
        return True
    word = re.search(r"\w*\Z", text[max(0, at - 30) : at])
    return after.isupper() and (word is None or len(word.group()) not in (1, 2))


def _strong(text: str, at: int, end: int) -> bool:
    """A mark before punctuation, a bracket or the end, which no plural possessive would stand before."""
    after = text[at + 1 : min(end, at + 20)].lstrip()[:1]
    return after in ("", "(", ".", ",", ";", ":", "?", "!", "–", "—", "[") or text[at + 1 : at + 2].isupper()


def _may_be_apostrophe(text: str, opened: int, at: int, end: int) -> bool:
    """Whether a possessive (boards’ views) or a clipped word (a’ the) may stand here, between two words."""
    if not re.match(r"\s+[a-z]", text[at + 1 : min(end, at + 20)]):
        return False
    word = re.search(r"[^\W\d_]+\Z", text[max(opened + 1, at - 40) : at])
    if word is None or word.start() == 0:
        return False
    return word.group().endswith("s") or len(word.group()) <= 2


def sentences(text: str, start: int, end: int, quoted: list[Quotation]) -> list[tuple[int, int]]:
    """The sentences of one paragraph as spans that join up; sentence ends inside quotations do not count."""
    masked = list(text[start:end])
    for quotation in quoted:
        inner = quotation.end - quotation.start
        last = text[quotation.end - 1]
        filler = _FILLER * (inner - 1) + (last if last in ".?!" else _FILLER)
        masked[quotation.start - start : quotation.end - start] = filler
    line = "".join(masked)
    found = ((m.end(), line[max(0, m.start() - 11) : m.start() + 1]) for m in _BOUNDARY.finditer(line))
    ends = [end for end, before in found if not _NO_SENTENCE_END.search(before)]
    cuts = [0, *ends, len(line)]
    return [(start + low, start + high) for low, high in pairwise(cuts) if low < high]
