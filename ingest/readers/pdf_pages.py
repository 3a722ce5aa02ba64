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
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graph.errors import SourceError

if TYPE_CHECKING:
    from pdfminer.layout import LTChar, LTTextLine
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage

NOTE_OPEN, NOTE_CLOSE = "\ue000", "\ue001"
"""Round a raised number in a line's text: perhaps the mark of a footnote."""

MAX_STREAM_BYTES: Final = 256 * 1024 * 1024
_DEFLATE_RATIO: Final = 1032
"""No deflate stream grows more than this."""

_TEXT_OPERATOR: Final = re.compile(rb"\b(?:BT|Do)\b")
_BOLD: Final = ("bold", "black", "heavy", "demi")
_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: text, box in points (origin below left) of its main letters, their size, whether bold."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


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
        iterator = _page_objects(document, data, name)
        for number, page in enumerate(iterator, 1):
            deadline = min(end, time.monotonic() + limits.page_seconds)
            pages.append(_read_page(page, number, name, deadline))
    if all(page.fault for page in pages):
        raise _damaged(data, name, pages[0].fault if pages else "it has no page that can be read")
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
        step = "Open it with its password, print it to a new PDF, and add that."
        raise SourceError("The PDF is protected by a password.", where=name, next_step=step) from None
    except PDFEncryptionError:
        step = "Open it in a PDF program, print it to a new PDF, and add that."
        raise SourceError("The PDF is encrypted in a way that cannot be read.", where=name, next_step=step) from None
    except _TooLargeError:
        raise _bomb(name) from None
    except Exception as error:  # pdfminer raises whatever a damaged file leads it into
        raise _damaged(data, name, _reason(error)) from error


def _page_objects(document: "PDFDocument", data: bytes, name: str) -> Iterator["PDFPage"]:
    from pdfminer.pdfpage import PDFPage

    iterator = iter(PDFPage.create_pages(document))
    while True:
        try:
            page = next(iterator, None)
        except _TooLargeError:
            raise _bomb(name) from None
        except Exception as error:  # as above
            raise _damaged(data, name, _reason(error)) from error
        if page is None:
            return
        yield page


def _read_page(page: "PDFPage", number: int, name: str, deadline: float) -> Page:
    where = f"{name}, page {number}"
    try:
        if not _may_have_text(page):
            return Page(number, 0.0, 0.0, (), True)
        layout = _layout(page, deadline)
        if turn := _turned(layout):
            page.rotate = (page.rotate + turn) % 360
            layout = _layout(page, deadline)
        lines, pictures = _collect(layout)
        return Page(number, float(layout.width), float(layout.height), lines, pictures)
    except _TooSlowError:
        step = "Print it to a new PDF, or split it, and add that."
        raise SourceError("The page takes too long to read.", where=where, next_step=step) from None
    except _TooLargeError:
        raise _bomb(name) from None
    except Exception as error:  # as above; the other pages may be whole
        return Page(number, 0.0, 0.0, (), False, fault=_reason(error))


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


def _layout(page: "PDFPage", deadline: float) -> Any:
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

    class Device(PDFPageAggregator):
        def render_char(self, *arguments: Any, **named: Any) -> float:
            _check_time(deadline)
            return float(super().render_char(*arguments, **named))

        def paint_path(self, *arguments: Any, **named: Any) -> None:
            _check_time(deadline)

        def begin_figure(self, *arguments: Any, **named: Any) -> None:
            _check_time(deadline)
            super().begin_figure(*arguments, **named)

    manager = PDFResourceManager()
    device = Device(manager, laparams=LAParams(boxes_flow=None, all_texts=True, line_margin=0.2))
    PDFPageInterpreter(manager, device).process_page(page)
    return device.get_result()


def _check_time(deadline: float) -> None:
    if time.monotonic() > deadline:
        raise _TooSlowError


def _turned(layout: Any) -> int:
    """By how many degrees a page has to be turned for most of its letters to stand upright."""
    from pdfminer.layout import LTChar

    directions: Counter[int] = Counter()
    for item in _walk(layout):
        if isinstance(item, LTChar):
            directions[_direction(item)] += 1
    if not directions:
        return 0
    turn, count = directions.most_common(1)[0]
    return turn if count * 2 > directions.total() else 0


def _direction(letter: "LTChar") -> int:
    """By how many degrees the page has to be turned for this letter to stand upright."""
    a, b = letter.matrix[0], letter.matrix[1]
    return 0 if abs(a) >= abs(b) else 90 if b > 0 else 270


def _walk(item: Any) -> Iterator[Any]:
    stack = [item]
    while stack:
        current = stack.pop()
        yield current
        if hasattr(current, "__iter__"):
            stack.extend(current)


def _collect(layout: Any) -> tuple[tuple[Line, ...], bool]:
    from pdfminer.layout import LTImage, LTTextLine

    lines: list[Line] = []
    pictures = False
    stack = [layout]
    while stack:
        current = stack.pop()
        if isinstance(current, LTTextLine):
            if line := _line(current):
                lines.append(line)
        elif isinstance(current, LTImage):
            pictures = True
        elif hasattr(current, "__iter__"):
            stack.extend(current)
    return tuple(lines), pictures


def _line(found: "LTTextLine") -> Line | None:
    """One line; its size is that of most of its letters, so that raised and small ones do not count."""
    from pdfminer.layout import LTChar

    letters = [item for item in found if isinstance(item, LTChar) and item.get_text().strip()]
    if sum(_direction(letter) == 0 for letter in letters) * 2 <= len(letters):
        return None  # nothing, or words up the margin
    size = Counter(round(letter.size, 1) for letter in letters).most_common(1)[0][0]
    main = [letter for letter in letters if abs(letter.size - size) < 0.2] or letters
    y0, y1 = min(letter.y0 for letter in main), max(letter.y1 for letter in main)
    text = "".join(_characters(found, size, y0)).replace(NOTE_CLOSE + NOTE_OPEN, "")
    text = " ".join(text.translate(_LIGATURES).split())
    bold = sum(any(word in letter.fontname.lower() for word in _BOLD) for letter in letters) >= 0.95 * len(letters)
    return Line(text, found.x0, y0, found.x1, y1, size, bold) if text else None


def _characters(found: "LTTextLine", size: float, bottom: float) -> Iterator[str]:
    from pdfminer.layout import LTChar

    first = True
    for item in found:
        text = item.get_text()
        raised = isinstance(item, LTChar) and not first and _is_raised(item, size, bottom)
        yield NOTE_OPEN + text + NOTE_CLOSE if raised else text
        first = first and not text.strip()


def _is_raised(letter: "LTChar", size: float, bottom: float) -> bool:
    return letter.get_text().isdigit() and letter.size < 0.8 * size and letter.y0 > bottom + 0.2 * size


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())[:80]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _bomb(name: str) -> SourceError:
    megabytes = MAX_STREAM_BYTES // (1024 * 1024)
    step = "Open it in a PDF program, print it to a new PDF, and add that."
    return SourceError(f"A part of the PDF grows beyond {megabytes} MB when unpacked.", where=name, next_step=step)


def _damaged(data: bytes, name: str, reason: str) -> SourceError:
    """A damaged file in plain words; one that lacks its end was most likely not downloaded whole."""
    if b"%PDF-" not in data[:1024]:
        step = "Check that it is the right file, and download or save it again."
        return SourceError("The file is called a PDF but is none.", where=name, next_step=step)
    if b"%%EOF" not in data[-2048:]:
        step = "Download or copy it again."
        return SourceError(f"The PDF breaks off before its end ({reason}).", where=name, next_step=step)
    step = "Open it in a PDF program, print it to a new PDF, and add that."
    return SourceError(f"The PDF is damaged ({reason}).", where=name, next_step=step)
