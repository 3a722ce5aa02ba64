"""From a page as pdfminer.six lays it out to printed lines with their place, size and style."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pdfminer.layout import LTChar, LTTextLine

NOTE_OPEN, NOTE_CLOSE = "\ue000", "\ue001"
"""Round a raised number in a line's text: perhaps the mark of a footnote."""

_NO_MARKS: Final = {ord(NOTE_OPEN): None, ord(NOTE_CLOSE): None}
_BOLD: Final = ("bold", "black", "heavy", "demi")
_ITALIC: Final = ("italic", "oblique")
_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: text, box in points (origin below left) of its main letters, their size and style."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    italic: bool = False

    @property
    def middle(self) -> float:
        """Half-way up the letters."""
        return (self.y0 + self.y1) / 2


def turn_of(layout: Any) -> int:
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


def lines_of(layout: Any) -> tuple[tuple[Line, ...], bool]:
    """The upright lines of an analysed page, in no order, and whether it shows pictures."""
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
    """One line, or None where it holds no upright letters."""
    from pdfminer.layout import LTChar

    letters = [item for item in found if isinstance(item, LTChar) and item.get_text().strip()]
    if sum(_direction(letter) == 0 for letter in letters) * 2 <= len(letters):
        return None  # nothing, or words up the margin
    size = _main_size(letters)
    main = [letter for letter in letters if abs(letter.size - size) < 0.2]
    y0, y1 = min(letter.y0 for letter in main), max(letter.y1 for letter in main)
    text = "".join(_characters(found, size, y0)).replace(NOTE_CLOSE + NOTE_OPEN, "")
    text = " ".join(text.translate(_LIGATURES).split())
    bold, italic = _all_in(letters, _BOLD), _all_in(letters, _ITALIC)
    return Line(text, found.x0, y0, found.x1, y1, size, bold, italic) if text else None


def _main_size(letters: "list[LTChar]") -> float:
    """The largest size that is more than an initial's: small capitals and raised figures do not lower it."""
    sizes = Counter(round(letter.size, 1) for letter in letters)
    return max(size for size, count in sizes.items() if count * 10 >= len(letters))


def _all_in(letters: "list[LTChar]", styles: tuple[str, ...]) -> bool:
    styled = sum(any(word in letter.fontname.lower() for word in styles) for letter in letters)
    return styled >= 0.95 * len(letters)


def _characters(found: "LTTextLine", size: float, bottom: float) -> Iterator[str]:
    from pdfminer.layout import LTChar

    first = True
    for item in found:
        text = item.get_text().translate(_NO_MARKS)
        if isinstance(item, LTChar) and _is_note_mark(item, size, bottom, first=first):
            yield NOTE_OPEN + text + NOTE_CLOSE
        else:
            yield text
            first = first and not text.strip()


def _is_note_mark(letter: "LTChar", size: float, bottom: float, *, first: bool) -> bool:
    """A small figure above the line; at its beginning small is enough, as such lines hold their letters' box."""
    small = letter.get_text().isdigit() and letter.size < 0.8 * size
    return small and (first or letter.y0 > bottom + 0.2 * size)
