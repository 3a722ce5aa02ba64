"""Printed lines joined to running text: word breaks undone where the document itself shows how the word is written."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from ingest.readers.pdf_pages import NOTE_CLOSE, NOTE_OPEN

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_BROKEN: Final = re.compile(r"(?P<first>(?:[^\W\d_]+[-\u2010\u2011])*[^\W\d_]+)(?P<sign>[-\u2010\u00ad])\Z")
_NEXT: Final = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_DASH_END: Final = re.compile(r"(?<=\w)[–—/]\Z")
_RANGE_END: Final = re.compile(r"\d[-–]\Z")
_NOTE: Final = re.compile(f"{NOTE_OPEN}+([0-9]+){NOTE_CLOSE}+")


class Vocabulary:
    """How the document writes its words where no line ends inside them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            found = _WORD.findall(line)
            # The last word may be half a word, the first the other half: neither counts.
            self._words.update(word.lower() for word in found[1:-1])

    def joined(self, first: str, second: str) -> str:
        """The word of which a line ends with `first` and a hyphen, and the next begins with `second`."""
        whole, hyphened = first + second, f"{first}-{second}"
        counts = self._words[whole.lower()], self._words[hyphened.lower()]
        if counts[0] != counts[1]:
            return whole if counts[0] > counts[1] else hyphened
        last = first.rsplit("-", 1)[-1].lower()
        both_known = self._words[last] and self._words[second.split("-")[0].lower()]
        return hyphened if both_known or "-" in first else whole


def joined(rows: Sequence[str], vocabulary: Vocabulary) -> str:
    """The rows of one paragraph as one line of text."""
    text = ""
    for row in rows:
        text = _append(text, row, vocabulary) if text else row
    return text.replace("\u00ad", "")


def _append(text: str, row: str, vocabulary: Vocabulary) -> str:
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
