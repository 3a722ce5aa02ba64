"""What documents of word processors (Word, OpenDocument, RTF) have in common: paragraphs, rows and notes -> a Document.

A reader of one format gives `Para`s in reading order; `flowed` puts their words together to the canonical text, the
paragraphs apart by a blank line, and finds passages by the rules of all readers (`outline`, `turns`, `excerpts`).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from graph.errors import SourceError
from ingest.readers.base import About, Block, Document, Link, canonical
from ingest.readers.counting import printed_mark, rows_counted
from ingest.readers.excerpts import KINDS, article_blocks
from ingest.readers.label_forms import Line, Span
from ingest.readers.marks import is_title
from ingest.readers.outline import Piece, outline
from ingest.readers.turns import transcript

CELL: Final = " | "
"""Between the cells of a row."""

LONGEST_HEADING: Final = 300
"""A paragraph with the style of a heading that is longer is an ordinary one: styles are chosen for their looks too."""

_BELOW_STYLED: Final = 9
_LONGEST_ROW: Final = 1_500
_GAP: Final = "\n\n"
_RULE: Final = re.compile(r"[-_=*~#.•·—–―\s]+\Z")
_WEB: Final = ("http://", "https://")


_Linked = tuple[int, int, str]
"""Where linked words begin and end, and the address."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike: with tabs and line ends as the reader sees them, and the address they link to."""

    words: str
    bold: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph, heading (`level` from 1), table row (`cells`) or note (`ref`) of a document.

    `number` is what the program prints before the words by itself (`7.2`, `(a)`); `boxed` words stand in a text box;
    `notes` are the notes that it calls; `listed` says that it is an item of a list, with a number or a bullet.
    """

    runs: tuple[Run, ...] = ()
    level: int = 0
    number: str = ""
    ref: str = ""
    cells: tuple[tuple["Para", ...], ...] = ()
    boxed: bool = False
    notes: tuple["Para", ...] = ()
    listed: bool = False

    @property
    def words(self) -> str:
        """The words without the printed number."""
        return "".join(run.words for run in self.runs)


@dataclass(slots=True)
class _Text:
    """The canonical text while it grows, with what is known of its stretches."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Piece] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)

    def add(self, words: str) -> int:
        """Put words at the end, after a gap; gives where they begin."""
        if self.parts:
            self.parts.append(_GAP)
            self.length += len(_GAP)
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return start


def rows_of(table: Sequence[Sequence[Sequence[Para]]], *, boxed: bool = False) -> list[Para]:
    """The rows of a table, each given by the paragraphs of its cells; of one column only, the paragraphs themselves."""
    if all(len(row) == 1 for row in table):
        return [replace(para, boxed=boxed or para.boxed) for row in table for cell in row for para in cell]
    return [Para(cells=tuple(map(tuple, row)), boxed=boxed) for row in table if row]


def flowed(
    paras: Iterable[Para], kind: str, name: str, *, notes: tuple[str, ...] = (), about: About | None = None
) -> Document:
    """The document of these paragraphs; `kind` is the source's kind, `name` the file's name.

    Notes follow the paragraph that calls them; in a transcript they stand at the end. SourceError without words.
    """
    spoken = kind == "transcript"
    ordered = list(_in_order(paras, apart=spoken))
    if not spoken:
        ordered = _with_bold_headings(ordered)
    made = _Text()
    for para in ordered:
        _put_row(made, para) if para.cells else _put(made, para)
    text = "".join(made.parts)
    blocks, more = _blocks(text, made, kind, name) if made.pieces else ([], ())
    if not blocks:
        raise SourceError("The file holds no words.", where=name, next_step="Check that it is the right file.")
    return Document(text, tuple(blocks), notes=notes + more, links=tuple(made.links), about=about or About())


def _blocks(text: str, made: _Text, kind: str, name: str) -> tuple[list[Block], tuple[str, ...]]:
    if kind == "transcript":
        found = transcript(text, made.lines)
        if found.blocks:
            return list(found.blocks), found.notes
        why = 'No speaker labels (such as "L04:") were found: the transcript was read by paragraphs.'
        return outline(text, made.pieces, kind), (why,)
    blocks = article_blocks(text, made.pieces, kind, name) if kind in KINDS else []
    return blocks or rows_counted(outline(text, made.pieces, kind), made.rows), ()


def _in_order(paras: Iterable[Para], *, apart: bool) -> Iterable[Para]:
    later: list[Para] = []
    for para in paras:
        yield from _in_parts(para)
        later += _called(para)
        if not apart:
            yield from later
            later = []
    yield from later


def _called(para: Para) -> list[Para]:
    inside = [note for cell in para.cells for part in cell for note in _called(part)]
    return [*para.notes, *inside]


def _in_parts(para: Para) -> Iterable[Para]:
    """A row as it is, or the paragraphs of its cells where a table only lays out a page."""
    if not para.cells:
        return (para,)
    inside = [part for cell in para.cells for part in cell]
    whole = sum(len(part.words) for part in inside)
    if whole > _LONGEST_ROW and len(inside) > len(para.cells):
        return [one for part in inside for one in _in_parts(part)]
    return (para,)


def _with_bold_headings(paras: list[Para]) -> list[Para]:
    """Headings by their bold letters, in a document that has none by style."""
    if any(para.level for para in paras):
        return paras
    found = list(paras)
    for at, (para, after) in enumerate(pairwise(paras)):
        alone = not (para.cells or para.ref or para.boxed)
        if alone and _is_bold(para) and is_title(para.words.strip()) and after.words.strip() and not _is_bold(after):
            found[at] = replace(para, level=_BELOW_STYLED)
    return found


def _is_bold(para: Para) -> bool:
    return bool(para.words.strip()) and all(run.bold for run in para.runs if run.words.strip())


def _put(made: _Text, para: Para) -> None:
    number = " ".join(canonical(para.number).split())
    words, marks = _canonical(para.runs)
    if not words:
        return
    whole = f"{number} {words}" if number else words
    start = made.add(whole)
    inside = start + len(whole) - len(words)
    end = start + len(whole)
    level = 0 if len(words) > LONGEST_HEADING else para.level
    mark = printed_mark(number) if number and not level and not para.ref else None
    if not _RULE.match(whole):
        item = para.listed and (mark is None or mark.kind == "inner") and not level
        made.pieces.append(Piece(start, end, level, ref=para.ref, quoted=para.boxed, printed=mark, item=item))
    made.links += [Link(inside + a, inside + b, "reference", link) for a, b, link in marks.links]
    made.lines += _lines(whole, start, Line(start, end, bold=inside + marks.bold if marks.bold else 0, level=level))
    if para.ref:
        made.lines[-1:] = [Line(start, end, ref=para.ref)]


def _lines(words: str, start: int, whole: Line) -> list[Line]:
    """The lines of a paragraph: labels of turns may stand after a line end too."""
    if whole.level or "\n" not in words:
        return [whole]
    found: list[Line] = []
    position = 0
    for line in words.split("\n"):
        cut = len(line) - len(line.lstrip())
        if line.strip():
            begin = start + position
            bold = min(whole.bold, begin + len(line)) if whole.bold > begin and not found else 0
            found.append(Line(begin + cut, begin + len(line.rstrip()), begins=not found, bold=bold))
        position += len(line) + 1
    return found


def _put_row(made: _Text, para: Para) -> None:
    """A row: its cells in order, empty ones at its ends left out."""
    cells = [_cell(cell) for cell in para.cells]
    while cells and not cells[-1][0]:
        cells.pop()
    lead = next((at for at, (words, _) in enumerate(cells) if words), len(cells))
    if lead == len(cells):
        return
    start = made.add(CELL.join(words for words, _ in cells[lead:]))
    spans: list[Span] = [(start, start)] * lead
    position = start
    for words, links in cells[lead:]:
        spans.append((position, position + len(words)))
        made.links += [Link(position + a, position + b, "reference", link) for a, b, link in links]
        position += len(words) + len(CELL)
    made.rows.add(start)
    made.pieces.append(Piece(start, made.length, quoted=para.boxed))
    made.lines.append(Line(start, made.length, cells=tuple(spans)))


def _cell(parts: Sequence[Para]) -> tuple[str, list[_Linked]]:
    """The words of a cell, a paragraph a line, with its links."""
    whole = ""
    links: list[_Linked] = []
    for part in parts:
        if part.cells:
            words, inside = CELL.join(filter(None, (_cell(cell)[0] for cell in part.cells))), list[_Linked]()
        else:
            bare, marks = _canonical(part.runs)
            words = f"{' '.join(canonical(part.number).split())} {bare}".strip() if bare else ""
            inside = [(a + len(words) - len(bare), b + len(words) - len(bare), link) for a, b, link in marks.links]
        if words:
            whole += "\n" if whole else ""
            links += [(a + len(whole), b + len(whole), link) for a, b, link in inside]
            whole += words
    return whole, links


@dataclass(frozen=True, slots=True)
class _Marks:
    bold: int
    links: tuple[_Linked, ...]


def _canonical(runs: Sequence[Run]) -> tuple[str, _Marks]:
    """A paragraph's words, trimmed, with the end of the bold ones at its beginning and its links, counted in them."""
    whole = canonical("".join(run.words for run in runs))
    words = whole.strip()
    if not any(run.bold or run.link for run in runs):
        return words, _Marks(0, ())
    lengths = [len(canonical(said)) for said in _whole_letters(runs)]
    if sum(lengths) != len(whole):  # letters that only meet where runs do; the words count more than their looks
        return words, _Marks(0, ())
    position = len(whole.lstrip()) - len(whole)
    bold, still = 0, True
    links: list[_Linked] = []
    for run, length in zip(runs, lengths, strict=True):
        start, position = position, position + length
        still = still and (run.bold or not run.words.strip())
        bold = position if still and run.bold else bold
        first, last = max(0, start), min(position, len(words))
        if run.link.startswith(_WEB) and words[first:last].strip():
            links.append((first, last, run.link))
    return words, _Marks(max(0, min(bold, len(words))), tuple(_joined(links)))


def _whole_letters(runs: Sequence[Run]) -> list[str]:
    """The words of the runs, with accents that begin one moved to the letter before, which ends another."""
    found: list[str] = []
    for run in runs:
        words = run.words
        count = next((at for at, sign in enumerate(words) if not unicodedata.combining(sign)), len(words))
        if count and found:
            found[-1] += words[:count]
            words = words[count:]
        found.append(words)
    return found


def _joined(links: Sequence[_Linked]) -> list[_Linked]:
    """Links whose words were cut into several runs, as one."""
    found: list[_Linked] = []
    for start, end, target in links:
        if found and found[-1][1] == start and found[-1][2] == target:
            found[-1] = (found[-1][0], end, target)
        else:
            found.append((start, end, target))
    return found
