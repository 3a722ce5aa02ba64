"""PDF: paragraphs from the layout, with page numbers, numbered references, headings, tables and footnotes."""

from collections.abc import Sequence
from typing import Final

from ingest.readers.base import PLAIN, Document, ReadOptions, Region
from ingest.readers.decoding import looks_like_text
from ingest.readers.excerpts import KINDS, article_blocks
from ingest.readers.outline import Piece, outline
from ingest.readers.pdf_faults import lacks_end, without_text
from ingest.readers.pdf_page import Page
from ingest.readers.pdf_pages import Limits, pdf_pages
from ingest.readers.pdf_texts import UNKNOWN_GLYPH, Text, texts_of
from ingest.readers.pdfium_pages import pdfium_pages

_FEWEST_LETTERS: Final = 12
"""A page with fewer letters counts as one without text."""

_PARAGRAPH_END: Final = "\n\n"


class PdfReader:
    """Text PDFs; one without a text layer gives no passages and says so, pages without text are noted.

    Lines of a paragraph are joined to one, word breaks undone, running headers, footers, page numbers and lines of a
    table of contents left out. Pages count from 1 as PDF programs count them; references name them as the file does.
    Every printed line is a region. `ReadOptions.pdf_engine` says which engine reads, `passwords` what may open it.
    """

    name = "pdf"
    version = 3
    uses = ("pdf_engine",)

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Sure of the signature; takes what is only named so to say that it is none."""
        if b"%PDF-" in head[:1024]:
            return 1.0
        return 0.2 if name.lower().endswith(".pdf") and not looks_like_text(head) else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read all pages; raises SourceError for a file that is damaged or protected."""
        engine = pdfium_pages if options.pdf_engine == "pdfium" else pdf_pages
        pages = engine(data, name, self._limits, options.passwords)
        labels = _labels(pages)
        texts = texts_of(pages)
        text, pieces, regions = _assembled(texts, pages, labels)
        blocks = article_blocks(text, pieces, kind, name) if kind in KINDS else outline(text, pieces, kind)
        notes = _notes(pages, cut_off=lacks_end(data))
        if not blocks and not notes:  # nothing but page numbers and the like, on pages that are most likely scans
            notes = (without_text(len(pages)),)
        return Document(text, tuple(blocks), notes=notes, regions=regions, page_labels=labels)


def _labels(pages: Sequence[Page]) -> tuple[str, ...]:
    """What the file calls its pages; empty where those are the numbers from 1, or tell hardly any page from another."""
    labels = tuple(page.label.strip() or str(page.number) for page in pages)
    if all(label == str(page.number) for label, page in zip(labels, pages, strict=True)):
        return ()
    return labels if len(set(labels)) * 2 > len(labels) else ()


def _letters(page: Page) -> int:
    return sum(len(UNKNOWN_GLYPH.sub("", line.text)) for line in page.lines)


def _notes(pages: Sequence[Page], *, cut_off: bool) -> tuple[str, ...]:
    """What a user should know of the pages."""
    with_text = [page for page in pages if _letters(page) >= _FEWEST_LETTERS]
    empty = [page.number for page in pages if page.pictures and _letters(page) < _FEWEST_LETTERS]
    faulty = [page.number for page in pages if page.fault]
    strange = [page.number for page in pages if any(UNKNOWN_GLYPH.search(line.text) for line in page.lines)]
    notes = []
    if not with_text and sum(_letters(page) for page in pages) == 0:
        notes.append(without_text(len(pages)))
    elif empty and with_text:
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


def _assembled(
    texts: Sequence[Text], pages: Sequence[Page], labels: Sequence[str]
) -> tuple[str, list[Piece], tuple[Region, ...]]:
    """The document's text, its pieces, and where each printed line of it stands."""
    by_number = {page.number: page for page in pages}
    written: list[str] = []
    pieces: list[Piece] = []
    regions: list[Region] = []
    position = 0
    for text in texts:
        words = text.words.rstrip()
        if not words:
            continue
        if written:
            written.append(_PARAGRAPH_END)
            position += len(_PARAGRAPH_END)
        pieces.append(_piece(text, position, position + len(words), labels))
        written.append(words)
        at, end = position, position + len(words)
        for part in text.parts:
            last = min(end, at + len(part.text.removesuffix(" | ").rstrip()))
            if at < last:
                regions.append(by_number[part.page].region(at, last, part.line))
            at += len(part.text)
        position = end
    return "".join(written), pieces, tuple(regions)


def _piece(text: Text, start: int, end: int, labels: Sequence[str]) -> Piece:
    label = labels[text.page - 1] if labels else ""
    page = f"p. {label or text.page}"
    ref = ""
    if text.note:
        ref = f"{page}, footnote {text.note}"
    elif text.row:
        named = text.table[0].isupper()
        ref = f"{text.table}, row {text.row}, {page}" if named else f"{page}, {text.table}, row {text.row}"
    return Piece(
        start,
        end,
        level=text.level,
        page=text.page,
        ref=ref,
        label=label,
        within=text.caption,
        item=text.item,
    )
