"""Reads the pages of legislation.gov.uk as saved from a browser: legislation, and explanatory notes."""

import re
from typing import TYPE_CHECKING, Final

from graph.addresses import document_address
from graph.errors import SourceError
from ingest.readers.base import PLAIN, About, Document, ReadOptions

if TYPE_CHECKING:
    from ingest.readers.xml_safe import Element

_DEPTH: Final = 160
_NOTES: Final = re.compile(rb"data-doc-type=[\"'][A-Z]\w+[\"']")
_LEG: Final = re.compile(rb"class=[\"'][^\"']*\bLeg(?:Snippet|ClearFix|P[1-7]|SP[1-7]|SN[1-7]|Part|Schedule|RHS)")
_MARKUP: Final = re.compile(rb"<(?:!doctype html|html|div|article|section)\b", re.I)
_RELATES: Final = re.compile(
    r"\brelate to (?:the )?(?P<title>[A-Z].{3,200}?\b(?:Act|Order|Regulations|Rules|Measure)(?: \([^)]*\))* \d{4})\b"
)
_CONTENT: Final = ("LegSnippet", "DocContainer", "viewLegContents", "viewLegSnippet")


class LegislationHtmlReader:
    """Reads them with the references that the XML of the same document gives; navigation is left out."""

    name = "legislation_html"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """The classes that the site gives its elements say so."""
        if not _MARKUP.search(head[:8192]):
            return 0.0
        if _NOTES.search(head) and b"<article" in head:
            return 0.97
        return 0.97 if _LEG.search(head) else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the whole page; raises SourceError where nothing can be made out, or elements nest too deep."""
        from ingest.readers import xml_safe

        root = xml_safe.elements(xml_safe.parse_html(data, name, depth=_DEPTH))
        article = next((one for one in root.iter("article") if one.get("data-doc-type", "")), None)
        document = _notes(root, article) if article is not None else _page(root)
        if not document.blocks:
            step = "Save the page anew from legislation.gov.uk once it has loaded, or download its data.xml."
            raise SourceError("The page holds no words of legislation.", where=name, next_step=step)
        return document


def _notes(root: "Element", article: "Element") -> Document:
    from ingest.readers.akn_document import document
    from ingest.readers.akn_markup import html_kind

    legislation = article.get("data-doc-type", "").lower() in ("act", "bill", "legislation", "instrument")
    titles = _meta(root)
    preface = next((one for one in article.iter() if "preface" in one.get("class", "").split()), None)
    said = " ".join("".join(preface.itertext()).split()) if preface is not None else ""
    found = _RELATES.search(said)
    about = About(
        title=titles.get("title", "") or (f"Explanatory Notes for {found['title']}" if found else ""),
        kind="legislation" if legislation else "guidance",
        language=root.get("lang", ""),
        url=titles.get("identifier", ""),
    )
    return document(article, about, html_kind, notes=not legislation)


def _page(root: "Element") -> Document:
    from ingest.readers.clml_metadata import Facts
    from ingest.readers.clml_names import KINDS, unit_of
    from ingest.readers.legislation_html_walk import PageWalk

    told = _meta(root)
    address = document_address(told.get("identifier", "")) or _linked(root)
    code = address.split("/")[3] if address.count("/") > 3 else ""
    main = next((name for name, one in KINDS.items() if one.code == code), "")
    title = told.get("title", "")
    issuer = KINDS[main].issuer if main else ""
    about = About(title, "", issuer, "legislation", root.get("lang", "") or told.get("language", ""), address)
    walk = PageWalk(Facts(about, address, unit_of(main, "", title), ""))
    for content in _contents(root):
        walk.page(content)
    walk.end()
    return walk.out.document(about)


def _contents(root: "Element") -> list["Element"]:
    """The outermost elements that hold the legislation itself; the whole page where none says so."""
    found: list[Element] = []
    left = [root]
    while left:
        element = left.pop()
        if any(one in _CONTENT for one in (*element.get("class", "").split(), element.get("id", ""))):
            found.append(element)
        else:
            left.extend(reversed(list(element)))
    return found or [root]


def _meta(root: "Element") -> dict[str, str]:
    """Title, identifier and language by the page's own metadata, else its title."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("name", "").lower().removeprefix("dc.").removeprefix("dcterms.")
        if key in ("title", "identifier", "language") and element.get("content", ""):
            found.setdefault(key, " ".join(element.get("content", "").split()))
    for element in (*root.iter("h1"), *root.iter("title")):
        words = " ".join("".join(element.itertext()).split())
        if words:
            found.setdefault("title", words)
    return found


def _linked(root: "Element") -> str:
    for element in root.iter("link"):
        if element.get("rel", "") in ("canonical", "self") and (url := document_address(element.get("href", ""))):
            return url
    return ""
