"""The Map and Evidence screens run over the bundled study without an error."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest


def test_the_map_shows_words_for_a_line_chosen_by_keyboard(screen: Callable[[str], AppTest]) -> None:
    app = screen("map").run()
    assert not app.exception
    pick = next(s for s in app.selectbox if s.label.startswith("Read the words"))
    pick.select_index(len(pick.options) - 1).run()
    assert not app.exception
    assert app.subheader
    assert app.text


def test_the_map_is_taken_along_as_table_and_picture(screen: Callable[[str], AppTest]) -> None:
    app = screen("map").run()
    assert [button.proto.label for button in app.get("download_button")] == ["Data as CSV", "SVG", "PNG"]
    assert "who sends which signal" in app.code[0].value


def test_the_map_narrows_to_one_axis(screen: Callable[[str], AppTest]) -> None:
    app = screen("map").run()
    axes = next(m for m in app.multiselect if m.label == "Start from axes")
    axes.set_value(["scale"]).run()
    assert not app.exception
    assert any("nodes and" in c.value for c in app.caption)


def test_the_address_opens_its_passage(screen: Callable[[str], AppTest], bundled: Path) -> None:
    from ingest.build import open_view

    with open_view(bundled) as view:
        row = view.table("Passage").iloc[5]
        label = view.table("Source").set_index("id").loc[row["source"], "label"]
    app = screen("evidence")
    app.query_params["passage"] = row["id"]
    app.run()
    assert not app.exception
    assert app.header[0].value.replace("\\", "") == label


def test_an_unknown_source_and_bad_words_get_a_plain_message(screen: Callable[[str], AppTest]) -> None:
    app = screen("evidence")
    app.query_params["source"] = "nowhere"
    app.run()
    assert any("nowhere" in w.value for w in app.warning)
    app.text_input[0].set_value('"open').run()
    assert not app.exception
    assert app.error


def test_search_shows_hits_and_opens_one(screen: Callable[[str], AppTest]) -> None:
    app = screen("evidence").run()
    app.text_input[0].set_value("carers").run()
    assert any("passages found" in c.value for c in app.caption)
    next(b for b in app.button if b.label == "Read in place").click().run()
    assert not app.exception
    assert app.query_params["passage"]


@pytest.mark.parametrize(
    ("event", "picked"),
    [
        ({"selection": {"selected": [{"data_type": "edge", "data_indices": [4]}], "areas": []}}, ("edge", 4)),
        ({"selection": {"selected": [{"data_type": "node", "data_indices": []}], "areas": []}}, None),
        ({"selection": {"selected": [], "areas": []}}, None),
        (None, None),
    ],
)
def test_what_was_clicked(event: object, picked: tuple[str, int] | None) -> None:
    from dashboard.screens.map import _picked

    assert _picked(event) == picked
