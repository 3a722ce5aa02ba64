"""study -> a finished build; what is unchanged is not done again.

Importing this module is cheap: pandas, the engine and the readers are loaded when there is something to build.
"""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import StoreError
from ingest.builds import Builds, Record, missing
from ingest.problems import Problem
from ingest.snapshot import CODINGS, Snapshot, take_snapshot

if TYPE_CHECKING:
    from graph.stores.base import View
    from ingest.prepare import Prepared

Progress = Callable[[str, int, int], None]
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build came to.

    `key` and `folder` are those of the build that counts now: empty and None where there is none. `built` says whether
    it was made by this call. `counts` are nodes and edges by type.
    """

    key: str
    built: bool
    problems: tuple[Problem, ...]
    folder: Path | None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Status:
    """How the build that counts stands to the study.

    `key` is empty where there is none; `outdated` whether the study has changed since; the numbers are codings
    (added, changed, reviewed or retracted) and judgements written since.
    """

    key: str
    outdated: bool
    newer_codings: int
    newer_judgements: int


def build(folder: Path, progress: Progress | None = None) -> BuildResult:
    """Bring the build of the study in `folder` up to date; at once where nothing changed.

    `progress` is called with a stage, how many of its steps are done, and how many there are. Problems are collected
    in the result and stop nothing that is sound; where study.yaml or codebook.yaml cannot be used, the last build
    stays. Raises StudyError where there is no study or it is of a newer format, StoreError where the build cannot be
    written. Killed at any point, the last good build still opens; of two at once, one waits for the other.
    """
    builds = Builds(folder)
    snapshot = take_snapshot(folder)
    if done := _unchanged(builds, snapshot.key):
        return done
    tell = progress or _silent
    try:
        with builds.one_at_a_time(lambda: tell("waiting for another build", 0, 1)) as alone:
            return _build_now(folder, builds, tell, alone=alone)
    except OSError as error:
        raise StoreError(
            f"The build cannot be written ({error.strerror or error}).",
            where=str(builds.made),
            next_step="Check that the disk has space and that you may write to the study's folder.",
        ) from error


def needs_build(folder: Path) -> bool:
    """Whether the study has changed since its build, or has none; raises StudyError where there is no study."""
    return Builds(folder).current() != take_snapshot(folder).key


def open_view(folder: Path) -> "View":
    """Open the build that counts, to read; raises BuildMissing where there is none."""
    from graph.stores.ladybug import LadybugView

    builds = Builds(folder)
    key = builds.current()
    for _ in range(_ATTEMPTS):
        if not key:
            break
        try:
            return LadybugView(builds.path(key), key)
        except StoreError:
            newer = builds.current()
            if newer == key:
                raise
            key = newer
    raise missing(folder)


def status(folder: Path) -> Status:
    """How many codings and judgements are newer than the build; raises StudyError where there is no study."""
    builds = Builds(folder)
    snapshot = take_snapshot(folder)
    key = builds.current()
    record = builds.record(key) if key else None
    read = record.read if record else {}
    operations: list[str] = []
    for name, content in snapshot.files.items():
        if name.startswith(f"{CODINGS}/") and isinstance(content, bytes):
            operations += _operations(content[read.get(name, 0) :])
    judgements = operations.count("judge")
    return Status(key, key != snapshot.key, len(operations) - judgements, judgements)


def _operations(lines: bytes) -> list[str]:
    found = []
    for line in lines.split(b"\n"):
        try:
            found.append(str(json.loads(line)["op"]))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody looks at."""


def _unchanged(builds: Builds, key: str) -> BuildResult | None:
    record = builds.record(key) if builds.current() == key else None
    return _result(builds, record, built=False) if record else None


def _result(builds: Builds, record: Record, *, built: bool) -> BuildResult:
    return BuildResult(record.key, built, record.problems, builds.path(record.key), record.counts)


def _build_now(folder: Path, builds: Builds, tell: Progress, *, alone: bool) -> BuildResult:
    """Build with the lock held: from a new snapshot, for another process may have built while this one waited."""
    from ingest.documents import SourceChanged

    for _ in range(_ATTEMPTS):
        snapshot = take_snapshot(folder)
        if done := _unchanged(builds, snapshot.key):
            return done
        try:
            result = _from_snapshot(snapshot, builds, tell)
        except SourceChanged:
            continue
        builds.tidy(alone=alone)
        return result
    raise StoreError(
        "The sources keep changing while they are read.",
        where=str(folder / "sources"),
        next_step="Wait until whatever writes them has finished, then build again.",
    )


def _from_snapshot(snapshot: Snapshot, builds: Builds, tell: Progress) -> BuildResult:
    earlier = builds.record(snapshot.key)
    if earlier is not None:
        builds.point_at(snapshot.key)
        return _result(builds, earlier, built=False)
    from ingest.prepare import prepare

    prepared, problems = prepare(snapshot, tell)
    if prepared is None:
        last = builds.current()
        return BuildResult(last, False, problems, builds.path(last) if last else None)
    record = _write(snapshot, prepared, builds, tell)
    builds.point_at(record.key)
    return _result(builds, record, built=True)


def _write(snapshot: Snapshot, prepared: "Prepared", builds: Builds, tell: Progress) -> Record:
    from ingest.assemble import write_graph

    temporary = builds.begin(snapshot.key)
    try:
        counts = write_graph(prepared, temporary, snapshot.key, tell)
        read = {name: len(data) for name, data in snapshot.files.items() if name.startswith(f"{CODINGS}/")}
        record = Record(snapshot.key, counts, prepared.problems, read)
        builds.finish(temporary, record)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return record
