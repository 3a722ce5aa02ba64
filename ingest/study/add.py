"""Files into a study: copied, described in sources.yaml, never overwritten."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.errors import SourceError, StudyError
from graph.model import CLEARANCES, LEVELS, SOURCE_KINDS, Case, Source, Study
from ingest import readers
from ingest.files import locked, write_atomic
from ingest.problems import Problem, Problems, and_then, did_you_mean
from ingest.snapshot import CASES, MADE, SOURCE_FILES, SOURCES
from ingest.study.caserows import with_rows
from ingest.study.cases import FEW_CASES, listed_cases
from ingest.study.guess import GIVEN
from ingest.study.load import load_study
from ingest.study.proposals import Details, Done, Named, OnRead, Proposal, Proposals, Proposing, reading_options
from ingest.study.schema import is_date
from ingest.study.slugs import slug, unused
from ingest.study.sourcelist import with_entries

__all__ = ["AddResult", "Details", "add_files", "keep", "missing_cases", "propose"]

_WAIT_SECONDS = 60.0
_PORTABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}(?<!\.)\Z")
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))))


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of the files.

    `added`: the new sources. `already`: (file given, id of the source that has the same bytes). `guessed`: ids of new
    sources whose kind was guessed. `problems`: files that were left out, and cases that nobody has defined yet.
    `case_rows`: the very bytes that were added at the end of cases.csv.
    """

    added: tuple[Source, ...]
    already: tuple[tuple[str, str], ...]
    guessed: tuple[str, ...]
    problems: tuple[Problem, ...]
    case_rows: bytes = b""


def add_files(folder: Path, files: Sequence[Path], details: Details | None = None) -> AddResult:
    """Copy files into a study's `sources/` and describe them in sources.yaml.

    What `details` leave out is guessed, or left empty where nothing is sure (`ingest.study.guess`). An id is made from
    the file's name and stays unique; nothing is overwritten, and a file whose bytes are there already is not added
    again. A file that cannot be read is a problem and the others are added. Raises StudyError, with nothing changed,
    where there is no study, a detail is wrong (an unknown issuer, kind, level …), or sources.yaml cannot be added to.
    """
    proposed = propose(folder, [(path, path.name) for path in files], details)
    return keep(folder, proposed)


def propose(
    folder: Path,
    files: Sequence[Named],
    details: Details | None = None,
    *,
    workers: int = 0,
    on_read: OnRead | None = None,
    done: Done | None = None,
) -> Proposals:
    """Read files, each given with what it is called, and say what they would be; changes nothing.

    With `workers` they are read in so many processes with limits of time and memory, else here. `on_read` is given
    each proposal with its document, `done` how many files are through. Raises StudyError as `add_files` does.
    """
    given = details or Details()
    study = _usable(folder)
    _check(given, files, study)
    described = {source.file: source.id for source in study.sources.values() if source.file}
    known = {sha256: described[file] for file, sha256 in _present(folder).items() if file in described}
    proposing = Proposing(study, given, reading_options(folder), known, on_read)
    return proposing.all(files, workers=workers, done=done)


def keep(folder: Path, proposed: Proposals, cases: Sequence[Case] = ()) -> AddResult:
    """Add what was proposed, and rows for `cases` to cases.csv; what the study has by now is not added again.

    The files are checked once more: one that has changed since it was read is a problem and is left out. Raises
    StudyError, with nothing changed, where sources.yaml cannot be added to or the disk refuses; where cases.csv cannot
    be added to, the sources are and it is a problem.
    """
    with writing(folder):
        return _Keeping(folder, _usable(folder)).keep(proposed, cases)


def missing_cases(folder: Path, proposals: Sequence[Proposal]) -> tuple[str, ...]:
    """Respondents whose words the files hold and whom cases.csv does not define, in order of their names."""
    study = _usable(folder)
    return tuple(sorted({case for proposal in proposals for case in proposal.cases} - set(study.cases)))


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the study's list of sources; what goes wrong with the disk is raised as StudyError."""
    try:
        with locked(folder / MADE / "add.lock", wait_seconds=_WAIT_SECONDS):
            yield
    except TimeoutError as error:
        step = "Wait a moment and try again."
        raise StudyError("Another process is adding files.", where=str(folder), next_step=step) from error
    except OSError as error:
        raise StudyError(
            f"The files cannot be added or moved ({error.strerror or error}).",
            where=str(folder),
            next_step="Check that you may write to the study and that the disk has space.",
        ) from error


def _usable(folder: Path) -> Study:
    study, _ = load_study(folder)
    if study is None:
        raise StudyError(
            "The study cannot be added to as it stands.",
            where=str(folder),
            next_step="Run `crosscurrent check` and mend study.yaml or codebook.yaml first.",
        )
    return study


def _check(given: Details, files: Sequence[Named], study: Study) -> None:
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


def _present(folder: Path) -> dict[str, str]:
    """sha256 of every file below sources/."""
    root = folder / SOURCE_FILES
    found = {}
    try:
        for path in sorted(root.rglob("*")) if root.is_dir() else []:
            if path.is_file():
                with path.open("rb") as stream:
                    file = path.relative_to(root).as_posix()
                    found[file] = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise StudyError(
            f"The study's sources cannot be read ({error.strerror or error}).",
            where=str(root),
            next_step="Check that you may read what lies there.",
        ) from error
    return found


@dataclass(slots=True)
class _Keeping:
    """Adds proposals with the lock held, against the study as it is by now."""

    folder: Path
    study: Study
    problems: Problems = field(default_factory=Problems)
    added: list[Source] = field(default_factory=list)
    new_bytes: dict[str, bytes] = field(default_factory=dict)

    def keep(self, proposed: Proposals, cases: Sequence[Case]) -> AddResult:
        self.problems.add(proposed.problems)
        already, guessed = list(proposed.already), []
        present = _present(self.folder)
        by_hash = {sha256: file for file, sha256 in present.items()}
        described = {source.file: source.id for source in self.study.sources.values() if source.file}
        taken = {file.casefold() for file in present}
        ids = set(self.study.sources)
        for proposal in proposed.proposals:
            sha256 = proposal.source.sha256
            file = by_hash.get(sha256, "")
            if file in described:
                already.append((proposal.name, described[file]))
                continue
            if not file:
                data = self._bytes(proposal)
                if data is None:
                    continue
                file = _file_name(Path(proposal.name), taken)
                taken.add(file.casefold())
                self.new_bytes[file] = data
            source = replace(proposal.source, id=unused(proposal.source.id, ids), file=file)
            ids.add(source.id)
            by_hash[sha256], described[file] = file, source.id
            self.added.append(source)
            if proposal.guesses.kind.origin != GIVEN:
                guessed.append(source.id)
            self._tell_cases(source, proposal, {case.id for case in cases})
        self._write()
        rows = self._write_cases(cases)
        return AddResult(tuple(self.added), tuple(already), tuple(guessed), self.problems.listed(), rows)

    def _bytes(self, proposal: Proposal) -> bytes | None:
        """The file's bytes, if they are those that were read."""
        try:
            data = readers.read_bytes(proposal.path)
        except SourceError as error:
            self.problems.failed(error, proposal.name)
            return None
        if hashlib.sha256(data).hexdigest() == proposal.source.sha256:
            return data
        self.problems.error("The file was changed while it was being added.", proposal.name, 0, "Add it again.")
        return None

    def _tell_cases(self, source: Source, proposal: Proposal, new: set[str]) -> None:
        unknown = sorted(set(proposal.cases) - set(self.study.cases) - new)
        if len(unknown) > FEW_CASES:
            shown = listed_cases(unknown)
            what = f"source {source.id} holds words of {len(unknown)} cases that nobody has defined: {shown}."
            self.problems.warning(what, CASES, 0, f"Add a row to {CASES} for each, or add with `--write-cases`.")
            return
        for case in unknown:
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

    def _write_cases(self, cases: Sequence[Case]) -> bytes:
        """The rows that were added to cases.csv, as they stand there."""
        new = [case for case in cases if case.id not in self.study.cases]
        if not new:
            return b""
        path = self.folder / CASES
        try:
            before = path.read_bytes() if path.exists() else b""
            after = with_rows(before, new)
            write_atomic(path, after)
        except StudyError as error:
            self.problems.failed(error, CASES)
            return b""
        except OSError as error:
            what = f"The cases cannot be written ({error.strerror or error})."
            self.problems.error(what, CASES, 0, "Close it in other programs and write the rows by hand.")
            return b""
        return after[len(before) :]


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
