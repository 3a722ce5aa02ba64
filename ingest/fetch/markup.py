"""A page of a publication: where it leads, what it offers, and its main text as markup that stands by itself."""

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Final

VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_SILENT: Final = frozenset(("script", "style"))
_SWALLOWING: Final = frozenset(
    ("plaintext", "xmp", "textarea", "noframes", "frameset", "iframe", "noembed", "noscript", "title")
)
"""Elements within which markup counts as text: their tags would take in all that follows when pages are joined."""

PAGE_MARK: Final = "data-page-url"
"""The attribute that marks where a page of a publication begins, with the page's address."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: the address as written, and its words."""

    href: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """What one page holds. `main` is balanced markup, without scripts, styles and comments; `head` its own about-lines.

    `words` counts the words of the main text; `language` is what the page says of itself, or empty.
    """

    title: str
    head: str
    main: str
    words: int
    anchors: tuple[Anchor, ...]
    language: str = ""


def read_page(text: str) -> Page:
    """Read one page of HTML, however broken."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return parser.page()


@dataclass(slots=True)
class _Fragment:
    """Markup with every element that was opened closed again, and nothing closed that was not opened."""

    out: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    words: int = 0

    def start(self, tag: str, raw: str) -> None:
        self.out.append(raw)
        if tag not in VOID:
            self.open.append(tag)

    def end(self, tag: str) -> None:
        if tag in self.open:
            while self.open:
                last = self.open.pop()
                self.out.append(f"</{last}>")
                if last == tag:
                    return

    def text(self, raw: str) -> None:
        self.out.append(raw)
        self.words += len(raw.split())

    def whole(self) -> str:
        return "".join(self.out) + "".join(f"</{tag}>" for tag in reversed(self.open))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.title: list[str] = []
        self.language = ""
        self.head: list[str] = []
        self.anchors: list[Anchor] = []
        self.body = _Fragment()
        self.main: _Fragment | None = None
        self._in_head = self._in_title = self._in_main = False
        self._silent = ""
        self._href: str | None = None
        self._label: list[str] = []

    def page(self) -> Page:
        self._end_anchor()
        kept = self.main if self.main is not None and self.main.words else self.body
        title = " ".join("".join(self.title).split())
        return Page(title, "\n".join(self.head), kept.whole(), kept.words, tuple(self.anchors), self.language)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent = tag
        elif tag == "html":
            self.language = self.language or (dict(attrs).get("lang") or "").strip()
        elif tag == "head":
            self._in_head = True
        elif tag == "title" and not self.title and not self.body.words:
            self._in_title = True
        elif tag == "body":
            self._in_head = self._in_title = False
        elif self._in_head:
            self._about(tag, dict(attrs))
        elif tag == "main" and not self._in_main:
            self.main = self.main or _Fragment()
            self._in_main = True
        elif tag not in ("main", *_SWALLOWING):
            self._element(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag == "title":
            self._in_title = False
        elif tag == "head":
            self._in_head = False
        elif tag == "main":
            self._in_main = False
        elif tag not in ("html", "body", *_SWALLOWING):
            if tag == "a":
                self._end_anchor()
            for fragment in self._fragments():
                fragment.end(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            # A `<` that begins no tag is text here; it must stay text wherever the page is put.
            self._words(data.replace("<", "&lt;"))

    def handle_entityref(self, name: str) -> None:
        self._words(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._words(f"&#{name};")

    def _words(self, raw: str) -> None:
        if self._in_title:
            self.title.append(raw)
        elif not self._in_head:
            if self._href is not None:
                self._label.append(raw)
            for fragment in self._fragments():
                fragment.text(raw)

    def _element(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag == "a":
            self._end_anchor()
            self._href = attrs.get("href")
        raw = (self.get_starttag_text() or f"<{tag}>").replace("\0", "")
        if PAGE_MARK in attrs or not raw.endswith(">"):
            raw = f"<{tag}>"
        for fragment in self._fragments():
            fragment.start(tag, raw)

    def _end_anchor(self) -> None:
        if self._href:
            self.anchors.append(Anchor(self._href, " ".join("".join(self._label).split())))
        self._href, self._label = None, []

    def _about(self, tag: str, attrs: dict[str, str | None]) -> None:
        name = (attrs.get("name") or attrs.get("property") or "").strip()
        if tag == "meta" and name and attrs.get("content"):
            self.head.append(f'<meta name="{escape(name)}" content="{escape(attrs["content"] or "")}">')

    def _fragments(self) -> tuple[_Fragment, ...]:
        return (self.body, self.main) if self._in_main and self.main is not None else (self.body,)


def joined(pages: list[tuple[str, Page]], about: Page, address: str) -> bytes:
    """One file of several pages in order, each an `<article data-page-url="ADDRESS">`; `about` gives title and head."""
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(about.language)}">' if about.language else "<html>",
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{about.title.replace('<', '&lt;')}</title>",
        f'<link rel="canonical" href="{escape(address)}">',
        about.head,
        "</head>",
        "<body>",
    ]
    for place, page in pages:
        lines += [f'<article {PAGE_MARK}="{escape(place)}">', page.main.strip(), "</article>"]
    lines += ["</body>", "</html>", ""]
    return "\n".join(lines).encode("utf-8", "replace")
