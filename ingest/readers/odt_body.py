"""The body of an OpenDocument text as paragraphs, rows and notes, in reading order."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from ingest.readers.counting import LEVELS, Counters, Level
from ingest.readers.flow import Para, Run, rows_of
from ingest.readers.odt_styles import Styles, value
from ingest.readers.ooxml import child, local, number

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED: Final = frozenset(("annotation-end", "soft-page-break", "bookmark", "reference-mark", "title", "desc"))
_GAPS: Final = re.compile(r"[ \t\r\n]+")
_MOST_COPIES: Final = 64
"""A cell that says it stands there more often is blank filling."""


@dataclass(slots=True)
class _List:
    """A list that is open: its style, and the numbers it has reached."""

    style: str
    counters: Counters


@dataclass(slots=True)
class _Inline:
    """What the content of one paragraph gives."""

    runs: list[Run] = field(default_factory=list)
    notes: list[Para] = field(default_factory=list)
    boxes: list["_Element"] = field(default_factory=list)


class Body:
    """Reads an `office:text`; `told` counts what is said in notes."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._headings = Counters()
        self._by_id: dict[str, _List] = {}
        self._last: dict[str, _List] = {}
        self._numbers: Counter[str] = Counter()
        self.told: Counter[str] = Counter()

    def paras(self, parent: "_Element", *, boxed: bool = False) -> Iterator[Para]:
        """The paragraphs and rows below an element, in reading order; a title has level 1, headings follow."""
        for part in parent:
            name = local(part)
            if name in ("p", "h"):
                yield from self._paragraph(part, boxed=boxed)
            elif name == "list":
                yield from self._list(part, None, 0, boxed=boxed)
            elif name == "table":
                yield from self._table(part, boxed=boxed)
            elif name == "tracked-changes":
                kinds = [local(change) for region in part for change in region]
                self.told["deletions"] += kinds.count("deletion")
                self.told["insertions"] += kinds.count("insertion")
            elif name in ("section", "index-body", "bibliography", "numbered-paragraph", "frame", "text-box", "a", "g"):
                yield from self.paras(part, boxed=boxed or name == "text-box")

    def _paragraph(
        self, element: "_Element", *, boxed: bool, number_before: str = "", listed: bool = False
    ) -> Iterator[Para]:
        style = self._styles.of("paragraph", value(element, "style-name"))
        inline = _Inline()
        self._walk(element, inline, bold=style.bold, link="")
        runs, notes = _trimmed(inline.runs), tuple(inline.notes)
        para = Para(runs, number=number_before, boxed=boxed, notes=notes, listed=listed)
        if local(element) == "h":
            depth = max(1, min(LEVELS, number(value(element, "outline-level"), 1)))
            para = replace(para, level=depth + 1)
            if para.words.strip() and value(element, "is-list-header") != "true" and not number_before:
                para = replace(para, number=self._headings.next(self._styles.headings, depth - 1))
        elif style.title and not boxed and not number_before:
            para = replace(para, level=1)
        yield para
        for box in inline.boxes:
            yield from self.paras(box, boxed=True)

    # Lists

    def _list(self, element: "_Element", outer: _List | None, depth: int, *, boxed: bool) -> Iterator[Para]:
        current = self._opened(element, outer)
        for item in element:
            name = local(item)
            if name not in ("list-item", "list-header"):
                continue
            before = self._counted(item, current, depth) if name == "list-item" else ""
            first = True
            for part in item:
                if local(part) == "list":
                    yield from self._list(part, current, min(depth + 1, LEVELS - 1), boxed=boxed)
                elif local(part) in ("p", "h"):
                    yield from self._paragraph(part, boxed=boxed, number_before=before if first else "", listed=first)
                    first = False

    def _opened(self, element: "_Element", outer: _List | None) -> _List:
        """The list that this one is part of or goes on with, or a new one."""
        if outer is not None:
            return outer
        named = value(element, "style-name") or self._style_inside(element)
        before = self._by_id.get(value(element, "continue-list"))
        if before is None and value(element, "continue-numbering") == "true":
            before = self._last.get(named)
        current = before or _List(named, Counters())
        self._last[named] = current
        if given := value(element, "id"):
            self._by_id[given] = current
        return current

    def _style_inside(self, element: "_Element") -> str:
        """The list style that the paragraphs of a list name, where the list names none."""
        paragraph = child(element, "list-item", "p")
        return self._styles.of("paragraph", value(paragraph, "style-name")).listed if paragraph is not None else ""

    def _counted(self, item: "_Element", current: _List, depth: int) -> str:
        holds_words = any(local(part) in ("p", "h") for part in item)
        if not holds_words:
            return ""
        levels: Mapping[int, Level] = self._styles.levels(current.style)
        if depth not in levels:
            levels = {**levels, depth: Level(form="bullet")}
        start = value(item, "start-value")
        if start:
            current.counters.reached[depth] = None
            levels = {**levels, depth: replace(levels[depth], start=max(0, number(start, 1)))}
        return current.counters.next(levels, depth)

    # Tables

    def _table(self, table: "_Element", *, boxed: bool) -> Iterator[Para]:
        yield from rows_of(list(self._rows(table)), boxed=boxed)

    def _rows(self, table: "_Element") -> Iterator[list[tuple[Para, ...]]]:
        for part in table:
            name = local(part)
            if name == "table-row":
                cells: list[tuple[Para, ...]] = []
                for cell in part:
                    if local(cell) in ("table-cell", "covered-table-cell"):
                        copies = min(_MOST_COPIES, max(1, number(value(cell, "number-columns-repeated"), 1)))
                        inside = tuple(self.paras(cell))
                        cells += [inside] * (copies if any(para.words.strip() for para in inside) else 1)
                yield cells
            elif name in ("table-header-rows", "table-rows", "table-row-group"):
                yield from self._rows(part)

    # Words

    def _walk(self, element: "_Element", inline: _Inline, *, bold: bool, link: str) -> None:
        _say(inline, element.text, bold=bold, link=link)
        for part in element:
            self._inside(part, inline, bold=bold, link=link)
            _say(inline, part.tail, bold=bold, link=link)

    def _inside(self, part: "_Element", inline: _Inline, *, bold: bool, link: str) -> None:
        name = local(part)
        if name == "span":
            named = value(part, "style-name")
            style = self._styles.of("text", named)
            if style.hidden:
                self.told["hidden"] += 1
            else:
                self._walk(part, inline, bold=bold or style.bold, link=link)
        elif name == "s":
            inline.runs.append(Run(" " * max(1, min(1000, number(value(part, "c"), 1))), bold, link))
        elif name in ("tab", "line-break"):
            inline.runs.append(Run("\t" if name == "tab" else "\n", bold, link))
        elif name == "a":
            self._walk(part, inline, bold=bold, link=value(part, "href") or link)
        elif name == "note":
            self._note(part, inline)
        elif name == "annotation":
            self.told["comments"] += 1
        elif name in ("hidden-text", "hidden-paragraph"):
            self.told["hidden"] += 1
        elif name in ("frame", "custom-shape", "text-box"):
            inline.boxes += _boxes(part)
        elif name == "ruby":
            base = child(part, "ruby-base")
            if base is not None:
                self._walk(base, inline, bold=bold, link=link)
        elif name not in _SKIPPED:
            self._walk(part, inline, bold=bold, link=link)

    def _note(self, element: "_Element", inline: _Inline) -> None:
        kind = "endnote" if value(element, "note-class") == "endnote" else "footnote"
        self._numbers[kind] += 1
        citation, body = child(element, "note-citation"), child(element, "note-body")
        printed = (citation.text or "").strip() if citation is not None else ""
        runs: list[Run] = []
        for para in self.paras(body) if body is not None else ():
            if para.words.strip():
                runs += [Run("\n")] if runs else []
                runs += para.runs
        if runs:
            inline.notes.append(Para(tuple(runs), ref=f"{kind} {printed or self._numbers[kind]}"))


def _boxes(shape: "_Element") -> list["_Element"]:
    """The outermost text boxes in a shape; the shape itself where words stand in it without one."""
    if local(shape) == "text-box":
        return [shape]
    inside = [box for part in shape for box in _boxes(part) if local(part) in ("text-box", "frame", "g")]
    return inside or [shape]


def _say(inline: _Inline, words: str | None, *, bold: bool, link: str) -> None:
    if words:
        inline.runs.append(Run(_GAPS.sub(" ", words), bold, link))


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Runs without the second of two spaces that the XML's own line ends made where one run meets the next."""
    found: list[Run] = []
    for run in runs:
        if found and found[-1].words.endswith(" ") and run.words.startswith(" ") and len(run.words.strip()):
            run = replace(run, words=run.words[1:])
        found.append(run)
    return tuple(found)
