"""A checked study, its passages and its anchored codings as one table a node type of the ontology."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from graph import directory as who
from graph.frames import conform, empty, from_rows
from graph.model import Anchored, Passage, Source, Study, strictest
from graph.ontology import ontology
from graph.references import references

FORMAT = 1
"""The version of the study format that this evidence was made from."""
SAME_NAME = ("source", "code", "status", "stance", "force", "memo", "created")
"""Fields that a coding and its table call alike."""


@dataclass(frozen=True)
class Evidence:
    """One DataFrame a node type: columns id, label and the properties of graph/ontology.yaml; rows ordered by id.

    `references` are the rows of REFERS_TO, the one edge that no column of a node tells.
    """

    nodes: Mapping[str, pd.DataFrame]
    references: pd.DataFrame = field(default_factory=lambda: empty(ontology().edges["REFERS_TO"].columns))

    @property
    def sources(self) -> pd.DataFrame:
        """The `Source` frame."""
        return self.nodes["Source"]

    @property
    def passages(self) -> pd.DataFrame:
        """The `Passage` frame."""
        return self.nodes["Passage"]

    @property
    def respondents(self) -> pd.DataFrame:
        """The `Respondent` frame."""
        return self.nodes["Respondent"]

    @property
    def actors(self) -> pd.DataFrame:
        """The `Actor` frame."""
        return self.nodes["Actor"]

    @property
    def axes(self) -> pd.DataFrame:
        """The `Axis` frame."""
        return self.nodes["Axis"]

    @property
    def messages(self) -> pd.DataFrame:
        """The `Message` frame."""
        return self.nodes["Message"]

    @property
    def barriers(self) -> pd.DataFrame:
        """The `Barrier` frame."""
        return self.nodes["Barrier"]

    @property
    def codings(self) -> pd.DataFrame:
        """The `Coding` frame, which measures take."""
        return self.nodes["Coding"]


def evidence(
    study: Study,
    passages: Sequence[Passage],
    codings: Sequence[Anchored],
    lengths: Mapping[str, int],
    text_kinds: Mapping[str, str],
) -> Evidence:
    """Lay a study out as tables.

    `lengths` and `text_kinds` are by source id: length of the canonical text in code points, and verbatim, digest or
    paraphrase. A passage of a source that the study does not have raises KeyError. A coding counts when it is
    accepted, its anchor is not lost, and its coder is one whose codings the study counts (all people where it names
    none); voices and senders are taken after `part_of`; of several clearances the strictest wins.
    """
    frames = {
        "Study": _study(study),
        "Source": _sources(study, passages, lengths, text_kinds),
        "Passage": _passages(study, passages),
        "Coder": _coders(study, codings),
        "Coding": _codings(study, passages, codings, text_kinds),
        **_codebook(study),
    }
    types = ontology().nodes
    return Evidence({label: _ordered(frames[label], label) for label in types}, references(passages))


def _ordered(frame: pd.DataFrame, label: str) -> pd.DataFrame:
    return conform(frame.sort_values("id", kind="stable"), ontology().nodes[label].columns)


def _rows(label: str, rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    return from_rows(rows, ontology().nodes[label].columns)


def _study(study: Study) -> pd.DataFrame:
    row = {
        "id": study.id,
        "label": study.title,
        "study": study.id,
        "format": FORMAT,
        "coders": " ".join(study.coders),
        "focus": study.focus_actor,
        "description": study.description,
        "note": study.note,
        "minimum_voices": study.policy.minimum_voices,
    }
    return pd.DataFrame([row])


def _sources(
    study: Study, passages: Sequence[Passage], lengths: Mapping[str, int], text_kinds: Mapping[str, str]
) -> pd.DataFrame:
    count = Counter(p.source for p in passages)
    rows = [
        {
            "id": s.id,
            "label": s.title,
            "kind": s.kind,
            "issuer": s.issuer,
            "level": _source_level(study, s),
            "date": s.date,
            "until": s.until,
            "replaced_by": s.replaced_by,
            "retrieved": s.retrieved,
            "text_of": s.text_of,
            "citation": who.short_citation(study, s),
            "url": s.url,
            "licence": s.licence,
            "text_kind": text_kinds.get(s.id, "verbatim"),
            "published_by": s.published_by,
            "clearance": who.source_clearance(s),
            "file": s.file,
            "note": s.note,
            "passages": count[s.id],
            "characters": lengths.get(s.id, 0),
        }
        for s in study.sources.values()
    ]
    return pd.DataFrame(rows) if rows else _rows("Source", [])


def _source_level(study: Study, source: Source) -> str:
    if source.level or source.issuer not in study.codebook.actors:
        return source.level
    return who.actor_level(study.codebook, study.codebook.actors[source.issuer])


def _citation(study: Study, passage: Passage) -> str:
    cited = who.short_citation(study, study.sources[passage.source])
    if not passage.case:
        return f"{cited}, {passage.ref}" if passage.ref else cited
    if passage.ref.startswith(passage.case):
        return f"{passage.ref}, {cited}"
    return ", ".join(part for part in (passage.case, cited, passage.ref) if part)


def _passages(study: Study, passages: Sequence[Passage]) -> pd.DataFrame:
    cited = [_citation(study, p) for p in passages]
    columns = {
        "id": [p.id for p in passages],
        "label": cited,
        "source": [p.source for p in passages],
        "ref": [p.ref for p in passages],
        "citation": cited,
        "heading": [p.heading for p in passages],
        "text": [p.text for p in passages],
        "text_kind": [p.text_kind for p in passages],
        "start_offset": [p.start for p in passages],
        "end_offset": [p.end for p in passages],
        "page": pd.array([p.page for p in passages], dtype="Int64"),
        "respondent": [p.case for p in passages],
        "level": [_passage_level(study, p) for p in passages],
        "url": [p.url or study.sources[p.source].url for p in passages],
        "clearance": [_passage_clearance(study, p) for p in passages],
        "seq": [p.order for p in passages],
        "lead_in": [p.lead_in for p in passages],
        "state": [p.state for p in passages],
        "said_at": [p.time for p in passages],
        "page_label": [p.page_label for p in passages],
        "defines": ["; ".join(p.defines) for p in passages],
    }
    return pd.DataFrame(columns)


def _passage_level(study: Study, passage: Passage) -> str:
    case = study.cases.get(passage.case)
    return (case.level if case else "") or _source_level(study, study.sources[passage.source])


def _passage_clearance(study: Study, passage: Passage) -> str:
    own = who.source_clearance(study.sources[passage.source])
    case = study.cases.get(passage.case)
    return strictest(own, case.clearance) if case else own


def _coders(study: Study, codings: Sequence[Anchored]) -> pd.DataFrame:
    names = sorted({who.effective_coder(a) for a in codings} | set(study.coders))
    kind = {name: "machine" if who.is_machine(name) else "person" for name in names}
    return _rows("Coder", [(n, n, kind[n], who.is_counted_coder(study, n)) for n in names])


def _codings(
    study: Study, passages: Sequence[Passage], codings: Sequence[Anchored], text_kinds: Mapping[str, str]
) -> pd.DataFrame:
    found = {p.id: p for p in passages}
    spoken = {p.source for p in passages if p.case}
    people = who.Directory(study)
    held = [found.get(a.passage) for a in codings]
    made = [a.coding for a in codings]
    sources = [study.sources[c.source] for c in made]
    voices = [_voice(people, p, s, spoken) for p, s in zip(held, sources, strict=True)]
    quotes = [_quote(a, p) for a, p in zip(codings, held, strict=True)]
    columns: dict[str, Sequence[object]] = {
        "id": [c.id for c in made],
        "label": quotes,
        "quote": quotes,
        "passage": [p.id if p else "" for p in held],
        "start_offset": [a.start for a in codings],
        "end_offset": [a.end for a in codings],
        "anchor": [a.anchor for a in codings],
        "coder": [who.effective_coder(a) for a in codings],
        "counted": [_counts(study, a) for a in codings],
        **{name: [getattr(c, name) for c in made] for name in SAME_NAME},
        **_code_columns(study, [c.code for c in made]),
        **_party_columns("voice", voices, ("kind", "body", "level", "standing", "label")),
        **_party_columns("sender", [people.party(c.sender) for c in made], ("body", "level", "standing", "label")),
        **_party_columns("addressee", [people.party(c.addressee) for c in made], ("label",)),
        "suggested_by": [c.coder if c.reviewed_by and who.is_machine(c.coder) else "" for c in made],
        "date": [s.date for s in sources],
        "source_kind": [s.kind for s in sources],
        "published_by": [s.published_by for s in sources],
        "citation": [
            _citation(study, p) if p else who.short_citation(study, s) for p, s in zip(held, sources, strict=True)
        ],
        "text_kind": [
            p.text_kind if p else text_kinds.get(s.id, "verbatim") for p, s in zip(held, sources, strict=True)
        ],
        "clearance": [
            strictest(_passage_clearance(study, p) if p else who.source_clearance(s), c.clearance)
            for p, s, c in zip(held, sources, made, strict=True)
        ],
    }
    return pd.DataFrame(columns)


def _voice(people: who.Directory, passage: Passage | None, source: Source, spoken: set[str]) -> who.Party:
    """Whose words they are; nobody's where a lost coding leaves open which respondent of the source it was."""
    if passage is not None and passage.case:
        return people.party(passage.case, case=True)
    return who.Party() if passage is None and source.id in spoken else people.party(source.issuer)


def _quote(anchored: Anchored, passage: Passage | None) -> str:
    if passage is None:
        return anchored.coding.exact
    return passage.text[anchored.start - passage.start : anchored.end - passage.start]


def _counts(study: Study, anchored: Anchored) -> bool:
    accepted = anchored.coding.status == "accepted" and anchored.anchor != "lost"
    return accepted and who.is_counted_coder(study, who.effective_coder(anchored))


def _code_columns(study: Study, codes: Sequence[str]) -> dict[str, Sequence[object]]:
    messages = study.codebook.messages
    return {
        "code_kind": [study.codebook.code_kind(c) for c in codes],
        "axis": [messages[c].axis if c in messages else "" for c in codes],
        "pole": [messages[c].pole if c in messages else 0 for c in codes],
    }


def _party_columns(role: str, parties: Sequence[who.Party], fields: Sequence[str]) -> dict[str, Sequence[object]]:
    columns: dict[str, Sequence[object]] = {role: [p.id for p in parties]}
    for name in fields:
        columns[f"{role}_{name}"] = [getattr(p, name) for p in parties]
    return columns


def _codebook(study: Study) -> dict[str, pd.DataFrame]:
    book = study.codebook
    actors = []
    for a in book.actors.values():
        level = who.actor_level(book, a)
        body = book.body(a.id)
        own = (a.id, a.label, level, a.kind, who.standing(level, a.kind), body, a.collective, a.definition, a.url)
        actors.append(own)
    axes = [(a.id, a.label, a.definition, i) for i, a in enumerate(book.axes.values())]
    messages = [(m.id, m.label, m.axis, m.pole, m.definition, i) for i, m in enumerate(book.messages.values())]
    barriers = [(b.id, b.label, b.definition, i) for i, b in enumerate(book.barriers.values())]
    levels = [(v.id, v.label, i, v.definition) for i, v in enumerate(book.levels.values())]
    cases = [(c.id, c.id, c.level, c.role_group, c.clearance) for c in study.cases.values()]
    return {
        "Actor": _rows("Actor", actors),
        "Axis": _rows("Axis", axes),
        "Message": _rows("Message", messages),
        "Barrier": _rows("Barrier", barriers),
        "Level": _rows("Level", levels),
        "Respondent": _rows("Respondent", cases),
    }
