"""The key of a study: all that a build depends on, and nothing else."""

import hashlib
import os
import time
from pathlib import Path
from typing import BinaryIO

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


def test_a_file_is_hashed_again_only_when_it_may_have_changed(
    small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    digest = hashlib.file_digest

    def watched(stream: BinaryIO, name: str) -> object:
        hashed.append(Path(stream.name).name)
        return digest(stream, name)

    monkeypatch.setattr("ingest.snapshot.hashlib.file_digest", watched)
    before = key(small_study)
    assert key(small_study) == before
    assert hashed == ["plan.yaml", "talks.yaml"] * 2, "just written, they may change again within the same tick"
    hashed.clear()
    monkeypatch.setattr("ingest.snapshot._JUST_NOW", 0)
    assert key(small_study) == key(small_study) == before
    assert hashed == ["plan.yaml", "talks.yaml"]
    hashed.clear()
    path = small_study.path / "sources" / "plan.yaml"
    status = path.stat()
    time.sleep(0.05)
    path.write_bytes(path.read_bytes().replace(b"locally", b"LOCALLY"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    assert key(small_study) != before or os.name == "nt", "only Windows has nothing but the time of its content"
    assert hashed == ["plan.yaml"] or os.name == "nt"
    hashed.clear()
    path.replace(path.with_name("aside"))
    small_study.write("sources/plan.yaml", path.with_name("aside").read_bytes())
    key(small_study)
    assert hashed == ["plan.yaml"], "another file under the same name"


def test_a_damaged_memory_is_forgotten(small_study: StudyFolder) -> None:
    before = key(small_study)
    for damage in ("{", "[1]", '{"sources.yaml": 3}'):
        small_study.write(".crosscurrent/cache/files.json", damage)
        assert key(small_study) == before


def test_the_code_counts(small_study: StudyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(small_study)
    monkeypatch.setattr("ingest.snapshot.program_fingerprint", lambda: "another")
    assert key(small_study) != before
