"""The parts of a document in CLML from its beginning to its notes, and which handler reads which element."""

from collections import Counter
from typing import Final

from ingest.readers import clml_headings, clml_lists
from ingest.readers.base import Document
from ingest.readers.clml_inline import LEG, name_of
from ingest.readers.clml_metadata import facts
from ingest.readers.clml_text import Place
from ingest.readers.clml_walk import Handler, Walk
from ingest.readers.xml_safe import Element

_DATED: Final = {
    "DateOfEnactment": "date of enactment",
    "MadeDate": "made",
    "LaidDate": "laid",
    "ComingIntoForce": "coming into force",
    "SiftedDate": "sifted",
    "Approved": "approved",
    "LaidDraft": "laid in draft",
    "Draft": "draft",
}  # fmt: skip


def document(root: Element) -> Document:
    """Read a whole document, or a part of one as the site gives it."""
    known = facts(root)
    walk = Walk(known, HANDLERS)
    for child in root:
        name = name_of(child)
        if name in ("Primary", "Secondary", "EURetained", "EUR"):
            _main(walk, child)
        elif name in ("Footnotes", "MarginNotes"):
            _footnotes(walk, child, "footnote" if name == "Footnotes" else "margin note")
        elif name == "Commentaries":
            _commentaries(walk, child)
        elif name == "Versions":
            for version in child:
                walk.inside(version, _alternative(walk))
        elif name not in ("Metadata", "Contents", "Resources"):
            walk.handlers.get(child.tag, Walk.unknown)(walk, child, walk.place())
    notes = []
    if walk.images:
        notes.append(f"{walk.images} pictures (maps, forms, formulas) have no text and were left out.")
    if not any(block.ref.startswith(known.prefix) or block.ref.startswith("sch.") for block in walk.out.blocks):
        notes.append(
            "No numbered provision was found: this may be a table of contents, or a document without its text."
        )
    return walk.out.document(known.about, notes)


def _alternative(walk: Walk) -> Place:
    place = walk.place()
    place.state = "alternative"
    return place


def _main(walk: Walk, element: Element) -> None:
    for child in element:
        name = name_of(child)
        if name.endswith("Prelims"):
            _prelims(walk, child)
        elif name in ("Schedules", "Attachments", "Attachment"):
            _stood(walk, child, walk.place(), titled=True)
        elif name in ("ExplanatoryNotes", "EarlierOrders"):
            ref = "explanatory note" if name == "ExplanatoryNotes" else "note on earlier orders"
            _stood(walk, child, walk.place(ref), titled=True)
        elif name != "Contents":
            place = walk.place()
            walk.stand(child, place)
            place.url = place.base
            walk.handlers.get(child.tag, Walk.inside)(walk, child, place)
            walk.out.flush(place)


def _stood(walk: Walk, element: Element, place: Place, *, titled: bool) -> None:
    if titled:
        title = clml_headings.heading(walk, element)
        place.heading = place.under(title) if place.ref else place.heading
    clml_headings.untitled(walk, element, place)
    walk.out.flush(place)


def _prelims(walk: Walk, element: Element) -> None:
    for child in element:
        name = name_of(child)
        if name in ("Title", "Number", "MultilineTitle", "Banner", "Correction", "SubjectInformation"):
            whole, marks = walk.inline.words(child).finished()
            walk.out.heading(whole, marks)
        elif name == "LongTitle" or name in _DATED:
            _one(walk, child, "long title" if name == "LongTitle" else _DATED[name])
        else:
            place = Place("preamble", "", walk.facts.address)
            walk.inside(child, place)
            walk.out.flush(place)


def _one(walk: Walk, element: Element, ref: str) -> None:
    place = Place(ref, "", walk.facts.address)
    walk.rich(walk.inline.words(element), place)
    walk.out.flush(place)


def signed(walk: Walk, element: Element, place: Place) -> None:
    """Who signed, where and when: one passage."""
    own = place if walk.out.quoting else Place("signature", "", walk.facts.address)
    for child in element:
        walk.rich(walk.inline.words(child), own)
    if own is not place:
        walk.out.flush(own)


def _footnotes(walk: Walk, element: Element, kind: str) -> None:
    for position, note in enumerate(element, 1):
        place = Place(f"{kind} {position}", "", walk.facts.address)
        walk.inside(note, place)
        walk.out.close(place)


def _commentaries(walk: Walk, element: Element) -> None:
    """The editors' annotations, numbered by kind in the order in which the text refers to them."""
    order = walk.inline.noted
    last = len(order)
    notes = sorted(enumerate(element), key=lambda item: (order.get(item[1].get("id") or "", last), item[0]))
    count: Counter[str] = Counter()
    for _, note in notes:
        kind = note.get("Type", "") or "F"
        count[kind] += 1
        place = Place(f"annotation {kind}{count[kind]}", "", walk.facts.address)
        walk.out.number(f"{kind}{count[kind]}")
        walk.inside(note, place)
        walk.out.close(place)


def _named(handler: Handler, names: str) -> dict[str, Handler]:
    return {LEG + name: handler for name in names.split()}


HANDLERS: Final[dict[str, Handler]] = {
    **_named(
        clml_headings.container,
        "Part Chapter Pblock PsubBlock Group EUPart EUTitle EUChapter EUSection EUSubsection P1group P2group P3group "
        "P4group P5group P6group P7group Form Figure Abstract",
    ),
    **_named(clml_headings.division, "Division"),
    **_named(clml_headings.schedule, "Schedule Appendix Annex Attachment"),
    **_named(clml_headings.reference, "Reference"),
    **_named(clml_lists.skipped, "Contents Metadata Image AltVersionRefs CommentaryRef FootnoteRef MarginNoteRef"),
    **_named(clml_lists.skipped, "Resources Correction"),
    **_named(clml_lists.whole, "Title Number Subtitle TableText Formula Key Pnumber Signatory"),
    **_named(clml_lists.listed, "OrderedList UnorderedList KeyList"),
    **_named(clml_lists.amendment, "BlockAmendment BlockExtract"),
    **_named(clml_lists.appended, "AppendText"),
    **_named(clml_lists.table, "Tabular"),
    **_named(signed, "SignedSection"),
    **_named(Walk.paragraph, "P Para"),
    **_named(Walk.text, "Text"),
    **_named(
        Walk.inside, "BlockText ListItem ScheduleBody AppendixBody FootnoteText MarginNoteText Body EUBody Fragment"
    ),
}
"""By tag. An element that is not listed is looked into, or read as a paragraph where it holds nothing else."""
