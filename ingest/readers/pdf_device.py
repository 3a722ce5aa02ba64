"""What pdfminer.six draws, taken as runs of letters: its own analysis of the layout is neither needed nor paid for."""

import time
from collections import Counter
from math import hypot
from typing import Any, Final

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdftypes import dict_value, resolve1
from pdfminer.utils import MATRIX_IDENTITY, decode_text, mult_matrix

from ingest.readers.pdf_lines import ARTIFACT, CELL, SPACE, SPACED_CELL, Run, glyphs, style
from ingest.readers.pdf_page import turn_of, upright

_APART: Final = 0.3
_MOST_RUNS: Final = 200_000
"""No page has more that anybody could read."""


class TooSlowError(Exception):
    """A page is past its deadline."""


class RunDevice(PDFTextDevice):
    """Collects the runs of one page, by the direction in which they are read: 0, 90, 180 or 270 degrees."""

    def __init__(self, resources: Any, deadline: float, fonts: "dict[Any, _Font]") -> None:
        super().__init__(resources)
        self.runs: dict[int, list[Run]] = {0: [], 90: [], 180: [], 270: []}
        self.letters: Counter[int] = Counter()
        self.pictures = False
        self.width = self.height = 0.0
        self._deadline = deadline
        self._fonts = fonts
        self._tags: list[tuple[int, str]] = []
        self._instead: list[str] = []
        self._properties: dict[str, Any] = {}
        self._shift = (0.0, 0.0)

    def begin_page(self, page: Any, ctm: Any) -> None:
        """The page as it is shown: what lies within its crop box, turned as the page says."""
        x0, y0, x1, y1 = _shown_box(page)
        left, bottom, right, top = page.mediabox
        turned = page.rotate in (90, 270)
        self.width, self.height = (y1 - y0, x1 - x0) if turned else (x1 - x0, y1 - y0)
        self._shift = {
            90: (y0 - bottom, right - x1),
            180: (right - x1, top - y1),
            270: (top - y1, x0 - left),
        }.get(page.rotate, (x0 - left, y0 - bottom))
        found = resolve1(page.resources.get("Properties")) if isinstance(page.resources, dict) else None
        self._properties = found if isinstance(found, dict) else {}

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """Marked content begins; its number and the words it stands for may be given."""
        if props is not None and not isinstance(props, dict):
            props = self._properties.get(getattr(props, "name", ""))
        try:
            given = dict_value(props) if props is not None else {}
        except Exception:  # pdfminer raises whatever a damaged property list leads it into
            given = {}
        number = resolve1(given.get("MCID"))
        outer = self._tags[-1][0] if self._tags else -1
        name = str(getattr(tag, "name", ""))
        own = ARTIFACT if name == "Artifact" else number if isinstance(number, int) else outer
        actual = resolve1(given.get("ActualText"))
        self._tags.append((own, name))
        self._instead.append(decode_text(actual) if isinstance(actual, bytes) else "")

    def end_tag(self) -> None:
        """Marked content ends."""
        if self._tags:
            self._tags.pop()
            self._instead.pop()

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        """A form or picture begins."""
        self._check_time()

    def paint_path(self, *arguments: Any, **named: Any) -> None:
        """A drawing; only the time that it takes counts."""
        self._check_time()

    def render_image(self, name: str, stream: Any) -> None:
        """A picture."""
        self.pictures = True

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """One showing of text: letters, and shifts in thousandths between them."""
        self._check_time()
        font = self._fonts.get(textstate.font)
        if font is None:
            font = self._fonts[textstate.font] = _Font(textstate.font)
        matrix = mult_matrix(textstate.matrix, self.ctm or MATRIX_IDENTITY)
        scaling = textstate.scaling * 0.01
        walk = _Walk(font, textstate.fontsize, scaling, textstate.charspace * scaling)
        walk.wordspace = 0.0 if font.multibyte else textstate.wordspace * scaling
        x, y = textstate.linematrix
        along = y if font.vertical else x
        end = walk.through(seq, along)
        textstate.linematrix = (x, end) if font.vertical else (end, y)
        if walk.parts:
            self._keep(walk.parts, font, textstate, matrix, (x, y))

    def _keep(
        self, parts: "list[list[Any]]", font: "_Font", textstate: Any, matrix: Any, at: tuple[float, float]
    ) -> None:
        a, b, c, d, e, f = matrix
        across = textstate.rise + (0 if font.vertical else at[1])
        size = abs(textstate.fontsize) * hypot(c, d) * font.height
        tag = self._tags[-1][0] if self._tags else -1
        instead = next((text for text in self._instead if text), "")
        turn = 270 if font.vertical else turn_of(a, b)
        for text, start, end in parts:
            if instead:
                text, self._instead = glyphs(instead), ["\0" if own else "" for own in self._instead]
            text = text.replace("\0", "")
            if not text:
                continue
            if font.vertical:
                p, q = (at[0] * a + start * c + e, at[0] * b + start * d + f), (0.0, 0.0)
                q = (at[0] * a + end * c + e, at[0] * b + end * d + f)
            else:
                p = (start * a + across * c + e, start * b + across * d + f)
                q = (end * a + across * c + e, end * b + across * d + f)
            self._add(turn, text, p, q, size, font, tag)

    def _add(
        self,
        turn: int,
        text: str,
        p: tuple[float, float],
        q: tuple[float, float],
        size: float,
        font: "_Font",
        tag: int,
    ) -> None:
        dx, dy = self._shift
        x0, x1, base = upright(turn, (p[0] - dx, p[1] - dy), (q[0] - dx, q[1] - dy), self.width, self.height)
        width, height = (self.height, self.width) if turn in (90, 270) else (self.width, self.height)
        if x1 < 0 or x0 > width or base < -size or base > height:
            return  # outside what is shown
        self.runs[turn].append(Run(text, x0, x1, base, size, font.bold, font.italic, tag))
        self.letters[turn] += len(text)
        if len(self.runs[turn]) > _MOST_RUNS:
            raise TooSlowError

    def _check_time(self) -> None:
        if time.monotonic() > self._deadline:
            raise TooSlowError


def straighten(page: Any) -> None:
    """Give a page whose boxes name their corners in another order the usual one, which pdfminer counts on."""
    for box in ("mediabox", "cropbox"):
        x0, y0, x1, y1 = getattr(page, box)
        setattr(page, box, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _shown_box(page: Any) -> tuple[float, float, float, float]:
    """The crop box within the media box; the media box where nothing would be left."""
    (a0, b0, a1, b1), (c0, d0, c1, d1) = page.mediabox, page.cropbox
    x0, y0, x1, y1 = max(a0, c0), max(b0, d0), min(a1, c1), min(b1, d1)
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else (a0, b0, a1, b1)


class _Font:
    """A font's letters as they are met: what each is, and how wide."""

    def __init__(self, font: Any) -> None:
        self._font = font
        self._known: dict[int, tuple[str, float]] = {}
        self.bold, self.italic = style(str(getattr(font, "fontname", "") or getattr(font, "basefont", "")))
        self.multibyte = bool(font.is_multibyte())
        self.vertical = bool(font.is_vertical())
        self.decode = font.decode
        # Letters of a Type 3 font are drawn in a space of their own, whose box says how tall they are.
        tall = abs(font.get_height()) if isinstance(font, PDFType3Font) else 0.0
        self.height = tall if tall > 0 else 1.0
        if hasattr(font, "fontfile"):
            font.fontfile = None  # its outlines are not needed any more, and weigh most

    def glyph(self, code: int) -> tuple[str, float]:
        known = self._known.get(code)
        if known is None:
            try:
                text = glyphs(self._font.to_unichr(code))
            except PDFUnicodeNotDefined:
                text = f"(cid:{code})"
            known = self._known[code] = text, float(self._font.char_width(code))
        return known


class _Walk:
    """Along one showing of text; `parts` are [letters, begin, end] in text space, cut at wide gaps."""

    def __init__(self, font: _Font, size: float, scaling: float, charspace: float) -> None:
        self.parts: list[list[Any]] = []
        self.wordspace = 0.0
        self._font = font
        self._size = size
        self._scaling = scaling
        self._charspace = charspace

    def through(self, seq: Any, at: float) -> float:
        """All of it from `at` on; where the next showing begins."""
        font, parts = self._font, self.parts
        factor = self._size * self._scaling
        em = abs(factor)
        charspace, wordspace, glyph = self._charspace, self.wordspace, font.glyph
        # Letters set apart are one word; some programs move to the next cell of a table in the same way.
        apart = charspace if charspace < _APART * em else 0.0
        letters: list[str] = []
        begin = end = start = at
        spaced = False
        for item in seq:
            if isinstance(item, bytes):
                for code in font.decode(item):
                    text, width = glyph(code)
                    if text == " " or not text:
                        spaced = True
                    else:
                        gap = at - end - apart
                        if letters and (gap > (SPACED_CELL if spaced else CELL) * em or gap < -em):
                            parts.append(["".join(letters) + (" " if spaced else ""), begin, end])
                            letters = []
                        elif spaced or (letters and gap > SPACE * em):
                            letters.append(" ")
                        if not letters or (len(letters) == 1 and letters[0] == " "):
                            begin = at
                        letters.append(text)
                        spaced = False
                        end = at + width * factor
                    at += width * factor + charspace
                    if code == 32:
                        at += wordspace
            elif isinstance(item, (int, float)):
                at -= item * 0.001 * factor
        if letters or spaced:
            parts.append(["".join(letters) + (" " if spaced else ""), begin if letters else start, end])
        return at
