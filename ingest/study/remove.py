"""Sources that were just added, taken out again: as long as nothing is coded on them, and never deleted."""

import json
from collections.abc import Sequence
from pathlib import Path

from graph.errors import StudyError
from graph.model import Source, Study
from ingest.files import replace, unique, write_atomic
from ingest.snapshot import CODINGS, MADE, SOURCE_FILES, SOURCES
from ingest.study.add import AddResult, writing
from ingest.study.caserows import take_back
from ingest.study.load import load_study
from ingest.study.sourceedit import without_entries

REMOVED = "removed"
"""The folder in `.crosscurrent/` where files lie that were taken out."""


def remove_sources(folder: Path, ids: Sequence[str]) -> tuple[Path, ...]:
    """Take sources out of sources.yaml and move their files to `.crosscurrent/removed/`; gives where they lie now.

    Raises StudyError, with nothing changed, where one is unknown, something is coded on it (also what was taken back
    since), or another source names it.
    """
    with writing(folder):
        study, _ = load_study(folder)
        if study is None:
            step = "Run `crosscurrent check` and mend study.yaml or codebook.yaml first."
            raise StudyError("The study cannot be changed as it stands.", where=str(folder), next_step=step)
        _check(folder, study, ids)
        path = folder / SOURCES
        listed = without_entries(path.read_bytes(), ids)
        leaving = {study.sources[source].file for source in ids} - {""}
        staying = {source.file for source in study.sources.values() if source.id not in ids}
        write_atomic(path, listed)
        return tuple(_moved(folder, file) for file in sorted(leaving - staying))


def undo(folder: Path, result: AddResult) -> tuple[tuple[Path, ...], bool]:
    """Undo what `ingest.study.add.keep` did: the sources, and the rows of cases.csv where they still stand last.

    Gives where the files lie now and whether the rows are gone too. Raises StudyError as `remove_sources` does.
    """
    moved = remove_sources(folder, [source.id for source in result.added])
    with writing(folder):
        return moved, take_back(folder, result.case_rows)


def _check(folder: Path, study: Study, ids: Sequence[str]) -> None:
    coded = _coded(folder)
    for source in ids:
        if source not in study.sources:
            raise StudyError(
                f"There is no source {source} any more.", where=SOURCES, next_step="Nothing is to be done."
            )
        if source in coded:
            step = "Keep it; codings name it. What is in a log of codings stays there."
            raise StudyError(f"Something is coded on {source}; nothing was removed.", where=SOURCES, next_step=step)
        if names := [other.id for other in study.sources.values() if other.id not in ids and _names(other, source)]:
            step = f"Take it out of the entry of {names[0]} first."
            raise StudyError(
                f"{names[0]} names the source {source}; nothing was removed.", where=SOURCES, next_step=step
            )


def _names(other: Source, source: str) -> bool:
    return source in (other.replaced_by, other.text_of)


def _coded(folder: Path) -> set[str]:
    """Every source that a line of a log of codings names, whatever became of the coding."""
    found = set()
    for path in sorted((folder / CODINGS).glob("*.jsonl")):
        for line in path.read_bytes().split(b"\n"):
            try:
                found.add(str(json.loads(line)["source"]))
            except (ValueError, KeyError, TypeError):
                continue
    return found


def _moved(folder: Path, file: str) -> Path:
    origin = folder / SOURCE_FILES / file
    target = folder / MADE / REMOVED / f"{unique()}-{Path(file).name}"
    if origin.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        replace(origin, target)
    return target
