"""Made-up legislation in the markup of legislation.gov.uk, for tests."""

from ingest.readers.base import Block, Document
from ingest.readers.clml import ClmlReader

META = (
    '<ukm:Metadata xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/">'
    "<dc:title>{title}</dc:title><dc:language>en</dc:language><dct:valid>2020-05-01</dct:valid>"
    '<ukm:PrimaryMetadata><ukm:DocumentClassification><ukm:DocumentMainType Value="{main}"/>'
    '<ukm:DocumentMinorType Value="{minor}"/></ukm:DocumentClassification>'
    '<ukm:Year Value="2019"/><ukm:Number Value="7"/>{more}</ukm:PrimaryMetadata></ukm:Metadata>'
)


def clml(
    body: str = "",
    *,
    schedules: str = "",
    prelims: str = "",
    after: str = "",
    main: str = "ScottishAct",
    minor: str = "",
    title: str = "Wells (Keeping) Act 2019",
    attributes: str = "",
    more: str = "",
) -> bytes:
    """A document; `after` stands behind its main part (footnotes, commentaries)."""
    meta = META.format(title=title, main=main, minor=minor, more=more)
    part = "Primary" if main.endswith("Act") else "EURetained" if main.startswith("European") else "Secondary"
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation" {attributes}>{meta}'
        f"<{part}>{prelims}<Body>{body}</Body>{schedules}</{part}>{after}</Legislation>"
    ).encode()


def numbered(level: int, number: str, inner: str, attributes: str = "") -> str:
    """A numbered provision; text is put into a paragraph of its own."""
    inner = inner if inner.startswith("<") else f"<Text>{inner}</Text>"
    return f"<P{level} {attributes}><Pnumber>{number}</Pnumber><P{level}para>{inner}</P{level}para></P{level}>"


def made(data: bytes) -> Document:
    """What the reader makes of it."""
    return ClmlReader().read(data, "act.xml", "legislation")


def refs(document: Document) -> list[str]:
    """The references in order."""
    return [block.ref for block in document.blocks]


def block(document: Document, ref: str, which: int = 0) -> Block:
    """One of the blocks with a reference."""
    return [one for one in document.blocks if one.ref == ref][which]


def words(document: Document, ref: str, which: int = 0) -> str:
    """Its words."""
    return document.words(block(document, ref, which))


def leads(document: Document, ref: str, which: int = 0) -> list[str]:
    """What leads in to it."""
    return [document.text[start:end] for start, end in block(document, ref, which).lead]
