"""Files that may be added, as a person looks at them: what each is taken for, its passages, and what was wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from graph.model import CLEARANCES, LEVELS, SOURCE_KINDS, Actor, Case
from ingest.problems import Problem, and_then, did_you_mean
from ingest.readers import Document
from ingest.readers.base import HEADING_SEPARATOR
from ingest.study.proposals import Proposal, corrected
from ingest.study.schema import is_date

FIRST: Final = 50
"""So many passages of a document are shown."""
COLUMNS: Final = ("file", "kind", "title", "date", "issuer", "level", "clearance", "passages", "made from")
EDITED: Final = ("kind", "title", "date", "issuer", "level", "clearance")
DEFAULT: Final = ""
_CHOICES: Final[Mapping[str, Sequence[str]]] = {"kind": SOURCE_KINDS, "level": LEVELS, "clearance": CLEARANCES}


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage before anything is kept."""

    ref: str
    heading: str
    text: str
    case: str


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that are shown of a document, and how many there are of the kind that was asked for."""

    shown: tuple[Shown, ...]
    total: int


def table_rows(proposals: Sequence[Proposal], actors: Mapping[str, Actor]) -> list[dict[str, Any]]:
    """One row a file, with the columns COLUMNS; an issuer by its label."""
    return [_row(proposal, actors) for proposal in proposals]


def _row(proposal: Proposal, actors: Mapping[str, Actor]) -> dict[str, Any]:
    source = proposal.source
    made = "; ".join(f"{name}: {guess.origin}" for name, guess in proposal.guesses.items() if guess.value)
    return {
        "file": proposal.name,
        "kind": source.kind,
        "title": source.title,
        "date": source.date,
        "issuer": issuer_names(actors).get(source.issuer, ""),
        "level": source.level,
        "clearance": source.clearance,
        "passages": proposal.passages,
        "made from": made,
    }


def issuer_names(actors: Mapping[str, Actor]) -> dict[str, str]:
    """Actors' labels by id; where two share a label, each with its id."""
    labels = [actor.label for actor in actors.values()]
    return {a.id: a.label if labels.count(a.label) == 1 else f"{a.label} ({a.id})" for a in actors.values()}


def corrections(
    rows: Sequence[Mapping[str, Any]], proposals: Sequence[Proposal], actors: Mapping[str, Actor]
) -> tuple[tuple[Proposal, ...], tuple[str, ...]]:
    """The proposals as a person set them in the table, and what cannot stand, in sentences."""
    ids = {name: actor for actor, name in issuer_names(actors).items()}
    made, faults = [], []
    for row, proposal in zip(rows, proposals, strict=True):
        values = {name: str(row.get(name) or "").strip() for name in EDITED}
        faults += [f"{proposal.name}: {fault}" for fault in _faults(values, ids)]
        values["issuer"] = ids.get(values["issuer"], "")
        made.append(corrected(proposal, values))
    return tuple(made), tuple(faults)


def _faults(values: Mapping[str, str], issuers: Mapping[str, str]) -> list[str]:
    faults = []
    if not values["title"]:
        faults.append("it needs a title.")
    if not values["kind"]:
        faults.append("it needs a kind.")
    if values["date"] and not is_date(values["date"]):
        faults.append(f'"{values["date"]}" is no date: write YYYY, YYYY-MM or YYYY-MM-DD.')
    for name, known in _CHOICES.items():
        if values[name] and values[name] not in known:
            faults.append(and_then(f'"{values[name]}" is no {name}.', did_you_mean(values[name], known)))
    if values["issuer"] and values["issuer"] not in issuers:
        faults.append(f'"{values["issuer"]}" is no actor of the codebook.')
    return faults


def passages(document: Document, words: str = "", first: int = FIRST) -> Found:
    """The first passages of a document, or those that hold all of some words, in whatever letters they are written."""
    wanted = words.casefold().split()
    shown: list[Shown] = []
    total = 0
    for order, block in enumerate(document.blocks):
        text = document.words(block)
        if wanted and not _holds(f"{block.ref} {block.heading} {block.case} {text}", wanted):
            continue
        total += 1
        if len(shown) < first:
            heading = block.heading.rsplit(HEADING_SEPARATOR, 1)[-1]
            shown.append(Shown(block.ref or f"para {order + 1}", heading, text, block.case or block.speaker))
    return Found(tuple(shown), total)


def _holds(text: str, wanted: Sequence[str]) -> bool:
    whole = text.casefold()
    return all(word in whole for word in wanted)


def case_rows(cases: Sequence[Case]) -> list[dict[str, str]]:
    """Rows to be for cases.csv, as a person may fill them in."""
    return [{"case": c.id, "level": c.level, "role_group": c.role_group, "clearance": c.clearance} for c in cases]


def filled_cases(rows: Sequence[Mapping[str, Any]], cases: Sequence[Case]) -> tuple[Case, ...]:
    """The cases with what a person filled in; what is no level or clearance counts as empty or as the strictest."""
    filled = []
    for row, case in zip(rows, cases, strict=True):
        level, clearance = str(row.get("level") or ""), str(row.get("clearance") or "")
        role = " ".join(str(row.get("role_group") or "").split())
        level, clearance = level if level in LEVELS else "", clearance if clearance in CLEARANCES else "restricted"
        filled.append(replace(case, level=level, clearance=clearance, role_group=role))
    return tuple(filled)


def told(problems: Sequence[Problem]) -> tuple[str, ...]:
    """What was wrong, a line each, as a list in Markdown would have it but in plain text."""
    return tuple(str(problem) for problem in problems)
