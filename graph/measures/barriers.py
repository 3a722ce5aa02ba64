"""Which barrier goes with which message, level and role: counts of voices, and a two-by-two table for every pair.

Sources: Fisher (1922) for the exact test; Haldane (1956) and Anscombe (1956) for the half added to every cell where one
is empty; Woolf (1955) for the interval. docs/measures.md has the formulas.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.measures.claims import OUTSIDE
from graph.measures.corrections import benjamini_hochberg, holm
from graph.measures.resampling import FEWEST
from graph.model import LEVELS

HOW = ("any", "says", "rejects", "hears")
"""What a voice has to do with a message: anything, endorse it, reject it, or report it of another sender."""
AMONG = ("speaking", "naming")
"""The voices that a table counts: all with a counted coding of a message or barrier, or those that name a barrier."""
Z = NormalDist().inv_cdf(0.975)
NEAR = 1 + 1e-7
"""Tables whose probability is above that of the observed one by rounding alone count as no likelier."""
WORDS = ("no voice", "one voice", "two voices")
SINGULAR = {"name": "names", "are": "is", "do": "does"}


@dataclass(frozen=True, slots=True)
class FourFold:
    """Voices by two yes-or-no facts: names the barrier, and has the other trait."""

    both: int
    barrier_only: int
    other_only: int
    neither: int

    @property
    def named(self) -> int:
        """Voices that name the barrier."""
        return self.both + self.barrier_only

    @property
    def others(self) -> int:
        """Voices that have the other trait."""
        return self.both + self.other_only

    @property
    def voices(self) -> int:
        """All voices of the table."""
        return self.named + self.other_only + self.neither

    @property
    def cells(self) -> tuple[int, int, int, int]:
        """The four counts, row by row."""
        return self.both, self.barrier_only, self.other_only, self.neither


@dataclass(frozen=True, slots=True)
class OddsRatio:
    """An odds ratio above 0 with its 95 % interval; `corrected` says that a half was added to every cell."""

    value: float
    low: float
    high: float
    corrected: bool


@dataclass(frozen=True, slots=True)
class Traits:
    """What voices are compared by. `kind`: messages, levels or roles; `labels`: id and label of each, in order."""

    kind: str
    labels: tuple[tuple[str, str], ...]
    members: frozenset[tuple[str, str]]
    """(voice, trait) of every voice that has it; voices after `part_of`."""


@dataclass(frozen=True, slots=True)
class Association:
    """One barrier and one trait. Where `why` says words, there is no number: `odds` and all p-values are None.

    `beside`: voices that do both in one passage; 0 where the trait is no message.
    """

    barrier: str
    barrier_label: str
    other: str
    other_label: str
    table: FourFold
    beside: int
    odds: OddsRatio | None
    p_value: float | None
    holm: float | None
    bh: float | None
    why: str


def odds_ratio(table: FourFold) -> OddsRatio:
    """Sample odds ratio ad / bc with Woolf's interval exp(ln OR ± z · √(1/a + 1/b + 1/c + 1/d)).

    Where a cell is empty a half is added to all four (Haldane 1956, Anscombe 1956). Z is the normal 97.5 % quantile.
    """
    corrected = 0 in table.cells
    a, b, c, d = (cell + (0.5 if corrected else 0.0) for cell in table.cells)
    middle, spread = log(a * d / (b * c)), Z * sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return OddsRatio(exp(middle), exp(middle - spread), exp(middle + spread), corrected)


def fisher_exact(table: FourFold) -> float:
    """Fisher's exact p-value, two-sided: all tables with these margins that are no likelier than the observed one."""
    total, named, others = table.voices, table.named, table.others
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, total + 1)))])
    both = np.arange(max(0, named + others - total), min(named, others) + 1)
    weights = -(logs[both] + logs[named - both] + logs[others - both] + logs[total - named - others + both])
    shares = np.exp(weights - weights.max())
    observed = shares[table.both - both[0]]
    return min(1.0, float(shares[shares <= observed * NEAR].sum() / shares.sum()))


def by_message(codings: pd.DataFrame, messages: pd.DataFrame, how: str = "any") -> Traits:
    """Voices by the messages that they say or hear (`how`: one of HOW). Raises ValueError for another."""
    used = _used(codings, "message")
    match how:
        case "any":
            kept = used
        case "says":
            kept = used[used["stance"] == "endorses"]
        case "rejects":
            kept = used[used["stance"] == "rejects"]
        case "hears":
            kept = used[(used["sender"] != "") & (used["sender_body"] != used["voice_body"])]
        case _:
            raise ValueError(f"how is one of {', '.join(HOW)}, not {how}")
    return Traits("messages", _labels(messages.sort_values("seq")), _pairs(kept["voice_body"], kept["code"]))


def by_level(codings: pd.DataFrame, levels: pd.DataFrame) -> Traits:
    """Voices by the governance level at which they stand; voices at none have no trait and still count."""
    used = _used(codings)
    return Traits("levels", _labels(levels.sort_values("rank")), _pairs(used["voice_body"], used["voice_level"]))


def by_role(codings: pd.DataFrame, respondents: pd.DataFrame, actors: pd.DataFrame) -> Traits:
    """Voices by role: a respondent's role group, a body's kind; ids are `role:` and `kind:` with the name."""
    groups = {(c, f"role:{g}", f"{g} (respondents)") for c, g in _columns(respondents, "id", "role_group") if g}
    kinds = {(a, f"kind:{k}", k.replace("_", " ")) for a, k in _columns(actors, "id", "kind") if k}
    speaking = set(_used(codings)["voice_body"])
    own = sorted((each for each in groups | kinds if each[0] in speaking), key=lambda each: each[1:])
    labels = dict.fromkeys((trait, label) for _, trait, label in sorted(own, key=lambda e: (e[1][:5] != "role:", e[1])))
    return Traits("roles", tuple(labels), frozenset((voice, trait) for voice, trait, _ in own))


def associations(
    codings: pd.DataFrame, barriers: pd.DataFrame, traits: Traits, *, among: str = "speaking"
) -> tuple[Association, ...]:
    """Every barrier against every trait, barriers and traits in their order; the unit is the voice.

    `codings`, `barriers`: frames as in graph/ontology.yaml; `among`: one of AMONG, else ValueError. A pair is tested
    where three voices at least name the barrier, do not, have the trait, and have not: the margins alone, so that the
    tests corrected for are not picked by their outcome. A number is shown where besides three voices stand in each of
    the two cells that speak for its direction, and, for keeping apart, three would do both by chance alone.
    """
    if among not in AMONG:
        raise ValueError(f"among is one of {', '.join(AMONG)}, not {among}")
    named = _used(codings, "barrier")
    voices = sorted(set((named if among == "naming" else _used(codings))["voice_body"]))
    rows, columns = _labels(barriers.sort_values("seq")), traits.labels
    left = _incidence(_pairs(named["voice_body"], named["code"]), voices, [each for each, _ in rows])
    right = _incidence(traits.members, voices, [each for each, _ in columns])
    tables = _tables(left, right)
    tested = [fisher_exact(t) if not _too_few(t) else None for t in tables]
    beside = _beside(codings, traits, set(voices)) if traits.kind == "messages" else {}
    pairs = [(barrier, other) for barrier in rows for other in columns]
    corrected = zip(pairs, tables, tested, holm(tested), benjamini_hochberg(tested), strict=True)
    return tuple(
        _association(barrier, other, table, beside.get((barrier[0], other[0]), 0), p)
        for (barrier, other), table, *p in corrected
    )


def _association(
    barrier: tuple[str, str], other: tuple[str, str], table: FourFold, beside: int, p: list[float | None]
) -> Association:
    why = _too_few(table) or _unsupported(table)
    odds = None if why else odds_ratio(table)
    raw, step_down, step_up = (None, None, None) if why else p
    return Association(*barrier, *other, table, beside, odds, raw, step_down, step_up, why)


def barriers_by_level(codings: pd.DataFrame, barriers: pd.DataFrame, levels: Sequence[str] = LEVELS) -> pd.DataFrame:
    """How many voices of each level name each barrier.

    Columns barrier, barrier_label, level, voices, of (voices at the level with any counted coding of a message or
    barrier), codings, sources; a row for every barrier and level, those at no level as `outside` last where any is.
    """
    used = _used(codings).assign(level=lambda frame: frame["voice_level"].replace("", OUTSIDE))
    named = used[used["code_kind"] == "barrier"].groupby(["code", "level"])
    counts = named.agg(voices=("voice_body", "nunique"), codings=("id", "nunique"), sources=("source", "nunique"))
    found = counts.to_dict("index")
    speaking = used.groupby("level")["voice_body"].nunique()
    shown = [*levels, *([OUTSIDE] if OUTSIDE in speaking.index else [])]
    rows = []
    for barrier, label in _labels(barriers.sort_values("seq")):
        for level in shown:
            own = found.get((barrier, level), {"voices": 0, "codings": 0, "sources": 0})
            base = (barrier, label, level, int(own["voices"]), int(speaking.get(level, 0)))
            rows.append((*base, int(own["codings"]), int(own["sources"])))
    return pd.DataFrame(rows, columns=["barrier", "barrier_label", "level", "voices", "of", "codings", "sources"])


def _used(codings: pd.DataFrame, kind: str = "") -> pd.DataFrame:
    """Counted codings of messages and barriers, or of one of the two, that have a voice."""
    kinds = [kind] if kind else ["message", "barrier"]
    return codings[codings["counted"].astype(bool) & codings["code_kind"].isin(kinds) & (codings["voice_body"] != "")]


def _too_few(table: FourFold) -> str:
    n = table.voices
    for count, words in (
        (table.named, "name the barrier"),
        (table.others, "are on the other side"),
        (n - table.named, "do not name the barrier"),
        (n - table.others, "are not on the other side"),
    ):
        if count < FEWEST:
            return f"too few voices to measure: {WORDS[count]} {_verb(words, count)}"
    return ""


def _unsupported(table: FourFold) -> str:
    lean = table.both * table.neither - table.barrier_only * table.other_only
    fewest = min(table.barrier_only, table.other_only)
    for leaning, count, words in (
        (lean > 0, table.both, "do both"),
        (lean > 0, table.neither, "do neither"),
        (lean < 0, fewest, "do one of the two alone"),
    ):
        if leaning and count < FEWEST:
            return f"too few voices to measure: {WORDS[count]} {_verb(words, count)}"
    if lean < 0 and table.named * table.others < FEWEST * table.voices:
        return "too few voices to measure: by chance alone fewer than three would do both"
    return ""


def _verb(words: str, count: int) -> str:
    first, _, rest = words.partition(" ")
    return f"{SINGULAR[first]} {rest}" if count < 2 else words


def _labels(frame: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    return tuple(_columns(frame, "id", "label"))


def _columns(frame: pd.DataFrame, first: str, second: str) -> list[tuple[str, str]]:
    return list(zip(frame[first].astype(str), frame[second].astype(str), strict=True))


def _pairs(voices: "pd.Series[str]", traits: "pd.Series[str]") -> frozenset[tuple[str, str]]:
    return frozenset(zip(voices.astype(str), traits.astype(str), strict=True))


def _incidence(pairs: frozenset[tuple[str, str]], voices: list[str], traits: list[str]) -> NDArray[np.int64]:
    """Traits by voices, 1 where the voice has the trait."""
    row, column = ({name: i for i, name in enumerate(names)} for names in (traits, voices))
    table = np.zeros((len(traits), len(voices)), dtype=np.int64)
    places = [(row[trait], column[voice]) for voice, trait in pairs if trait in row and voice in column]
    if places:
        table[tuple(np.array(places).T)] = 1
    return table


def _tables(left: NDArray[np.int64], right: NDArray[np.int64]) -> list[FourFold]:
    both, total = left @ right.T, left.shape[1]
    named, others = left.sum(axis=1), right.sum(axis=1)
    return [
        FourFold(int(b), int(n - b), int(o - b), int(total - n - o + b))
        for row, n in zip(both, named, strict=True)
        for b, o in zip(row, others, strict=True)
    ]


def _beside(codings: pd.DataFrame, traits: Traits, voices: set[str]) -> dict[tuple[str, str], int]:
    """Voices that name a barrier and have a message in one passage, by barrier and message."""
    columns = ["passage", "voice_body", "code"]
    left, right = (_used(codings, kind)[columns] for kind in ("barrier", "message"))
    met = left[left["passage"] != ""].merge(right, on=["passage", "voice_body"], suffixes=("", "_to"))
    kept = [
        (voice, barrier, message)
        for voice, barrier, message in zip(met["voice_body"], met["code"], met["code_to"], strict=True)
        if voice in voices and (voice, message) in traits.members
    ]
    found: dict[tuple[str, str], int] = {}
    for _, barrier, message in set(kept):
        found[barrier, message] = found.get((barrier, message), 0) + 1
    return found
