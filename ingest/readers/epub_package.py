"""What an EPUB says of itself: its chapters in order, title and date, and where the printed book's pages begin."""

import posixpath
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from graph.errors import SourceError
from ingest.readers.archive import Archive
from ingest.readers.base import About, canonical
from ingest.readers.html_about import address, iso_date
from ingest.readers.html_notes import kinds
from ingest.readers.html_source import page_text, tree
from ingest.readers.xml_safe import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_PAGES: Final = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_LIMIT: Final = 8 * 1024 * 1024
_MOST_PAGES: Final = 20_000
_MOST_PARTS: Final = 200


@dataclass(frozen=True, slots=True)
class Package:
    """The members that hold the chapters, in order; `navigation` and `ncx` are members too, empty where absent."""

    spine: tuple[str, ...]
    about: About
    navigation: str
    ncx: str


def opened(archive: Archive, name: str) -> Package:
    """The package of a book; raises SourceError where it is damaged or its chapters are encrypted."""
    container = parse(archive.read(CONTAINER, _LIMIT), f"{name}, {CONTAINER}")
    root_file = next((e.get("full-path") or "" for e in _named(container, "rootfile")), "")
    if root_file not in archive:
        raise _damaged(name, "it does not name its list of chapters")
    package = parse(archive.read(root_file, _LIMIT), f"{name}, {root_file}")
    folder = posixpath.dirname(root_file)
    items = {e.get("id") or "": e for e in _named(package, "item")}
    spine = []
    for ref in _named(package, "itemref"):
        item = items.get(ref.get("idref") or "")
        if item is not None and (item.get("media-type") or _PAGES[0]) in _PAGES:
            spine.append(_inside(folder, item.get("href") or ""))
    _refuse_encrypted(archive, spine, name)
    navigation = next((e for e in items.values() if "nav" in (e.get("properties") or "").split()), None)
    ncx = next((e for e in items.values() if e.get("media-type") == "application/x-dtbncx+xml"), None)
    nav_file = "" if navigation is None else _inside(folder, navigation.get("href") or "")
    return Package(
        spine=tuple(member for member in dict.fromkeys(spine) if member != nav_file),
        about=_about(package),
        navigation=nav_file,
        ncx="" if ncx is None else _inside(folder, ncx.get("href") or ""),
    )


def page_list(archive: Archive, package: Package, name: str) -> dict[str, dict[str, tuple[int, str]]]:
    """By chapter and id (empty for the chapter's beginning): number (from 1) and label of the page that begins there.

    The number is the label itself where all labels are numbers that rise; else they are counted. Empty where the book
    has no list of pages.
    """
    targets = _targets(archive, package, name)[:_MOST_PAGES]
    labels = [label for _, _, label in targets]
    numbers = [int(label) for label in labels if label.isascii() and label.isdigit() and 0 < len(label) < 6]
    rising = len(numbers) == len(labels) and all(a < b for a, b in pairwise(numbers))
    found: dict[str, dict[str, tuple[int, str]]] = {}
    for at, (member, place, label) in enumerate(targets):
        number = numbers[at] if rising and numbers[0] > 0 else at + 1
        found.setdefault(member, {}).setdefault(place, (number, label))
    return found


def _targets(archive: Archive, package: Package, name: str) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    if package.navigation in archive:
        source, _ = page_text(archive.read(package.navigation, _LIMIT), name)
        folder = posixpath.dirname(package.navigation)
        for nav in tree(source, name).iter("nav"):
            if kinds(nav) & {"page-list", "doc-pagelist"}:
                found += [_target(folder, a.get("href") or "", _words(a)) for a in nav.iter("a")]
    if not found and package.ncx in archive:
        folder = posixpath.dirname(package.ncx)
        for target in _named(parse(archive.read(package.ncx, _LIMIT), f"{name}, {package.ncx}"), "pageTarget"):
            label = next((_words(text) for text in _named(target, "text")), target.get("value") or "")
            source = next((content.get("src") or "" for content in _named(target, "content")), "")
            found.append(_target(folder, source, label))
    return [target for target in found if target[2]]


def _target(folder: str, href: str, label: str) -> tuple[str, str, str]:
    file, _, place = href.partition("#")
    return _inside(folder, file), unquote(place), label


def _inside(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, unquote(href.partition("#")[0]))).lstrip("/")


def _named(root: "_Element", name: str) -> "list[_Element]":
    """Elements of this name in any namespace."""
    return [e for e in root.iter() if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == name]


def _words(element: "_Element") -> str:
    parts = islice(element.itertext(), _MOST_PARTS)  # elements in one another would be read again and again
    return " ".join(canonical("".join(str(text) for text in parts)).split())


def _about(package: "_Element") -> About:
    def first(name: str) -> str:
        return next((words for element in _named(package, name) if (words := _words(element))), "")[:500]

    return About(
        title=first("title"),
        date=iso_date(first("date")),
        issuer=first("publisher") or first("creator"),
        language=first("language"),
        url=next((known for e in _named(package, "identifier") if (known := address(_words(e)))), ""),
    )


def _refuse_encrypted(archive: Archive, spine: list[str], name: str) -> None:
    """Encrypted fonts are common and harmless; encrypted chapters are copy protection."""
    if _ENCRYPTION not in archive:
        return
    root = parse(archive.read(_ENCRYPTION, _LIMIT), f"{name}, {_ENCRYPTION}")
    hidden = {_inside("", element.get("URI") or "") for element in _named(root, "CipherReference")}
    if hidden & set(spine):
        step = "Ask its publisher for a copy without protection, or add the PDF."
        raise SourceError("The book is protected against copying (DRM).", where=name, next_step=step)


def _damaged(name: str, why: str) -> SourceError:
    step = "Get the book anew, or convert it to PDF or HTML."
    return SourceError(f"The book is damaged: {why}.", where=name, next_step=step)
