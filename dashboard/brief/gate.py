"""The disclosure gate: what of a study may stand in a page that leaves the house.

Pure functions of quotes and counts. A quote passes only when its clearance is `open`; a case is shown as its level and
role group, never by its id; a cell with fewer voices than the study's minimum is suppressed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from dashboard.views.quotes import Quote

PASSES = "open"


@dataclass(frozen=True, slots=True)
class ClearedQuote:
    """A quote that may be shown: its words, and one line with citation, whose words they are and the kind of text."""

    coding: str
    source: str
    text: str
    line: str


@dataclass(frozen=True)
class Gate:
    """Decides for one study. `names` gives what is shown for each case; `minimum` the fewest voices of a cell."""

    names: Mapping[str, str]
    minimum: int
    _pattern: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pattern", _whole_ids(self.names))

    def clear(self, quote: Quote) -> ClearedQuote | None:
        """The quote as it may be shown; None where it is not cleared or its own words hold the id of a case."""
        if quote.clearance != PASSES or self.identifies(quote.text):
            return None
        voice = self.name(quote.voice)
        cited = quote.citation.removeprefix(f"{quote.voice}, ") if quote.voice in self.names else quote.citation
        citation = self.name(cited)
        whose = f"heard by {voice}, sent by {self.name(quote.sender)}" if quote.sender else voice
        line = " · ".join(part for part in (citation, whose, quote.text_note) if part)
        return ClearedQuote(quote.coding, quote.source, quote.text, line)

    def name(self, text: str) -> str:
        """`text` with every id of a case in it replaced by the case's level and role group."""
        if text in self.names:
            return self.names[text]
        return self._pattern.sub(lambda m: self.names[m.group()], text) if self._pattern else text

    def identifies(self, text: str) -> bool:
        """Whether the id of a case stands in `text` as a word of its own."""
        return self._pattern is not None and self._pattern.search(text) is not None

    def lets(self, *voices: int) -> bool:
        """Whether every one of these numbers of voices is enough to be shown."""
        return all(n >= self.minimum for n in voices)


def gate_of(respondents: pd.DataFrame, minimum: int) -> Gate:
    """The gate of a study, from its `Respondent` frame and its minimum of voices."""
    rows = respondents[["id", "level", "role_group"]].astype(str).itertuples(index=False, name=None)
    return Gate({case: shown_as(level, role) for case, level, role in rows}, minimum)


def shown_as(level: str, role_group: str) -> str:
    """A case as it is shown: its level and role group, with a plain word for what is not known."""
    return f"{level or 'unknown'} level, {role_group or 'respondent'}"


def withheld(quotes: Iterable[Quote], gate: Gate) -> frozenset[str]:
    """Ids of the codings whose quotes the gate keeps back."""
    return frozenset(q.coding for q in quotes if gate.clear(q) is None)


def suppress(counts: Mapping[str, int], minimum: int, *, total_shown: bool = False) -> dict[str, int | None]:
    """Numbers of voices by cell, None where a cell is suppressed; an empty cell stays 0.

    With `total_shown` a lone suppressed cell could be found by subtraction; so the next smallest cells go too, until
    there are two and together they hold at least `minimum` voices, or none is left.
    """
    hidden = {cell for cell, n in counts.items() if 0 < n < minimum}
    rest: Sequence[str] = sorted((c for c, n in counts.items() if n >= minimum), key=lambda c: (counts[c], c))
    while total_shown and hidden and rest:
        if len(hidden) > 1 and sum(counts[c] for c in hidden) >= minimum:
            break
        hidden.add(rest[0])
        rest = rest[1:]
    return {cell: None if cell in hidden else n for cell, n in counts.items()}


def _whole_ids(names: Mapping[str, str]) -> re.Pattern[str] | None:
    """Finds ids as words. An id that is a mere number or one sign would be found everywhere: it counts only whole."""
    telling = sorted((i for i in names if len(i) > 1 and not i.isdigit()), key=lambda i: (-len(i), i))
    if not telling:
        return None
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, telling))})(?![^\W_])")
