"""`crosscurrent add`: folders and patterns, what is shown, what is written, and the exit status."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from crosscurrent.cli.all import app
from ingest.study import load_study
from ingest.study.new import new_study

TALK = "L01: We plan it.\n\nINT: So?\n\nL07: They decide.\n\nL01: So it is.\n\nL07: Yes.\n"
Add = Callable[..., Result]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = new_study(tmp_path / "study", "Small")
    with (folder / "cases.csv").open("a", encoding="utf-8") as table:
        table.write("L01,meso,leader,open\nL02,meso,leader,open\n")
    return folder


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "deep").mkdir(parents=True)
    (folder / "plan-2019.md").write_text("# A plan for care\n\nIt is decided here.\n", encoding="utf-8")
    (folder / "deep" / "talk.txt").write_text(TALK, encoding="utf-8")
    (folder / "deep" / "~$talk.txt").write_text("lock", encoding="utf-8")
    return folder


@pytest.fixture
def add(study: Path) -> Add:
    return lambda *words: CliRunner().invoke(app, ["--study", str(study), "add", *map(str, words)])


def sources(study: Path) -> dict[str, str]:
    found, _ = load_study(study)
    assert found is not None
    return {source.id: source.kind for source in found.sources.values()}


def test_a_folder_is_added_and_the_guesses_are_shown(add: Add, study: Path, texts: Path) -> None:
    done = add(texts)
    assert "plan-2019.md: kind policy (rule); title A plan for care (first page); date 2019 (file name)" in done.output
    assert "left out: 1 hidden or lock files" in done.output
    assert "cases.csv: source talk holds words of L07" in done.output
    assert done.exit_code == 1
    assert sources(study) == {"plan-2019": "policy", "talk": "transcript"}
    again = add(texts)
    assert "stands in the study already, as talk" in again.output
    assert again.exit_code == 0


def test_rows_of_cases_are_written_where_they_are_wanted(add: Add, study: Path, texts: Path) -> None:
    done = add(texts, "--write-cases")
    assert "cases.csv lacks 1 case: L07 (meso)" in done.output
    assert done.exit_code == 0
    assert (study / "cases.csv").read_text(encoding="utf-8").endswith("L02,meso,leader,open\nL07,meso,,restricted\n")


def test_a_dry_run_writes_nothing(add: Add, study: Path, texts: Path) -> None:
    done = add(texts, "--dry-run", "--write-cases")
    assert "2 would be added" in done.output
    assert (done.exit_code, sources(study)) == (0, {})


def test_a_pattern_in_quotes_and_one_bad_file(add: Add, study: Path, texts: Path) -> None:
    (texts / "empty.md").write_bytes(b"")
    done = add(f"{texts}/*.md", texts / "absent.txt")
    assert "empty.md: The file is empty." in done.output
    assert "absent.txt: There is no such file." in done.output
    assert (done.exit_code, list(sources(study))) == (1, ["plan-2019"])


def test_what_is_given_is_not_guessed(add: Add, study: Path, texts: Path) -> None:
    done = add(texts / "plan-2019.md", "--kind", "guidance", "--date", "2020-02", "--clearance", "internal")
    assert "date 2020-02 (as given)" in done.output
    found, _ = load_study(study)
    assert found is not None
    assert [(s.kind, s.date, s.clearance) for s in found.sources.values()] == [("guidance", "2020-02", "internal")]
