"""A snapshot -> everything that the graph is made from: study, passages, anchored codings, suggestions, problems."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.errors import SourceError
from graph.model import Anchored, Case, Coding, Passage, Source, Study
from ingest.cache import Cache
from ingest.coding.analyses import Places
from ingest.coding.anchors import Anchors
from ingest.coding.readings import check_voices
from ingest.coding.suggest import Suggester, still_open
from ingest.documents import Documents, Progress, may_be_read_now, passages
from ingest.problems import Problem, Problems, and_then, did_you_mean
from ingest.readers import Document
from ingest.reading.run import read_all
from ingest.reading.settings import Settings, settings_of
from ingest.snapshot import CASES, SOURCE_FILES, SOURCES, Snapshot
from ingest.study.cases import FEW_CASES, listed_cases
from ingest.study.load import Loaded, load
from ingest.study.speakers import tell_unmapped


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `graph.evidence.evidence` takes, and every problem of the study.

    `codings` holds suggestions too; `lengths` (code points) and `text_kinds` are by source id; `said_at` holds file
    and line of each judgement, score and summary.
    """

    study: Study
    passages: tuple[Passage, ...]
    codings: tuple[Anchored, ...]
    lengths: Mapping[str, int]
    text_kinds: Mapping[str, str]
    problems: tuple[Problem, ...]
    said_at: Places = field(default_factory=dict)


def prepare(
    snapshot: Snapshot, progress: Progress, *, suggestions: bool = True, settings: Settings | None = None
) -> tuple[Prepared | None, tuple[Problem, ...]]:
    """Load and check a study, read its sources, anchor its codings, and suggest new ones.

    None, with the problems, where study.yaml or codebook.yaml cannot be used. Raises StudyError for a newer format,
    SourceChanged when a file changed meanwhile, ClusterError where a named cluster cannot be used. A source that cannot
    be read is a problem and stops no other.
    """
    loaded = load(snapshot.files)
    if loaded.study is None:
        return None, loaded.problems
    reading = settings or settings_of(snapshot.folder)
    prepared = _Preparation(snapshot, loaded, loaded.study, progress, reading).run(suggestions=suggestions)
    return prepared, prepared.problems


class _Preparation:
    def __init__(
        self, snapshot: Snapshot, loaded: Loaded, study: Study, progress: Progress, settings: Settings
    ) -> None:
        self.snapshot = snapshot
        self.loaded = loaded
        self.study = study
        self.progress = progress
        self.settings = settings
        self.problems = Problems()
        self.documents: dict[str, Document] = {}
        self.marks: dict[str, str] = {}
        self.passages: dict[str, tuple[Passage, ...]] = {}

    def run(self, *, suggestions: bool) -> Prepared:
        self.problems.add(self.loaded.problems)
        self._read_sources()
        self._define_missing_cases()
        made = self._anchor()
        by_id = {passage.id: passage for own in self.passages.values() for passage in own}
        self.problems.add(check_voices(self.study, by_id, made, self.loaded.places).listed())
        suggested = self._suggest(made) if suggestions else []
        return Prepared(
            study=self.study,
            passages=tuple(by_id.values()),
            codings=(*made, *suggested),
            lengths={source: len(document.text) for source, document in self.documents.items()},
            text_kinds={source: document.text_kind for source, document in self.documents.items()},
            problems=self.problems.listed(),
            said_at=self.loaded.said_at,
        )

    def _read_sources(self) -> None:
        reading = Documents(self.snapshot.folder, self.settings.options(), self.settings.password_mark())
        sources = [source for source in self.study.sources.values() if source.file]
        there = {source.id for source in sources if (self.snapshot.folder / SOURCE_FILES / source.file).exists()}
        known = self._read_missing([source for source in sources if source.id in there], reading)
        for source in sources:
            if source.id in there:
                self._take(source, reading, known.get(source.id))
            else:
                self._missing(source)
        if self.documents:
            reading.forget_unused()

    def _read_missing(self, sources: Sequence[Source], reading: Documents) -> dict[str, tuple[Document, str]]:
        """Read what is not remembered, all at once, so that afterwards everything is; gives what was, by source id."""
        known: dict[str, tuple[Document, str]] = {}
        wanted: dict[str, Source] = {}
        for source in sources:
            sha256 = self.snapshot.sources.get(source.file, "")
            if found := reading.known(source, sha256):
                known[source.id] = found
            elif (failure := reading.failure(source, sha256)) is None or may_be_read_now(failure, self.settings):
                wanted.setdefault(reading.name(source, sha256), source)
        listed = list(wanted.values())
        tasks = [reading.task(source, self.snapshot.sources.get(source.file, "")) for source in listed]

        def keep(place: int, answer: bytes) -> None:
            reading.keep(listed[place], tasks[place], answer)

        read_all(tasks, keep, self.settings, self.progress)
        return known

    def _take(self, source: Source, reading: Documents, known: tuple[Document, str] | None) -> None:
        file = f"{SOURCE_FILES}/{source.file}"
        sha256 = self.snapshot.sources.get(source.file, "")
        try:
            document, mark = known or reading.document(source, sha256)
        except SourceError as error:
            self.problems.failed(error, file)
            return
        if source.sha256 and source.sha256 != sha256:
            what = f"source {source.id}: the file differs from the one that was added (its sha256 is another)."
            next_step = f"If that is meant, write `sha256: {sha256}`; otherwise put the old file back."
            self.problems.warning(what, SOURCES, self.loaded.source_lines[source.id], next_step)
        if not document.blocks and not document.notes:
            self.problems.warning("Nothing in this file can be cited.", file, 0, "Check that it holds text.")
        for note in document.notes:
            self.problems.warning(note, file)
        tell_unmapped(source, document, self.loaded.source_lines[source.id], self.problems)
        self.documents[source.id] = document
        self.marks[source.id] = mark
        self.passages[source.id] = passages(source, document)

    def _missing(self, source: Source) -> None:
        folder = self.snapshot.folder / SOURCE_FILES
        present = [path.relative_to(folder).as_posix() for path in folder.rglob("*")] if folder.is_dir() else []
        next_step = and_then(did_you_mean(source.file, present), f"Put the file there, or mend its name in {SOURCES}.")
        what = f"source {source.id}: there is no file {SOURCE_FILES}/{source.file}."
        self.problems.error(what, SOURCES, self.loaded.source_lines[source.id], next_step)

    def _define_missing_cases(self) -> None:
        """Give cases that nobody defined a place at no level, so that their words count as nobody else's."""
        cases = dict(self.study.cases)
        for source, own in self.passages.items():
            first: dict[str, str] = {}
            for passage in own:
                if passage.case and passage.case not in cases:
                    first.setdefault(passage.case, passage.ref)
            self._tell_missing(self.study.sources[source], first)
            cases |= {case: Case(case, "") for case in first}
        self.study = replace(self.study, cases=cases)

    def _tell_missing(self, source: Source, first: Mapping[str, str]) -> None:
        """One line a case, with where its words begin; where there are many, one for all of them."""
        file = f"{SOURCE_FILES}/{source.file}"
        speakers = f" Or map the speaker's label by `speakers` in {SOURCES}." if source.kind == "transcript" else ""
        if len(first) > FEW_CASES:
            what = f"nobody defined {len(first)} cases ({listed_cases(sorted(first))}); they count at no level."
            self.problems.error(what, file, 0, f"Add a row to {CASES} for each.{speakers}")
            return
        for case, ref in first.items():
            step = and_then(did_you_mean(case, self.study.cases), f"Add a row to {CASES}.")
            what = f"{ref}: nobody defined the case {case}; it counts at no level."
            self.problems.error(what, file, 0, step + speakers)

    def _anchor(self) -> list[Anchored]:
        anchors = {source: Anchors(self.documents[source].text, own) for source, own in self.passages.items()}
        made = []
        for coding in self.study.codings:
            if coding.source not in anchors:
                made.append(Anchored(coding, "", coding.start, coding.end, "lost"))
                continue
            item = anchors[coding.source].anchored(coding)
            made.append(item)
            if item.anchor != "exact":
                self._tell_anchor(item, anchors[coding.source], coding)
        self._tell_unread(made)
        return made

    def _tell_anchor(self, item: Anchored, anchors: Anchors, coding: Coding) -> None:
        reading = self.loaded.places[coding.id]
        if item.anchor == "moved":
            what = "The quote does not stand at its offsets; it was found elsewhere in the source and is used there."
            self.problems.warning(what, reading.file, reading.line, "Check it; code it anew to have this settled.")
            return
        what = f"{anchors.why_lost(coding)} The coding {coding.id} is kept as lost."
        next_step = f"Check the offsets and the quote in {coding.source}, or retract it and code it anew."
        self.problems.error(what, reading.file, reading.line, next_step)

    def _tell_unread(self, made: Sequence[Anchored]) -> None:
        unread = Counter(item.coding.source for item in made if item.coding.source not in self.documents)
        for source, count in sorted(unread.items()):
            what = f"source {source}: {count} codings wait until it can be read."
            self.problems.warning(what, SOURCES, self.loaded.source_lines[source], "Mend the source.")

    def _suggest(self, made: Sequence[Anchored]) -> list[Anchored]:
        suggester = Suggester(self.study.codebook, Cache(self.snapshot.folder, "suggestions"))
        suggested = []
        for done, (source, own) in enumerate(self.passages.items()):
            self.progress("suggesting codes", done, len(self.passages))
            suggested += suggester.suggest(own, self.marks[source])
        suggester.cache.forget_unused()
        return still_open(suggested, made, self.loaded.reviewed)
