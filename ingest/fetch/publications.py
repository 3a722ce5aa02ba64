"""A publication of gov.scot: all its pages in order as one document, and the files that it offers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from graph.errors import SourceError
from ingest.fetch.keys import is_government, publication_of
from ingest.fetch.markup import Page, joined, read_page
from ingest.fetch.web import Answer
from ingest.readers.decoding import decode

HTML: Final = frozenset(("html",))
FILES: Final = frozenset(("pdf", "docx", "xlsx", "odt", "csv", "epub"))
_ENOUGH_WORDS: Final = 300
"""A page with fewer words than this that offers a file is the file's cover, not the document."""
_FILE: Final = re.compile(r"\.(?:pdf|docx|xlsx|odt|csv|epub)\Z", re.IGNORECASE)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)

Get = Callable[[str, frozenset[str]], Answer]
"""An address and the kinds that are accepted -> its body; raises SourceError."""
Walked = Callable[[int, int], None]
"""Told how many pages have come, and how many are known of."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication gave. `data` is empty where its text is one of the `files` it offers: then the first of them.

    `address` is its own page, `pages` the addresses of the pages joined, `files` those of its documents, in order.
    """

    address: str
    title: str
    data: bytes
    pages: tuple[str, ...]
    files: tuple[str, ...]


def home_of(address: str) -> str:
    """The address of the publication that an address belongs to; empty where it belongs to none."""
    parts = urlsplit(address)
    found = publication_of(parts.path) if is_government(parts.hostname or "") else None
    return urlunsplit((parts.scheme, parts.netloc, f"/publications/{found[0]}/", "", "")) if found else ""


def read_publication(address: str, get: Get, most_pages: int, walked: Walked) -> Publication:
    """Follow a publication from its own page through all its pages, in the order of its contents.

    A page is asked once, however often and from wherever it is linked; links outside the publication are not followed.
    One page that fails fails the whole, so that no half of a document is taken for it. Raises SourceError.
    """
    walk = _Walk(home_of(address), get, most_pages, walked)
    walk.go()
    return walk.publication()


@dataclass(slots=True)
class _Walk:
    home: str
    get: Get
    most: int
    walked: Walked
    queue: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    pages: list[tuple[str, Page]] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    front: Page | None = None
    lists_files: str = ""

    def go(self) -> None:
        self.front = self._page(self.home, [])
        done = 0
        while done < len(self.queue):
            place = self.queue[done]
            done += 1
            later: list[str] = []
            page = self._page(place, later)
            self.queue[done:done] = later
            if page is not None:
                self.pages.append((place, page))
            self.walked(done, len(self.queue))
        if self.lists_files:
            self._page(self.lists_files, [])

    def _page(self, place: str, later: list[str]) -> Page | None:
        """Read one page, and note what it leads to; None where it turns out to be one that was read already."""
        answer = self.get(place, HTML)
        final = _place(answer.address)
        if final != place and final in self.seen:
            return None
        self.seen |= {place, final}
        page = read_page(_text(answer))
        for anchor in page.anchors:
            self._note(answer.address, anchor.href.strip(), place, later)
        return page

    def _note(self, base: str, href: str, place: str, later: list[str]) -> None:
        """Keep a link where it leads to a page or file of this publication; `place` is the page that it stands on."""
        try:
            parts = urlsplit(urljoin(base, href))
            host = parts.hostname or ""
        except ValueError:
            return
        if parts.scheme not in ("https", "http") or not self._same_host(host):
            return
        inner = parts.path[len(urlsplit(self.home).path) :] if self._inside(parts.path) else ""
        if _FILE.search(unquote(parts.path)):
            if self._inside(parts.path) or parts.path.startswith("/binaries/"):
                self.files.setdefault(parts.path, self._here(parts.path))
        elif inner.startswith("pages/") and inner.strip("/") != "pages":
            self._follow(self._here(parts.path), place, later)
        elif inner.strip("/") == "documents" and not self.lists_files:
            self.lists_files = self._here(parts.path)

    def _follow(self, place: str, at: str, later: list[str]) -> None:
        if place in self.seen or place in self.queue or place in later:
            return
        if len(self.queue) + len(later) >= self.most:
            step = "Save the pages that matter with a browser, then `crosscurrent add FILE…`."
            raise SourceError(f"The publication has more than {self.most} pages.", where=self.home, next_step=step)
        (self.queue if at == self.home else later).append(place)

    def _same_host(self, host: str) -> bool:
        own = urlsplit(self.home).hostname or ""
        return host.removeprefix("www.") == own.removeprefix("www.")

    def _inside(self, path: str) -> bool:
        return path.startswith(urlsplit(self.home).path)

    def _here(self, path: str) -> str:
        """An address on the publication's own host, so that one page has one address."""
        parts = urlsplit(self.home)
        ending = "" if _FILE.search(unquote(path)) or path.endswith("/") else "/"
        return urlunsplit((parts.scheme, parts.netloc, path + ending, "", ""))

    def publication(self) -> Publication:
        front = self.front or read_page("")
        files = tuple(self.files.values())
        pages = self.pages
        if not pages:
            if front.words < _ENOUGH_WORDS and files:
                return Publication(self.home, front.title, b"", (), files)
            pages = [(self.home, front)]
        data = joined(pages, front, self.home)
        return Publication(self.home, front.title, data, tuple(place for place, _ in pages), files)


def _place(address: str) -> str:
    """An address as the queue writes it: without query and fragment, with a slash at its end."""
    parts = urlsplit(address)
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _text(answer: Answer) -> str:
    """The characters of a page: by its server's word where its bytes agree, else by the page's, else found out."""
    said = [m[1] for m in (_CHARSET.search(answer.content_type), _CHARSET.search(_head(answer.data))) if m]
    for encoding in ("utf-8-sig", *said):
        try:
            return answer.data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return decode(answer.data, answer.address)[0]


def _head(data: bytes) -> str:
    return data[:2048].decode("ascii", "replace")
