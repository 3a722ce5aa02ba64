"""sources.yaml -> checked sources."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from graph.model import Codebook, Source
from ingest.problems import Problems, and_then, did_you_mean
from ingest.study.schema import SourceEntry, validated
from ingest.study.yamlfile import Path, Yaml, parse_items, parse_yaml

FILE = "sources.yaml"
KEY = "sources"
_DRIVE = re.compile(r"[A-Za-z]:")


def parse_sources(text: str, problems: Problems) -> list[tuple[Yaml, Path]]:
    """The place of each entry: a list at the top, or under `sources:`.

    Where the file is no YAML, each entry is tried by itself, so that a broken one leaves the others.
    """
    whole = Problems()
    parsed = parse_yaml(text, FILE, whole)
    if parsed is None:
        entries = [(entry, ()) for entry in parse_items(text, FILE, problems)]
        if not entries or not problems:
            problems.add(whole.listed())
        return list(entries)
    problems.add(whole.listed())
    value, path = parsed.value, ()
    place: Path = path
    if isinstance(value, dict):
        for key in value:
            if key not in (KEY, "format"):
                next_step = and_then(did_you_mean(key, (KEY,)), "Entries stand in a list under `sources:`.")
                what = f'The key "{key}" is unknown and was left out.'
                problems.warning(what, FILE, parsed.line((key,)), next_step)
        value, place = value.get(KEY), (KEY,)
    if value is None:
        return []
    if not isinstance(value, list):
        problems.error("The sources have to be a list.", FILE, parsed.line(place), "Start each source with `- id:`.")
        return []
    return [(parsed, (*place, index)) for index in range(len(value))]


def read_sources(text: str, problems: Problems) -> tuple[dict[str, Source], dict[str, int]]:
    """Check the entries; gives the sources by id and the line of each. Ids of actors are checked by `with_issuers`."""
    sources: dict[str, Source] = {}
    lines: dict[str, int] = {}
    for parsed, path in parse_sources(text, problems):
        entry = validated(SourceEntry, parsed, path, problems, "source")
        if entry is None:
            continue
        line = parsed.line(path)
        if entry.id in sources:
            what = f"Two sources have the id {entry.id}; the first, in line {lines[entry.id]}, was used."
            problems.error(what, FILE, line, "Give one another id.")
            continue
        lines[entry.id] = line
        sources[entry.id] = _source(entry, parsed, path, problems)
    return sources, lines


def _source(entry: SourceEntry, parsed: Yaml, path: Path, problems: Problems) -> Source:
    fields = entry.model_dump()
    if not entry.title:
        what = f"source {entry.id}: it has no title, so its id is shown."
        problems.warning(what, FILE, parsed.line(path), "Add `title:`.")
        fields["title"] = entry.id
    if entry.file and (fault := unsafe_path(entry.file)):
        line = parsed.line((*path, "file"))
        what = f'source {entry.id}: the file "{entry.file}" {fault}; nothing is read from it.'
        problems.error(what, FILE, line, "Name a file below sources/, with / between folders.")
        fields["file"] = ""
    elif not entry.file:
        what = f"source {entry.id}: it names no file, so nothing is built from it."
        problems.warning(what, FILE, parsed.line(path), "Add `file:`, the name of a file in sources/.")
    return Source(**fields)


def unsafe_path(file: str) -> str:
    """Why a source's `file` may not be opened; empty where it may."""
    path = PurePosixPath(file)
    if path.is_absolute() or _DRIVE.match(file):
        return "is an absolute path"
    if "\\" in file:
        return "has a backslash"
    if ".." in path.parts:
        return "leaves the study"
    return ""


def with_issuers(
    sources: Mapping[str, Source], lines: Mapping[str, int], codebook: Codebook, problems: Problems
) -> dict[str, Source]:
    """Sources whose issuer is an actor or empty; an unknown one is reported and left out."""
    checked = {}
    for source in sources.values():
        if source.issuer and source.issuer not in codebook.actors:
            next_step = and_then(did_you_mean(source.issuer, codebook.actors), "Add the actor to codebook.yaml.")
            what = f"source {source.id}: the issuer {source.issuer} is no actor, so the source has no voice."
            problems.error(what, FILE, lines[source.id], next_step)
            source = replace(source, issuer="")
        checked[source.id] = source
    return checked


def with_successors(sources: Mapping[str, Source], lines: Mapping[str, int], problems: Problems) -> dict[str, Source]:
    """Sources whose `replaced_by` names another source and never leads back; what does not is reported and left out.

    A source that ends before its own date is reported and stays as it is.
    """
    checked = dict(sources)
    for source in sources.values():
        if fault := _succession_fault(source, checked):
            next_step = and_then(did_you_mean(source.replaced_by, set(sources) - {source.id}), "Name a later source.")
            what = f'source {source.id}: "replaced_by" ({source.replaced_by}) {fault}, and was left out.'
            problems.error(what, FILE, lines[source.id], next_step)
            checked[source.id] = replace(source, replaced_by="")
        shared = min(len(source.until), len(source.date))
        if source.until[:shared] < source.date[:shared]:
            what = f"source {source.id}: it ends ({source.until}) before its own date ({source.date})."
            problems.warning(what, FILE, lines[source.id], "Look at `date` and `until`.")
    return checked


def with_texts(sources: Mapping[str, Source], lines: Mapping[str, int], problems: Problems) -> dict[str, Source]:
    """Sources whose `text_of` names another source; what does not is reported and left out."""
    checked = dict(sources)
    for source in sources.values():
        if source.text_of and (source.text_of not in sources or source.text_of == source.id):
            fault = "is the source itself" if source.text_of == source.id else "is no source"
            next_step = and_then(did_you_mean(source.text_of, set(sources) - {source.id}), "Name the digest's source.")
            what = f'source {source.id}: "text_of" ({source.text_of}) {fault}, and was left out.'
            problems.error(what, FILE, lines[source.id], next_step)
            checked[source.id] = replace(source, text_of="")
    return checked


def _succession_fault(source: Source, sources: Mapping[str, Source]) -> str:
    """Why a source cannot be replaced by what it names; empty where it can, or names nothing."""
    at, seen = source.replaced_by, {source.id}
    if at and at not in sources:
        return "is no source"
    while at in sources:
        if at in seen:
            return "leads back to itself"
        seen.add(at)
        at = sources[at].replaced_by
    return ""
