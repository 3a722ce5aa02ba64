"""The lines of a page in the order in which they are read, and as the rows of its tables: what most PDFs do not say.

Sizes are points; y grows upwards. All thresholds are relative to the size of the letters or of the page.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.readers.layout_tables import prose_table, visual_rows, with_tables
from ingest.readers.pdf_lines import UNTRUSTED, Line, Tag

_COLUMN_LETTERS: Final = 18
"""Lines of a column of text have more letters than this (median); cells of a table fewer."""

_COLUMN_SHARE: Final = 0.15
_CROSSING: Final = 0.3
_FEWEST_LINES: Final = 8
_MOST_LINES: Final = 4000
"""A page with more is no page of text; it is read row by row."""
_STEPS_BACK: Final = 0.3


def reading_order(lines: Sequence[Line], width: float, *, tagged: bool = False) -> list[Line]:
    """The lines as they are read: columns one after the other, lines at one height joined to a row.

    A row of a table is one line whose parts are its cells. `tagged` says that the file's own order can be relied on;
    it is where it does not jump up the page again and again.
    """
    order = _Order(width)
    if len(lines) > _MOST_LINES:
        return _rows(lines)
    lines = _without_boxes(lines) if tagged else lines
    if tagged:
        blocks = _by_block(lines)
        if _goes_down(blocks):
            return [row for block in blocks for row in order.block(block)]
    return order.page(lines)


def _without_boxes(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of a table with one cell a row no longer tagged as such: it is a box round paragraphs."""
    cells: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for line in lines:
        if line.tag and line.tag.row:
            cells[line.tag.table][line.tag.row].add(line.tag.cell)
    boxes = {table for table, rows in cells.items() if all(len(own) == 1 for own in rows.values())}
    return [
        replace(line, tag=Tag(line.tag.block, UNTRUSTED)) if line.tag and line.tag.table in boxes else line
        for line in lines
    ]


def _by_block(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines by the block they are tagged as; one without a tag stands with the last one printed above it."""
    blocks: dict[int, list[Line]] = defaultdict(list)
    last = 0
    for line in sorted(lines, key=lambda line: (-line.middle, line.x0)):
        last = line.tag.block if line.tag else last
        blocks[_first_of_table(line, blocks, last)].append(line)
    return [blocks[number] for number in sorted(blocks)]


def _first_of_table(line: Line, blocks: dict[int, list[Line]], number: int) -> int:
    """The number under which a table's lines are kept together: that of its first."""
    if line.tag is None or not line.tag.table:
        return number
    table = line.tag.table
    known = (key for key, own in blocks.items() if own[0].tag and own[0].tag.table == table)
    return next(known, number)


def _goes_down(blocks: Sequence[Sequence[Line]]) -> bool:
    jumps = steps = 0
    for before, after in pairwise(blocks):
        top = max(line.y1 for line in after)
        is_up = top > max(line.y1 for line in before) + 1
        is_right = min(line.x0 for line in after) > max(line.x1 for line in before)
        steps += 1
        jumps += is_up and not is_right
    return jumps <= max(2, _STEPS_BACK * steps)


class _Order:
    """The order on one page; counts its tables."""

    def __init__(self, width: float) -> None:
        self._width = width
        self._tables = 1000

    def block(self, lines: Sequence[Line]) -> list[Line]:
        """The rows of one tagged block."""
        table = [line for line in lines if line.tag and line.tag.row]
        rest = [line for line in lines if not (line.tag and line.tag.row)]
        if not rest:
            return _table_rows(table)
        # What is tagged as one paragraph may still hold a table.
        return _table_rows(table) + (self.page(rest) if len(visual_rows(rest)) < len(rest) else self.columns(rest))

    def page(self, lines: Sequence[Line]) -> list[Line]:
        """The rows of a page or of one of its columns, tables found on the way."""
        if any(line.tag and line.tag.row for line in lines):
            marked = list(lines)
        else:
            marked = with_tables(lines, self._tables)
            self._tables += sum(1 for _ in _tables(marked))
        return self._placed(marked)

    def _placed(self, lines: Sequence[Line]) -> list[Line]:
        """Each table stands as one piece while the rest is put in order round it."""
        tables = _tables(lines)
        stand_ins = [_stand_in(own, number) for number, own in tables.items()]
        ordered = self.columns([line for line in lines if not (line.tag and line.tag.row)], stand_ins)
        rows: list[Line] = []
        for row in ordered:
            number = row.tag.table if row.tag and row.tag.role == "Table" and not row.text else 0
            rows += _table_rows(tables[number]) if number else [row]
        return rows

    def columns(self, lines: Sequence[Line], wholes: Sequence[Line] = ()) -> list[Line]:
        """Columns one after the other between what crosses them; `wholes` are tables, never joined to a row."""
        gutter = _gutter(lines, self._width)
        if gutter is None:
            return _with_wholes(_rows(lines), wholes)
        ordered: list[Line] = []
        band: list[Line] = []
        for line in sorted([*lines, *wholes], key=lambda line: -line.middle):
            if line.x0 < gutter < line.x1:
                ordered += [*self._sides(band, gutter), line]
                band = []
            else:
                band.append(line)
        return ordered + self._sides(band, gutter)

    def _sides(self, band: Sequence[Line], gutter: float) -> list[Line]:
        left = [line for line in band if line.x1 <= gutter]
        right = [line for line in band if line.x1 > gutter]
        if not left or not right:
            return self._side(band)
        if not any(_is_whole(line) for line in band) and (cells := prose_table(left, right, self._tables)):
            self._tables += 1
            return _table_rows(cells)
        return self._side(left) + self._side(right)

    def _side(self, lines: Sequence[Line]) -> list[Line]:
        words = [line for line in lines if not _is_whole(line)]
        wholes = [line for line in lines if _is_whole(line)]
        if wholes or len(words) < 2:
            return self.columns(words, wholes)
        return self.page(words)


def _is_whole(line: Line) -> bool:
    return line.tag is not None and line.tag.role == "Table" and not line.text


def _tables(lines: Iterable[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.tag and line.tag.row:
            found[line.tag.table].append(line)
    return found


def _stand_in(lines: Sequence[Line], table: int) -> Line:
    return Line(
        "",
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
        lines[0].size,
        False,
        tag=Tag(0, "Table", table),
    )


def _with_wholes(rows: list[Line], wholes: Sequence[Line]) -> list[Line]:
    """Tables put where their top is among rows that go down the page."""
    for whole in wholes:
        at = next((at for at, row in enumerate(rows) if row.text and row.middle < whole.y1), len(rows))
        rows.insert(at, whole)
    return rows


def _table_rows(lines: Sequence[Line]) -> list[Line]:
    """A line for each row of the tables among the lines; its parts are the cells, theirs the printed lines."""
    rows: dict[tuple[int, int], dict[int, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        if line.tag:
            rows[line.tag.table, line.tag.row][line.tag.cell].append(line)
    found = []
    for number in sorted(rows):
        cells = [_joined(_rows(own), own) for _, own in sorted(rows[number].items())]
        found.append(_joined(cells, cells))
    return found


def _gutter(lines: Sequence[Line], width: float) -> float | None:
    """The x of the widest gap between two columns of text, or None where the page has one column."""
    if len(lines) < _FEWEST_LINES or width <= 0:
        return None
    low, high = min(line.x0 for line in lines), max(line.x1 for line in lines)
    best: tuple[int, float] | None = None
    run: list[float] = []
    places = [low + (high - low) * step / 100 for step in range(15, 86)]
    crossings = _crossings(lines, low, high)
    fewest = min(crossings)
    if fewest > _CROSSING * len(lines):
        return None
    for x, crossing in zip([*places, high], [*crossings, len(lines) + 1], strict=True):
        if crossing == fewest:
            run.append(x)
        elif run:
            if best is None or len(run) > best[0]:
                best = len(run), run[len(run) // 2]
            run = []
    if best is None:
        return None
    return best[1] if _are_columns(lines, best[1], width) else None


def _crossings(lines: Sequence[Line], low: float, high: float) -> list[int]:
    """How many lines cross each of 71 places between 15% and 85% of the width, counted from their ends alone."""
    step = (high - low) / 100
    changes = [0] * 73
    for line in lines:
        begin = min(72, max(0, int((line.x0 - low) / step) + 1 - 15)) if step else 0
        end = min(72, max(0, -int(-(line.x1 - low) / step // 1) - 15)) if step else 0
        if begin < end:
            changes[begin] += 1
            changes[end] -= 1
    total, found = 0, []
    for change in changes[:71]:
        total += change
        found.append(total)
    return found


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
    return [row[0] if len(row) == 1 else _joined(row) for row in visual_rows(list(lines))]


def _joined(row: Sequence[Line], parts: Sequence[Line] | None = None) -> Line:
    """One line of several, which stay known as its parts."""
    widest = max(row, key=lambda line: len(line.text))
    return Line(
        " ".join(line.text for line in row),
        min(line.x0 for line in row),
        min(line.y0 for line in row) if parts is not None else widest.y0,
        max(line.x1 for line in row),
        max(line.y1 for line in row) if parts is not None else widest.y1,
        widest.size,
        all(line.bold for line in row),
        all(line.italic for line in row),
        widest.tag,
        tuple(parts if parts is not None else row),
    )
