"""Dossiers: contradictions of one axis, kind and pair of holders, what reconciles them, and barriers beside them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from graph.measures.claims import claims
from graph.model import HARD_FORCES

DISPUTED = "disputed"
"""In place of a verdict where coders differ and none has most."""
FORCE_GROUPS = ("hard–hard", "hard–soft", "soft–soft", "hard–none", "soft–none", "none–none")
NO_FORCE = "no force"
NEARNESS = ("these words", "same holder", "same axis")
"""How near to a dossier what reconciles its axis stands, from the nearest."""
BOTH_SIDES, CONDITIONAL = "both sides", "conditional"
SAME_BREATH, SAME_VOICE = "same passage", "same voice"
CONDITIONS = (
    r"where(?:ver)? (?:it is |this is |that is )?"
    r"(?:reasonable|appropriate|possible|practicable|necessary|relevant|needed|suitable)",
    r"(?:so|as|in so) far as|insofar as",
    r"as (?:is |it is )?(?:reasonable|appropriate|necessary|practicable)",
    r"(?:where|if|so far as|as far as)? ?reasonably practicable|if practicable",
    r"subject to",
    r"unless",
    r"except(?:ing)?|other than where",
    r"provid(?:ed|ing) that|provided (?:it|they|there)|on (?:the )?condition(?: that)?",
    r"only (?:if|when|where|after|once|with)",
    r"(?:as|so) long as|depending on",
    r"within (?:the|a|an|one|its|national|agreed|set|statutory) [^.;]{0,24}\b(?:framework|limits|parameters|bounds)",
    r"in (?:certain|some|exceptional|defined|prescribed|set) (?:circumstances|cases)|in circumstances",
    r"if (?:they|it|he|she|those) (?:so )?(?:wish|agree|choose|consent)(?:es|s)?",
)
"""English wording that ties a message to a scope, a time or a condition, as regular expressions of whole words."""
_CONDITION = re.compile(rf"\b(?:{'|'.join(CONDITIONS)})\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;!?](?:\s|$)")


def force_group(forces: str) -> str:
    """Which of `FORCE_GROUPS` a pair's `forces` (`duty against aspiration`, or empty) belongs to."""
    sides = forces.split(" against ") if forces else [NO_FORCE, NO_FORCE]
    words = {"hard": 0, "soft": 1, "none": 2}
    named = ["none" if s == NO_FORCE else "hard" if s in HARD_FORCES else "soft" for s in sides]
    return "–".join(sorted(named, key=words.__getitem__))


def verdict_of(verdicts: Sequence[str]) -> str:
    """The verdict that most of several coders' give; `disputed` where none has most, empty without any."""
    most = Counter(verdicts).most_common(2)
    if not most:
        return ""
    return DISPUTED if len(most) > 1 and most[0][1] == most[1][1] else most[0][0]


def gathered(counts: pd.DataFrame, groups: Collection[str] = ()) -> pd.DataFrame:
    """One row a dossier, best first, from counts of its pairs.

    `counts`: rows with dossier, dossier_rank, axis, kind, forces, pairs (how many), salience (the highest), rank (the
    best); single pairs are such rows with `pairs` 1. `groups` (of `FORCE_GROUPS`, none: all) keeps the dossiers that
    have a pair of these; `rank` is then the best such pair's. Returns dossier, dossier_rank, axis, kind, pairs (all of
    the dossier's), salience, rank.
    """
    columns = ["dossier", "dossier_rank", "axis", "kind", "pairs", "salience", "rank"]
    if counts.empty:
        return pd.DataFrame(columns=columns)
    by = counts.groupby("dossier", sort=False)
    table = by.agg(
        dossier_rank=("dossier_rank", "min"),
        pairs=("pairs", "sum"),
        salience=("salience", "max"),
        rank=("rank", "min"),
    )
    if groups:
        fits = counts[counts["forces"].map(force_group).isin(groups)]
        best = fits.groupby("dossier")["rank"].min()
        table = table.loc[table.index.isin(best.index)]
        table = table.assign(rank=best.reindex(table.index))
    named = counts.drop_duplicates("dossier").set_index("dossier")[["axis", "kind"]]
    table = table.join(named).reset_index().sort_values(["dossier_rank", "dossier"], ignore_index=True)
    return table[columns].astype({"pairs": "int64", "rank": "int64", "dossier_rank": "int64"})


def conditional_words(text: str, start: int = 0, end: int | None = None) -> str:
    """The first conditional wording in the sentences of `text` that the span [start, end) touches; else empty."""
    stop = len(text) if end is None else end
    edges = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    first = max((e for e in edges if e <= start), default=0)
    last = min((e for e in edges if e >= stop), default=len(text))
    found = _CONDITION.search(text, first, last)
    return found.group().strip() if found else ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a dossier is about: its axis, the ids of its codings, and the holders of its sides."""

    axis: str
    codings: frozenset[str]
    holders: frozenset[str]


def reconciling(codings: pd.DataFrame, passages: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """What holds the two poles of an axis together, nearest to the dossier first.

    `codings`: counted message codings on the axis, columns as `Coding`; `passages`: their `Passage` rows. A coding
    stands under `both sides` where its holder says both sides of the axis within one passage, and under `conditional`
    where its memo begins with that word or its sentence has one of `CONDITIONS`. Columns: why, words (the conditional
    wording, or the memo), coding, passage, nearness (of `NEARNESS`). Ordered by nearness, why, source, place.
    """
    columns = ["why", "words", "coding", "passage", "nearness"]
    own = codings[codings["axis"] == scope.axis]
    both = _both_sides(own)
    texts = dict(zip(passages["id"], zip(passages["text"], passages["start_offset"], strict=True), strict=True))
    near = set(own[own["id"].isin(scope.codings)]["passage"])
    found = []
    for row in own.sort_values(["source", "start_offset", "id"]).itertuples():
        coding, passage = str(row.id), str(row.passage)
        holder = str(row.voice_body) in scope.holders or str(row.sender_body) in scope.holders
        nearness = NEARNESS[0 if passage in near else 1 if holder else 2]
        if coding in both:
            found.append((BOTH_SIDES, "", coding, passage, nearness))
        text, offset = texts.get(passage, ("", 0))
        at = int(str(row.start_offset)) - int(offset), int(str(row.end_offset)) - int(offset)
        if words := _condition(str(row.memo), str(text), *at):
            found.append((CONDITIONAL, words, coding, passage, nearness))
    found.sort(key=lambda r: (NEARNESS.index(r[4]), r[0]))
    return pd.DataFrame(found, columns=columns)


def _condition(memo: str, text: str, start: int, end: int) -> str:
    if memo.lower().startswith(CONDITIONAL):
        return memo
    return conditional_words(text, start, end) if text else ""


def _both_sides(codings: pd.DataFrame) -> frozenset[str]:
    """Ids of codings whose holder says the other side too within the same passage."""
    said = claims(codings)
    said = said[said["claim"] == "said"].merge(
        codings[["id", "passage"]].rename(columns={"id": "coding"}), on="coding", how="left"
    )
    said = said[said["passage"] != ""]
    sides = said.groupby(["passage", "holder"])["side"].transform("nunique")
    return frozenset(said[sides > 1]["coding"])


def barriers_beside(codings: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Barriers that are named in the same breath as a dossier's words, most voices first.

    `codings`: counted codings, messages on the axis and barriers, columns as `Coding`. A barrier stands under `same
    passage` where it is coded in a passage of the dossier's own codings, and under `same voice` where a voice of the
    dossier names it in another passage that speaks to the axis. Columns: barrier, relation, voices, sources, codings
    (ids, in the order of source and place).
    """
    own = codings[codings["id"].isin(scope.codings)]
    breath = set(own["passage"]) - {""}
    spoken = set(codings[codings["axis"] == scope.axis]["passage"]) - {""} - breath
    named = codings[codings["code_kind"] == "barrier"].sort_values(["source", "start_offset", "id"])
    parts = (
        (SAME_BREATH, named[named["passage"].isin(breath)]),
        (SAME_VOICE, named[named["passage"].isin(spoken) & named["voice_body"].isin(set(own["voice_body"]))]),
    )
    rows = [_named(relation, str(barrier), of) for relation, part in parts for barrier, of in part.groupby("code")]
    rows.sort(key=lambda r: (r[1] != SAME_BREATH, -r[2], -len(r[4]), r[0]))
    return pd.DataFrame(rows, columns=["barrier", "relation", "voices", "sources", "codings"])


def _named(relation: str, barrier: str, rows: pd.DataFrame) -> tuple[str, str, int, int, tuple[str, ...]]:
    ids: Iterable[str] = rows["id"].astype(str)
    return barrier, relation, int(rows["voice_body"].nunique()), int(rows["source"].nunique()), tuple(ids)
