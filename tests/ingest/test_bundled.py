"""The bundled study is found and copied."""

import shutil
from pathlib import Path

import pytest

from graph.errors import StudyError
from ingest import bundled


def test_the_bundled_study_is_found() -> None:
    assert (bundled.bundled_study() / "codebook.yaml").is_file()


@pytest.fixture
def small_bundle(small_study, monkeypatch: pytest.MonkeyPatch) -> Path:  # type: ignore[no-untyped-def]
    """The small study in place of the bundled one, already built, as in a checkout."""
    small_study.write(".crosscurrent/current", "x")
    monkeypatch.setattr(bundled, "bundled_study", lambda: small_study.path)
    return Path(small_study.path)


def test_a_copy_leaves_out_what_a_build_made(small_bundle: Path, tmp_path: Path) -> None:
    target = bundled.copy_bundled(tmp_path / "a" / "copy")
    assert (target / "sources" / "plan.yaml").is_file()
    assert not (target / ".crosscurrent").exists()


def test_a_copy_from_a_read_only_place_can_be_written(small_bundle: Path, tmp_path: Path) -> None:
    for path in (small_bundle / "sources", small_bundle / "study.yaml"):
        path.chmod(0o555)
    target = bundled.copy_bundled(tmp_path / "copy")
    assert (target / "study.yaml").stat().st_mode & 0o200
    assert (target / "sources").stat().st_mode & 0o200
    (small_bundle / "sources").chmod(0o755)


def test_an_earlier_copy_stays_as_it_is(small_bundle: Path, tmp_path: Path) -> None:
    target = bundled.copy_bundled(tmp_path / "copy")
    (target / "codings" / "mine.jsonl").write_text("\n", encoding="utf-8")
    (target / "study.yaml").write_text("format: 1\nid: small\ntitle: mine\n", encoding="utf-8")
    assert bundled.copy_bundled(target) == target
    assert "mine" in (target / "study.yaml").read_text(encoding="utf-8")
    assert (target / "codings" / "mine.jsonl").exists()


def test_another_folder_is_refused(small_bundle: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(small_bundle, other)
    (other / "study.yaml").write_text("format: 1\nid: another\ntitle: x\n", encoding="utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("x", encoding="utf-8")
    for target in (other, tmp_path / "full", tmp_path / "full" / "notes.txt"):
        with pytest.raises(StudyError, match="nothing was changed"):
            bundled.copy_bundled(target)
