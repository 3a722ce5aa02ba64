"""The fast engine: the same pages by pdfium, through pypdfium2, whose functions are called a word at a time.

Nothing of pdfium shows outside. It is written in C++, so a hostile file can end the process: a build reads in workers.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import create_string_buffer
from typing import Any, Final

from ingest.readers.pdf_faults import damaged, grows_too_large, protected, takes_too_long
from ingest.readers.pdf_lines import Tag
from ingest.readers.pdf_page import Page, page_of
from ingest.readers.pdf_pages import Limits
from ingest.readers.pdfium_letters import Letters

_PASSWORD_WRONG: Final = 4

_ONE_AT_A_TIME: Final = threading.Lock()
"""pdfium keeps state of its own for the whole process, and must not be called from two threads."""


def pdfium_pages(data: bytes, name: str, limits: Limits, passwords: Sequence[str] = ()) -> list[Page]:
    """All pages of a PDF, which may need one of the passwords; raises SourceError as `pdf_pages` does."""
    with _ONE_AT_A_TIME, _opened(data, name, passwords) as document:
        return _Reading(document, data, name, limits).pages()


@contextmanager
def _opened(data: bytes, name: str, passwords: Sequence[str]) -> Iterator[Any]:
    import pypdfium2

    from ingest.readers.pdf_document import MAX_STREAM_BYTES, TooLargeError, check_streams

    try:
        check_streams(data)
    except TooLargeError:
        raise grows_too_large(name, MAX_STREAM_BYTES) from None
    for password in (None, *passwords):
        try:
            document = pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError:
            if pypdfium2.raw.FPDF_GetLastError() != _PASSWORD_WRONG:
                raise damaged(data, name) from None
            continue
        try:
            yield document.raw
        finally:
            document.close()
        return
    raise protected(name, tried=len(passwords))


class _Reading:
    def __init__(self, document: Any, data: bytes, name: str, limits: Limits) -> None:
        import pypdfium2.raw

        self._pdf = pypdfium2.raw
        self._document = document
        self._data = data
        self._name = name
        self._limits = limits
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._end = time.monotonic() + limits.file_seconds
        self._tagged = bool(self._pdf.FPDFCatalog_IsTagged(document))

    def pages(self) -> list[Page]:
        found = []
        for index in range(self._pdf.FPDF_GetPageCount(self._document)):
            found.append(self._read(index))
            if time.monotonic() > self._end:
                raise takes_too_long(self._name)
        if all(page.fault for page in found):
            raise damaged(self._data, self._name)
        return found

    def _read(self, index: int) -> Page:
        pdf, label = self._pdf, self._label(index)
        page = pdf.FPDF_LoadPage(self._document, index)
        if not page:
            return Page(index + 1, 0.0, 0.0, (), False, fault="not loaded", label=label)
        text = pdf.FPDFText_LoadPage(page)
        try:
            began = time.monotonic()
            letters = Letters(pdf, page, text, self._fonts, tagged=self._tagged)
            runs = letters.runs()
            if time.monotonic() - began > self._limits.page_seconds:
                raise takes_too_long(f"{self._name}, page {index + 1}")
            tags: dict[int, Tag] = {}
            if self._tagged and runs:
                from ingest.readers.pdfium_tags import structure

                tags = structure(pdf, page)
            pictures = not any(runs.values()) and pdf.FPDFPage_CountObjects(page) > 0
            return page_of(index + 1, letters.size, runs, tags, pictures=pictures, label=label)
        finally:
            pdf.FPDFText_ClosePage(text)
            pdf.FPDF_ClosePage(page)

    def _label(self, index: int) -> str:
        buffer = create_string_buffer(256)
        length = self._pdf.FPDF_GetPageLabel(self._document, index, buffer, 256)
        return buffer.raw[: max(0, min(length, 256) - 2)].decode("utf-16-le", "replace") if length > 2 else ""
