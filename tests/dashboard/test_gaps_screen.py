"""The screen Said and heard, and the switch of the Tensions screen, over the bundled study."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest


def test_said_and_heard_of_levels_with_the_words_of_both(screen: Callable[[str], AppTest]) -> None:
    app = screen("gaps").run()
    assert not app.exception
    assert app.text
    assert len(app.code) == 2
    assert len(app.get("download_button")) == 7
    assert app.table[0].value.shape[1] >= 4
    app.selectbox(key="gaps-level").set_value("meso").run()
    assert not app.exception
    assert app.selectbox(key="gaps-by").value in ("macro", "micro")


@pytest.mark.parametrize("of", ["focus", "actor", "messages"])
def test_an_address_opens_whose_signals_it_names(screen: Callable[[str], AppTest], of: str) -> None:
    app = screen("gaps")
    app.query_params["of"] = of
    app.query_params["by"] = "micro"
    app.run()
    assert not app.exception
    assert app.selectbox(key="gaps-by").value == "micro"
    assert app.query_params["of"] in (of, [of])


def test_an_address_that_names_nothing_known_opens_the_first(screen: Callable[[str], AppTest]) -> None:
    app = screen("gaps")
    app.query_params["of"] = "nobody"
    app.query_params["level"] = "moon"
    app.run()
    assert not app.exception
    assert app.selectbox(key="gaps-level").value == "macro"


def test_a_row_chosen_by_keyboard_shows_its_sentence(screen: Callable[[str], AppTest]) -> None:
    app = screen("gaps").run()
    chooser = next(s for s in app.selectbox if s.label == "Row to read")
    chooser.select_index(2).run()
    assert not app.exception
    assert chooser.options[2] in app.code[0].value


def test_what_binds_at_another_level(screen: Callable[[str], AppTest]) -> None:
    app = screen("gaps").run()
    before = app.code[1].value
    app.button_group(key="force-at").set_value("meso").run()
    assert not app.exception
    assert app.code[1].value != before


def test_the_switch_shows_intervals_p_values_and_what_a_gap_hangs_on(screen: Callable[[str], AppTest]) -> None:
    app = screen("tensions").run()
    assert not app.exception
    before = len(app.dataframe)
    app.toggle(key="rigour").set_value(True).run()
    assert not app.exception
    sure, counts = app.dataframe[before].value, app.dataframe[before + 1].value
    assert {"p", "p (Holm)", "95 % interval"} <= set(sure.columns)
    assert {"Mentions", "A voice left out", "Hangs on"} <= set(counts.columns)
    assert list(sure["Axis"]) == list(counts["Axis"])
    assert any("Random draws start from" in caption.value for caption in app.caption)
