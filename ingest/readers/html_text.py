"""Paragraphs of a page put together to canonical text, pieces, addresses and links."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.readers.base import Link
from ingest.readers.html_notes import cut_label
from ingest.readers.html_words import ITALIC
from ingest.readers.marks import find_mark
from ingest.readers.outline import Piece

_NUMBER_ALONE: Final = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){1,4}\.?|\d{1,3}[A-Z]?[.)]|\(\w{1,4}\))\Z")
_HEADED_BY_EMPHASIS: Final = 7
"""The level of a line that is a heading by its emphasis alone: below those that are marked."""
_FEW: Final = 2


@dataclass(slots=True)
class Paragraph:
    """A heading or paragraph of the page, before the text is put together; fields as in `outline.Piece`."""

    words: str
    links: tuple[tuple[int, int, str, str], ...] = ()
    level: int = 0
    quoted: bool = False
    ref: str = ""
    mark: str = ""
    url: str = ""
    page: int | None = None
    maybe_heading: bool = False
    note: bool = False


@dataclass(frozen=True, slots=True)
class Assembled:
    """Canonical text, its pieces, the address of each piece, and the links and the stretches in italics in the text."""

    text: str
    pieces: tuple[Piece, ...]
    urls: tuple[str, ...]
    links: tuple[Link, ...]
    italics: tuple[tuple[int, int], ...] = ()


def assembled(found: Sequence[Paragraph], kind: str) -> Assembled:
    """Put the paragraphs together, a blank line between two; `kind` is the source's kind."""
    texts: list[str] = []
    pieces: list[Piece] = []
    links: list[Link] = []
    italics: list[tuple[int, int]] = []
    position = 0
    for paragraph in _headings_settled(found, kind):
        start, ref, cut = position, paragraph.ref, 0
        if paragraph.note:
            label, cut = cut_label(paragraph.words)
            ref = f"footnote {label or paragraph.ref}".removesuffix(" ?")
        end = start + len(paragraph.words)
        pieces.append(
            Piece(start + cut, end, paragraph.level, paragraph.page, ref, quoted=paragraph.quoted, mark=paragraph.mark)
        )
        own = [(start + low, start + high, what, to) for low, high, what, to in paragraph.links]
        links += [Link(*link) for link in own if link[2] != ITALIC]
        for low, high, what, _ in own:
            if what == ITALIC:
                joins = bool(italics) and start <= italics[-1][0] and low - italics[-1][1] <= 1
                italics.append((italics.pop()[0] if joins else low, high))
        texts.append(paragraph.words)
        position = end + 2
    urls = tuple(paragraph.url for paragraph in found)
    return Assembled("\n\n".join(texts), tuple(pieces), urls, tuple(links), tuple(italics))


def _headings_settled(found: Sequence[Paragraph], kind: str) -> list[Paragraph]:
    """Short lines all in bold become headings where words follow them; headings that are only a number become marks."""
    settled = []
    decimals = sum(1 for p in found if not p.level and (mark := find_mark(p.words)) and "." in mark.label)
    for at, paragraph in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        if paragraph.maybe_heading and following is not None:
            paragraph = replace(paragraph, level=_HEADED_BY_EMPHASIS)
        elif paragraph.level and kind != "legislation" and _NUMBER_ALONE.match(paragraph.words):
            paragraph = replace(paragraph, level=0)
        elif paragraph.mark.endswith(".") and decimals > _FEW:
            # In a document whose paragraphs have numbers of their own, a list counts within one of them.
            paragraph = replace(paragraph, mark=f"({paragraph.mark[:-1]})")
        settled.append(paragraph)
    return settled
