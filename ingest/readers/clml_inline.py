"""Runs of text in CLML: characters by name, citations, terms, what was repealed; cells of tables."""

from typing import Final

from ingest.readers.clml_names import cited_address, is_provision_id
from ingest.readers.clml_text import Words
from ingest.readers.xml_safe import Element

LEG: Final = "{http://www.legislation.gov.uk/namespaces/legislation}"
"""The namespace of CLML's own elements."""

_CUT: Final = len(LEG)
_LINKS: Final = frozenset({"Citation", "CitationSubRef", "InternalLink", "ExternalLink"})
_MARKS: Final = frozenset({"FootnoteRef", "MarginNoteRef", "CommentaryRef", "Image", "AltVersionRefs", "Correction"})
_APART: Final = frozenset(
    {"Para", "Text", "P", "ListItem", "Title", "Subtitle", "DateText", "AddressLine", "PersonName", "JobTitle",
     "DepartmentName", "Address", "Number", "Key", "Where", "tr", "td", "th", "p", "li", "br", "LSseal"}
)  # fmt: skip
_CHARACTERS: Final = {
    "NonBreakingSpace": "\u00a0", "ThinSpace": "\u2009", "EnSpace": "\u2002", "EmSpace": "\u2003", "Minus": "\u2212",
    "DotPadding": " . . . ", "LinePadding": " ", "BoxPadding": " ", "EmDash": "—", "EnDash": "–",
}  # fmt: skip


def name_of(element: Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag[_CUT:] if tag.startswith(LEG) else tag.rpartition("}")[2]


class Inline:
    """Reads paragraphs with markup inside; remembers what was cited, and in which order notes were referred to."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._cited: dict[str, str] = {}
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
            self._child(child, name_of(child), words)
            words.add(child.tail)

    def row(self, element: Element) -> Words:
        """One row of a table, its cells apart by tabs."""
        words = Words()
        for position, cell in enumerate(element):
            if position:
                words.tab()
            self.run(cell, words)
        return words

    def note(self, element: Element) -> None:
        """Remember that an element refers to an annotation."""
        if key := element.get("CommentaryRef", "") or element.get("Ref", ""):
            self.noted.setdefault(key, len(self.noted))

    def _child(self, element: Element, name: str, words: Words) -> None:
        if name == "Character":
            words.add(_CHARACTERS.get(element.get("Name", ""), " "))
        elif name in _LINKS:
            start, part = words.length, len(words.parts)
            self.run(element, words)
            words.mark(start, "reference", self._target(element, name))
        elif name == "Term":
            start, part = words.length, len(words.parts)
            self.run(element, words)
            words.mark(start, "definition", words.since(part))
        elif name in _MARKS:
            self.note(element)
        elif name in ("Repeal", "Addition", "Substitution"):
            self.note(element)
            words.repealed += name == "Repeal"
            self.run(element, words)
            words.repealed -= name == "Repeal"
        elif name in _APART:
            words.add(" ")
            self.run(element, words)
            words.add(" ")
        else:
            self.run(element, words)

    def _target(self, element: Element, name: str) -> str:
        uri = element.get("URI", "") or ""
        if not uri and name == "Citation":
            uri = cited_address(element.get("Class", ""), element.get("Year", ""), element.get("Number", ""))
        if not uri and name == "InternalLink":
            uri = self._within(self._address, element.get("Ref", ""))
        if not uri and name == "CitationSubRef":
            uri = self._within(self._cited.get(element.get("CitationRef", ""), ""), element.get("SectionRef", ""))
        if uri and name == "Citation" and (key := element.get("id", "")):
            self._cited[key] = uri
        return uri

    @staticmethod
    def _within(address: str, place: str) -> str:
        return f"{address}/{place.replace('-', '/')}" if address and is_provision_id(place) else ""
