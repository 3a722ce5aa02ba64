"""From the lines of all pages to a document's paragraphs: headings, footnotes, items, rows of tables, in order."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.readers.base import canonical
from ingest.readers.joining import Vocabulary, joined_rows, without_note_marks
from ingest.readers.layout import reading_order
from ingest.readers.layout_edges import body_size, without_running_lines
from ingest.readers.layout_paragraphs import Paragraph, paragraphs, without_sign
from ingest.readers.layout_tables import without_leaders
from ingest.readers.pdf_lines import Line
from ingest.readers.pdf_page import Page

UNKNOWN_GLYPH: Final = re.compile(r"\(cid:\d+\)")
BETWEEN_CELLS: Final = " | "

_FOOTNOTE: Final = re.compile(
    r"[\ue000]?(?P<label>[1-9]\d{0,2}|[*†‡])[\ue001]?[.)]?\s+(?=\S)|\ue000(?P<raised>[1-9]\d{0,2})\ue001(?=\S)"
)
_ENDS: Final = re.compile(r"[.?!:;,…][\"'’”)\]]*\Z")
_FEWEST_FIGURES: Final = 3
_CAPTION: Final = re.compile(r"(?:table|figure|fig\.|chart|box|map|graph)\s*[A-Z]?\d", re.IGNORECASE)
_TABLE_CAPTION: Final = re.compile(r"(?P<name>table\s+[A-Z]?\d[\w.\-]*?)(?=[\s:.–—-]|\Z)", re.IGNORECASE)
_QUOTED_WORD: Final = re.compile(r"[“‘][^“”‘’]{1,40}[”’]\Z")
_HEADING_WORDS: Final = 25
_HEADING_ROLE: Final = re.compile(r"H(?P<level>[1-9])?\Z|Title\Z")
_LONGEST_CAPTION: Final = 160

_Look = tuple[float, bool, bool, bool]
"""Size, bold, capitals, upright: of two headings the one with the larger look comes first."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one printed line gives to a text, with the space that follows it."""

    text: str
    line: Line
    page: int


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph with what it is: `level` from 1 for a heading, `note` a footnote's label, `item` in a list.

    A row of a table has its number in `row` (from 1), the name of the table (`Table 3`, or its place on the page) in
    `table`, and the table's caption.
    """

    parts: tuple[Stretch, ...]
    page: int
    size: float
    level: int = 0
    note: str = ""
    item: bool = False
    table: str = ""
    row: int = 0
    caption: str = ""

    @property
    def words(self) -> str:
        """All of it, as it will stand in the document."""
        return "".join(part.text for part in self.parts)


def texts_of(pages: Sequence[Page]) -> list[Text]:
    """All paragraphs in reading order, the footnotes of a page after its other text."""
    main = body_size(pages)
    kept = without_running_lines(pages)
    ordered = [
        (page.number, reading_order(lines, page.width, tagged=page.tagged))
        for page, lines in zip(pages, kept, strict=True)
        if lines
    ]
    vocabulary = Vocabulary([row.text for _, rows in ordered for row in rows])
    found = [paragraph for paragraph in paragraphs(ordered) if _has_words(paragraph)]
    heights = {page.number: page.height for page in pages}
    labels = [_note_label(paragraph, main, heights[paragraph.page]) for paragraph in found]
    marks: dict[int, set[str]] = {}
    for paragraph, label in zip(found, labels, strict=True):
        if label:
            marks.setdefault(paragraph.page, set()).add(label)
    levels = _levels(found, labels, main)
    texts = []
    for paragraph, label, level in zip(found, labels, levels, strict=True):
        notes = frozenset(marks.get(paragraph.page, ()))
        cells = _cells(paragraph) if paragraph.table[0] else [paragraph.rows]
        if parts := _stretches(paragraph, cells, vocabulary, notes, label):
            text = Text(parts, paragraph.page, paragraph.size, level, label, paragraph.bulleted)
            texts.append(text)
    return _merged(sorted(_named(texts), key=lambda text: (text.page, bool(text.note))))


def _cells(paragraph: Paragraph) -> list[list[Line]]:
    """The printed lines of each cell of a row."""
    return [list(cell.cells) for cell in paragraph.rows[0].cells]


def _stretches(
    paragraph: Paragraph, cells: Sequence[Sequence[Line]], vocabulary: Vocabulary, notes: frozenset[str], label: str
) -> tuple[Stretch, ...]:
    """The words of a paragraph line by line, without marks of notes and letters that nobody knows."""
    parts: list[Stretch] = []
    for cell in cells:
        lines, rows = [], []
        for at, line in enumerate(cell):
            words = line.text
            if at == 0 and not parts:
                words = _FOOTNOTE.sub("", words, count=1) if label else without_sign(words)
            words = without_note_marks(without_leaders(words) if paragraph.table[0] else words, notes)
            words = " ".join(UNKNOWN_GLYPH.sub(" ", words).split())
            if words := canonical(words).strip():
                lines.append(line)
                rows.append(words)
        if rows and parts:
            parts[-1] = replace(parts[-1], text=parts[-1].text.rstrip() + BETWEEN_CELLS)
        made = joined_rows(rows, vocabulary)
        parts += [Stretch(text, line, paragraph.page) for text, line in zip(made, lines, strict=True) if text]
    return tuple(parts)


def _named(texts: Sequence[Text]) -> Iterator[Text]:
    """The texts, rows of tables with the name and caption of their table."""
    count: dict[int, int] = {}
    before: Text | None = None
    open_table: tuple[int, int] | None = None
    name = caption = ""
    row = 0
    for text in texts:
        table = _table_of(text)
        if not table:
            open_table, before = None, text
            yield text
            continue
        if open_table != (text.page, table):
            open_table, row = (text.page, table), 0
            count[text.page] = count.get(text.page, 0) + 1
            match = _TABLE_CAPTION.match(before.words) if before and before.page == text.page else None
            caption = before.words.strip() if before and match and len(before.words) <= _LONGEST_CAPTION else ""
            name = " ".join(match["name"].split()).capitalize() if match else f"table {count[text.page]}"
        row += 1
        yield replace(text, table=name, row=row, caption=caption, level=0, item=False)


def _table_of(text: Text) -> int:
    tag = text.parts[0].line.tag
    return tag.table if tag and tag.row and not text.note else 0


def _has_words(paragraph: Paragraph) -> bool:
    """Whether there is something to cite, and not only a figure or two beside a chart."""
    words = UNKNOWN_GLYPH.sub("", paragraph.words)
    return any(character.isalpha() for character in words) or len(words.split()) > _FEWEST_FIGURES


def _note_label(paragraph: Paragraph, main: float, height: float) -> str:
    """The label of a footnote: what the file calls one, or small letters low on the page, after a number or sign."""
    row = paragraph.rows[0]
    if paragraph.table[0]:
        return ""
    small = max(row.size for row in paragraph.rows) < 0.93 * main or row.size < 0.7 * main
    if paragraph.role not in ("Note", "FENote") and (not small or row.y0 > 0.6 * height):
        return ""
    match = _FOOTNOTE.match(row.text)
    return (match["label"] or match["raised"]) if match else ""


def _levels(found: Sequence[Paragraph], labels: Sequence[str], main: float) -> list[int]:
    """The heading level of each paragraph, 0 for text.

    Headings that the file calls so have the level that it gives most of those of their look, since single ones are
    often wrong; below them come those that only look so. Larger letters come before smaller, then bold before plain,
    capitals before small letters, upright before italic.
    """
    own = [0 if label else _own_level(p) for p, label in zip(found, labels, strict=True)]
    votes: dict[_Look, Counter[int]] = defaultdict(Counter)
    for paragraph, level in zip(found, own, strict=True):
        if level:
            votes[_look(paragraph)][level] += 1
    known = {look: levels.most_common(1)[0][0] for look, levels in votes.items()}
    keys = [
        None if label or p.table[0] or p.role == "Caption" else _look(p) if level else _heading_look(p, main)
        for p, label, level in zip(found, labels, own, strict=True)
    ]
    ranks = sorted({key for key in keys if key and key not in known}, reverse=True)
    deepest = max(known.values(), default=0)
    return [0 if not key else known[key] if key in known else deepest + ranks.index(key) + 1 for key in keys]


def _own_level(paragraph: Paragraph) -> int:
    match = _HEADING_ROLE.match(paragraph.role)
    if not match or len(paragraph.words.split()) > 2 * _HEADING_WORDS:
        return 0
    return int(match["level"] or 1)


def _look(paragraph: Paragraph) -> _Look:
    letters = [character for character in paragraph.words if character.isalpha()]
    capitals = bool(letters) and all(letter.isupper() for letter in letters)
    return round(paragraph.size * 2) / 2, paragraph.bold, capitals, not paragraph.italic


def _heading_look(paragraph: Paragraph, main: float) -> _Look | None:
    words = paragraph.words
    styled = paragraph.bold or (paragraph.italic and len(paragraph.rows) == 1 and words[:1].isupper())
    if not (paragraph.size > 1.08 * main or (styled and paragraph.size > 0.93 * main)):
        return None
    if (
        paragraph.bulleted
        or not any(character.isalpha() for character in words)
        or len(words.split()) > _HEADING_WORDS
        or len(paragraph.rows) > 4
        or _CAPTION.match(words)
    ):
        return None
    if words.endswith((".", ";", ",", "”", "’")) and not _QUOTED_WORD.search(words):
        return None
    return _look(paragraph)


def _merged(texts: Sequence[Text]) -> list[Text]:
    """Paragraphs that go on in the next column, on the next page or after a table put together, where they begin."""
    merged: list[Text] = []
    position: int | None = None
    for text in texts:
        if position is not None and _goes_on(merged[position], text):
            merged[position] = replace(merged[position], parts=_continued(merged[position].parts, text.parts))
            continue
        merged.append(text)
        if not text.note and not text.row and not _CAPTION.match(text.words):
            position = len(merged) - 1
    return merged


def _goes_on(last: Text, text: Text) -> bool:
    if last.level or text.level or text.note or text.item or text.row or text.page > last.page + 1:
        return False
    begins, ends = text.parts[0].text, last.parts[-1].text
    return abs(last.size - text.size) < 0.5 and begins[:1].islower() and not _ENDS.search(ends)


def _continued(before: tuple[Stretch, ...], after: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    rows = [before[-1].text, after[0].text]
    end, begin = joined_rows(rows, Vocabulary(rows))
    return (*before[:-1], replace(before[-1], text=end), replace(after[0], text=begin), *after[1:])
