"""The first two screens run on the bundled study without an error and show figures and quotes."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest


def _tensions() -> None:
    from dashboard.context import open_context
    from dashboard.screens.tensions import render

    context = open_context()
    assert context is not None
    render(context)


def _contradictions() -> None:
    from dashboard.context import open_context
    from dashboard.screens.contradictions import render

    context = open_context()
    assert context is not None
    render(context)


def test_tensions_screen_shows_counts_and_quotes(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSCURRENT_STUDY", str(bundled))
    app = AppTest.from_function(_tensions, default_timeout=60)
    app.query_params["axis"] = "who-decides"
    app.run()
    assert not app.exception
    assert app.selectbox(key="tension-axis").value == "who-decides"
    assert any("suggestions" in caption.value for caption in app.caption)
    assert app.text


def test_contradictions_screen_opens_the_view_of_its_address(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSCURRENT_STUDY", str(bundled))
    app = AppTest.from_function(_contradictions, default_timeout=60)
    app.query_params["axis"] = "scale"
    app.query_params["kind"] = "say-hear"
    app.run()
    assert not app.exception
    assert app.multiselect(key="contradictions-axis").value == ["scale"]
    assert set(app.dataframe[0].value["kind"]) == {"say-hear"}
    assert app.dataframe[0].value["pairs"].min() >= 1
    assert len(app.text) >= 2
