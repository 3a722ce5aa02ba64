"""Charts as pictures that leave: on white, with the sentence whole, nothing fetched; and CSV that runs no formula."""

import builtins
import re
import xml.etree.ElementTree as ET
from typing import Any

import altair as alt
import pandas as pd
import pytest

from dashboard.figures.pictures import CONFIG, WIDTH, PictureError, captioned, on_paper, png, png_of, safe_csv, svg

SVG = "{http://www.w3.org/2000/svg}"
SENTENCE = "Macro and meso voices differ on “Fit” & more by 0.59 (95 % interval 0.09 to 1.00, n = 4 and 12). " * 4


def spec(**more: Any) -> dict[str, Any]:
    rows = pd.DataFrame({"x": [1, 2], "word": ["one", "two"]})
    made: dict[str, Any] = alt.Chart(rows).mark_point(color="#fafafa").encode(x="x:Q", y="word:N").to_dict()
    return made | more


def texts(drawn: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(drawn).iter(f"{SVG}text")]


def test_a_picture_is_svg_on_white_with_the_whole_sentence_inside_it() -> None:
    drawn = svg(spec(), SENTENCE)
    root = ET.fromstring(drawn)
    ground = root[0]
    assert ground.tag == f"{SVG}rect"
    assert ground.get("fill") == "#ffffff"
    assert (ground.get("width"), ground.get("height")) == (root.get("width"), root.get("height"))
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    own = [e for e in root if e.tag == f"{SVG}text"]
    assert " ".join(e.text or "" for e in own).split() == SENTENCE.split()
    assert len(own) > 1
    assert max(float(e.get("y", "inf")) for e in own) < float(root.get("height", 0))


def test_no_number_is_parted_from_its_sign() -> None:
    drawn = captioned('<svg width="180" height="9"></svg>', "A gap (95 % interval 0.02 to 0.72, p = 0.07; p < 0.001).")
    joined = "|".join(texts(drawn))
    assert "95\u00a0%" in joined
    assert "p\u00a0=\u00a00.07" in joined
    assert "p\u00a0<\u00a00.001" in joined


def test_a_sentence_makes_the_picture_taller_and_no_wider() -> None:
    bare, told = (ET.fromstring(svg(spec(), words)) for words in ("", SENTENCE))
    assert bare.get("width") == told.get("width")
    assert float(told.get("height", 0)) > float(bare.get("height", 0))


def test_a_chart_without_a_width_fills_a_slide_and_one_with_its_own_keeps_it() -> None:
    assert on_paper(spec())["width"] == WIDTH
    assert on_paper(spec(width="container"))["width"] == WIDTH
    assert on_paper(spec(width=300))["width"] == 300
    assert "width" not in on_paper({"hconcat": [spec(), spec()]})


def test_inks_of_the_dark_screen_are_printed_dark_and_rows_stay_as_they_are() -> None:
    printed = on_paper(spec(data={"values": [{"x": 1, "word": "#fafafa"}]}))
    assert printed["mark"]["color"] == "#1a1c22"
    assert printed["data"]["values"][0]["word"] == "#fafafa"


def test_type_is_large_enough_for_a_slide() -> None:
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg(spec()))]
    assert sizes
    assert min(sizes) >= CONFIG["axis"]["labelFontSize"]


def test_a_png_has_the_dots_asked_for() -> None:
    def size(data: bytes) -> tuple[int, int]:
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")

    wide, tall = size(png(spec(), 1, SENTENCE))
    twice = size(png(spec(), 2, SENTENCE))
    assert abs(twice[0] - 2 * wide) <= 2
    assert abs(twice[1] - 2 * tall) <= 2


@pytest.mark.parametrize(
    "more",
    [
        {"data": {"url": "https://example.org/rows.json"}},
        {"data": {"url": "/etc/hostname", "format": {"type": "csv"}}},
        {"mark": {"type": "image", "url": "https://example.org/spy.png", "width": 9, "height": 9}},
        {"transform": [{"lookup": "x", "from": {"data": {"url": "rows.csv"}, "key": "x", "fields": ["y"]}}]},
    ],
    ids=["rows", "file", "image", "lookup"],
)
def test_nothing_is_fetched(more: dict[str, Any]) -> None:
    with pytest.raises(PictureError, match="outside itself"):
        svg(spec(**more))


def test_a_chart_that_cannot_be_drawn_says_so_plainly() -> None:
    with pytest.raises(PictureError) as raised:
        svg({"mark": "nonsense", "data": {"values": [{"x": 1}]}})
    assert "cannot be drawn" in str(raised.value)
    assert "CSV" in raised.value.next_step
    assert "\n" not in raised.value.what
    with pytest.raises(PictureError, match="PNG"):
        png_of("<svg")
    with pytest.raises(PictureError, match="no SVG"):
        captioned("<html></html>", "")


def test_without_the_drawing_package_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **named: Any) -> Any:
        if name == "vl_convert":
            raise ImportError(name)
        return real(name, *args, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PictureError, match="vl-convert-python"):
        svg(spec())


def test_a_drawing_of_ours_stands_alone_with_its_words() -> None:
    drawn = captioned('<svg role="img" viewBox="0 0 400 50" width="400" height="50"><g/></svg>', "A & B.")
    root = ET.fromstring(drawn)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert texts(drawn) == ["A & B."]


def test_csv_runs_no_formula_and_keeps_numbers() -> None:
    frame = pd.DataFrame(
        {"=head": ["=1+1", "+x", "-y", "@z", "\tt", "plain"], "n": [-1.5, 2.0, None, 0.0, 1.0, 1.0], "b": [True] * 6}
    )
    lines = safe_csv(frame).split("\n")
    assert lines[0] == "\ufeff'=head,n,b"
    assert lines[1] == "'=1+1,-1.5,True"
    assert [line[0] for line in lines[1:6]] == ["'"] * 5
    assert lines[3] == "'-y,,True"
    assert lines[6] == "plain,1.0,True"
