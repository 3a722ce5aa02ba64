"""Claims: what a coding says of a holder, and where every other measure starts."""

from dataclasses import dataclass, fields

import pandas as pd

from graph.model import LEVELS

SAID_SIGN = {"endorses": 1, "rejects": -1}
OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of the claims table, for measures that go through it voice by voice."""

    coding: str
    axis: str
    claim: str
    holder: str
    holder_kind: str
    holder_label: str
    holder_level: str
    holder_standing: str
    side: int
    by: str
    by_label: str
    by_level: str
    voice_kind: str
    voice_level: str
    source: str
    source_kind: str
    stance: str
    force: str
    date: str
    published_by: str

    @property
    def governs(self) -> bool:
        """Whether the holder is one of those who govern, which only macro tells apart."""
        return self.holder_level != "macro" or self.holder_standing == "governs"


COLUMNS = [field.name for field in fields(Claim)]


def claims(codings: pd.DataFrame) -> pd.DataFrame:
    """Derive the claims of all counted message codings: one *said*, one *heard*, both or none a coding.

    `said`: the holder is the voice, its side is the message's pole, turned round where the voice rejects it; a
    coding that reports says nothing of its own voice. `heard`: where there is a sender other than the voice, the
    holder is the sender and its side is the pole, whatever the stance. Voices and senders are taken after `part_of`.

    `by` is the voice that makes the claim and `by_level` its level (`outside` for a voice at none). Rows are ordered
    by coding and claim. Source: design of the project, section 5 (docs/measures.md).
    """
    used = codings[codings["counted"].astype(bool) & (codings["code_kind"] == "message")]
    said = used[used["stance"].isin(list(SAID_SIGN))]
    heard = used[(used["sender"] != "") & (used["sender_body"] != used["voice_body"])]
    parts = [
        _rows(said, "said", said["pole"] * said["stance"].map(SAID_SIGN).astype("int64"), "voice"),
        _rows(heard, "heard", heard["pole"], "sender"),
    ]
    table = pd.concat(parts, ignore_index=True)
    return table.sort_values(["coding", "claim"], ascending=[True, False], ignore_index=True)[COLUMNS]


def rows_of(table: pd.DataFrame) -> list[Claim]:
    """The rows of a claims table, in its order."""
    return [Claim(*values) for values in zip(*(table[name].tolist() for name in COLUMNS), strict=True)]


def _rows(codings: pd.DataFrame, claim: str, side: "pd.Series[int]", holder: str) -> pd.DataFrame:
    kind = codings["voice_kind"]
    if holder == "sender":
        kind = pd.Series("actor", index=codings.index).mask(codings["sender_body"].isin(LEVELS), "level")
    return pd.DataFrame(
        {
            "coding": codings["id"],
            "axis": codings["axis"],
            "claim": claim,
            "holder": codings[f"{holder}_body"],
            "holder_kind": kind,
            "holder_label": codings[f"{holder}_label"],
            "holder_level": codings[f"{holder}_level"],
            "holder_standing": codings[f"{holder}_standing"],
            "side": side.astype("int64"),
            "by": codings["voice_body"],
            "by_label": codings["voice_label"],
            "by_level": codings["voice_level"].replace("", OUTSIDE),
            "voice_kind": codings["voice_kind"],
            "voice_level": codings["voice_level"],
            "source": codings["source"],
            "source_kind": codings["source_kind"],
            "stance": codings["stance"],
            "force": codings["force"],
            "date": codings["date"],
            "published_by": codings["published_by"],
        }
    )
