"""numbering.xml of a Word document: what Word prints before each numbered paragraph."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ingest.readers.counting import Counters, Level
from ingest.readers.docx_styles import Style, Styles
from ingest.readers.ooxml import attribute, child, is_on, local, number

if TYPE_CHECKING:
    from lxml.etree import _Element


class Numbering:
    """Counts numbered paragraphs one after the other, as Word does.

    Numberings that share an abstract one count on in each other's numbers; one that says where it starts begins there
    the first time it is used.
    """

    def __init__(self, root: "_Element | None", styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[int, _Element] = {}
        self._linked: dict[str, int] = {}
        self._numberings: dict[int, _Element] = {}
        self._levels: dict[int, tuple[int, Mapping[int, Level]]] = {}
        self._by_style: dict[int, dict[str, int]] = {}
        self._counters: dict[int, Counters] = {}
        self._begun: set[int] = set()
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                self._add_abstract(element)
            elif local(element) == "num":
                self._numberings.setdefault(number(attribute(element, "numId")), element)

    def _add_abstract(self, element: "_Element") -> None:
        given = number(attribute(element, "abstractNumId"))
        self._abstract.setdefault(given, element)
        link = child(element, "styleLink")
        if link is not None:
            self._linked.setdefault(attribute(link, "val"), given)
        for level in element:
            style = child(level, "pStyle") if local(level) == "lvl" else None
            if style is not None:
                depth = number(attribute(level, "ilvl"), 0)
                self._by_style.setdefault(given, {}).setdefault(attribute(style, "val"), depth)

    def printed(self, numbering: int | None, depth: int | None, style: Style) -> str:
        """Count one paragraph and give the number printed before it; empty where there is none, or a bullet.

        `numbering` and `depth` are what the paragraph itself says; where it does not, its style decides.
        """
        given = style.numbering if numbering is None else numbering
        if not given or given not in self._numberings:
            return ""
        if given not in self._levels:
            self._levels[given] = self._read(given)
        abstract, levels = self._levels[given]
        if depth is None:
            depth = style.depth
        if depth is None or numbering is None:
            depth = self._by_style.get(abstract, {}).get(style.id, depth or 0)
        depth = max(0, min(8, depth))
        counters = self._counters.setdefault(abstract, Counters())
        if given not in self._begun:
            self._begun.add(given)
            for place in _starts(self._numberings[given]):
                counters.reached[place] = None
        return counters.next(levels, depth)

    def _read(self, given: int) -> tuple[int, Mapping[int, Level]]:
        element = self._numberings[given]
        pointed = child(element, "abstractNumId")
        abstract = self._real(number(attribute(pointed, "val")) if pointed is not None else -1)
        levels: dict[int, Level] = {}
        if abstract in self._abstract:
            levels = {depth: level for part in self._abstract[abstract] for depth, level in _level(part, Level())}
        for override in element:
            if local(override) != "lvlOverride":
                continue
            for part in override:
                levels.update(_level(part, Level()))
            depth, start = number(attribute(override, "ilvl"), 0), child(override, "startOverride")
            if start is not None:
                known = levels.get(depth, Level(text=f"%{depth + 1}."))
                begins = max(0, number(attribute(start, "val"), 1))
                levels[depth] = Level(begins, known.form, known.text, known.restart, known.legal)
        return abstract, levels

    def _real(self, abstract: int) -> int:
        """The abstract numbering behind one that only names a style."""
        element = self._abstract.get(abstract)
        link = child(element, "numStyleLink") if element is not None else None
        return self._linked.get(attribute(link, "val"), abstract) if link is not None else abstract


def _starts(numbering: "_Element") -> list[int]:
    """The levels that begin anew with this numbering."""
    parts = [part for part in numbering if local(part) == "lvlOverride" and child(part, "startOverride") is not None]
    return [place for part in parts if 0 <= (place := number(attribute(part, "ilvl"), 0)) <= 8]


def _level(element: "_Element", otherwise: Level) -> list[tuple[int, Level]]:
    """The level that a `w:lvl` gives with its depth; nothing for other elements."""
    if local(element) != "lvl":
        return []
    depth = max(0, min(8, number(attribute(element, "ilvl"), 0)))
    text, restart = _value(element, "lvlText", ""), _value(element, "lvlRestart", "")
    return [
        (
            depth,
            Level(
                start=max(0, number(_value(element, "start", "1"), 1)),
                form=_value(element, "numFmt", "decimal"),
                text=text[:200],
                restart=number(restart, 0) if restart else None,
                legal=is_on(child(element, "isLgl")),
            ),
        )
    ]


def _value(element: "_Element", name: str, otherwise: str) -> str:
    part = child(element, name)
    return attribute(part, "val") if part is not None else otherwise
