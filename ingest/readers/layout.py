"""From the lines of pages to paragraphs in reading order: what a PDF does not say about itself.

Sizes are points; y grows upwards. All thresholds are relative to the size of the letters or of the page.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.readers.marks import FIRST_LABELS, find_mark
from ingest.readers.pdf_lines import NOTE_OPEN, Line
from ingest.readers.pdf_pages import Page

_EDGE: Final = 0.14
"""Running headers and footers stand within this share of the page's height from its top or bottom."""

_EDGE_LINES: Final = 4
_SAME_PLACE: Final = 12.0
_FEWEST_PAGES: Final = 3
_NUMBER: Final = re.compile(r"\d+|\b[ivxl]+\b", re.IGNORECASE)

_COLUMN_LETTERS: Final = 18
"""Lines of a column of text have more letters than this (median); cells of a table fewer."""

_COLUMN_SHARE: Final = 0.15
_CROSSING: Final = 0.3

_BULLET: Final = re.compile(r"(?:[•●▪▫◦■□○◆➢➤✓*\uf0a7\uf0b7\uf0d8]|[-–—](?=\s))\s*")
_LEADERS: Final = re.compile(r"(?:\.\s?){4,}\s*\w{0,5}\s*\Z|(?:…\s?){2,}\s*\w{0,5}\s*\Z")
_CONTENTS_TITLE: Final = re.compile(r"(?:table of )?contents\W*\Z", re.IGNORECASE)
_CONTENTS_SHARE: Final = 0.4
_ENDS_IN_NUMBER: Final = re.compile(r"\s(?:\d{1,4}|[ivxl]{1,6})\Z")
_PAUSE: Final = re.compile(r"[.?!:;,—][\"'’”)\]\ue000\d\ue001]*(?: (?:and|or))?\Z")
_SENTENCE_END: Final = re.compile(r"[.?!][\"'’”)\]\ue000\d\ue001]*\Z")


@dataclass(slots=True)
class Paragraph:
    """Rows of one paragraph, from top to bottom."""

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
        return bool(_BULLET.match(self.rows[0].text))

    @property
    def italic(self) -> bool:
        return all(row.italic for row in self.rows)

    @property
    def words(self) -> str:
        return " ".join(row.text for row in self.rows)


def body_size(pages: Sequence[Page]) -> float:
    """The size in which most of the document's letters are set; 0 where there are none."""
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def without_running_lines(pages: Sequence[Page]) -> list[list[Line]]:
    """The lines of each page without headers, footers and page numbers: what stands at one place on several pages.

    Two lines are the same when they differ in numbers only. A lone number at the foot that is the page's own goes too.
    """
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    edges = [_edge_lines(page) for page in pages]
    for page, lines in zip(pages, edges, strict=True):
        for line in lines:
            places[_pattern(line)].append((page.number, line.y0))
    fewest = min(_FEWEST_PAGES, max(2, len(pages)))
    kept = []
    for page, lines in zip(pages, edges, strict=True):
        running = {id(line) for line in lines if _is_running(line, page, places[_pattern(line)], fewest)}
        kept.append([line for line in page.lines if id(line) not in running])
    return kept


def _pattern(line: Line) -> str:
    return _NUMBER.sub("#", line.text.casefold())


def _edge_lines(page: Page) -> list[Line]:
    """The outermost lines at the top and at the bottom."""
    top = sorted((line for line in page.lines if line.y0 > page.height * (1 - _EDGE)), key=lambda line: -line.y0)
    bottom = sorted((line for line in page.lines if line.y1 < page.height * _EDGE), key=lambda line: line.y0)
    return top[:_EDGE_LINES] + bottom[:_EDGE_LINES]


def _is_running(line: Line, page: Page, places: list[tuple[int, float]], fewest: int) -> bool:
    if line.text.startswith(NOTE_OPEN):
        return False  # "Ibid." at the foot of several pages is still a footnote
    near = {number for number, y0 in places if abs(y0 - line.y0) <= _SAME_PLACE}
    return len(near) >= fewest or (line.text == str(page.number) and line.y1 < page.height * _EDGE)


def reading_order(lines: Sequence[Line], width: float) -> list[Line]:
    """The lines as they are read: columns one after the other, lines at one height joined to a row."""
    gutter = _gutter(lines, width)
    if gutter is None:
        return _rows(lines)
    ordered: list[Line] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if line.x0 < gutter < line.x1:
            ordered += [*_columns(band, gutter, width), line]
            band = []
        else:
            band.append(line)
    return ordered + _columns(band, gutter, width)


def _columns(band: Sequence[Line], gutter: float, width: float) -> list[Line]:
    left = [line for line in band if line.x1 <= gutter]
    right = [line for line in band if line.x1 > gutter]
    if not left or not right:
        return _rows(band)
    return reading_order(left, width) + reading_order(right, width)


def _gutter(lines: Sequence[Line], width: float) -> float | None:
    """The x of the widest gap between two columns of text, or None where the page has one column."""
    if len(lines) < 8 or width <= 0:
        return None
    low, high = min(line.x0 for line in lines), max(line.x1 for line in lines)
    best: tuple[int, float] | None = None
    run: list[float] = []
    places = [low + (high - low) * step / 100 for step in range(15, 86)]
    crossings = [sum(line.x0 < x < line.x1 for line in lines) for x in places]
    fewest = min(crossings)
    for x, crossing in zip([*places, high], [*crossings, len(lines) + 1], strict=True):
        if crossing == fewest:
            run.append(x)
        elif run:
            if best is None or len(run) > best[0]:
                best = len(run), run[len(run) // 2]
            run = []
    if best is None or fewest > _CROSSING * len(lines):
        return None
    return best[1] if _are_columns(lines, best[1], width) else None


def _are_columns(lines: Sequence[Line], x: float, width: float) -> bool:
    sides = [line for line in lines if line.x1 <= x], [line for line in lines if line.x0 >= x]
    for side in sides:
        if len(side) < 3 or len(side) * 8 < len(lines):
            return False
        if median(len(line.text) for line in side) < _COLUMN_LETTERS:
            return False
        if median(line.x1 - line.x0 for line in side) < _COLUMN_SHARE * width:
            return False
    (low, high), (other_low, other_high) = ((min(n.y0 for n in s), max(n.y1 for n in s)) for s in sides)
    shared = min(high, other_high) - max(low, other_low)
    return shared > 0.3 * min(high - low, other_high - other_low)


def _rows(lines: Iterable[Line]) -> list[Line]:
    """Lines at one height joined from left to right, from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.middle, line.x0)):
        last = rows[-1][0] if rows else None
        if last and abs(last.middle - line.middle) < 0.4 * min(last.y1 - last.y0, line.y1 - line.y0):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_joined(sorted(row, key=lambda line: line.x0)) for row in rows]


def _joined(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    widest = max(row, key=lambda line: len(line.text))
    return Line(
        " ".join(line.text for line in row),
        row[0].x0,
        widest.y0,
        max(line.x1 for line in row),
        widest.y1,
        widest.size,
        all(line.bold for line in row),
        all(line.italic for line in row),
    )


def paragraphs(pages: Sequence[tuple[int, list[Line]]]) -> list[Paragraph]:
    """Paragraphs from rows in reading order, given with their page; lines of a table of contents are left out."""
    rows = [(page, row) for page, row in _without_contents(pages) if not _LEADERS.search(row.text)]
    pitches = _pitches(rows)
    right = {page: max(row.x1 for row in lines) for page, lines in pages if lines}
    found: list[Paragraph] = []
    for page, row in rows:
        last = found[-1] if found else None
        if last and last.page == page and not _begins(row, last, pitches, right[page]):
            last.rows.append(row)
        else:
            found.append(Paragraph(page, [row]))
    return found


def _without_contents(pages: Sequence[tuple[int, list[Line]]]) -> Iterator[tuple[int, Line]]:
    """All rows but those of a table of contents: under its heading most end in a page number."""
    contents = False
    for page, rows in pages:
        titled = any(_CONTENTS_TITLE.match(row.text) for row in rows)
        numbered = [at for at, row in enumerate(rows) if _ENDS_IN_NUMBER.search(row.text)]
        contents = (contents or titled) and len(numbered) >= _CONTENTS_SHARE * len(rows)
        first, last = (numbered[0], numbered[-1]) if contents and numbered else (0, -1)
        yield from ((page, row) for at, row in enumerate(rows) if not first <= at <= last)


def _pitches(rows: Sequence[tuple[int, Line]]) -> dict[float, float]:
    """The usual distance from line to line, by size of the letters."""
    seen: dict[float, Counter[float]] = defaultdict(Counter)
    for (page, row), (next_page, following) in pairwise(rows):
        distance = row.y0 - following.y0
        if page == next_page and row.size == following.size and 0.8 * row.size < distance < 2.2 * row.size:
            seen[row.size][round(distance * 2) / 2] += 1
    return {size: counts.most_common(1)[0][0] for size, counts in seen.items()}


def _begins(row: Line, paragraph: Paragraph, pitches: dict[float, float], right: float) -> bool:
    """Whether a row begins a new paragraph after the last row of `paragraph` on the same page."""
    last = paragraph.rows[-1]
    if abs(row.size - last.size) > 0.08 * last.size or (row.bold != last.bold and _is_heading_change(row, paragraph)):
        return True
    if _BULLET.match(row.text) or row.text.startswith(NOTE_OPEN):
        return True
    ended = bool(_SENTENCE_END.search(last.text))
    short = last.x1 < right - 0.12 * (right - last.x0)
    if _begins_with_mark(row, last, short=short):
        return True
    distance = last.y0 - row.y0
    pitch = pitches.get(row.size, 1.2 * row.size)
    if distance > 1.22 * pitch:
        return True
    if distance < -2 * row.size or row.x0 > last.x1:
        return ended
    first = paragraph.rows[0]
    is_hanging = len(paragraph.rows) > 1 and row.x0 < first.x0 + 0.5 * row.size
    indented = row.x0 > last.x0 + 0.8 * row.size and len(paragraph.rows) > 1
    return ended and (indented or (short and not row.text[:1].islower() and (is_hanging or len(paragraph.rows) == 1)))


def _begins_with_mark(row: Line, last: Line, *, short: bool) -> bool:
    """Whether a row begins a marked paragraph, and does not just go on with a number or bracket."""
    mark = find_mark(row.text)
    if mark is None:
        return False
    outdented = mark.strong and row.x0 < last.x0 - 0.5 * row.size
    begins_list = short and mark.kind == "inner" and mark.label in FIRST_LABELS
    pattern = _PAUSE if mark.strong or mark.kind == "inner" else _SENTENCE_END
    return outdented or begins_list or bool(pattern.search(last.text))


def _is_heading_change(row: Line, paragraph: Paragraph) -> bool:
    """Whether a change between bold and plain is that of a heading, not of stressed words inside a paragraph."""
    return paragraph.bold or (row.bold and bool(_SENTENCE_END.search(paragraph.rows[-1].text)))


def without_sign(text: str) -> str:
    """A paragraph's text without the bullet at its beginning."""
    return _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
