"""Frames for the measures: `coding(...)` rows with sensible defaults, `frame(rows)`, and one axis with two messages."""

from collections.abc import Callable

import pandas as pd
import pytest
from measure_rows import COLUMNS, make_coding


@pytest.fixture
def coding() -> Callable[..., dict[str, object]]:
    """A factory of coding rows, numbered in the order in which they are made."""
    made = iter(range(1, 10_000))
    return lambda voice, pole, **given: make_coding(next(made), voice, pole, **given)


@pytest.fixture
def frame() -> Callable[[list[dict[str, object]]], pd.DataFrame]:
    """A `Coding` frame of rows."""
    return lambda rows: pd.DataFrame(rows, columns=COLUMNS)


@pytest.fixture
def axes() -> pd.DataFrame:
    return pd.DataFrame([{"id": "led", "label": "How change is led", "definition": "", "seq": 0}])


@pytest.fixture
def messages() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"id": "empower", "label": "Empower", "axis": "led", "pole": -1, "seq": 0},
            {"id": "instruct", "label": "Instruct", "axis": "led", "pole": 1, "seq": 1},
        ]
    )
