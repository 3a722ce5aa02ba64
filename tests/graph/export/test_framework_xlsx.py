"""The workbook of a framework matrix: links both ways, texts only, the same bytes, read by openpyxl and pandas."""

import builtins
import io
import zipfile
from typing import Any

import openpyxl
import pandas as pd
import pytest

from graph.errors import StoreError
from graph.export.framework_sheet import FrameworkSheet, SheetCell, SheetColumn, SheetQuote, SheetRow
from graph.export.framework_xlsx import CUT, LONGEST, framework_xlsx

HOSTILE = ['=HYPERLINK("http://evil.example","x")', "+1+1", "-2", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A0"]


def sheet(
    quote: str = "The words.", summary: str = "In short.", url: str = "", title: str = "A study"
) -> FrameworkSheet:
    rows = (SheetRow("L01", "L01", "meso", "leader"), SheetRow("L02", "L02", "meso", "leader"))
    columns = (SheetColumn("a", "Clutter", "Too many."), SheetColumn("b", "Money", ""))
    own = SheetQuote(quote, "Act 2014, s. 1", "L01", "digest, not the official wording", url, (("Anchor", "exact"),))
    cells = {
        ("L01", "b"): SheetCell("L01", "b", (own, own), 1, (("ab", summary),), ("c1", "c2")),
        ("L02", "a"): SheetCell("L02", "a", (own,), 1, (), ("c3",)),
        ("L02", "b"): SheetCell("L02", "b", (), 0, (("ab", "One."), ("cd", "Two."))),
    }
    return FrameworkSheet(title, "key1", rows, columns, cells, (("Note", "Read it."),))


def opened(made: FrameworkSheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(framework_xlsx(made)))


def test_every_link_leads_to_its_quotes_and_back() -> None:
    book = opened(sheet())
    matrix, quotes = book["Matrix"], book["Quotes"]
    linked = {c.coordinate: c.hyperlink.location for row in matrix.iter_rows() for c in row if c.hyperlink}
    assert linked == {"E2": "'Quotes'!A2", "D3": "'Quotes'!A4"}
    back = [quotes.cell(n, 1).hyperlink.location for n in (2, 3, 4)]
    assert back == ["'Matrix'!E2", "'Matrix'!E2", "'Matrix'!D3"]
    assert [quotes.cell(4, n).value for n in range(2, 9)] == [
        "L02", "Clutter", "The words.", "Act 2014, s. 1", "L01", "digest, not the official wording", "exact",
    ]  # fmt: skip


def test_a_cell_holds_summary_and_count() -> None:
    matrix = opened(sheet())["Matrix"]
    assert matrix["E2"].value == "In short.\n[2 quotes]"
    assert matrix["D3"].value == "[1 quote; no summary yet]"
    assert matrix["E3"].value == "ab: One.\n\ncd: Two."
    assert matrix["D2"].value in (None, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula(text: str) -> None:
    book = opened(sheet(quote=text, summary=text, title=text))
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n") and (cell.data_type == "s" or cell.value is None)
    assert book["Quotes"]["D2"].value == text
    assert book["Quotes"]["D2"].quotePrefix
    data = framework_xlsx(sheet(quote=text, summary=text, title=text))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "worksheets/" in name)


def test_signs_that_a_workbook_cannot_hold_and_texts_that_are_too_long() -> None:
    book = opened(sheet(quote="a\x00b\x0bc\ud800d _x0041_", summary="𝄞" * 40_000))
    # A spreadsheet reads _x005F_ as the underscore that it is; openpyxl gives what stands in the file.
    assert book["Quotes"]["D2"].value == "a b c d _x005F_x0041_"
    held = book["Matrix"]["E2"].value
    assert held.endswith(CUT) and len(held.encode("utf-16-le")) // 2 <= LONGEST


def test_it_can_be_read_on_screen_and_on_paper() -> None:
    book = opened(sheet(title="Ours & theirs"))
    matrix, quotes = book["Matrix"], book["Quotes"]
    assert (matrix.freeze_panes, quotes.freeze_panes) == ("D2", "B2")
    assert matrix["E2"].alignment.wrap_text and quotes["D2"].alignment.wrap_text
    assert matrix.page_setup.orientation == "landscape" and matrix.sheet_properties.pageSetUpPr.fitToPage
    assert (matrix.print_title_rows, matrix.print_title_cols) == ("$1:$1", "$A:$C")
    assert quotes.auto_filter.ref == "A1:H4"
    assert matrix.oddFooter.left.text == "Ours && theirs"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "", 'https://x"y'])
def test_only_addresses_on_the_web_are_links(url: str) -> None:
    assert opened(sheet(url=url))["Quotes"]["E2"].hyperlink is None


def test_an_official_address_is_a_link_on_the_citation() -> None:
    cell = opened(sheet(url="https://www.legislation.gov.uk/asp/2014/9/section/1"))["Quotes"]["E2"]
    assert cell.hyperlink.target == "https://www.legislation.gov.uk/asp/2014/9/section/1"
    assert cell.value == "Act 2014, s. 1"


def test_the_same_matrix_gives_the_same_bytes_without_a_clock() -> None:
    one, other = framework_xlsx(sheet()), framework_xlsx(sheet())
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert b"1980-01-01" in parts.read("docProps/core.xml")
        assert b"202" not in parts.read("docProps/core.xml").split(b"<dcterms:modified")[1][:80]


def test_pandas_reads_it() -> None:
    data = io.BytesIO(framework_xlsx(sheet()))
    matrix = pd.read_excel(data, sheet_name="Matrix", dtype=str)
    assert list(matrix.columns) == ["Case", "Level", "Role", "Clutter", "Money"]
    assert matrix.loc[0, "Money"] == "In short.\n[2 quotes]"
    quotes = pd.read_excel(data, sheet_name="Quotes", dtype=str)
    assert list(quotes["Quote"]) == ["The words."] * 3


def test_without_openpyxl_there_is_one_plain_message(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name.split(".")[0] == "openpyxl":
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(StoreError, match="openpyxl") as told:
        framework_xlsx(sheet())
    assert "CSV" in told.value.next_step


def test_an_empty_matrix_is_a_workbook_too() -> None:
    book = opened(FrameworkSheet("Nothing", "k", (), (), {}))
    assert book.sheetnames == ["Matrix", "Quotes", "Themes", "About"]
