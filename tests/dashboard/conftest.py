"""The sample study of the graph's tests serves the screens' tests too; `screen` opens a screen of the bundled study."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.context import STUDY_VARIABLE

sys.path.insert(0, str(Path(__file__).parents[1] / "graph"))

SCRIPT = """
from dashboard.context import open_context
from dashboard.screens.{name} import render

context = open_context()
assert context is not None
render(context)
"""


@pytest.fixture
def screen(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AppTest]:
    """A screen over the bundled study, by name, before its first run."""
    monkeypatch.setenv(STUDY_VARIABLE, str(bundled))
    return lambda name: AppTest.from_string(SCRIPT.format(name=name), default_timeout=60)
