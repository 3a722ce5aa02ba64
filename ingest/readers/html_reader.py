"""Saved web pages: the document in them without the site's furniture, with the page's own addresses."""

from bisect import bisect_right
from dataclasses import replace
from typing import Final

from graph.errors import SourceError
from ingest.readers.base import PLAIN, About, Block, Document, ReadOptions
from ingest.readers.excerpts import KINDS, article_blocks
from ingest.readers.html_about import about
from ingest.readers.html_main import main_parts
from ingest.readers.html_mhtml import unpacked
from ingest.readers.html_pieces import paragraphs
from ingest.readers.html_source import begins_as_page, is_mhtml, page_text, tree
from ingest.readers.html_text import Assembled, assembled
from ingest.readers.outline import outline
from ingest.readers.turns import turns

_ENDINGS: Final = (".html", ".htm", ".xhtml", ".mhtml", ".mht")


class HtmlReader:
    """A page as a browser saved it (complete, as one file, or MHTML), or the pages that `fetch` joined to one file.

    The canonical text holds the words of the main content, a paragraph, item or row each, with blank lines between.
    A block's `url` is the page's address with the id of the heading above it.
    """

    name = "html"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Sure of what begins as a page does; the ending counts only for what holds elements."""
        if is_mhtml(head):
            return 0.9
        sure = begins_as_page(head)
        return max(sure, 0.7) if sure and name.lower().endswith(_ENDINGS) else sure

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the page; raises SourceError where it is damaged, too large, or holds no words."""
        url = charset = ""
        if is_mhtml(data):
            saved = unpacked(data, name)
            data, url, charset = saved.data, saved.url, saved.charset
        source, notes = page_text(data, name, charset)
        root = tree(source, name)
        known = about(root, source, url)
        found = [paragraph for part in main_parts(root, known.url) for paragraph in paragraphs(part)]
        return document(assembled(found, kind), kind, name, known, notes)


def document(page: Assembled, kind: str, name: str, known: About, notes: tuple[str, ...] = ()) -> Document:
    """The document of a page whose text is put together; raises SourceError where nothing in it can be cited."""
    blocks: list[Block] = turns(page.text) if kind == "transcript" else []
    if not blocks and kind in KINDS:
        blocks = article_blocks(page.text, page.pieces, kind, name, page.italics)
    blocks = blocks or outline(page.text, page.pieces, kind)
    if not blocks:
        step = "Save the page when it has loaded whole, or print it to PDF."
        raise SourceError("The page holds no words of its own.", where=name, next_step=step)
    starts = [piece.start for piece in page.pieces]
    addressed = [replace(b, url=b.url or page.urls[bisect_right(starts, b.start) - 1]) for b in blocks]
    return Document(page.text, tuple(addressed), notes=notes, links=page.links, about=known)
