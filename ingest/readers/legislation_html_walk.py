"""A walk over the pages of legislation.gov.uk: flat paragraphs whose classes say how deep each provision stands."""

import re
from typing import Final

from ingest.readers import clml_names
from ingest.readers.base import HEADING_SEPARATOR
from ingest.readers.clml_inline import Inline
from ingest.readers.clml_lists import table
from ingest.readers.clml_metadata import Facts
from ingest.readers.clml_names import UNITS, is_provision_id, label
from ingest.readers.clml_text import Place, Words, squeezed, terms_at_start
from ingest.readers.clml_walk import Walk
from ingest.readers.xml_safe import Element

_NUMBER: Final = re.compile(r"Leg(?:S?P|SN)(?P<level>\d)No(?:C\d)?\Z")
_LEVEL: Final = re.compile(r"Leg(?:S?P|SN)(?P<level>\d)(?:Para)?Text(?:C\d)?\Z")
_DASHED: Final = re.compile(r"\s*[—–-]\s*\((?P<name>\w{1,5})\)\s*")
_BRACKETED: Final = re.compile(r"\s*\((?P<name>\w{1,5})\)\s*")
_HEADINGS: Final = {"Schedules": 0, "Schedule": 1, "Part": 2, "Chapter": 3, "Pblock": 4, "PsubBlock": 5, "P1Group": 6}
_HEADING: Final = re.compile(r"Leg(?P<what>Schedules|Schedule|Part|Chapter|PsubBlock|Pblock|P1Group)(?:First|Title|No)")
_SKIPPED: Final = (
    "LegCommentaryLink", "LegFootnoteRef", "LegExtentRestriction", "LegChangeDelimiter", "LegContents", "LegToc",
    "LegNavigation", "LegSearchResult", "navigation", "interface", "LegLangLink", "LegIntroTitle",
)  # fmt: skip
_FURNITURE: Final = frozenset({"script", "style", "nav", "form", "button", "img", "head", "noscript", "iframe"})
_APART: Final = frozenset({"br", "p", "div", "li", "td", "th"})
_COLUMN: Final = re.compile(r"Leg\w*(?:No|Title|Text|Type)(?:First)?(?:C\d)?(?:Amend)?\Z")
_BLOCKS: Final = frozenset({"p", "div", "ul", "ol", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section"})
_ALONE: Final = {
    "LegLongTitle": "long title",
    "LegDateOfEnactment": "date of enactment",
    "LegEnactingText": "preamble",
    "LegPreamble": "preamble",
    "LegSignatory": "signature",
    "LegSignedSection": "signature",
    "LegMadeDate": "made",
    "LegLaidDate": "laid",
    "LegComingIntoForce": "coming into force",
}


def skipped(element: Element) -> bool:
    """Whether an element is furniture, or an editor's mark that the XML has no words for."""
    return element.tag in _FURNITURE or element.get("class", "").startswith(_SKIPPED) or _hidden(element)


def _hidden(element: Element) -> bool:
    classes = element.get("class", "").split()
    return any(one.startswith(("LegCommentaryLink", "LegFootnoteRef", "LegExtentRestriction")) for one in classes)


class PageInline(Inline):
    """Paragraphs of a page: links by address, terms and repeals by class."""

    def _child(self, element: Element, name: str, words: Words) -> None:
        classes = element.get("class", "").split()
        if skipped(element):
            return
        start, part = words.length, len(words.parts)
        repealed = "LegRepeal" in classes
        words.repealed += repealed
        apart = name in _APART or any(_COLUMN.match(one) for one in classes)
        if apart:
            words.add(" ")
        self.run(element, words)
        if apart:
            words.add(" ")
        words.repealed -= repealed
        if name == "a" and element.get("href", "").startswith(("http://", "https://")):
            words.mark(start, "reference", element.get("href", ""))
        elif "LegTerm" in classes:
            words.mark(start, "definition", words.since(part))


class PageWalk(Walk):
    """One page; `_open` holds the provisions that are open, by level."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts, {})
        self.inline = PageInline(facts.address)
        self._root = self.place()
        self._open: dict[int, Place] = {}
        self._path: dict[int, str] = {}
        self._state = ""
        self._notes = 0

    def page(self, element: Element) -> None:
        """Read everything inside an element."""
        for child in element:
            if not skipped(child):
                self._block(child)

    def end(self) -> None:
        """Close what is open."""
        self._close(0)

    def _block(self, element: Element) -> None:
        classes = element.get("class", "").split()
        before = self._state
        self._state = _state_of(classes) or before
        alone = next((_ALONE[one] for one in classes if one in _ALONE), "")
        if any(one.startswith(("LegAnnotations", "LegCommentaries", "LegFootnotes")) for one in classes):
            self._annotations(element)
        elif alone and element.tag != "a":
            self._alone(element, alone)
        elif element.tag == "table":
            self._close(9)
            table(self, element, self._deepest())
        elif element.tag in ("ul", "ol"):
            self._list(element)
        elif element.tag[0] == "h" and element.tag[1:].isdigit():
            self._title(element, classes)
        elif element.tag in ("p", "li", "span") or not any(child.tag in _BLOCKS for child in element):
            self._paragraph(element, classes)
        else:
            self.page(element)
        self._state = before

    # Headings

    def _title(self, element: Element, classes: list[str]) -> None:
        inner = [one for part in element.iter() for one in part.get("class", "").split()]
        if any("Amend" in one for one in inner):
            self._paragraph(element, classes)
            return
        number = self._numbered(element)
        if number is not None:
            self._section(element, number)
            return
        what = next((match["what"] for one in inner if (match := _HEADING.match(one))), "")
        words, marks = self.inline.words(element).finished()
        self._close(1)
        self.out.heading(words, marks)
        if what and words:
            rank = _HEADINGS[what]
            self._path = {level: title for level, title in self._path.items() if level < rank}
            if what != "Schedules":
                self._path[rank] = words
            if what == "Schedule":
                self._schedule(element, words)

    def _schedule(self, element: Element, words: str) -> None:
        number = next((part for part in element.iter() if "LegScheduleNo" in part.get("class", "")), None)
        cited, path = clml_names.schedule("".join(number.itertext()) if number is not None else words)
        base = f"{self.facts.address}/{path}" if self.facts.address else ""
        self._root = Place(cited, "", base, base, loose=True)
        self.prefix, self.unit = f"{cited}, para ", "paragraph"

    def _section(self, element: Element, number: Element) -> None:
        """A heading that holds a section's number and title."""
        words = Words()
        for part in element:
            if part is not number and not skipped(part):
                words.add(" ")
                self.inline.run(part, words)
        title, marks = words.finished()
        self._close(1)
        self.out.heading(title, marks)
        self._path = {level: one for level, one in self._path.items() if level < _HEADINGS["P1Group"]}
        if title:
            self._path[_HEADINGS["P1Group"]] = title
        self._begin(1, "".join(number.itertext()), number.get("id", ""))

    @property
    def _heading(self) -> str:
        return HEADING_SEPARATOR.join(title for _, title in sorted(self._path.items()))

    # Provisions

    def _numbered(self, element: Element) -> Element | None:
        for part in element:
            if any(_NUMBER.match(one) for one in part.get("class", "").split()) and label("".join(part.itertext())):
                return part
        return None

    def _paragraph(self, element: Element, classes: list[str]) -> None:
        inner = classes + [one for part in element for one in part.get("class", "").split()]
        if any("Amend" in one for one in inner):
            self.rich(self.inline.words(element), self._deepest())
            return
        number = self._numbered(element)
        words = Words()
        if number is not None:
            level = next(int(m["level"]) for one in number.get("class", "").split() if (m := _NUMBER.match(one)))
            self._begin(level, "".join(number.itertext()), number.get("id", ""))
            words.add(element.text)
            for part in element:
                if part is not number:
                    self.inline._child(part, part.tag, words)
                words.add(part.tail)
            self._words(words, level, dashed=True)
            return
        deep = next((int(m["level"]) for one in inner if (m := _LEVEL.match(one))), 0)
        if deep:
            self._close(deep + 1)
        self._words(self.inline.words(element), deep, dashed=any("ParaText" in one for one in classes))

    def _words(self, words: Words, level: int, *, dashed: bool) -> None:
        """A paragraph of the deepest provision that is open; it may begin with a number that has no markup."""
        whole, marks = words.finished()
        pattern = _DASHED if whole.startswith(("—", "–", "-")) else _BRACKETED
        found = pattern.match(whole) if dashed and self._open else None
        if found and level < 3:
            self._begin(2, f"({found['name']})", "")
            cut = found.end()
            marks = [(max(s - cut, 0), e - cut, kind, target) for s, e, kind, target in marks if e > cut]
            whole = whole[cut:].strip()
        if whole:
            place = self._deepest()
            place.gone |= words.gone
            place.live |= words.live
            self.line(place, whole, tuple(marks), judged=True)

    def _begin(self, level: int, number: str, own: str) -> None:
        self._close(level)
        holder = self._deepest()
        self.out.flush(holder)
        name = label(number)
        unit = self.unit
        if own and is_provision_id(own) and own.partition("-")[0] in UNITS and self._root.ref == "":
            unit = own.partition("-")[0]
        prefix = self.prefix if self._root.ref else f"{UNITS[unit]} "
        ref = f"{prefix}{name}" if holder.loose else f"{holder.ref}({name})"
        base = f"{holder.base}/{unit}/{name}" if holder.loose else f"{holder.base}/{name}"
        base = base if holder.base and name.isalnum() else ""
        place = Place(ref, self._heading, base or holder.url, base, self._state, holder.lead + holder.own)
        self._open[level] = place
        self.out.number(squeezed(number))

    def _deepest(self) -> Place:
        if self._open:
            return self._open[max(self._open)]
        self._root.heading = self._heading
        self._root.state = self._state
        return self._root

    def _close(self, level: int) -> None:
        """Close the provisions at a level and below it."""
        for one in sorted((deep for deep in self._open if deep >= level), reverse=True):
            self.out.close(self._open.pop(one))

    # What stands apart

    def _list(self, element: Element) -> None:
        holder = self._deepest()
        for item in element:
            words = self.inline.words(item)
            whole, marks = words.finished()
            spans = terms_at_start(whole)
            own = holder
            if spans:
                self.out.flush(holder)
                ref = f"{holder.ref} “{whole[slice(*spans[0])]}”"
                own = Place(ref, holder.heading, holder.url, "", holder.state, holder.lead + holder.own)
                if not any(kind == "definition" for *_, kind, _ in marks):
                    marks += [(start, end, "definition", whole[start:end]) for start, end in spans]
            if whole:
                own.live |= words.live
                self.line(own, whole, tuple(marks), judged=True)
            if own is not holder:
                self.out.flush(own)

    def _alone(self, element: Element, ref: str) -> None:
        self._close(0)
        place = Place(ref, "", self.facts.address)
        self.rich(self.inline.words(element), place)
        self.out.flush(place)

    def _annotations(self, element: Element) -> None:
        self._close(1)
        for part in element.iter():
            classes = part.get("class", "").split()
            if not any(one in ("LegCommentaryItem", "LegCommentaryPara", "LegFootnote") for one in classes):
                continue
            self._notes += 1
            mark = next((c for c in part.iter() if c.get("class", "").startswith(_MARKS)), None)
            name = label("".join(mark.itertext())) if mark is not None else str(self._notes)
            kind = "footnote" if "LegFootnote" in classes else "annotation"
            place = Place(f"{kind} {name}", "", self.facts.address)
            words = Words()
            for child in part:
                if child is not mark and (mark is None or mark not in list(child)):
                    self.inline._child(child, "div", words)
                words.add(child.tail)
            self.rich(words, place)
            self.out.flush(place)


_MARKS: Final = ("LegCommentaryType", "LegFootnoteNo", "LegCommentaryNo")


def _state_of(classes: list[str]) -> str:
    if any(one.startswith("LegBlockNotYetInForce") for one in classes):
        return "prospective"
    return "repealed" if any(one.startswith("LegBlockRepealed") for one in classes) else ""
