"""Which levels speak to an axis at all, which messages nobody speaks of at a level, and who speaks for both poles."""

from dataclasses import dataclass

import pandas as pd

from graph.measures.claims import claims
from graph.measures.sides import both_sides, sides_by_axis
from graph.model import LEVELS

COVERAGE = ["axis", "level", "said_voices", "heard_voices", "codings", "positive", "negative", "sources"]
SILENT = ["axis", "message", "label", "level"]


@dataclass(frozen=True, slots=True)
class Ambivalent:
    """A voice that speaks for both poles of an axis, with the ids of its codings at each, strongest wording first."""

    axis: str
    level: str
    voice: str
    label: str
    negative: tuple[str, ...]
    positive: tuple[str, ...]


def coverage(codings: pd.DataFrame, axes: pd.DataFrame, messages: pd.DataFrame) -> pd.DataFrame:
    """One row an axis and level, all of them, in codebook order; columns COVERAGE, whole numbers.

    `said_voices` take a side there, `heard_voices` report what a sender says; `codings` are those of voices at the
    level, `positive` and `negative` those at each pole's message, `sources` theirs. Only counted codings.
    """
    used = _used(codings, messages)
    grouped = used.groupby(["axis", "voice_level"])
    counts = pd.DataFrame(
        {
            "codings": grouped["id"].nunique(),
            "positive": grouped["pole"].apply(lambda pole: int((pole > 0).sum())),
            "negative": grouped["pole"].apply(lambda pole: int((pole < 0).sum())),
            "sources": grouped["source"].nunique(),
        }
    )
    voices = claims(codings).groupby(["axis", "voice_level", "claim"])["by"].nunique().unstack(fill_value=0)
    counts["said_voices"] = voices.get("said", 0)
    counts["heard_voices"] = voices.get("heard", 0)
    ids = [str(x) for x in axes.sort_values("seq")["id"]]
    every = pd.MultiIndex.from_product([ids, LEVELS], names=["axis", "level"])
    counts.index.names = ["axis", "level"]
    return counts.reindex(every).fillna(0).astype("int64").reset_index()[COVERAGE]


def silent(codings: pd.DataFrame, axes: pd.DataFrame, messages: pd.DataFrame) -> pd.DataFrame:
    """Messages without a counted coding by a voice at a level: one row a level and message, columns SILENT."""
    used = _used(codings, messages)
    spoken = set(zip(used["code"], used["voice_level"], strict=True))
    place = {str(x): i for i, x in enumerate(axes.sort_values("seq")["id"])}
    known = messages.assign(place=messages["axis"].map(place)).sort_values(["place", "seq"])
    rows = [
        (axis, message, label, level)
        for level in LEVELS
        for axis, message, label in known[["axis", "id", "label"]].itertuples(index=False)
        if (message, level) not in spoken
    ]
    return pd.DataFrame(rows, columns=SILENT)


def ambivalent(codings: pd.DataFrame, axes: pd.DataFrame) -> tuple[Ambivalent, ...]:
    """Every voice with said claims on both sides of an axis, in codebook order, then by level and voice.

    A voice at no level is not among them. A finding, not an error: it lives with both.
    """
    ids = [str(x) for x in axes.sort_values("seq")["id"]]
    found = []
    for axis, own in zip(ids, sides_by_axis(claims(codings), ids), strict=True):
        said = own.where(own.said)
        for level in LEVELS:
            at = said.at(level)
            both = both_sides(at)
            for voice, claimed in at.groups(at.holder).items():
                if voice in both:
                    label = str(claimed.named.holder_labels[claimed.row[0]])
                    sides = (claimed.where(claimed.side < 0).codings(), claimed.where(claimed.side > 0).codings())
                    found.append(Ambivalent(axis, level, voice, label, *sides))
    return tuple(found)


def _used(codings: pd.DataFrame, messages: pd.DataFrame) -> pd.DataFrame:
    counted = codings["counted"].astype(bool) & (codings["code_kind"] == "message")
    return codings[counted & codings["code"].isin(messages["id"])]
