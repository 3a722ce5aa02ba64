"""Block quotes of respondents: who speaks in a paragraph that is a quotation as a whole.

A code on the line under it or at its end, a label before it, a line under it that names the speaker by role, or the one
code in the sentence that introduces it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.readers.base import trimmed
from ingest.readers.codes import AT_END, ATTRIBUTION, SAYING, YEAR, Codes, case_id, dashed, introduced
from ingest.readers.outline import Piece
from ingest.readers.quotations import Quotation, quotations, sentences

LITERATURE: Final = re.compile(
    r"[(\[][^()\[\]]{0,600}\b[^\W\d_]{0,40}(?:1[89]|20)\d\d[a-z]?\b[^()\[\]]{0,600}[)\]]|\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,40}\]"
    r"|\((?:[^()]*,\s*)?(?:ibid|op\.? ?cit|forthcoming|in press|n\.?d\.?)\b[^()]*\)|\(pp?\.\s?\d[^()]*\)"
)
_LITERATURE_AT_END: Final = re.compile(rf"(?:{LITERATURE.pattern})\W*\Z")
_LONGEST_ATTRIBUTION: Final = 12
_LONGEST_QUOTE: Final = 12
_FEWEST_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A respondent's words [start, end), without quotation marks and code."""

    start: int
    end: int
    case: str


@dataclass(frozen=True, slots=True)
class Introduced:
    """What the paragraph before says of this one: who speaks in it (empty: not said), and whether anybody may."""

    case: str
    colon: bool


def introduction(text: str, piece: Piece, codes: Codes) -> Introduced:
    """Whom the last sentence of a paragraph that ends in a colon lets speak: the one code in it, if it is only one."""
    words = text[piece.start : piece.end].rstrip()
    if not words.endswith(":"):
        return Introduced("", False)
    quoted = quotations(text, piece.start, piece.end)
    *_, last = sentences(text, piece.start, piece.end, quoted)
    named = {case for place, case in codes.named(*last) if not quoted_at(place, quoted)}
    label, length = codes.label(piece)
    if label and piece.start + length >= piece.end:
        return Introduced(label, True)
    says = re.search(rf"\b{SAYING}\b", text[slice(*last)]) or re.search(r"\b(?:words|according)\b", text[slice(*last)])
    return Introduced(named.pop() if len(named) == 1 and says else "", True)


def attribution(text: str, pieces: Sequence[Piece], position: int) -> str:
    """The case of a line under a block quote that names its speaker by role or name, without a code."""
    if not 0 < position < len(pieces) or pieces[position - 1].level:
        return ""
    piece, before = pieces[position], pieces[position - 1]
    dash = dashed(text, piece)
    match = ATTRIBUTION.match(("– " if dash else "") + text[piece.start : piece.end])
    if not match or (piece.level and not dash):
        return ""
    words = match["dashed"] or match["boxed"]
    if YEAR.search(words) or LITERATURE.match(match.group()) or len(words.split()) > _LONGEST_ATTRIBUTION:
        return ""
    after_colon = introduced(text, pieces, position - 1) and match["dashed"]
    return case_id(words) if before.quoted or _is_all_quoted(text, before) or after_colon else ""


def code_after_quoted(text: str, pieces: Sequence[Piece], position: int, codes: Codes) -> str:
    """The case of a block quote of several paragraphs, whose code stands under or at the end of the last."""
    for at in range(position + 1, min(position + _LONGEST_QUOTE, len(pieces))):
        if case := codes.line(pieces, at) or attribution(text, pieces, at):
            return case
        if not pieces[at].quoted or pieces[at].level:
            return ""
        match = AT_END.search(text[pieces[at].start : pieces[at].end])
        if match and (ends := codes.bracketed(pieces[at].start + match.start(), pieces[at].end)):
            return ends[0][1]
    return ""


def _is_all_quoted(text: str, piece: Piece) -> bool:
    quoted = quotations(text, piece.start, piece.end)
    return len(quoted) == 1 and (quoted[0].opened, quoted[0].closed) == (piece.start, piece.end)


def block_quote(text: str, piece: Piece, said: Introduced, case: str, codes: Codes) -> Excerpt | None:
    start, end = piece.start, piece.end
    label, length = codes.label(piece)
    if label and start + length < end:
        start, case = start + length, label
    elif match := AT_END.search(text[start:end]):
        at_end = codes.bracketed(start + match.start(), end)
        alone = bool(at_end) and _is_all_quoted(text, Piece(start, start + match.start()))
        if at_end and (said.colon or piece.quoted or alone or case):
            end, case = at_end[0]
    if not case and said.case and (piece.quoted or _is_all_quoted(text, piece) or _reads_as_speech(text, piece)):
        case = "" if _LITERATURE_AT_END.search(text[start:end]) else said.case
    span = trimmed(text, start, end) if case else None
    if span is None:
        return None
    quoted = quotations(text, *span)
    if len(quoted) == 1 and (quoted[0].opened, quoted[0].closed) == span:
        span = trimmed(text, quoted[0].start, quoted[0].end) or span
    return Excerpt(*span, case)


def _reads_as_speech(text: str, piece: Piece) -> bool:
    """Whether an unmarked paragraph after a colon is a quotation: a sentence without quotations of the authors'."""
    words = text[piece.start : piece.end]
    return len(words.split()) >= _FEWEST_WORDS and words[-1] in ".?!…" and not quotations(text, piece.start, piece.end)


def quoted_at(place: int, inside: Sequence[Quotation]) -> bool:
    """Whether a place lies in one of these quotations, which are in order and apart."""
    at = bisect_right(inside, place, key=lambda quotation: quotation.opened) - 1
    return at >= 0 and place < inside[at].closed
