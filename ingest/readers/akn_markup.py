"""Akoma Ntoso as XML, and as the HTML that legislation.gov.uk makes of it: one view of both for the walk."""

from typing import Final

from ingest.readers.clml_inline import name_of
from ingest.readers.clml_names import is_provision_id
from ingest.readers.clml_text import Words
from ingest.readers.xml_safe import Element

LINKED: Final = frozenset({"ref", "mref", "rref", "a"})
SKIPPED: Final = frozenset(
    {"meta", "toc", "noteRef", "img", "coverPage", "marker", "fn", "header", "nav", "style", "script", "colgroup",
     "figure", "link", "title", "head"}
)  # fmt: skip
"""Navigation and marks without words of the document."""

_NAMED: Final = frozenset({"hcontainer", "container", "tblock", "block"})
_HTML: Final = frozenset({"section", "div", "article", "span", "h1", "h2", "h3", "h4", "h5", "h6"})
_APART: Final = frozenset({"p", "br", "block", "li", "tr", "td", "th", "item", "div", "num", "heading", "subheading"})


def xml_kind(element: Element) -> str:
    """What an element of Akoma Ntoso is: its name, or the name that a general container gives itself."""
    kind = name_of(element)
    return element.get("name", "") or kind if kind in _NAMED else kind


def html_kind(element: Element) -> str:
    """What an element of the site's HTML was in Akoma Ntoso: its class says so."""
    tag = element.tag
    if tag not in _HTML:
        return tag
    classes = element.get("class", "").split()
    if tag[0] == "h" and not classes:
        return "h"
    kind = next((one for one in classes if one not in _NAMED), tag)
    return "mainBody" if kind == "body" else kind


class AknInline:
    """Reads paragraphs of Akoma Ntoso: links, terms, what was struck out; notes within them are kept for the end."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.notes: list[Element] = []
        self.noted: dict[str, int] = {}

    def words(self, element: Element) -> Words:
        """All of an element as one paragraph."""
        found = Words()
        self.run(element, found)
        return found

    def run(self, element: Element, words: Words) -> None:
        """Add everything inside an element to a paragraph."""
        words.add(element.text)
        for child in element:
            self.child(child, words)
            words.add(child.tail)

    def row(self, element: Element) -> Words:
        """One row of a table, its cells apart by tabs."""
        words = Words()
        for position, cell in enumerate(element):
            if position:
                words.tab()
            self.run(cell, words)
        return words

    def child(self, element: Element, words: Words) -> None:
        """Add one element to a paragraph."""
        kind = name_of(element)
        classes = element.get("class", "").split()
        if kind in ("term", "def") or "term" in classes:
            start, part = words.length, len(words.parts)
            self.run(element, words)
            words.mark(start, "definition", words.since(part))
        elif kind in LINKED and "placeholder" not in classes:
            start, part = words.length, len(words.parts)
            self.run(element, words)
            words.mark(start, "reference", self._target(element.get("href", "")))
        elif kind == "authorialNote" or "footnote" in classes:
            self.notes.append(element)
        elif kind in SKIPPED or "fn" in classes:
            return
        elif kind == "del":
            words.repealed += 1
            self.run(element, words)
            words.repealed -= 1
        else:
            if kind in _APART:
                words.add(" ")
            self.run(element, words)
            if kind in _APART:
                words.add(" ")

    def _target(self, address: str) -> str:
        if address.startswith("#"):
            own = address[1:]
            return f"{self._address}/{own.replace('-', '/')}" if self._address and is_provision_id(own) else ""
        return address if address.startswith(("http://", "https://")) else ""
