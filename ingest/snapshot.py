"""A study's files as they are at one moment, and the key that names the build they make.

Nothing is parsed here but, once after each change, sources.yaml; so finding out that nothing changed is quick.
"""

import contextlib
import hashlib
import importlib.metadata
import json
import os
import re
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import graph
import ingest
from graph.errors import StudyError
from ingest.files import write_atomic
from ingest.reading.settings import engine_of

FORMAT = 1
"""The version of the study format that this version of Crosscurrent reads and writes."""
STUDY, SOURCES, CASES, CODEBOOK = "study.yaml", "sources.yaml", "cases.csv", "codebook.yaml"
CODINGS, SOURCE_FILES, MADE = "codings", "sources", ".crosscurrent"
UNREAD = "unread"
"""The folder below the cache that says why files gave no document."""
KEY_LENGTH = 20
MAX_BYTES = 256_000_000
"""Larger files of a study itself are not read: nobody writes so much by hand."""
_JUST_NOW = 3_000_000_000
"""A file changed less than so many nanoseconds before it was looked at may change again within one tick."""
_STORE = re.compile(rb"^store:[ \t]*(.*?)[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
"""The line of study.yaml that names a store."""
_OUTSIDE_A_BUILD = ("export", "queries", "starter", "fetch")

Contents = Mapping[str, bytes | str]
"""Bytes of a study's own files by path relative to the study; a text instead says why a file cannot be read."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of a study at one moment.

    `sources`: sha256 by the file named in sources.yaml, empty where there is no such file or it cannot be read.
    `unread`: what kept files from being read that hangs on more than their bytes, by sha256 (see `Failure.why`).
    """

    folder: Path
    files: Contents
    sources: Mapping[str, str]
    unread: Mapping[str, str]
    key: str


def read_study_files(folder: Path) -> Contents:
    """Read study.yaml, sources.yaml, cases.csv, codebook.yaml and codings/*.jsonl, whichever are there.

    Raises StudyError when `folder` holds no study.yaml.
    """
    if not (folder / STUDY).is_file():
        raise StudyError(
            "This folder holds no study (there is no study.yaml)." if folder.is_dir() else "There is no such folder.",
            where=str(folder),
            next_step="Name the folder of a study with --study, or make one with `crosscurrent new`.",
        )
    paths = [folder / name for name in (STUDY, SOURCES, CASES, CODEBOOK) if (folder / name).exists()]
    paths += sorted(p for p in (folder / CODINGS).glob("*.jsonl") if p.is_file() and not p.name.startswith("."))
    return {path.relative_to(folder).as_posix(): _content(path) for path in paths}


def _content(path: Path) -> bytes | str:
    try:
        if path.stat().st_size > MAX_BYTES:
            return f"The file is larger than {MAX_BYTES // 1_000_000} MB and was not read."
        return path.read_bytes()
    except OSError as error:
        return f"The file cannot be read ({error.strerror or type(error).__name__})."


def take_snapshot(folder: Path) -> Snapshot:
    """Read a study's own files and find out whether its sources changed; raises StudyError where there is no study."""
    files = read_study_files(folder)
    memory = Memory(folder)
    sources = {file: memory.sha256(file) for file in memory.source_files(files)}
    memory.keep()
    return _snapshot(folder, files, sources)


def after_reading(snapshot: Snapshot) -> Snapshot:
    """The same files, with what their reading has shown since: a protected file that was opened gives another build."""
    return _snapshot(snapshot.folder, snapshot.files, snapshot.sources)


def _snapshot(folder: Path, files: Contents, sources: Mapping[str, str]) -> Snapshot:
    unread = _unread(folder, set(sources.values()))
    parts = [
        ("code", program_fingerprint()),
        ("engine", _engine_version()),
        ("pdf_engine", engine_of(folder)),
        *(("file", name, _sha256(_counted(name, content))) for name, content in sorted(files.items())),
        *(("source", name, sha256) for name, sha256 in sorted(sources.items())),
        *(("unread", sha256, why) for sha256, why in sorted(unread.items())),
    ]
    encoded = json.dumps(parts, ensure_ascii=False).encode("utf-8")
    return Snapshot(folder, files, sources, unread, hashlib.sha256(encoded).hexdigest()[:KEY_LENGTH])


def _unread(folder: Path, present: Collection[str]) -> dict[str, str]:
    found = {}
    for path in (folder / MADE / "cache" / UNREAD).glob("*.json"):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, IndexError):
            value = json.loads(path.read_bytes())
            if value["failure"][0] and value["sha256"] in present:
                found[str(value["sha256"])] = str(value["failure"][0])
    return found


def store_setting(content: bytes | str) -> str:
    """What study.yaml says of where the graph is kept, as written; empty where it says nothing."""
    found = _STORE.search(content) if isinstance(content, bytes) else None
    return found.group(1).decode("utf-8", "replace") if found else ""


def _counted(name: str, content: bytes | str) -> bytes | str:
    """What of a file decides its build: a study gives the same wherever its graph is kept."""
    return _STORE.sub(b"", content) if name == STUDY and isinstance(content, bytes) else content


def _sha256(content: bytes | str) -> str:
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode("utf-8")).hexdigest()


def _engine_version() -> str:
    """The version of the embedded engine, whose files another version may not open; empty where it is not there."""
    try:
        return importlib.metadata.version("ladybug")
    except importlib.metadata.PackageNotFoundError:
        return ""


@cache
def program_fingerprint() -> str:
    """A hash of the code that decides what a build holds, so that no build outlives a change of it.

    Covers the modules of `graph` and `ingest` and the ontology; line ends do not count.
    """
    summed = hashlib.sha256()
    for package in (graph, ingest):
        root = Path(package.__file__ or "").parent
        for path in sorted(_program_files(root)):
            summed.update(path.relative_to(root.parent).as_posix().encode("utf-8"))
            summed.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return summed.hexdigest()


def _program_files(root: Path) -> Iterable[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in _OUTSIDE_A_BUILD and name != "__pycache__"]
        for name in names:
            if name.endswith((".py", ".yaml")):
                yield Path(folder) / name


class Memory:
    """What was found out about files before: their hashes, and the files that sources.yaml names.

    It lies in `.crosscurrent/cache/files.json`, may be deleted at any time, and is only believed where it is safe: a
    file has to have the same size, times of change (of content and, but for Windows, of anything) and inode, and must
    have been left alone for a while when it was hashed. This is the rule of git's index.
    """

    def __init__(self, folder: Path) -> None:
        self._sources = folder / SOURCE_FILES
        self._path = folder / MADE / "cache" / "files.json"
        self._old = self._read()
        self._new: dict[str, list[object]] = {}

    def _read(self) -> dict[str, list[object]]:
        try:
            entries = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}

    def sha256(self, file: str) -> str:
        """The hash of a file below sources/; empty where it cannot be read."""
        path = self._sources / file
        try:
            status = path.stat()
            known = self._old.get(file)
            if isinstance(known, list) and len(known) == 5 and known[:4] == _seen(status):
                self._new[file] = known
                return str(known[4])
            now = time.time_ns()
            with path.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
                after = os.fstat(stream.fileno())
            # A change within the same tick of the file system's clock would not show in the times.
            quiet = all(abs(now - moment) > _JUST_NOW for moment in (status.st_mtime_ns, status.st_ctime_ns))
            if quiet and _seen(after) == _seen(status):
                self._new[file] = [*_seen(status), found]
            return found
        except OSError:
            return ""

    def source_files(self, files: Contents) -> list[str]:
        """The files that sources.yaml names, parsed only when it has changed."""
        content = files.get(SOURCES, b"")
        mark = f"{SOURCES}:{_sha256(content)}:{program_fingerprint()[:KEY_LENGTH]}"
        known = self._old.get(mark)
        listed = [str(name) for name in known] if known is not None else _named_files(content)
        self._new[mark] = list(listed)
        return listed

    def keep(self) -> None:
        """Write down what is new; where that is not possible, nothing is lost."""
        if self._new == self._old:
            return
        try:
            write_atomic(self._path, json.dumps(self._new, ensure_ascii=False).encode("utf-8"), durable=False)
        except OSError:
            return


def _seen(status: os.stat_result) -> list[object]:
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def _named_files(content: bytes | str) -> list[str]:
    from ingest.problems import Problems
    from ingest.study.decode import utf8_text
    from ingest.study.sources import read_sources

    problems = Problems()
    text = utf8_text(content, SOURCES, problems) if isinstance(content, bytes) else None
    sources, _ = read_sources(text or "", problems)
    return sorted({source.file for source in sources.values() if source.file})
