"""What was fetched into a study: a new source, or a new version of one; never over what is there.

A coding points at exact characters of a file, so the file that was coded has to stay as it was. A document that has
changed since is therefore stored beside the older one, as a source of its own whose id ends with the day, and the older
one is marked `replaced_by` it.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from graph.errors import SourceError, StudyError
from graph.model import Source, Study
from ingest import readers
from ingest.fetch.catalogue import CatalogueEntry
from ingest.fetch.keys import document_key, is_legislation, version_of
from ingest.fetch.parts import folder_of
from ingest.fetch.targets import Target
from ingest.files import locked, unique, write_atomic
from ingest.problems import Problem
from ingest.snapshot import MADE, SOURCE_FILES, SOURCES
from ingest.study.add import Details, add_files
from ingest.study.load import load_study
from ingest.study.slugs import slug, unused
from ingest.study.sourceedit import with_field

ADDED, UNCHANGED, CHANGED, ALREADY = "added", "unchanged", "changed", "already"
_LICENCE: Final = "OGL-3.0"
_MAKERS: Final = {
    "asp": "Scottish Parliament",
    "ssi": "Scottish Government",
    "sdsi": "Scottish Government",
    "ukpga": "UK Parliament",
    "uksi": "UK Government",
}


@dataclass(frozen=True, slots=True)
class Body:
    """What was fetched of a target. `suffix` is the file's ending, `page` the address that a reader opens."""

    data: bytes
    suffix: str
    page: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of it: the source it is in, one of the four states, and what a person should know of it."""

    source: str
    state: str
    note: str
    problems: tuple[Problem, ...] = ()


def keep(folder: Path, target: Target, body: Body, today: date) -> Kept:
    """Put a body into the study as a source, unless the study has it already.

    Raises StudyError where the study cannot be added to, SourceError where no reader can read the body; then nothing
    was changed.
    """
    study, _ = load_study(folder)
    if study is None:
        step = "Run `crosscurrent check` and mend study.yaml or codebook.yaml first."
        raise StudyError("The study cannot be added to as it stands.", where=str(folder), next_step=step)
    versions = _versions(study, body.page)
    if versions:
        newest = versions[-1]
        if same := _sameness(folder, newest, body):
            told = _link(folder, versions[:-1], newest.id)
            return Kept(newest.id, UNCHANGED, f"{same} since {newest.retrieved}", told)
    return _added(folder, study, target, body, today, versions)


def _added(folder: Path, study: Study, target: Target, body: Body, today: date, versions: list[Source]) -> Kept:
    wanted = f"{target.id}-{today.isoformat()}" if versions or target.id in study.sources else target.id
    own = unused(wanted, study.sources)
    stage = folder_of(folder) / f"stage-{unique()}"
    file = stage / f"{own}{body.suffix}"
    try:
        write_atomic(file, body.data)
        result = add_files(folder, [file], _details(study, target, body, own, today))
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    if result.already:
        known = result.already[0][1]
        return Kept(known, ALREADY, f"the study has these very bytes as {known}", result.problems)
    if not result.added:
        first = result.problems[0]
        raise SourceError(first.what, where=body.page, next_step=first.next_step)
    source = result.added[0]
    if not versions:
        return Kept(source.id, ADDED, _unvoiced(source, target, body), result.problems)
    told = _link(folder, versions, source.id)
    note = f"changed since {versions[-1].retrieved}; {versions[-1].id} stays as it was, with its codings"
    return Kept(source.id, CHANGED, note, (*result.problems, *told))


def _versions(study: Study, page: str) -> list[Source]:
    """What was fetched from this address before and is replaced by nothing, the newest last."""
    found = [s for s in study.sources.values() if s.retrieved and s.url == page and not s.replaced_by]
    return sorted(found, key=lambda s: (s.retrieved, s.id))


def _sameness(folder: Path, known: Source, body: Body) -> str:
    """In what a body is the same as what is known; empty where its words differ. Markup may change without them."""
    path = folder / SOURCE_FILES / known.file
    try:
        before = readers.read_bytes(path)
        if before == body.data:
            return "unchanged"
        name = f"{known.id}{body.suffix}"
        old = readers.choose(before, path.name, known.kind).read(before, path.name, known.kind)
        new = readers.choose(body.data, name, known.kind).read(body.data, name, known.kind)
    except SourceError:
        return ""
    return "the same words" if old.text == new.text and old.text else ""


def _link(folder: Path, older: Sequence[Source], newer: str) -> tuple[Problem, ...]:
    """Say in sources.yaml that the newer takes the place of the older; what cannot be written is told."""
    problems: list[Problem] = []
    for source in older:
        try:
            with locked(folder / MADE / "add.lock", wait_seconds=60.0):
                path = folder / SOURCES
                write_atomic(path, with_field(path.read_bytes(), source.id, "replaced_by", newer))
        except StudyError as error:
            problems.append(Problem("warning", error.what, error.where, error.next_step))
        except (OSError, TimeoutError) as error:
            what = f"{source.id} could not be marked as replaced by {newer} ({error})."
            problems.append(Problem("warning", what, SOURCES, "Fetch it again: the mark is made then."))
    return tuple(problems)


def _details(study: Study, target: Target, body: Body, own: str, today: date) -> Details:
    entry = target.entry
    issuer = _issuer(study, target, entry)
    given = Details(
        id=own,
        url=body.page,
        retrieved=today.isoformat(),
        issuer=issuer,
        note=body.note,
        licence=entry.licence if entry else _LICENCE,
    )
    legislation = is_legislation(_host(body.page))
    if entry is None:
        return replace(given, kind="legislation" if legislation else "")
    title = entry.title
    citation = title if not entry.date or entry.date[:4] in title else f"{title} ({entry.date[:4]})"
    return replace(given, kind=entry.kind, title=title, level=entry.level, date=entry.date, citation=citation)


def _issuer(study: Study, target: Target, entry: CatalogueEntry | None) -> str:
    """The actor of the study that issued it, by id or by name; empty where the study has none."""
    names = [entry.actor, entry.issuer] if entry else [_maker(target.page)]
    actors = study.codebook.actors
    by_label = {actor.label.casefold(): actor.id for actor in actors.values()}
    for name in names:
        for candidate in (name, slug(name) if name else "", by_label.get(name.casefold(), "")):
            if candidate in actors:
                return candidate
    return ""


def _maker(page: str) -> str:
    """The name of the body that makes documents at an address."""
    if is_legislation(_host(page)):
        return _MAKERS.get(document_key(page).split("/")[1], "")
    return "Scottish Government"


def _unvoiced(source: Source, target: Target, body: Body) -> str:
    """What a person should add or know; empty where nothing."""
    notes = [body.note] if body.note else []
    if version_of(body.page):
        notes.append(f"the text as of {version_of(body.page)}")
    if not source.issuer:
        name = target.entry.issuer if target.entry else _maker(target.page)
        notes.append(f"no actor of the codebook is its issuer ({name or 'unknown'}): add one and write `issuer:`")
    return "; ".join(notes)


def _host(page: str) -> str:
    return page.partition("://")[2].partition("/")[0].partition(":")[0]
