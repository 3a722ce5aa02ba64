"""Where a line of a transcript may begin a turn: the forms in which a speaker's label is written before the words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.readers.labels import is_code, is_role

Span = tuple[int, int]

_CLOCK: Final = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
TIME: Final = rf"[\[(<{{#]?{_CLOCK}(?:-\d)?[\])>}}#]?"
_WORD: Final = r"[^\W_][\w.'’&/-]*"
_LABEL: Final = rf"(?P<label>{_WORD}(?:[ \t]+{_WORD}){{0,3}})"
_NOTE: Final = r"(?:[ \t]*\([^()\n\d][^()\n]{0,40}\))?"
_BEGINS: Final = rf"[ \t]*(?:(?P<before>{TIME})[ \t]*[-–—:|]?[ \t]*)?[\[(<*_]{{0,3}}{_LABEL}[\])>*_]{{0,3}}{_NOTE}"
_AFTER: Final = rf"(?:[ \t]*,?[ \t]*(?P<after>{TIME}))"
_COLON: Final = re.compile(rf"{_BEGINS}{_AFTER}?[ \t]*(?::(?=[\s*_]|\Z)|：)[*_]{{0,3}}")
_ALONE: Final = re.compile(rf"{_BEGINS}{_AFTER}?\s*\Z")
_STAMPED: Final = re.compile(rf"{_BEGINS}{_AFTER}(?=\s)")
_SIGN: Final = re.compile(
    rf"[ \t]*(?:(?P<before>{TIME})[ \t]+)?(?P<label>[^\W_]+(?: \d+)?)(?:\.|>|[ \t]*[-–—])[ \t]+(?=\S)"
)
_TABBED: Final = re.compile(rf"[ \t]*(?:(?P<before>{TIME})[ \t]+)?{_LABEL}[ ]?:?\t+(?=\S)")
_FORMS: Final = (("tab", _TABBED), ("colon", _COLON), ("alone", _ALONE), ("alone", _STAMPED), ("sign", _SIGN))
_ALONE_TIME: Final = re.compile(rf"\s*{TIME}(?:[ \t]*(?:-->|[-–—])[ \t]*{TIME})?[ \t:]*\Z")
_LEADING_TIME: Final = re.compile(rf"\s*(?P<time>{TIME})(?:[ \t]*(?:-->|[-–—])[ \t]*{TIME})?[ \t]*[-–—:|]?\s+(?=\S)")
_BRACKETED_TIME: Final = re.compile(rf"\s*(?P<time>[\[(<{{#]{_CLOCK}(?:-\d)?[\])>}}#])\s*")
_NUMBERS: Final = re.compile(_CLOCK)
_PARTICLES: Final = frozenset(
    re.findall(
        r"\w+",
        "and de del der di du la le of the van von y zu",
    )
)
_NO_SPEAKERS: Final = frozenset(
    re.findall(
        r"\w+",
        "also and because but conclusion email exactly example examples finally first firstly from hmm however key mhm "
        "mm nb no note notes now ok okay or phone remember right second secondly so subject summary sure tel thanks "
        "then third thirdly title to warning well yeah yes",
    )
)
_COLUMN_HEADS: Final = frozenset(("speaker", "speakers", "name", "who", "person", "participant", "label", "id"))
_LONGEST: Final = 48
_LOOKED_AT: Final = 160


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a transcript, or one paragraph or table row of a document, at [start, end) of its text.

    `begins` says that a new paragraph begins here; `bold` is the end of the bold words at its beginning (0: none);
    `cells` are the cells of a table row; `level` is a heading's; `ref` the reference of what is no turn (a footnote).
    """

    start: int
    end: int
    begins: bool = True
    bold: int = 0
    cells: tuple[Span, ...] = ()
    level: int = 0
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that may begin a turn at line `at`; the words begin at `words`.

    `form` is `colon`, `tab`, `sign` (a dash, a full stop after one letter), `bold`, `alone` or `cell`; `marked` says
    that bold letters or a time set a label that stands alone apart; `end` is where the words of a cell end.
    """

    at: int
    label: str
    form: str
    words: int
    time: str = ""
    marked: bool = False
    end: int = 0


def candidate(text: str, line: Line, at: int) -> Candidate | None:
    """What may be a label at the beginning of a line, other than in a table."""
    shown = text[line.start : min(line.end, line.start + _LOOKED_AT)]
    bold = max(0, line.bold - line.start)
    for form, pattern in _FORMS:
        match = pattern.match(shown)
        if not match or (form == "alone" and line.end - line.start > len(shown)):
            continue
        label, stamps = _tidy(match["label"]), match.groupdict()
        time = clock(stamps.get("before") or stamps.get("after") or "")
        if len(label) <= _LONGEST and (form != "alone" or (looks_like_label(label) and not label.endswith("."))):
            marked = form == "alone" and bool(time or bold)
            return Candidate(at, label, form, line.start + match.end(), time, marked)
    if bold and looks_like_label(label := _tidy(shown[:bold].strip(" \t\n:[]()<>*_."))) and bold < len(shown):
        return Candidate(at, label, "bold", line.start + bold)
    return None


def looks_like_label(label: str) -> bool:
    """Whether words can be somebody's label: a role, a code, or up to four words that are written like a name."""
    words = label.split()
    if not 0 < len(words) <= 4 or len(label) > _LONGEST:
        return False
    if is_role(label) or is_code(label):
        return True
    if words[0].lower() in _NO_SPEAKERS or not any(c.isalpha() for c in label):
        return False
    return all(word[0].isupper() or word[0].isdigit() or word in _PARTICLES for word in words)


def is_time(words: str) -> bool:
    """Whether a line holds nothing but a time stamp, or two with an arrow between."""
    return len(words) < _LOOKED_AT and bool(_ALONE_TIME.match(words))


def leading_time(text: str, start: int, end: int, *, bare: bool = False) -> tuple[int, str]:
    """Where the words begin after a time stamp at their beginning, and that time as hh:mm:ss (empty: there is none).

    A stamp stands in brackets; one without them counts only where `bare` says so, for "12:30" may be what was said.
    """
    shown = text[start : min(end, start + _LOOKED_AT)]
    match = _BRACKETED_TIME.match(shown) or (_LEADING_TIME.match(shown) if bare else None)
    return (start + match.end(), clock(match["time"])) if match else (start, "")


def clock(stamp: str) -> str:
    """A time stamp as hh:mm:ss; two numbers are minutes and seconds. Empty where it is none."""
    match = _NUMBERS.search(stamp)
    if not match:
        return ""
    numbers = [int(part) for part in re.split(r"[.,]", match[0])[0].split(":")]
    hours, minutes, seconds = ([0] * (3 - len(numbers)) + numbers)[-3:]
    if seconds > 59:
        return ""
    return f"{hours + minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def columns(text: str, lines: Sequence[Line]) -> tuple[int, int] | None:
    """Which column of the tables holds labels and which the words; None where no column looks like labels."""
    rows = [[text[slice(*cell)].strip() for cell in line.cells] for line in lines if len(line.cells) > 1]
    if len(rows) < 2:
        return None
    width = max(len(row) for row in rows)
    held = [[row[column] for row in rows if column < len(row) and row[column]] for column in range(width)]
    length = [sum(map(len, cells)) / len(rows) for cells in held]
    words = max(range(width), key=lambda column: length[column])
    for column, cells in enumerate(held):
        tidy = [_tidy(cell.rstrip(": ")) for cell in cells]
        like = sum(looks_like_label(cell) for cell in tidy)
        few = len(set(tidy)) <= max(3, len(rows) / 3) or all(is_role(cell) or is_code(cell) for cell in tidy)
        if column != words and cells and like >= 0.6 * len(cells) and few:
            return column, words
    return None


def is_column_head(text: str, line: Line, labelled: tuple[int, int]) -> bool:
    """Whether a row names its columns: `Speaker | Text`."""
    if len(line.cells) <= max(labelled):
        return False
    label, words = (text[slice(*line.cells[column])].split() for column in labelled)
    return len(label) == 1 and label[0].lower() in _COLUMN_HEADS and 0 < len(words) <= 3


def in_row(text: str, line: Line, at: int, labelled: tuple[int, int], last: str) -> Candidate | None:
    """The label in a table row; that of the row before where its cell is empty."""
    column, words = labelled
    if len(line.cells) <= max(column, words):
        return None
    label = _tidy(text[slice(*line.cells[column])].strip().rstrip(": ")) or last
    if not label or len(label) > _LONGEST:
        return None
    others = [cell for index, cell in enumerate(line.cells) if index not in labelled]
    time = next((clock(text[slice(*cell)]) for cell in others if is_time(text[slice(*cell)])), "")
    start, end = line.cells[words]
    return Candidate(at, label, "cell", start, time, end=end)


def _tidy(label: str) -> str:
    return " ".join(label.split())
