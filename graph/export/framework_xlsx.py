"""XLSX: a framework matrix as a workbook with links from every cell to its quotes and back.

Office Open XML (ECMA-376) as openpyxl writes it. Every cell holds a text, none a formula.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from graph.errors import StoreError
from graph.export.framework_sheet import FrameworkSheet, SheetQuote
from graph.export.table import FORMULA

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

MATRIX, QUOTES, THEMES, ABOUT = "Matrix", "Quotes", "Themes", "About"
HEADS = ("Case", "Level", "Role")
QUOTE_HEADS = ("Matrix cell", "Case", "Theme", "Quote", "Citation", "Whose words", "Kind of text")
LONGEST = 32_767
"""So many UTF-16 units a cell of a spreadsheet holds."""
CUT = " … [cut: a cell holds no more; the study has the whole text]"
MOST_LINKED = 32_000
"""So many cells or quotes of a sheet have links: it may hold 65,530, and beyond a program throws them all away."""
MOST_ROWS = 1_048_576
ACROSS = 7
"""So many themes stand side by side on a printed page."""
STILL = (1980, 1, 1, 0, 0, 0)
"""The time that stands on every part, so that the same matrix gives the same bytes."""
INK, LINK, SHADE, RULE = "1A1C22", "0B5CAD", "ECEEF2", "C4C7CE"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Spreadsheets read _x0041_ as an A; where somebody wrote just that, its first sign is escaped in turn."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def framework_xlsx(sheet: FrameworkSheet) -> bytes:
    """The workbook of a matrix: sheets Matrix, Quotes, Themes and About.

    The same matrix gives the same bytes: no clock time stands in it. Signs that a workbook cannot hold become spaces;
    a text longer than a cell is cut and says so. Raises StoreError where openpyxl is missing or there are more quotes
    than a sheet has rows.
    """
    if sum(len(cell.quotes) for cell in sheet.cells.values()) >= MOST_ROWS:
        raise StoreError("There are more quotes than a sheet has rows.", next_step="Choose fewer cases, or the CSV.")
    book = _new_book()
    book.properties.creator, book.properties.title = "Crosscurrent", _plain(sheet.title)
    book.properties.keywords = f"build {sheet.build}"
    book.properties.created = datetime(*STILL)
    matrix, quotes = book.create_sheet(MATRIX), book.create_sheet(QUOTES)
    firsts = _quotes(quotes, sheet)
    _matrix(matrix, sheet, firsts)
    _pairs(book.create_sheet(THEMES), ("Theme", "Definition"), [(c.label, c.definition) for c in sheet.columns])
    _pairs(book.create_sheet(ABOUT), ("", ""), [("Title", sheet.title), *sheet.about, ("Build", sheet.build)])
    for page in (matrix, quotes):
        page.oddFooter.left.text = _plain(sheet.title)[:120].replace("&", "&&")
        page.oddFooter.right.text = "&P / &N"
    made = io.BytesIO()
    book.save(made)
    return _still(made.getvalue())


def _new_book() -> "Workbook":
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise StoreError(
            "Writing XLSX needs the package openpyxl, which is not installed here.",
            next_step="Install openpyxl 3.1.5 or newer beside Crosscurrent, or take the CSV.",
        ) from error
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _matrix(page: "Worksheet", sheet: FrameworkSheet, firsts: dict[tuple[str, str], int]) -> None:
    _head(page, [*HEADS, *(column.label for column in sheet.columns)])
    for number, row in enumerate(sheet.rows, 2):
        for place, text in enumerate((row.label, row.level, row.role), 1):
            _put(_at(page, number, place), text, bold=place == 1)
        for place, column in enumerate(sheet.columns, len(HEADS) + 1):
            cell = _at(page, number, place)
            held = sheet.cells.get((row.key, column.key))
            _put(cell, held.text if held else "")
            first = firsts.get((row.key, column.key), 0)
            if 0 < first < MOST_LINKED:
                _link(cell, QUOTES, f"A{first}", "To the quotes")
    _widths(page, [22, 10, 20, *[34] * len(sheet.columns)])
    page.freeze_panes = "D2"
    _printable(page, max(1, -(-len(sheet.columns) // ACROSS)))
    page.print_title_cols = "A:C"


def _quotes(page: "Worksheet", sheet: FrameworkSheet) -> dict[tuple[str, str], int]:
    """Fill the sheet of quotes; gives the first row of each cell's quotes."""
    cells = sheet.ordered()
    details = list(dict.fromkeys(head for cell in cells for quote in cell.quotes for head, _ in quote.details))
    rows = {row.key: (number, row.label) for number, row in enumerate(sheet.rows, 2)}
    columns = {column.key: (place, column.label) for place, column in enumerate(sheet.columns, len(HEADS) + 1)}
    _head(page, [*QUOTE_HEADS, *details])
    firsts: dict[tuple[str, str], int] = {}
    number = 2
    for cell in cells:
        for quote in cell.quotes:
            firsts.setdefault((cell.row, cell.column), number)
            _quote(page, number, quote, details, rows[cell.row], columns[cell.column])
            number += 1
    _widths(page, [12, 24, 24, 70, 44, 26, 26, *[16] * len(details)])
    page.freeze_panes = "B2"
    page.auto_filter.ref = page.dimensions
    _printable(page, 1)
    return firsts


def _quote(
    page: "Worksheet",
    number: int,
    quote: SheetQuote,
    details: Sequence[str],
    row: tuple[int, str],
    column: tuple[int, str],
) -> None:
    from openpyxl.utils import get_column_letter

    place = f"{get_column_letter(column[0])}{row[0]}"
    own = dict(quote.details)
    texts = (f"← {place}", row[1], column[1], quote.text, quote.citation, quote.whose, quote.text_kind)
    for at, text in enumerate((*texts, *(own.get(head, "") for head in details)), 1):
        _put(_at(page, number, at), text)
    if number >= MOST_LINKED:
        return
    _link(_at(page, number, 1), MATRIX, place, "Back to the matrix")
    _coloured(_at(page, number, 1))
    if _followable(quote.url):
        # Set on the cell this would put the address in the place of a text that is empty.
        page.cell(number, 5).hyperlink = quote.url
        _put(_at(page, number, 5), quote.citation)
        _coloured(_at(page, number, 5))


def _followable(url: str) -> bool:
    return bool(re.fullmatch(r"https?://[!#-;=?-\[\]_a-z~]{1,1900}", url))


def _pairs(page: "Worksheet", heads: Sequence[str], pairs: Iterable[tuple[str, str]]) -> None:
    _head(page, heads)
    for number, pair in enumerate(pairs, 2):
        for place, text in enumerate(pair, 1):
            _put(_at(page, number, place), text, bold=place == 1)
    _widths(page, [28, 100])
    _printable(page, 1)


def _head(page: "Worksheet", texts: Sequence[str]) -> None:
    from openpyxl.styles import PatternFill

    for place, text in enumerate(texts, 1):
        cell = _at(page, 1, place)
        _put(cell, text, bold=True)
        cell.fill = PatternFill("solid", fgColor=SHADE)


def _at(page: "Worksheet", row: int, column: int) -> "Cell":
    """The cell at a place; these sheets have no merged ones."""
    return cast("Cell", page.cell(row, column))


def _put(cell: "Cell", text: str, *, bold: bool = False) -> None:
    """Lay a text into a cell as a text, whatever it begins with."""
    from openpyxl.styles import Alignment, Border, Font, Side

    if text:
        cell.value = _plain(text)
        cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA)
    cell.font = Font(bold=bold, color=INK)
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    line = Side("thin", color=RULE)
    cell.border = Border(left=line, right=line, top=line, bottom=line)


def _plain(text: str) -> str:
    """The text as a cell can hold it: no signs that XML refuses, not longer than a cell."""
    kept = _ESCAPED.sub("_x005F_", _ILLEGAL.sub(" ", text))
    if len(kept.encode("utf-16-le")) // 2 <= LONGEST:
        return kept
    room = (LONGEST - len(CUT)) * 2
    return kept.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT


def _link(cell: "Cell", page: str, place: str, tip: str) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{page}'!{place}", tooltip=tip)


def _coloured(cell: "Cell") -> None:
    from openpyxl.styles import Font

    cell.font = Font(color=LINK, underline="single")


def _widths(page: "Worksheet", widths: Sequence[int]) -> None:
    from openpyxl.utils import get_column_letter

    for place, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(place)].width = width


def _printable(page: "Worksheet", across: int) -> None:
    """Landscape on A3 with the heads on every page, `across` pages wide."""
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 8
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = across, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"


def _still(data: bytes) -> bytes:
    """The same file with no clock time in it."""
    made = io.BytesIO()
    stamp = datetime(*STILL).isoformat().encode() + b"Z"
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp, content)
            part = zipfile.ZipInfo(name, STILL)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, content)
    return made.getvalue()
