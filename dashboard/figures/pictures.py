"""A chart as a picture that can leave: SVG and PNG on white paper, drawn on this machine, and its figures as CSV."""

import io
import re
from collections.abc import Mapping
from html import escape
from importlib.util import find_spec
from textwrap import wrap
from typing import Any

import pandas as pd

from graph.errors import CrosscurrentError
from graph.export.table import BOM, safe

WIDTH = 960
"""Width of a picture whose chart does not say its own: fills a slide at the size of type below."""
MARGIN = 16
TYPE, LINE = 15, 21
"""Size and height of a line of the sentence under the picture."""
LETTER = 0.53
"""Width of a letter, in sizes of type: rather too wide, so that no line is cut where a font is broader."""
INKS = {"#fafafa": "#1a1c22", "#f2f2f2": "#1a1a1a", "#b4b6bd": "#5f6168", "#0e1117": "#ffffff"}
"""Inks of the dark screen and what is printed for them."""
HELD = frozenset({"data", "datasets", "values"})
"""Parts of a specification that hold rows, which stay as they are."""
CONFIG: dict[str, Any] = {
    "font": "sans-serif",
    "axis": {"labelFontSize": 13, "titleFontSize": 14, "labelLimit": 320, "labelColor": "#1a1c22"},
    "legend": {"labelFontSize": 13, "titleFontSize": 14, "labelLimit": 320, "titleLimit": 640},
    "header": {"labelFontSize": 14, "titleFontSize": 14, "labelLimit": 320},
    "title": {"fontSize": 17, "subtitleFontSize": 14, "anchor": "start"},
}
MISSING = "Pictures are drawn by the package vl-convert-python, which is not installed here."
_ROOT = re.compile(r"<svg\b([^>]*)>")
_SIZE = re.compile(r'\s(width|height|viewBox)="([^"]*)"')


class PictureError(CrosscurrentError):
    """A chart cannot be made into a picture."""


def svg(spec: Mapping[str, Any], sentence: str = "") -> str:
    """Draw a Vega-Lite specification as SVG on white, with `sentence` under it in whole lines.

    Width is the specification's own where it is a number, else `WIDTH`. Nothing is fetched: raises PictureError for
    a specification that names data or pictures elsewhere, that cannot be drawn, or where the drawing package is
    missing.
    """
    held = _elsewhere(spec)
    if held:
        raise PictureError(f"The chart names data outside itself ({held}).", next_step="Put the rows into the chart.")
    convert = _converter()
    try:
        drawn: str = convert.vegalite_to_svg(on_paper(spec), config=CONFIG, allowed_base_urls=[])
    except (ValueError, RuntimeError) as error:
        raise PictureError(
            f"The chart cannot be drawn as a picture: {_first(error)}.",
            next_step="Take the figures as CSV; the picture on screen can be copied as a screenshot.",
        ) from error
    return captioned(drawn, sentence)


def png(spec: Mapping[str, Any], scale: float = 2, sentence: str = "") -> bytes:
    """The picture of `svg` as PNG with `scale` dots a unit; raises PictureError as `svg` does."""
    return png_of(svg(spec, sentence), scale)


def png_of(drawn: str, scale: float = 2) -> bytes:
    """An SVG as PNG with `scale` dots a unit; raises PictureError where it cannot be read or the package is missing."""
    try:
        made: bytes = _converter().svg_to_png(drawn, scale=scale)
    except (ValueError, RuntimeError) as error:
        raise PictureError(
            f"The picture cannot be made into a PNG: {_first(error)}.", next_step="Take the SVG."
        ) from error
    return made


def safe_csv(frame: pd.DataFrame) -> str:
    """A frame as CSV that a spreadsheet reads as UTF-8 and in which no text or heading runs as a formula.

    Starts with a byte order mark; commas, "\\n" at the end of a row, an empty cell where there is no value.
    """
    out = io.StringIO()
    held = frame.rename(columns=lambda name: safe(str(name)))
    texts = [name for name in held.columns if not pd.api.types.is_numeric_dtype(held[name])]
    held = held.assign(**{name: held[name].map(safe) for name in texts})
    held.to_csv(out, index=False, lineterminator="\n")
    return BOM + out.getvalue()


def on_paper(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification for paper: white ground, inks of the light theme, a width in numbers, nothing cut."""
    printed: dict[str, Any] = {key: value if key in HELD else _printed(value) for key, value in spec.items()}
    printed |= {"background": "#ffffff", "padding": MARGIN}
    printed.pop("autosize", None)
    if ("mark" in spec or "layer" in spec) and not isinstance(spec.get("width"), int | float | Mapping):
        printed["width"] = WIDTH
    return printed


def _printed(value: Any) -> Any:
    if isinstance(value, str):
        return INKS.get(value.lower(), value)
    if isinstance(value, Mapping):
        return {key: held if key in HELD else _printed(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_printed(one) for one in value]
    return value


def _elsewhere(value: Any) -> str:
    """The first address in a specification: of data, or of a picture drawn as a mark."""
    if isinstance(value, Mapping):
        if isinstance(value.get("url"), str):
            return str(value["url"])
        return next((found for key, one in value.items() if key != "values" and (found := _elsewhere(one))), "")
    if isinstance(value, list):
        return next((found for one in value if (found := _elsewhere(one))), "")
    return ""


def captioned(drawn: str, sentence: str) -> str:
    """An SVG of known width and height on white paper, with `sentence` under it in whole lines.

    Raises PictureError for a text that is not such an SVG.
    """
    found = _ROOT.match(drawn)
    size = dict(_SIZE.findall(found.group(1))) if found else {}
    if found is None or not {"width", "height"} <= size.keys():
        raise PictureError("The drawing package gave no SVG.", next_step="Report this; take the figures as CSV.")
    width, height = float(size["width"]), float(size["height"])
    lines = wrap(_bound(sentence), max(int((width - 2 * MARGIN) / (TYPE * LETTER)), 20))
    tall = height + (len(lines) * LINE + MARGIN if lines else 0)
    words = "".join(
        f'<text x="{MARGIN}" y="{height + LINE * i + TYPE:g}" font-family="sans-serif" font-size="{TYPE}" '
        f'fill="#1a1c22">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    rest = _SIZE.sub("", found.group(1))
    space = "" if "xmlns=" in rest else ' xmlns="http://www.w3.org/2000/svg"'
    root = (
        f'<svg{space}{rest} width="{width:g}" height="{tall:g}" viewBox="0 0 {width:g} {tall:g}">'
        f'<rect width="{width:g}" height="{tall:g}" fill="#ffffff"/>'
    )
    return f"{root}{drawn[found.end() :].removesuffix('</svg>')}{words}</svg>"


def _bound(sentence: str) -> str:
    """The sentence in which no number is parted from its sign by the end of a line."""
    return re.sub(r" (=|<|%) ?", lambda found: found.group().replace(" ", "\u00a0"), sentence)


def _first(error: Exception) -> str:
    """The engine's own reason in one line, without its stack."""
    own = re.split(r"\n\s+at |\n\s*Stack backtrace", str(error))[0]
    lines = [line.strip() for line in own.splitlines() if line.strip()]
    return lines[-1].rstrip(".")[:300] if lines else type(error).__name__


def can_draw() -> bool:
    """Whether the package that draws pictures is installed, found out without loading it."""
    return find_spec("vl_convert") is not None


def _converter() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        raise PictureError(
            MISSING, next_step="Install Crosscurrent again with what it needs; the figures can be had as CSV."
        ) from error
    return vl_convert
