"""Pages of PDFs as pictures: right size and place, kept on disk, and clear words where there are none."""

import struct
import sys
from pathlib import Path

import pytest

from graph.errors import SourceError
from ingest.page_child import png
from ingest.pages import image_scale, page_count, page_image

sys.path.insert(0, str(Path(__file__).parent / "readers"))
from pdfmaker import Words, make_pdf

DATA = make_pdf([[Words(72, 700, "The board meets.")], []], page="/CropBox [0 0 500 800]")


def size(image: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">2I", image[16:24])
    return width, height


def test_a_page_has_the_size_that_is_shown() -> None:
    image = page_image(DATA, 1, scale=2.0)
    assert image.startswith(b"\x89PNG")
    assert size(image) == (1000, 1600)
    assert image_scale(image) == pytest.approx(2.0, rel=1e-3)
    assert page_count(DATA) == 2


def test_a_picture_is_kept_in_the_study(tmp_path: Path) -> None:
    first = page_image(DATA, 1, study=tmp_path)
    (kept,) = (tmp_path / ".crosscurrent" / "cache" / "pages").iterdir()
    assert kept.read_bytes() == first
    kept.write_bytes(b"another")
    assert page_image(DATA, 1, study=tmp_path) == b"another"


def test_what_cannot_be_drawn_is_told() -> None:
    with pytest.raises(SourceError) as caught:
        page_image(DATA, 3, name="plan.pdf")
    assert (caught.value.what, caught.value.where) == ("There is no page 3: the PDF has 2.", "plan.pdf")
    with pytest.raises(SourceError) as caught:
        page_image(b"%PDF-1.4 nothing", 1, name="plan.pdf")
    assert caught.value.what == "The page cannot be drawn."
    with pytest.raises(SourceError) as caught:
        page_count(b"")
    assert caught.value.what == "The PDF cannot be drawn."


def test_a_huge_page_is_drawn_smaller() -> None:
    image = page_image(
        make_pdf([[]], page="/MediaBox [0 0 14000 14000]").replace(b"/MediaBox [0 0 595 842]", b"", 1), 1
    )
    width, height = size(image)
    assert width * height <= 25_100_000
    assert image_scale(image) < 0.5


def test_rows_with_a_stride_lose_their_padding() -> None:
    image = png(b"\x01\x02\x03xx" * 2, 1, 2, 5, 3, 1.0)
    assert size(image) == (1, 2)
