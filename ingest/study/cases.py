"""cases.csv -> checked cases, whatever program wrote the table."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from graph.ids import is_given_id
from graph.model import CLEARANCES, LEVELS, Case, Codebook
from ingest.problems import Problems, and_then, did_you_mean

FILE = "cases.csv"
COLUMNS = ("case", "level", "role_group", "clearance")
FEW_CASES = 5
"""So many unknown cases of a source have a line each, with the nearest known; more are told in one."""
DELIMITERS = (",", ";", "\t", "|")
_DOCS = "docs/study-format.md says what may stand here."


def read_cases(text: str, codebook: Codebook | None, problems: Problems) -> dict[str, Case]:
    """Check a table of cases; columns beyond the four known ones become attributes.

    The delimiter is found in the header: comma, semicolon, tab or bar (a first line `sep=;` is understood). A faulty
    row is reported and left out, the others stand; without a codebook, ids are not compared with actors.
    """
    rows = list(_rows(text, problems))
    if not rows:
        return {}
    _, header = rows[0]
    columns = _columns(header, rows[0][0], problems)
    if "case" not in columns:
        found = ", ".join(column for column in columns if column) or "nothing"
        next_step = f"The first line names the columns: {', '.join(COLUMNS)}, and others of your own."
        problems.error(f'The column "case" is missing (found: {found}).', FILE, rows[0][0], next_step)
        return {}
    cases: dict[str, Case] = {}
    lines: dict[str, int] = {}
    for line, cells in rows[1:]:
        values = _values(columns, cells, line, problems)
        if values is None or not _usable_id(values["case"], line, lines, codebook, problems):
            continue
        lines[values["case"]] = line
        cases[values["case"]] = _case(values, line, problems)
    return cases


def header_of(text: str) -> tuple[str, tuple[str, ...]]:
    """The delimiter of a table and the names of its columns as `read_cases` takes them; no names for an empty table."""
    unheard = Problems()
    first = next(iter(_rows(text, unheard)), None)
    return _delimiter(text)[0], tuple(_columns(first[1], first[0], unheard)) if first else ()


def listed_cases(cases: Sequence[str]) -> str:
    """The first of many cases, and how many more there are."""
    shown = ", ".join(cases[:8])
    return f"{shown} and {len(cases) - 8} more" if len(cases) > 8 else shown


def _rows(text: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, each with the line it starts on."""
    delimiter, skip = _delimiter(text)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    last = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = f"The table cannot be read on from here ({error})."
            problems.error(what, FILE, last + 1, "Check the quotes in this line.")
            return
        start, last = last + 1, reader.line_num
        if start > skip and any(cell.strip() for cell in row):
            yield start, [cell.strip() for cell in row]


def _delimiter(text: str) -> tuple[str, int]:
    """The delimiter and how many lines stand before the header."""
    lines = text.split("\n")
    first = lines[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], 1
    header = next((line for line in lines if line.strip()), "")
    if first.lower() == "sep=" and "\t" in lines[0]:
        return "\t", 1

    def names(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"').lower() for cell in header.split(delimiter)]
        return sum(cell in COLUMNS for cell in cells), len(cells)

    return max(DELIMITERS, key=names), 0


def _columns(header: Sequence[str], line: int, problems: Problems) -> list[str]:
    columns: list[str] = []
    for cell in header:
        name = cell.strip().lower().replace(" ", "_")
        name = name if name in COLUMNS else cell.strip()
        if name and name in columns:
            what = f'The column "{name}" stands twice; the first was used.'
            problems.error(what, FILE, line, "Give one another name.")
            name = ""
        elif name.casefold() not in COLUMNS and (near := did_you_mean(name, COLUMNS)) and len(name) > 2:
            what = f'The column "{name}" is kept as an attribute of your own.'
            problems.warning(what, FILE, line, f"{near} If not, nothing is to be done.")
        columns.append(name)
    return columns


def _values(columns: Sequence[str], cells: Sequence[str], line: int, problems: Problems) -> dict[str, str] | None:
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        what = f"This row has {len(cells)} cells, the header {len(columns)}; the row was left out."
        problems.error(what, FILE, line, "Put cells that hold the delimiter into quotes.")
        return None
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    return {column: cell for column, cell in zip(columns, padded, strict=False) if column}


def _usable_id(case: str, line: int, lines: Mapping[str, int], codebook: Codebook | None, problems: Problems) -> bool:
    if not is_given_id(case):
        what = f'The case "{case}" is no id and was left out.' if case else "This row names no case and was left out."
        problems.error(what, FILE, line, "Use letters, digits, dot, hyphen and underscore.")
    elif case in lines:
        what = f"Two rows define the case {case}; the first, in line {lines[case]}, was used."
        problems.error(what, FILE, line, "Remove one of the two.")
    elif case in LEVELS or (codebook and case in codebook.actors):
        what = f"The case {case} has the id of a level or actor and was left out."
        problems.error(what, FILE, line, "Give it another id.")
    else:
        return True
    return False


def _case(values: Mapping[str, str], line: int, problems: Problems) -> Case:
    case, level = values["case"], values.get("level", "").lower()
    if level not in LEVELS:
        shown = f'has the level "{level}", which is none' if level else "has no level"
        next_step = and_then(did_you_mean(level, LEVELS), f"Write {', '.join(LEVELS[:-1])} or {LEVELS[-1]}.")
        problems.error(f"The case {case} {shown}; it counts at no level.", FILE, line, next_step)
        level = ""
    clearance = values.get("clearance", "").lower()
    if clearance and clearance not in CLEARANCES:
        next_step = and_then(did_you_mean(clearance, CLEARANCES), _DOCS)
        what = f'The case {case} has the clearance "{clearance}", which is none; it counts as restricted.'
        problems.error(what, FILE, line, next_step)
        clearance = ""
    attributes = {key: value for key, value in values.items() if key not in COLUMNS and value}
    return Case(case, level, values.get("role_group", ""), clearance or "restricted", attributes)
