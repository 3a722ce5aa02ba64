"""The options of reading on the command line: flag before environment before study.yaml."""

import os
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from crosscurrent.cli.all import app
from graph.errors import ClusterError, StudyError
from ingest.bundled import copy_bundled
from ingest.reading import settings
from ingest.reading.settings import Settings, settings_of


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "study.yaml").write_text("format: 1\nid: s\ntitle: S\npdf_engine: pdfium\n")
    (folder / "sources.yaml").write_text("sources: [{id: a, title: A, file: a.txt}]\n")
    (folder / "codebook.yaml").write_text("format: 1\n")
    (folder / "sources").mkdir()
    (folder / "sources" / "a.txt").write_text("1. The words.\n")
    return folder


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings of every build that is made."""
    found: list[Settings] = []

    def watched(folder: Path) -> Settings:
        found.append(settings_of(folder))
        return found[-1]

    monkeypatch.setattr("ingest.build.settings_of", watched)
    monkeypatch.setattr("ingest.check.settings_of", watched)
    return found


def run(study: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["--study", str(study), *words])


def test_a_flag_comes_before_the_environment_and_that_before_the_study(
    study: Path, used: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(study, "build")
    assert (used[-1].engine, used[-1].limits, used[-1].jobs) == ("pdfium", settings.Limits(), settings.cores())
    monkeypatch.setenv(settings.ENGINE, "pdfminer")
    monkeypatch.setenv(settings.JOBS, "3")
    run(study, "build")
    assert (used[-1].engine, used[-1].jobs) == ("pdfminer", 3)
    run(study, "build", "--pdf-engine", "pdfium", "--jobs", "5", "--time-limit", "7", "--memory-limit", "300")
    assert (used[-1].engine, used[-1].jobs) == ("pdfium", 5)
    assert used[-1].limits == settings.Limits(7, 300 << 20)
    assert os.environ[settings.ENGINE] == "pdfminer"
    assert settings.SECONDS not in os.environ


def test_a_password_file_counts_for_the_call(
    study: Path, used: list[Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words").write_text("one\n\ntwo words \n")
    monkeypatch.chdir(tmp_path)
    assert run(study, "check", "--password-file", "words").exit_code in (0, 1)
    assert used[-1].options().passwords == ("one", "two words ")
    assert settings.PASSWORD_FILE not in os.environ
    missing = run(study, "build", "--password-file", "nowhere")
    assert isinstance(missing.exception, StudyError)
    assert "The password file cannot be read" in str(missing.exception)


def test_what_cannot_be_is_told(study: Path) -> None:
    wrong = run(study, "build", "--pdf-engine", "pdfmner")
    assert isinstance(wrong.exception, StudyError)
    assert str(wrong.exception).startswith("--pdf-engine: There is no PDF engine")
    assert run(study, "build", "--jobs", "-1").exit_code == 2
    nobody = run(study, "build", "--dask", "nonsense")
    assert isinstance(nobody.exception, ClusterError)


def test_the_bundled_study_names_no_engine(tmp_path: Path) -> None:
    assert settings_of(copy_bundled(tmp_path / "b")).engine == "pdfminer"
