"""Files -> proposals: what each would be as a source, before anything of the study is changed."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from graph.errors import SourceError
from graph.model import Source, Study
from ingest.problems import Problem, Problems
from ingest.readers import Document, ReadOptions
from ingest.reading.pool import Pool
from ingest.reading.settings import cores, engine_of, passwords_in, settings_of
from ingest.study.guess import Guesses, guesses, with_given
from ingest.study.opening import LIMITS, Opened, opened, opened_in, outcome
from ingest.study.slugs import slug, unused
from ingest.study.speakers import case_of


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
    retrieved: str = ""
    text_of: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A file and the source that it would be; `source.file` is empty until it is added.

    `name` is what the file is called (its path may be that of a copy). `cases` are respondents whose words it holds,
    with `passages` the number of its passages and `notes` what its reader says of it.
    """

    path: Path
    name: str
    source: Source
    guesses: Guesses
    passages: int
    cases: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What files would become. `already`: (name, id of the source with the same bytes); `problems`: files left out."""

    proposals: tuple[Proposal, ...]
    already: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


OnRead = Callable[[Proposal, Document], None]
Done = Callable[[int], None]
Named = tuple[Path, str]


@dataclass(slots=True)
class Proposing:
    """Reads files one after the other and makes proposals of them; `known` are ids by hash of what the study has."""

    study: Study
    given: Details
    options: ReadOptions
    known: dict[str, str]
    on_read: OnRead | None = None
    ids: set[str] = field(default_factory=set)
    problems: Problems = field(default_factory=Problems)
    made: list[Proposal] = field(default_factory=list)
    already: list[tuple[str, str]] = field(default_factory=list)

    def all(self, files: Iterable[Named], *, workers: int = 0, done: Done | None = None) -> Proposals:
        """Read every file: here, or in so many workers; `done` is told after each how many are through."""
        self.ids |= set(self.study.sources)
        results = self._here(files) if not workers else self._in_workers(files, workers)
        for count, (path, name, get) in enumerate(results, 1):
            try:
                self._one(path, name, get())
            except SourceError as error:
                self.problems.failed(error, name)
            if done:
                done(count)
        return Proposals(tuple(self.made), tuple(self.already), self.problems.listed())

    def _here(self, files: Iterable[Named]) -> Iterator[tuple[Path, str, Callable[[], Opened]]]:
        for path, name in files:

            def get(path: Path = path, name: str = name) -> Opened:
                return opened(path, name, self.given.kind, self.options)

            yield path, name, get

    def _in_workers(self, files: Iterable[Named], workers: int) -> Iterator[tuple[Path, str, Callable[[], Opened]]]:
        """A few files ahead are read at once, so that memory does not grow with their number."""
        with ExitStack() as stack:
            pool = Pool(workers, LIMITS)
            stack.callback(pool.shutdown, wait=False, cancel_futures=True)
            ahead: deque[tuple[Path, str, Future[bytes]]] = deque()
            for path, name in files:
                ahead.append((path, name, opened_in(pool, path, name, self.given.kind, self.options)))
                if len(ahead) > 2 * workers:
                    yield _waiting(ahead.popleft())
            while ahead:
                yield _waiting(ahead.popleft())

    def _one(self, path: Path, name: str, found: Opened) -> None:
        if found.sha256 in self.known:
            self.already.append((name, self.known[found.sha256]))
            return
        proposal = self._proposal(path, name, found)
        self.known[found.sha256] = proposal.source.id
        self.made.append(proposal)
        if self.on_read:
            self.on_read(proposal, found.document)

    def _proposal(self, path: Path, name: str, found: Opened) -> Proposal:
        given = asdict(self.given)
        made = guesses(found.document, name, found.kind, self.study.codebook, self.study.sources)
        made = with_given(made, given)
        told = {field: guess.value for field, guess in made.items() if field != "language" and guess.value}
        own_id = unused(self.given.id or slug(Path(name).stem), self.ids)
        self.ids.add(own_id)
        values: dict[str, str] = {**given, **told, "id": own_id, "sha256": found.sha256}
        source = replace(Source("", ""), **values)  # type: ignore[arg-type]
        blocks = found.document.blocks
        cases = dict.fromkeys(case_of(source, block.speaker or block.case, block.case) for block in blocks)
        return Proposal(path, name, source, made, len(blocks), tuple(filter(None, cases)), found.document.notes)


def _waiting(ahead: tuple[Path, str, "Future[bytes]"]) -> tuple[Path, str, Callable[[], Opened]]:
    path, name, future = ahead
    return path, name, lambda: outcome(future, name)


def reading_options(folder: Path) -> ReadOptions:
    """How the study's files are read, with passwords; raises StudyError where the environment says what cannot be."""
    return ReadOptions(engine_of(folder), passwords_in(settings_of(folder).password_file))


def worker_count(files: Sequence[object]) -> int:
    """How many workers read so many files."""
    return max(1, min(cores(), len(files)))


def corrected(proposal: Proposal, values: Mapping[str, str]) -> Proposal:
    """The proposal with fields of its source set by a person."""
    return replace(proposal, source=replace(proposal.source, **values))  # type: ignore[arg-type]
