"""The pages of a PDF as they are looked at: where the words of a passage stand on them, and what a page is called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.views.cited import page_words
from dashboard.views.evidence import PassageView
from ingest.readers import Document, Region


@dataclass(frozen=True, slots=True)
class Box:
    """A marked stretch of a page, in points from its top left; `kind` is `passage` or the kind of a code."""

    left: float
    top: float
    right: float
    bottom: float
    kind: str = "passage"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to look at: its number from 1, its name, its marks, and what is said of it to who cannot see it."""

    page: int
    name: str
    boxes: tuple[Box, ...]
    alternative: str


def span_of(passage: PassageView) -> tuple[int, int]:
    """The place of a passage in the text of its source."""
    return passage.start, passage.start + sum(len(piece.text) for piece in passage.pieces)


def pages_of(document: Document | None, passage: PassageView) -> tuple[int, ...]:
    """The pages that hold words of a passage, in order; the page it starts on where no boxes are known."""
    start, end = span_of(passage)
    found = {region.page for region in document.regions if _meets(region, start, end)} if document else set()
    return tuple(sorted(found)) or ((int(passage.page),) if passage.page.isdigit() else ())


def sheet(document: Document | None, passage: PassageView | None, page: int, title: str) -> Sheet:
    """A page with the lines of a passage marked and, in them, what people coded."""
    labels = document.page_labels if document else ()
    label = labels[page - 1] if 0 < page <= len(labels) else ""
    name = page_words(str(page), label)
    boxes: list[Box] = []
    if document and passage:
        on_page = [region for region in document.regions if region.page == page]
        boxes += _boxes(on_page, *span_of(passage), "passage")
        for coding in passage.codings:
            if not coding.suggested:
                boxes += _boxes(on_page, coding.start, coding.end, coding.kind)
    told = f"{name[:1].upper()}{name[1:]} of {title}, as a picture"
    if boxes and passage:
        told += f"; the lines of {passage.ref} are marked: {''.join(piece.text for piece in passage.pieces)[:300]}"
    return Sheet(page, name, tuple(boxes), told)


def _boxes(regions: Sequence[Region], start: int, end: int, kind: str) -> Iterable[Box]:
    """The boxes of the lines that a span touches, each cut to the span's share of the line."""
    for region in regions:
        if _meets(region, start, end):
            length, width = region.end - region.start, region.right - region.left
            left = region.left + width * max(start - region.start, 0) / length
            right = region.right - width * max(region.end - end, 0) / length
            yield Box(left, region.top, right, region.bottom, kind)


def _meets(region: Region, start: int, end: int) -> bool:
    return region.start < end and start < region.end


def turned_to(page: int, last: int) -> int:
    """A page that exists: the wanted one, the first or the last."""
    return min(max(page, 1), max(last, 1))
