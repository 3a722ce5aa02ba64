"""What is printed on every page and belongs to none of them: running headers, footers, page numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from ingest.readers.pdf_lines import NOTE_OPEN, Line
from ingest.readers.pdf_page import Page

_EDGE: Final = 0.14
"""Running headers and footers stand within this share of the page's height from its top or bottom."""

_EDGE_ROWS: Final = 4
_SAME_PLACE: Final = 12.0
_SAME_ROW: Final = 3.0
_FEWEST_PAGES: Final = 3
_NUMBER: Final = re.compile(r"\d+|\b[ivxl]+\b", re.IGNORECASE)
_OWN: Final = "\0"
"""Stands for a line that begins or ends with its page's own number or label, whatever else it says."""


def body_size(pages: Sequence[Page]) -> float:
    """The size in which most of the document's letters are set; 0 where there are none."""
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def without_running_lines(pages: Sequence[Page]) -> list[list[Line]]:
    """The lines of each page without headers, footers and page numbers: what stands at one place on several pages.

    Two lines are the same when they differ in numbers only, or when each holds its own page's number at an end. A lone
    number at the foot that is the page's own goes too, and so does what the file itself calls no part of its text.
    """
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    edges = [_edge_lines(page) for page in pages]
    for page, lines in zip(pages, edges, strict=True):
        for line in lines:
            for pattern in _patterns(line, page):
                places[pattern].append((page.number, line.y0))
    fewest = min(_FEWEST_PAGES, max(2, len(pages)))
    kept = []
    for page, lines in zip(pages, edges, strict=True):
        running = {id(line) for line in lines if _is_running(line, page, places, fewest)}
        kept.append([line for line in page.lines if id(line) not in running and not _is_artifact(line)])
    return kept


def _is_artifact(line: Line) -> bool:
    return line.tag is not None and line.tag.role == "Artifact"


def _patterns(line: Line, page: Page) -> list[str]:
    found = [_NUMBER.sub("#", line.text.casefold())]
    words = line.text.split()
    own = {str(page.number), page.label.strip()} - {""}
    if len(words) > 1 and (words[0] in own or words[-1] in own):
        found.append(_OWN)
    return found


def _edge_lines(page: Page) -> list[Line]:
    """The lines of the outermost rows at the top and at the bottom."""
    top = sorted((line for line in page.lines if line.y0 > page.height * (1 - _EDGE)), key=lambda line: -line.y0)
    bottom = sorted((line for line in page.lines if line.y1 < page.height * _EDGE), key=lambda line: line.y0)
    return _first_rows(top) + _first_rows(bottom)


def _first_rows(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    rows = 0
    for line in lines:
        rows += not kept or abs(kept[-1].y0 - line.y0) > _SAME_ROW
        if rows > _EDGE_ROWS:
            break
        kept.append(line)
    return kept


def _is_running(line: Line, page: Page, places: dict[str, list[tuple[int, float]]], fewest: int) -> bool:
    if line.text.startswith(NOTE_OPEN) and not line.text[1:-1].isdigit():
        return False  # "Ibid." at the foot of several pages is still a footnote
    for pattern in _patterns(line, page):
        near = {number for number, y0 in places[pattern] if abs(y0 - line.y0) <= _SAME_PLACE}
        if len(near) >= fewest:
            return True
    return line.text in (str(page.number), page.label) and line.y1 < page.height * _EDGE
