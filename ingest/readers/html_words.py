"""The words of one paragraph of a page as they are gathered: white space, links and emphasis."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from ingest.readers.base import canonical

_SPACE: Final = re.compile(r"[ \t\n\r\f\v\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_UNSEEN: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
_MARK_ALONE: Final = re.compile(r"(?:\(?\w{1,4}\)|\d{1,3}(?:\.\d{1,3}){0,4}[.)]?)\Z")


ITALIC: Final = "italic"
"""The kind of a stretch in italics among the links of a paragraph; it is no link, and does not become one."""


@dataclass(slots=True)
class Words:
    """One paragraph in the making: `text` as it will stand, `links` as (start, end, kind, target) inside it."""

    _parts: list[str] = field(default_factory=list)
    _size: int = 0
    _last: str = ""
    _strong: int = 0
    _plain: int = 0
    links: list[tuple[int, int, str, str]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many characters stand here so far."""
        return self._size

    @property
    def all_strong(self) -> bool:
        """Whether all words are emphasised, as those of a heading are that is not marked as one."""
        return self._strong > 0 and not self._plain

    def add(
        self, text: str, *, strong: bool = False, leaning: bool = False, raw: bool = False, apart: bool = False
    ) -> None:
        """Add text of the source; white space becomes one space unless `raw`.

        `leaning` words are in italics. `apart`: it stands in an element of its own, so that a number before it does
        not grow together with it.
        """
        text = _UNSEEN.sub("", text)
        text = text.replace("\r\n", "\n") if raw else _SPACE.sub(" ", text)
        if not raw and (not self._size or self._last in " \n"):
            text = text.lstrip(" ")
        if not text:
            return
        if apart and self._size < 16 and not text[0].isspace() and _MARK_ALONE.match("".join(self._parts)):
            self._put(" ")
        start = self._size
        self._put(text)
        if leaning:
            self.links.append((start, self._size, ITALIC, ""))
        count = len(text) - text.count(" ")
        if strong:
            self._strong += count
        else:
            self._plain += count

    def line_end(self) -> bool:
        """A line's end; True where it is the second in a row and so ends the paragraph."""
        if not self._size:
            return False
        if self._last == "\n":
            return True
        self._put("\n")
        return False

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)
        self._last = text[-1]

    def finished(self) -> tuple[str, tuple[tuple[int, int, str, str], ...]]:
        """The canonical words, trimmed, and the links inside them; empty where there are none."""
        raw = "".join(self._parts)
        text = "\n".join(line.rstrip() for line in raw.split("\n")) if " \n" in raw else raw
        whole = canonical(text)
        words = whole.strip()
        if not words:
            return "", ()
        if len(whole) != len(raw) or not unicodedata.is_normalized("NFC", raw):
            return words, ()  # the places of links would no longer be sure
        cut = len(whole) - len(whole.lstrip())
        links = ((max(start - cut, 0), min(end - cut, len(words)), kind, to) for start, end, kind, to in self.links)
        return words, tuple(_tight(words, *link) for link in links if words[link[0] : link[1]].strip())


def _tight(words: str, start: int, end: int, kind: str, target: str) -> tuple[int, int, str, str]:
    while words[start].isspace():
        start += 1
    while words[end - 1].isspace():
        end -= 1
    return start, end, kind, target
