"""What the Barriers screen shows: pairs of a barrier and a message, level or role, the words of both, and levels."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.views.quotes import Quote, quotes
from graph.measures.barriers import (
    Association,
    Traits,
    associations,
    barriers_by_level,
    by_level,
    by_message,
    by_role,
)
from graph.measures.claims import OUTSIDE
from graph.measures.resampling import FEWEST
from graph.stores.base import View

AGAINST = {"messages": "messages", "levels": "levels", "roles": "role groups and kinds of body"}
HOW = {"any": "says or hears it", "says": "endorses it", "rejects": "rejects it", "hears": "hears it from another"}
AMONG = {"speaking": "all voices", "naming": "voices that name a barrier"}
LIKELY = 0.05
"""A pair stands out where its Benjamini–Hochberg corrected p-value is below this."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the table is asked for: one of AGAINST, HOW and AMONG each."""

    against: str = "messages"
    how: str = "any"
    among: str = "speaking"


@dataclass(frozen=True, slots=True)
class Words:
    """The quotes behind a pair: of the barrier, and of the message, in the voices that have both."""

    voices: int
    barrier: tuple[Quote, ...]
    other: tuple[Quote, ...]


def traits(view: View, asked: Asked) -> Traits:
    """What voices are compared by."""
    codings = view.table("Coding")
    match asked.against:
        case "levels":
            return by_level(codings, view.table("Level"))
        case "roles":
            return by_role(codings, view.table("Respondent"), view.table("Actor"))
        case _:
            return by_message(codings, view.table("Message"), asked.how)


def measured(view: View, asked: Asked) -> tuple[Association, ...]:
    """Every barrier against every trait that is asked for."""
    return associations(view.table("Coding"), view.table("Barrier"), traits(view, asked), among=asked.among)


def levels(view: View) -> pd.DataFrame:
    """How many voices of each level name each barrier, see `graph.measures.barriers.barriers_by_level`."""
    return barriers_by_level(view.table("Coding"), view.table("Barrier"))


def in_order(found: Sequence[Association]) -> tuple[Association, ...]:
    """Pairs with a number by p-value, then those with words by voices; pairs that no voice has are left out."""
    held = [a for a in found if a.table.both or a.p_value is not None]
    return tuple(sorted(held, key=lambda a: (a.p_value is None, a.p_value or 0.0, -a.table.both, a.barrier, a.other)))


def stands_out(found: Association) -> bool:
    """Whether a pair is below LIKELY after correction for all pairs tested."""
    return found.bh is not None and found.bh < LIKELY


def table(found: Sequence[Association]) -> pd.DataFrame:
    """One row a pair with every count and number, for reading without the picture and for CSV."""
    return pd.DataFrame([_row(a) for a in found], columns=COLUMNS)


COLUMNS = [
    *("barrier", "barrier_label", "other", "other_label", "voices_both", "voices_barrier", "voices_other", "voices"),
    *("same_passage", "odds_ratio", "low", "high", "half_added", "p", "p_holm", "p_bh", "in_words"),
]


def _row(a: Association) -> tuple[object, ...]:
    t, odds = a.table, a.odds
    numbers = (odds.value, odds.low, odds.high, odds.corrected) if odds else (None, None, None, None)
    counts = (t.both, t.named, t.others, t.voices, a.beside)
    return a.barrier, a.barrier_label, a.other, a.other_label, *counts, *numbers, a.p_value, a.holm, a.bh, a.why


def told(a: Association) -> str:
    """One pair in a sentence: counts of voices, and the number or the words in its place."""
    t = a.table
    counts = f"{t.both} of {t.named} voices that name it, {t.other_only} of {t.voices - t.named} that do not"
    beside = f"; {a.beside} in one passage" if a.beside else ""
    if a.odds is None or a.p_value is None or a.bh is None:
        return f"{a.barrier_label} – {a.other_label}: {a.why} ({counts}{beside})"
    value, low, high = (_number(x) for x in (a.odds.value, a.odds.low, a.odds.high))
    number = f"odds ratio {value} (95 % {low} to {high})"
    number += f", {chance(a.p_value)}, corrected {chance(a.bh)}"
    return f"{a.barrier_label} – {a.other_label}: {number}; {counts}{beside}"


def _number(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.1f}" if ratio >= 10 else f"{ratio:.2f}"


def chance(p: float) -> str:
    """A p-value as it is written."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def sentence(found: Sequence[Association], asked: Asked) -> str:
    """The sentence that may be written under the figure."""
    if not found:
        return "No barrier can be compared yet."
    tested = [a for a in found if a.p_value is not None]
    out = sorted((a for a in tested if stands_out(a)), key=lambda a: (a.p_value or 0.0, a.barrier, a.other))
    n = found[0].table.voices
    scope = f"Barriers against {AGAINST[asked.against]} over {n} voices ({AMONG[asked.among]})"
    if asked.against == "messages":
        scope += f"; a voice has a message if it {HOW[asked.how]}"
    if not out:
        return (
            f"{scope}. None of {len(tested)} pairs shown with a number stands out after correction (BH p < {LIKELY})."
        )
    best = out[0]
    return (
        f"{scope}. {len(out)} of {len(tested)} pairs shown with a number stand out after correction (BH p < {LIKELY}); "
        f"the clearest: {told(best)}."
    )


def level_sentence(frame: pd.DataFrame) -> str:
    """The sentence that may be written under the figure of levels: what each level's voices name most."""
    parts = []
    for level, own in frame.groupby("level", sort=False):
        most = own.sort_values(["voices", "barrier"], ascending=[False, True]).iloc[0]
        if int(most["voices"]) >= FEWEST:
            name, n, of = most["barrier_label"], int(most["voices"]), int(most["of"])
            parts.append(f"{level}: {name} ({n} of {of} voices)")
    return (
        f"The barrier that most voices name, by level. {'; '.join(parts)}."
        if parts
        else "Too few voices name a barrier."
    )


def words(codings: pd.DataFrame, found: Traits, barrier: str, other: str) -> Words:
    """The quotes of a barrier and of a message in the voices that have both; at a level or role the barrier's alone.

    `codings`: the `Coding` frame. Quotes stand voice by voice, those in one passage with the other first.
    """
    used = codings[codings["counted"].astype(bool)]
    named = used[(used["code_kind"] == "barrier") & (used["code"] == barrier)]
    having = {voice for voice, trait in found.members if trait == other}
    voices = set(named["voice_body"]) & having
    left = named[named["voice_body"].isin(voices)]
    right = used[(used["code"] == other) & used["voice_body"].isin(voices)]
    if found.kind != "messages":
        right = right.iloc[0:0]
    beside = set(left["passage"]) & set(right["passage"]) - {""}
    return Words(len(voices), _ordered(left, beside), _ordered(right, beside))


def _ordered(rows: pd.DataFrame, beside: set[str]) -> tuple[Quote, ...]:
    apart = ~rows["passage"].isin(sorted(beside))
    placed = rows.assign(apart=apart.astype(int))
    return quotes(placed.sort_values(["apart", "voice_label", "source", "start_offset", "id"]))


def level_words(codings: pd.DataFrame, barrier: str, level: str) -> tuple[Quote, ...]:
    """The quotes of a barrier by voices at a level (`outside`: at none), voice by voice."""
    at = "" if level == OUTSIDE else level
    own = codings[codings["counted"].astype(bool) & (codings["code"] == barrier) & (codings["voice_level"] == at)]
    return _ordered(own, set())
