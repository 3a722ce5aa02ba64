"""Spreadsheets and delimited text to rows of cells; delimiter and encoding are found out, formulas give their value."""

import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from graph.errors import SourceError
from ingest.readers.archive import Archive
from ingest.readers.base import canonical, one_line
from ingest.readers.decoding import decode

MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 500
MAX_CELLS: Final = 4_000_000
_DELIMITERS: Final = ",;\t|"
_SNIFFED: Final = 200
_SNIFFED_BYTES: Final = 200_000
_SEPARATOR_LINE: Final = re.compile(r"\A\s*sep=(.)\s*\n", re.IGNORECASE)
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]{0,200}?\bref=[\"']([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)[\"']")
_MOST_MERGED: Final = 20_000
_LONGEST_REASON: Final = 200
_DECLARES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of trimmed cells; `first` is the number that a spreadsheet program shows for the first row."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    first: int = 1


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file that hold anything, and what a user should know."""

    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def delimited(data: bytes, name: str) -> Book:
    """The rows of a CSV or TSV file; raises SourceError where a quotation mark never closes, or it is too large."""
    text, notes = decode(data, name)
    separator = _SEPARATOR_LINE.match(text)
    delimiter = separator[1] if separator else sniffed(text)
    body = text[separator.end() :] if separator else text
    rows: list[tuple[str, ...]] = []
    size = 0
    for row in _records(body, delimiter or ",", name):
        cells = tuple(cell.strip() for cell in row[:MAX_COLUMNS])
        rows.append(cells)
        size += len(cells)
        _check(len(rows), size, name)
    return Book((Sheet("", tuple(rows), 2 if separator else 1),), notes)


def _records(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    # The limit on a cell is the module's own and for the whole process: a document's size bounds cells here.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    strict = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for _ in strict:
            begins = strict.line_num + 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            what = "A quotation mark opens here that never closes, so the rows after it cannot be told apart."
            step = "Close it, or save the table as XLSX."
            raise SourceError(what, where=f"{name}, line {begins}", next_step=step) from None
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def sniffed(text: str) -> str:
    """The delimiter under which most rows have as many cells, two or more; empty where there is none."""
    sample = text[:_SNIFFED_BYTES]
    best, found = 0.0, ""
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        widths: list[int] = []
        try:
            for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
                if any(cell.strip() for cell in row):
                    widths.append(len(row))
                if len(widths) >= _SNIFFED:
                    break
        except csv.Error:
            pass  # a cell of extraordinary length: what was seen until there decides
        width, count = max(Counter(widths).items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        score = count / len(widths) * (1 + min(width, 30) / 100) if widths and width > 1 else 0.0
        if score > best:
            best, found = score, delimiter
    return found


def workbook(data: bytes, name: str) -> Book:
    """The sheets of an XLSX file; raises SourceError where it is damaged, protected or too large."""
    archive = Archive.opened(data, name)
    _refuse_entities(archive, name)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on what it does not support, and no word depends on that
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                sheets = [_sheet(sheet, archive, name) for sheet in book.worksheets if sheet.sheet_state == "visible"]
                hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
            finally:
                book.close()
    except SourceError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        step = "Open it in a spreadsheet program and save it anew, or save the sheet as CSV."
        what = f"The workbook is damaged: {_reason(error)}."
        raise SourceError(what, where=name, next_step=step) from error
    notes = [f'The hidden sheet "{title}" was left out.' for title in hidden]
    if empty := _formulas_without_value(data, archive):
        notes.append(
            f"{empty} cells hold formulas without a stored value and were left out: open the file and save it."
        )
    return Book(tuple(sheet for sheet in sheets if sheet.rows), tuple(notes))


def _sheet(sheet: Any, archive: Archive, name: str) -> Sheet:
    rows: list[list[str]] = []
    size = 0
    sheet.reset_dimensions()  # what the file claims of its size is not believed
    for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
        cells = [_shown(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        rows.append(cells)
        size += len(cells) + 1
        _check(len(rows), size, name)
    while rows and not rows[-1]:
        rows.pop()
    _fill_merged(rows, archive, getattr(sheet, "_worksheet_path", ""))
    return Sheet(str(sheet.title), tuple(tuple(row) for row in rows))


def _fill_merged(rows: list[list[str]], archive: Archive, member: str) -> None:
    """Give each cell of a merged stretch the words of its first, down and to the right."""
    member = member.lstrip("/")
    if member not in archive:
        return
    from openpyxl.utils import column_index_from_string

    for at, match in enumerate(_MERGED.finditer(archive.read(member))):
        if at >= _MOST_MERGED:
            return
        left, right = (column_index_from_string(match[group].decode()) - 1 for group in (1, 3))
        top, bottom = int(match[2]) - 1, int(match[4]) - 1
        if not (0 <= top < len(rows) and left < len(rows[top])) or right - left > MAX_COLUMNS:
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1] if value else ():
            row += [""] * (min(right + 1, MAX_COLUMNS) - len(row))
            row[left : right + 1] = [value] * (min(right + 1, MAX_COLUMNS) - left)


def _shown(value: Any) -> str:
    """A cell as words: numbers without a needless `.0`, times and dates as ISO writes them."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return canonical(str(value)).replace("_x000D_", "").strip()


def _reason(error: Exception) -> str:
    """What openpyxl met, where it says that in words."""
    said = one_line(str(error))[:_LONGEST_REASON].rstrip(".")
    in_words = isinstance(error, KeyError | ValueError) and " " in said and "<class" not in said
    return said.strip("\"'") if in_words else "one of its parts is not as such files are"


def _refuse_entities(archive: Archive, name: str) -> None:
    """No workbook declares a document type; one that does wants entities expanded."""
    for member in archive.names():
        if member.endswith((".xml", ".rels")) and _DECLARES.search(archive.read(member)[:65_536].replace(b"\0", b"")):
            what = "The workbook declares entities of its own, which can make it read other files or grow without end."
            step = "Open it in a spreadsheet program and save it anew."
            raise SourceError(what, where=f"{name}, {member}", next_step=step)


_NO_VALUE: Final = re.compile(rb"</f>\s*</c>|<f\b[^>]{0,300}/>\s*</c>|</f>\s*<v\s*/>|</f>\s*<v></v>")


def _formulas_without_value(data: bytes, archive: Archive) -> int:
    members = [member for member in archive.names() if member.startswith("xl/worksheets/") and member.endswith(".xml")]
    return sum(len(_NO_VALUE.findall(archive.read(member))) for member in members)


def _check(rows: int, cells: int, name: str) -> None:
    if rows > MAX_ROWS or cells > MAX_CELLS:
        what = f"The table has more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells."
        raise SourceError(what, where=name, next_step="Split it into several files.")


def width(rows: Sequence[Sequence[str]]) -> int:
    """How many columns the widest row has."""
    return max((len(row) for row in rows), default=0)
