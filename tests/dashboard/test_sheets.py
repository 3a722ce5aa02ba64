"""The lines of a passage are marked on the picture of their page."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dashboard.figures.sheets import height_of, marked_page, width_of
from dashboard.views.evidence import CodingLine, PassageView, Piece
from dashboard.views.sheets import Box, pages_of, sheet, span_of, turned_to
from ingest.page_child import png
from ingest.readers import Document, Region

TEXT = "One line of words\nand another line\nlast"
LINES = ((0, 17, 3), (18, 34, 3), (35, 39, 4))


def document(labels: tuple[str, ...] = ()) -> Document:
    regions = tuple(Region(s, e, page, 10.0, 20.0 * n, 110.0, 20.0 * n + 12) for n, (s, e, page) in enumerate(LINES, 1))
    return Document(TEXT, (), regions=regions, page_labels=labels)


def passage(start: int, end: int, *codings: CodingLine) -> PassageView:
    pieces = (Piece(TEXT[start:end], (), ""),)
    return PassageView("p", "para 1", "", "", "3", "", "", pieces, codings, start=start)


def coding(start: int, end: int, status: str = "accepted") -> CodingLine:
    return CodingLine(1, "c", "", "message", "", "", "", "", "", "", "ann", status, "", start, end)


def test_a_passage_over_two_pages_knows_both() -> None:
    whole = passage(0, 39)
    assert span_of(whole) == (0, 39)
    assert pages_of(document(), whole) == (3, 4)
    assert pages_of(None, whole) == (3,)


def test_lines_are_marked_and_cut_where_the_passage_ends_in_one() -> None:
    shown = sheet(document(), passage(0, 26), 3, "The plan")
    assert [(box.left, box.top, box.right) for box in shown.boxes] == [(10.0, 20.0, 110.0), (10.0, 40.0, 60.0)]
    assert shown.alternative.startswith("Page 3 of The plan, as a picture; the lines of para 1 are marked: One line")


def test_what_people_coded_is_marked_and_what_machines_suggest_is_not() -> None:
    shown = sheet(document(), passage(0, 17, coding(0, 3), coding(4, 8, "suggested")), 3, "The plan")
    assert [box.kind for box in shown.boxes] == ["passage", "message"]


def test_a_page_is_called_as_the_document_calls_it() -> None:
    shown = sheet(document(("i", "ii", "iii", "1")), None, 3, "The plan")
    assert (shown.name, shown.boxes) == ("p. iii, page 3 of the file", ())


@given(st.integers(0, 38), st.integers(1, 39))
def test_boxes_stay_in_their_lines(start: int, length: int) -> None:
    end = min(start + length, 39)
    for page in (3, 4):
        for box in sheet(document(), passage(start, end), page, "x").boxes:
            assert 10.0 <= box.left < box.right <= 110.0


def test_a_page_that_is_not_there_turns_to_one_that_is() -> None:
    assert [turned_to(page, 9) for page in (0, 4, 12)] == [1, 4, 9]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_marks_are_where_the_boxes_are(scale: float) -> None:
    width, height = int(100 * scale), int(50 * scale)
    image = png(b"\xff" * (width * height * 3), width, height, width * 3, 3, scale)
    drawn = marked_page(image, [Box(20, 10, 60, 20), Box(90, 40, 400, 400, "message")])
    with Image.open(io.BytesIO(drawn)) as found:
        assert found.size == (width, height)
        inside = found.getpixel((int(40 * scale), int(15 * scale)))
        outside = found.getpixel((int(70 * scale), int(30 * scale)))
    assert outside == (255, 255, 255)
    assert isinstance(inside, tuple)
    assert inside[2] < 200 < inside[0]
    assert height_of(image) == pytest.approx(50, abs=0.1)
    assert width_of(image) == width


def test_a_page_without_marks_is_left_as_it_is() -> None:
    image = png(b"\xff" * 12, 2, 2, 6, 3, 1.0)
    assert marked_page(image, []) == image
