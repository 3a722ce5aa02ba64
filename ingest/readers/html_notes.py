"""Footnotes of web pages and books: which elements are notes, and which links only point to them or back."""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

EPUB_TYPE: Final = ("{http://www.idpf.org/2007/ops}type", "epub:type")
_NOTE_ROLES: Final = frozenset(("doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote", "note"))
_REF_ROLES: Final = frozenset(("doc-noteref", "noteref", "doc-backlink", "backlink", "referrer"))
_NOTE_ID: Final = re.compile(
    r"_?(?:ftn|fn|footnote|foot-note|endnote|edn|cite_note|note|fnote)(?![a-z]*ref)[-_:.]?(?:[A-Za-z]+[-_:.])?"
    r"(?P<label>\d{1,4}[a-z]?)(?:[-_:.]\d+)?",
    re.IGNORECASE,
)
_BACK: Final = re.compile(r"(?:ref|back|return)", re.IGNORECASE)
_SHORT_MARK: Final = re.compile(r"[\[(]?(?:\d{1,4}[a-z]?|[*†‡§¶]{1,3}|[ivx]{1,5})[\])]?\.?\Z")
_ARROW: Final = re.compile(
    r"[\s\[(]*(?:[↑↩^⏎←⤴⮌]\ufe0e?|(?:back|return|jump (?:back )?up)\b[\w\s]{0,40})[\s\])]*\Z", re.IGNORECASE
)
_LABEL: Final = re.compile(r"[\[(]?(?P<label>\d{1,4}[a-z]?|[*†‡]{1,3})[\])]?[.:]?\s+(?=\S)")
_NOTE_TAGS: Final = ("li", "div", "p", "aside", "dd", "td", "section", "tr")


def kinds(element: "_Element") -> frozenset[str]:
    """What an element says it is, by role and by EPUB's type."""
    if not element.attrib:
        return frozenset()
    found = [element.get("role") or "", *(element.get(key) or "" for key in EPUB_TYPE)]
    return frozenset(" ".join(found).lower().split())


def note_label(element: "_Element") -> str:
    """The label of the footnote that this element is; `?` where it has none of its own, empty where it is none."""
    if element.tag not in _NOTE_TAGS:
        return ""
    match = _NOTE_ID.fullmatch(element.get("id") or "")
    if match:
        return match["label"].lower()
    if element.tag == "p" and len(element) and (first := element[0]).tag == "a" and not (element.text or "").strip():
        match = _NOTE_ID.fullmatch(first.get("id") or first.get("name") or "")
        if match and _BACK.search(first.get("href") or ""):
            return match["label"].lower()
    if kinds(element) & _NOTE_ROLES and element.tag != "section":
        digits = re.search(r"\d{1,4}\Z", element.get("id") or "")
        return digits[0] if digits else "?"
    return ""


def holds_notes(element: "_Element") -> bool:
    """Whether footnotes stand inside."""
    return any(note_label(inner) for inner in element.iter(*_NOTE_TAGS))


def is_note_mark(element: "_Element") -> bool:
    """Whether this is only the mark that points to a note (a raised number), or the way back from one."""
    if element.tag == "sup":
        links = list(element.iter("a"))
        return (
            len(links) == 1
            and _is_mark_link(links[0], raised=True)
            and len(_words(element)) <= len(_words(links[0])) + 2
        )
    return element.tag == "a" and _is_mark_link(element, raised=any(child.tag == "sup" for child in element))


def cut_label(words: str) -> tuple[str, int]:
    """The label before a note's words (`1.`, `[2]`), and how many characters it takes."""
    match = _LABEL.match(words)
    return (match["label"], match.end()) if match else ("", 0)


def _is_mark_link(link: "_Element", *, raised: bool) -> bool:
    href, words = link.get("href") or "", _words(link)
    if kinds(link) & _REF_ROLES:
        return len(words) < 60
    if "#" not in href:
        return False
    fragment = href.rpartition("#")[2]
    if _SHORT_MARK.match(words):
        return raised or bool(_NOTE_ID.fullmatch(fragment)) or bool(_BACK.search(fragment))
    return bool(_ARROW.match(words)) and bool(_BACK.search(fragment) or not href.startswith("http"))


def _words(element: "_Element") -> str:
    return "".join(str(text) for text in element.itertext()).strip()
