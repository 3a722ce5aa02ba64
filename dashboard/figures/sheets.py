"""Marks on the picture of a page."""

import io
import struct
from collections.abc import Sequence

from dashboard.views.sheets import Box
from ingest.pages import image_scale

COLOURS = {"passage": (230, 159, 0), "message": (0, 114, 178), "barrier": (204, 121, 167), "actor": (127, 127, 127)}
"""The colours of the marks in the text beside it."""
_FILL = {"passage": 66}
_CODED = 84
_MARGIN = 1.5
"""Points between a line and the edge of its mark."""


def height_of(image: bytes) -> float:
    """The height, in points, of a page whose picture `ingest.pages.page_image` drew."""
    (pixels,) = struct.unpack(">I", image[20:24])
    return float(pixels) / image_scale(image)


def width_of(image: bytes) -> int:
    """The width of a PNG in pixels."""
    (pixels,) = struct.unpack(">I", image[16:20])
    return int(pixels)


def marked_page(image: bytes, boxes: Sequence[Box]) -> bytes:
    """The picture of a page (from `ingest.pages.page_image`) with translucent boxes drawn on it, as a PNG."""
    if not boxes:
        return image
    from PIL import Image

    scale = image_scale(image)
    with Image.open(io.BytesIO(image)) as opened:
        page = opened.convert("RGBA")
    layer = Image.new("RGBA", page.size, (0, 0, 0, 0))
    for box in boxes:
        left, top = (max(round((edge - _MARGIN) * scale), 0) for edge in (box.left, box.top))
        right, bottom = (round((edge + _MARGIN) * scale) for edge in (box.right, box.bottom))
        size = (min(max(right - left, 1), page.width), min(max(bottom - top, 1), page.height))
        fill = (*COLOURS.get(box.kind, COLOURS["actor"]), _FILL.get(box.kind, _CODED))
        layer.alpha_composite(Image.new("RGBA", size, fill), (left, top))
    out = io.BytesIO()
    Image.alpha_composite(page, layer).convert("RGB").save(out, "PNG")
    return out.getvalue()
