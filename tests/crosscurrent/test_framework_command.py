"""`crosscurrent framework` on the bundled study: the listing, the workbook, and what may leave."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from crosscurrent.cli.all import app
from graph.errors import CrosscurrentError
from ingest.coding.append import summarise


def run(study: Path, *words: str):
    return CliRunner().invoke(app, ["--study", str(study), "framework", *words], catch_exceptions=True)


@pytest.fixture(scope="module")
def study(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with a summary of each kind of theme, written after its build."""
    folder = Path(shutil.copytree(bundled, tmp_path_factory.mktemp("framework") / "study"))
    for theme in ("unclear-term", "co-produce", "who-decides"):
        summarise(folder, "L04", theme, "ab", f"=On {theme}.")
    return folder


def test_the_listing_has_summaries_without_a_build(study: Path) -> None:
    for themes, theme in (("barriers", "unclear-term"), ("messages", "co-produce"), ("axes", "who-decides")):
        result = run(study, "--themes", themes, "--json")
        assert result.exit_code == 0, result.output
        found = json.loads(result.stdout)
        assert list(found[0]) == ("case label level role theme theme_label quotes voices summaries codings".split())
        own = next(row for row in found if (row["case"], row["theme"]) == ("L04", theme))
        assert own["summaries"] == [{"coder": "ab", "text": f"=On {theme}."}]


def test_the_csv_runs_no_formula(study: Path) -> None:
    lines = run(study, "--csv").stdout.splitlines()
    assert lines[0].startswith("case,label")
    assert not any(line.startswith(("=", "+", "@")) for line in lines)


def test_the_workbook(study: Path, tmp_path: Path) -> None:
    target = tmp_path / "f.xlsx"
    assert run(study, str(target)).exit_code == 0
    matrix = openpyxl.load_workbook(target)["Matrix"]
    assert matrix.max_row == 22 and matrix.max_column == 27
    assert "=On unclear-term." in {str(c.value).splitlines()[0] for row in matrix.iter_rows() for c in row}


def test_what_may_leave(study: Path, tmp_path: Path) -> None:
    target = tmp_path / "p.xlsx"
    assert run(study, "--public", "--cases", "all", str(target)).exit_code == 0
    book = openpyxl.load_workbook(target)
    words = " ".join(str(c.value) for page in book.worksheets for row in page.iter_rows() for c in row)
    assert "meso level, partnership leader" in words
    assert "L04" not in words.split()


@pytest.mark.parametrize(
    ("words", "part"),
    [(("--themes", "barrier"), "barriers"), (("--cases", "people"), "respondents"), (("x.xlsx", "--json"), "workbook")],
)
def test_what_cannot_be_asked_says_what_can(study: Path, words: tuple[str, ...], part: str) -> None:
    result = run(study, *words)
    assert isinstance(result.exception, CrosscurrentError)
    assert part in str(result.exception)


def test_a_file_that_cannot_be_written_is_told(study: Path, tmp_path: Path) -> None:
    result = run(study, str(tmp_path))
    assert isinstance(result.exception, CrosscurrentError)
    assert str(tmp_path) in str(result.exception)
