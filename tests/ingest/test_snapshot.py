"""The key of a study: all that a build depends on, and nothing else."""

import os
from pathlib import Path

import pytest
from studyfolder import StudyFolder

from ingest.snapshot import take_snapshot


def key(study: StudyFolder) -> str:
    return take_snapshot(study.path).key


@pytest.mark.parametrize(
    "name", ["study.yaml", "sources.yaml", "cases.csv", "codebook.yaml", "codings/anna.jsonl", "sources/plan.yaml"]
)
def test_every_file_of_a_study_counts(small_study: StudyFolder, name: str) -> None:
    before = key(small_study)
    small_study.write(name, small_study.read(name) + "\n")
    assert key(small_study) != before


def test_other_files_do_not_count(small_study: StudyFolder) -> None:
    before = key(small_study)
    small_study.write("README.md", "x")
    small_study.write("sources/.DS_Store", "x")
    small_study.write("sources/unnamed.txt", "x")
    small_study.write(".crosscurrent/current", "x")
    small_study.write("codings/.anna.jsonl.swp", "x")
    assert key(small_study) == before


def test_times_and_places_do_not_count(small_study: StudyFolder, tmp_path: Path) -> None:
    before = key(small_study)
    os.utime(small_study.path / "sources" / "plan.yaml", (1, 1))
    assert key(small_study) == before
    moved = small_study.path.rename(tmp_path / "moved")
    assert key(StudyFolder(moved)) == before


def test_a_missing_file_counts_as_missing(small_study: StudyFolder) -> None:
    before = key(small_study)
    (small_study.path / "sources" / "plan.yaml").unlink()
    assert take_snapshot(small_study.path).sources["plan.yaml"] == ""
    assert key(small_study) != before


def test_a_large_file_is_hashed_again_only_when_it_changed(
    small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small_study.write("sources/plan.yaml", b"x" * 400_000)
    os.utime(path, (1_000_000, 1_000_000))
    before = key(small_study)
    monkeypatch.setattr("ingest.snapshot.hashlib.file_digest", None)
    assert key(small_study) == before
    monkeypatch.undo()
    small_study.write("sources/plan.yaml", b"y" * 400_000)
    changed = key(small_study)
    assert changed != before
    small_study.write("sources/plan.yaml", b"z" * 400_000)
    assert key(small_study) != changed


def test_a_damaged_memory_is_forgotten(small_study: StudyFolder) -> None:
    before = key(small_study)
    for damage in ("{", "[1]", '{"sources.yaml": 3}'):
        small_study.write(".crosscurrent/cache/files.json", damage)
        assert key(small_study) == before


def test_the_code_counts(small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(small_study)
    monkeypatch.setattr("ingest.snapshot.program_fingerprint", lambda: "another")
    assert key(small_study) != before
