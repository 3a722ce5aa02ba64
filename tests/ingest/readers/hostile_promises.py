"""What holds for every file whatever is in it, or `Broken` says what does not."""

import json
import math
import re
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

from graph.errors import SourceError
from graph.model import SOURCE_KINDS
from ingest import readers
from ingest.readers import PLAIN, Document, Reader, ReadOptions
from ingest.reading.answers import document_answer, known_document

FROM_PYTHON = re.compile(
    r"Traceback|\b[A-Z][a-zA-Z]+(?:Error|Exception)\b|<\w+ object|<class '|object at 0x|\bNoneType\b"
)
PLACES = (sys.prefix, str(Path(__file__).resolve().parents[3]), "site-packages", str(Path.home()) + "/")
TIME = re.compile(r"\d{2,}:[0-5]\d:[0-5]\d\Z")
LONGEST_MESSAGE = 3_000


class Broken(AssertionError):
    """A promise that a reader broke."""


def promises(data: bytes, name: str, kind: str, wanted: str = "", options: ReadOptions = PLAIN) -> Document | None:
    """The document, or None where it was refused properly; `wanted` names a reader that has to try it too."""
    try:
        chosen = readers.choose(data, name, kind)
    except SourceError as error:
        _message(error, data, name)
        chosen = None
    document = _read(chosen, data, name, kind, options) if chosen else None
    if wanted and (chosen is None or chosen.name != wanted):
        other = next(reader for reader in readers.readers() if reader.name == wanted)
        _read(other, data, name, kind, options)
    return document


def _read(reader: Reader, data: bytes, name: str, kind: str, options: ReadOptions) -> Document | None:
    outcomes: list[Document | str] = []
    for _ in range(2):
        try:
            outcomes.append(reader.read(data, name, kind, options))
        except SourceError as error:
            _message(error, data, name)
            outcomes.append(str(error))
    first, second = outcomes
    if first != second:
        raise Broken(f"{reader.name}: reading twice gives two outcomes")
    if isinstance(first, str):
        return None
    _document(first)
    kept = json.loads(document_answer(first, reader, options)[1:])
    if known_document(kept, options) != first:
        raise Broken(f"{reader.name}: what is remembered is not what was read")
    return first


def _message(error: SourceError, data: bytes, name: str) -> None:
    said = str(error)
    if not error.where.startswith(name) or not error.what.strip() or not error.next_step.strip():
        raise Broken(f"a message without place or next step: {said!r}")
    if len(said) > LONGEST_MESSAGE:
        raise Broken(f"a message of {len(said)} characters: {said[:200]!r}")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in said):
        raise Broken(f"a message with control characters: {said!r}")
    own = said.replace(name, "")
    found = FROM_PYTHON.search(own)
    if found and found.group().encode() not in data:
        raise Broken(f"a message in the words of Python: {said!r}")
    if any(place in own and place.encode() not in data for place in PLACES):
        raise Broken(f"a message with a path of this machine: {said!r}")


def _document(document: Document) -> None:
    """More than what a Document checks of itself."""
    size = len(document.text)
    if not document.blocks and not document.notes:
        raise Broken("a document without passages that does not say why")
    for block in document.blocks:
        words = document.words(block)
        if words != words.strip() or document.text.find(words, block.start) != block.start:
            raise Broken(f"the words of block {block.ref!r} are not those at its place")
        _line(block.ref, "a reference")
        for line in (block.heading, block.case, block.state, block.speaker, block.url):
            _line(line, "a field of a block", empty=True)
        if block.page is not None and not 0 < block.page < 10**7:
            raise Broken(f"page {block.page}")
        if block.time and not TIME.match(block.time):
            raise Broken(f"the time {block.time!r}")
        if document.page_labels and block.page is not None and block.page > len(document.page_labels):
            raise Broken(f"page {block.page} of {len(document.page_labels)} has no label")
        if any(end > size or not document.text[start:end].strip() for start, end in block.lead):
            raise Broken(f"what leads in to {block.ref!r} is blank")
    for region in document.regions:
        box = (region.left, region.top, region.right, region.bottom)
        if not all(math.isfinite(edge) for edge in box) or region.page < 1:
            raise Broken(f"the region {region}")
    if any(one.start > other.start for one, other in pairwise(document.regions)):
        raise Broken("regions out of order")
    for link in document.links:
        if link.kind not in ("reference", "definition"):
            raise Broken(f"the link {link}")
        _line(link.target, "the target of a link")
    about = document.about
    for line in (*document.notes, about.title, about.issuer, about.language, about.url, *document.page_labels):
        _line(line, "a note, a label or what a document says of itself", empty=True)
    if about.date and not re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", about.date):
        raise Broken(f"the date {about.date!r}")
    if about.kind and about.kind not in SOURCE_KINDS:
        raise Broken(f"the kind {about.kind!r}")


def _line(words: str, what: str, *, empty: bool = False) -> None:
    """One line in characters that can be written down."""
    if (not words and not empty) or words != words.strip():
        raise Broken(f"{what} is empty or has white space at its ends: {words!r}")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in words):
        raise Broken(f"{what} has control characters: {words!r}")
