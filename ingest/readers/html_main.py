"""Which part of a web page is the document: found by structure, never by the site's name.

In this order: pages joined by `fetch` (`<article data-page-url>`); the element `main` or its role; the one `article`
that holds most of the words; else the smallest element that holds nearly all words outside links. Navigation, banners,
footers, forms' controls and what is not shown are left out everywhere.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.readers.html_notes import holds_notes, kinds
from ingest.readers.html_tables import is_layout

if TYPE_CHECKING:
    from lxml.etree import _Element

PAGE: Final = "data-page-url"
"""The attribute by which `fetch` names the address of each page of a publication that it joined."""

_NEVER: Final = frozenset(
    re.findall(
        r"[\w-]+",
        "nav button select textarea input dialog datalist progress meter menu frameset frame embed head script style "
        "noscript template iframe object canvas video audio svg map",
    )
)
_ROLES: Final = frozenset(
    re.findall(
        r"[\w-]+",
        "navigation banner contentinfo search menu menubar toolbar dialog alertdialog tooltip tablist "
        "doc-toc doc-pagelist doc-backlink",
    )
)
_TYPES: Final = frozenset(("toc", "landmarks", "page-list", "backlink"))
_HINTS: Final = frozenset(
    re.findall(
        r"[\w-]+",
        "breadcrumb breadcrumbs cookie cookies consent gdpr share sharing social pagination pager skip skiplink nav "
        "navbar navigation menu sidebar advert advertisement banner newsletter subscribe related feedback toolbar "
        "masthead sitefooter siteheader footer popup modal toc backtotop",
    )
)
_NO_MAIN: Final = ("p", "ul", "ol", "blockquote", "pre", "dl", "li", "h1", "h2", "h3", "h4", "h5", "h6")
_COOKIES: Final = frozenset(("cookie", "cookies", "consent", "gdpr"))
_UNSEEN: Final = re.compile(
    r"(?:^|\s)(?:[\w-]*visually-?hidden|sr-only|screen-reader(?:-text|-only)?|element-invisible|visuallyhidden|noprint)"
    r"(?:\s|$)",
    re.IGNORECASE,
)
_NOT_SHOWN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STEPS: Final = ("p", "div", "table", "ul")
_STEP: Final = re.compile(r"[\W\d]*(?:next|prev(?:ious)?|home|up|back|return|top)\b", re.IGNORECASE)
_WORDS: Final = re.compile(r"[a-z]+")
_SMALL: Final = 0.25
"""What holds more of a page's words than this is never taken for furniture by its name or because it is hidden."""

_MOST: Final = 0.85
_LINKED: Final = 0.4
_SHORT: Final = 200
_FEWEST_LINKS: Final = 3


@dataclass(frozen=True, slots=True)
class Part:
    """An element whose words belong to the document, and the address of its page (empty where it is not known)."""

    element: "_Element"
    url: str


def main_parts(root: "_Element", url: str, *, whole: bool = False) -> list[Part]:
    """The parts of the document in order, with everything else taken out of the tree.

    `whole`: the page has no furniture but what marks itself so (a chapter of a book).
    """
    joined = [element for element in root.iter("article") if element.get(PAGE)]
    body = next(root.iter("body"), root)
    weights = _Weights(root)
    for part in joined or [body]:
        _prune(part, weights)
    if joined:
        pages = []
        for page in joined:
            inner = _Weights(page)
            landmark = _landmark(page, inner)
            pages.append(Part(page if landmark is None else landmark, (page.get(PAGE) or "").strip()))
        return pages
    if whole:
        return [Part(body, url)]
    weights = _Weights(body)
    chosen = _landmark(body, weights)
    return [Part(_densest(body, weights) if chosen is None else chosen, url)]


class _Weights:
    """How many characters of words each element holds, and how many of them stand in links."""

    def __init__(self, root: "_Element") -> None:
        from lxml import etree

        self._all: dict[_Element, int] = {}
        self._linked: dict[_Element, int] = {}
        for _, element in etree.iterwalk(root, events=("end",)):
            words = _size(element.text)
            linked = 0
            for child in element:
                words += self._all.get(child, 0) + _size(child.tail)
                linked += self._linked.get(child, 0)
            self._all[element] = words
            self._linked[element] = words if element.tag == "a" and element.get("href") else linked
        self.total = self._all.get(root, 0)

    def words(self, element: "_Element") -> int:
        return self._all.get(element, 0)

    def plain(self, element: "_Element") -> int:
        """Characters outside links."""
        return self._all.get(element, 0) - self._linked.get(element, 0)

    def linked(self, element: "_Element") -> float:
        """The share of the words that stand in links."""
        return self._linked.get(element, 0) / (self._all.get(element, 0) or 1)


def _size(text: str | None) -> int:
    return len(text) - text.count(" ") - text.count("\n") if text else 0


def remove(element: "_Element") -> None:
    """Take an element out of its tree and keep the words after it."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _prune(body: "_Element", weights: _Weights) -> None:
    """Take furniture out of the tree; of nested ones the outermost."""
    from lxml import etree

    gone: list[_Element] = []
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        if element is not body and isinstance(element.tag, str) and _is_furniture(element, weights):
            gone.append(element)
            walk.skip_subtree()
    for element in gone:
        remove(element)


def _is_furniture(element: "_Element", weights: _Weights) -> bool:
    tag = element.tag
    if tag in _NEVER:
        return True
    if tag in ("body", "html", "main"):
        return False
    share = weights.words(element) / (weights.total or 1)
    if element.attrib:
        role = (element.get("role") or "").lower()
        if role in _ROLES or kinds(element) & _TYPES:
            return True
        if role == "main":
            return False
        if _is_hidden(element):
            return share < _SMALL * 2
    if tag in ("header", "footer", "aside"):
        return _is_margin(element, weights, share)
    if tag in _STEPS and _is_step(element, weights):
        return True
    if tag == "form":
        return share < _SMALL and weights.words(element) < _SHORT
    return bool(element.attrib) and share < _SMALL and _named_furniture(element, weights)


def _is_hidden(element: "_Element") -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    if style and _NOT_SHOWN.search(style):
        return True
    classes = element.get("class")
    return bool(classes and _UNSEEN.search(classes))


def _is_margin(element: "_Element", weights: _Weights, share: float) -> bool:
    """A header, footer or aside that is the site's and not the document's."""
    inside = {ancestor.tag for ancestor in element.iterancestors("article", "main", "section", "blockquote", "figure")}
    if inside & {"blockquote", "figure"} or holds_notes(element):
        return False
    if element.tag == "aside":
        return weights.linked(element) > _LINKED or (not inside and share < _SMALL)
    if element.tag == "header":
        if inside:
            return weights.linked(element) > _LINKED
        return next(element.iter("h1"), None) is None and share < _SMALL
    return share < _SMALL and not (inside and weights.linked(element) < _LINKED / 2 and weights.words(element) > _SHORT)


def _is_step(element: "_Element", weights: _Weights) -> bool:
    """Whether these are only the links to the page before and after, which books of several pages have."""
    if not 0 < weights.words(element) < _SHORT or weights.linked(element) < _LINKED:
        return False
    return bool(_STEP.match(" ".join(str(text) for text in element.itertext())))


def _named_furniture(element: "_Element", weights: _Weights) -> bool:
    """Whether class or id say that this is furniture, and its links or its length agree."""
    names = " ".join((element.get("class") or "", element.get("id") or "")).lower()
    if not names.strip() or element.tag in ("h1", "h2", "h3", "p", "li", "td", "a", "span", "sup", "tr", "table"):
        return bool(names and element.tag in ("a", "p", "div") and "skip" in names and weights.linked(element) == 1)
    words = set(_WORDS.findall(names))
    if words & _COOKIES:
        return True
    if not words & _HINTS:
        return False
    return weights.linked(element) > _LINKED or (
        weights.words(element) < _SHORT and next(element.iter("p", "h1", "h2"), None) is None
    )


def _landmark(body: "_Element", weights: _Weights) -> "_Element | None":
    """The element that says it is the main content, where it holds a fair share of the words."""
    mains = [e for e in body.iter() if e.tag == "main" or (e.get("role") or "").lower() == "main"]
    articles = [e for e in body.iter("article") if e is not body]
    bodies = [e for e in body.iter() if (e.get("itemprop") or "").lower() in ("articlebody", "text")]
    for found, share in ((mains, _SMALL), (articles, 0.5), (bodies, 0.6)):
        best = max(found, key=weights.plain, default=None)
        if best is not None and weights.plain(best) > share * max(weights.plain(body), 1):
            return best
    return None


def _densest(body: "_Element", weights: _Weights) -> "_Element":
    """The smallest element that holds nearly all words outside links; lists of links beside it are taken out."""
    total = weights.plain(body)
    if total <= _SMALL * weights.words(body):
        return body  # the page is a list of links, and that is its content
    at = body
    while True:
        inner = max((child for child in at if isinstance(child.tag, str)), key=weights.plain, default=None)
        if inner is None or inner.tag in _NO_MAIN or (inner.tag == "table" and not is_layout(inner)):
            break
        if weights.plain(inner) < _MOST * total:
            break
        at = inner
    for element in [e for e in at.iter("ul", "ol", "div", "td", "table", "p") if _is_link_list(e, weights)]:
        remove(element)
    return at


def _is_link_list(element: "_Element", weights: _Weights) -> bool:
    links = sum(1 for _ in element.iter("a"))
    return links >= _FEWEST_LINKS and weights.linked(element) > _MOST
