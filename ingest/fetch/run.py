"""A run of fetching: one thing after another, each told as it is done, none stopping the others."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from graph.errors import CrosscurrentError, SourceError, StudyError
from ingest.fetch.catalogue import PAGE, CatalogueEntry
from ingest.fetch.faults import Offline
from ingest.fetch.formats import SUFFIXES
from ingest.fetch.into_study import ALREADY, Body, keep
from ingest.fetch.keys import document_key
from ingest.fetch.parts import Part, folder_of
from ingest.fetch.publications import FILES, Publication, read_publication
from ingest.fetch.targets import ONE, PUBLICATION, Target, is_old_page, target_of
from ingest.fetch.web import Answer, Web
from ingest.files import locked
from ingest.study.slugs import slug

FAILED: Final = "failed"
Stage = Callable[[str, int, int], None]
"""Told what is being done, how far it has come, and how far it goes (0: not known)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked for: ids and addresses, `documents` also the files that a publication offers.

    `one_page`: an address of one page of a publication means that page alone.
    """

    names: tuple[str, ...]
    documents: bool = False
    one_page: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing. `state` is added, unchanged, changed, already or failed; `problem` says why it failed.

    `source` is the source that holds it, `bytes` and `sha256` are of what was fetched, `pages` of how many pages it was
    joined. `offline`: no connection could be made.
    """

    name: str
    state: str
    source: str = ""
    url: str = ""
    bytes: int = 0
    sha256: str = ""
    pages: int = 0
    note: str = ""
    problem: str = ""
    offline: bool = False


def everything(catalogue: Mapping[str, CatalogueEntry]) -> tuple[str, ...]:
    """The ids that together are the whole catalogue, without single pages of what is also there as a whole."""
    whole = {document_key(e.url) for e in catalogue.values() if e.scope != PAGE}
    return tuple(e.id for e in catalogue.values() if e.scope != PAGE or document_key(e.url) not in whole)


@dataclass(slots=True)
class Fetching:
    """What a run needs: the study's folder, the way to the web, the catalogue, and the day."""

    folder: Path
    web: Web
    catalogue: Mapping[str, CatalogueEntry]
    today: date
    stage: Stage = lambda what, done, total: None
    _unreached: dict[str, Offline] = field(default_factory=dict)
    _done: dict[str, str] = field(default_factory=dict)

    def each(self, wanted: Wanted) -> Iterator[Outcome]:
        """Fetch one thing after another; what fails is an outcome too. Raises StudyError for a fault of the study."""
        for name in dict.fromkeys(wanted.names):
            try:
                target = target_of(name, self.catalogue, self.web.owners, one_page=wanted.one_page)
                yield from self._fetched(target, wanted)
            except StudyError:
                raise
            except CrosscurrentError as error:
                yield self._failed(name, error)

    def _fetched(self, target: Target, wanted: Wanted) -> Iterator[Outcome]:
        host = urlsplit(target.asked).hostname or ""
        if host in self._unreached:
            raise self._unreached[host]
        if target.asked in self._done:
            same = self._done[target.asked]
            yield Outcome(target.name, ALREADY, same, target.page, note=f"the same document as {same}")
            return
        with ExitStack() as parts:
            try:
                yield from self._taken(target, wanted, _Parts(folder_of(self.folder), parts))
            except Offline as error:
                self._unreached[host] = error
                raise

    def _taken(self, target: Target, wanted: Wanted, parts: "_Parts") -> Iterator[Outcome]:
        if target.way == PUBLICATION:
            yield from self._publication(target, wanted, parts)
            return
        answer = self._get(target.asked, target.accept, parts)
        if is_old_page(target, answer.address):
            parts.drop()
            moved = target_of(answer.address, {}, self.web.owners)
            yield from self._publication(replace(moved, name=target.name, entry=target.entry), wanted, parts)
            return
        yield self._kept(target, Body(answer.data, SUFFIXES[answer.kind], target.page), 1, parts)

    def _publication(self, target: Target, wanted: Wanted, parts: "_Parts") -> Iterator[Outcome]:
        def get(address: str, accept: frozenset[str]) -> Answer:
            return self._get(address, accept, parts, self.web.limits.page_bytes)

        found = read_publication(
            target.page, get, self.web.limits.pages, lambda done, known: self.stage(f"{target.id}: pages", done, known)
        )
        main, rest = self._main(found, target, parts)
        yield self._kept(target, main, len(found.pages), parts)
        for address in rest if wanted.documents else ():
            yield self._document(target, address, parts)

    def _main(self, found: Publication, target: Target, parts: "_Parts") -> tuple[Body, tuple[str, ...]]:
        """The publication's text, and the files that are not it."""
        count = len(found.pages)
        if found.data:
            offered = f"; it offers {len(found.files)} files (`--documents`)" if found.files else ""
            joined = f"joined from {count} pages" if count > 1 else "one page"
            return Body(found.data, ".html", found.address, f"{joined}{offered}"), found.files
        answer = self._get(found.files[0], FILES, parts)
        more = f"; it offers {len(found.files) - 1} more (`--documents`)" if len(found.files) > 1 else ""
        note = f"the publication's text is the file that it offers{more}"
        return Body(answer.data, SUFFIXES[answer.kind], target.page, note), found.files[1:]

    def _document(self, target: Target, address: str, parts: "_Parts") -> Outcome:
        name = unquote(urlsplit(address).path.rpartition("/")[2]).replace("+", " ")
        own = Target(f"{target.name} ({name})", slug(f"{target.id}-{Path(name).stem}"), address, address, ONE, FILES)
        try:
            answer = self._get(address, FILES, parts)
            return self._kept(own, Body(answer.data, SUFFIXES[answer.kind], address), 1, parts)
        except SourceError as error:
            return self._failed(own.name, error)

    def _get(self, address: str, accept: frozenset[str], parts: "_Parts", limit: int = 0) -> Answer:
        return self.web.get(address, accept, parts.part(self.web.owners.checked(address)), limit=limit)

    def _kept(self, target: Target, body: Body, pages: int, parts: "_Parts") -> Outcome:
        self.stage(f"{target.id}: reading", 0, 0)
        try:
            kept = keep(self.folder, target, body, self.today)
        except SourceError:
            # What no reader can read may have come broken: the next time it is asked for afresh.
            parts.drop()
            raise
        parts.drop()
        self._done[target.asked] = kept.source
        problem = " ".join(str(p) for p in kept.problems)
        sha256 = hashlib.sha256(body.data).hexdigest()
        return Outcome(
            target.name, kept.state, kept.source, body.page, len(body.data), sha256, pages, kept.note, problem
        )

    def _failed(self, name: str, error: CrosscurrentError) -> Outcome:
        entry = self.catalogue.get(name)
        words = str(error)
        if isinstance(error, Offline):
            return Outcome(name, FAILED, url=entry.url if entry else name, problem=words, offline=True)
        if entry and not entry.seen:
            words += " This address of the catalogue was formed by pattern and never seen, so it may be wrong."
        elif entry and entry.seen_as:
            words += f" The catalogue's makers saw it as {entry.seen_as}."
        return Outcome(name, FAILED, url=entry.url if entry else name, problem=words)


class _Parts:
    """The files that one target is kept in while it comes; closed at the end, deleted once it is in the study."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._all: list[Part] = []

    def part(self, address: str) -> Part:
        """Where the bytes of an address are kept while they come."""
        made = self._stack.enter_context(Part(self._folder, address))
        self._all.append(made)
        return made

    def drop(self) -> None:
        """Delete what has come: it is in the study now."""
        for part in self._all:
            part.drop()
        self._all = []


def fetch(run: Fetching, wanted: Wanted) -> Iterator[Outcome]:
    """Fetch into the study, one run at a time; raises StudyError where another run is at it."""
    try:
        with locked(folder_of(run.folder) / "lock", wait_seconds=1.0):
            yield from run.each(wanted)
    except TimeoutError as error:
        step = "Wait until it is done."
        raise StudyError(
            "Another program is fetching into this study.", where=str(run.folder), next_step=step
        ) from error
    except OSError as error:
        what = f"What is fetched cannot be kept ({error.strerror or error})."
        step = "Check that you may write to the study and that the disk has space."
        raise StudyError(what, where=str(run.folder), next_step=step) from error
