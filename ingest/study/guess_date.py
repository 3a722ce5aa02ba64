"""The date that a document's first words, or its file's name, give; empty rather than doubtful."""

import datetime
import re
from typing import Final

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NAMES: Final = {name[:length]: at for at, name in enumerate(_MONTHS, 1) for length in range(3, len(name) + 1)}
_MONTH: Final = "|".join(sorted({*_MONTHS, *(name[:3] for name in _MONTHS), "sept"}, key=len, reverse=True))
_YEAR: Final = r"(?:19|20)\d\d"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE: Final = re.compile(
    rf"(?<![\w/.-])(?:(?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?![\w-])"
    rf"|(?:(?P<d1>{_DAY})(?:st|nd|rd|th)?\.?\s+(?:day\s+)?(?:of\s+)?)?(?P<m1>{_MONTH})\b\.?,?\s+(?P<y1>{_YEAR})\b"
    rf"|(?P<m2>{_MONTH})\b\.?\s+(?P<d2>{_DAY})(?:st|nd|rd|th)?,?\s+(?P<y2>{_YEAR})\b"
    rf"|(?P<a>\d{{1,2}})(?P<sign>[./])(?P<b>\d{{1,2}})(?P=sign)(?P<y3>{_YEAR})\b"
    rf"|(?:spring|summer|autumn|fall|winter)\s+(?P<y4>{_YEAR})\b)",
    re.IGNORECASE,
)
_PUBLISHED: Final = re.compile(
    r"(?:\b(?:re)?(?:published|issued)|\bdate\s+of\s+(?:publication|issue|interview)|\b(?:publication|issue|interview)"
    r"\s+date|\brecorded|(?<![\w’'-])date(?=\s*:))(?:\s+(?:on|in|by\b[^\n.;:]{1,80}?,?\s(?:on|in)))?\s*:?\s*\Z",
    re.IGNORECASE,
)
_COPYRIGHT: Final = re.compile(
    rf"(?:©|\(c\)|\bcopyright\b)[^\n.;]{{0,60}}?\b(?P<year>{_YEAR})\b(?!\s*[-–]\s*\d)", re.IGNORECASE
)
_LONE_YEAR: Final = re.compile(rf"\(?(?P<year>{_YEAR})\)?\Z")
_IN_NAME: Final = re.compile(
    rf"(?<!\d)(?P<y>{_YEAR})(?:(?P<s>[-_. ]?)(?P<m>0[1-9]|1[0-2])(?:(?P=s)(?P<d>0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)
_SHORT: Final = 90
"""A line of a title page is no longer."""
_PERIOD_BEFORE: Final = re.compile(
    r"(?:\b(?:to|until|till|since|between|before|after|from|by|ending|ended|and)\s+(?:the\s+)?|\d\s*[-–]\s*)\Z",
    re.IGNORECASE,
)
_PERIOD_AFTER: Final = re.compile(rf"\s*(?:\b(?:to|until|till)\b|[-–])\s*(?:\d|{_MONTH})", re.IGNORECASE)
"""What stands round a date that ends or begins a period: it says what is spoken of, not when."""
_AHEAD: Final = datetime.timedelta(days=366)
_FIRST: Final = 600
"""A date stands so near to the beginning, in characters, to be the document's own."""


def date_in_words(first_page: str) -> str:
    """The date of publication that the first page tells; YYYY, YYYY-MM or YYYY-MM-DD, empty where it is not sure.

    A date with a word for publishing counts before one on a short line, and that before the year of the copyright;
    two that contradict each other give none. Of 3/4/2019, which is read in two ways, the year is taken.
    """
    for found in (_published(first_page), _on_short_lines(first_page[:_FIRST]), _copyright(first_page)):
        if found:
            return _agreed(found)
    return ""


def date_in_name(stem: str) -> str:
    """The date in a file's name (`plan-2019-03.pdf`); empty where there is none or more than one."""
    found = set()
    for match in _IN_NAME.finditer(stem):
        year, sign, month, day = match["y"], match["s"], match["m"], match["d"]
        if month and not sign and not day:  # 201903 may be a number, and 2019 beside it no year
            return ""
        found.add(_checked("-".join(part for part in (year, month, day) if part)) or year)
    return _agreed(found)


def is_only_a_date(line: str) -> bool:
    """Whether a line holds a date and no other word."""
    rest = _DATE.sub("", line) if not _LONE_YEAR.match(line.strip()) else ""
    return rest != line and not re.search(r"[^\W\d_]", rest)


def _published(text: str) -> set[str]:
    """Dates that stand behind a word for publishing; the first such word counts, not that of an update."""
    for match in _DATE.finditer(text):
        if _PUBLISHED.search(text, max(0, match.start() - 120), match.start()) and (date := _of(match)):
            return {date}
    return set()


def _on_short_lines(text: str) -> set[str]:
    found = set()
    for line in text.split("\n"):
        stripped = line.strip(" \t#*_·|")
        if lone := _LONE_YEAR.match(stripped):
            found.add(lone["year"])
        elif len(stripped) <= _SHORT:
            matches = list(_DATE.finditer(stripped))
            if len(matches) == 1 and not _of_a_period(stripped, matches[0]):
                found.add(_of(matches[0]))
    return found - {""}


def _of_a_period(line: str, match: re.Match[str]) -> bool:
    return bool(_PERIOD_BEFORE.search(line, 0, match.start()) or _PERIOD_AFTER.match(line, match.end()))


def _copyright(text: str) -> set[str]:
    return {match["year"] for match in _COPYRIGHT.finditer(text)}


def _of(match: re.Match[str]) -> str:
    found = match.groupdict()
    if found["iso"]:
        return _checked(found["iso"])
    if found["y3"]:
        return _numbers(int(found["a"]), int(found["b"]), found["y3"], dotted=found["sign"] == ".")
    if found["y4"]:
        return str(found["y4"])
    month = found["m1"] or found["m2"]
    if not month[0].isupper():  # the verb "may"
        return ""
    year, day = found["y1"] or found["y2"], found["d1"] or found["d2"]
    number = _NAMES[month.casefold()[: 4 if month.casefold().startswith("sept") else 3]]
    return _checked(f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else ""))


def _numbers(first: int, second: int, year: str, *, dotted: bool) -> str:
    """The date in 3/4/2019: day first where it is sure (13/4, 3.4), month first where it must be; else the year."""
    if dotted or first > 12 or first == second:
        return _checked(f"{year}-{second:02d}-{first:02d}")
    return _checked(f"{year}-{first:02d}-{second:02d}") if second > 12 else year


def _checked(date: str) -> str:
    """The date where the calendar has it and it is not far to come; else empty."""
    year, month, day = (int(part) for part in f"{date}-01-01".split("-")[:3])
    try:
        when = datetime.date(year, month, day)
    except ValueError:
        return ""
    return date if when <= datetime.datetime.now(datetime.UTC).date() + _AHEAD else ""


def _agreed(found: set[str]) -> str:
    """The most exact of dates that agree; empty where two contradict each other."""
    exact = max(sorted(found), key=len, default="")
    return exact if all(exact.startswith(date) for date in found) else ""
