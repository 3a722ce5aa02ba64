"""A walk over Akoma Ntoso: Acts, bills, instruments, and documents such as explanatory notes."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from ingest.readers import clml_names
from ingest.readers.akn_markup import LINKED, SKIPPED, AknInline
from ingest.readers.clml_inline import name_of
from ingest.readers.clml_lists import table
from ingest.readers.clml_metadata import Facts
from ingest.readers.clml_names import UNITS, is_provision_id, label
from ingest.readers.clml_text import Place, Words, squeezed, terms_at_start
from ingest.readers.clml_walk import Walk
from ingest.readers.xml_safe import Element

_CONTAINERS: Final = frozenset(
    {"part", "chapter", "title", "book", "tome", "division", "subpart", "subchapter", "subtitle", "subdivision",
     "crossheading", "subheadingGroup", "P1group", "P2group", "P3group", "EUPart", "EUTitle", "EUChapter", "EUSection"}
)  # fmt: skip
_SCHEDULES: Final = frozenset({"schedule", "annex", "appendix", "attachment"})
_NUMBERED: Final = frozenset(
    {"section", "article", "regulation", "rule", "paragraph", "subsection", "subparagraph", "clause", "subclause",
     "level", "point", "indent", "item", "alinea", "list", "proviso", "transitional", "recital", "P1", "P2", "P3"}
)  # fmt: skip
_LINES: Final = frozenset({"p", "heading", "subheading", "longTitle", "docTitle", "docNumber", "span", "num", "block"})
_QUOTED: Final = frozenset({"quotedStructure", "embeddedStructure"})
_INLINE: Final = frozenset({"b", "i", "u", "em", "strong", "inline", "term", "def", "date", "ins", "del", "sup", "sub"})
_LONGEST_HEADING: Final = 200


class AknWalk(Walk):
    """One document being read; `kind_of` says what an element is, `notes` that it is a document and no legislation."""

    def __init__(self, facts: Facts, kind_of: Callable[[Element], str], *, notes: bool) -> None:
        super().__init__(facts, {})
        self.kind_of = kind_of
        self.akn = AknInline(facts.address)
        self.inline = self.akn  # type: ignore[assignment]
        self._counted_only = notes
        self._path: list[str] = []

    def inside(self, element: Element, place: Place) -> None:
        """Read everything inside an element as belonging to a place."""
        if element.text and (words := squeezed(element.text)):
            self.line(place, words, ())
        for child in element:
            self.node(child, place)
            if child.tail and (words := squeezed(child.tail)):
                self.line(place, words, ())

    def node(self, element: Element, place: Place) -> None:
        """Read one element."""
        kind = self.kind_of(element)
        if kind in SKIPPED:
            self.images += kind == "img"
        elif kind == "table":
            table(self, element, place)
        elif kind in _QUOTED:
            self._quote(element, place)
        elif kind in ("authorialNote", "footnote"):
            self.akn.notes.append(element)
        elif kind in _LINES or kind in LINKED or kind in _INLINE:
            self._lines(element, place)
        elif self._part(element, "num") is None and kind == "item":
            self._item(element, place)
        elif kind in _SCHEDULES:
            self._schedule(element, place, kind)
        elif kind in _CONTAINERS or (kind in _NUMBERED and self._is_heading(element, kind)):
            self._container(element, place, kind)
        elif kind in _NUMBERED and self._part(element, "num") is not None:
            self._provision(element, place, kind)
        elif kind == "level" and (title := self._bold(element)) is not None:
            self._loose_heading(title, place)
        else:
            self.inside(element, place)

    # Numbers and headings

    def _part(self, element: Element, kind: str) -> Element | None:
        """The number or heading of an element; in HTML they stand in a heading of its own."""
        for child in element:
            name = self.kind_of(child)
            if name == kind:
                return child
            if name == "h":
                return self._part(child, kind)
            if name not in ("num", "heading", "subheading"):
                return None
        return None

    def _is_heading(self, element: Element, kind: str) -> bool:
        """Whether what might be a provision is a mere heading over others: always for a section of a document."""
        if self._part(element, "heading") is None:
            return False
        return self._counted_only if kind in ("section", "level", "part") else False

    def _heading(self, element: Element, *kinds: str) -> str:
        words = Words()
        for kind in kinds:
            part = self._part(element, kind)
            if part is not None:
                words.add(" ")
                self.akn.run(part, words)
        whole, marks = words.finished()
        self.out.heading(whole, marks)
        return whole

    def _rest(self, element: Element, place: Place) -> None:
        for child in element:
            kind = self.kind_of(child)
            if kind not in ("num", "heading", "subheading", "h"):
                self.node(child, place)
            elif kind == "num":
                for note in child.iter():
                    if name_of(note) == "authorialNote":
                        self._introduced(note, place)

    def _introduced(self, note: Element, place: Place) -> None:
        """What a schedule says of the provision that introduces it."""
        own = Place(place.ref or "reference", place.heading, place.url, "", place.state)
        self.rich(self.akn.words(note), own)
        self.out.flush(own)
        self.akn.notes = [one for one in self.akn.notes if one is not note]

    def _container(self, element: Element, place: Place, kind: str) -> None:
        if self.out.quoting:
            self.inside(element, place)
            return
        title = self._heading(element, "num", "heading", "subheading")
        self.out.flush(place)
        own = Place(place.ref, place.under(title), place.url, place.base, place.state, place.lead + place.own)
        own.loose = place.loose
        self.stand(element, own)
        before = self.prefix
        if kind == "part" and place.ref and self._restarts(element):
            number = label(title.lower().removeprefix("part").split(" ")[1] if " " in title else title)
            self.prefix = f"{before.removesuffix('para ')}pt. {number}, para "
        self._rest(element, own)
        self.prefix = before
        self.out.flush(own)

    def _schedule(self, element: Element, place: Place, kind: str) -> None:
        number = self._part(element, "num")
        said = Words()
        if number is not None:
            self.akn.run(number, said)
        if self.out.quoting or (number is None and self._part(element, "heading") is None):
            self.inside(element, place)
            return
        cited, path = clml_names.schedule(said.finished()[0], kind)
        title = self._heading(element, "num", "heading", "subheading")
        base = f"{self.facts.address}/{path}" if self.facts.address else ""
        own = Place(cited, place.under(title), base, base, place.state, loose=True)
        self.stand(element, own)
        before = (self.prefix, self.unit)
        self.prefix, self.unit = f"{cited}, para ", "paragraph"
        self._rest(element, own)
        self.prefix, self.unit = before
        self.out.flush(own)

    def _restarts(self, part: Element) -> bool:
        parent = part.getparent()
        if parent is not None and parent not in self.restarts:
            seen: Counter[str] = Counter()
            for one in parent:
                seen.update(set(self._labels(one)))
            self.restarts[parent] = any(count > 1 for count in seen.values())
        return parent is not None and self.restarts[parent]

    def _labels(self, element: Element) -> Iterator[str]:
        for child in element:
            kind = self.kind_of(child)
            if kind in _NUMBERED and (number := self._part(child, "num")) is not None:
                yield label("".join(number.itertext()))
            elif kind in _CONTAINERS:
                yield from self._labels(child)

    # Provisions

    def _provision(self, element: Element, place: Place, kind: str) -> None:
        number = self._part(element, "num")
        shown = self.akn.words(number).finished()[0] if number is not None else ""
        if self.out.quoting:
            self.out.number(shown)
            if (title := self._part(element, "heading")) is not None:
                self.rich(self.akn.words(title), place)
            self._rest(element, place)
            return
        self.out.flush(place)
        heading = place.under(self._heading(element, "heading", "subheading"))
        name = label(shown)
        outermost = place.loose
        unit = kind if kind in UNITS and not self._within_schedule() else self.unit
        prefix = f"{UNITS[unit]} " if unit == kind != "paragraph" else self.prefix
        ref = f"{prefix}{name}" if outermost else f"{place.ref}({name})"
        base = ""
        if place.base and name.isalnum():
            base = f"{place.base}/{unit}/{name}" if outermost else f"{place.base}/{name}"
        own = Place(ref if name else place.ref, heading, base or place.url, base, place.state, place.lead + place.own)
        self.stand(element, own)
        self.out.number(shown)
        self._rest(element, own)
        self.out.close(own)

    def _within_schedule(self) -> bool:
        return self.prefix.endswith(", para ")

    def stand(self, element: Element, place: Place) -> None:
        """What the attributes of an element say of its address and standing."""
        own = element.get("eId", "") or element.get("id", "")
        if own and self.facts.address and is_provision_id(own) and not self._counted_only:
            place.url = place.base = f"{self.facts.address}/{own.replace('-', '/')}"
        status = ""
        for key in element.keys():  # noqa: SIM118 (an element's own keys are its attributes)
            if key.rpartition("}")[2].lower() in ("status", "data-status"):
                status = element.get(key, "").lower()
        status = "repealed" if status == "removed" else status
        if status in ("repealed", "prospective", "discarded"):
            place.state = status

    def _item(self, element: Element, place: Place) -> None:
        """An item without a number: a definition is a passage of its own, a bullet a line of its paragraph."""
        words = squeezed("".join(element.itertext()))
        spans = [] if self.out.quoting else terms_at_start(words)
        if not spans:
            self.inside(element, place)
            return
        self.out.flush(place)
        ref = f"{place.ref} “{words[slice(*spans[0])]}”"
        own = Place(ref, place.heading, place.url, "", place.state, place.lead + place.own)
        self.defining = own
        self.inside(element, own)
        self.out.close(own)

    # Lines

    def _lines(self, element: Element, place: Place) -> None:
        """A paragraph; provisions quoted within it go on lines of their own."""
        if not any(self.kind_of(inner) in _QUOTED for inner in element.iter()):
            self.rich(self.akn.words(element), place)
            return
        own = place.counted() if place.loose and not self.out.quoting else place
        self._mixed(element, own, Words())
        if own is not place:
            self.out.close(own)

    def _mixed(self, element: Element, place: Place, words: Words) -> None:
        words.add(element.text)
        for child in element:
            if self.kind_of(child) in _QUOTED:
                self.rich(words, place)
                self._quote(child, place)
                words = Words()
                if child.tail and (tail := squeezed(child.tail)):
                    self.out.glue(place, tail)
                continue
            if any(self.kind_of(inner) in _QUOTED for inner in child.iter()):
                self.rich(words, place)
                words = Words()
                self._mixed(child, place, words)
                if child.tail and (tail := squeezed(child.tail)):
                    self.out.glue(place, tail)
                continue
            self.akn.child(child, words)
            words.add(child.tail)
        self.rich(words, place)

    def _quote(self, element: Element, place: Place) -> None:
        self.out.quoting += 1
        self.inside(element, place)
        self.out.quoting -= 1

    def _bold(self, element: Element) -> str | None:
        """The words of a level that is nothing but one line in bold: a heading of older notes."""
        lines = [inner for inner in element.iter() if name_of(inner) == "p"]
        if len(lines) != 1 or any(name_of(inner) in ("table", "li") for inner in element.iter()):
            return None
        line = lines[0]
        strong = all(name_of(part) in ("b", "strong", "i", "u") and not (part.tail or "").strip() for part in line)
        words = squeezed("".join(line.itertext()))
        return words if strong and len(line) and not (line.text or "").strip() and words else None

    def _loose_heading(self, title: str, place: Place) -> None:
        """A heading that stands beside what it is over: one in capitals is above the others."""
        if len(title) > _LONGEST_HEADING:
            self.line(place, title, ())
            return
        self.out.flush(place)
        self.out.heading(title)
        self._path = [title] if title.isupper() else [*[one for one in self._path if one.isupper()][-1:], title]
        place.heading = " › ".join(self._path)
        place.count = 0
