"""What the columns of a table of excerpts are: as the study says, else guessed from headers and contents."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.errors import SourceError
from graph.model import COLUMN_ROLES
from ingest.readers.base import one_line
from ingest.readers.table_files import Sheet, width

_HEADERS: Final[Mapping[str, str]] = {
    "text": "text|quotes?|quotations?|excerpts?|extracts?|verbatim|passages?|responses?|answers?|comments?|content"
    "|statements?|words|said|transcript|(?:coded )?segments?|utterance|message|free text|open text",
    "case": "cases?|(?:case|respondent|participant|interviewee|informant)(?: (?:id|code|no|number))?|respondents?"
    "|participants?|interviewees?|informants?|pseudonym|who|person|id|code|pid|resp|document name|file name",
    "ref": "refs?|references?|citation|locator|para|paragraph|(?:excerpt|quote|segment) (?:no|id|number)|line"
    "|position|number|no|row",
    "heading": "headings?|sections?|themes?|topics?|chapters?|questions?|source|document|document group|file|title"
    "|category",
    "time": "time|times?tamp|time ?code|start|start time|begin",
    "page": "pages?|page no|page number|p",
    "url": "url|link|address|web|website",
    "speaker": "speakers?|role of speaker|voice",
}
_PATTERNS: Final = {role: re.compile(rf"(?:{words})\Z") for role, words in _HEADERS.items()}
_VAGUE: Final = frozenset(("id", "code", "no", "pid"))
"""Headers that name a respondent in one table and count the rows in another."""
_CODE: Final = re.compile(r"[A-Za-z]{1,12}[-_ .]?\d{1,4}[a-z]?\Z")
_LONG: Final = 20
_HEADER_ROWS: Final = 12
_LONGEST_HEADER: Final = 80


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns (from 0) have which role, below which row the data begin, and how they were found.

    `headers` are the names of all columns; `told` says whether the study named them.
    """

    roles: tuple[tuple[str, int], ...]
    headers: tuple[str, ...]
    data: int
    told: bool

    def of(self, role: str) -> tuple[int, ...]:
        """The columns of a role, in the order given."""
        return tuple(column for name, column in self.roles if name == role)


def columns(sheet: Sheet, wanted: Sequence[tuple[str, str]], name: str) -> Columns | None:
    """The roles of a sheet's columns; None where no column of words can be found or the wanted ones are not here.

    Raises SourceError for a role that nobody knows.
    """
    if fault := next((role for role, _ in wanted if role not in COLUMN_ROLES), ""):
        step = f"Roles are {', '.join(COLUMN_ROLES)}; write the role before the colon and the column's header after it."
        raise SourceError(f'columns: nothing can be given the role "{fault}".', where=name, next_step=step)
    rows = sheet.rows
    count = width(rows)
    if not count:
        return None
    top, headers = _headers(rows, count)
    if wanted:
        return _wanted(rows, wanted, count, top, headers)
    roles = _guessed(rows[top:], headers)
    return Columns(tuple(roles.items()), headers, top, told=False) if roles else None


def missing(sheets: Sequence[Sheet], wanted: Sequence[tuple[str, str]], name: str) -> SourceError:
    """The message for columns that stand in no sheet."""
    headers: list[str] = []
    for sheet in sheets:
        headers += [header for header in _headers(sheet.rows, width(sheet.rows))[1] if header not in headers]
    known = {_plain(header) for header in headers}
    absent = [header for _, header in wanted if _plain(header) not in known] or [header for _, header in wanted]
    close = difflib.get_close_matches(absent[0], headers, 1, 0.6)
    hint = f"Did you mean {close[0]}? " if close else ""
    listed = ", ".join(f'"{header}"' for header in headers[:30]) or "none"
    what = f'The table has no column "{absent[0]}".'
    return SourceError(what, where=name, next_step=f"{hint}Its columns are: {listed}. Mend `columns:` in sources.yaml.")


def letter(column: int) -> str:
    """The name that spreadsheet programs give a column, counted from 0: A, B … Z, AA."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)).strip().lower()


def _headers(rows: Sequence[Sequence[str]], count: int) -> tuple[int, tuple[str, ...]]:
    """How many rows stand above the data, and the columns' names; letters where the table has no row of headers.

    The header is the first row that names a column of words, else the first that is full and short; titles above it
    are passed over, and a second row of headers under merged ones is taken with it.
    """
    best, at = 0.0, -1
    for position, row in enumerate(rows[:_HEADER_ROWS]):
        filled = [cell for cell in row if cell]
        if len(filled) < min(2, count) or any(len(cell) > _LONGEST_HEADER for cell in filled):
            continue
        if any(_CODE.match(cell) and not _role(cell) for cell in filled) and not any(
            _role(c) == "text" for c in filled
        ):
            continue
        distinct = len(set(filled)) / len(filled)
        known = sum(bool(_role(cell)) for cell in filled)
        score = distinct * len(filled) / count + known - position * 0.01
        if score > best:
            best, at = score, position
    named = at >= 0 and (any(_role(cell) for cell in rows[at]) or _looks_like_header(rows, at, count))
    if not named:
        start = next((n for n, row in enumerate(rows) if any(row)), 0)
        return start, tuple(letter(column) for column in range(count))
    above = rows[at - 1] if at and _second_of_two(rows[at - 1], rows[at]) else ()
    cells = [_cell(rows[at], c) or _cell(above, c) or letter(c) for c in range(count)]
    return at + 1, tuple(one_line(cell) or letter(c) for c, cell in enumerate(cells))


def _second_of_two(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether the row above holds headers too: of columns that have none in this row."""
    return any(_cell(above, column) and not _cell(row, column) for column in range(len(above))) or any(
        cell and _cell(row, column) == cell for column, cell in enumerate(above)
    )


def _looks_like_header(rows: Sequence[Sequence[str]], at: int, count: int) -> bool:
    """Whether a full row of short words stands above rows with at least one column of long ones."""
    header = rows[at]
    below = [row for row in rows[at + 1 : at + 40] if any(row)]
    if not below or not all(_cell(header, column) for column in range(count)):
        return False
    if any(cell.replace(".", "").replace(",", "").isdigit() for cell in header):
        return False
    means = [sum(len(_cell(row, c)) for row in below) / len(below) for c in range(count)]
    return any(mean > 2 * len(_cell(header, c)) and mean > _LONG for c, mean in enumerate(means))


def _role(header: str) -> str:
    plain = _plain(header)
    return next((role for role, pattern in _PATTERNS.items() if pattern.match(plain)), "")


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _wanted(
    rows: Sequence[Sequence[str]], wanted: Sequence[tuple[str, str]], count: int, top: int, headers: tuple[str, ...]
) -> Columns | None:
    """Columns by header, else by letter; the row that holds all wanted headers is the header, wherever it stands."""
    names = {_plain(header) for _, header in wanted}
    for position, row in enumerate(rows[: _HEADER_ROWS * 4]):
        if names <= {_plain(cell) for cell in row if cell}:
            top, headers = position + 1, tuple(one_line(_cell(row, c)) or letter(c) for c in range(count))
            break
    by_name: dict[str, int] = {}
    for column, header in enumerate(headers):
        by_name.setdefault(_plain(header), column)
    for column in range(count):
        by_name.setdefault(letter(column).lower(), column)
    roles = [(role, by_name[_plain(header)]) for role, header in wanted if _plain(header) in by_name]
    if len(roles) < len(wanted) or not any(role == "text" for role, _ in roles):
        return None
    return Columns(tuple(roles), headers, top, told=True)


def _guessed(data: Sequence[Sequence[str]], headers: Sequence[str]) -> dict[str, int]:
    """The likely roles: words in the headers first, then what the cells look like."""
    rows = [row for row in data[:2000] if any(row)]
    cells = [[_cell(row, c) for row in rows if _cell(row, c)] for c in range(len(headers))]
    lengths = [sum(map(len, column)) / len(column) if column else 0.0 for column in cells]
    named: dict[str, list[int]] = {}
    for column, header in enumerate(headers):
        if cells[column] and (role := _role(header)):
            named.setdefault(role, []).append(column)
    text = _text_column(named.get("text", []), lengths, cells)
    if text < 0:
        return {}
    roles = {"text": text}
    counting = [c for c in named.get("case", []) if _plain(headers[c]) in _VAGUE and _counts_rows(cells[c])]
    case = [c for c in named.get("case", []) if c != text and c not in counting]
    named["ref"] = [*named.get("ref", []), *counting]
    coded = [c for c in range(len(headers)) if c != text and _is_coded(cells[c]) and not _role(headers[c])]
    picked = max(case, key=lambda c: (_is_coded(cells[c]), -_distinct(cells[c]), -c), default=-1)
    if picked < 0 and coded:
        picked = coded[0]
    if picked >= 0:
        roles["case"] = picked
    for role in ("ref", "heading", "time", "page", "url", "speaker"):
        free = [c for c in named.get(role, []) if c not in roles.values()]
        if free:
            roles[role] = free[0]
    return roles


def _text_column(named: Sequence[int], lengths: Sequence[float], cells: Sequence[Sequence[str]]) -> int:
    """The column of words: the longest of those so named, unless another is far longer; -1 where none holds any."""
    longest = max(range(len(lengths)), key=lambda c: lengths[c], default=-1)
    best = max(named, key=lambda c: lengths[c], default=-1)
    if best >= 0 and (lengths[best] * 4 >= lengths[longest] or lengths[best] >= 3 * _LONG):
        return best
    if longest < 0 or lengths[longest] < _LONG:
        return best
    spaced = sum(" " in cell for cell in cells[longest]) / len(cells[longest])
    return longest if spaced > 0.5 else best


def _is_coded(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(bool(_CODE.match(cell)) for cell in cells) >= 0.8 * len(cells)


def _counts_rows(cells: Sequence[str]) -> bool:
    """Whether numbers only grow from row to row and most are new: then they are the rows' and no respondent's."""
    if len(cells) < 2 or not all(cell.isdigit() and len(cell) < 12 for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    return numbers == sorted(numbers) and _distinct(cells) > 0.5


def _distinct(cells: Sequence[str]) -> float:
    return len(set(cells)) / len(cells) if cells else 1.0
