"""What a dossier says: frozen values, no markup. `gather` makes one from a view, `disclose.for_public` clears it."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.views.quotes import Quote

KIND_WORDS: Mapping[str, str] = {
    "say-hear": "say–hear gap",
    "mixed-signal": "mixed signal",
    "cross-level": "levels stand apart",
    "within-level": "apart within one level",
    "ambivalence": "ambivalence",
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose side it is."""

    id: str
    label: str
    level: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What one coder says of one pair; `label` is the verdict in words."""

    coder: str
    verdict: str
    label: str
    reason: str
    reconciled_by: str
    created: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a salience: its value in [0, 1], its weight, and what it means."""

    name: str
    words: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair: whose claim it is, the pole it takes, and the quote.

    `start` is the quote's place in its passage. `withheld`: the quote's text was taken out for a public page.
    """

    claim: str
    holder: Holder
    side: int
    pole: str
    voice: str
    sender: str
    code_label: str
    text_kind: str
    source_label: str
    standing: str
    start: int
    quote: Quote
    withheld: bool = False

    @property
    def heading(self) -> str:
        """Holder, level, whether said or heard, and the pole."""
        verb = "says" if self.claim == "said" else "is heard to say"
        return f"{self.holder.label} ({self.holder.level}) {verb}: {self.pole}"


@dataclass(frozen=True, slots=True)
class Pair:
    """One contradiction; `judgement` is what counts now, `built` what the build says of it."""

    id: str
    rank: int
    salience: float
    parts: tuple[Part, ...]
    forces: str
    came_first: str
    time: str
    judgement: str
    built: str
    judgements: tuple[Judged, ...]
    a: Side
    b: Side


@dataclass(frozen=True, slots=True)
class Moment:
    """One source on the dossier's timeline; `sides` are the poles that are said or heard in it."""

    date: str
    source: str
    label: str
    kind: str
    until: str
    replaced_by: str
    standing: str
    sides: tuple[str, ...]
    quotes: int


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What holds both poles together in one passage: `why` is both sides or conditional, `words` the wording.

    `noted`: the words are a coder's note, not the text's own.
    """

    why: str
    words: str
    noted: bool
    nearness: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A barrier named beside the dossier's words; `voices` is None where the number may not be shown."""

    barrier: str
    label: str
    relation: str
    voices: int | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The passage just before or after."""

    citation: str
    text: str
    clearance: str


@dataclass(frozen=True, slots=True)
class Place:
    """A whole passage and its neighbours."""

    passage: str
    source: str
    source_label: str
    citation: str
    heading: str
    url: str
    text_note: str
    text: str
    before: Neighbour | None
    after: Neighbour | None
    clearance: str


@dataclass(frozen=True)
class Dossier:
    """The contradictions of one axis, kind and pair of holders, ready to read.

    `reconciles` and `barriers` hold the nearest ones, `reconciles_in_all` how many there are. `places` are by passage.
    `closed` counts the quotes that are not open; `public` says that the dossier has passed the gate, and `withheld`
    how many quotes it kept back.
    """

    id: str
    rank: int
    kind: str
    axis: str
    axis_label: str
    poles: tuple[tuple[int, str], ...]
    holders: tuple[Holder, Holder]
    pairs: tuple[Pair, ...]
    timeline: tuple[Moment, ...]
    reconciles: tuple[Reconciled, ...]
    reconciles_in_all: int
    barriers: tuple[Named, ...]
    places: Mapping[str, Place]
    study: str
    note: str
    build: str
    closed: int = 0
    public: bool = False
    withheld: int = 0

    @property
    def best(self) -> Pair:
        """The pair that comes first."""
        return self.pairs[0]

    @property
    def title(self) -> str:
        """Axis, kind and holders in one line."""
        return f"{self.axis_label}: {self.between} ({KIND_WORDS.get(self.kind, self.kind)})"

    @property
    def between(self) -> str:
        """Both holders, or the one that is both."""
        one, other = self.holders
        return one.label if one.label == other.label else f"{one.label} and {other.label}"

    @property
    def judged(self) -> str:
        """How its pairs are judged, such as `2 contradiction, 1 disputed`; empty where none is."""
        return judged_words([p.judgement for p in self.pairs])

    @property
    def internal(self) -> bool:
        """Whether something in it is not open, so that it is for internal use."""
        return not self.public and self.closed > 0


def judged_words(verdicts: list[str]) -> str:
    """Verdicts counted, the most frequent first, such as `2 contradiction, 1 none`; empty ones do not count."""
    counts = {v: verdicts.count(v) for v in verdicts if v}
    return ", ".join(f"{n} {v}" for v, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
