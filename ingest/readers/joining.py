"""Printed lines joined to running text: word breaks undone where the document itself shows how the word is written."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.readers.pdf_lines import NOTE_CLOSE, NOTE_OPEN

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_BROKEN: Final = re.compile(r"(?P<first>(?:[^\W\d_]+[-\u2010\u2011])*[^\W\d_]+)(?P<sign>[-\u2010\u00ad])\Z")
_NEXT: Final = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_COMPOUND_BEGINNINGS: Final = frozenset(
    ("cross", "ex", "full", "half", "high", "long", "low", "non", "self", "short", "well")
)
_DASH_END: Final = re.compile(r"(?<=\w)[–—/]\Z")
_ADDRESS_END: Final = re.compile(r"(?:https?://|www\.)\S*[/_.=&?-]\Z")
_RANGE_END: Final = re.compile(r"\d[-–]\Z")
_NOTE: Final = re.compile(f"{NOTE_OPEN}+([0-9]+){NOTE_CLOSE}+")


class Vocabulary:
    """How a document, given as its lines in order, writes its words where no line ends inside them."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            # The last word may be half a word, the first the other half: neither counts.
            self._words.update(word.lower() for word in _WORD.findall(line)[1:-1])
        votes = Counter(self._known(*halves) for halves in _broken_words(lines))
        self._breaks_words = votes["whole"] >= votes["hyphened"]

    def joined(self, first: str, second: str) -> str:
        """The word of which a line ends with `first` and a hyphen, and the next begins with `second`.

        As the document writes it elsewhere; else with a hyphen after words that usually have one, or where both halves
        are words of the document; else as the document does it with the words that are known.
        """
        known = self._known(first, second)
        if not known:
            last = first.rsplit("-", 1)[-1].lower()
            both_words = self._words[last] and self._words[second.split("-")[0].lower()]
            is_compound = last in _COMPOUND_BEGINNINGS or "-" in first or both_words
            known = "hyphened" if is_compound or not self._breaks_words else "whole"
        return first + second if known == "whole" else f"{first}-{second}"

    def _known(self, first: str, second: str) -> str:
        whole, hyphened = self._words[(first + second).lower()], self._words[f"{first}-{second}".lower()]
        return "" if whole == hyphened else "whole" if whole > hyphened else "hyphened"


def _broken_words(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line, following in pairwise(lines):
        broken, rest = _BROKEN.search(line), _NEXT.match(following)
        if broken and rest and following[0].islower():
            yield broken["first"], rest.group()


def joined(rows: Sequence[str], vocabulary: Vocabulary) -> str:
    """The rows of one paragraph as one line of text."""
    text = ""
    for row in rows:
        text = _append(text, row, vocabulary) if text else row
    return text.replace("\u00ad", "")


def _append(text: str, row: str, vocabulary: Vocabulary) -> str:
    if _ADDRESS_END.search(text) and not row[:1].isupper():
        return text + row
    broken, following = _BROKEN.search(text), _NEXT.match(row)
    if broken and following:
        if broken["sign"] == "\u00ad":
            return text[:-1] + row
        if row[0].isupper():
            return text + row
        word = vocabulary.joined(broken["first"], following.group())
        return text[: broken.start()] + word + row[following.end() :]
    if _DASH_END.search(text) or (_RANGE_END.search(text) and row[:1].isdigit()):
        return text + row
    return f"{text} {row}"


def without_note_marks(text: str, notes: frozenset[str]) -> str:
    """Raised numbers left out where a footnote of that number stands on the page, and kept as figures elsewhere."""
    return _NOTE.sub(lambda match: "" if match[1] in notes else match[1], text)
