"""What stands under every chart: CSV, SVG, PNG and the sentence; and no menu that would send the chart away."""

import subprocess
import sys

import altair as alt
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.screens.figure import specification


def _screen(select: str) -> None:
    import altair as alt
    import pandas as pd
    import streamlit as st

    from dashboard.screens.figure import figure

    rows = pd.DataFrame({"x": [1, 2], "word": ["a", "b"]})
    pick = alt.selection_point(name="pick", fields=["word"])
    chart = alt.Chart(rows).mark_point().encode(x="x:Q").add_params(pick)
    found = figure(chart, name="words", data=rows, sentence="One *is* less than two.", key="words", select=select)
    st.text(repr(dict(found)))


def run(select: str) -> AppTest:
    return AppTest.from_function(_screen, kwargs={"select": select}, default_timeout=30).run()


def test_a_figure_has_its_files_and_its_sentence() -> None:
    app = run("pick")
    assert not app.exception
    assert [button.proto.label for button in app.get("download_button")] == ["Data as CSV", "SVG", "PNG"]
    assert app.code[0].value == "One *is* less than two."
    assert app.text[0].value == "{'pick': []}"


def test_a_figure_that_is_only_looked_at() -> None:
    app = run("")
    assert not app.exception
    assert app.text[0].value == "{}"


def test_a_selection_that_is_not_in_the_chart_is_an_error_in_development() -> None:
    (raised,) = run("pikc").exception
    assert "pikc" in raised.message
    assert "pick" in raised.message


def test_a_selection_in_a_layer_is_found() -> None:
    pick = alt.selection_point(name="deep", fields=["x"])
    rows = pd.DataFrame({"x": [1]})
    layered = alt.layer(alt.Chart(rows).mark_rule(), alt.Chart(rows).mark_point().encode(x="x:Q").add_params(pick))
    spec = specification(layered | alt.Chart(rows).mark_point())

    from dashboard.screens.figure import _check

    _check(spec, "deep")
    with pytest.raises(ValueError, match="deep"):
        _check(spec, "shallow")


def test_a_specification_has_all_rows_and_no_menu() -> None:
    spec = specification(alt.Chart(pd.DataFrame({"x": range(6000)})).mark_point().encode(x="x:Q"))
    assert sum(len(rows) for rows in spec["datasets"].values()) == 6000
    assert spec["usermeta"]["embedOptions"]["actions"] is False
    given = {"own": 1, "embedOptions": {"renderer": "svg", "actions": True}}
    kept = specification({"mark": "point", "usermeta": given})
    assert kept["usermeta"] == {"own": 1, "embedOptions": {"renderer": "svg", "actions": False}}


def test_without_the_drawing_package_pictures_are_offered_but_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.screens.figure.can_draw", lambda: False)
    shut = {button.proto.label: button.proto.disabled for button in run("").get("download_button")}
    assert shut == {"Data as CSV": False, "SVG": True, "PNG": True}


def test_the_first_screen_loads_nothing_that_only_some_want() -> None:
    heavy = ("vl_convert", "graph.measures.sensitivity", "dashboard.views.rigour", "dashboard.screens.gaps")
    code = f"import sys, dashboard.screens.tensions; print([x for x in {heavy} if x in sys.modules])"
    run = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
