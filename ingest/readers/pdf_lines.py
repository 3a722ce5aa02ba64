"""Printed lines with their place, size and style, put together from the runs of letters that a PDF engine gives.

Both engines (pdf_pages.py, pdfium_pages.py) give runs; from here on nothing knows which of them it was.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

NOTE_OPEN, NOTE_CLOSE = "\ue000", "\ue001"
"""Round a raised number in a line's text: perhaps the mark of a footnote."""

_GLYPHS: Final = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", NOTE_OPEN: "", NOTE_CLOSE: ""}
    | {chr(code): " " for code in (*range(32), 127)}
)
_BOLD: Final = ("bold", "black", "heavy", "demi")
_ITALIC: Final = ("italic", "oblique")

BELOW: Final = 0.22
"""The share of its size by which a line reaches below its baseline; fonts' own figures are often wrong."""

SPACE: Final = 0.13
"""A gap of this share of the size is a space between words."""
CELL: Final = 1.0
"""A wider gap ends a line: a column or a cell of a table begins."""
SPACED_CELL: Final = 1.5
"""The same inside one showing of text where the gap holds a space: lines that are spread out have wide ones."""
TOUCH: Final = -0.15
"""A space that the file has between letters counts unless they overlap by so much: some are left beside a word."""
_FIGURES: Final = 0.06
"""A gap that parts two figures which the file shows one by one: cells of a narrow table."""

_SMALL: Final = 0.85
_LABEL: Final = re.compile(r"\d+(?:\.\d+)*\.?\Z|\([a-z\d]+\)\Z")
_NUMBER: Final = re.compile(r"\s*\d{1,3}\s*\Z")


class Run(NamedTuple):
    """Letters of one style on one baseline without a wide gap; a tuple, since a page has many hundreds of them.

    In points, y upwards. A space at either end says that the file has one there. `tag` is the number of the marked
    content that it belongs to, -1 for none, `ARTIFACT` for what the file itself calls no part of its text.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    italic: bool
    tag: int


ARTIFACT: Final = -2
UNTRUSTED: Final = "Div"
"""The role of a stretch whose paragraphs the file does not tell apart."""


@dataclass(frozen=True, slots=True)
class Tag:
    """What a tagged PDF says of a stretch: the block it belongs to, in the order of the tree, and that block's role.

    `role` is a standard structure type (`P`, `H2`, `LI`, `TD`, `Note`, `Artifact`); `table`, `row` and `cell` are
    numbers from 1, and 0 outside tables.
    """

    block: int
    role: str
    table: int = 0
    row: int = 0
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: text, box in points (origin below left) of its main letters, their size and style."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    italic: bool = False
    tag: Tag | None = None
    parts: "tuple[Line, ...]" = ()

    @property
    def middle(self) -> float:
        """Half-way up the letters."""
        return (self.y0 + self.y1) / 2

    @property
    def cells(self) -> "tuple[Line, ...]":
        """The pieces of a row that was put together, the line itself where there are none."""
        return self.parts or (self,)


def glyphs(text: str) -> str:
    """What an engine says a letter is, without ligatures, control characters and our own signs."""
    return text.translate(_GLYPHS)


def style(font: str) -> tuple[bool, bool]:
    """Whether a font's name says bold, and italic."""
    name = font.lower()
    return any(word in name for word in _BOLD), any(word in name for word in _ITALIC)


@dataclass(slots=True)
class _Row:
    base: float
    size: float
    runs: list[Run] = field(default_factory=list)

    def beside(self, run: Run) -> bool:
        """Whether a smaller run touches one of the row's."""
        reach = self.size
        return any(other.x0 - reach < run.x1 and run.x0 < other.x1 + reach for other in self.runs)


def lines_of(runs: Sequence[Run], tags: dict[int, Tag] | None = None) -> tuple[Line, ...]:
    """The lines that upright runs make, in no order; raised and lowered letters belong to the line they stand at."""
    known = tags or {}
    lines: list[Line] = []
    for row in _rows(_distinct(runs)):
        row.runs.sort(key=lambda run: run.x0)
        lines += [line for part in _split(row.runs) if (line := _line(part, known))]
    return tuple(lines)


def _distinct(runs: Iterable[Run]) -> list[Run]:
    """Without what is printed twice over itself to look bold or shadowed."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for run in runs:
        place = (run.text, round(run.x0 / 2), round(run.base / 2))
        if place not in seen:
            seen.add(place)
            kept.append(run)
    return kept


def _rows(runs: list[Run]) -> list[_Row]:
    """Runs by baseline; large letters first, so that small ones find the line that they are raised above."""
    bases: list[float] = []
    rows: list[_Row] = []
    for run in sorted(runs, key=lambda run: -run.size):
        row = _row_for(run, bases, rows)
        if row is None:
            row = _Row(run.base, run.size)
            at = bisect_left(bases, run.base)
            bases.insert(at, run.base)
            rows.insert(at, row)
        row.runs.append(run)
    return rows


def _row_for(run: Run, bases: list[float], rows: list[_Row]) -> _Row | None:
    at = bisect_left(bases, run.base - 0.2 * run.size)
    best: tuple[float, _Row] | None = None
    while at < len(bases) and bases[at] <= run.base + 0.2 * run.size:
        distance = abs(bases[at] - run.base)
        if best is None or distance < best[0]:
            best = distance, rows[at]
        at += 1
    if best:
        return best[1]
    return _raised_above(run, bases, rows) if run.text.strip() else None


def _raised_above(run: Run, bases: list[float], rows: list[_Row]) -> _Row | None:
    """The row of larger letters that a run stands a little above or below, touching them."""
    at = bisect_left(bases, run.base - 2 * run.size)
    while at < len(bases) and bases[at] <= run.base + run.size:
        row = rows[at]
        rise = run.base - row.base
        if run.size < _SMALL * row.size and -0.35 * row.size <= rise <= 0.65 * row.size and row.beside(run):
            return row
        at += 1
    return None


def _split(runs: list[Run]) -> list[list[Run]]:
    """A row cut at its wide gaps; what the file spaces by a run of its own keeps that space."""
    parts: list[list[Run]] = []
    end, spaced, size = 0.0, False, 0.0
    for run in runs:
        if not run.text.strip():
            spaced = True
            continue
        gap = run.x0 - end
        if not parts or gap > CELL * max(size, run.size):
            parts.append([run])
            end = run.x1
        else:
            parts[-1].append(run._replace(text=" " + run.text) if spaced else run)
            end = max(end, run.x1)
        spaced, size = False, run.size
    return parts


def _line(runs: list[Run], tags: dict[int, Tag]) -> Line | None:
    sizes: Counter[float] = Counter()
    bold = italic = 0
    for run in runs:
        letters = len(run.text)
        sizes[round(run.size, 1)] += letters
        bold += letters * run.bold
        italic += letters * run.italic
    total = sizes.total()
    # The largest size that is more than an initial's: small capitals and raised figures do not lower it.
    size = max(size for size, count in sizes.items() if count * 10 >= total)
    main = max((run for run in runs if abs(run.size - size) < 0.2), key=lambda run: len(run.text), default=runs[0])
    text = " ".join(_text(runs, size, main.base).split())
    if not text:
        return None
    y0 = main.base - BELOW * size
    return Line(
        text,
        min(run.x0 for run in runs),
        y0,
        max(run.x1 for run in runs),
        y0 + size,
        size,
        bold >= 0.95 * total,
        italic >= 0.95 * total,
        _tag(runs, tags),
    )


def _text(runs: list[Run], size: float, base: float) -> str:
    text, end = "", 0.0
    for at, run in enumerate(runs):
        part, gap = run.text, run.x0 - end
        if run.size < 0.8 * size and _NUMBER.match(part) and (at == 0 or run.base > base + 0.11 * size):
            part = f"{NOTE_OPEN}{part.strip()}{NOTE_CLOSE}"
            part += " " if run.text.endswith(" ") else ""
        if text and gap <= TOUCH * size:
            text, part = text.rstrip(" "), part.lstrip(" ")
        elif text and gap > _least_space(text, part, first=at == 1) * min(run.size, size):
            text += " "
        text += part
        end = run.x1
    return text.replace(NOTE_CLOSE + NOTE_OPEN, "")


def _least_space(before: str, after: str, *, first: bool) -> float:
    """The gap that parts two words here, as a share of the size: less between figures, and after a line's number."""
    if before[-1].isdigit() and after[0].isdigit():
        return _FIGURES
    return 0.02 if first and after[0].isupper() and _LABEL.match(before) else SPACE


def _tag(runs: list[Run], tags: dict[int, Tag]) -> Tag | None:
    """What most of a line's letters are tagged as."""
    if not tags:
        return None
    votes: Counter[int] = Counter()
    for run in runs:
        votes[run.tag] += len(run.text)
    return tags.get(votes.most_common(1)[0][0])
