"""Tables of a page as rows, a row a paragraph; a table that only places things on the page is no table."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.readers.marks import find_mark

if TYPE_CHECKING:
    from lxml.etree import _Element

CELLS: Final = " | "
_CAPTION: Final = re.compile(
    r"(?P<name>(?:table|figure|box|annex)\s+[A-Z]?\d{1,3}(?:\.\d{1,3})*[a-z]?)\b", re.IGNORECASE
)
_BLOCKS: Final = ("table", "h1", "h2", "h3", "h4", "blockquote", "article", "main", "section")
_LONG: Final = 600

Found = tuple[str, tuple[tuple[int, int, str, str], ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """The words of a row, its links, and its reference where the table has a name."""

    words: str
    links: tuple[tuple[int, int, str, str], ...]
    ref: str


def is_layout(table: "_Element") -> bool:
    """Whether a table only places parts of the page: it says so, holds other blocks, or has one column of long text."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return True
    if any(True for _ in table.iter("th", "caption")) and not any(True for _ in _inner(table)):
        return False
    if any(True for _ in _inner(table)):
        return True
    widths = [sum(1 for _ in row.iter("td", "th")) for row in _rows(table)]
    if max(widths, default=0) <= 1:
        return True
    return len(widths) <= 2 and any(
        sum(len(str(text)) for text in cell.itertext()) > _LONG and sum(1 for _ in cell.iter("p")) > 1
        for cell in table.iter("td")
    )


def _inner(table: "_Element") -> Iterator["_Element"]:
    return (element for element in table.iter(*_BLOCKS) if element is not table)


def _rows(table: "_Element") -> Iterator["_Element"]:
    return table.iter("tr")


def rows(table: "_Element", words_of: Callable[["_Element"], Found]) -> Iterator[Row]:
    """The caption and the rows of a data table, in order; empty rows are left out.

    `words_of` gives the words and links of a cell. A table called `Table 3` gives `Table 3, row 2`.
    """
    name = ""
    for caption in table.iter("caption"):
        words, links = words_of(caption)
        if words:
            match = _CAPTION.match(words)
            name = " ".join(match["name"].split()) if match else ""
            yield Row(words, links, "")
    count = 0
    for row in _rows(table):
        cells = [words_of(cell) for cell in row if cell.tag in ("td", "th")]
        if any(words for words, _ in cells):
            count += 1
            words, links = _joined(cells)
            yield Row(words, links, f"{name}, row {count}" if name else "")


def _joined(cells: list[Found]) -> Found:
    """The cells in one line; a number alone in the first goes before the words of the second as their mark."""
    parts: list[str] = []
    links: list[tuple[int, int, str, str]] = []
    position = 0
    while cells and not cells[-1][0]:
        cells.pop()
    for at, (words, own) in enumerate(cells):
        links += [(start + position, end + position, kind, to) for start, end, kind, to in own]
        parts.append(words)
        position += len(words)
        if at + 1 < len(cells):
            mark = find_mark(words + " X") if at == 0 and words else None
            between = " " if mark and mark.length >= len(words) else CELLS
            parts.append(between)
            position += len(between)
    words = "".join(parts)
    cut = len(words) - len(words.lstrip())
    return words.strip(), tuple((start - cut, end - cut, kind, to) for start, end, kind, to in links)
