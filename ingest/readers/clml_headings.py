"""What CLML puts a heading over: parts, chapters, crossheadings, groups of provisions, schedules and annexes."""

from collections import Counter
from typing import Final

from ingest.readers import clml_names
from ingest.readers.clml_inline import LEG, name_of
from ingest.readers.clml_text import Place, Words, squeezed
from ingest.readers.clml_walk import LEVELS, Walk
from ingest.readers.xml_safe import Element

_TITLED: Final = frozenset({"Number", "Title", "TitleBlock", "Subtitle"})


def container(walk: Walk, element: Element, place: Place) -> None:
    """A part, chapter, crossheading or group with its heading."""
    if walk.out.quoting:
        walk.inside(element, place)
        return
    title = heading(walk, element)
    own = _within(walk, place, title)
    walk.stand(element, own)
    before = walk.prefix
    if name_of(element) == "Part" and _restarts(walk, element):
        number = clml_names.label(number_of(element).lower().removeprefix("part"))
        walk.prefix = f"{before.removesuffix('para ')}pt. {number}, para "
    untitled(walk, element, own)
    walk.prefix = before
    walk.out.flush(own)


def division(walk: Walk, element: Element, place: Place) -> None:
    """A division of an EU text: with a number and no title it is a recital or a point, else a heading."""
    if walk.out.quoting or any(name_of(child) == "Title" for child in element):
        container(walk, element, place)
        return
    number = number_of(element)
    walk.out.flush(place)
    name = clml_names.label(number)
    recital = place.ref == "preamble"
    ref = f"recital {name}" if recital else f"{place.ref}({name})" if place.ref else f"({name})"
    own = Place(ref if name else place.ref, place.heading, place.url, "", place.state)
    walk.stand(element, own)
    walk.out.number(number)
    untitled(walk, element, own)
    walk.out.close(own)


def schedule(walk: Walk, element: Element, place: Place) -> None:
    """A schedule or annex: its paragraphs are numbered within it."""
    if walk.out.quoting:
        walk.inside(element, place)
        return
    cited, path = clml_names.schedule(number_of(element), name_of(element).lower())
    title = heading(walk, element)
    address = walk.facts.address
    base = f"{address}/{path}" if address else ""
    own = Place(cited, place.under(title), base, base, place.state, loose=True)
    walk.stand(element, own)
    before = (walk.prefix, walk.unit)
    walk.prefix, walk.unit = f"{cited}, para ", "paragraph"
    untitled(walk, element, own)
    walk.prefix, walk.unit = before
    walk.out.flush(own)


def reference(walk: Walk, element: Element, place: Place) -> None:
    """What a schedule says of the provision that introduces it."""
    own = place if walk.out.quoting else Place(place.ref or "reference", place.heading, place.url, "", place.state)
    walk.rich(walk.inline.words(element), own)
    if own is not place:
        walk.out.flush(own)


def heading(walk: Walk, element: Element) -> str:
    """Write the heading of an element, number and title on one line, and say what it is."""
    words = Words()
    for child in element:
        if name_of(child) in _TITLED:
            words.add(" ")
            walk.inline.run(child, words)
    whole, marks = words.finished()
    walk.out.heading(whole, marks)
    return whole


def untitled(walk: Walk, element: Element, place: Place) -> None:
    """What is inside an element but for its heading."""
    for child in element:
        if child.tag in LEVELS:
            walk.provision(child, place)
        elif name_of(child) not in _TITLED:
            walk.handlers.get(child.tag, Walk.unknown)(walk, child, place)


def number_of(element: Element) -> str:
    """The number over a part or schedule as it stands there."""
    return next((squeezed("".join(child.itertext())) for child in element if name_of(child) == "Number"), "")


def _within(walk: Walk, place: Place, title: str) -> Place:
    walk.out.flush(place)
    own = Place(place.ref, place.under(title), place.url, place.base, place.state, place.lead + place.own)
    own.loose = place.loose
    return own


def _restarts(walk: Walk, part: Element) -> bool:
    """Whether the parts of one schedule number their paragraphs each from 1, so that a reference needs the part."""
    parent = part.getparent()
    if parent is None or parent.tag != LEG + "ScheduleBody":
        return False
    if parent in walk.restarts:
        return walk.restarts[parent]
    seen: Counter[str] = Counter()
    for one in parent:
        seen.update({p[0].text or "" for p in one.iter(LEG + "P1") if len(p) and not _quoted(p, one)})
    walk.restarts[parent] = any(count > 1 for count in seen.values())
    return walk.restarts[parent]


def _quoted(element: Element, within: Element) -> bool:
    up = element.getparent()
    while up is not None and up is not within:
        if up.tag == LEG + "BlockAmendment":
            return True
        up = up.getparent()
    return False
