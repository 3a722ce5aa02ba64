"""XML from strangers: read without entities, DTDs or the network, and with bounds on size and depth."""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import TYPE_CHECKING, Final, Protocol, cast

from graph.errors import SourceError
from ingest.readers.base import MAX_BYTES

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

MAX_DEPTH: Final = 256
"""Elements nested deeper are refused: no document of this field comes near, and a walk over them would not end well."""

_PROLOGUE: Final = 65_536
_DECLARES: Final = re.compile(rb"<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)\b|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_DECLARATION: Final = re.compile(rb"<!DOCTYPE[^>\[]*>", re.IGNORECASE)
_COMMENT: Final = re.compile(rb"<!--(?:.*?-->|.*)", re.DOTALL)  # one that never ends goes to the end, in one step


class Element(Protocol):
    """What walks over a document use of lxml's elements, whose names are strings where no comments are kept."""

    @property
    def tag(self) -> str: ...
    @property
    def text(self) -> str | None: ...
    @property
    def tail(self) -> str | None: ...
    @property
    def sourceline(self) -> int | None: ...
    def get(self, key: str, default: str = "", /) -> str: ...
    def keys(self) -> list[str]: ...
    def getparent(self) -> "Element | None": ...
    def iter(self, *tags: str) -> "Iterator[Element]": ...
    def itertext(self) -> Iterator[str]: ...
    def __iter__(self) -> "Iterator[Element]": ...
    def __len__(self) -> int: ...
    def __getitem__(self, position: int, /) -> "Element": ...


def elements(root: "_Element") -> Element:
    """The same element, for a walk."""
    return cast(Element, root)


def parse(data: bytes, name: str, *, limit: int = MAX_BYTES, depth: int = MAX_DEPTH) -> "_Element":
    """The root element of an XML document, without comments and processing instructions.

    `limit` bounds the bytes, `depth` (at most 256) how deep elements nest. No entity is expanded, no DTD loaded and
    no address asked. A DOCTYPE that declares anything itself is refused; a bare one (XHTML) is allowed, and HTML's
    named characters (`&nbsp;`) become what they stand for. Raises SourceError with the line for damage.
    """
    from lxml import etree

    if len(data) > limit:
        what = f"The XML has {len(data):,} bytes; at most {limit:,} are read."
        raise SourceError(what, where=name, next_step="Split it into several documents.")
    _refuse_declarations(data, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged(error, name) from None
    except (ValueError, LookupError, MemoryError) as error:
        raise SourceError(f"The XML cannot be read ({error}).", where=name, next_step=_NEXT) from None
    tree = root.getroottree()
    if tree.docinfo.doctype:
        _check_doctype(tree, name)
        _name_characters(root)
    if _deeper_than(root, depth):
        raise _too_deep(name, depth)
    return root


def parse_html(data: bytes, name: str, *, limit: int = MAX_BYTES, depth: int = MAX_DEPTH) -> "_Element":
    """The root element of a page of HTML as far as it can be made out, without comments; bounds as for `parse`.

    UTF-8 where the bytes are that, else what the page declares. Raises SourceError where nothing can be made out.
    """
    from lxml import etree

    if len(data) > limit:
        what = f"The page has {len(data):,} bytes; at most {limit:,} are read."
        raise SourceError(what, where=name, next_step="Split it into several documents.")
    try:
        data.decode("utf-8")
        encoding: str | None = "utf-8"
    except UnicodeDecodeError:
        encoding = None
    parser = etree.HTMLParser(
        encoding=encoding, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        root: _Element | None = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged(error, name) from None
    except (ValueError, LookupError, MemoryError) as error:
        raise SourceError(f"The page cannot be read ({error}).", where=name, next_step=_NEXT) from None
    if root is None:
        raise SourceError("Nothing on this page can be read.", where=name, next_step=_NEXT)
    if _deeper_than(root, depth) or any("depth" in entry.message for entry in parser.error_log):
        raise _too_deep(name, depth)
    return root


_NEXT: Final = "Get the file anew from where it was published."


def _refuse_declarations(data: bytes, name: str) -> None:
    """Refuse what a DTD inside the file declares, before the parser sees it (it would expand them in attributes)."""
    head = data[:_PROLOGUE].replace(b"\0", b"")  # UTF-16 and UTF-32 read as ASCII then
    head = _COMMENT.sub(b"", head)
    if match := _DECLARES.search(head):
        line = head.count(b"\n", 0, match.start()) + 1
        raise _declares(f"{name}, line {line}")


def _check_doctype(tree: "_ElementTree", name: str) -> None:
    """What an odd encoding hid from the search above."""
    inside = tree.docinfo.internalDTD
    if inside is not None and next(iter(inside.iterentities()), None) is not None:
        raise _declares(name)


def _declares(where: str) -> SourceError:
    return SourceError(
        "The XML declares entities of its own in a DOCTYPE, which can make it read other files or grow without end.",
        where=where,
        next_step="Save it without the DOCTYPE, or get the file anew from where it was published.",
    )


def _name_characters(root: "_Element") -> None:
    """Put HTML's named characters in the place of references that no DTD was loaded for; leave others as written."""
    from lxml import etree

    for node in list(root.iter(etree.Entity)):
        written = node.text or ""  # as `&nbsp;`
        words = html5.get(written[1:], written) + (node.tail or "")
        parent, before = node.getparent(), node.getprevious()
        if parent is None:
            continue
        if before is not None:
            before.tail = (before.tail or "") + words
        else:
            parent.text = (parent.text or "") + words
        node.tail = None
        parent.remove(node)


def _deeper_than(root: "_Element", depth: int) -> bool:
    """Whether elements nest deeper than `depth`; one expression, so that the walk is not Python's."""
    from lxml import etree

    return bool(etree.XPath("boolean(" + "/*" * (min(depth, MAX_DEPTH) + 1) + ")")(root))


def _damaged(error: "SyntaxError", name: str) -> SourceError:
    reason = (error.msg or "").split(", line ")[0].strip()
    if "depth" in reason.lower():
        return _too_deep(name, MAX_DEPTH)
    line = error.lineno or 1
    what = f"The XML is damaged: {reason or 'nothing in it can be read'}."
    return SourceError(what, where=f"{name}, line {line}", next_step=_NEXT)


def _too_deep(name: str, depth: int) -> SourceError:
    what = f"The XML nests elements more than {depth} deep."
    return SourceError(what, where=name, next_step="No document of this kind does; check where it came from.")
