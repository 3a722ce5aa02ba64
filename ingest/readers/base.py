"""What a reader gives: a source's canonical text, and the stretches of it that can be cited."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

from graph.model import TEXT_KINDS

MAX_BYTES: Final = 100 * 1024 * 1024
"""Larger files are refused: no document of this field comes near."""

HEADING_SEPARATOR: Final = " › "

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_UNPRINTED: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff]")


def canonical(text: str) -> str:
    """The text in the one form that spans count in: NFC, every line end "\\n", control characters as spaces."""
    whole = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
    return unicodedata.normalize("NFC", _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", whole)))


def one_line(words: str) -> str:
    """What a file says in a field (a title, an address) in one line, without control characters; NFC."""
    return words if words.isalnum() and words.isascii() else " ".join(_UNPRINTED.sub(" ", canonical(words)).split())


def is_date(words: str) -> bool:
    """Whether words are a year, a month or a day of the calendar, as YYYY, YYYY-MM or YYYY-MM-DD."""
    try:
        date.fromisoformat(words + "-01-01"[len(words) - 4 :] if len(words) in (4, 7) else words)
    except ValueError:
        return False
    return words.isascii() and len(words) in (4, 7, 10)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a study or its user says of how files are read.

    `pdf_engine` is `pdfminer` or `pdfium`; `passwords` are tried in order on a protected file, and never kept;
    `columns` maps roles (`text`, `case`, `ref`, `heading`, `time`) to the headers of a table of excerpts.
    """

    pdf_engine: str = "pdfminer"
    passwords: tuple[str, ...] = field(default=(), repr=False)
    columns: tuple[tuple[str, str], ...] = ()


PLAIN: Final = ReadOptions()
"""Nothing said: the defaults of a new study."""


@dataclass(frozen=True, slots=True)
class Block:
    """A citable stretch [start, end) of a document's text, in code points.

    `heading` is the section path joined by " › ", `page` counts from 1, `case` is the respondent whose words these are.
    `lead` are the stretches of the same text that lead in to it, outermost first (the words before a list of which
    this is an item). `state` says in one word what the source says of its standing (`repealed`, `prospective`), `time`
    when in a recording it was said (hh:mm:ss), `speaker` the label that stands before a turn. Words are one line.
    """

    ref: str
    heading: str
    start: int
    end: int
    page: int | None = None
    case: str = ""
    url: str = ""
    lead: tuple[tuple[int, int], ...] = ()
    state: str = ""
    time: str = ""
    speaker: str = ""

    def __post_init__(self) -> None:
        for name in ("ref", "heading", "case", "url", "state", "speaker"):
            if _UNPRINTED.search(words := getattr(self, name)):
                line = one_line(words) or ("\N{REPLACEMENT CHARACTER}" if name == "ref" else "")
                object.__setattr__(self, name, line)


@dataclass(frozen=True, slots=True)
class Region:
    """The text [start, end) stands on `page` (from 1) in a box, in points from the top left of the page as shown."""

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Link:
    """The words [start, end) refer to something or define it, where the markup says so.

    `kind` is `reference` or `definition`; `target`, one line, the official address that is referred to, or the term
    defined.
    """

    start: int
    end: int
    kind: str
    target: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "target", one_line(self.target))


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself, empty where it does not: `date` as YYYY, YYYY-MM or YYYY-MM-DD, `url` official.

    `issuer` is a name in words, not an actor's id; `kind` one of `model.SOURCE_KINDS`; `language` a BCP 47 tag. Each
    is one line, whatever the file writes, and a date that no calendar knows is none.
    """

    title: str = ""
    date: str = ""
    issuer: str = ""
    kind: str = ""
    language: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "issuer", "language", "url"):
            object.__setattr__(self, name, one_line(getattr(self, name)))
        if not is_date(self.date):
            object.__setattr__(self, "date", "")


@dataclass(frozen=True, slots=True)
class Document:
    """Canonical text (NFC, newlines as "\\n") with its blocks; raises ValueError when a reader broke its promise.

    Blocks are in order, do not overlap, lie inside the text, and neither begin nor end in white space. `notes` are
    sentences that a user should know of, such as pages without text. `regions` are in order of text; `page_labels`, one
    a page, are the labels that a PDF gives its own pages, and empty where they are the numbers from 1.
    """

    text: str
    blocks: tuple[Block, ...]
    text_kind: str = "verbatim"
    notes: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    page_labels: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    about: About = About()

    def __post_init__(self) -> None:
        if self.text_kind not in TEXT_KINDS:
            raise ValueError(f"{self.text_kind!r} is no text kind")
        if "\r" in self.text or not unicodedata.is_normalized("NFC", self.text):
            raise ValueError("the text is not canonical")
        last = 0
        for block in self.blocks:
            if not last <= block.start < block.end <= len(self.text):
                raise ValueError(f"block {block.ref!r} [{block.start}, {block.end}) is empty, overlaps or is misplaced")
            if self.text[block.start].isspace() or self.text[block.end - 1].isspace():
                raise ValueError(f"block {block.ref!r} begins or ends in white space")
            if not block.ref or block.page == 0:
                raise ValueError(f"the block at {block.start} has no ref, or page 0")
            if any(not 0 <= start < end <= block.start for start, end in block.lead):
                raise ValueError(f"what leads in to block {block.ref!r} does not stand before it")
            last = block.end
        parts: tuple[Region | Link, ...] = (*self.regions, *self.links)
        for part in parts:
            if not 0 <= part.start < part.end <= len(self.text):
                raise ValueError(f"a region or link at [{part.start}, {part.end}) lies outside the text")

    def words(self, block: Block) -> str:
        """The text of one of the blocks."""
        return self.text[block.start : block.end]


class Reader(Protocol):
    """One format. `name` and `version` together say when a file must be read again.

    Raise `version` whenever `read` may give another text or other blocks for the same bytes. A reader for which
    `pdf_engine` counts names it in an attribute `uses`, a tuple of fields of `ReadOptions`.
    """

    name: str
    version: int

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """How sure the reader is, from 0 to 1, that it reads a file with these first bytes, name and source kind."""
        ...

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the whole file; `name` is for messages and endings. Raises SourceError, and nothing else."""
        ...


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space at its ends; None where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
