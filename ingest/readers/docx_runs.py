"""The words of one paragraph of a Word document: runs, links, fields, tracked changes, and what is anchored in it."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ingest.readers.docx_styles import Styles
from ingest.readers.flow import Run
from ingest.readers.ooxml import Relation, attribute, child, is_on, local, number

if TYPE_CHECKING:
    from lxml.etree import _Element

_ADDRESS: Final = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+)?"(?P<address>[^"]*)"', re.IGNORECASE)
_SIGNS: Final = {"tab": "\t", "cr": "\n", "ptab": "\t", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}", "br": "\n"}
_LEFT_OUT: Final = frozenset(("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "rt", "proofErr", "object"))
_PRIVATE: Final = range(0xF000, 0xF100)
_LONGEST_INSTRUCTION: Final = 4_000
_MOST_FIELDS: Final = 100
"""Fields inside one another beyond these are not looked at."""


@dataclass(slots=True)
class Told:
    """What was met on the way and is said in a note: how many of each kind."""

    counts: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Found:
    """The runs of a paragraph, the boxes anchored in it and the notes it calls, as (kind, id)."""

    runs: list[Run] = field(default_factory=list)
    boxes: list["_Element"] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction first, its result after `separated`."""

    instruction: str = ""
    separated: bool = False

    @property
    def link(self) -> str:
        match = _ADDRESS.match(self.instruction)
        return match["address"] if match else ""


class Runs:
    """Walks over the content of paragraphs; fields may reach over several of them."""

    def __init__(self, styles: Styles, relations: Mapping[str, Relation], told: Told) -> None:
        self._styles = styles
        self._relations = relations
        self._told = told
        self._fields: list[_Field] = []
        self._beyond = 0

    def of(self, paragraph: "_Element", *, bold: bool) -> Found:
        """The words of a `w:p`; `bold` says how its style sets them."""
        found = Found()
        # An instruction that does not end with its paragraph is damage, and must not swallow all that follows.
        self._fields = [begun for begun in self._fields if begun.separated]
        self._beyond = 0
        self._walk(paragraph, found, link="", bold=bold)
        return found

    def _walk(self, element: "_Element", found: Found, *, link: str, bold: bool) -> None:
        for part in element:
            name = local(part)
            if name in ("del", "moveFrom"):
                self._told.counts["deletions"] += any(local(inner) == "r" for inner in part)
            elif name in _LEFT_OUT:
                continue
            elif name == "r":
                self._run(part, found, link=link, bold=bold)
            elif name == "hyperlink":
                self._walk(part, found, link=self._target(part) or link, bold=bold)
            elif name == "oMath" or name == "oMathPara":
                words = "".join(inner.text or "" for inner in part.iter() if local(inner) == "t")
                self._add(found, Run(words, bold, link))
            elif name == "AlternateContent":
                self._walk(_choice(part), found, link=link, bold=bold)
            else:
                self._told.counts["insertions"] += name in ("ins", "moveTo") and len(part) > 0
                self._walk(part, found, link=link, bold=bold)

    def _target(self, hyperlink: "_Element") -> str:
        given = next((value for key, value in hyperlink.items() if key.endswith("}id")), "")
        relation = self._relations.get(given)
        return relation.target if relation and relation.external else ""

    def _run(self, run: "_Element", found: Found, *, link: str, bold: bool) -> None:
        letters = child(run, "rPr")
        named = child(letters, "rStyle")
        style = self._styles.character(attribute(named, "val")) if named is not None else None
        own, hidden = child(letters, "b"), child(letters, "vanish")
        if own is not None:
            bold = is_on(own)
        elif style and style.bold is not None:
            bold = style.bold
        if is_on(hidden) if hidden is not None else bool(style and style.hidden):
            self._told.counts["hidden"] += any(local(part) == "t" for part in run)
            self._fields_in(run)
            return
        for part in run:
            self._part(part, found, link=link, bold=bold)

    def _fields_in(self, run: "_Element") -> None:
        """Keep count of fields that begin and end in hidden words."""
        for part in run:
            if local(part) in ("fldChar", "instrText"):
                self._field(part)

    def _part(self, part: "_Element", found: Found, *, link: str, bold: bool) -> None:
        name = local(part)
        if name == "t":
            self._add(found, Run((part.text or "").replace("\n", " "), bold, link))
        elif name in _SIGNS:
            self._add(found, Run(_SIGNS[name], bold, link))
        elif name == "sym":
            self._add(found, Run(_symbol(part), bold, link))
        elif name in ("fldChar", "instrText"):
            self._field(part)
        elif name in ("footnoteReference", "endnoteReference"):
            found.calls.append((name.removesuffix("Reference"), attribute(part, "id")))
        elif name == "commentReference":
            self._told.counts["comments"] += 1
        elif name in ("drawing", "pict", "object"):
            found.boxes += _boxes(part)
        elif name == "AlternateContent":
            for inner in _choice(part):
                self._part(inner, found, link=link, bold=bold)
        elif name == "ruby":
            base = child(part, "rubyBase")
            for inner in base if base is not None else ():
                self._run(inner, found, link=link, bold=bold)

    def _field(self, part: "_Element") -> None:
        if local(part) == "instrText":
            if self._fields and len(self._fields[-1].instruction) < _LONGEST_INSTRUCTION:
                self._fields[-1].instruction += part.text or ""
            return
        kind = attribute(part, "fldCharType")
        if kind == "begin" and len(self._fields) < _MOST_FIELDS:
            self._fields.append(_Field())
        elif kind == "begin":
            self._beyond += 1
        elif kind == "separate" and self._fields:
            self._fields[-1].separated = True
        elif kind == "end" and self._beyond:
            self._beyond -= 1
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _add(self, found: Found, run: Run) -> None:
        """Take words, unless they belong to the instruction of a field; words in a link field are linked."""
        if not run.words or any(not open_field.separated for open_field in self._fields):
            return
        link = run.link or next((f.link for f in reversed(self._fields) if f.link), "")
        found.runs.append(Run(run.words, run.bold, link))


def _choice(alternatives: "_Element") -> "_Element":
    """Of one thing in several forms the first; the others say the same again."""
    chosen = child(alternatives, "Choice")
    if chosen is None:
        chosen = child(alternatives, "Fallback")
    return alternatives if chosen is None else chosen


def _boxes(drawing: "_Element") -> list["_Element"]:
    """The text boxes in a drawing, outermost first; those inside others are met with these."""
    found: list[_Element] = []

    def look(element: "_Element") -> None:
        for part in element:
            if local(part) == "txbxContent":
                found.append(part)
            else:
                look(_choice(part) if local(part) == "AlternateContent" else part)

    walk: Callable[[_Element], None] = look
    walk(drawing)
    return found


def _symbol(element: "_Element") -> str:
    """A sign given by its number in a font; those of picture fonts have no letter and are left out."""
    text = attribute(element, "char")
    code = int(text, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", text) else 0
    picture = code in _PRIVATE or re.match(r"(?:symbol|wingdings|webdings)", attribute(element, "font"), re.IGNORECASE)
    usable = 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if usable and not picture else ""


def is_deleted(properties: "_Element | None", name: str = "rPr") -> bool:
    """Whether tracked changes delete the end of a paragraph, or (with `name` empty) a row."""
    holder = child(properties, name) if name else properties
    return child(holder, "del") is not None


def span_of(cell: "_Element") -> int:
    """How many columns a cell takes."""
    spanned = child(cell, "tcPr", "gridSpan")
    return max(1, min(64, number(attribute(spanned, "val"), 1))) if spanned is not None else 1
