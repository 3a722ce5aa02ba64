"""The marks that a browser sets before the items of a numbered list, which are not in the page's text."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

_STYLE: Final = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(lower-alpha|lower-latin|upper-alpha|upper-latin|lower-roman"
    r"|upper-roman|decimal|none)\b",
    re.IGNORECASE,
)
_TYPES: Final = {
    "a": "a",
    "A": "A",
    "i": "i",
    "I": "I",
    "1": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal": "1",
    "none": "",
}
_ROMAN: Final = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST: Final = 999


@dataclass(slots=True)
class _List:
    style: str
    number: int
    step: int = 1
    pending: bool = False
    outer: bool = True


@dataclass(slots=True)
class Lists:
    """The lists that are open at a place of the page, innermost last."""

    _open: list[_List] = field(default_factory=list)

    def begin(self, element: "_Element") -> None:
        """A list begins."""
        ordered = element.tag == "ol"
        style = _style(element) if ordered else ""
        start = _whole(element.get("start"), 1)
        step = -1 if element.get("reversed") is not None else 1
        if step < 0 and element.get("start") is None:
            start = sum(1 for child in element if child.tag == "li")
        numbered = any(known.style for known in self._open)
        self._open.append(_List(style, start - step, step, outer=not numbered))

    def end(self) -> None:
        """The innermost list ends."""
        if self._open:
            self._open.pop()

    def item(self, element: "_Element") -> None:
        """An item of the innermost list begins."""
        if self._open:
            known = self._open[-1]
            known.number = _whole(element.get("value"), known.number + known.step)
            known.pending = True

    def item_ended(self) -> None:
        """The item ends; a mark that no words followed is gone."""
        if self._open:
            self._open[-1].pending = False

    def mark(self) -> str:
        """The mark before the words that come next: `3.`, `(b)`, `(iv)`; empty where the browser sets none."""
        for known in reversed(self._open):
            if known.pending:
                known.pending = False
                label = _label(known)
                if not label:
                    return ""
                return f"{label}." if known.style == "1" and known.outer else f"({label})"
        return ""


def _style(element: "_Element") -> str:
    match = _STYLE.search(element.get("style") or "")
    name = match[1].lower() if match else (element.get("type") or "1")
    return _TYPES.get(name, "1")


def _whole(value: str | None, otherwise: int) -> int:
    value = (value or "").strip()
    return int(value) if re.fullmatch(r"-?\d{1,6}", value) else otherwise


def _label(known: _List) -> str:
    number = known.number
    if not known.style or not 0 < number <= _MOST:
        return ""
    if known.style == "1":
        return str(number)
    label = _letters(number) if known.style in "aA" else _roman(number)
    return label if known.style.islower() else label.upper()


def _letters(number: int) -> str:
    """a, b … z, aa, bb: as references in print go on after z."""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        while number >= value:
            found, number = found + letters, number - value
    return found
