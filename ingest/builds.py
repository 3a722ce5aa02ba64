"""Where finished builds lie, which one counts, and how a new one takes its place.

    .crosscurrent/current              the key of the build that counts; replaced atomically
    .crosscurrent/builds/<key>/        a finished build: graph.lbug, search.sqlite, build.json; never written again
    .crosscurrent/builds/*.tmp/        what a build is writing, or what one that was killed left
    .crosscurrent/lock                 held by the one build at work; freed by the system when its process ends
    .crosscurrent/cache/               documents and suggestions remembered by content

A folder is a finished build if it holds build.json, which is written last, before the folder gets its final name.
"""

import contextlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import BuildMissing, StoreError
from ingest.files import locked, sync_folder, unique, write_atomic
from ingest.problems import Problem
from ingest.snapshot import MADE

KEPT = 3
"""So many of the latest builds are kept, the current one among them."""
RECORD = "build.json"
TEMPORARY = ".tmp"
_WAIT_SECONDS = 30 * 60.0
_DEAD_AFTER = 24 * 3600.0
"""Where the file system knows no locks, a temporary folder of this age belongs to nobody."""


@dataclass(frozen=True, slots=True)
class Record:
    """What build.json says: no clock time, so that the same study gives the same file.

    `read`: how many bytes of each file of codings went into the build.
    """

    key: str
    counts: Mapping[str, int]
    problems: tuple[Problem, ...]
    read: Mapping[str, int]


def encoded(record: Record) -> str:
    """A record as JSON; the same record gives the same text."""
    return json.dumps(asdict(record), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def decoded(text: str | bytes) -> Record | None:
    """A record read from JSON; None where it is none."""
    try:
        values = json.loads(text)
        problems = tuple(Problem(**problem) for problem in values["problems"])
        return Record(values["key"], values["counts"], problems, values["read"])
    except (ValueError, KeyError, TypeError):
        return None


class Builds:
    """The builds of one study."""

    def __init__(self, study: Path) -> None:
        self.made = study / MADE
        self.folder = self.made / "builds"
        self._current = self.made / "current"

    def current(self) -> str:
        """The key of the build that counts; empty where there is none or it is not whole."""
        try:
            key = self._current.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return ""
        return key if key and (self.folder / key / RECORD).is_file() else ""

    def path(self, key: str) -> Path:
        """The folder of a build."""
        return self.folder / key

    def record(self, key: str) -> Record | None:
        """What is written of a finished build; None where there is none under this key."""
        try:
            return decoded((self.folder / key / RECORD).read_bytes())
        except OSError:
            return None

    @contextlib.contextmanager
    def one_at_a_time(self, waiting: Callable[[], None] | None = None) -> Iterator[bool]:
        """Hold the study's build lock; yields False where the file system knows no locks.

        `waiting` is called once when another process holds it; after half an hour StoreError is raised.
        """
        try:
            self.made.mkdir(exist_ok=True)
            ignore = self.made / ".gitignore"
            if not ignore.exists():
                write_atomic(ignore, b"*\n", durable=False)
            with locked(self.made / "lock", wait_seconds=_WAIT_SECONDS, waiting=waiting) as held:
                yield held
        except TimeoutError as error:
            raise StoreError(
                "Another build of this study has been running for half an hour.",
                where=str(self.made),
                next_step="Wait for it, or end that process.",
            ) from error

    def begin(self, key: str) -> Path:
        """A new empty folder to write a build into."""
        temporary = self.folder / f"{key}.{unique()}{TEMPORARY}"
        temporary.mkdir(parents=True)
        return temporary

    def finish(self, temporary: Path, record: Record) -> None:
        """Give what was written its final name; where another process finished the same build first, that one stays."""
        write_atomic(temporary / RECORD, encoded(record).encode("utf-8"))
        sync_folder(temporary)
        final = self.folder / record.key
        if final.exists() and self.record(record.key) is None:
            self._set_aside(final)
        try:
            temporary.rename(final)
        except OSError:
            if self.record(record.key) is None:
                raise
            shutil.rmtree(temporary, ignore_errors=True)

    def point_at(self, key: str) -> None:
        """Make a finished build the one that counts."""
        with contextlib.suppress(OSError):
            os.utime(self.folder / key / RECORD)
        write_atomic(self._current, key.encode("ascii") + b"\n")

    def tidy(self, *, alone: bool) -> None:
        """Delete builds beyond the last three, and what killed builds left, as far as the system allows.

        `alone`: whether the lock is held, so that no other process can be writing a temporary folder.
        """
        current = self.current()
        finished = [path for path in self.folder.iterdir() if (path / RECORD).is_file() and path.suffix != TEMPORARY]
        finished.sort(key=lambda path: (path.name == current, _age_stamp(path / RECORD)), reverse=True)
        for path in finished[KEPT:]:
            self._set_aside(path)
        for path in self.folder.glob(f"*{TEMPORARY}"):
            if alone or time.time() - _age_stamp(path) > _DEAD_AFTER:
                shutil.rmtree(path, ignore_errors=True)

    def _set_aside(self, path: Path) -> None:
        """Rename a folder before it is deleted, so that no half-deleted one bears a build's name."""
        aside = path.with_name(f"{path.name}.{unique()}{TEMPORARY}")
        with contextlib.suppress(OSError):
            path.rename(aside)
            shutil.rmtree(aside, ignore_errors=True)


def _age_stamp(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def missing(study: Path) -> BuildMissing:
    """The error that says that a study has no build yet."""
    return BuildMissing("The study has not been built yet.", where=str(study), next_step="Run `crosscurrent build`.")
