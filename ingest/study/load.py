"""A study's own files -> one checked Study, with the place of every coding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import StoreError, StudyError
from graph.model import Case, Codebook, DisclosurePolicy, Study
from graph.stores.address import parse_address
from ingest.coding.analyses import Places, known, of_places, tell_missing_quotes
from ingest.coding.readings import with_known_ids
from ingest.coding.records import read_records
from ingest.coding.resolve import Reading, resolve
from ingest.problems import Problem, Problems, and_then, did_you_mean
from ingest.snapshot import CASES, CODEBOOK, CODINGS, FORMAT, SOURCES, STUDY, read_study_files
from ingest.study.cases import read_cases
from ingest.study.codebook import read_codebook
from ingest.study.decode import table_text, utf8_text
from ingest.study.schema import StudyEntry, validated
from ingest.study.sources import read_sources, with_issuers, with_successors, with_texts
from ingest.study.speakers import tell_unknown_cases
from ingest.study.yamlfile import Yaml, parse_yaml


@dataclass(frozen=True, slots=True)
class Loaded:
    """A study with what its own objects do not hold: where each coding stands, and which suggestions are settled.

    `places`: by coding id. `source_lines`: line of each source in sources.yaml. `reviewed`: ids of suggestions.
    `said_at`: file and line of each judgement, score and summary.
    """

    study: Study | None
    problems: tuple[Problem, ...]
    places: Mapping[str, Reading]
    source_lines: Mapping[str, int]
    reviewed: frozenset[str]
    said_at: Places = field(default_factory=dict)


def load_study(folder: Path) -> tuple[Study | None, tuple[Problem, ...]]:
    """Read and check the study in `folder`; see `ingest.study.load_study`."""
    loaded = load(read_study_files(folder))
    return loaded.study, loaded.problems


def study_id(folder: Path) -> str:
    """The `id` in a study's study.yaml; empty where it cannot be told."""
    try:
        text = utf8_text((folder / STUDY).read_bytes(), STUDY, Problems())
    except OSError:
        return ""
    parsed = parse_yaml(text, STUDY, Problems()) if text is not None else None
    given = parsed.value.get("id") if parsed and isinstance(parsed.value, dict) else None
    return given if isinstance(given, str) else ""


def load(files: Mapping[str, bytes | str]) -> Loaded:
    """Check a study from the bytes of its files, by path relative to the study.

    A text in place of bytes says why that file could not be read. Raises StudyError for a newer format.
    """
    problems = Problems()
    settings = _parsed(files, STUDY, problems)
    entry = _study_entry(settings, problems)
    codebook = _codebook(files, problems)
    if settings is None or entry is None or codebook is None:
        _other_files_alone(files, problems)
        return Loaded(None, problems.listed(), {}, {}, frozenset())
    sources, source_lines = read_sources(_text(files, SOURCES, problems, required=True) or "", problems)
    sources = with_issuers(sources, source_lines, codebook, problems)
    sources = with_successors(sources, source_lines, problems)
    sources = with_texts(sources, source_lines, problems)
    cases = read_cases(_text(files, CASES, problems, table=True) or "", codebook, problems)
    tell_unknown_cases(sources, source_lines, cases, problems)
    resolved = resolve(read_records(_codings(files, problems), problems), problems)
    readings = with_known_ids(resolved.readings, codebook, sources, problems)
    places = {reading.coding.id: reading for reading in readings}
    said_at = known(resolved.places, codebook, cases, problems)
    tell_missing_quotes(said_at, places, problems)
    stated = of_places(said_at)
    _check_settings(entry, codebook, readings, settings, problems)
    study = Study(
        id=entry.id,
        title=entry.title,
        codebook=codebook,
        sources=sources,
        cases=cases,
        codings=tuple(reading.coding for reading in readings),
        judgements=stated.judgements,
        scores=stated.scores,
        summaries=stated.summaries,
        coders=entry.coders,
        focus_actor=entry.focus if entry.focus in codebook.actors else "",
        policy=DisclosurePolicy(entry.disclosure.minimum_voices, entry.disclosure.clearance or "open"),
        description=entry.description,
        note=entry.note,
    )
    return Loaded(study, problems.listed(), places, source_lines, resolved.reviewed, said_at)


def codebook_and_cases(files: Mapping[str, bytes | str]) -> tuple[Codebook | None, Mapping[str, Case]]:
    """The codebook (None where it cannot be used) and the cases, for what only has to know which ids there are."""
    unheard = Problems()
    codebook = _codebook(files, unheard)
    return codebook, read_cases(_text(files, CASES, unheard, table=True) or "", codebook, unheard)


def _bytes(files: Mapping[str, bytes | str], name: str, problems: Problems) -> bytes | None:
    data = files[name]
    if isinstance(data, str):
        problems.error(data, name, 0, "Close it in other programs, and check that you may read it.")
        return None
    return data


def _text(
    files: Mapping[str, bytes | str], name: str, problems: Problems, *, required: bool = False, table: bool = False
) -> str | None:
    if name not in files:
        if required:
            problems.error("The file is missing.", name, 0, "Add it; docs/study-format.md says what it holds.")
        return None
    data = _bytes(files, name, problems)
    if data is None:
        return None
    return table_text(data, name, problems) if table else utf8_text(data, name, problems)


def _parsed(files: Mapping[str, bytes | str], name: str, problems: Problems) -> Yaml | None:
    text = _text(files, name, problems, required=True)
    return None if text is None else parse_yaml(text, name, problems)


def _study_entry(parsed: Yaml | None, problems: Problems) -> StudyEntry | None:
    if parsed is None:
        return None
    if not isinstance(parsed.value, dict):
        problems.error("The file has no keys.", STUDY, 0, "It needs at least format, id and title.")
        return None
    _check_format(parsed)
    entry = validated(StudyEntry, parsed, (), problems, "study")
    if entry and entry.format != FORMAT:
        line = parsed.line(("format",))
        problems.error(f"There is no format {entry.format}.", STUDY, line, f"Write `format: {FORMAT}`.")
        return None
    return entry


def _codebook(files: Mapping[str, bytes | str], problems: Problems) -> Codebook | None:
    parsed = _parsed(files, CODEBOOK, problems)
    if parsed is None:
        return None
    _check_format(parsed)
    return read_codebook(parsed, problems)


def _check_format(parsed: Yaml) -> None:
    """Raise StudyError where a file says that it is of a format this version does not know."""
    given = parsed.value.get("format") if isinstance(parsed.value, dict) else None
    if isinstance(given, str) and given.isdigit() and int(given) > FORMAT:
        raise StudyError(
            f"The study is of format {given}; this version of Crosscurrent knows format {FORMAT}. Nothing was touched.",
            where=f"{parsed.file}:{parsed.line(('format',))}",
            next_step="Install a newer Crosscurrent.",
        )


def _other_files_alone(files: Mapping[str, bytes | str], problems: Problems) -> None:
    """Check what can be checked of the other files when study.yaml or the codebook cannot be used."""
    if SOURCES in files:
        read_sources(_text(files, SOURCES, problems) or "", problems)
    if CASES in files:
        read_cases(_text(files, CASES, problems, table=True) or "", None, problems)
    read_records(_codings(files, problems), problems)


def _codings(files: Mapping[str, bytes | str], problems: Problems) -> dict[str, bytes]:
    names = [name for name in files if name.startswith(f"{CODINGS}/")]
    return {name: data for name in names if (data := _bytes(files, name, problems)) is not None}


def _check_settings(
    entry: StudyEntry, codebook: Codebook, readings: Sequence[Reading], yaml: Yaml, problems: Problems
) -> None:
    if entry.focus and entry.focus not in codebook.actors:
        next_step = and_then(did_you_mean(entry.focus, codebook.actors), "Name the id of an actor.")
        what = f'"focus" names {entry.focus}, which is no actor; it was left out.'
        problems.error(what, STUDY, yaml.line(("focus",)), next_step)
    if entry.store and entry.store != "embedded":
        try:
            parse_address(entry.store)
        except StoreError as error:
            problems.error(f'"store": {error.what}', STUDY, yaml.line(("store",)), error.next_step)
    coders = {reading.coding.reviewed_by or reading.coding.coder for reading in readings}
    for index, coder in enumerate(entry.coders):
        if readings and coder not in coders:
            next_step = and_then(did_you_mean(coder, coders), "Name the coders whose codings shall count.")
            what = f'"coders" names {coder}, who has made no coding.'
            problems.warning(what, STUDY, yaml.line(("coders", index)), next_step)
