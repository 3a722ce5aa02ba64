"""Files that are replaced whole, and locks that end with their process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import StudyError
from ingest.files import append_lines, locked, write_atomic


def test_a_failed_replacement_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    write_atomic(path, b"old")

    def fails(temporary: Path, target: Path) -> None:
        raise OSError("no space")

    monkeypatch.setattr("ingest.files.replace", fails)
    with pytest.raises(OSError, match="no space"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_short_write_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    append_lines(path, ["first"])
    write = os.write
    monkeypatch.setattr("ingest.files.os.write", lambda descriptor, data: write(descriptor, data[:3]))
    with pytest.raises(StudyError, match="disk is full"):
        append_lines(path, ["second"])
    assert path.read_bytes() == b"first\n"


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    told: list[str] = []
    with locked(path, wait_seconds=0) as held:
        assert held
        with pytest.raises(TimeoutError), locked(path, wait_seconds=0.1, waiting=lambda: told.append("wait")):
            pass
    assert told == ["wait"]
    with locked(path, wait_seconds=0) as held:
        assert held


HOLDER = """
import sys, time
from pathlib import Path
from ingest.files import locked
with locked(Path(sys.argv[1]), wait_seconds=0):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_killed_process_frees_its_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-c", HOLDER, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        holder.wait(10)
    with locked(tmp_path / "lock", wait_seconds=5) as held:
        assert held
