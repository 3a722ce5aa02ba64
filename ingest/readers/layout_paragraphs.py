"""From rows in reading order to paragraphs: where one ends, by distance, indentation, marks and the file's own tags."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from ingest.readers.layout_tables import BULLET, LEADERS
from ingest.readers.marks import FIRST_LABELS, find_mark
from ingest.readers.pdf_lines import NOTE_OPEN, UNTRUSTED, Line

_CONTENTS_TITLE: Final = re.compile(r"(?:table of )?contents\W*\Z", re.IGNORECASE)
_CONTENTS_SHARE: Final = 0.4
_ENDS_IN_NUMBER: Final = re.compile(r"[\s.…](\d{1,4}|[ivxl]{1,6})\Z")
_FRONT_PAGES: Final = 60
"""Printed numbers may run so far ahead of the file's pages."""
_TAIL: Final = 24
_PAUSE: Final = re.compile(r"[.?!:;,—][\"'’”)\]\ue000\d\ue001]*(?: (?:and|or))?\Z")
_SENTENCE_END: Final = re.compile(r"[.?!][\"'’”)\]\ue000\d\ue001]*\Z")
_LINE_TAGGED: Final = 0.4
_FEWEST_BLOCKS: Final = 10


@dataclass(slots=True)
class Paragraph:
    """Rows of one paragraph, from top to bottom; a row of a table is one by itself."""

    page: int
    rows: list[Line] = field(default_factory=list)

    @property
    def size(self) -> float:
        return self.rows[0].size

    @property
    def bold(self) -> bool:
        return all(row.bold for row in self.rows)

    @property
    def bulleted(self) -> bool:
        return bool(BULLET.match(self.rows[0].text))

    @property
    def italic(self) -> bool:
        return all(row.italic for row in self.rows)

    @property
    def words(self) -> str:
        return " ".join(row.text for row in self.rows)

    @property
    def role(self) -> str:
        """What the file says it is; empty where it does not."""
        tag = self.rows[0].tag
        return tag.role if tag else ""

    @property
    def table(self) -> tuple[int, int]:
        """Table and row, both 0 for what is none."""
        tag = self.rows[0].tag
        return (tag.table, tag.row) if tag and tag.row else (0, 0)


def ends_sentence(text: str) -> bool:
    """Whether words end like a sentence; closing quotes, brackets and marks of footnotes may follow."""
    return bool(_SENTENCE_END.search(text[-_TAIL:]))


def paragraphs(pages: Sequence[tuple[int, list[Line]]]) -> list[Paragraph]:
    """Paragraphs from rows in reading order, given with their page; lines of a table of contents are left out."""
    rows = [
        (page, row)
        for page, row in _without_contents(pages)
        if (row.tag and row.tag.row) or not LEADERS.search(row.text[-40:])
    ]
    pitches = _pitches(rows)
    right = {page: max(row.x1 for row in lines) for page, lines in pages if lines}
    breaks = _Breaks(pitches, right, trusts_blocks=not _tags_lines(rows, right))
    found: list[Paragraph] = []
    for page, row in rows:
        last = found[-1] if found else None
        if last and last.page == page and not breaks.begins(row, last):
            last.rows.append(row)
        else:
            found.append(Paragraph(page, [row]))
    return found


def _without_contents(pages: Sequence[tuple[int, list[Line]]]) -> Iterator[tuple[int, Line]]:
    """All rows but those of a table of contents: under its heading most end in a page number, which never falls."""
    reached: int | None = None
    for page, rows in pages:
        numbered = [(at, match[1]) for at, row in enumerate(rows) if (match := _ENDS_IN_NUMBER.search(row.text[-12:]))]
        first, last = 0, -1
        if any(_CONTENTS_TITLE.match(row.text) for row in rows) or reached is not None:
            continues = not any(_CONTENTS_TITLE.match(row.text) for row in rows)
            if continues:
                numbered = [(at, number) for at, number in numbered if _goes_on_to(number, reached, pages[-1][0])]
            whole = numbered[-1][0] + 1 if continues and numbered else len(rows)
            if len(numbered) > continues and len(numbered) >= _CONTENTS_SHARE * whole:
                first, last = (0 if continues else numbered[0][0]), numbered[-1][0]
                reached = max((int(number) for _, number in numbered if number.isdigit()), default=reached or 0)
            else:
                reached = None
        for at, row in enumerate(rows):
            left_out = first <= at <= last or (last >= 0 and _CONTENTS_TITLE.match(row.text))
            if not left_out and not (row.tag and row.tag.role in ("TOC", "TOCI")):
                yield page, row


def _goes_on_to(number: str, reached: int | None, pages: int) -> bool:
    return number.isdigit() and (reached or 0) <= int(number) <= pages + _FRONT_PAGES


def _pitches(rows: Sequence[tuple[int, Line]]) -> dict[float, float]:
    """The usual distance from line to line, by size of the letters."""
    seen: dict[float, Counter[float]] = defaultdict(Counter)
    for (page, row), (next_page, following) in pairwise(rows):
        distance = row.y0 - following.y0
        if page == next_page and row.size == following.size and 0.8 * row.size < distance < 2.2 * row.size:
            seen[row.size][round(distance * 2) / 2] += 1
    return {size: counts.most_common(1)[0][0] for size, counts in seen.items()}


def _tags_lines(rows: Sequence[tuple[int, Line]], right: dict[int, float]) -> bool:
    """Whether a file tags each printed line as a paragraph: many full lines go on in another block."""
    cut = whole = 0
    for (page, row), (next_page, following) in pairwise(rows):
        if page != next_page or not row.tag or not following.tag or row.tag.role != "P" or following.tag.role != "P":
            continue
        if row.x1 < right[page] - 0.12 * (right[page] - row.x0) or ends_sentence(row.text):
            continue
        cut += row.tag.block != following.tag.block
        whole += row.tag.block == following.tag.block
    return cut >= _FEWEST_BLOCKS and cut > _LINE_TAGGED * (cut + whole)


@dataclass(frozen=True, slots=True)
class _Breaks:
    """Where paragraphs end in one document."""

    pitches: dict[float, float]
    right: dict[int, float]
    trusts_blocks: bool

    def begins(self, row: Line, paragraph: Paragraph) -> bool:
        """Whether a row begins a new paragraph after the last row of `paragraph` on the same page."""
        last = paragraph.rows[-1]
        if (row.tag and row.tag.row) or (last.tag and last.tag.row):
            return True
        if BULLET.match(row.text) or row.text.startswith(NOTE_OPEN):
            return True
        restyled = abs(row.size - last.size) > 0.08 * last.size
        if restyled or (row.bold != last.bold and _is_new_style(row, paragraph)):
            return True
        if self.trusts_blocks and row.tag and last.tag and row.tag.role not in ("Figure", UNTRUSTED):
            return row.tag.block != last.tag.block or self._begins_within(row, last)
        return self._begins_by_look(row, paragraph)

    def _begins_within(self, row: Line, last: Line) -> bool:
        """Whether a tagged block, against its tag, holds another paragraph: a strong mark, or a wide gap."""
        mark = find_mark(row.text)
        if mark and mark.strong and ends_sentence(last.text):
            return True
        pitch = self.pitches.get(row.size, 1.2 * row.size)
        return last.y0 - row.y0 > 1.6 * pitch and ends_sentence(last.text)

    def _begins_by_look(self, row: Line, paragraph: Paragraph) -> bool:
        last = paragraph.rows[-1]
        right = self.right[paragraph.page]
        ended = ends_sentence(last.text)
        short = last.x1 < right - 0.12 * (right - last.x0)
        if _begins_with_mark(row, last, short=short):
            return True
        distance = last.y0 - row.y0
        if distance > 1.22 * self.pitches.get(row.size, 1.2 * row.size):
            return True
        if distance < -2 * row.size or row.x0 > last.x1:
            return ended
        first = paragraph.rows[0]
        is_hanging = len(paragraph.rows) > 1 and row.x0 < first.x0 + 0.5 * row.size
        indented = row.x0 > last.x0 + 0.8 * row.size and len(paragraph.rows) > 1
        if not ended:
            return False
        return indented or (short and not row.text[:1].islower() and (is_hanging or len(paragraph.rows) == 1))


def _begins_with_mark(row: Line, last: Line, *, short: bool) -> bool:
    """Whether a row begins a marked paragraph, and does not just go on with a number or bracket."""
    mark = find_mark(row.text)
    if mark is None:
        return False
    outdented = mark.strong and row.x0 < last.x0 - 0.5 * row.size
    begins_list = short and mark.kind == "inner" and mark.label in FIRST_LABELS
    pattern = _PAUSE if mark.strong or mark.kind == "inner" else _SENTENCE_END
    return outdented or begins_list or bool(pattern.search(last.text[-_TAIL:]))


def _is_new_style(row: Line, paragraph: Paragraph) -> bool:
    """Whether a change between bold and plain is that of a heading, not of stressed words inside a paragraph."""
    return paragraph.bold or (row.bold and ends_sentence(paragraph.rows[-1].text))


def without_sign(text: str) -> str:
    """A paragraph's text without the bullet at its beginning."""
    return BULLET.sub("", text, count=1) if BULLET.match(text) else text
