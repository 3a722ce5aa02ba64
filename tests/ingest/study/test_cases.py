"""cases.csv as any program may write it."""

import pytest

from graph.model import Case
from ingest.problems import Problems
from ingest.study.cases import read_cases
from ingest.study.decode import table_text


def cases(data: bytes) -> tuple[dict[str, Case], list[str]]:
    problems = Problems()
    text = table_text(data, "cases.csv", problems)
    found = read_cases(text or "", None, problems)
    return found, [f"{p.severity} {p}" for p in problems.listed()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_delimiter_and_encoding_are_found_out(delimiter: str, encoding: str, newline: str) -> None:
    rows = [
        ("case", "level", "role_group", "clearance", "note"),
        ("L01", "meso", "Führung – Küste", "open", '"a' + delimiter + ' b"'),
        ("N01", "macro", "Amt", "", ""),
    ]
    data = newline.join(delimiter.join(row) for row in rows).encode(encoding)
    found, problems = cases(data)
    assert problems == []
    assert found["L01"] == Case("L01", "meso", "Führung – Küste", "open", {"note": f"a{delimiter} b"})
    assert found["N01"].clearance == "restricted"


def test_the_hint_of_a_spreadsheet_is_understood() -> None:
    found, problems = cases(b"sep=;\r\ncase;level\r\nL01;meso\r\n")
    assert list(found) == ["L01"]
    assert problems == []


def test_a_file_of_two_encodings_is_read_right_and_reported() -> None:
    data = "case,level,role_group\nL01,meso,é\n".encode() + "L02,meso,é\n".encode("cp1252")
    found, problems = cases(data)
    assert [case.role_group for case in found.values()] == ["é", "é"]
    assert problems[0].startswith("warning cases.csv:3: The file is UTF-8 in one part")


def test_every_faulty_row_is_told_and_the_others_stand() -> None:
    table = (
        "case,level,role_group\n"
        "L01,meso,a\n"
        "L01,meso,b\n"
        ",meso,c\n"
        "L 02,meso,d\n"
        "L03,mezo,e\n"
        "L04,meso,f,g\n"
        "macro,macro,h\n"
        "\n"
        "L05,micro,i\n"
    )
    found, problems = cases(table.encode())
    assert list(found) == ["L01", "L03", "L05"]
    assert found["L03"].level == ""
    assert [problem.split(": ")[0] for problem in problems] == [
        f"error cases.csv:{line}" for line in (3, 4, 5, 6, 7, 8)
    ]
    assert 'Did you mean "meso"?' in problems[3]


def test_rows_of_several_lines_keep_their_numbers() -> None:
    found, problems = cases(b'case,level,note\nL01,meso,"two\nlines"\nL02,nowhere,x\n')
    assert list(found) == ["L01", "L02"]
    assert "cases.csv:4" in problems[0]


def test_a_table_without_its_columns_says_so() -> None:
    found, problems = cases(b"name,level\nx,meso\n")
    assert found == {}
    assert 'The column "case" is missing (found: name, level)' in problems[0]


def test_an_open_quote_is_told_with_its_line() -> None:
    found, problems = cases(b'case,level\nL01,meso\nL02,"meso\nL03,meso\n')
    assert list(found) == ["L01"]
    assert "cases.csv:3" in problems[0]
