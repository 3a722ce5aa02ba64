"""The structure that a tagged PDF keeps of a page, as pdfium gives it."""

from ctypes import byref, c_ulong, c_ushort, create_string_buffer
from typing import Any, Final

from ingest.readers.pdf_lines import Tag
from ingest.readers.pdf_tags import ROOT, Blocks, Place

_DEEPEST: Final = 60
_MOST: Final = 20_000
_MANY: Final = 200
_BUFFER: Final = 128


def structure(pdf: Any, page: Any) -> dict[int, Tag]:
    """By number of marked content, what the file's structure says of a page; empty where it has none."""
    tree = pdf.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    found: dict[int, Tag] = {}
    blocks, buffer = Blocks(), create_string_buffer(_BUFFER)
    try:
        count = pdf.FPDF_StructTree_CountChildren(tree)
        stack = [(pdf.FPDF_StructTree_GetChildAtIndex(tree, at), ROOT, 0) for at in reversed(range(count))]
        seen = 0
        while stack and seen < _MOST:
            element, outer, depth = stack.pop()
            seen += 1
            if not element or depth > _DEEPEST:
                continue
            place = blocks.within(outer, _role(pdf, element, buffer))
            stack += _children(pdf, element, place, depth, found)
    finally:
        pdf.FPDF_StructTree_Close(tree)
    return found


def _children(pdf: Any, element: Any, place: Place, depth: int, found: dict[int, Tag]) -> list[tuple[Any, Place, int]]:
    """The elements in another that are on this page; the numbers of its own content go to `found`.

    The element of a whole document names those of all pages, and asking for each costs: only where there are few is
    content looked for between them.
    """
    kids = []
    count = pdf.FPDF_StructElement_CountChildren(element)
    for at in range(min(count, _MOST)):
        if kid := pdf.FPDF_StructElement_GetChildAtIndex(element, at):
            kids.append((kid, place, depth + 1))
        elif count < _MANY and (number := pdf.FPDF_StructElement_GetChildMarkedContentID(element, at)) >= 0:
            found.setdefault(int(number), place.tag)
    return kids[::-1]


def _role(pdf: Any, element: Any, buffer: Any) -> str:
    length = pdf.FPDF_StructElement_GetType(element, buffer, _BUFFER)
    return str(buffer.raw[: max(0, min(int(length), _BUFFER) - 2)].decode("utf-16-le", "replace"))


def is_artifact(pdf: Any, shown: Any) -> bool:
    """Whether the file calls a text object no part of its text."""
    buffer, length = (c_ushort * _BUFFER)(), c_ulong()
    for at in range(pdf.FPDFPageObj_CountMarks(shown)):
        mark = pdf.FPDFPageObj_GetMark(shown, at)
        if mark and pdf.FPDFPageObjMark_GetName(mark, buffer, _BUFFER, byref(length)):
            name = bytes(buffer)[: max(0, min(int(length.value), _BUFFER) - 2)].decode("utf-16-le", "replace")
            if name == "Artifact":
                return True
    return False
