"""Tables of excerpts: columns said or guessed, delimiters, sheets, merged cells, formulas, damage."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from rendering import holds

from graph.errors import SourceError
from ingest.readers import Document, ReadOptions, choose
from ingest.readers.table import TableReader
from ingest.readers.table_files import sniffed

LONG = "We mend the roof each year, and each year it leaks again."
OTHER = "Nobody asked us; we were told that the hall would close."
THIRD = "It is a race, and the one who waits has lost it already."


def read(data: bytes, name: str = "excerpts.csv", **mapping: str) -> Document:
    reader = choose(data, name, "excerpts")
    assert reader.name == "table"
    document = reader.read(data, name, "excerpts", ReadOptions(columns=tuple(mapping.items())))
    holds(document)
    assert document.text == "\n\n".join(document.words(block) for block in document.blocks)
    return document


def csv_of(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    import csv

    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def xlsx_of(*sheets: tuple[str, list[list[object]]], merged: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


ROWS = [
    ["Respondent", "Quote", "Theme", "Date"],
    ["L04", LONG, "Roof", "May"],
    ["L07", OTHER, "", ""],
    ["L09", THIRD, "Race", ""],
]
FOUND = [("row 2", "L04", "Roof", LONG), ("row 3", "L07", "", OTHER), ("row 4", "L09", "Race", THIRD)]


def found(document: Document) -> list[tuple[str, str, str, str]]:
    return [(block.ref, block.case, block.heading, document.words(block)) for block in document.blocks]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    document = read(csv_of(ROWS, delimiter, encoding))
    assert found(document) == FOUND
    assert document.notes[-1] == (
        'Of this table "Quote" as text, "Respondent" as case, "Theme" as heading was taken (left out: Date); '
        "if that is wrong, write `columns: {text: Quote, case: Respondent, heading: Theme}` with the right headers "
        "under this source in sources.yaml."
    )


def test_a_table_is_seen_by_its_rows_whatever_its_name() -> None:
    assert found(read(csv_of(ROWS, "\t"), "export.txt")) == FOUND


@pytest.mark.parametrize(
    "text",
    [
        "One, two, three.\nAnd, so, it goes on.\n",
        "Words; more words.\n\nOther words.\n" * 4,
        "# a, b\n\n# c, d\n\nx, y\n",
    ],
)
def test_prose_with_commas_is_no_table(text: str) -> None:
    assert choose(text.encode(), "notes.txt", "policy").name != "table"


def test_said_columns_are_taken_without_a_note() -> None:
    rows = [["a", "b", "c"], ["L04", "one", LONG], ["L07", "two", OTHER]]
    document = read(csv_of(rows), text="b", case=" A ")
    assert found(document) == [("row 2", "L04", "", "one"), ("row 3", "L07", "", "two")]
    assert document.notes == ()


def test_several_columns_of_words() -> None:
    rows = [["id", "Q1", "Q2"], ["L04", LONG, OTHER], ["L07", THIRD, ""]]
    data = csv_of(rows)
    options = ReadOptions(columns=(("text", "Q1"), ("text", "Q2"), ("case", "id")))
    document = TableReader().read(data, "survey.csv", "excerpts", options)
    assert [(b.ref, b.case) for b in document.blocks] == [
        ("row 2, Q1", "L04"),
        ("row 2, Q2", "L04"),
        ("row 3, Q1", "L07"),
    ]


def test_columns_that_are_not_there() -> None:
    with pytest.raises(SourceError, match='no column "Quotes"') as caught:
        read(csv_of(ROWS), text="Quotes")
    assert "Did you mean Quote?" in caught.value.next_step and '"Theme"' in caught.value.next_step
    with pytest.raises(SourceError, match="role"):
        read(csv_of(ROWS), txt="Quote")


def test_a_table_without_headers() -> None:
    rows = [["L04", LONG], ["L07", OTHER], ["L09", THIRD], ["L01", LONG]]
    document = read(csv_of(rows))
    assert [(b.ref, b.case) for b in document.blocks][:2] == [("row 1", "L04"), ("row 2", "L07")]
    assert "{text: B, case: A}" in document.notes[-1]
    assert read(csv_of(rows), text="B").notes == ()


def test_cells_with_line_ends_quotation_marks_and_blank_rows() -> None:
    data = b'\xef\xbb\xbfsep=;\r\nCode;Excerpt\r\nL04;"One ""maze"", he said;\r\n\r\nand left."\r\n;;\r\n'
    data += b"\r\nL07;Two words\r\n"
    document = read(data)
    assert found(document) == [
        ("row 3", "L04", "", 'One "maze", he said;\n\nand left.'),
        ("row 6", "L07", "", "Two words"),
    ]


def test_an_open_quotation_mark_is_told_with_its_line() -> None:
    with pytest.raises(SourceError, match="never closes") as caught:
        read(b'Code,Excerpt\nL04,fine words here\nL07,"open words\nL09,more words\n')
    assert caught.value.where == "excerpts.csv, line 3"


def test_other_attributes() -> None:
    rows = [
        ["ref", "text", "time", "page", "link", "case"],
        ["ex. 1", LONG, "1:02:03", "7", "https://example.org/a", "L04"],
        ["", OTHER, "02:03.5", "x", "javascript:x", ""],
    ]
    first, second = read(csv_of(rows)).blocks
    assert (first.ref, first.time, first.page, first.url) == ("ex. 1", "01:02:03", 7, "https://example.org/a")
    assert (second.ref, second.time, second.page, second.url, second.case) == ("row 3", "00:02:03", None, "", "")


def test_case_values_become_ids() -> None:
    rows = [["Respondent", "Quote"], ["Participant 7", LONG], ["Chief Officer, HSCP 4", OTHER]]
    assert [block.case for block in read(csv_of(rows)).blocks] == ["Participant-7", "Chief-Officer-HSCP-4"]


def test_sheets_titles_and_merged_headers() -> None:
    title: list[object] = ["Interviews of the winter"]
    above: list[object] = ["Who", None, "What"]
    header: list[object] = ["Code", "Role", "Excerpt"]
    rows: list[list[object]] = [
        title,
        [],
        above,
        header,
        ["L04", "nurse", LONG],
        [None, "nurse", OTHER],
        ["L07", "chair", THIRD],
    ]
    data = xlsx_of(("North", rows), ("South", rows), ("Notes", [["Made in May"]]), merged=("A1:C1", "A3:B3", "A5:A6"))
    document = read(data, "book.xlsx")
    assert [(b.ref, b.case) for b in document.blocks] == [
        ("North, row 5", "L04"),
        ("North, row 6", "L04"),
        ("North, row 7", "L07"),
        ("South, row 5", "L04"),
        ("South, row 6", "L04"),
        ("South, row 7", "L07"),
    ]
    assert "not read: the sheets Notes" in document.notes[-1]


def test_numbers_dates_and_times_of_a_workbook() -> None:
    import datetime

    rows: list[list[object]] = [
        ["No", "Text", "Time", "Case"],
        [12.0, LONG, datetime.time(1, 2, 3), 7],
        [13, OTHER, datetime.timedelta(minutes=5), True],
    ]
    first, second = read(xlsx_of(("S", rows)), "book.xlsx").blocks
    assert (first.ref, first.time, first.case) == ("12", "01:02:03", "7")
    assert (second.ref, second.time) == ("13", "00:05:00")


def test_formulas_give_their_stored_value_and_are_told_where_there_is_none() -> None:
    data = xlsx_of(("S", [["Case", "Text"], ["L04", '="We mend " & "it"'], ["L07", OTHER], ["L09", THIRD]]))
    document = read(data, "book.xlsx")
    assert len(document.blocks) == 2
    assert document.notes[0].startswith("1 cells hold formulas without a stored value")
    stored = rewritten(data, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>We mend it</v>")
    stored = rewritten(stored, "xl/worksheets/sheet1.xml", b"<v />", b"<v>We mend it</v>")
    stored = rewritten(stored, "xl/worksheets/sheet1.xml", b'<c r="B2">', b'<c r="B2" t="str">')
    assert found(read(stored, "book.xlsx"))[0] == ("row 2", "L04", "", "We mend it")


def rewritten(data: bytes, member: str, old: bytes, new: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            body = before.read(name)
            after.writestr(name, body.replace(old, new) if name == member else body)
    return stream.getvalue()


def test_a_formula_is_only_words_in_csv() -> None:
    document = read(csv_of([["Case", "Text"], ["L04", '=HYPERLINK("http://x","y") said so'], ["L07", LONG]]))
    assert document.words(document.blocks[0]) == '=HYPERLINK("http://x","y") said so'


HOSTILE = {
    "entities": lambda d: rewritten(
        d, "xl/worksheets/sheet1.xml", b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "aa">]><worksheet'
    ),
    "no sheet": lambda d: rewritten(d, "xl/workbook.xml", b"<sheets>", b"<nosheets>"),
    "damaged sheet": lambda d: rewritten(d, "xl/worksheets/sheet1.xml", b"</row>", b"<row>"),
    "bomb": lambda d: rewritten(d, "xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData>" + b" " * 60_000_000),
    "cut off": lambda d: d[: len(d) // 2],
}


@pytest.mark.parametrize("how", sorted(HOSTILE))
def test_damaged_and_hostile_workbooks(how: str) -> None:
    data = HOSTILE[how](xlsx_of(("S", [["Case", "Text"], ["L04", LONG], ["L07", OTHER]])))
    with pytest.raises(SourceError) as caught:
        TableReader().read(data, "book.xlsx", "excerpts")
    assert "book.xlsx" in str(caught.value.where) and caught.value.next_step


def test_a_claim_of_a_million_rows_is_not_believed() -> None:
    data = xlsx_of(("S", [["Case", "Text"], ["L04", LONG], ["L07", OTHER]]))
    data = rewritten(data, "xl/worksheets/sheet1.xml", b'ref="A1:B3"', b'ref="A1:XFD1048576"')
    assert len(read(data, "book.xlsx").blocks) == 2


@pytest.mark.parametrize("data", [b"a,b\n", b"a,b\n1,2\n3,4\n", b",,,\n,,,\n", b"Case,Text\nL04,\n"])
def test_tables_without_words(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read(data)
    assert caught.value.next_step


def test_a_very_long_cell() -> None:
    document = read(csv_of([["Case", "Text"], ["L04", "word " * 1_000_000], ["L07", LONG]]))
    assert len(document.blocks) == 2


CELLS = st.one_of(
    st.text(max_size=30), st.sampled_from(["L04", LONG, "", "=1+1", '"', "a\r\nb", "\N{COMBINING ACUTE ACCENT}"])
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=8), st.sampled_from(",;\t|"))
def test_any_table_keeps_the_promises(rows: list[list[str]], delimiter: str) -> None:
    data = csv_of([["Case", "Text", "Ref"], *rows], delimiter, "utf-16")
    try:
        document = TableReader().read(data, "any.csv", "excerpts")
    except SourceError as error:
        assert error.next_step
        return
    holds(document)
    assert document.text == "\n\n".join(document.words(block) for block in document.blocks)


@given(st.binary(max_size=300))
def test_any_bytes_at_all(data: bytes) -> None:
    for name in ("any.csv", "any.xlsx"):
        try:
            holds(TableReader().read(data, name, "excerpts"))
        except SourceError as error:
            assert error.next_step


def test_delimiters_are_told_by_how_even_the_rows_are() -> None:
    assert sniffed('a;b\n"x, y, z";2\nq, w;3\n') == ";"
    assert sniffed("one line of words\nanother\n") == ""


@pytest.mark.parametrize(
    ("header", "numbers", "cases"),
    [
        ("id", ["1", "2", "3"], ["", "", ""]),
        ("id", ["7", "8", "8", "9"], ["", "", "", ""]),
        ("id", ["1", "2", "1"], ["1", "2", "1"]),
        ("participant", ["1", "2", "3"], ["1", "2", "3"]),
    ],
)
def test_a_number_that_only_counts_the_rows_is_no_respondent(header, numbers, cases):
    rows = [f"{header},content", *(f"{n},We plan it with the people here {n}." for n in numbers)]
    document = TableReader().read("\n".join(rows).encode("utf-8"), "x.csv", "excerpts")
    assert [block.case for block in document.blocks] == cases
