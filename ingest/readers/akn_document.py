"""The parts of a document in Akoma Ntoso, and what it says of itself."""

import re
from collections.abc import Callable
from typing import Final

from graph.addresses import document_address
from ingest.readers.akn_walk import AknWalk
from ingest.readers.base import About, Document
from ingest.readers.clml_inline import name_of
from ingest.readers.clml_metadata import Facts, day_in_words
from ingest.readers.clml_text import Place, squeezed
from ingest.readers.xml_safe import Element

_FRONT: Final = {"preface": "preface", "preamble": "preamble", "longTitle": "long title", "conclusions": "signature"}
_TOLD: Final = frozenset({"docTitle", "docNumber"})
_PREPARED: Final = re.compile(
    r"\bprepared by (?:the )?(?P<who>[A-Z][^.,;()]{2,90}?)(?= in order\b| to assist\b| with\b| on behalf\b|[.,;(])"
)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ISO: Final = re.compile(r"(?!9999)\d{4}-\d\d-\d\d")
_OPENING: Final = 6000


def about(root: Element) -> tuple[About, bool]:
    """What the metadata say, and whether this is a document about legislation (notes) rather than legislation."""
    values: dict[str, str] = {}
    date = ""
    kind = next((name_of(child) for child in root if name_of(child) in ("act", "bill", "doc", "statement")), "doc")
    notes = kind in ("doc", "statement")
    address = ""
    for element in root.iter():
        name = name_of(element)
        if name in ("body", "mainBody"):
            break
        value = element.get("value", "") or element.get("language", "") or (element.text or "").strip()
        if name == "FRBRuri" and not address and (found := document_address(element.get("value", ""))):
            address = found + ("/notes" if element.get("value", "").rstrip("/").endswith("/notes") else "")
        elif name == "FRBRdate" and "generat" not in element.get("name", "") and _is_work(element):
            date = date or (element.get("date", "") if _ISO.match(element.get("date", "")) else "")
        elif name == "FRBRauthor":
            values.setdefault(name, element.get("href", ""))
        elif name in ("title", "date", "language", "docTitle", "FRBRlanguage") and value:
            values.setdefault(name, squeezed("".join(element.itertext())) or value)
    issuer = _CAMEL.sub(" ", values.get("FRBRauthor", "").rpartition("/")[2]) if not notes else ""
    said = next((squeezed("".join(p.itertext())) for p in root.iter() if name_of(p) == "preface"), "")
    if not date and _ISO.match(values.get("date", "")):
        date = values["date"][:10]
    elif not date and not notes:  # notes name the day of their Act
        date = day_in_words(said)
    return About(
        title=values.get("title") or values.get("docTitle", ""),
        date=date,
        issuer="" if issuer.startswith("#") else issuer,
        kind="guidance" if notes else "legislation",
        language=values.get("FRBRlanguage") or values.get("language", ""),
        url=address,
    ), notes


def _is_work(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and name_of(parent) == "FRBRWork"


def document(root: Element, said: About, kind_of: Callable[[Element], str], *, notes: bool) -> Document:
    """Read the whole of an Act, bill or document; `kind_of` says what an element is."""
    facts = Facts(said, said.url, "paragraph" if notes else "section", "")
    walk = AknWalk(facts, kind_of, notes=notes)
    _parts(walk, root)
    for position, note in enumerate(walk.akn.notes, 1):
        name = note.get("marker", "") or str(position)
        _passage(walk, note, f"footnote {name}")
    for note in [inner for inner in root.iter() if name_of(inner) == "note"]:
        if mark := note.get("marker", ""):
            walk.out.number(mark)
            _passage(walk, note, f"annotation {mark}")
    made = walk.out.document(said)
    if notes and not said.issuer and (found := _PREPARED.search(made.text[:_OPENING])):
        said = About(said.title, said.date, found["who"].strip(), said.kind, said.language, said.url)
        made = Document(made.text, made.blocks, notes=made.notes, links=made.links, about=said)
    return made


def _parts(walk: AknWalk, element: Element) -> None:
    for child in element:
        kind = walk.kind_of(child)
        if kind in _FRONT:
            _front(walk, child, _FRONT[kind])
        elif (
            kind in ("akomaNtoso", "act", "bill", "doc", "statement", "html", "article", "main")
            or (kind == "body" and any(walk.kind_of(inner) in (*_FRONT, "mainBody") for inner in child.iter()))
            or kind in ("attachments", "components")
            or kind == "component"
        ):
            _parts(walk, child)
        else:
            place = walk.place()
            walk.node(child, place)
            walk.out.flush(place)


def _front(walk: AknWalk, element: Element, ref: str) -> None:
    """What stands before the first provision: titles are headings, the long title a passage of its own."""
    place = Place(ref, "", walk.facts.address)
    for child in element:
        kind = walk.kind_of(child)
        if kind == "longTitle":
            walk.out.flush(place)
            _passage(walk, child, "long title")
        elif kind in _TOLD or any(walk.kind_of(inner) in _TOLD for inner in child):
            walk.out.flush(place)
            whole, marks = walk.akn.words(child).finished()
            walk.out.heading(whole, marks)
        elif kind == "recitals":
            walk.out.flush(place)
            loose = Place("", "", walk.facts.address, loose=True)
            before, walk.prefix = walk.prefix, "recital "
            walk.inside(child, loose)
            walk.prefix = before
        else:
            walk.node(child, place)
    walk.out.flush(place)


def _passage(walk: AknWalk, element: Element, ref: str) -> None:
    place = Place(ref, "", walk.facts.address)
    walk.inside(element, place)
    walk.out.close(place)
