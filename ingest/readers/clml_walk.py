"""A walk over CLML: running text and numbered provisions. Elements are visited once, and nothing is searched for.

The walk goes down by recursion, which `xml_safe` bounds; what other elements need stands in `clml_headings` and
`clml_lists`.
"""

from collections.abc import Callable, Mapping
from typing import Final

from ingest.readers.clml_inline import LEG, Inline
from ingest.readers.clml_metadata import Facts
from ingest.readers.clml_names import is_provision_id, label
from ingest.readers.clml_text import Mark, Place, Words, Writer, squeezed, terms_at_start
from ingest.readers.xml_safe import Element

Handler = Callable[["Walk", Element, Place], None]

TEXT: Final = LEG + "Text"
PNUMBER: Final = LEG + "Pnumber"
LEVELS: Final = {f"{LEG}P{level}": level for level in range(1, 8)}
"""The elements of numbered provisions, and how deep each stands."""

_INNER: Final = frozenset(f"{LEG}P{level}para" for level in range(1, 8))
_STATES: Final = frozenset({"repealed", "prospective", "discarded"})
_DOTS: Final = " .…·\u00a0\u2009"


class Walk:
    """One document being read into a `Writer`."""

    def __init__(self, facts: Facts, handlers: Mapping[str, Handler]) -> None:
        self.handlers = handlers
        self.out = Writer()
        self.inline = Inline(facts.address)
        self.facts = facts
        self.images = 0
        self.restarts: dict[Element, bool] = {}
        self.prefix = facts.prefix
        self.unit = facts.unit
        self.defining: Place | None = None

    def place(self, ref: str = "", heading: str = "") -> Place:
        """A place for what is in no provision."""
        address = self.facts.address
        return Place(ref, heading, address, address, loose=True)

    # Running text

    def inside(self, element: Element, place: Place) -> None:
        """Read everything inside an element as belonging to a place."""
        for child in element:
            tag = child.tag
            if tag == TEXT:
                self.text(child, place)
            elif tag in _INNER:
                self.inside(child, place)
            elif tag in LEVELS:
                self.provision(child, place)
            else:
                handler = self.handlers.get(tag)
                if handler is None:
                    self.unknown(child, place)
                else:
                    handler(self, child, place)

    def text(self, element: Element, place: Place) -> None:
        """One paragraph."""
        if len(element):
            self.rich(self.inline.words(element), place)
            return
        words = element.text
        if words and (words := squeezed(words)):
            if place.loose or place is self.defining or words[0] in _DOTS:
                self.line(place, words, ())
            else:  # the same, for what nearly every paragraph is
                place.live = True
                self.out.paragraph(place, words)

    def rich(self, words: Words, place: Place) -> None:
        """A paragraph that was put together."""
        whole, marks = words.finished()
        if whole:
            place.gone |= words.gone
            place.live |= words.live
            self.line(place, whole, tuple(marks), judged=True)

    def line(self, place: Place, words: str, marks: tuple[Mark, ...], *, judged: bool = False) -> None:
        """A paragraph as a line of its place; in a loose place it is counted."""
        if place.loose and not self.out.quoting:
            own = place.counted()
            own.gone, own.live = place.gone, place.live
            place.gone = place.live = False
            self.line(own, words, marks, judged=judged)
            self.out.flush(own)
            return
        if not judged:
            if words[0] in _DOTS and not words.strip(_DOTS):
                place.gone = True
            else:
                place.live = True
        if place is self.defining:
            self.defining = None
            if not any(kind == "definition" for *_, kind, _ in marks):
                found = terms_at_start(words)
                marks += tuple((start, end, "definition", words[start:end]) for start, end in found)
        self.out.paragraph(place, words, marks)

    def unknown(self, element: Element, place: Place) -> None:
        """An element that is not known: what is inside it, or its words where it holds nothing else."""
        if any(child.tag == TEXT or child.tag in self.handlers or child.tag in LEVELS for child in element.iter()):
            if element.text and (words := squeezed(element.text)):
                self.line(place, words, ())
            self.inside(element, place)
        else:
            self.rich(self.inline.words(element), place)

    # Provisions

    def provision(self, element: Element, place: Place) -> None:
        """A numbered provision, or one without a number, which belongs to what holds it."""
        out = self.out
        level = LEVELS[element.tag]
        first = element[0] if len(element) else None
        if first is None or first.tag != PNUMBER:
            self.inside(element, place)
            return
        number = (first.text or "") if not len(first) else self.inline.words(first).finished()[0]
        plain = number.isalnum()
        number = number if plain else squeezed(number)
        if out.quoting:
            out.number(_shown(first, number, level))
            self._after_number(element, place)
            return
        if place.start >= 0:
            out.flush(place)
        name = number if plain else label(number)
        outermost = level == 1 or place.loose
        ref = f"{self.prefix}{name}" if outermost else f"{place.ref}({name})"
        base = ""
        if place.base and name.isalnum():
            base = f"{place.base}/{self.unit}/{name}" if outermost else f"{place.base}/{name}"
        own = Place(ref, place.heading, base or place.url, base, place.state) if name else _nameless(place)
        own.lead = place.lead + place.own
        if element.keys():
            self.stand(element, own)
        out.number(_shown(first, number, level))
        self._after_number(element, own)
        out.close(own)

    def _after_number(self, element: Element, place: Place) -> None:
        for child in element:
            tag = child.tag
            if tag in _INNER:
                self.inside(child, place)
            elif tag != PNUMBER:
                if tag == TEXT:
                    self.text(child, place)
                elif tag in LEVELS:
                    self.provision(child, place)
                else:
                    self.handlers.get(tag, Walk.unknown)(self, child, place)

    def stand(self, element: Element, place: Place) -> None:
        """What the attributes of an element say of its address and standing."""
        if url := element.get("DocumentURI", "") or element.get("IdURI", ""):
            place.url = url
        elif (own := element.get("id", "")) and self.facts.address and is_provision_id(own):
            place.url = place.base = f"{self.facts.address}/{own.replace('-', '/')}"
        status = element.get("Status", "").lower()
        if status in _STATES:
            place.state = status
        elif element.get("Match", "") == "false":
            ended, begins = element.get("RestrictEndDate", ""), element.get("RestrictStartDate", "")
            if ended and (not self.facts.valid or ended <= self.facts.valid):
                place.state = "repealed"
            elif begins and self.facts.valid and begins > self.facts.valid:
                place.state = "prospective"

    def paragraph(self, element: Element, place: Place) -> None:
        """An unnumbered paragraph with what it holds: its place is counted where no provision holds it."""
        if not place.loose or self.out.quoting or not holds_words(element):
            self.inside(element, place)
            return
        own = place.counted()
        self.inside(element, own)
        self.out.close(own)


def holds_words(element: Element) -> bool:
    """Whether an element has a paragraph of its own."""
    return any(child.tag == TEXT for child in element)


def _nameless(place: Place) -> Place:
    """The place of a provision whose number is empty."""
    return place.counted() if place.loose else Place(place.ref, place.heading, place.url, "", place.state)


def _shown(element: Element, number: str, level: int) -> str:
    """A number as it is printed: the markup's own brackets, or those that its level has."""
    if not number:
        return ""
    if element.keys() and (element.get("PuncBefore", "") or element.get("PuncAfter", "")):
        return f"{element.get('PuncBefore', '')}{number}{element.get('PuncAfter', '')}"
    return number if level == 1 or not number.isalnum() else f"({number})"
