"""Numbers as programs print them before paragraphs: letters, numerals, and lists that count on several levels."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.readers.base import Block
from ingest.readers.marks import Mark

LEVELS: Final = 10
_DECIMAL: Final = re.compile(r"\d{1,3}[A-Z]{0,2}(?:\.\d{1,3}){0,4}\Z")
_INNER: Final = re.compile(r"(?:\d{1,3}[A-Z]{0,2}|[a-z]{1,3}|[ivxlc]{1,7}|[A-Z]{1,3}|[IVXLC]{1,7})\Z")
_WITHIN: Final = re.compile(r"(?P<number>\d{1,3}[A-Z]{0,2}(?:\.\d{1,3}){0,4})(?P<inner>(?:\(\w{1,4}\))+)\Z")
_WORDED: Final = re.compile(r"(?P<word>section|paragraph|para)\.?\s+(?P<number>\S+)\Z", re.IGNORECASE)
_HIGHEST: Final = 30_000
_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def letters(number: int) -> str:
    """1 is a, 26 z, 27 aa, 28 bb: as word processors count on."""
    return chr(ord("a") + (number - 1) % 26) * min(4, (number - 1) // 26 + 1) if number > 0 else ""


def roman(number: int) -> str:
    """A number from 1 to 3,999 in small Roman numerals; the number itself where there is none."""
    if not 0 < number < 4000:
        return str(number)
    found = ""
    for value, sign in _ROMAN:
        found += sign * (number // value)
        number %= value
    return found


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "ordinal": ordinal,
    "none": lambda number: "",
    "bullet": lambda number: "",
}
"""By the names that Word gives them; any other is counted in figures."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, and what is printed, `%1` being the number of the first.

    `restart`: after how deep a level it begins again (0: never; None: after any above it). `legal` prints figures only.
    """

    start: int = 1
    form: str = "decimal"
    text: str = "%1."
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class Counters:
    """The numbers that one list has reached on its levels; None where a level was not counted yet."""

    reached: list[int | None] = field(default_factory=lambda: [None] * LEVELS)

    def next(self, levels: Mapping[int, Level], depth: int) -> str:
        """Count one item at `depth` (from 0) and give what is printed before it; empty for a bullet."""
        level = levels.get(depth, Level(text=f"%{depth + 1}."))
        now = self.reached[depth]
        self.reached[depth] = level.start if now is None else min(now + 1, _HIGHEST)
        for deeper in range(depth + 1, LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and depth < restart):
                self.reached[deeper] = None
        if level.form == "bullet":
            return ""
        printed = level.text
        for place in range(depth, -1, -1):
            if f"%{place + 1}" in printed:
                printed = printed.replace(f"%{place + 1}", self._shown(levels, place, legal=level.legal))
        return printed.strip()

    def _shown(self, levels: Mapping[int, Level], place: int, *, legal: bool) -> str:
        level = levels.get(place, Level())
        if self.reached[place] is None:
            self.reached[place] = level.start
        form = "decimal" if legal and level.form not in ("none", "bullet") else level.form
        return FORMATS.get(form, str)(self.reached[place] or 0)


def printed_mark(number: str) -> Mark | None:
    """The mark that a printed number is (`12.`, `(a)`, `a)`, `Article 3`), with the space after it; None for none."""
    length = len(number) + 1
    bracketed = number.startswith("(") and number.endswith(")")
    bare = number.strip("().:; ")
    if _DECIMAL.match(bare) and not bracketed:
        return Mark("number", bare, length, True)
    if _INNER.match(bare):
        return Mark("inner", bare, length, True)
    if match := _WITHIN.match(number.rstrip(".: ")):
        return Mark("given", f"para {match['number']}{match['inner']}", length, True)
    if match := _WORDED.match(bare):
        word = "s." if match["word"].lower() == "section" else "para"
        return Mark("given", f"{word} {match['number']}", length, True)
    return Mark("given", bare, length, True) if any(c.isalnum() for c in bare) else None


def rows_counted(blocks: Sequence[Block], rows: Collection[int]) -> list[Block]:
    """The blocks with the rows of a table below a numbered paragraph told apart: `para 61, row 2`.

    `rows` are the places in the text where rows begin.
    """
    found = []
    above, count = "", 0
    for block in blocks:
        if block.start in rows and block.ref == above:
            count += 1
            block = replace(block, ref=f"{above}, row {count}")
        else:
            above, count = block.ref, 0
        found.append(block)
    return found
