"""From the bytes of a PDF to the lines of its pages, by pdfminer.six; nothing of pdfminer shows outside.

A PDF is hostile until read: time is limited, so is what a compressed stream may grow to, and whatever pdfminer raises
on a damaged file becomes a SourceError.
"""

import contextlib
import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ingest.readers.pdf_faults import damaged, encrypted, grows_too_large, protected, takes_too_long
from ingest.readers.pdf_lines import Tag
from ingest.readers.pdf_page import Page, page_of

if TYPE_CHECKING:
    from pdfminer.pdfpage import PDFPage

    from ingest.readers.pdf_document import BoundedDocument

_TEXT_OPERATOR: Final = re.compile(rb"\b(?:BT|Do)\b")
_EMPTY_PAGE_BYTES: Final = 2000
_FORGET_EVERY: Final = 16
"""Pages after which streams are let go of: a fewer would read shared ones again and again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one page, and a whole file, may take, in seconds."""

    page_seconds: float = 30.0
    file_seconds: float = 600.0


def pdf_pages(data: bytes, name: str, limits: Limits, passwords: Sequence[str] = ()) -> list[Page]:
    """All pages of a PDF, which may need one of the passwords.

    Raises SourceError for a file that is protected, takes longer than the limits, or is damaged in all its pages.
    """
    with _quiet():
        document = _opened(data, name, passwords)
        return _Reading(document, data, name, limits).pages()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep pdfminer's remarks on odd files off the user's screen."""
    logger = logging.getLogger("pdfminer")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _opened(data: bytes, name: str, passwords: Sequence[str]) -> "BoundedDocument":
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    from ingest.readers import pdf_document

    try:
        return pdf_document.opened(data, passwords)
    except PDFPasswordIncorrect:
        raise protected(name, tried=len(passwords)) from None
    except PDFEncryptionError:
        raise encrypted(name) from None
    except pdf_document.TooLargeError:
        raise grows_too_large(name, pdf_document.MAX_STREAM_BYTES) from None
    except Exception as error:  # pdfminer raises whatever a damaged file leads it into
        raise damaged(data, name) from error


class _Reading:
    """One file, page by page; nothing of a page is kept but its lines."""

    def __init__(self, document: "BoundedDocument", data: bytes, name: str, limits: Limits) -> None:
        from pdfminer.pdfinterp import PDFResourceManager

        from ingest.readers.pdf_tags import structure

        self._document = document
        self._data = data
        self._name = name
        self._limits = limits
        self._resources = PDFResourceManager()
        self._fonts: dict[Any, Any] = {}
        self._end = time.monotonic() + limits.file_seconds
        self._tags = structure(document)
        document.forget_streams()

    def pages(self) -> list[Page]:
        found: list[Page] = []
        for number, page in enumerate(self._page_objects(), 1):
            found.append(self._read(page, number))
            if number % _FORGET_EVERY == 0:
                self._document.forget_streams()
            if time.monotonic() > self._end:
                raise takes_too_long(self._name)
        if all(page.fault for page in found):
            raise damaged(self._data, self._name)
        return found

    def _page_objects(self) -> Iterator["PDFPage"]:
        from pdfminer.pdfpage import PDFPage

        from ingest.readers.pdf_document import MAX_STREAM_BYTES, TooLargeError

        iterator = iter(PDFPage.create_pages(self._document))
        while True:
            try:
                page = next(iterator, None)
            except TooLargeError:
                raise grows_too_large(self._name, MAX_STREAM_BYTES) from None
            except Exception as error:  # as above
                raise damaged(self._data, self._name) from error
            if page is None:
                return
            yield page

    def _read(self, page: "PDFPage", number: int) -> Page:
        from ingest.readers.pdf_device import TooSlowError
        from ingest.readers.pdf_document import MAX_STREAM_BYTES, TooLargeError

        label = str(page.label or "")
        try:
            if not _may_have_text(page):
                return Page(number, 0.0, 0.0, (), _draws(page), label=label)
            return self._laid_out(page, number, self._tags.get(page.pageid, {}))
        except TooSlowError:
            raise takes_too_long(f"{self._name}, page {number}") from None
        except TooLargeError:
            raise grows_too_large(self._name, MAX_STREAM_BYTES) from None
        except Exception as error:  # as above; the other pages may be whole
            return Page(number, 0.0, 0.0, (), False, fault=type(error).__name__, label=label)

    def _laid_out(self, page: "PDFPage", number: int, tags: dict[int, Tag]) -> Page:
        from pdfminer.pdfinterp import PDFPageInterpreter

        from ingest.readers.pdf_device import RunDevice, straighten

        deadline = min(self._end, time.monotonic() + self._limits.page_seconds)
        device = RunDevice(self._resources, deadline, self._fonts)
        straighten(page)
        PDFPageInterpreter(self._resources, device).process_page(page)
        size = device.width, device.height
        return page_of(number, size, device.runs, tags, pictures=device.pictures, label=str(page.label or ""))


def _may_have_text(page: "PDFPage") -> bool:
    """Whether the page's own instructions show text or a form; drawings of millions of lines are passed over."""
    from pdfminer.pdftypes import stream_value

    return any(_TEXT_OPERATOR.search(stream_value(part).get_data()) for part in page.contents)


def _draws(page: "PDFPage") -> bool:
    """Whether a page without text holds drawings, and is not just empty."""
    from pdfminer.pdftypes import stream_value

    return sum(len(stream_value(part).get_data()) for part in page.contents) > _EMPTY_PAGE_BYTES
