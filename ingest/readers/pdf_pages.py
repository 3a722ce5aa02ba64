"""From the bytes of a PDF to the lines of its pages, by pdfminer.six; nothing of pdfminer shows outside.

A PDF is hostile until read: time is limited, so is what a compressed stream may grow to, and whatever pdfminer raises
on a damaged file becomes a SourceError.
"""

import contextlib
import io
import logging
import re
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ingest.readers.pdf_faults import damaged, encrypted, grows_too_large, protected, takes_too_long
from ingest.readers.pdf_lines import Line, lines_of, turn_of

if TYPE_CHECKING:
    from pdfminer.layout import LTPage
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFResourceManager
    from pdfminer.pdfpage import PDFPage

MAX_STREAM_BYTES: Final = 256 * 1024 * 1024
_DEFLATE_RATIO: Final = 1032
"""No deflate stream grows more than this."""

_TEXT_OPERATOR: Final = re.compile(rb"\b(?:BT|Do)\b")
_EMPTY_PAGE_BYTES: Final = 2000


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page (from 1), in no order; `pictures` when it shows any, `fault` why it could not be read."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    pictures: bool
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one page, and a whole file, may take, in seconds."""

    page_seconds: float = 30.0
    file_seconds: float = 600.0


def pdf_pages(data: bytes, name: str, limits: Limits) -> list[Page]:
    """All pages of a PDF.

    Raises SourceError for a file that is protected, takes longer than the limits, or is damaged in all its pages.
    """
    with _quiet():
        document = _opened(data, name)
        pages: list[Page] = []
        end = time.monotonic() + limits.file_seconds
        fonts = _font_cache()
        for number, page in enumerate(_page_objects(document, data, name), 1):
            deadline = min(end, time.monotonic() + limits.page_seconds)
            pages.append(_read_page(page, number, name, fonts, deadline))
            if time.monotonic() > end:
                raise takes_too_long(name)
    if all(page.fault for page in pages):
        raise damaged(data, name)
    return pages


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


def _opened(data: bytes, name: str) -> "PDFDocument":
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser

    try:
        return _bounded_document(PDFParser(io.BytesIO(data)))
    except PDFPasswordIncorrect:
        raise protected(name) from None
    except PDFEncryptionError:
        raise encrypted(name) from None
    except _TooLargeError:
        raise grows_too_large(name, MAX_STREAM_BYTES) from None
    except Exception as error:  # pdfminer raises whatever a damaged file leads it into
        raise damaged(data, name) from error


def _page_objects(document: "PDFDocument", data: bytes, name: str) -> Iterator["PDFPage"]:
    from pdfminer.pdfpage import PDFPage

    iterator = iter(PDFPage.create_pages(document))
    while True:
        try:
            page = next(iterator, None)
        except _TooLargeError:
            raise grows_too_large(name, MAX_STREAM_BYTES) from None
        except Exception as error:  # as above
            raise damaged(data, name) from error
        if page is None:
            return
        yield page


def _read_page(page: "PDFPage", number: int, name: str, fonts: "PDFResourceManager", deadline: float) -> Page:
    try:
        if not _may_have_text(page):
            return Page(number, 0.0, 0.0, (), _draws(page))
        layout = _layout(page, fonts, deadline)
        if turn := turn_of(layout):
            page.rotate = (page.rotate + turn) % 360
            layout = _layout(page, fonts, deadline)
        lines, pictures = lines_of(layout)
        return Page(number, float(layout.width), float(layout.height), lines, pictures)
    except _TooSlowError:
        raise takes_too_long(f"{name}, page {number}") from None
    except _TooLargeError:
        raise grows_too_large(name, MAX_STREAM_BYTES) from None
    except Exception as error:  # as above; the other pages may be whole
        return Page(number, 0.0, 0.0, (), False, fault=type(error).__name__)


class _TooSlowError(Exception):
    """A page is past its deadline."""


class _TooLargeError(Exception):
    """A compressed stream grows beyond the limit."""


def _bounded_document(parser: Any) -> "PDFDocument":
    """A document that looks at each compressed stream before pdfminer unpacks it whole."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdftypes import PDFStream

    class Bounded(PDFDocument):
        def getobj(self, objid: int) -> object:
            found = super().getobj(objid)
            if isinstance(found, PDFStream) and found.rawdata and not _is_picture(found):
                _check_growth(bytes(found.rawdata))
            return found

    return Bounded(parser)


def _is_picture(stream: Any) -> bool:
    return "Image" in str(stream.attrs.get("Subtype", ""))


def _check_growth(raw: bytes) -> None:
    if len(raw) * _DEFLATE_RATIO <= MAX_STREAM_BYTES:
        return
    unpacker, total, rest = zlib.decompressobj(), 0, raw
    try:
        while rest and not unpacker.eof:
            total += len(unpacker.decompress(rest, 1 << 20))
            rest = unpacker.unconsumed_tail
            if total > MAX_STREAM_BYTES:
                raise _TooLargeError
    except zlib.error:
        return  # not deflated, or damaged: pdfminer will see


def _may_have_text(page: "PDFPage") -> bool:
    """Whether the page's own instructions show text or a form; drawings of millions of lines are passed over."""
    from pdfminer.pdftypes import stream_value

    return any(_TEXT_OPERATOR.search(stream_value(part).get_data()) for part in page.contents)


def _draws(page: "PDFPage") -> bool:
    """Whether a page without text holds drawings, and is not just empty."""
    from pdfminer.pdftypes import stream_value

    return sum(len(stream_value(part).get_data()) for part in page.contents) > _EMPTY_PAGE_BYTES


def _font_cache() -> "PDFResourceManager":
    """What pdfminer keeps from page to page: fonts and their character tables."""
    from pdfminer.pdfinterp import PDFResourceManager

    return PDFResourceManager()


def _layout(page: "PDFPage", fonts: "PDFResourceManager", deadline: float) -> "LTPage":
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams
    from pdfminer.pdfinterp import PDFPageInterpreter

    class Device(PDFPageAggregator):
        def render_char(self, *arguments: Any, **named: Any) -> float:
            _check_time(deadline)
            return float(super().render_char(*arguments, **named))

        def paint_path(self, *arguments: Any, **named: Any) -> None:
            _check_time(deadline)

        def begin_figure(self, *arguments: Any, **named: Any) -> None:
            _check_time(deadline)
            super().begin_figure(*arguments, **named)

    device = Device(fonts, laparams=LAParams(boxes_flow=None, all_texts=True, line_margin=0.2))
    PDFPageInterpreter(fonts, device).process_page(page)
    return device.get_result()


def _check_time(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise _TooSlowError
