"""Tables by their look: short cells in columns, row under row; or cells of prose whose rows begin at one height.

What is found is said as tags say it (`Tag` with table, row and cell), so that a tagged PDF and a bare one go the same
way from here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.readers.marks import find_mark
from ingest.readers.pdf_lines import Line, Tag

BULLET: Final = re.compile(r"(?:[•●▪▫◦■□○◆➢➤✓*\uf0a7\uf0b7\uf0d8]|[-–—](?=\s))\s*")
LEADERS: Final = re.compile(r"(?:\.\s?){4,}\s*\w{0,5}\s*\Z|(?:…\s?){2,}\s*\w{0,5}\s*\Z")

_DOTS: Final = re.compile(r"\s*(?:\.\s?){2,}\Z|\s*(?:…\s?)+\Z")

_CELL_LETTERS: Final = 18
_MANY_CELLS_LETTERS: Final = 26
_PROSE_LETTERS: Final = 45
_FEWEST_ROWS: Final = 3
_GOING_ON: Final = 0.4
"""So many lines of cells begin in small letters where cells have several lines."""
_FAR: Final = 3.2
"""Rows of a table are at most so many times the size of their letters apart."""
_CLOSE: Final = 1.35
_FEWEST_SHARED: Final = 3
_SHARED: Final = 0.6

Rows = list[list[Line]]


def without_leaders(text: str) -> str:
    """A cell's words without the dots that lead on to the next cell."""
    return _DOTS.sub("", text) if text.endswith((".", "…")) else text


def visual_rows(lines: Sequence[Line]) -> Rows:
    """Lines at one height, from top to bottom, each row from left to right."""
    rows: Rows = []
    for line in sorted(lines, key=lambda line: (-line.middle, line.x0)):
        last = rows[-1][0] if rows else None
        if last and abs(last.middle - line.middle) < 0.4 * min(last.y1 - last.y0, line.y1 - line.y0):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.x0)
    return rows


def with_tables(lines: Sequence[Line], first: int) -> list[Line]:
    """The lines, those that are cells of a table tagged so; tables are numbered from `first`."""
    rows = visual_rows(lines)
    tagged: list[Line] = []
    taken = 0
    for begin, end in _zones(rows):
        zone = rows[begin:end]
        columns = _columns(zone)
        if not _is_table(zone, columns):
            continue
        tagged += [line for row in rows[taken:begin] for line in row]
        tagged += _tagged(_logical_rows(zone), columns, first)
        first += 1
        taken = end
    return tagged + [line for row in rows[taken:] for line in row]


def _zones(rows: Rows) -> Iterator[tuple[int, int]]:
    """Runs of rows that look like a table's, from and to."""
    at = 0
    while at < len(rows):
        if not _is_tabular(rows[at]):
            at += 1
            continue
        begin, end = at, at + 1
        at += 1
        while at < len(rows) and _near(rows[at - 1], rows[at]):
            if _is_tabular(rows[at]):
                end = at + 1
            elif at - end >= 2 or not _is_wrapped(rows[at], rows[begin:end]):
                break
            elif end == at and rows[at - 1][0].middle - rows[at][0].middle < _CLOSE * rows[at][0].size:
                end = at + 1
            at += 1
        yield begin, end
        at = end


def _is_tabular(row: list[Line]) -> bool:
    if len(row) < 2 or (len(row) == 2 and any(LEADERS.search(line.text) for line in row)):
        return False
    lengths = median(len(without_leaders(line.text)) for line in row)
    if len(row) == 2:
        mark = row[0].text
        return not (BULLET.fullmatch(mark) or find_mark(f"{mark} Words") or lengths >= _CELL_LETTERS)
    prose = sum(len(without_leaders(line.text)) > _PROSE_LETTERS for line in row)
    return lengths < _MANY_CELLS_LETTERS and prose * 3 < len(row)


def _near(above: list[Line], below: list[Line]) -> bool:
    size = max(line.size for line in above)
    return above[0].middle - below[0].middle < _FAR * size


def _is_wrapped(row: list[Line], zone: Rows) -> bool:
    """Whether a row of one piece goes on in a cell of the row above it."""
    left, right = min(line.x0 for one in zone for line in one), max(line.x1 for one in zone for line in one)
    whole = right - left
    return all(line.x0 > left - 2 and line.x1 - line.x0 < 0.45 * whole and not BULLET.match(line.text) for line in row)


def _columns(zone: Rows) -> list[float]:
    """Where the columns of a zone begin, but for the first: the middles of what hardly any piece crosses."""
    pieces = [line for row in zone for line in row]
    left, right = min(line.x0 for line in pieces), max(line.x1 for line in pieces)
    most = 0.12 * len(zone)
    changes = sorted([(line.x0, 1) for line in pieces] + [(line.x1, -1) for line in pieces])
    edges: list[float] = []
    crossing, open_at = 0, None
    for x, change in changes:
        crossing += change
        if crossing <= most and open_at is None:
            open_at = x
        elif crossing > most and open_at is not None:
            if open_at > left + 1 and x < right and x > open_at:
                edges.append((open_at + x) / 2)
            open_at = None
    return edges


def _column(line: Line, columns: Sequence[float]) -> int:
    return sum(line.x0 + 0.5 > edge for edge in columns)


def _is_table(zone: Rows, columns: Sequence[float]) -> bool:
    tabular = [row for row in zone if _is_tabular(row)]
    if not columns or len(tabular) < (2 if len(columns) > 2 else _FEWEST_ROWS):
        return False
    full = sum(len({_column(line, columns) for line in row}) > 1 for row in tabular)
    return full >= 0.6 * len(tabular) and not _is_contents(tabular)


def _is_contents(rows: Rows) -> bool:
    """Whether each row is words and a page number that never falls."""
    if any(len(row) != 2 or not row[1].text.isdigit() for row in rows):
        return False
    numbers = [int(row[1].text) for row in rows]
    return len(rows) >= _FEWEST_ROWS and all(one <= other < one + 60 for one, other in pairwise(numbers))


def _logical_rows(zone: Rows) -> Rows:
    """Printed rows put together where lines of one cell stand closer to each other than rows do."""
    gaps = [above[0].middle - below[0].middle for above, below in pairwise(zone)]
    if len(gaps) < 3:
        return zone
    small, large = min(gaps), max(gaps)
    typical = median(gaps)
    wide = [gap for gap in gaps if gap > 1.35 * typical]
    if not wide or large < 1.35 * small or len(wide) * 2 > len(gaps):
        return zone
    rows: Rows = [list(zone[0])]
    begins = [0]
    for at, (gap, row) in enumerate(zip(gaps, zone[1:], strict=True), 1):
        if gap > 1.35 * typical:
            rows.append(list(row))
            begins.append(at)
        else:
            rows[-1] += row
    more = [line.text for at, row in enumerate(zone) if at not in begins for line in row]
    return rows if sum(text[:1].islower() for text in more) >= _GOING_ON * len(more) else zone


def _tagged(rows: Rows, columns: Sequence[float], table: int) -> list[Line]:
    found = []
    for number, row in enumerate(rows, 1):
        for line in row:
            column = _column(line, columns) + 1
            found.append(replace(line, tag=Tag(-table, "TD", table, number, number * 1000 + column)))
    return found


def prose_table(left: Sequence[Line], right: Sequence[Line], table: int) -> list[Line]:
    """Two columns of text tagged as a table where their parts begin at one height again and again; else nothing."""
    begins = [_beginnings(side) for side in (left, right)]
    reach = 0.35 * max((line.size for line in left), default=10.0)
    shared = [y for y in begins[0] if any(abs(y - other) <= reach for other in begins[1])]
    if len(shared) < _FEWEST_SHARED or len(shared) < _SHARED * min(len(begins[0]), len(begins[1])):
        return []
    found = []
    for cell, side in enumerate((left, right), 1):
        for line in side:
            number = max(1, sum(line.middle <= y + reach for y in shared))
            found.append(replace(line, tag=Tag(-table, "TD", table, number, number * 1000 + cell)))
    return found


def _beginnings(side: Sequence[Line]) -> list[float]:
    """The heights at which a column begins, or begins again after a gap."""
    rows = visual_rows(side)
    if not rows:
        return []
    gaps = [above[0].middle - below[0].middle for above, below in pairwise(rows)]
    usual = median(gaps) if gaps else 0.0
    return [rows[0][0].middle] + [row[0].middle for gap, row in zip(gaps, rows[1:], strict=True) if gap > 1.3 * usual]
