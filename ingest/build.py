"""study -> a finished build; what is unchanged is not done again.

Importing this module is cheap: pandas, the engine and the readers are loaded when there is something to build.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import StoreError
from ingest.builds import Record, missing
from ingest.problems import Problem
from ingest.reading.settings import Settings, settings_of
from ingest.snapshot import CODINGS, Snapshot, after_reading, take_snapshot
from ingest.store import Store, store_of

if TYPE_CHECKING:
    from graph.stores.base import View, Writer
    from ingest.prepare import Prepared

Progress = Callable[[str, int, int], None]
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build came to.

    `key` is that of the build that counts now, empty where there is none; `folder` is where it lies, None where there
    is none or it is on a server. `built` says whether it was made by this call. `counts` are nodes and edges by type.
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
    (added, changed, reviewed or retracted) and judgements (scores and summaries among them) written since.
    """

    key: str
    outdated: bool
    newer_codings: int
    newer_judgements: int


def build(folder: Path, progress: Progress | None = None) -> BuildResult:
    """Bring the build of the study in `folder` up to date; at once where nothing changed.

    `progress` is called with a stage, how many of its steps are done, and how many there are; what follows a colon in a
    stage may differ from call to call. Problems are collected in the result and stop nothing that is sound; where
    study.yaml or codebook.yaml cannot be used, the last build stays. Raises StudyError where there is no study or it is
    of a newer format, StoreError where the build cannot be written, ClusterError where a named Dask cluster cannot be
    used. Killed at any point, the last good build still opens; of two at once, one waits for the other. Interrupted, it
    keeps the documents that it has read.
    """
    with store_of(folder) as store:
        snapshot = take_snapshot(folder)
        settings = settings_of(folder)
        if done := _unchanged(store, snapshot, settings):
            return done
        tell = progress or _silent
        try:
            with store.one_at_a_time(lambda: tell("waiting for another build", 0, 1)) as alone:
                return _build_now(folder, store, settings, tell, alone=alone)
        except OSError as error:
            raise StoreError(
                f"The build cannot be written ({error.strerror or error}).",
                where=store.where,
                next_step="Check that the disk has space and that you may write to the study's folder.",
            ) from error


def needs_build(folder: Path) -> bool:
    """Whether the study has changed since its build, or has none; raises StudyError where there is no study.

    Also where a file could not be read that may be readable now: a password or larger limits are given.
    """
    with store_of(folder) as store:
        snapshot = take_snapshot(folder)
        return store.current() != snapshot.key or _worth_another_try(snapshot, settings_of(folder))


def _worth_another_try(snapshot: Snapshot, settings: Settings) -> bool:
    if not snapshot.unread:
        return False
    from ingest.documents import worth_another_try

    return worth_another_try(snapshot.folder, snapshot.unread, settings)


def open_view(folder: Path) -> "View":
    """Open the build that counts, to read; raises BuildMissing where there is none, StoreError as `store_of` does."""
    with store_of(folder) as store:
        key = store.current()
        for _ in range(_ATTEMPTS):
            if not key:
                break
            try:
                return store.view(key)
            except StoreError:
                newer = store.current()
                if newer == key:
                    raise
                key = newer
    raise missing(folder)


def status(folder: Path) -> Status:
    """How many codings and judgements are newer than the build; raises StudyError where there is no study."""
    with store_of(folder) as store:
        snapshot = take_snapshot(folder)
        key = store.current()
        record = store.record(key) if key else None
    read = record.read if record else {}
    operations: list[str] = []
    for name, content in snapshot.files.items():
        if name.startswith(f"{CODINGS}/") and isinstance(content, bytes):
            operations += _operations(content[read.get(name, 0) :])
    judgements = sum(operation in ("judge", "score", "summary") for operation in operations)
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


def _unchanged(store: Store, snapshot: Snapshot, settings: Settings) -> BuildResult | None:
    record = store.record(snapshot.key) if store.current() == snapshot.key else None
    if record is not None and _worth_another_try(snapshot, settings):
        return None
    return _result(store, record, built=False) if record else None


def _result(store: Store, record: Record, *, built: bool) -> BuildResult:
    return BuildResult(record.key, built, record.problems, store.folder_of(record.key), record.counts)


def _build_now(folder: Path, store: Store, settings: Settings, tell: Progress, *, alone: bool) -> BuildResult:
    """Build with the lock held: from a new snapshot, for another process may have built while this one waited."""
    from ingest.documents import SourceChanged

    for _ in range(_ATTEMPTS):
        snapshot = take_snapshot(folder)
        if done := _unchanged(store, snapshot, settings):
            return done
        try:
            result = _from_snapshot(snapshot, store, settings, tell)
        except SourceChanged:
            continue
        store.tidy(alone=alone)
        return result
    raise StoreError(
        "The sources keep changing while they are read.",
        where=str(folder / "sources"),
        next_step="Wait until whatever writes them has finished, then build again.",
    )


def _from_snapshot(snapshot: Snapshot, store: Store, settings: Settings, tell: Progress) -> BuildResult:
    if not _worth_another_try(snapshot, settings) and (done := _made_before(snapshot, store)):
        return done
    from ingest.prepare import prepare

    prepared, problems = prepare(snapshot, tell, settings=settings)
    if prepared is None:
        last = store.current()
        return BuildResult(last, False, problems, store.folder_of(last) if last else None)
    if (read := after_reading(snapshot)).key != snapshot.key:
        snapshot = read
        if done := _made_before(snapshot, store):
            return done
    record = _write(snapshot, prepared, store, tell)
    store.point_at(record.key)
    return _result(store, record, built=True)


def _made_before(snapshot: Snapshot, store: Store) -> BuildResult | None:
    """The build of this key, if it was made before and is still there, made to count."""
    earlier = store.record(snapshot.key)
    if earlier is None:
        return None
    store.point_at(snapshot.key)
    return _result(store, earlier, built=False)


def _write(snapshot: Snapshot, prepared: "Prepared", store: Store, tell: Progress) -> Record:
    from ingest.assemble import write_graph

    def fill(writer: "Writer") -> Record:
        written = write_graph(prepared, writer, tell)
        read = {name: len(data) for name, data in snapshot.files.items() if name.startswith(f"{CODINGS}/")}
        return Record(snapshot.key, written.counts, written.problems, read)

    return store.keep(snapshot.key, fill, tell)
