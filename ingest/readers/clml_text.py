"""The text of a piece of legislation as it is written down, provision by provision, with blocks and links."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from ingest.readers.base import HEADING_SEPARATOR, About, Block, Document, Link, canonical

Span = tuple[int, int]
Mark = tuple[int, int, str, str]
"""A link within one paragraph: start, end, kind, target."""

_MOST_LEADS: Final = 8
"""So many stretches of one provision lead in to what follows: the first, and the latest ones."""

_GAP: Final = re.compile("[ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_DOTS: Final = " .…·\u00a0\u2009"
_PIECE: Final = re.compile(r"[^ \n]+|[ \n]")
_QUOTES: Final = re.compile(r"[“\"‘'](?P<term>[^“”\"‘’]{1,120})[”\"’']")
_BETWEEN: Final = re.compile(r"[\s,;]*(?:and|or|,)?\s*\Z")


def squeezed(words: str) -> str:
    """The words with each gap one space; a hard space (U+00A0) is a character like others, but not at the ends."""
    if "\n" in words or "  " in words or "\t" in words or "\r" in words:
        words = _GAP.sub(" ", words)
    return words.strip()


def terms_at_start(words: str) -> list[Span]:
    """The quoted terms that a definition begins with: “a” and “b” mean …"""
    found: list[Span] = []
    at = 0
    while match := _QUOTES.search(words, at):
        if not (_BETWEEN.match(words[at : match.start()]) if found else match.start() == 0):
            break
        found.append(match.span("term"))
        at = match.end()
    return found


class Place:
    """A provision that is being read: its reference, and the stretches that were its own so far.

    `loose` places (a schedule, a preamble) are no provision themselves: their paragraphs are counted. `base` is the
    official address without version that the addresses of inner provisions are made from.
    """

    __slots__ = ("base", "count", "end", "gone", "heading", "lead", "live", "loose", "own", "ref", "start", "state",
                 "tables", "url")  # fmt: skip

    def __init__(
        self, ref: str, heading: str, url: str = "", base: str = "", state: str = "", lead: tuple[Span, ...] = (),
        loose: bool = False,
    ) -> None:  # fmt: skip
        self.ref = ref
        self.heading = heading
        self.url = url
        self.base = base
        self.state = state
        self.lead = lead
        self.loose = loose
        self.own: tuple[Span, ...] = ()
        self.start = self.end = -1
        self.live = self.gone = False
        self.count = self.tables = 0

    def under(self, title: str) -> str:
        """The heading path with one more heading."""
        return self.heading + HEADING_SEPARATOR + title if self.heading and title else self.heading or title

    def counted(self) -> "Place":
        """A place for the next paragraph without a number."""
        self.count += 1
        base = self.ref or self.heading.rsplit(HEADING_SEPARATOR, 1)[-1]
        ref = f"{base}, paragraph {self.count}" if base else f"paragraph {self.count}"
        return Place(ref, self.heading, self.url, self.base, self.state, self.lead + self.own)


class Words:
    """One paragraph that is put together from runs of text, with what the markup says of stretches of it."""

    __slots__ = ("gone", "length", "live", "marks", "parts", "repealed")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self.repealed = 0
        self.live = self.gone = False

    def add(self, run: str | None) -> None:
        """Add a run, each gap one space."""
        if not run:
            return
        run = _GAP.sub(" ", run)
        if run[0] == " " and (not self.parts or self.parts[-1][-1:] in " \t"):
            run = run[1:]
            if not run:
                return
        if self.repealed:
            self.gone = True
        elif run.strip(_DOTS):
            self.live = True
        self.parts.append(run)
        self.length += len(run)

    def tab(self) -> None:
        """End a cell of a table."""
        if self.parts and self.parts[-1][-1] == " ":
            self.parts[-1] = self.parts[-1].removesuffix(" ")
            self.length -= 1
        self.parts.append("\t")
        self.length += 1

    def since(self, part: int) -> str:
        """What was added since there were so many parts, without quotation marks round it."""
        return "".join(self.parts[part:]).strip(" “”\"‘’'\u00a0")

    def mark(self, start: int, kind: str, target: str) -> None:
        """Say of everything since `start` (in characters) that it is a link."""
        if self.length > start and target:
            self.marks.append((start, self.length, kind, target))

    def finished(self) -> tuple[str, list[Mark]]:
        """The words without white space at their ends, and the marks that are left of theirs."""
        whole = "".join(self.parts)
        words = whole.strip()
        cut = len(whole) - len(whole.lstrip())
        marks = []
        for start, end, kind, target in self.marks:
            start, end = max(start - cut, 0), min(end - cut, len(words))
            while start < end and words[start].isspace():
                start += 1
            while start < end and words[end - 1].isspace():
                end -= 1
            if start < end:
                marks.append((start, end, kind, target))
        return words, marks


class Writer:
    """Writes paragraphs and headings one after the other; numbers stand before their blocks, and are no part of them.

    `quoting` counts how many quoted texts (amendments) are open: their numbers belong to the words.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = 0
        self._outside = ""
        self._inside = ""
        self._open: Place | None = None
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.quoting = 0

    def number(self, shown: str) -> None:
        """A number that stands before the next paragraph."""
        if not shown:
            return
        if self.quoting:
            self._inside += shown + " "
        else:
            self._outside += shown + " "

    def heading(self, words: str, marks: Sequence[Mark] = ()) -> None:
        """A heading on a line of its own; it ends the stretch that is open."""
        if words:
            if self._open is not None:
                self.flush(self._open)
            self._write("\n\n" if self._at else "", words, marks)

    def paragraph(self, place: Place, words: str, marks: Sequence[Mark] = ()) -> None:
        """A line that belongs to a place; `words` are not empty, and neither begin nor end in white space."""
        if self._open is not place:
            if self._open is not None:
                self.flush(self._open)
            self._open = place
        gap = "\n" if self._at else ""
        if place.start < 0:
            gap += self._outside
            self._outside = ""
            place.start = self._at + len(gap)
        if self._inside:
            gap += self._inside
            self._inside = ""
        if marks:
            self._write(gap, words, marks)
        else:
            self._parts.append(gap + words)
            self._at += len(gap) + len(words)
        place.end = self._at

    def glue(self, place: Place, words: str) -> None:
        """Words that go on where the last line of a place ended: the full stop after a quoted provision."""
        if place.start >= 0 and place.end == self._at:
            self._write("", words, ())
            place.end = self._at
        elif self.blocks and self.blocks[-1].end == self._at and not any(map(str.isalnum, words)):
            last = self.blocks.pop()
            self._write("", words, ())
            self.blocks.append(
                Block(last.ref, last.heading, last.start, self._at, url=last.url, lead=last.lead, state=last.state)
            )
        else:
            self.paragraph(place, words)

    def _write(self, gap: str, words: str, marks: Sequence[Mark]) -> None:
        begin = self._at + len(gap)
        self._parts.append(gap + words)
        self._at = begin + len(words)
        for start, end, kind, target in marks:
            self.links.append(Link(begin + start, begin + end, kind, target))

    def flush(self, place: Place) -> None:
        """End the stretch that is open in a place: it becomes a block."""
        if place.start < 0:
            return
        if self._open is place:
            self._open = None
        state = place.state or ("repealed" if place.gone and not place.live else "")
        span = (place.start, place.end)
        lead = place.lead + place.own if place.own else place.lead
        self.blocks.append(Block(place.ref or "paragraph", place.heading, *span, None, "", place.url, lead, state))
        own = place.own if len(place.own) < _MOST_LEADS else (place.own[0], *place.own[2:])
        place.own = (*own, span)
        place.start = -1
        place.live = place.gone = False

    def close(self, place: Place) -> None:
        """End a provision; where it has a number and no words, the number is all that can be cited."""
        if self._outside and place.start < 0:
            words, self._outside = self._outside.strip(), ""
            self.paragraph(place, words)
        self.flush(place)

    def document(self, about: About, notes: Sequence[str] = ()) -> Document:
        """The document that was written."""
        text = "".join(self._parts)
        links = sorted(self.links, key=lambda link: (link.start, link.end))
        if not _is_canonical(text):
            return _settled(text, self.blocks, links, about, tuple(notes))
        return Document(text, tuple(self.blocks), notes=tuple(notes), links=tuple(links), about=about)


def _is_canonical(text: str) -> bool:
    lines = text.count("\n") + 1
    plain = len(text.splitlines()) == lines and "\x7f" not in text and "\ufeff" not in text
    return plain and unicodedata.is_normalized("NFC", text)


def _settled(
    text: str, blocks: Sequence[Block], links: Sequence[Link], about: About, notes: tuple[str, ...]
) -> Document:
    """The document in canonical text: word by word, since no character combines with a gap before it."""
    pieces = _PIECE.findall(text)
    begins, now, made = [0], [0], []
    for piece in pieces:
        plain = piece.replace("\x85", " ").replace("\u2028", " ").replace("\u2029", " ")
        made.append(plain if plain.isascii() and plain.isprintable() else canonical(plain))
        begins.append(begins[-1] + len(piece))
        now.append(now[-1] + len(made[-1]))

    def moved(at: int) -> int:
        row = min(bisect_right(begins, at), len(pieces)) - 1
        inner = at - begins[row]
        if len(made[row]) == len(pieces[row]):
            return now[row] + inner
        return now[row] + min(len(canonical(pieces[row][:inner])), len(made[row]))

    def span(start: int, end: int) -> Span:
        return moved(start), moved(end)

    settled = "".join(made)
    kept = []
    for block in blocks:
        start, end = span(block.start, block.end)
        while start < end and settled[start].isspace():
            start += 1
        while start < end and settled[end - 1].isspace():
            end -= 1
        if start < end:
            lead = tuple(span(*one) for one in block.lead)
            kept.append(Block(block.ref, block.heading, start, end, url=block.url, lead=lead, state=block.state))
    linked = tuple(
        Link(*span(link.start, link.end), link.kind, link.target)
        for link in links
        if moved(link.start) < moved(link.end)
    )
    return Document(settled, tuple(kept), notes=notes, links=linked, about=about)
