"""Styles of a Word document: which paragraphs are headings, numbered, bold, or lines of a table of contents."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.readers.ooxml import attribute, child, is_on, local, number

if TYPE_CHECKING:
    from lxml.etree import _Element

_BODY_LEVEL: Final = 9
_LONGEST_CHAIN: Final = 32
_HEADING: Final = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|titulo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|заголовок|"
    r"επικεφαλίδα|başlık|pennawd|ceannteideal|标题|標題|見出し|제목)\s*(?P<level>[1-9])\Z",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(r"(?:title|titel|titre|título|titolo|tytuł|otsikko)\Z", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"(?:toc \d|toc\d|table of (?:figures|authorities)|contents \d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it takes from those it is based on; `None` where neither says.

    `level` is a heading's, from 1 (a title) or 2; 0 where it is none. `numbering` is the id of a numbering, `depth` its
    level there from 0.
    """

    id: str = ""
    level: int = 0
    numbering: int | None = None
    depth: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    contents: bool = False


class Styles:
    """The styles by id; an unknown id gives the default paragraph's."""

    def __init__(self, root: "_Element | None") -> None:
        self._elements: dict[str, _Element] = {}
        self._default = ""
        self._known: dict[str, Style] = {}
        for element in root if root is not None else ():
            if local(element) == "style" and (style := attribute(element, "styleId")):
                self._elements.setdefault(style, element)
                if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                    self._default = style

    def of(self, style: str) -> Style:
        """The style with this id; where there is none, the default paragraph's."""
        style = style if style in self._elements or not self._default else self._default
        if style not in self._known:
            self._known[style] = self._resolved(style)
        return self._known[style]

    def character(self, style: str) -> Style:
        """A style of characters, which takes nothing from the default paragraph's."""
        return self.of(style) if style in self._elements else Style()

    def _resolved(self, style: str) -> Style:
        chain: list[_Element] = []
        at = style
        while at in self._elements and len(chain) < _LONGEST_CHAIN:
            chain.append(self._elements[at])
            based = child(self._elements[at], "basedOn")
            at = attribute(based, "val") if based is not None else ""
        found = Style(style)
        for element in reversed(chain):
            found = _with(found, element)
        return found


def _with(style: Style, element: "_Element") -> Style:
    """The style with what one element of its chain says on top."""
    paragraph, letters = child(element, "pPr"), child(element, "rPr")
    numbering, depth = numbering_of(paragraph)
    name = child(element, "name")
    named = attribute(name, "val").strip() if name is not None else ""
    level = outline_level(paragraph)
    if level is None:
        level = named_level(named) or style.level
    return Style(
        id=style.id,
        level=level,
        numbering=style.numbering if numbering is None else numbering,
        depth=style.depth if depth is None else depth,
        bold=_said(letters, "b", style.bold),
        hidden=_said(letters, "vanish", style.hidden),
        contents=style.contents or bool(_CONTENTS.match(named)),
    )


def outline_level(paragraph: "_Element | None") -> int | None:
    """The heading level that a paragraph's properties give, one below a title's; 0 for body text; None: not said."""
    element = child(paragraph, "outlineLvl")
    if element is None:
        return None
    level = number(attribute(element, "val"), _BODY_LEVEL)
    return level + 2 if 0 <= level < _BODY_LEVEL else 0


def numbering_of(paragraph: "_Element | None") -> tuple[int | None, int | None]:
    """The id of the numbering (0: none) and the level from 0 that the properties of a paragraph give."""
    numbered = child(paragraph, "numPr")
    given, depth = child(numbered, "numId"), child(numbered, "ilvl")
    return (
        None if given is None else number(attribute(given, "val"), 0),
        None if depth is None else max(0, min(8, number(attribute(depth, "val"), 0))),
    )


def named_level(name: str) -> int:
    """The heading level that the name of a style means, in many languages: 1 for a title, 2 for `heading 1`; else 0."""
    if match := _HEADING.match(name):
        return int(match["level"]) + 1
    return 1 if _TITLE.match(name) else 0


def _said(letters: "_Element | None", name: str, otherwise: bool | None) -> bool | None:
    element = child(letters, name)
    return otherwise if element is None else is_on(element)
