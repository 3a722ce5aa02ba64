"""Rows go to the end of cases.csv; all that stood there stays, byte for byte."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import StudyError
from graph.model import Case
from ingest.problems import Problems
from ingest.study.caserows import guessed_level, new_cases, take_back, with_rows
from ingest.study.cases import read_cases
from ingest.study.decode import table_text

NEW = (Case("L04", "meso"), Case("X9", ""))


def levels(data: bytes) -> dict[str, str]:
    problems = Problems()
    cases = read_cases(table_text(data, "cases.csv", problems) or "", None, problems)
    return {case.id: case.level for case in cases.values()}


@pytest.mark.parametrize(
    ("before", "added"),
    [
        (b"case,level\nL01,meso\n", b"L04,meso\nX9,\n"),
        (b"case,level\nL01,meso", b"\nL04,meso\nX9,\n"),
        (b"case,level\r\nL01,meso\r\n", b"L04,meso\r\nX9,\r\n"),
        (b"case;level\nL01;meso\n", b"L04;meso\nX9;\n"),
        (b"sep=;\ncase;level\nL01;meso\n", b"L04;meso\nX9;\n"),
        (b"age\tlevel\tcase\tclearance\n9\tmeso\tL01\topen\n", b"\tmeso\tL04\trestricted\n\t\tX9\trestricted\n"),
        (b'"case","level","what, it said"\n"L01","meso","a ""b"""\n\n', b"L04,meso,\nX9,,\n"),
        (codecs.BOM_UTF8 + b"case,level\nL01,meso\n", b"L04,meso\nX9,\n"),
        (b"Case,Role Group,Level\nL01,\xe9lu,meso\n", b"L04,,meso\nX9,,\n"),
        (b"", b"case,level,role_group,clearance\nL04,meso,,restricted\nX9,,,restricted\n"),
    ],
)
def test_rows_are_added_as_the_table_is_written(before: bytes, added: bytes) -> None:
    made = with_rows(before, NEW)
    assert made == before + added
    assert levels(made) == {**levels(before), "L04": "meso", "X9": ""}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_table_in_utf_16(encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else codecs.BOM_UTF16_BE
    before = mark + "case\tlevel\r\nL01\tmeso".encode(encoding)
    assert with_rows(before, NEW) == before + "\r\nL04\tmeso\r\nX9\t\r\n".encode(encoding)


@pytest.mark.parametrize(
    "before",
    [b"person,level\nL01,meso\n", b'case,level\nL01,"meso\n', b"case,level\nL04,meso\n", b"case,level\n\xff\x00\x01\n"],
)
def test_a_table_that_cannot_be_added_to_gives_the_rows(before: bytes) -> None:
    with pytest.raises(StudyError, match="L04,meso"):
        with_rows(before, NEW)


@given(
    st.lists(st.text(alphabet='ab"; é', max_size=4), min_size=1, max_size=3),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_any_table_keeps_what_it_has(cells: list[str], delimiter: str, newline: str, ended: bool) -> None:
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    rows = [["case", "level", *(f"c{n}" for n in range(len(cells)))], ["L01", "meso", *quoted]]
    before = (newline.join(delimiter.join(row) for row in rows) + newline * ended).encode()
    made = with_rows(before, NEW)
    assert made.startswith(before)
    assert levels(made) == {"L01": "meso", "L04": "meso", "X9": ""}


def test_a_level_is_guessed_where_the_table_shows_a_pattern() -> None:
    levels = {"L01": "meso", "L02": "meso", "N01": "macro", "P1": "micro", "P2": "meso"}
    known = {case: Case(case, level) for case, level in levels.items()}
    asked = ("L09", "N02", "P3", "Q1", "leader", "L-7")
    assert [guessed_level(case, known) for case in asked] == ["meso", "", "", "", "", "meso"]
    assert new_cases(["L01", "L09"], known) == (Case("L09", "meso"),)


def test_rows_are_taken_back_while_they_stand_last(tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    before = b"case,level\nL01,meso"
    table.write_bytes(with_rows(before, NEW))
    rows = table.read_bytes()[len(before) :]
    assert take_back(tmp_path, rows)
    assert table.read_bytes() == before
    table.write_bytes(before + rows + b"Z1,macro\n")
    assert not take_back(tmp_path, rows)
    assert table.read_bytes() == before + rows + b"Z1,macro\n"
    assert take_back(tmp_path, b"")
