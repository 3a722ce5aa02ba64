"""What the Contradictions screen shows: a list of dossiers, and the words that stand round a chosen one."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from dashboard.dossier.content import Dossier, Pair, judged_words
from dashboard.dossier.gather import gather
from dashboard.dossier.listing import JUDGED, Filters, Listed, Listing, listing
from dashboard.dossier.pick import brief
from dashboard.dossier.reading import dossiers_of
from graph.analysts import Judgement
from graph.measures.agreement import alpha, kappa
from graph.stores.base import View

__all__ = ["JUDGED", "Dossier", "Filters", "Listed", "Listing", "dossier_of_pair", "gather", "listing"]

KINDS = {
    "say-hear": "say–hear: one holder says one thing and is heard to say the other",
    "mixed-signal": "mixed signal: one body sends both",
    "cross-level": "cross-level: holders at two levels stand apart",
    "within-level": "within level: two holders at one level stand apart",
    "ambivalence": "ambivalence: one person or group says both",
}
LIST_COLUMNS = {
    "rank": "rank",
    "kind": "kind",
    "axis": "axis",
    "one": "one side",
    "one_level": "at",
    "other": "the other",
    "other_level": "at ",
    "pairs": "pairs",
    "salience": "salience",
    "forces": "forces of the best pair",
    "judgement": "judged",
}
"""Columns of the list, and their headings."""
FEWEST_JUDGED = 2
"""Two judges are compared over so many pairs at least."""


def table(rows: Sequence[Listed]) -> pd.DataFrame:
    """The list as it is drawn and taken along: `LIST_COLUMNS`, then the ids of dossier and best pair."""
    listed = [
        (r.rank, r.kind, r.axis_label, r.a_label, r.a_level, r.b_label, r.b_level, r.pairs, r.salience, r.forces,
         r.judgement, r.id, r.best)
        for r in rows
    ]  # fmt: skip
    return pd.DataFrame(listed, columns=[*LIST_COLUMNS, "dossier", "best"])


def dossier_of_pair(view: View, pair: str) -> str:
    """The dossier that a contradiction belongs to; empty where the build has no such contradiction."""
    return dossiers_of(view, [pair]).get(pair, "")


def one(view: View, dossier: str, judgements: Sequence[Judgement] | None = None) -> Listed | None:
    """The row of one dossier by its id, whatever the filters and however far down it ranks; None without such."""
    found = listing(view, Filters(limit=0), judgements, only=dossier)
    return found.rows[0] if found.rows else None


def pair_title(number: int, pair: Pair) -> str:
    """A pair in the pager: its number, salience, and the beginnings of both quotes."""
    judged = f" · {pair.judgement}" if pair.judgement else ""
    return f"{number} · {pair.salience:.2f}{judged} · {brief(pair.a.quote.text)[:60]} ↔ {brief(pair.b.quote.text)[:60]}"


def facts(pair: Pair) -> str:
    """Salience, order in time and forces of a pair, in one paragraph."""
    forces = f" Forces: {pair.forces}." if pair.forces else ""
    return f"Salience {pair.salience:.2f}, rank {pair.rank}. {pair.time}{forces}"


def verdict(dossier: Dossier, pair: Pair) -> str:
    """How the pair, and the dossier beyond it, is judged; says where the build does not know it yet."""
    if not dossier.judged:
        words = "No analyst has judged this dossier yet."
    else:
        words = f"This pair: {pair.judgement or 'not judged yet'}. The dossier: {dossier.judged}."
    if any(p.judgement != p.built for p in dossier.pairs):
        words += " What is newer than the build is not in the picture until the next build."
    return words


def parts(pair: Pair) -> pd.DataFrame:
    """The parts of a salience and what each adds."""
    rows = [(p.words, p.value, p.weight, round(p.value * p.weight, 3)) for p in pair.parts]
    return pd.DataFrame(rows, columns=["part", "value", "weight", "adds"])


def timeline(dossier: Dossier) -> pd.DataFrame:
    """Every source of a dossier with its date and whether it still holds, the earliest first."""
    rows = [
        (m.date or "undated", m.label, m.kind, " and ".join(m.sides), m.standing, m.quotes) for m in dossier.timeline
    ]
    return pd.DataFrame(rows, columns=["date", "source", "kind", "says", "still in force?", "quotes"])


def agreement(judgements: Sequence[Judgement]) -> tuple[str, ...]:
    """How far each two judges agree over the pairs that both judged, one sentence each; empty where none did.

    Percent agreement, Cohen's kappa and Krippendorff's alpha (graph/measures/agreement.py); the unit is the pair.
    """
    by_coder: dict[str, dict[str, str]] = {}
    for judgement in judgements:
        by_coder.setdefault(judgement.coder, {})[judgement.of] = judgement.verdict
    told = []
    for one_coder, other in combinations(sorted(by_coder), 2):
        both = sorted(set(by_coder[one_coder]) & set(by_coder[other]))
        if len(both) >= FEWEST_JUDGED:
            told.append(_agree(one_coder, other, *([by_coder[c][p] for p in both] for c in (one_coder, other))))
    return tuple(told)


def _agree(one_coder: str, other: str, first: list[str], second: list[str]) -> str:
    a, b = np.array([first], dtype=str).T, np.array([second], dtype=str).T
    same = float((a == b).mean())
    names = (("Cohen's κ", kappa(a, b)), ("Krippendorff's α", alpha(a, b)))
    figures = "".join(f", {name} {value:.2f}" for name, value in names if not np.isnan(value))
    return f"{one_coder} and {other} both judged {len(first)} pairs and agree on {same:.0%}{figures}."


def judged_total(judgements: Sequence[Judgement]) -> str:
    """How many judgements there are by verdict, such as `3 tension, 1 none`; empty without any."""
    return judged_words([j.verdict for j in judgements])
