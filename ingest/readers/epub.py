"""EPUB books: the chapters in the order of the spine, read as pages, with the printed book's page numbers if given."""

from typing import Final

from graph.errors import SourceError
from ingest.readers.archive import Archive
from ingest.readers.base import PLAIN, Document, ReadOptions
from ingest.readers.epub_package import CONTAINER, Package, opened, page_list
from ingest.readers.html_main import main_parts
from ingest.readers.html_pieces import paragraphs
from ingest.readers.html_reader import document
from ingest.readers.html_source import page_text, tree
from ingest.readers.html_text import Paragraph, assembled

_MOST_CHAPTERS: Final = 5_000
_LARGEST_CHAPTER: Final = 30 * 1024 * 1024


class EpubReader:
    """A book or report as EPUB 2 or 3, without copy protection."""

    name = "epub"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Sure of an archive that says it is an EPUB; its type stands first in the file."""
        if not head.startswith(b"PK\x03\x04"):
            return 0.0
        if b"mimetypeapplication/epub+zip" in head[:256]:
            return 0.95
        return 0.9 if CONTAINER.encode() in head or name.lower().endswith(".epub") else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the book; raises SourceError where it is damaged, protected, or holds no words."""
        archive = Archive.opened(data, name)
        package = opened(archive, name)
        if len(package.spine) > _MOST_CHAPTERS:
            step = "Split the book into parts."
            raise SourceError(f"The book has more than {_MOST_CHAPTERS:,} chapters.", where=name, next_step=step)
        labels = page_list(archive, package, name)
        found, missing = _chapters(archive, package, labels, name)
        if not found:
            step = "Open it in a reader to see whether it holds more than pictures."
            raise SourceError("The book holds no words.", where=name, next_step=step)
        notes = (f"The book's list names {missing} chapters that are not in the file.",) if missing else ()
        made = document(assembled(found, kind), kind, name, package.about, notes)
        return _labelled(made, labels)


def _chapters(
    archive: Archive, package: Package, labels: dict[str, dict[str, tuple[int, str]]], name: str
) -> tuple[list[Paragraph], int]:
    found: list[Paragraph] = []
    missing = 0
    page: int | None = None
    for member in package.spine:
        if member not in archive:
            missing += 1
            continue
        where = f"{name}, {member}"
        source, _ = page_text(archive.read(member, _LARGEST_CHAPTER), where)
        if not source.strip():
            continue
        pages = {place: number for place, (number, _) in labels.get(member, {}).items()}
        page = pages.get("", page)
        for part in main_parts(tree(source, where), "", whole=True):
            own = paragraphs(part, pages, page)
            found += own
            page = max([page or 0, *pages.values()]) or None if pages else page
    return found, missing


def _labelled(made: Document, labels: dict[str, dict[str, tuple[int, str]]]) -> Document:
    """The document with the labels of its pages, where these are not just their numbers."""
    from dataclasses import replace

    by_page = {number: label for places in labels.values() for number, label in places.values()}
    if not by_page or all(label == str(number) for number, label in by_page.items()):
        return made
    return replace(made, page_labels=tuple(by_page.get(number, "") for number in range(1, max(by_page) + 1)))
