"""The tree of a page to canonical text with headings and paragraphs: what every reader of HTML has in common."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from ingest.readers.html_lists import Lists
from ingest.readers.html_main import Part
from ingest.readers.html_notes import is_note_mark, kinds, note_label
from ingest.readers.html_tables import is_layout, rows
from ingest.readers.html_text import Paragraph
from ingest.readers.html_words import Words
from ingest.readers.marks import find_mark, is_title

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS: Final = frozenset(
    re.findall(
        r"[\w-]+",
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form header hgroup hr li legend main ol p pre section summary table tbody td tfoot th "
        "thead tr ul h1 h2 h3 h4 h5 h6",
    )
)
_LEANING: Final = frozenset(("i", "em"))
_STRONG: Final = frozenset(("b", "strong"))
_HEADING: Final = re.compile(r"h([1-6])\Z")
_AS_BLOCK: Final = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table)\b", re.IGNORECASE)


def paragraphs(part: Part, pages: Mapping[str, int] | None = None, page: int | None = None) -> list[Paragraph]:
    """The headings and paragraphs of one part of a page, in order.

    `pages` gives the page (from 1) that begins at an element with this id; `page` is the one that is open before.
    """
    walker = _Walker(part, pages or {}, page)
    walker.run()
    return walker.done


@dataclass(slots=True)
class _Walker:
    part: Part
    pages: Mapping[str, int]
    page: int | None
    done: list[Paragraph] = field(default_factory=list)
    _words: Words = field(default_factory=Words)
    _page_of_words: int | None = None
    _lists: Lists = field(default_factory=Lists)
    _quoted: int = 0
    _strong: int = 0
    _leaning: int = 0
    _raw: int = 0
    _inside: int = 0
    _notes: "list[tuple[_Element, str]]" = field(default_factory=list)
    _level: int = 0
    _anchor: str = ""
    _open_links: list[tuple[int, str, str]] = field(default_factory=list)

    def run(self) -> None:
        from lxml import etree

        walk = etree.iterwalk(self.part.element, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._end(element)
                if element.tail and element is not self.part.element:
                    self._text(element.tail, apart=True)
            elif self._start(element):
                walk.skip_subtree()
            elif element.text:
                self._text(element.text, apart=True)
        self._flush()

    # What the tree brings, in order

    def _text(self, text: str, *, apart: bool) -> None:
        if not self._words.size:
            self._page_of_words = self.page
        strong, leaning = bool(self._strong), bool(self._leaning)
        self._words.add(text, strong=strong, leaning=leaning, raw=bool(self._raw), apart=apart)

    def _start(self, element: "_Element") -> bool:
        """Take the beginning of an element; True where what stands inside is done with."""
        if (place := element.get("id")) in self.pages and place is not None:
            self.page = self.pages[place]
        tag = element.tag
        if tag in ("a", "sup") and is_note_mark(element):
            return True
        if "pagebreak" in (known := kinds(element)) or "doc-pagebreak" in known:
            return True
        if tag == "br":
            if self._words.line_end():
                self._flush()
        elif _is_block(element):
            self._flush()
            return self._block(element)
        elif tag in _STRONG:
            self._strong += 1
        elif tag in _LEANING:
            self._leaning += 1
        elif tag in ("a", "dfn"):
            self._open_links.append((self._words.size, *self._target(element)))
        return False

    def _block(self, element: "_Element") -> bool:
        tag = element.tag
        if label := note_label(element):
            self._notes.append((element, label))
        if level := _heading_level(element):
            self._level = level
            self._anchor = _anchor(element) or self._anchor
        elif tag == "table" and not is_layout(element):
            self._table(element)
            return True
        elif tag in ("ol", "ul", "menu", "dir"):
            self._lists.begin(element)
        elif tag == "li":
            self._lists.item(element)
        elif tag == "blockquote":
            self._quoted += 1
        elif tag == "pre":
            self._raw += 1
        self._inside += tag in ("li", "td", "th", "blockquote", "dd", "figcaption")
        return False

    def _end(self, element: "_Element") -> None:
        tag = element.tag
        if tag in _STRONG:
            self._strong = max(0, self._strong - 1)
        elif tag in _LEANING:
            self._leaning = max(0, self._leaning - 1)
        elif tag in ("a", "dfn") and self._open_links and not is_note_mark(element):
            start, kind, target = self._open_links.pop()
            if target and self._words.size > start:
                self._words.links.append((start, self._words.size, kind, target))
        elif _is_block(element):
            self._flush()
            self._block_ended(element)

    def _block_ended(self, element: "_Element") -> None:
        tag = element.tag
        if _heading_level(element):
            self._level = 0
        elif tag in ("ol", "ul", "menu", "dir"):
            self._lists.end()
        elif tag == "li":
            self._lists.item_ended()
        elif tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)
        elif tag == "pre":
            self._raw = max(0, self._raw - 1)
        self._inside -= tag in ("li", "td", "th", "blockquote", "dd", "figcaption")
        if self._notes and self._notes[-1][0] is element:
            self._notes.pop()

    # What comes of it

    def _flush(self) -> None:
        if not self._words.size:
            return
        words, links = self._words.finished()
        strong = self._words.all_strong
        self._words = Words()
        self._open_links = [(0, kind, target) for _, kind, target in self._open_links]
        if not words:
            return
        if not any(character.isalnum() for character in words) and not self._level:
            return  # a rule or a bullet drawn with characters
        label = self._notes[-1][1] if self._notes else ""
        mark = "" if label or self._level or self._quoted or find_mark(words) else self._lists.mark()
        bold = strong and not self._inside and not self._level and not label and is_title(words)
        self.done.append(
            Paragraph(
                " ".join(words.split()) if self._level else words,
                () if self._level else links,
                level=self._level,
                quoted=bool(self._quoted),
                ref=label,
                note=bool(label),
                mark=mark,
                url=self._url(),
                page=self._page_of_words,
                maybe_heading=bold,
            )
        )

    def _table(self, table: "_Element") -> None:
        for row in rows(table, self._row_words):
            self.done.append(Paragraph(row.words, row.links, ref=row.ref, url=self._url(), page=self.page))

    def _row_words(self, element: "_Element") -> tuple[str, tuple[tuple[int, int, str, str], ...]]:
        inner = _Walker(Part(element, self.part.url), {}, None)
        inner.run()
        if len(inner.done) == 1:
            return inner.done[0].words.replace("\n", " "), inner.done[0].links
        return " ".join(" ".join(p.words.split()) for p in inner.done), ()

    def _url(self) -> str:
        url = self.part.url
        if not url or not self._anchor:
            return url
        return f"{url.partition('#')[0]}#{self._anchor}"

    def _target(self, element: "_Element") -> tuple[str, str]:
        if element.tag == "dfn":
            words = "".join(str(text) for text in element.itertext())
            return "definition", " ".join((element.get("title") or words).split())
        href = (element.get("href") or "").strip()
        if not href or (href.startswith("#") and not self.part.url):
            return "reference", ""
        try:
            target = urljoin(self.part.url, href) if self.part.url else href
            known = urlsplit(target)
        except ValueError:
            return "reference", ""
        return "reference", target if known.scheme in ("http", "https") and known.netloc else ""


def _is_block(element: "_Element") -> bool:
    if element.tag in _BLOCKS:
        return True
    style = element.get("style")
    return bool(style and _AS_BLOCK.search(style)) or element.get("role") == "heading"


def _heading_level(element: "_Element") -> int:
    tag = element.tag
    if match := _HEADING.match(tag if isinstance(tag, str) else ""):
        return int(match[1])
    if (element.get("role") or "").lower() == "heading":
        level = element.get("aria-level") or "2"
        return min(int(level), 9) if level.isdigit() and int(level) else 2
    return 0


def _anchor(heading: "_Element") -> str:
    """The id under which a heading can be reached: its own, that of an anchor inside, or of the section it begins."""
    if own := heading.get("id"):
        return own
    for inner in heading.iter("a", "span"):
        if found := inner.get("id") or inner.get("name"):
            return found
    parent = heading.getparent()
    if parent is not None and parent.tag in ("section", "div", "header") and parent[0] is heading:
        return parent.get("id") or ""
    return ""
