"""Tables of excerpts, CSV and XLSX: a column of words, a row a passage, other columns for who said it and where."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph.errors import SourceError
from graph.ids import is_given_id
from ingest.readers.base import PLAIN, Block, Document, ReadOptions, one_line
from ingest.readers.codes import case_id
from ingest.readers.decoding import decode, looks_like_text
from ingest.readers.html_about import address
from ingest.readers.table_columns import Columns, columns, missing
from ingest.readers.table_files import Book, Sheet, delimited, sniffed, workbook

_ZIP: Final = b"PK\x03\x04"
_SHEETS: Final = re.compile(rb"xl/(?:workbook\.xml|worksheets/|_rels/|sharedStrings|styles)")
_NAMED: Final = (".csv", ".tsv", ".tab", ".psv")
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xltx")
_FEWEST_ROWS: Final = 4
_TIME: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,]\d+)?\Z")
_LEAST_SHARE: Final = 0.95


@dataclass(frozen=True, slots=True)
class _Cell:
    """One passage of a table: its words and the block's fields."""

    words: str
    ref: str
    heading: str
    case: str
    page: int | None
    url: str
    time: str
    speaker: str


class TableReader:
    """CSV, TSV and XLSX; which column is what is said by `columns` of the source, else guessed and told."""

    name = "table"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Sure of a workbook; of delimited text by its ending, or where all its rows have as many cells."""
        lower = name.lower()
        if head.startswith(_ZIP):
            return 0.95 if _SHEETS.search(head) else 0.6 if lower.endswith(_WORKBOOKS) else 0.0
        if not looks_like_text(head):
            return 0.0
        if lower.endswith(_NAMED):
            return 0.85
        return (
            0.72 if kind != "transcript" and not lower.endswith((".md", ".yaml", ".yml")) and _is_table(head) else 0.0
        )

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the table; raises SourceError where it is damaged, or no column of words can be found."""
        book = workbook(data, name) if data.startswith(_ZIP) else delimited(data, name)
        found = [(sheet, known) for sheet in book.sheets if (known := columns(sheet, options.columns, name))]
        if not found:
            if options.columns and book.sheets:
                raise missing(book.sheets, options.columns, name)
            step = "Say which column holds the words: `columns: {text: HEADER}` under the source in sources.yaml."
            raise SourceError("No column of words was found in this table.", where=name, next_step=step)
        if not options.columns:
            found = _worth(found)
        several = len(found) > 1
        cells = [cell for sheet, known in found for cell in _cells(sheet, known, several=several)]
        if not cells:
            step = "Check the file, and `columns:` of this source in sources.yaml."
            raise SourceError("The column of words is empty.", where=name, next_step=step)
        return _document(cells, (*book.notes, *_told(book, found)))


def _is_table(head: bytes) -> bool:
    try:
        text = decode(head[: head.rfind(b"\n") + 1] or head, "")[0]
    except SourceError:
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < _FEWEST_ROWS or not (delimiter := sniffed(text)):
        return False
    import csv
    import io

    widths = [len(row) for row in csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter) if any(row)]
    common = max(set(widths), key=widths.count, default=0)
    # Prose holds commas too, but not as many in each line; two cells a line are believed only between tabs.
    enough = common >= 3 or (common == 2 and delimiter == "\t")
    return enough and len(widths) >= _FEWEST_ROWS and widths[:-1].count(common) >= _LEAST_SHARE * len(widths[:-1])


def _worth(found: list[tuple[Sheet, Columns]]) -> list[tuple[Sheet, Columns]]:
    """Of the sheets guessed about, those with the same headers as the one with the most words."""

    def size(item: tuple[Sheet, Columns]) -> int:
        sheet, known = item
        column = known.of("text")[0]
        return sum(len(row[column]) for row in sheet.rows[known.data :] if column < len(row))

    best = max(found, key=size)
    header = best[1].headers[best[1].of("text")[0]]
    return [item for item in found if item is best or item[1].headers[item[1].of("text")[0]] == header]


def _cells(sheet: Sheet, known: Columns, *, several: bool) -> Iterator[_Cell]:
    texts = known.of("text")
    for position, row in enumerate(sheet.rows[known.data :], known.data + sheet.first):
        row_ref = f"{sheet.name}, row {position}" if several and sheet.name else f"row {position}"
        own = _first(row, known.of("ref"))
        for column in texts:
            words = _at(row, column)
            if not words:
                continue
            ref = own or row_ref
            page = _first(row, known.of("page"))
            yield _Cell(
                words=words,
                ref=f"{ref}, {known.headers[column]}" if len(texts) > 1 else ref,
                heading=_first(row, known.of("heading")),
                case=_case(_first(row, known.of("case"))),
                page=int(page) if page.isascii() and page.isdigit() and 0 < int(page) < 100_000 else None,
                url=address(_first(row, known.of("url"))),
                time=_clock(_first(row, known.of("time"))),
                speaker=_first(row, known.of("speaker")),
            )


def _at(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _first(row: Sequence[str], wanted: Sequence[int]) -> str:
    return one_line(next((row[c] for c in wanted if c < len(row) and row[c]), ""))


def _case(value: str) -> str:
    """The case as cases.csv can name it; an id that stands there already stays as it is."""
    return value if is_given_id(value) else case_id(value)


def _clock(value: str) -> str:
    match = _TIME.search(value)
    if not match or (match[1] and int(match[2]) > 59) or int(match[3]) > 59:
        return ""
    hours, minutes = divmod(int(match[1] or 0) * 60 + int(match[2]), 60)
    return f"{hours:02d}:{minutes:02d}:{match[3]}"


def _document(cells: Sequence[_Cell], notes: tuple[str, ...]) -> Document:
    blocks: list[Block] = []
    position = 0
    for cell in cells:
        end = position + len(cell.words)
        blocks.append(
            Block(
                cell.ref, cell.heading, position, end, cell.page, cell.case, cell.url, (), "", cell.time, cell.speaker
            )
        )
        position = end + 2
    return Document("\n\n".join(cell.words for cell in cells), tuple(blocks), notes=notes)


def _told(book: Book, found: Sequence[tuple[Sheet, Columns]]) -> tuple[str, ...]:
    """One sentence on what was guessed and how to say it; nothing where the study said it."""
    known = found[0][1]
    if known.told:
        return ()
    named = [(role, known.headers[column]) for role, column in known.roles]
    taken = ", ".join(f'"{header}" as {role}' for role, header in named)
    left = [header for column, header in enumerate(known.headers) if column not in dict(known.roles).values()]
    rest = f" (left out: {', '.join(left[:8])}{' …' if len(left) > 8 else ''})" if left else ""
    sheets = [sheet.name for sheet in book.sheets if all(sheet is not taken_sheet for taken_sheet, _ in found)]
    unread = f"; not read: the sheets {', '.join(sheets)}" if sheets else ""
    mapping = ", ".join(f"{role}: {_yaml(header)}" for role, header in named)
    return (
        f"Of this table {taken} was taken{rest}{unread}; if that is wrong, write `columns: {{{mapping}}}` with the "
        "right headers under this source in sources.yaml.",
    )


def _yaml(header: str) -> str:
    return header if re.fullmatch(r"[A-Za-z][\w ]*", header) else '"' + header.replace('"', '\\"') + '"'
