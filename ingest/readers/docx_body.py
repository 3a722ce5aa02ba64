"""The body of a Word document as paragraphs, rows and notes, in reading order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_runs import Found, Runs, Told, is_deleted
from ingest.readers.docx_styles import Style, Styles, numbering_of, outline_level
from ingest.readers.flow import Para, Run, rows_of
from ingest.readers.ooxml import attribute, child, local

if TYPE_CHECKING:
    from lxml.etree import _Element

_WRAPPERS: Final = frozenset(
    ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice")
)
_NOTES: Final = ("footnote", "endnote")


class Body:
    """Reads a document's body; `notes` are the elements of footnotes and endnotes by (kind, id)."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        runs: Runs,
        told: Told,
        notes: Mapping[tuple[str, str], "_Element"],
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._runs = runs
        self._told = told
        self._notes = notes
        self._numbers = dict.fromkeys(_NOTES, 0)
        self._unended: list[Run] = []

    def paras(self, body: "_Element", *, boxed: bool = False) -> Iterator[Para]:
        """The paragraphs and rows below an element, in reading order."""
        for part in body:
            name = local(part)
            if name == "p":
                yield from self._paragraph(part, boxed=boxed)
            elif name == "tbl":
                yield from self._table(part, boxed=boxed)
            elif name in ("del", "moveFrom"):
                self._told.counts["deletions"] += 1
            elif name == "altChunk":
                self._told.counts["chunks"] += 1
            elif name in _WRAPPERS and not _is_contents(part):
                yield from self.paras(part, boxed=boxed)
        if self._unended and local(body) not in _WRAPPERS:
            runs, self._unended = tuple(self._unended), []
            yield Para(runs, boxed=boxed)

    def _paragraph(self, element: "_Element", *, boxed: bool) -> Iterator[Para]:
        properties = child(element, "pPr")
        named = child(properties, "pStyle")
        style = self._styles.of(attribute(named, "val") if named is not None else "")
        found = self._runs.of(element, bold=bool(style.bold))
        if style.contents:
            return
        if properties is not None and is_deleted(properties):
            # A deleted paragraph end joins its words to those of the next paragraph.
            self._told.counts["deletions"] += 1
            self._unended += found.runs
            return
        runs, self._unended = (*self._unended, *found.runs), []
        level = outline_level(properties)
        para = Para(runs, level=style.level if level is None else level, boxed=boxed, notes=self._called(found))
        if para.words.strip():
            listed = bool(style.numbering if (own := numbering_of(properties)[0]) is None else own)
            para = replace(para, number=self._printed(properties, style), listed=listed)
        yield para
        for box in found.boxes:
            yield from self.paras(box, boxed=True)

    def _printed(self, properties: "_Element | None", style: Style) -> str:
        return self._numbering.printed(*numbering_of(properties), style)

    def _called(self, found: Found) -> tuple[Para, ...]:
        """The notes that a paragraph calls, each one paragraph, numbered in the order in which they are called."""
        notes = []
        for kind, given in found.calls:
            self._numbers[kind] += 1
            element = self._notes.get((kind, given))
            if element is None:
                continue
            words = _joined(self.paras(element))
            if words:
                notes.append(Para(words, ref=f"{kind} {self._numbers[kind]}"))
        return tuple(notes)

    def _table(self, table: "_Element", *, boxed: bool) -> Iterator[Para]:
        rows = [[tuple(self.paras(cell)) for cell in row] for row in self._rows(table)]
        yield from rows_of(rows, boxed=boxed)

    def _rows(self, table: "_Element") -> Iterable[Iterable["_Element"]]:
        for part in table:
            name = local(part)
            if name == "tr":
                if is_deleted(child(part, "trPr"), ""):
                    self._told.counts["deletions"] += 1
                    continue
                yield list(_cells(part))
            elif name in _WRAPPERS:
                yield from self._rows(part)


def _cells(row: "_Element") -> Iterator["_Element"]:
    for part in row:
        if local(part) == "tc":
            yield part
        elif local(part) in _WRAPPERS:
            yield from _cells(part)


def _is_contents(element: "_Element") -> bool:
    """Whether a block is a table of contents that Word makes."""
    gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
    return gallery is not None and attribute(gallery, "val") in ("Table of Contents", "Table of Figures")


def _joined(paras: Iterable[Para]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for para in paras:
        if para.words.strip():
            runs += [Run("\n")] if runs else []
            runs += para.runs
    return tuple(runs)
