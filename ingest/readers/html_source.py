"""Bytes of a web page to a tree: encoding, MHTML, and what keeps a hostile page from growing."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from graph.errors import SourceError
from ingest.readers.decoding import decode

if TYPE_CHECKING:
    from lxml.etree import _Element

HEAD: Final = 4096
DEEPEST: Final = 200
"""Deeper elements are attached where the limit was reached, as browsers do; no word is lost."""

LONGEST_TAG: Final = 20_000
"""A longer tag (a picture inside the page) loses its attributes."""

MOST_TAGS: Final = 600_000
"""A page with more elements is refused: its tree would not fit into a worker's memory."""

_CHARSET: Final = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE)
_BEGINS: Final = re.compile(
    r"(?>\s+|<\?xml[^>]*>|<!--(?:(?!-->).)*-->)*+<(?:!doctype\s+html\b|html\b|head\b|body\b)", re.I | re.S
)
_SOME: Final = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table|article|section|main|br|blockquote)\b[^<>]*>", re.IGNORECASE)
_ROOT: Final = re.compile(r"<(?!\?|!)([\w:.-]+)")
_MHTML: Final = re.compile(rb"^mime-version:|^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)

_DOCTYPE: Final = re.compile(r"<!doctype\b[^<>\[]*(?:\[[^\]]*\]\s*)?>?", re.IGNORECASE)
_DROPPED: Final = re.compile(
    r"<(script|style|svg|noscript|template|iframe|object|canvas|video|audio|annotation)\b[^<>]*(?<!/)>"
    r"|</(script|style|svg|noscript|template|iframe|object|canvas|video|audio|annotation)\s*>|<!--",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>")
_FLAT: Final = frozenset(
    re.findall(
        r"[\w-]+",
        "area base br col embed hr img input link meta param source track wbr p li dt dd td th tr thead tbody tfoot "
        "option optgroup rp rt colgroup caption html head body",
    )
)
"""Elements that have no end, or whose end may be left out: they add nothing to the depth that is counted."""

_INLINE: Final = frozenset(
    re.findall(r"\w+", "a abbr b big cite code em font i q s small span strike strong sub sup tt u")
)


def begins_as_page(head: bytes) -> float:
    """How sure the first bytes of a file make it that this is a web page, from 0 to 1."""
    text = _readable(head)
    if _BEGINS.match(text):
        return 0.75
    root = _ROOT.search(text)
    if text.lstrip().startswith("<?xml"):
        return 0.75 if root and root[1].lower() == "html" else 0.0
    if text.lstrip().startswith("<") and len(_SOME.findall(text)) > 1:
        return 0.55
    return 0.0


def is_mhtml(head: bytes) -> bool:
    """Whether a file begins like a page saved as one MHTML file."""
    start = head[:HEAD]
    return len(_MHTML.findall(start)) > 1 and b"multipart/related" in start.lower()


def _readable(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head[:64]:
        head = head.replace(b"\0", b"")
    return head[:HEAD].decode("latin-1").removeprefix("ï»¿").removeprefix("ÿþ").removeprefix("þÿ")


def page_text(data: bytes, name: str, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The source text of a page, and a note where its encoding was a guess.

    `declared` is what the transport says (MHTML); what the page's own head says counts after it.
    """
    label = declared.encode("ascii", "ignore")
    if not label:
        head = data[:HEAD]
        match = _DECLARED.match(head) or _CHARSET.search(head)
        label = match[1] if match else b""
    return decode(data, name, label.decode("ascii", "ignore"))


def tree(source: str, name: str) -> "_Element":
    """The root element of a page's source text; raises SourceError where there is nothing, or too much."""
    from lxml import etree

    source = bounded(_without_dropped(_DOCTYPE.sub("", source, count=1)), name)
    if not source.strip():
        raise SourceError("The page is empty.", where=name, next_step="Save it again from the browser.")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError, MemoryError) as error:
        step = "Open it in a browser and save it again, or print it to PDF."
        raise SourceError(f"The page cannot be read ({error}).", where=name, next_step=step) from None
    if root is None:
        raise SourceError("The page holds no elements.", where=name, next_step="Save it again from the browser.")
    return root


def _without_dropped(source: str) -> str:
    """The page without comments, scripts, styles and pictures, whose contents no reader sees.

    What is opened and never closed loses its tag alone: words after it are kept, but those of a script that is cut off.
    """
    kept: list[str] = []
    position = 0
    absent: set[str] = set()
    lower = source.lower()
    while match := _DROPPED.search(source, position):
        kept.append(source[position : match.start()])
        opened = (match[1] or "").lower()
        closing = "-->" if match[0] == "<!--" else f"</{opened}" if opened else ""
        end = lower.find(closing, match.end()) if closing and closing not in absent else -1
        position = match.end()
        if end >= 0:
            position = end + len(closing) if closing == "-->" else lower.find(">", end) + 1 or len(source)
        elif closing in ("</script", "</style", "-->"):
            return "".join(kept)
        elif closing:
            absent.add(closing)
        if not match[0].startswith("<!"):
            kept.append(" ")
    return "".join([*kept, source[position:]])


def bounded(source: str, name: str) -> str:
    """The page with elements at most DEEPEST deep, and tags of at most LONGEST_TAG characters."""
    if source.count("<") > 2 * MOST_TAGS:
        step = "Save the part that you need, or print it to PDF."
        raise SourceError(f"The page has more than {MOST_TAGS:,} elements.", where=name, next_step=step)
    return _TAG.sub(_Limit().tag, source)


class _Limit:
    def __init__(self) -> None:
        self._depth = 0
        self._left_out: dict[str, int] = {}
        self.tag: Callable[[re.Match[str]], str] = self._tag

    def _tag(self, match: re.Match[str]) -> str:
        element = match[2].lower()
        whole = match[0] if len(match[0]) <= LONGEST_TAG else f"<{match[1]}{match[2]}>"
        if element in _FLAT or match[3].endswith("/"):
            return whole
        if match[1]:
            if self._left_out.get(element):
                self._left_out[element] -= 1
                return "" if element in _INLINE else "<p>"
            self._depth = max(0, self._depth - 1)
            return whole
        if self._depth >= DEEPEST:
            self._left_out[element] = self._left_out.get(element, 0) + 1
            return "" if element in _INLINE else "<p>"
        self._depth += 1
        return whole
