"""Printed lines joined to running text: word breaks undone where the document itself shows how the word is written."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final
from unicodedata import is_normalized

from ingest.readers.pdf_lines import NOTE_CLOSE, NOTE_OPEN

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_BROKEN: Final = re.compile(r"(?P<first>(?:[^\W\d_]+[-\u2010\u2011])*[^\W\d_]+)(?P<sign>[-\u2010\u00ad])\Z")
_SIGNS: Final = ("-", "\u2010", "\u00ad")
_NEXT: Final = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_COMPOUND_BEGINNINGS: Final = frozenset(
    ("cross", "ex", "full", "half", "high", "long", "low", "non", "self", "short", "well")
)
_DASH_END: Final = re.compile(r"(?<=\w)[–—/]\Z")
_ADDRESS_END: Final = re.compile(r"(?:https?://|www\.)\S*[/_.=&?-]\Z")
_DENSE: Final = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f]")
"""Writing without spaces between words."""
_TAIL: Final = 80
_IN_ADDRESS: Final = ("/", "_", ".", "=", "&", "?", "-")
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

    def is_whole(self, first: str, second: str) -> bool:
        """Whether the word of which a line ends with `first` and a hyphen, and the next begins with `second`, has none.

        As the document writes it elsewhere; else with a hyphen after words that usually have one, or where both halves
        are words of the document; else as the document does it with the words that are known.
        """
        known = self._known(first, second)
        if not known:
            last = first.rsplit("-", 1)[-1].lower()
            both_words = self._words[last] and self._words[second.split("-")[0].lower()]
            is_compound = last in _COMPOUND_BEGINNINGS or "-" in first or both_words
            known = "hyphened" if is_compound or not self._breaks_words else "whole"
        return known == "whole"

    def _known(self, first: str, second: str) -> str:
        whole, hyphened = self._words[(first + second).lower()], self._words[f"{first}-{second}".lower()]
        return "" if whole == hyphened else "whole" if whole > hyphened else "hyphened"


def _broken_words(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line, following in pairwise(lines):
        if not line.endswith(_SIGNS) or not following[:1].islower():
            continue
        broken, rest = _BROKEN.search(line[-_TAIL:]), _NEXT.match(following)
        if broken and rest:
            yield broken["first"], rest.group()


def joined(rows: Sequence[str], vocabulary: Vocabulary) -> str:
    """The rows of one paragraph as one line of text."""
    return "".join(joined_rows(rows, vocabulary))


def joined_rows(rows: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """What each row of a paragraph gives to its text: put one after the other they are the text.

    A row keeps its words; at its end there is a space, or nothing where a word goes on, and a hyphen goes where it was
    only the printer's.
    """
    parts: list[str] = []
    unbroken = ""
    for row in rows:
        if parts:
            parts[-1] = _before(parts[-1], row, unbroken, vocabulary)
        unbroken = row if not parts or parts[-1].endswith(" ") else unbroken + row
        parts.append(row)
    return [part.replace("\u00ad", "") for part in parts]


def _before(row: str, following: str, unbroken: str, vocabulary: Vocabulary) -> str:
    """A row as it stands before the one that follows; `unbroken` is all that ends in it with no space between rows."""
    tail = row[-_TAIL:]
    if not is_normalized("NFC", tail[-1:] + following[:1]):
        return f"{row} "  # two characters that would become one
    if (_DENSE.search(tail[-1:]) and _DENSE.match(following)) or (
        unbroken.endswith(_IN_ADDRESS) and not following[:1].isupper() and _ADDRESS_END.search(unbroken)
    ):
        return row
    broken = _BROKEN.search(tail) if tail.endswith(_SIGNS) else None
    if broken and (rest := _NEXT.match(following)):
        if broken["sign"] == "\u00ad":
            return row[:-1]
        if following[0].isupper() or not vocabulary.is_whole(broken["first"], rest.group()):
            return row
        return row[:-1]
    if _DASH_END.search(tail) or (_RANGE_END.search(tail) and following[:1].isdigit()):
        return row
    return f"{row} "


def without_note_marks(text: str, notes: frozenset[str]) -> str:
    """Raised numbers left out where a footnote of that number stands on the page, and kept as figures elsewhere."""
    return _NOTE.sub(lambda match: "" if match[1] in notes else match[1], text)
