"""What a person names to be added -> the files that are meant: files, folders with all in them, and patterns."""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.problems import Problem
from ingest.snapshot import MADE

_LOCKS: Final = ("~$", ".~lock.")
"""How Word, Excel and LibreOffice begin the name of a file that only says that another is open."""
_LEFT_BY_SYSTEMS: Final = frozenset(("thumbs.db", "desktop.ini", "icon\r"))
MOST_FILES: Final = 100_000
"""A folder with more is a mistake: the whole disk, most likely."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files that are meant, each once, in order; how many hidden and lock files were left out; what was wrong."""

    files: tuple[Path, ...]
    left_out: int
    problems: tuple[Problem, ...]


def gather(named: Iterable[Path | str]) -> Gathered:
    """Files, all files below folders, and what patterns such as `texts/**/*.pdf` match, in the order they are named.

    Below a folder hidden files and folders are left out, as are lock files everywhere (`~$plan.docx`). A name that
    stands on the disk is itself even where it holds signs of a pattern. Links to folders are not followed. What does
    not exist, a folder without files, and a pattern that matches nothing are problems and stop nothing.
    """
    gathering = _Gathering()
    for name in named:
        gathering.add(str(name))
    return Gathered(tuple(gathering.files.values()), gathering.left_out, tuple(gathering.problems))


class _Gathering:
    def __init__(self) -> None:
        self.files: dict[str, Path] = {}
        self.left_out = 0
        self.problems: list[Problem] = []

    def add(self, name: str) -> None:
        path = Path(name).expanduser()
        if path.is_dir():
            self._folder(path, name)
        elif glob.has_magic(name) and not os.path.lexists(path):
            self._pattern(name)
        elif is_lock(path.name):
            self.left_out += 1
        else:
            self._file(path)

    def _file(self, path: Path) -> None:
        if len(self.files) < MOST_FILES:
            self.files.setdefault(str(path.absolute()), path)

    def _folder(self, folder: Path, name: str) -> None:
        before = len(self.files) + self.left_out
        for path in self._below(folder):
            self._file(path)
        if before == len(self.files) + self.left_out:
            self._wrong("There is no file in this folder.", name, "Name the folder that holds the documents.")
        if len(self.files) >= MOST_FILES:
            what = f"The folder holds more than {MOST_FILES:,} files; the rest was left out."
            self._wrong(what, name, "Name the folder of the documents themselves.")

    def _below(self, folder: Path) -> Iterator[Path]:
        """All files below a folder, sorted; a folder that may not be read is a problem."""

        def unreadable(error: OSError) -> None:
            reason = error.strerror or type(error).__name__
            self._wrong(f"The folder cannot be read ({reason}).", str(error.filename), "Check that you may read it.")

        for place, folders, names in os.walk(folder, onerror=unreadable):
            hidden = [name for name in folders if name.startswith(".")]
            self.left_out += sum(name != MADE for name in hidden)
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.startswith(".") or is_lock(name) or name.casefold() in _LEFT_BY_SYSTEMS:
                    self.left_out += 1
                elif len(self.files) < MOST_FILES:
                    yield Path(place) / name
                else:
                    return

    def _pattern(self, pattern: str) -> None:
        found = sorted(glob.glob(str(Path(pattern).expanduser()), recursive=True))  # noqa: PTH207 - takes any root
        if not found:
            self._wrong("Nothing matches this pattern.", pattern, "Check the folder and the ending.")
        for name in found:
            path = Path(name)
            if is_lock(path.name):
                self.left_out += 1
            elif path.is_file():
                self._file(path)
            elif path.is_dir() and "**" not in pattern:
                self._folder(path, name)

    def _wrong(self, what: str, where: str, next_step: str) -> None:
        self.problems.append(Problem("error", what, where, next_step))


def is_lock(name: str) -> bool:
    """Whether a file only says that another one is open."""
    return name.startswith(_LOCKS)
