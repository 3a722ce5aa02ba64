"""A source as a page to read: its sections and passages, the coded spans in them, and what each coding says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard.views.cited import Reference, page_words, references_of, state_words, terms_of
from dashboard.views.quotes import KIND_OF_TEXT
from graph.queries import run
from graph.stores.base import View


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source in the list to choose from; `coded` counts counted codings."""

    id: str
    label: str
    issuer: str
    level: str
    kind: str
    date: str
    passages: int
    coded: int

    @property
    def title(self) -> str:
        """Name, issuer and date in one line."""
        return " · ".join(part for part in (self.label, self.issuer, self.date) if part)


@dataclass(frozen=True, slots=True)
class CodingLine:
    """One coding of a passage, with a number within the passage."""

    number: int
    coding: str
    code: str
    kind: str
    quote: str
    stance: str
    force: str
    voice: str
    sender: str
    addressee: str
    coder: str
    status: str
    memo: str
    start: int
    end: int
    counted: bool = True

    @property
    def suggested(self) -> bool:
        """Whether it only waits for a person's decision."""
        return self.status == "suggested"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the numbers of the codings over it, and of those that end with it.

    `mark` is empty, `suggested`, or the kind of code that people gave it.
    """

    text: str
    numbers: tuple[int, ...]
    mark: str
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as read; the texts of `pieces` joined are the passage's text, which starts at `start` in its source.

    `where` says on which page it is printed, `state` what the source says of its standing, both in words.
    """

    id: str
    ref: str
    citation: str
    text_note: str
    page: str
    respondent: str
    url: str
    pieces: tuple[Piece, ...]
    codings: tuple[CodingLine, ...]
    start: int = 0
    lead_in: str = ""
    state: str = ""
    time: str = ""
    where: str = ""
    terms: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Passages under one heading."""

    heading: str
    passages: tuple[PassageView, ...]


@dataclass(frozen=True)
class SourcePage:
    """A source ready to be read; `coders` says who made how many codings and what counts."""

    id: str
    label: str
    citation: str
    note: str
    url: str
    licence: str
    text_note: str
    clearance: str
    sections: tuple[Section, ...]
    coders: tuple[str, ...]


def sources(view: View) -> tuple[SourceEntry, ...]:
    """All sources, most passages first."""
    actors = view.table("Actor").set_index("id")["label"].to_dict()
    codings = view.table("Coding")
    coded = codings[codings["counted"]].groupby("source")["id"].nunique().to_dict()
    rows = view.table("Source").sort_values(["passages", "id"], ascending=[False, True]).to_dict("records")
    return tuple(
        SourceEntry(
            r["id"],
            r["label"],
            str(actors.get(r["issuer"], r["issuer"])),
            r["level"],
            r["kind"],
            r["date"],
            int(r["passages"]),
            int(coded.get(r["id"], 0)),
        )
        for r in rows
    )


def choose(
    entries: Sequence[SourceEntry], levels: Sequence[str], kinds: Sequence[str], keep: str
) -> tuple[SourceEntry, ...]:
    """The entries at these levels and of these kinds (none given: all), and `keep` whatever it is."""
    return tuple(
        e for e in entries if e.id == keep or ((not levels or e.level in levels) and (not kinds or e.kind in kinds))
    )


def source_of(view: View, passage: str) -> str:
    """Id of the source that a passage stands in; empty for a passage that this build does not have."""
    found = view.run("MATCH (p:Passage {build: $build}) WHERE p.id = $id RETURN p.source AS source", {"id": passage})
    return str(found["source"].iloc[0]) if len(found) else ""


def code_labels(view: View) -> dict[str, str]:
    """Names of messages, barriers and actors by id."""
    labels: dict[str, str] = {}
    for table in ("Actor", "Barrier", "Message"):
        rows = view.table(table)
        labels |= dict(zip(rows["id"], rows["label"], strict=True))
    return labels


def source_page(view: View, source: str, suggestions: bool = True) -> SourcePage:
    """One source with its codings; `suggestions` False leaves out what waits for a decision. Raises QueryError."""
    passages = run(view, "source_passages", source=source)
    codings = run(view, "source_codings", source=source)
    codings = codings[codings["status"] != "rejected"]
    shown = codings if suggestions else codings[codings["status"] != "suggested"]
    about = next(r for r in view.table("Source").to_dict("records") if r["id"] == source)
    labels = code_labels(view)
    by_passage = dict(iter(shown.groupby("passage")))
    references, terms = references_of(view, source), terms_of(view, source)
    sections: list[Section] = []
    for row in passages.to_dict("records"):
        passage = _passage(row, by_passage.get(row["passage"]), labels)
        passage = replace(passage, references=references.get(passage.id, ()), terms=terms.get(passage.id, ()))
        if sections and sections[-1].heading == row["heading"]:
            sections[-1] = replace(sections[-1], passages=(*sections[-1].passages, passage))
        else:
            sections.append(Section(row["heading"], (passage,)))
    return SourcePage(
        id=source,
        label=about["label"],
        citation=about["citation"],
        note=about["note"],
        url=about["url"],
        licence=about["licence"],
        text_note=KIND_OF_TEXT.get(about["text_kind"], about["text_kind"]),
        clearance=about["clearance"],
        sections=tuple(sections),
        coders=_coders(codings),
    )


def _coders(codings: pd.DataFrame) -> tuple[str, ...]:
    """One phrase for every coder and status, such as `12 suggested by terms, not counted`; the counted first."""
    counts = codings.groupby(["counted", "coder", "status"])["coding"].nunique().reset_index()
    return tuple(
        f"{r['coding']} {r['status']} by {r['coder']}, {'counted' if r['counted'] else 'not counted'}"
        for r in counts.sort_values(["counted", "coder"], ascending=[False, True]).to_dict("records")
    )


def pieces(text: str, offset: int, lines: Sequence[CodingLine]) -> tuple[Piece, ...]:
    """Cut a text at the edges of its codings; `offset` is the text's own place in the source. Joined: the text."""
    edges = {0, len(text)}
    for line in lines:
        edges |= {min(max(at - offset, 0), len(text)) for at in (line.start, line.end)}
    found = []
    for start, end in pairwise(sorted(edges)):
        over = [c for c in lines if c.start - offset <= start and end <= c.end - offset]
        people = [c for c in over if not c.suggested]
        mark = people[0].kind if people else "suggested" if over else ""
        ends = tuple(c.number for c in over if c.end - offset == end)
        found.append(Piece(text[start:end], tuple(c.number for c in over), mark, ends))
    return tuple(found)


def _passage(row: Mapping[Any, Any], codings: pd.DataFrame | None, labels: dict[str, str]) -> PassageView:
    order = ["status", "start_offset", "end_offset", "coding"]
    rows = codings.sort_values(order).to_dict("records") if codings is not None else []
    lines = tuple(_line(i, r, labels) for i, r in enumerate(rows, 1))
    page = row["page"]
    kind = str(row["text_kind"])
    return PassageView(
        id=str(row["passage"]),
        ref=str(row["ref"]),
        citation=str(row["citation"]),
        text_note=KIND_OF_TEXT.get(kind, kind),
        page="" if page is None or page is pd.NA else str(page),
        respondent=str(row["respondent"]),
        url=str(row["url"]),
        pieces=pieces(str(row["text"]), int(str(row["start_offset"])), lines),
        codings=lines,
        start=int(str(row["start_offset"])),
        lead_in=str(row["lead_in"]),
        state=state_words(str(row["state"])),
        time=str(row["said_at"]),
        where=page_words("" if page is None or page is pd.NA else str(page), str(row["page_label"])),
    )


def _line(number: int, row: Mapping[Any, Any], labels: dict[str, str]) -> CodingLine:
    return CodingLine(
        number=number,
        coding=str(row["coding"]),
        code=labels.get(str(row["code"]), str(row["code"])),
        kind=str(row["code_kind"]),
        quote=str(row["quote"]),
        stance=str(row["stance"]),
        force=str(row["force"]),
        voice=str(row["voice_label"]),
        sender=str(row["sender_label"]),
        addressee=str(row["addressee_label"]),
        coder=str(row["coder"]),
        status=str(row["status"]),
        memo=str(row["memo"]),
        start=int(str(row["start_offset"])),
        end=int(str(row["end_offset"])),
        counted=bool(row["counted"]),
    )
