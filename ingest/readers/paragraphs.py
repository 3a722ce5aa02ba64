"""Where the paragraphs of a plain text begin and end, whether its lines are wrapped or each is a paragraph."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ingest.readers.base import trimmed
from ingest.readers.marks import FIRST_LABELS, find_mark, is_title

_WRAP_WIDTH: Final = 120
"""No wrapped line is longer."""

_SHORTEST_WRAP: Final = 40
_FEWEST_GOING_ON: Final = 0.1

_BULLET: Final = re.compile(r"(?:[-*•–·▪◦]|\uf0b7)[ \t]+(?=\S)")
_SENTENCE_END: Final = re.compile(r"[.?!:;…—][\"'’”)\]]*\s*\Z|\b(?:and|or)\s*\Z")

Span = tuple[int, int]


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a canonical text as trimmed, ordered spans; together they hold everything but white space.

    A blank line always ends a paragraph. Where lines are wrapped, so do a bullet and a marked reference after the end
    of a sentence; where they are not, every line is a paragraph.
    """
    wrapped = _is_wrapped(text)
    found: list[Span] = []
    for lines in _chunks(text):
        pieces = _wrapped_paragraphs(text, lines) if wrapped else lines
        found += [span for span in (trimmed(text, *piece) for piece in pieces) if span]
    return found


def without_bullet(text: str, span: Span) -> Span | None:
    """The span without a bullet and the white space after it; None where nothing but a bullet stands there."""
    start, end = span
    if match := _BULLET.match(text, start, end):
        start = match.end()
    return None if text[start:end].strip("-*•–·▪◦\uf0b7_=~# \t\n") == "" else (start, end)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _chunks(text: str) -> Iterator[list[Span]]:
    """Runs of lines without a blank one between them."""
    chunk: list[Span] = []
    for line in _lines(text):
        if text[line[0] : line[1]].strip():
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _is_wrapped(text: str) -> bool:
    """Whether line ends fall inside sentences: no long line, and some go on in small letters on the next."""
    pairs = going_on = 0
    for lines in _chunks(text):
        if any(end - start > _WRAP_WIDTH for start, end in lines):
            return False
        for (start, end), (next_start, next_end) in pairwise(lines):
            pairs += 1
            following = text[next_start:next_end].lstrip()
            inside = end - start >= _SHORTEST_WRAP and text[start:end].rstrip()[-1] not in ".?!:;"
            going_on += inside and following[:1].islower()
    return going_on >= max(1, pairs * _FEWEST_GOING_ON)


def _wrapped_paragraphs(text: str, lines: list[Span]) -> list[Span]:
    width = max(end - start for start, end in lines)
    pieces = [lines[0]]
    for (before_start, before_end), (start, end) in pairwise(lines):
        before, line = text[before_start:before_end], text[start:end].lstrip()
        ended = bool(_SENTENCE_END.search(before))
        short = before_end - before_start < 0.7 * width and (ended or is_title(before, words=8))
        early = before_end - before_start < 0.85 * width
        begins = _BULLET.match(line) or _begins_with_mark(line, before, ended=ended, early=early)
        if begins or (short and not line[:1].islower()):
            pieces.append((start, end))
        else:
            pieces[-1] = (pieces[-1][0], end)
    return pieces


def _begins_with_mark(line: str, before: str, *, ended: bool, early: bool) -> bool:
    """Whether a wrapped line begins a marked paragraph, and does not just go on with a number or bracket."""
    mark = find_mark(line)
    if mark is None:
        return False
    first = early and mark.kind == "inner" and mark.label in FIRST_LABELS
    return first or ended or before.rstrip().endswith(",") or is_title(before)
