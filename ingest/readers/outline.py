"""From the pieces of a text (headings, paragraphs) to blocks with references: what all readers have in common.

References, in this order: the mark that stands at the beginning of a paragraph (`para 7.2`, `s. 4(1)(b)`); for a
paragraph without one that goes on after a numbered one, the reference of that; else its place, `Heading, paragraph 3`
or, where there are pages, `p. 54, para 3`. Marks are no part of a block.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.readers.base import HEADING_SEPARATOR, Block, trimmed
from ingest.readers.marks import FIRST_LABELS, RECOMMENDATION, Mark, Numbering, find_mark, follows

_SECTION_NUMBER: Final = re.compile(r"(?:section |s\. |§ ?)?(?P<number>\d{1,3}[A-Z]{0,3})\.?\Z", re.IGNORECASE)
_SECTION_TITLE: Final = re.compile(r"(?:section |s\. |§ ?)?(?P<number>\d{1,3}[A-Z]{0,3})\.?[ \t]+\S", re.IGNORECASE)
_SECTION_WORD: Final = re.compile(r"(?:chapter|part|section|annex|appendix|schedule|\d)", re.IGNORECASE)
_SCHEDULE: Final = re.compile(r"(?:the )?schedule(?: (?P<number>\d{1,2}[A-Z]?))?\b", re.IGNORECASE)
_STOPS: Final = ".?!”’)"
_LOOK_AHEAD: Final = 8
_FEWEST_NUMBERS: Final = 3
_SHARE: Final = 0.4
"""So many of a document's paragraphs have a number where its numbers are more than those of a list."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading (`level` from 1) or a paragraph (level 0) at [start, end) of a text.

    `ref` is set where the reference is known already (a footnote); `quoted` pieces belong to what stands before them
    and their marks are not the document's own. `mark` is the mark that a program sets before the paragraph (`3.`,
    `(a)`) and that is not in the text, such as the number of a list's item; `printed` one that a program set and that
    is in the text, at the beginning of the piece. Neither needs a sequence to be believed.
    `label` is what the document calls the page, where that is not its number; `within` ends the heading path of this
    piece alone (a table's caption); an `item` of a list is led in to by words before it that end in a colon.
    """

    start: int
    end: int
    level: int = 0
    page: int | None = None
    ref: str = ""
    quoted: bool = False
    mark: str = ""
    printed: Mark | None = None
    label: str = ""
    within: str = ""
    item: bool = False


def outline(text: str, pieces: Sequence[Piece], kind: str = "") -> list[Block]:
    """Blocks for the paragraphs among `pieces` (in order, not overlapping), with heading path and reference.

    At most one block a paragraph; a mark that stands alone goes to the next one. `kind` is the source's kind: in
    legislation a numbered heading begins a section.
    """
    return _Outliner(text, pieces, kind).blocks()


class _Labels:
    """The labels of the marks of one kind, with the positions of their pieces."""

    def __init__(self, marks: Sequence[Mark | None], kind: str) -> None:
        found = [(position, mark.label) for position, mark in enumerate(marks) if mark and mark.kind == kind]
        self._positions = [position for position, _ in found]
        self.labels = [label for _, label in found]

    def before(self, position: int) -> str:
        """The label of the last mark before a piece; empty where there is none."""
        at = bisect_left(self._positions, position)
        return self.labels[at - 1] if at else ""

    def after(self, position: int, count: int) -> list[str]:
        """Up to `count` labels after a piece."""
        at = bisect_right(self._positions, position)
        return self.labels[at : at + count]


class _Outliner:
    def __init__(self, text: str, pieces: Sequence[Piece], kind: str) -> None:
        self._text = text
        self._pieces = pieces
        self._law = kind == "legislation"
        self._numbering = Numbering()
        self._path: list[tuple[int, str]] = []
        self._title = _sole_title(text, pieces)
        self._count: Counter[object] = Counter()
        self._pending = ""
        self._lead: tuple[tuple[int, int], ...] = ()
        marks = [None if p.level or p.quoted or p.ref else _mark_of(text, p) for p in pieces]
        self._numbers = _Labels(marks, "number")
        self._inner = _Labels(marks, "inner")
        labels = Counter(self._numbers.labels)
        self._restarts = {label for label, count in labels.items() if count > 1}
        body = sum(1 for p in pieces if not p.level)
        decimals = sum("." in label for label in labels.elements())
        self._numbered = decimals >= _FEWEST_NUMBERS or labels.total() >= max(_FEWEST_NUMBERS, _SHARE * body)

    def blocks(self) -> list[Block]:
        found = []
        for position, piece in enumerate(self._pieces):
            if piece.level:
                self._heading(position, piece)
                if piece.page and self._heads_nothing(position):
                    found.append(self._alone(piece))
            elif block := self._block(position, piece):
                found.append(block)
        return found

    # Headings

    def _heading(self, position: int, piece: Piece) -> None:
        title = " ".join(self._text[piece.start : piece.end].split())
        self._lead = ()
        schedule = _SCHEDULE.match(title)
        alone = _SECTION_NUMBER.match(title)
        section = alone or (_SECTION_TITLE.match(title) if self._law else None)
        while self._path and self._path[-1][0] >= piece.level:
            self._path.pop()
        self._pending = ""
        if schedule:
            number = f" {schedule['number']}" if schedule["number"] else ""
            self._numbering = Numbering(f"sch.{number}, para ")
        elif section:
            base = self._numbering.base if self._numbering.base.startswith("sch.") else "s. "
            self._numbering.section(base + section["number"])
        elif not (self._law and self._numbering.base.startswith("sch.")):
            self._numbering.section("")
        if not alone and position != self._title:
            self._path.append((piece.level, title))

    def _heads_nothing(self, position: int) -> bool:
        """Whether no words stand under a heading; its own would then be in no passage and in no section path."""
        following = self._pieces[position + 1] if position + 1 < len(self._pieces) else None
        return following is None or 0 < following.level <= self._pieces[position].level

    def _alone(self, piece: Piece) -> Block:
        """A heading that heads nothing, as a passage: on a printed page a line of a list may be set like a heading."""
        heading = HEADING_SEPARATOR.join(title for level, title in self._path if level < piece.level)
        return Block(self._counted(piece), heading, piece.start, piece.end, page=piece.page)

    @property
    def _last_heading(self) -> str:
        return self._path[-1][1] if self._path else ""

    # Paragraphs

    def _block(self, position: int, piece: Piece) -> Block | None:
        start, ref = piece.start, piece.ref
        if not ref and not piece.quoted:
            start, ref = self._marked(position, piece)
        span = trimmed(self._text, start, piece.end)
        if not span:
            self._pending = ref
            return None
        ref = ref or self._pending or self._continued(position, piece)
        self._pending = ""
        if ref and piece.page and not piece.ref:
            ref = f"{ref}, p. {piece.label or piece.page}"
        titles = [title for _, title in self._path] + ([" ".join(piece.within.split())] if piece.within else [])
        if ref.startswith(RECOMMENDATION) and self._text[span[1] - 1] in _STOPS:
            self._numbering.section("")  # what follows a recommendation that is said to its end is no part of it
        block = Block(ref or self._counted(piece), HEADING_SEPARATOR.join(titles), *span, page=piece.page)
        return replace(block, lead=self._led(piece, span))

    def _led(self, piece: Piece, span: tuple[int, int]) -> tuple[tuple[int, int], ...]:
        """What leads in to an item; other words end a list, and may lead in to the next one."""
        if piece.item:
            return self._lead
        if not piece.ref:
            self._lead = (span,) if self._text[span[1] - 1] == ":" else ()
        return ()

    def _marked(self, position: int, piece: Piece) -> tuple[int, str]:
        """Where the words begin after the marks, and the reference they give ('' where there is none)."""
        start, ref = piece.start, ""
        if piece.printed:
            start, ref = start + piece.printed.length, self._reference(piece.printed, position)
        if piece.mark and (mark := _mark_of(self._text, piece)):
            return start, self._reference(mark, position)
        while (mark := find_mark(self._text[start : piece.end])) and self._believed(mark, position, bool(ref)):
            start += mark.length
            ref = self._reference(mark, position)
            if mark.kind == "given":
                break
        return start, ref

    def _believed(self, mark: Mark, position: int, after_another: bool) -> bool:
        if mark.kind == "given":
            return not after_another
        if mark.kind == "inner":
            return bool(self._numbering.outer or mark.label in FIRST_LABELS or self._numbering.nested)
        if after_another:
            return False
        if self._law or mark.strong or follows(mark.label, self._numbering.last_number):
            return True
        later = self._numbers.after(position, _LOOK_AHEAD)
        return mark.label.rsplit(".")[-1] == "1" and any(follows(label, mark.label) for label in later)

    def _reference(self, mark: Mark, position: int) -> str:
        if mark.kind != "inner":
            ref = self._numbering.ref(mark)
            if mark.kind == "number" and mark.label in self._restarts and self._last_heading:
                return f"{self._last_heading}, {ref}"
            return ref
        after = next(iter(self._inner.after(position, 1)), "")
        ref = self._numbering.ref(mark, self._inner.before(position), after)
        return f"{self._last_heading}, {ref}" if ref.startswith("(") and self._last_heading else ref

    def _continued(self, position: int, piece: Piece) -> str:
        """The reference of the numbered paragraph that this one belongs to, if it does.

        Words after the last item of a mere list do not, words before its next item do.
        """
        outer, number = self._numbering.outer, self._numbering.last_number
        if not outer:
            return ""
        later = next(iter(self._numbers.after(position, 1)), "")
        is_section = not number or not outer.endswith(number)
        if not (self._numbered or is_section or follows(later, number)):
            return ""
        return self._numbering.current if piece.quoted else self._numbering.tail

    def _counted(self, piece: Piece) -> str:
        if piece.page:
            self._count[piece.page] += 1
            return f"p. {piece.label or piece.page}, para {self._count[piece.page]}"
        key = tuple(self._path)
        self._count[key] += 1
        place = f"paragraph {self._count[key]}"
        return f"{self._last_heading}, {place}" if self._last_heading else place


def _mark_of(text: str, piece: Piece) -> Mark | None:
    """The mark of a paragraph: the one that a program set before it, or that at the beginning of its words."""
    if piece.printed:
        return piece.printed
    if piece.mark:
        mark = find_mark(f"{piece.mark} X")
        return replace(mark, length=0) if mark else None
    return find_mark(text[piece.start : piece.end])


def _sole_title(text: str, pieces: Sequence[Piece]) -> int:
    """The position of the one top heading that is the document's title and so no section; -1 where there is none."""
    headings = [position for position, piece in enumerate(pieces) if piece.level]
    levels = [pieces[position].level for position in headings]
    if len(levels) < 2 or levels.count(min(levels)) > 1 or levels[0] != min(levels):
        return -1
    first = pieces[headings[0]]
    return -1 if _SECTION_WORD.match(text, first.start, first.end) else headings[0]
