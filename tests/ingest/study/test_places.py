"""Files, folders and patterns -> the files that are meant."""

import os
import sys
from pathlib import Path

import pytest

from ingest.study.places import gather


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "a/plan.pdf", "a/deep/er/talk.docx", "a/deep/er/~$talk.docx", "a/deep/er/.~lock.talk.odt#", "a/.hidden.txt",
        "a/.git/config", "a/Thumbs.db", "b/two.pdf", "b/[1].txt",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return tmp_path


def names(folder: Path, *given: object) -> list[str]:
    return [p.relative_to(folder).as_posix() for p in gather([str(g) for g in given]).files]


def test_a_folder_is_taken_with_all_below_it_but_hidden_and_lock_files(folder: Path) -> None:
    found = gather([folder / "a"])
    assert [p.name for p in found.files] == ["plan.pdf", "talk.docx"]
    assert found.left_out == 5
    assert found.problems == ()


def test_a_pattern_in_quotes_is_expanded(folder: Path) -> None:
    assert names(folder, folder / "*" / "*.pdf") == ["a/plan.pdf", "b/two.pdf"]
    assert names(folder, folder / "**" / "*.docx") == ["a/deep/er/talk.docx"]


def test_a_name_that_stands_on_the_disk_is_itself(folder: Path) -> None:
    assert names(folder, folder / "b" / "[1].txt") == ["b/[1].txt"]


def test_each_file_once_in_the_order_named(folder: Path) -> None:
    assert names(folder, folder / "b" / "two.pdf", folder / "b", folder / "b" / "*.pdf") == ["b/two.pdf", "b/[1].txt"]


def test_a_hidden_file_that_is_named_is_taken_and_a_lock_file_never(folder: Path) -> None:
    found = gather([folder / "a" / ".hidden.txt", folder / "a/deep/er/~$talk.docx"])
    assert ([p.name for p in found.files], found.left_out) == ([".hidden.txt"], 1)


def test_what_gives_nothing_is_told_and_stops_nothing(folder: Path) -> None:
    (folder / "empty").mkdir()
    found = gather([folder / "empty", folder / "*.xyz", folder / "absent.pdf", folder / "b" / "two.pdf"])
    assert [p.name for p in found.files] == ["absent.pdf", "two.pdf"]
    assert [p.what for p in found.problems] == ["There is no file in this folder.", "Nothing matches this pattern."]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_in_a_circle_ends(folder: Path) -> None:
    (folder / "b" / "round").symlink_to(folder, target_is_directory=True)
    assert names(folder, folder / "b") == ["b/[1].txt", "b/two.pdf"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the system's owner reads everything")
def test_a_folder_that_may_not_be_read_is_told(folder: Path) -> None:
    (folder / "a" / "deep").chmod(0)
    try:
        found = gather([folder / "a"])
    finally:
        (folder / "a" / "deep").chmod(0o755)
    assert [p.what[:28] for p in found.problems] == ["The folder cannot be read (P"]
