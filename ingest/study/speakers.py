"""`speakers` of a source: whose words the labels of a transcript stand for, and which labels nobody has mapped yet."""

import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

from graph.model import Source
from ingest.problems import Problems, and_then, did_you_mean
from ingest.readers import Document
from ingest.readers.labels import INTERVIEWER, is_name, parts_played
from ingest.study.sources import FILE

_CASES: Final = "cases.csv"


def case_of(source: Source, label: str, read: str = "") -> str:
    """The case that a speaker's label stands for in this source; empty for an interviewer.

    What `speakers` says of the label decides, in whatever letters and spaces it is written; else `read`, the case that
    the reader took from the document.
    """
    case = _mapping(source.speakers).get(_key(label)) if source.speakers and label else None
    return read if case is None else "" if case == INTERVIEWER else case


@lru_cache(maxsize=64)
def _mapping(speakers: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Cases by the label's key; where two labels differ in letters only, the first counts."""
    found: dict[str, str] = {}
    for label, case in speakers:
        found.setdefault(_key(label), case)
    return found


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()


def tell_unknown_cases(
    sources: Mapping[str, Source], lines: Mapping[str, int], cases: Collection[str], problems: Problems
) -> None:
    """Warn of cases that `speakers` name and cases.csv lacks."""
    for source in sources.values():
        for case in dict.fromkeys(case for _, case in source.speakers):
            if case != INTERVIEWER and case not in cases:
                what = f'source {source.id}: "speakers" names the case {case}, which {_CASES} does not define.'
                next_step = and_then(did_you_mean(case, (*cases, INTERVIEWER)), f"Add a row to {_CASES}.")
                problems.warning(what, FILE, lines[source.id], next_step)


def tell_unmapped(source: Source, document: Document, line: int, problems: Problems) -> None:
    """Warn of speakers' labels that stand for no case, and of mapped labels that the document does not have.

    A label that reads like a person's name is not said: the turn where it first stands is named instead, since what
    is listed here may be shown to others.
    """
    spoken = [block for block in document.blocks if block.speaker]
    count: dict[str, int] = {}
    first: dict[str, str] = {}
    cases: dict[str, str] = {}
    for block in spoken:
        count[block.speaker] = count.get(block.speaker, 0) + 1
        first.setdefault(block.speaker, block.ref)
        cases[block.speaker] = block.case
    parts = parts_played((block.speaker, document.words(block)) for block in spoken)
    mapped = _mapping(source.speakers)
    for label, turns in count.items():
        if _key(label) not in mapped and not cases[label] and parts[label] != INTERVIEWER:
            problems.warning(_unmapped(source, label, turns, first[label]), FILE, line, _way(label))
    have = {_key(label) for label in count}
    for label, _ in source.speakers:
        if spoken and _key(label) not in have:
            what = f'source {source.id}: "speakers" maps the label {json.dumps(label, ensure_ascii=False)}'
            near = did_you_mean(label, (other for other in count if not is_name(other)))
            problems.warning(f"{what}, which no turn has.", FILE, line, and_then(near, "Mend or remove it."))


def _unmapped(source: Source, label: str, turns: int, first: str) -> str:
    times = f"{turns} turn{'s' if turns > 1 else ''}"
    if is_name(label):
        return f"source {source.id}: the label of {first} ({times}) reads like a person's name and stands for no case."
    return f'source {source.id}: the label "{label}" ({times}, first {first}) stands for no case.'


def _way(label: str) -> str:
    shown = "THE LABEL" if is_name(label) else label
    pair = json.dumps({shown: "CASE"}, ensure_ascii=False)
    return f"Map it in {FILE}: `speakers: {pair}`, with a case of {_CASES}, or `interviewer` in its place."
