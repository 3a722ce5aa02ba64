"""Where a coding stands in the text as it is now: exact, moved or lost, and never silently somewhere else.

The method follows the selectors of the W3C Web Annotation model: position first, then the quote with the words round
it. A quote that stands in several places is only moved to the one whose surroundings fit best, and not at all where
two fit alike.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.model import Anchored, Coding, Passage

CONTEXT = 32
"""So many code points before and after a quote are kept with it."""
LONG_QUOTE = 24
"""A quote of this length that stands only once is found without its surroundings."""
_MAX_CANDIDATES = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch [start, end) of a text and how the quote came to be there: `exact`, `moved` or `lost`."""

    start: int
    end: int
    anchor: str


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """The prefix and suffix to keep with a quote at [start, end)."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def find(text: str, start: int, end: int, exact: str, prefix: str = "", suffix: str = "") -> Place:
    """Look a quote up in a canonical text.

    `exact`: the quote stands at [start, end) and no other place fits its surroundings better. `moved`: it stands in
    one other place, which its surroundings confirm (at least half of them, or a quote of 24 characters or more that
    stands once); white space inside may differ. `lost`: in no place, or in several of which none is certain; then the
    given offsets come back.
    """
    at_place = 0 <= start < end <= len(text) and text[start:end] == exact
    here = _likeness(text, start, end, prefix, suffix) if at_place else -1
    whole = len(prefix) + len(suffix)
    if at_place and here == whole:
        return Place(start, end, "exact")
    spans = _occurrences(text, exact)
    scored = sorted(((_likeness(text, s, e, prefix, suffix), s, e) for s, e in spans), reverse=True)
    best = scored[0] if scored else None
    if at_place and (best is None or best[0] == here):
        return Place(start, end, "exact")
    if best is None:
        return Place(start, end, "lost")
    score, found_start, found_end = best
    alone = len(scored) == 1
    unique = alone or scored[1][0] < score
    confirmed = (whole > 0 and score * 2 >= whole) or (alone and len(exact) >= LONG_QUOTE)
    if unique and confirmed:
        return Place(found_start, found_end, "moved")
    return Place(start, end, "lost")


def _occurrences(text: str, exact: str) -> list[tuple[int, int]]:
    """Every place of the quote, white space inside it being any white space."""
    if not exact.strip():
        return []
    pattern = re.compile(r"\s+".join(re.escape(word) for word in re.split(r"\s+", exact)))
    found: list[tuple[int, int]] = []
    at = 0
    while len(found) < _MAX_CANDIDATES and (match := pattern.search(text, at)):
        found.append(match.span())
        at = match.start() + 1
    return found


def _likeness(text: str, start: int, end: int, prefix: str, suffix: str) -> int:
    """How many code points round a place agree with prefix and suffix, counted outwards from the quote."""
    before = 0
    while before < min(len(prefix), start) and text[start - 1 - before] == prefix[-1 - before]:
        before += 1
    after = 0
    while after < min(len(suffix), len(text) - end) and text[end + after] == suffix[after]:
        after += 1
    return before + after


class Anchors:
    """The text and passages of one source, ready to look codings up in."""

    def __init__(self, text: str, passages: Sequence[Passage]) -> None:
        self._text = text
        self._passages = passages
        self._starts = [passage.start for passage in passages]

    def anchored(self, coding: Coding) -> Anchored:
        """Look a coding up; one whose quote stands in no single passage is lost, with the offsets it was made with.

        The quote of a moved coding is the text as it stands now.
        """
        exact, prefix, suffix = (_canonical(part) for part in (coding.exact, coding.prefix, coding.suffix))
        place = find(self._text, coding.start, coding.end, exact, prefix, suffix)
        passage = self._passage(place) if place.anchor != "lost" else None
        if passage is None:
            return Anchored(coding, "", coding.start, coding.end, "lost")
        quote = self._text[place.start : place.end]
        coding = coding if quote == coding.exact else replace(coding, exact=quote)
        return Anchored(coding, passage.id, place.start, place.end, place.anchor)

    def why_lost(self, coding: Coding) -> str:
        """Why a lost coding is lost, as a sentence."""
        exact, prefix, suffix = (_canonical(part) for part in (coding.exact, coding.prefix, coding.suffix))
        place = find(self._text, coding.start, coding.end, exact, prefix, suffix)
        if place.anchor != "lost":
            return "The quote does not stand inside one passage."
        if coding.end > len(self._text):
            return f"The offsets {coding.start} to {coding.end} lie past the end of the text ({len(self._text)})."
        places = len(_occurrences(self._text, exact))
        if self._text[coding.start : coding.end] == exact:
            return "The quote stands at its offsets, but what was round it stands elsewhere."
        if places:
            return f"The quote does not stand at its offsets; where else it stands ({places} times) is not certain."
        return "The quote does not stand in the text."

    def _passage(self, place: Place) -> Passage | None:
        index = bisect_right(self._starts, place.start) - 1
        if index >= 0 and place.end <= self._passages[index].end:
            return self._passages[index]
        return None


def _canonical(part: str) -> str:
    return unicodedata.normalize("NFC", part.replace("\r\n", "\n").replace("\r", "\n"))
