"""The letters of one page as pdfium gives them, put together to runs a word at a time."""

import re
from collections.abc import Callable, Iterator
from ctypes import CFUNCTYPE, byref, c_double, c_int, c_ushort, c_void_p, cast, create_string_buffer
from math import hypot
from typing import Any, Final

from ingest.readers.pdf_lines import ARTIFACT, CELL, SPACE, SPACED_CELL, TOUCH, Run, glyphs, style
from ingest.readers.pdf_page import turn_of, upright

_WORD: Final = re.compile(r"[^\s\x00-\x20\ufffe]+")
_CLOSING: Final = ".,;:!?)]}”’"
_USUAL_WIDTH: Final = 0.5
"""Of a letter, as a share of its size, until a font has been seen."""
_WIDER: Final = 1.12
_REMEMBERED: Final = 2000
_MOST_LETTERS: Final = 2_000_000


class Letters:
    """The words of one page, put together to runs; places are those of the page as shown."""

    def __init__(self, pdf: Any, page: Any, text: Any, fonts: dict[int, tuple[bool, bool]], *, tagged: bool) -> None:
        self._pdf = pdf
        self._text = text
        self._fonts = fonts
        self._tagged = tagged
        box = pdf.FS_RECTF()
        pdf.FPDF_GetPageBoundingBox(page, byref(box))
        self._box = box.left, box.bottom, box.right, box.top
        self._rotation = int(pdf.FPDFPage_GetRotation(page)) * 90
        width, height = box.right - box.left, box.top - box.bottom
        self.size = (height, width) if self._rotation in (90, 270) else (width, height)
        # The same function, giving plain numbers: they are compared for every word.
        numbered = CFUNCTYPE(c_void_p, c_void_p, c_int)(cast(pdf.FPDFText_GetTextObject, c_void_p).value or 0)
        self._object_of: Callable[[Any, int], int | None] = numbered
        self._known: dict[int, _Style] = {}
        self._widths: dict[int, tuple[float, int]] = {}
        self._rect = pdf.FS_RECTF()
        self._matrix = pdf.FS_MATRIX()

    def runs(self) -> dict[int, list[Run]]:
        """The runs by direction, as RunDevice gives them."""
        found: dict[int, list[Run]] = {}
        object_of = self._object_of
        known = self._known
        open_run: _Open | None = None
        for first, last, words in self._words():
            number = object_of(self._text, first)
            if not number:
                continue
            look = known.get(number)
            if look is None:
                look = known[number] = self._style(first, number)
            x0, x1 = self._extent(first, last, look)
            if open_run is not None and (open_run.takes(look, x0) or self._spread(open_run, look, x0, first)):
                open_run.add(words, x0, x1)
                continue
            if open_run is not None:
                self._keep(open_run, found)
            open_run = _Open(look, words, x0, x1)
        if open_run is not None:
            self._keep(open_run, found)
        return found

    def _spread(self, run: "_Open", look: "_Style", x0: float, first: int) -> bool:
        """Whether a wide gap inside one object is a space that the file has there, in a line that is spread out."""
        if look is not run.style or not 0 < x0 - run.x1 <= SPACED_CELL * look.size:
            return False
        return not self._pdf.FPDFText_IsGenerated(self._text, first - 1)

    def _keep(self, run: "_Open", found: dict[int, list[Run]]) -> None:
        look = run.style
        width, height = (self.size[1], self.size[0]) if look.turn in (90, 270) else self.size
        if run.x1 < 0 or run.x0 > width or look.base < -look.size or look.base > height:
            return  # outside what is shown
        made = Run(run.text, run.x0, run.x1, look.base, look.size, look.bold, look.italic, look.tag)
        found.setdefault(look.turn, []).append(made)

    def _words(self) -> Iterator[tuple[int, int, str]]:
        """First and last letter's number, and the letters, of stretches that one object shows; a space comes first.

        A stretch is one word, or all that an object shows where that is no wider than such letters usually are.
        """
        whole = self._characters()
        object_of, text = self._object_of, self._text
        spans = [match.span() for match in _WORD.finditer(whole)]
        at = 0
        while at < len(spans):
            first, end = spans[at]
            own = object_of(text, first)
            if end - first > 1 and own != object_of(text, end - 1):
                yield from self._pieces(whole, first, end - 1)
                at += 1
                continue
            last = self._last_of(own, spans, at)
            if last > at and self._is_close(whole, first, spans[last][1], own):
                yield (
                    first,
                    spans[last][1] - 1,
                    _opening(whole, first) + whole[first : spans[last][1]] + self._hyphen(whole, spans[last][1]),
                )
                at = last + 1
                continue
            for begin, stop in spans[at : last + 1]:
                yield begin, stop - 1, _opening(whole, begin) + whole[begin:stop] + self._hyphen(whole, stop)
            at = last + 1

    def _last_of(self, own: int | None, spans: list[tuple[int, int]], at: int) -> int:
        """The last word that the object of the word `at` shows whole, found by doubling steps and halving them."""
        object_of, text = self._object_of, self._text
        low, step = at, 1
        while low + step < len(spans) and object_of(text, spans[low + step][1] - 1) == own:
            low += step
            step *= 2
        while step > 1:
            step //= 2
            if low + step < len(spans) and object_of(text, spans[low + step][1] - 1) == own:
                low += step
        return low

    def _is_close(self, whole: str, first: int, end: int, own: int | None) -> bool:
        """Whether letters stand as close as such letters do elsewhere, and on one line, so that no cell ends inside."""
        part = whole[first:end]
        if "\n" in part or "\ufffe" in part or "\x02" in part or ".." in part:
            return False  # leader dots are narrow and would hide the gap that they lead over
        look = self._known.get(own or 0) or self._style(first, own or 0)
        self._known[own or 0] = look
        x0, x1 = self._extent(first, end - 1, look)
        usual, seen = self._widths.get(look.font, (_USUAL_WIDTH, 0))
        width = (x1 - x0) / look.size / len(part)
        if not 0 < width <= _WIDER * usual:
            return False
        count = min(seen + len(part), _REMEMBERED)
        self._widths[look.font] = usual + (width - usual) * len(part) / (count + len(part)), count
        return True

    @staticmethod
    def _hyphen(whole: str, end: int) -> str:
        return "-" if whole[end : end + 1] in ("\ufffe", "\x02") else ""

    def _pieces(self, whole: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
        """A word whose letters are shown by several objects, cut between them."""
        object_of, text = self._object_of, self._text
        begin, own, space = first, object_of(text, first), " "
        for at in range(first + 1, last + 1):
            other = object_of(text, at)
            if other != own:
                yield begin, at - 1, space + whole[begin:at]
                begin, own, space = at, other, ""
        hyphen = self._hyphen(whole, last + 1)
        yield begin, last, space + whole[begin : last + 1] + hyphen

    def _characters(self) -> str:
        """The page's characters, one a number: a character beyond the first plane takes one place here."""
        pdf, text = self._pdf, self._text
        count = min(int(pdf.FPDFText_CountChars(text)), _MOST_LETTERS)
        if count <= 0:
            return ""
        buffer = (c_ushort * (count + 1))()
        written = pdf.FPDFText_GetText(text, 0, count, buffer)
        whole = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
        if len(whole) == count and written - 1 == count:
            return whole
        return "".join(_character(pdf.FPDFText_GetUnicode(text, at)) for at in range(count))

    def _style(self, at: int, number: int) -> "_Style":
        pdf, matrix = self._pdf, self._matrix
        shown = pdf.FPDFText_GetTextObject(self._text, at)
        pdf.FPDFText_GetMatrix(self._text, at, byref(matrix))
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        size = float(pdf.FPDFText_GetFontSize(self._text, at)) * hypot(c, d)
        font = pdf.FPDFTextObj_GetFont(shown)
        bold, italic = self._font(font)
        x, y = c_double(), c_double()
        pdf.FPDFText_GetCharOrigin(self._text, at, byref(x), byref(y))
        turn = (turn_of(a, b) - self._rotation) % 360
        place = self._shown(x.value, y.value)
        _, _, base = upright(turn, place, place, *self.size)
        return _Style(number, turn, base, abs(size) or 1.0, bold, italic, self._tag(shown), _address(font))

    def _tag(self, shown: Any) -> int:
        if not self._tagged:
            return -1
        number = int(self._pdf.FPDFPageObj_GetMarkedContentID(shown))
        if number >= 0 or self._pdf.FPDFPageObj_CountMarks(shown) <= 0:
            return number
        from ingest.readers.pdfium_tags import is_artifact

        return ARTIFACT if is_artifact(self._pdf, shown) else -1

    def _font(self, font: Any) -> tuple[bool, bool]:
        number = _address(font)
        known = self._fonts.get(number)
        if known is None:
            buffer = create_string_buffer(256)
            length = self._pdf.FPDFFont_GetBaseFontName(font, buffer, 256) if font else 0
            name = buffer.raw[: max(0, min(int(length), 256) - 1)].decode("utf-8", "replace")
            known = self._fonts[number] = style(name)
        return known

    def _extent(self, first: int, last: int, look: "_Style") -> tuple[float, float]:
        rect, box_of = self._rect, self._pdf.FPDFText_GetLooseCharBox
        reference = byref(rect)
        box_of(self._text, first, reference)
        sides = rect.left, rect.bottom, rect.right, rect.top
        if last != first:
            box_of(self._text, last, reference)
        if look.turn == 0 and not self._rotation:
            left = self._box[0]
            return sides[0] - left, rect.right - left
        corners = [(sides[0], sides[1]), (sides[2], sides[3]), (rect.left, rect.bottom), (rect.right, rect.top)]
        places = [self._shown(x, y) for x, y in corners]
        along = [upright(look.turn, place, place, *self.size)[0] for place in places]
        return min(along), max(along)

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._box
        if self._rotation == 90:
            return y - bottom, right - x
        if self._rotation == 180:
            return right - x, top - y
        if self._rotation == 270:
            return top - y, x - left
        return x - left, y - bottom


class _Style:
    """What all letters of one text object share; written without a dataclass, as there are hundreds a page."""

    __slots__ = ("base", "bold", "font", "italic", "number", "size", "tag", "turn")

    def __init__(
        self, number: int, turn: int, base: float, size: float, bold: bool, italic: bool, tag: int, font: int
    ) -> None:
        self.number, self.turn, self.base, self.size = number, turn, base, size
        self.bold, self.italic, self.tag, self.font = bold, italic, tag, font


class _Open:
    """A run that may still grow."""

    __slots__ = ("style", "text", "x0", "x1")

    def __init__(self, look: _Style, text: str, x0: float, x1: float) -> None:
        self.style, self.text, self.x0, self.x1 = look, glyphs(text), x0, x1

    def takes(self, look: _Style, x0: float) -> bool:
        own = self.style
        if look is not own and (
            look.turn != own.turn
            or abs(look.base - own.base) > 0.05 * own.size
            or abs(look.size - own.size) > 0.01 * own.size
            or (look.bold, look.italic, look.tag) != (own.bold, own.italic, own.tag)
        ):
            return False
        return -0.5 * own.size < x0 - self.x1 <= CELL * own.size

    def add(self, text: str, x0: float, x1: float) -> None:
        gap = x0 - self.x1
        if gap <= TOUCH * self.style.size:
            text = text.lstrip(" ")  # some spaces lie under the word that follows
        elif gap > SPACE * self.style.size and text[0] != " ":
            self.text += " "
        self.text += glyphs(text)
        self.x1 = max(self.x1, x1)


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 else "\ufffd"


def _address(pointer: Any) -> int:
    return cast(pointer, c_void_p).value or 0 if pointer else 0


def _opening(whole: str, first: int) -> str:
    """The space before a word; pdfium makes one up between two objects that touch: before these signs a gap counts."""
    return "" if whole[first] in _CLOSING else " "
