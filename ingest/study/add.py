"""Files into a study: copied, described in sources.yaml, never overwritten."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from graph.errors import SourceError, StudyError
from graph.model import CLEARANCES, LEVELS, SOURCE_KINDS, Source, Study
from ingest import readers
from ingest.files import locked, write_atomic
from ingest.problems import Problem, Problems, and_then, did_you_mean
from ingest.readers import Document
from ingest.snapshot import CASES, MADE, SOURCE_FILES, SOURCES
from ingest.study.guess import guess_kind, guess_title
from ingest.study.load import load_study
from ingest.study.schema import is_date
from ingest.study.slugs import slug, unused
from ingest.study.sourcelist import with_entries

_WAIT_SECONDS = 60.0
_PORTABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}(?<!\.)\Z")
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))))


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of files that are added together; empty fields are guessed or left out.

    `title` and `id` only make sense for one file. Fields as in `graph.model.Source`.
    """

    kind: str = ""
    issuer: str = ""
    level: str = ""
    date: str = ""
    title: str = ""
    id: str = ""
    url: str = ""
    licence: str = ""
    citation: str = ""
    published_by: str = ""
    clearance: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of the files.

    `added`: the new sources. `already`: (file given, id of the source that has the same bytes). `guessed`: ids of new
    sources whose kind was guessed. `problems`: files that were left out, and cases that nobody has defined yet.
    """

    added: tuple[Source, ...]
    already: tuple[tuple[str, str], ...]
    guessed: tuple[str, ...]
    problems: tuple[Problem, ...]


def add_files(folder: Path, files: Sequence[Path], details: Details | None = None) -> AddResult:
    """Copy files into a study's `sources/` and describe them in sources.yaml.

    An id is made from the file's name and stays unique; nothing is overwritten, and a file whose bytes are there
    already is not added again. A file that cannot be read is a problem and the others are added. Raises StudyError,
    with nothing changed, where there is no study, a detail is wrong (an unknown issuer, kind, level …), or sources.yaml
    cannot be added to.
    """
    given = details or Details()
    study, _ = load_study(folder)
    if study is None:
        raise StudyError(
            "The study cannot be added to as it stands.",
            where=str(folder),
            next_step="Run `crosscurrent check` and mend study.yaml or codebook.yaml first.",
        )
    _check(given, files, study)
    try:
        with locked(folder / MADE / "add.lock", wait_seconds=_WAIT_SECONDS):
            current, _ = load_study(folder)
            return _Adding(folder, current or study, given).add(files)
    except TimeoutError as error:
        step = "Wait a moment and try again."
        raise StudyError("Another process is adding files.", where=str(folder), next_step=step) from error
    except OSError as error:
        raise StudyError(
            f"The files cannot be added ({error.strerror or error}).",
            where=str(folder),
            next_step="Check that you may write to the study and that the disk has space.",
        ) from error


def _check(given: Details, files: Sequence[Path], study: Study) -> None:
    for name, known in (("kind", SOURCE_KINDS), ("level", LEVELS), ("clearance", CLEARANCES)):
        value = getattr(given, name)
        if value and value not in known:
            step = and_then(did_you_mean(value, known), f"It is one of {', '.join(known)}.")
            raise StudyError(f'The {name} "{value}" is unknown; nothing was added.', next_step=step)
    if given.issuer and given.issuer not in study.codebook.actors:
        step = and_then(did_you_mean(given.issuer, study.codebook.actors), "Add the actor to codebook.yaml first.")
        raise StudyError(f'The issuer "{given.issuer}" is no actor; nothing was added.', next_step=step)
    if given.date and not is_date(given.date):
        step = "Write YYYY, YYYY-MM or YYYY-MM-DD."
        raise StudyError(f'"{given.date}" is no date; nothing was added.', next_step=step)
    if (given.title or given.id) and len(files) > 1:
        step = "Add them one by one, or leave title and id to be made from the files."
        raise StudyError("Several files cannot share one title or id; nothing was added.", next_step=step)
    if given.id and given.id in study.sources:
        step = "Choose another, or leave it to be made from the file's name."
        raise StudyError(f"There is a source {given.id} already; nothing was added.", next_step=step)


@dataclass(slots=True)
class _Adding:
    folder: Path
    study: Study
    given: Details
    problems: Problems = field(default_factory=Problems)
    added: list[Source] = field(default_factory=list)
    already: list[tuple[str, str]] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    new_bytes: dict[str, bytes] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def add(self, files: Sequence[Path]) -> AddResult:
        self.ids = set(self.study.sources)
        present = self._present()
        by_hash = {sha256: file for file, sha256 in present.items()}
        described = {source.file: source.id for source in self.study.sources.values() if source.file}
        taken = {file.casefold() for file in present}
        for path in files:
            try:
                data = readers.read_bytes(path)
                sha256 = hashlib.sha256(data).hexdigest()
                file = by_hash.get(sha256, "")
                if file in described:
                    self.already.append((path.name, described[file]))
                    continue
                source, document = self._described(path, data)
            except SourceError as error:
                self.problems.failed(error, path.name)
                continue
            if not file:
                file = _file_name(path, taken)
                taken.add(file.casefold())
                self.new_bytes[file] = data
            by_hash[sha256], described[file] = file, source.id
            self.added.append(replace(source, file=file, sha256=sha256))
            self._tell_cases(source, document)
        self._write()
        return AddResult(tuple(self.added), tuple(self.already), tuple(self.guessed), self.problems.listed())

    def _present(self) -> dict[str, str]:
        """sha256 of every file below sources/."""
        root = self.folder / SOURCE_FILES
        found = {}
        for path in sorted(root.rglob("*")) if root.is_dir() else []:
            if path.is_file():
                with path.open("rb") as stream:
                    file = path.relative_to(root).as_posix()
                    found[file] = hashlib.file_digest(stream, "sha256").hexdigest()
        return found

    def _described(self, path: Path, data: bytes) -> tuple[Source, Document]:
        given = self.given
        kind = given.kind or guess_kind(data, path.name)
        document = readers.choose(data, path.name, kind).read(data, path.name, kind)
        own_id = unused(given.id or slug(path.stem), self.ids)
        self.ids.add(own_id)
        if not given.kind:
            self.guessed.append(own_id)
        title = given.title or guess_title(document, path.stem)
        return Source(**{**asdict(given), "id": own_id, "title": title, "kind": kind}), document

    def _tell_cases(self, source: Source, document: Document) -> None:
        cases = sorted({block.case for block in document.blocks if block.case} - set(self.study.cases))
        for case in cases:
            step = and_then(did_you_mean(case, self.study.cases), f"Add a row to {CASES}: {case},level,role group.")
            self.problems.warning(f"source {source.id} holds words of {case}, whom nobody has defined.", CASES, 0, step)

    def _write(self) -> None:
        """The files first, then the list: a crash between leaves files that nobody names, and no entry without one."""
        if not self.added:
            return
        path = self.folder / SOURCES
        listed = with_entries(path.read_bytes() if path.exists() else b"", self.added)
        for file, data in self.new_bytes.items():
            write_atomic(self.folder / SOURCE_FILES / file, data)
        write_atomic(path, listed)


def _file_name(path: Path, taken: set[str]) -> str:
    """The file's own name where it may stand on every system, else one made from it; never one that is taken."""
    suffix = path.suffix.lower() if _SUFFIX.match(path.suffix) else ""
    stem = path.stem if _PORTABLE.match(path.stem) else slug(path.stem)
    if stem.lower() in _RESERVED:
        stem = f"{stem}-file"
    count, name = 1, f"{stem}{suffix}"
    while name.casefold() in taken:
        count += 1
        name = f"{stem}-{count}{suffix}"
    return name
