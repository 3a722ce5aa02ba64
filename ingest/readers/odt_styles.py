"""Styles and list styles of an OpenDocument text: what is bold or a heading, and how lists are numbered."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ingest.readers.counting import LEVELS, Level
from ingest.readers.ooxml import child, local, number

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONGEST_CHAIN: Final = 32
_FORMS: Final = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_TITLE: Final = re.compile(r"(?:title|titel|titre|título|titolo)\Z", re.IGNORECASE)


def value(element: "_Element | None", name: str) -> str:
    """An attribute by its local name, whatever its namespace; empty where there is none."""
    for key, found in element.items() if element is not None else ():
        if key.rpartition("}")[2] == name:
            return found
    return ""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says with those it is based on; `title` marks the document's title, `listed` the list style."""

    bold: bool = False
    hidden: bool = False
    title: bool = False
    listed: str = ""


@dataclass(slots=True)
class Styles:
    """The styles of content.xml and styles.xml; the former win."""

    _elements: dict[tuple[str, str], "_Element"] = field(default_factory=dict)
    _lists: dict[str, Mapping[int, Level]] = field(default_factory=dict)
    _known: dict[tuple[str, str], Style] = field(default_factory=dict)
    headings: Mapping[int, Level] = field(default_factory=dict)

    def add(self, root: "_Element") -> None:
        """Take the styles of one part of the file."""
        for group in root:
            if local(group) not in ("automatic-styles", "styles"):
                continue
            for element in group:
                name = local(element)
                if name == "style":
                    self._elements.setdefault((value(element, "family"), value(element, "name")), element)
                elif name == "list-style":
                    self._lists.setdefault(value(element, "name"), _levels(element))
                elif name == "outline-style" and not self.headings:
                    self.headings = _levels(element)

    def of(self, family: str, name: str) -> Style:
        """The style of a `paragraph` or of `text`."""
        key = (family, name)
        if key not in self._known:
            self._known[key] = self._resolved(family, name)
        return self._known[key]

    def levels(self, name: str) -> Mapping[int, Level]:
        """The levels of a list style by depth from 0."""
        return self._lists.get(name, {})

    def _resolved(self, family: str, name: str) -> Style:
        chain: list[_Element] = []
        at = name
        while (family, at) in self._elements and len(chain) < _LONGEST_CHAIN:
            chain.append(self._elements[family, at])
            at = value(chain[-1], "parent-style-name")
        weight = _first(value(child(element, "text-properties"), "font-weight") for element in chain)
        display = _first(value(child(element, "text-properties"), "display") for element in chain)
        title = any(_TITLE.match(value(e, "display-name") or value(e, "name")) for e in chain) or bool(
            _TITLE.match(name)
        )
        bold = weight == "bold" or (weight.isdigit() and int(weight) >= 600)
        listed = _first(value(element, "list-style-name") for element in chain)
        return Style(bold, display == "none", title, listed)


def _first(values: Iterable[str]) -> str:
    return next((found for found in values if found), "")


def _levels(style: "_Element") -> dict[int, Level]:
    """The levels of a list style; what is printed holds the numbers of as many levels as are to be shown."""
    found = {}
    for element in style:
        depth = number(value(element, "level"), 0) - 1
        if not 0 <= depth < LEVELS:
            continue
        if local(element) == "list-level-style-bullet" or local(element) == "list-level-style-image":
            found[depth] = Level(form="bullet", text="")
            continue
        form = _FORMS.get(value(element, "num-format"), "none")
        shown = max(1, min(depth + 1, number(value(element, "display-levels"), 1)))
        numbers = ".".join(f"%{place + 1}" for place in range(depth + 1 - shown, depth + 1))
        text = f"{value(element, 'num-prefix')}{numbers}{value(element, 'num-suffix')}" if form != "none" else ""
        found[depth] = Level(number(value(element, "start-value"), 1), form, text[:200])
    return found
