"""Lists, tables and quoted provisions of CLML."""

from collections.abc import Iterator
from typing import Final

from ingest.readers.clml_inline import LEG, name_of
from ingest.readers.clml_names import counted, label
from ingest.readers.clml_text import Place, squeezed, terms_at_start
from ingest.readers.clml_walk import TEXT, Walk
from ingest.readers.xml_safe import Element

_DECORATED: Final = {
    "parens": "({})", "parenRight": "{})", "brackets": "[{}]", "bracketRight": "{}]", "period": "{}.", "colon": "{}:",
}  # fmt: skip


def listed(walk: Walk, element: Element, place: Place) -> None:
    """A list: numbered items are provisions, definitions passages of their own, bullets part of their paragraph."""
    if place.loose and not walk.out.quoting:
        own = place.counted()
        listed(walk, element, own)
        walk.out.close(own)
        return
    style = element.get("Type", "") or "arabic"
    shape = _DECORATED.get(element.get("Decoration", "") or "", "{}")
    numbered = name_of(element) == "OrderedList"
    defines = element.get("Class", "") == "Definition"
    position = 0
    for item in element:
        if item.tag != LEG + "ListItem":
            walk.handlers.get(item.tag, Walk.unknown)(walk, item, place)
            continue
        position += 1
        name = item.get("NumberOverride", "") or (counted(position, style) if numbered else "")
        own = place if walk.out.quoting else _item(walk, item, place, label(name), defines)
        walk.out.number(shape.format(name) if name.isalnum() else name)
        walk.inside(item, own)
        if own is not place:
            walk.out.close(own)


def _item(walk: Walk, item: Element, place: Place, name: str, defines: bool) -> Place:
    """The place of an item: the paragraph's own for a mere bullet."""
    term = ""
    if not name:
        first = next(item.iter(TEXT), None)
        words = squeezed("".join(first.itertext())) if first is not None else ""
        spans = terms_at_start(words)
        term = words[slice(*spans[0])] if spans else ""
        if not term and not defines:
            return place
    walk.out.flush(place)
    ref = f"{place.ref}({name})" if name else f"{place.ref} “{term}”" if term else place.ref
    own = Place(ref, place.heading, place.url, "", place.state, place.lead + place.own)
    if not name:
        walk.defining = own
    return own


def table(walk: Walk, element: Element, place: Place) -> None:
    """A table: each row with words is a passage; the rows that name its columns lead in to them."""
    place.tables += 1
    base = f"{place.ref}, table {place.tables}" if place.tables > 1 else place.ref
    holder = place if not place.loose or walk.out.quoting else _holder(place)
    position = 0
    for part, head in _parts(element):
        if name_of(part) != "tr":
            walk.rich(walk.inline.words(part), holder)
            continue
        words = walk.inline.row(part)
        if not "".join(words.parts).strip():
            continue
        if walk.out.quoting or (head and not position):
            walk.rich(words, holder)
            continue
        walk.out.flush(holder)
        position += 1
        own = Place(f"{base}, row {position}".lstrip(", "), place.heading, place.url, "", place.state)
        own.lead = holder.lead + holder.own
        walk.rich(words, own)
        walk.out.flush(own)
    if holder is not place:
        walk.out.flush(holder)


def _holder(place: Place) -> Place:
    return Place(place.ref or "table", place.heading, place.url, "", place.state, place.lead)


def _parts(element: Element) -> Iterator[tuple[Element, bool]]:
    """The rows of a table, and whether each names columns, with captions between; tables in cells are left in them."""
    for child in element:
        name = name_of(child)
        if name == "tr":
            yield child, len(child) > 0 and all(name_of(cell) == "th" for cell in child)
        elif name in ("table", "tbody", "tfoot", "tgroup"):
            yield from _parts(child)
        elif name == "thead":
            yield from ((row, True) for row, _ in _parts(child))
        elif name not in ("colgroup", "col"):
            yield child, False


def amendment(walk: Walk, element: Element, place: Place) -> None:
    """Quoted provisions: they stay within the provision that quotes them, with their numbers as words."""
    own = place.counted() if place.loose and not walk.out.quoting else place
    walk.out.quoting += 1
    walk.inside(element, own)
    walk.out.quoting -= 1
    if own is not place:
        walk.out.close(own)


def appended(walk: Walk, element: Element, place: Place) -> None:
    """What follows a quotation on its last line."""
    whole, _ = walk.inline.words(element).finished()
    if whole:
        walk.out.glue(place, whole)


def whole(walk: Walk, element: Element, place: Place) -> None:
    """An element that is one paragraph, whatever it holds."""
    walk.rich(walk.inline.words(element), place)


def skipped(walk: Walk, element: Element, place: Place) -> None:
    """Navigation, or a mark without words."""
    walk.images += element.tag == LEG + "Image"
    walk.inline.note(element)
