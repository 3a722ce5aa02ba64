"""PDF: paragraphs from the layout, with page numbers, numbered references, headings and footnotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.readers.base import PLAIN, Document, ReadOptions, canonical
from ingest.readers.decoding import looks_like_text
from ingest.readers.excerpts import KINDS, article_blocks
from ingest.readers.joining import Vocabulary, joined, without_note_marks
from ingest.readers.layout import Paragraph, body_size, paragraphs, reading_order, without_running_lines, without_sign
from ingest.readers.outline import Piece, outline
from ingest.readers.pdf_faults import lacks_end, without_text
from ingest.readers.pdf_pages import Limits, Page, pdf_pages

_FEWEST_LETTERS: Final = 12
"""A page with fewer letters counts as one without text."""

_UNKNOWN_GLYPH: Final = re.compile(r"\(cid:\d+\)")
_FOOTNOTE: Final = re.compile(
    r"[\ue000]?(?P<label>[1-9]\d{0,2}|[*†‡])[\ue001]?[.)]?\s+(?=\S)|\ue000(?P<raised>[1-9]\d{0,2})\ue001(?=\S)"
)
_ENDS: Final = re.compile(r"[.?!:;,…][\"'’”)\]]*\Z")
_FEWEST_FIGURES: Final = 3
_CAPTION: Final = re.compile(r"(?:table|figure|fig\.|chart|box|map|graph)\s*[A-Z]?\d", re.IGNORECASE)
_QUOTED_WORD: Final = re.compile(r"[“‘][^“”‘’]{1,40}[”’]\Z")
_HEADING_WORDS: Final = 25


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph with what it is: `level` from 1 for a heading, `note` a footnote's label, `item` in a list."""

    words: str
    page: int
    size: float
    level: int = 0
    note: str = ""
    item: bool = False


class PdfReader:
    """Text PDFs; one without a text layer is refused, pages without text are noted.

    Lines of a paragraph are joined to one, word breaks undone, running headers, footers, page numbers and lines of a
    table of contents left out. Pages count from 1 as PDF programs count them.
    """

    name = "pdf"
    version = 1

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Sure of the signature; takes what is only named so to say that it is none."""
        if b"%PDF-" in head[:1024]:
            return 1.0
        return 0.2 if name.lower().endswith(".pdf") and not looks_like_text(head) else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read all pages; raises SourceError for a file that is damaged, protected, or without text."""
        pages = pdf_pages(data, name, self._limits)
        notes = _notes(pages, name, cut_off=lacks_end(data))
        texts = _merged(_texts(pages))
        text, pieces = _assemble(texts)
        blocks = article_blocks(text, pieces, kind, name) if kind in KINDS else outline(text, pieces, kind)
        if not blocks:
            raise without_text(len(pages), name)
        return Document(text, tuple(blocks), notes=notes)


def _letters(page: Page) -> int:
    return sum(len(_UNKNOWN_GLYPH.sub("", line.text)) for line in page.lines)


def _notes(pages: Sequence[Page], name: str, *, cut_off: bool) -> tuple[str, ...]:
    """What a user should know of the pages; raises SourceError where none of them has text."""
    with_text = [page for page in pages if _letters(page) >= _FEWEST_LETTERS]
    if not with_text and sum(_letters(page) for page in pages) == 0:
        raise without_text(len(pages), name)
    empty = [page.number for page in pages if page.pictures and _letters(page) < _FEWEST_LETTERS]
    faulty = [page.number for page in pages if page.fault]
    strange = [page.number for page in pages if any(_UNKNOWN_GLYPH.search(line.text) for line in page.lines)]
    notes = []
    if empty and with_text:
        notes.append(
            f"{len(empty)} of {len(pages)} pages are pictures without text ({_listed(empty)}): run OCR on them."
        )
    if faulty:
        notes.append(f"{len(faulty)} of {len(pages)} pages are damaged and were left out ({_listed(faulty)}).")
    if cut_off:
        notes.append("The file lacks its end: pages may be missing.")
    if strange:
        notes.append(f"Some letters on {_listed(strange)} have no known character and were left out.")
    return tuple(notes)


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:8])
    return f"p. {shown}" + (" and others" if len(numbers) > 8 else "")


def _texts(pages: Sequence[Page]) -> list[_Text]:
    """All paragraphs in reading order, the footnotes of a page after its other text."""
    main = body_size(pages)
    kept = without_running_lines(pages)
    ordered = [
        (page.number, reading_order(lines, page.width)) for page, lines in zip(pages, kept, strict=True) if lines
    ]
    vocabulary = Vocabulary([row.text for _, rows in ordered for row in rows])
    found = [paragraph for paragraph in paragraphs(ordered) if _has_words(paragraph)]
    heights = {page.number: page.height for page in pages}
    labels = [_note_label(paragraph, main, heights[paragraph.page]) for paragraph in found]
    notes: dict[int, set[str]] = {}
    for paragraph, label in zip(found, labels, strict=True):
        if label:
            notes.setdefault(paragraph.page, set()).add(label)
    levels = _levels(found, labels, main)
    texts = []
    for paragraph, label, level in zip(found, labels, levels, strict=True):
        words = joined([row.text for row in paragraph.rows], vocabulary)
        words = _FOOTNOTE.sub("", words, count=1) if label else without_sign(words)
        words = without_note_marks(words, frozenset(notes.get(paragraph.page, ())))
        words = " ".join(_UNKNOWN_GLYPH.sub(" ", words).split())
        texts.append(_Text(words, paragraph.page, paragraph.size, level, label, paragraph.bulleted))
    return sorted(texts, key=lambda text: (text.page, bool(text.note)))


def _has_words(paragraph: Paragraph) -> bool:
    """Whether there is something to cite, and not only a figure or two beside a chart."""
    words = _UNKNOWN_GLYPH.sub("", paragraph.words)
    return any(character.isalpha() for character in words) or len(words.split()) > _FEWEST_FIGURES


def _note_label(paragraph: Paragraph, main: float, height: float) -> str:
    """The label of a footnote: small letters in the lower part of the page, a number or sign before them."""
    row = paragraph.rows[0]
    small = max(row.size for row in paragraph.rows) < 0.93 * main or row.size < 0.7 * main
    if not small or row.y0 > 0.6 * height:
        return ""
    match = _FOOTNOTE.match(row.text)
    return (match["label"] or match["raised"]) if match else ""


def _levels(found: Sequence[Paragraph], labels: Sequence[str], main: float) -> list[int]:
    """The heading level of each paragraph, 0 for text.

    Larger letters come before smaller, then bold before plain, capitals before small letters, upright before italic.
    """
    keys = [None if label else _heading_key(p, main) for p, label in zip(found, labels, strict=True)]
    ranks = sorted({key for key in keys if key}, reverse=True)
    return [ranks.index(key) + 1 if key else 0 for key in keys]


def _heading_key(paragraph: Paragraph, main: float) -> tuple[float, bool, bool, bool] | None:
    words = paragraph.words
    styled = paragraph.bold or (paragraph.italic and len(paragraph.rows) == 1 and words[:1].isupper())
    if not (paragraph.size > 1.08 * main or (styled and paragraph.size > 0.93 * main)):
        return None
    letters = [character for character in words if character.isalpha()]
    if not letters or len(words.split()) > _HEADING_WORDS or len(paragraph.rows) > 4 or _CAPTION.match(words):
        return None
    if words.endswith((".", ";", ",", "”", "’")) and not _QUOTED_WORD.search(words):
        return None
    capitals = all(letter.isupper() for letter in letters)
    return round(paragraph.size * 2) / 2, paragraph.bold, capitals, not paragraph.italic


def _merged(texts: Sequence[_Text]) -> list[_Text]:
    """Paragraphs that go on in the next column or page put together; they keep the page they begin on."""
    merged: list[_Text] = []
    for text in texts:
        position = next((at for at in range(len(merged) - 1, -1, -1) if not merged[at].note), None)
        if position is not None and _goes_on(merged[position], text):
            merged[position] = replace(merged[position], words=_continued(merged[position].words, text.words))
        else:
            merged.append(text)
    return merged


def _goes_on(last: _Text, text: _Text) -> bool:
    if last.level or text.level or text.note or text.item or text.page > last.page + 1:
        return False
    return abs(last.size - text.size) < 0.5 and text.words[:1].islower() and not _ENDS.search(last.words)


def _continued(before: str, after: str) -> str:
    return joined([before, after], Vocabulary([before, after]))


def _assemble(texts: Sequence[_Text]) -> tuple[str, list[Piece]]:
    parts: list[str] = []
    pieces: list[Piece] = []
    position = 0
    for text in texts:
        words = canonical(text.words).strip()
        if not words:
            continue
        ref = f"p. {text.page}, footnote {text.note}" if text.note else ""
        pieces.append(Piece(position, position + len(words), level=text.level, page=text.page, ref=ref))
        parts.append(words)
        position += len(words) + 2
    return "\n\n".join(parts), pieces
