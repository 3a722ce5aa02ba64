"""A quote as every screen shows it: the words, where they stand, whose they are, and what they were coded as."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd

KIND_OF_TEXT = {
    "verbatim": "",
    "digest": "digest, not the official wording",
    "paraphrase": "paraphrase, not the speaker's own words",
}


@dataclass(frozen=True, slots=True)
class Quote:
    """One coding's words with their citation; `text_note` says in the same line that a digest is a digest."""

    coding: str
    passage: str
    source: str
    text: str
    citation: str
    text_note: str
    voice: str
    voice_level: str
    sender: str
    addressee: str
    stance: str
    force: str
    code: str
    status: str
    memo: str
    date: str
    clearance: str

    @property
    def place(self) -> str:
        """Address of the quote's place on the Evidence screen."""
        return "evidence?" + urlencode({"source": self.source, "passage": self.passage})

    @property
    def attribution(self) -> str:
        """Citation, voice, sender and kind of text in one line."""
        heard = f"heard by {self.voice}, sent by {self.sender}" if self.sender else self.voice
        return " · ".join(part for part in (self.citation, heard, self.text_note) if part)

    @property
    def marks(self) -> tuple[str, ...]:
        """Level, force, stance and anything but an accepted status, as short words."""
        level = f"{self.voice_level or 'outside'}"
        status = "" if self.status == "accepted" else self.status
        return tuple(part for part in (level, self.force, self.stance, status) if part)


def quotes(codings: pd.DataFrame) -> tuple[Quote, ...]:
    """Quotes of the rows of a `Coding` frame, in its order."""
    return tuple(_quote(row) for row in _records(codings))


def _records(codings: pd.DataFrame) -> Iterable[dict[str, str]]:
    return ({str(k): str(v) for k, v in row.items()} for row in codings.to_dict("records"))


def _quote(row: dict[str, str]) -> Quote:
    return Quote(
        coding=row["id"],
        passage=row["passage"],
        source=row["source"],
        text=row["quote"],
        citation=row["citation"],
        text_note=KIND_OF_TEXT.get(row["text_kind"], row["text_kind"]),
        voice=row["voice_label"],
        voice_level=row["voice_level"],
        sender=row["sender_label"],
        addressee=row["addressee_label"],
        stance=row["stance"],
        force=row["force"],
        code=row["code"],
        status=row["status"],
        memo=row["memo"],
        date=row["date"],
        clearance=row["clearance"],
    )
