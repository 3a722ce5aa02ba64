"""What the Interactions screen shows: the cross-impact matrix, each scorer's words, and quotes that speak to a pair."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.views.quotes import Quote
from dashboard.views.quotes import quotes as quotes_of
from graph.analysts import INTERACTIONS, Score
from graph.measures.interactions import CrossImpact, Influence, Interaction, cross_impact, interaction_table
from graph.measures.raters import Reliability

SHORT = 70
"""So many letters of a quote stand in a list to choose from."""


@dataclass(frozen=True, slots=True)
class Said:
    """One scorer's answer: the number in words, the reason, and its quotes; `gone` are quotes that are no more."""

    score: Score
    words: str
    quotes: tuple[Quote, ...]
    gone: int


@dataclass(frozen=True, slots=True)
class Together:
    """A passage that is coded with both messages, with the quotes of each."""

    citation: str
    quotes: tuple[Quote, ...]


def names(messages: pd.DataFrame) -> dict[str, str]:
    """Labels of messages by id, in the codebook's order."""
    ordered = messages.sort_values("seq")
    return {str(k): str(v) for k, v in zip(ordered["id"], ordered["label"], strict=True)}


def matrix(scores: Sequence[Score], labels: Mapping[str, str], coders: Collection[str] = ()) -> CrossImpact:
    """The cross-impact matrix of the chosen coders' scores; of everybody's where none is chosen."""
    return cross_impact([s for s in scores if not coders or s.coder in coders], list(labels))


def number(value: float | None) -> str:
    """A score or sum as it is written: signed, with at most one decimal; empty where there is none."""
    if value is None or pd.isna(value):
        return ""
    rounded = round(value, 1)
    if rounded == 0:
        return "0"
    return f"{rounded:+.1f}".removesuffix(".0").replace("-", "−")


def point(value: int) -> str:
    """One of the seven points with its word."""
    return f"{number(value)} {INTERACTIONS[value]}"


def pairs_table(found: CrossImpact, labels: Mapping[str, str]) -> pd.DataFrame:
    """Every directed pair with its figures and labels; what the CSV holds. A pair nobody scored has empty cells."""
    table = interaction_table(found)
    table.insert(2, "first_label", [labels[m] for m in table["first"]])
    table.insert(3, "second_label", [labels[m] for m in table["second"]])
    return table


def sums_table(found: CrossImpact, labels: Mapping[str, str]) -> pd.DataFrame:
    """Influence given and received of every message, with how many of the possible pairs that rests on."""
    both = zip(found.given, found.received, strict=True)
    rows = [[labels[g.message], g.total, _pairs(g), r.total, _pairs(r)] for g, r in both]
    columns = ["message", "influence given", "pairs scored as first", "influence received", "pairs scored as second"]
    return pd.DataFrame(rows, columns=columns).astype({"influence given": float, "influence received": float})


def _pairs(influence: Influence) -> str:
    return f"{influence.cells} of {influence.possible}"


def cell_words(cell: Interaction | None, labels: Mapping[str, str], first: str, second: str) -> str:
    """A directed pair in a sentence: what progress on the one does to the other, by how many scorers."""
    pair = f"Progress on “{labels[first]}” → “{labels[second]}”"
    if cell is None:
        return f"{pair}: nobody has scored this pair."
    if cell.n == 1:
        return f"{pair}: {point(cell.scores[0].score)} (one scorer, {cell.scores[0].coder})."
    words = f"{pair}: mean {number(cell.mean)}, median {number(cell.median)} (n = {cell.n} scorers)"
    if cell.split:
        return f"{words}; they stand on both sides of 0, from {point(cell.lowest)} to {point(cell.highest)}."
    return f"{words}, from {point(cell.lowest)} to {point(cell.highest)}."


def sentence(found: CrossImpact, labels: Mapping[str, str]) -> str:
    """What may be written under the matrix."""
    possible = len(labels) * (len(labels) - 1)
    if not found.cells:
        return f"None of the {possible} directed pairs of messages has been scored yet."
    coders = sorted({score.coder for cell in found.cells for score in cell.scores})
    who = f"one scorer ({coders[0]})" if len(coders) == 1 else f"{len(coders)} scorers"
    told = f"Interactions of messages on Nilsson's seven points: {len(found.cells)} of {possible} directed pairs scored"
    told += f" by {who}; {sum(c.mean > 0 for c in found.cells)} help, {sum(c.mean < 0 for c in found.cells)} hinder."
    for influences, verb in ((found.given, "gives"), (found.received, "receives")):
        scored = [i for i in influences if i.total is not None]
        told += f" {_extreme(scored, labels, verb)}"
    return told + " A pair that nobody scored adds nothing to a sum."


def _extreme(scored: Sequence[Influence], labels: Mapping[str, str], verb: str) -> str:
    most = max(scored, key=lambda i: abs(i.total or 0.0))
    kind = "help" if (most.total or 0.0) > 0 else "hindrance"
    if not most.total:
        return f"No message {verb} more help than hindrance, or less."
    pairs = "one pair" if most.cells == 1 else f"{most.cells} pairs"
    return f"“{labels[most.message]}” {verb} most {kind} ({number(most.total)} over {pairs})."


def said_of(cell: Interaction | None, codings: pd.DataFrame) -> tuple[Said, ...]:
    """Each scorer's answer on one pair; `codings` is a `Coding` frame that holds what they quote."""
    if cell is None:
        return ()
    return tuple(_said(score, codings) for score in cell.scores)


def _said(score: Score, codings: pd.DataFrame) -> Said:
    quoted = codings.set_index("id", drop=False).reindex(score.codings)
    there = quoted[quoted["code"].notna()]
    return Said(score, point(score.score), quotes_of(there), len(score.codings) - len(there))


def together(codings: pd.DataFrame, first: str, second: str) -> tuple[Together, ...]:
    """Passages that counted codings of both messages stand in, each with its quotes; in the order of the sources."""
    counted = codings[codings["counted"] & codings["code"].isin([first, second])]
    per_passage = counted.groupby("passage")["code"].nunique()
    both = counted[counted["passage"].isin(per_passage[per_passage == 2].index)]
    both = both.sort_values(["source", "start_offset", "end_offset", "id"])
    groups = both.groupby("passage", sort=False)
    return tuple(Together(str(rows["citation"].iloc[0]), quotes_of(rows)) for _, rows in groups)


def to_quote(codings: pd.DataFrame, first: str, second: str) -> dict[str, str]:
    """Codings that may be a score's quotes, id to a line of words: those of passages with both messages come first."""
    counted = codings[codings["counted"] & codings["code"].isin([first, second])]
    there = {quote.coding for each in together(codings, first, second) for quote in each.quotes}
    rows = counted.assign(apart=~counted["id"].isin(there)).sort_values(["apart", "source", "start_offset", "id"])
    found = {}
    for row in rows.to_dict("records"):
        text, mark = str(row["quote"]), "" if row["apart"] else "both · "
        short = text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"
        found[str(row["id"])] = f"{mark}{row['citation']} · {row['code']}: {short}"
    return found


def agreement_table(found: Sequence[Reliability]) -> pd.DataFrame:
    """Agreement of scorers as a table; an undefined figure is an empty cell and `why` says the reason."""
    rows = [
        ["all" if r.overall else " – ".join(r.coders), r.n, r.percent, r.kappa, r.alpha, r.low, r.high, r.why]
        for r in found
    ]
    columns = ["scorers", "pairs", "percent", "weighted kappa", "alpha", "alpha low", "alpha high", "why"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[2:7], float))
