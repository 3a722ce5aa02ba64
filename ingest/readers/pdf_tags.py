"""The structure that a tagged PDF keeps of itself, for both engines: which marked content is which block."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from ingest.readers.pdf_lines import Tag

_MOST_ELEMENTS: Final = 400_000
_DEEPEST: Final = 60

_BLOCK: Final = re.compile(
    r"(?:P|H|H[1-9]|Title|Lbl|LBody|LI|TD|TH|Caption|Note|FENote|TOCI|Figure|Formula|BlockQuote|Code)\Z"
)
_WITHIN_CELL: Final = frozenset(("TD", "TH"))
_WITHIN_ITEM: Final = frozenset(("LI", "Lbl", "LBody"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the tree an element stands: the block it is in, and whether that is a cell, an item or a note."""

    tag: Tag
    item: int = 0
    first: bool = False


class Blocks:
    """Numbers blocks, tables, rows and cells in the order of the tree."""

    def __init__(self) -> None:
        self._blocks = self._tables = self._rows = self._cells = 0

    def within(self, outer: Place, role: str) -> Place:
        """The place of an element with this standard role inside another."""
        tag = outer.tag
        if role == "Table" and not tag.cell:
            self._tables += 1
            return Place(Tag(self._next(), role, self._tables))
        if role == "TR" and tag.table:
            self._rows += 1
            return Place(Tag(self._next(), role, tag.table, self._rows))
        if role in _WITHIN_CELL and tag.row:
            self._cells += 1
            return Place(replace(tag, block=self._next(), role=role, cell=self._cells))
        if tag.cell or tag.role in ("Note", "FENote", "TOCI", "Figure", "Caption") or not _BLOCK.match(role):
            return outer
        if role == "LI":
            number = self._next()
            return Place(Tag(number, "LI", tag.table), item=number)
        if outer.item and (role in _WITHIN_ITEM or role == "P"):
            return Place(replace(tag, role="LI"), outer.item)
        if outer.item and role not in ("Note", "FENote", "Figure", "Caption"):
            return outer
        return Place(Tag(self._next(), role, tag.table))

    def _next(self) -> int:
        self._blocks += 1
        return self._blocks


ROOT: Final = Place(Tag(0, ""))


def structure(document: Any) -> dict[object, dict[int, Tag]]:
    """By page object and number of marked content, what pdfminer's document says of its structure; empty for none.

    A tree that is damaged gives what was read of it before.
    """
    from pdfminer.pdftypes import resolve1

    found: dict[object, dict[int, Tag]] = defaultdict(dict)
    try:
        root = resolve1(document.catalog.get("StructTreeRoot"))
        if not isinstance(root, dict):
            return {}
        roles = resolve1(root.get("RoleMap"))
        names = {key: getattr(resolve1(value), "name", "") for key, value in roles.items()} if roles else {}
        for page, number, tag in _leaves(root, names):
            found[page].setdefault(number, tag)
    except Exception:  # pdfminer raises whatever a damaged tree leads it into
        return dict(found)
    return dict(found)


def _leaves(root: dict[str, Any], roles: dict[str, str]) -> Iterator[tuple[object, int, Tag]]:
    from pdfminer.pdftypes import PDFObjRef, resolve1

    blocks = Blocks()
    seen: set[int] = set()
    stack: list[tuple[Any, Place, object, int]] = [(root.get("K"), ROOT, None, 0)]
    while stack:
        kid, place, page, depth = stack.pop()
        if isinstance(kid, PDFObjRef):
            if kid.objid in seen or len(seen) > _MOST_ELEMENTS:
                continue
            seen.add(kid.objid)
            kid = resolve1(kid)
        if isinstance(kid, list):
            stack += [(one, place, page, depth) for one in reversed(kid)]
        elif isinstance(kid, int):
            if page is not None:
                yield page, kid, place.tag
        elif isinstance(kid, dict) and depth < _DEEPEST:
            own = kid.get("Pg")
            page = own.objid if isinstance(own, PDFObjRef) else page
            if "MCID" in kid:
                stack.append((resolve1(kid["MCID"]), place, page, depth))
            elif "S" in kid:
                name = standard(str(getattr(resolve1(kid["S"]), "name", "")), roles)
                stack.append((kid.get("K"), blocks.within(place, name), page, depth + 1))


def standard(name: str, roles: dict[str, str]) -> str:
    """The standard role that a file's own stands for."""
    for _ in range(5):
        if name not in roles or roles[name] == name:
            break
        name = roles[name]
    return name
