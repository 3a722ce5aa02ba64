"""What the evidence is: frozen values that a study is made of once it has been checked.

Ids that people give (sources, cases, codes, actors) stay as they are; passages, codings and contradictions carry a
prefix and a hash (`graph.ids`). Spans are half-open code-point offsets into a source's canonical text. An absent text
is the empty string; an absent number is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.analysts import Judgement, Score, Summary

LEVELS = ("macro", "meso", "micro")
STANCES = ("endorses", "rejects", "reports")
FORCES = ("duty", "power", "guidance", "aspiration")
HARD_FORCES = ("duty", "power")
STATUSES = ("suggested", "accepted", "rejected")
TEXT_KINDS = ("verbatim", "digest", "paraphrase")
CLEARANCES = ("open", "internal", "restricted")
"""From the freest to the strictest; of several the strictest wins."""
SOURCE_KINDS = (
    "policy",
    "legislation",
    "guidance",
    "audit",
    "review",
    "standard",
    "statement",
    "article",
    "transcript",
    "excerpts",
)

COLUMN_ROLES = ("text", "case", "ref", "heading", "time", "page", "url", "speaker")
"""What a column of a table of excerpts may give; `text` may be given by several."""
INTERVIEW_KINDS = ("transcript", "excerpts")
ANCHORS = ("exact", "moved", "lost")
GOVERNING_KINDS = ("government", "board", "regulator", "improvement", "review", "partnership", "role")
REPRESENTING_KINDS = ("representative", "third_sector", "research")
TERMS_CODER = "terms"
"""The coder of first suggestions made from codebook terms."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch [start, end) of code points; raises ValueError unless 0 <= start < end."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start} and {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Level:
    """A governance level of the study."""

    id: str
    label: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation or role that acts in policy; `part_of` joins what is one sender and one voice.

    `collective` marks a class of bodies (councils, chief officers), which is a holder of its own.
    """

    id: str
    label: str
    level: str = ""
    kind: str = ""
    part_of: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    terms: tuple[str, ...] = ()
    url: str = ""
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension on which policy can pull two ways."""

    id: str
    label: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A policy message: it sits at one pole (-1 or +1) of one axis."""

    id: str
    label: str
    axis: str
    pole: int
    definition: str = ""
    include: str = ""
    exclude: str = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Barrier:
    """A barrier theme: what stands in the way."""

    id: str
    label: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """Levels, actors, axes, messages and barriers by id, in the order in which the codebook gives them."""

    levels: Mapping[str, Level]
    actors: Mapping[str, Actor]
    axes: Mapping[str, Axis]
    messages: Mapping[str, Message]
    barriers: Mapping[str, Barrier]

    def code_kind(self, code: str) -> str:
        """`message`, `barrier`, `actor`, or the empty string for an unknown code."""
        if code in self.messages:
            return "message"
        if code in self.barriers:
            return "barrier"
        return "actor" if code in self.actors else ""

    def code_label(self, code: str) -> str:
        """The label of a message, barrier or actor; the id itself where it is unknown."""
        for codes in (self.messages, self.barriers, self.actors):
            if code in codes:
                return codes[code].label
        return code

    def body(self, actor: str) -> str:
        """The actor that counts as one sender and one voice with `actor`: the end of its `part_of` chain."""
        seen = set()
        while actor in self.actors and self.actors[actor].part_of and actor not in seen:
            seen.add(actor)
            actor = self.actors[actor].part_of
        return actor


@dataclass(frozen=True, slots=True)
class Case:
    """A respondent: level and role group, never a name."""

    id: str
    level: str
    role_group: str = ""
    clearance: str = "restricted"
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """One document as received; `file` is relative to the study's `sources/` folder.

    `until` is the date from which it no longer holds, `replaced_by` the id of the source that took its place; empty
    where that is not known. `retrieved` is the day on which it was fetched from `url`; `text_of` the id of a digest of
    which this source is the official text, where their addresses do not tell. `columns` says what the columns of a
    table of excerpts are: pairs of a role (`text`, `case`, `ref` …) and a header. `speakers` says whose words a
    speaker's label of a transcript stands for: pairs of a label and the id of a case, or `interviewer`.
    """

    id: str
    title: str
    kind: str = "policy"
    issuer: str = ""
    level: str = ""
    date: str = ""
    file: str = ""
    url: str = ""
    licence: str = ""
    citation: str = ""
    published_by: str = ""
    clearance: str = ""
    sha256: str = ""
    note: str = ""
    until: str = ""
    replaced_by: str = ""
    retrieved: str = ""
    text_of: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    speakers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest citable stretch of a source: `canonical_text[start:end] == text`.

    `case` is the respondent whose words it holds, `page` the page it starts on (from 1) where there are pages,
    `heading` the section path joined by " › ", `order` its place in the source from 0. `lead_in` are the words of the
    source that lead in to it, `state` what the source says of its standing (`repealed`, `prospective`), `time` when it
    was said in a recording (hh:mm:ss), `page_label` how the document itself calls the page, where not by its number.
    `defines` are the terms that its markup says it defines, `refers` the official addresses it refers to, each with
    the words that do.
    """

    id: str
    source: str
    ref: str
    start: int
    end: int
    text: str
    text_kind: str = "verbatim"
    heading: str = ""
    case: str = ""
    page: int | None = None
    url: str = ""
    order: int = 0
    lead_in: str = ""
    state: str = ""
    time: str = ""
    page_label: str = ""
    defines: tuple[str, ...] = ()
    refers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's reading that one exact span of one passage expresses one code; the evidence.

    `start`, `end` and `exact`, `prefix`, `suffix` are the two selectors (position and quote). `reviewed_by` is set
    when a person accepted a suggestion; the coding then counts as that person's. `clearance` may only be stricter
    than its source's.
    """

    id: str
    coder: str
    source: str
    start: int
    end: int
    exact: str
    code: str
    prefix: str = ""
    suffix: str = ""
    stance: str = ""
    sender: str = ""
    addressee: str = ""
    force: str = ""
    status: str = "accepted"
    memo: str = ""
    created: str = ""
    clearance: str = ""
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True)
class Anchored:
    """A coding that has been looked up in the source as it stands now.

    `anchor` is `exact`, `moved` or `lost`; a lost coding has no passage and keeps the offsets it was made with.
    """

    coding: Coding
    passage: str
    start: int
    end: int
    anchor: str


@dataclass(frozen=True, slots=True)
class DisclosurePolicy:
    """How many voices a shown cell needs, and the clearance that a quote needs to leave the house."""

    minimum_voices: int = 3
    clearance: str = "open"


@dataclass(frozen=True, slots=True)
class Study:
    """A checked study: everything that people made, without what a build derives from it."""

    id: str
    title: str
    codebook: Codebook
    sources: Mapping[str, Source]
    cases: Mapping[str, Case]
    codings: tuple[Coding, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    scores: tuple[Score, ...] = ()
    summaries: tuple[Summary, ...] = ()
    coders: tuple[str, ...] = ()
    focus_actor: str = ""
    policy: DisclosurePolicy = field(default_factory=DisclosurePolicy)
    description: str = ""
    note: str = ""


def strictest(*clearances: str) -> str:
    """The strictest of several clearances; empty ones do not count; `restricted` where none is given."""
    ranks = [CLEARANCES.index(c) for c in clearances if c]
    return CLEARANCES[max(ranks)] if ranks else "restricted"
