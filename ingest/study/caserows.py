"""New rows at the end of cases.csv, in the table's own delimiter and encoding; all that stood there stays as it is."""

import codecs
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from graph.errors import StudyError
from graph.model import Case
from ingest.files import write_atomic
from ingest.problems import Problems
from ingest.study.cases import COLUMNS, FILE, header_of, read_cases
from ingest.study.decode import table_text

_UTF16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_FAMILY: Final = re.compile(r"[A-Za-z]+(?=[-_.]?\d+[A-Za-z]?\Z)")
_ENOUGH: Final = 2
"""So many cases of one family, all at one level, make a pattern."""


def with_rows(data: bytes, cases: Sequence[Case]) -> bytes:
    """The bytes of cases.csv with rows for new cases at the end; an empty file gets the header first.

    Level, role group and clearance go to their columns where the table has them; other cells stay empty. Raises
    StudyError, with the rows to write by hand, where the table is damaged or would be read otherwise afterwards.
    """
    newline = _newline(data)
    encoding = next((name for mark, name in _UTF16.items() if data.startswith(mark)), "ascii")
    problems = Problems()
    text = table_text(data, FILE, problems)
    if text is None:
        raise _by_hand(cases, problems.listed()[0].what)
    delimiter, header = header_of(text) if text.strip() else (",", ())
    lines = [_row(case, header, delimiter) for case in cases]
    if not header:
        header, lines = COLUMNS, [",".join(COLUMNS), *(_row(case) for case in cases)]
    gap = newline if text and not text.endswith("\n") else ""
    made = data + (gap + "".join(line + newline for line in lines)).encode(encoding)
    if not _only_added(data, made, cases, header):
        raise _by_hand(cases, "The table is not written so that a row can be added at its end.")
    return made


def _row(case: Case, header: Sequence[str] = COLUMNS, delimiter: str = ",") -> str:
    values = {"case": case.id, "level": case.level, "role_group": case.role_group, "clearance": case.clearance}
    return delimiter.join(_cell(values.get(column, ""), delimiter) for column in header)


def _cell(value: str, delimiter: str) -> str:
    return f'"{value.replace(chr(34), chr(34) * 2)}"' if delimiter in value or '"' in value else value


def _newline(data: bytes) -> str:
    plain = data.replace(b"\0", b"")
    if b"\r\n" in plain:
        return "\r\n"
    return "\r" if b"\r" in plain and b"\n" not in plain else "\n"


def _only_added(before: bytes, after: bytes, cases: Sequence[Case], header: Sequence[str]) -> bool:
    old, new = _read(before), _read(after)
    expected = {**old, **{case.id: case.level if "level" in header else "" for case in cases}}
    return new == expected and len(expected) == len(old) + len(cases)


def _read(data: bytes) -> dict[str, str]:
    unheard = Problems()
    cases = read_cases(table_text(data, FILE, unheard) or "", None, unheard)
    return {case.id: case.level for case in cases.values()}


def _by_hand(cases: Sequence[Case], what: str) -> StudyError:
    rows = "\n".join(_row(case) for case in cases)
    step = f"Mend it, or write these rows into it by hand ({', '.join(COLUMNS)}):\n{rows}"
    return StudyError(what, where=FILE, next_step=step)


def take_back(folder: Path, rows: bytes) -> bool:
    """Take rows that `with_rows` added off the end of cases.csv; False, with nothing changed, where they are not last.

    Raises OSError where it cannot be written.
    """
    path = folder / FILE
    data = path.read_bytes() if path.exists() else b""
    if not rows or not data.endswith(rows):
        return not rows
    write_atomic(path, data[: -len(rows)])
    return True


def guessed_level(case: str, known: Mapping[str, Case]) -> str:
    """The level at which all known cases of the same family stand (L01 and L02 for L04); empty where none shows."""
    levels: dict[str, list[str]] = defaultdict(list)
    for other in known.values():
        if family := _FAMILY.match(other.id):
            levels[family.group()].append(other.level)
    mine = _FAMILY.match(case)
    found = levels.get(mine.group(), []) if mine else []
    return found[0] if len(found) >= _ENOUGH and len(set(found)) == 1 else ""


def new_cases(names: Iterable[str], known: Mapping[str, Case]) -> tuple[Case, ...]:
    """Rows for cases that nobody has defined; the clearance is the strictest until a person says otherwise."""
    return tuple(Case(name, guessed_level(name, known)) for name in names if name not in known)
