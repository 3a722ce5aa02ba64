"""The queries behind the seven questions give the same rows on both engines, for every sender, voice and message."""

import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from generated import made_up
from test_engines import calls

from graph.queries import run
from graph.questions import questions
from graph.stores.base import View
from graph.tables import GraphTables

Engine = Callable[[GraphTables, Path, str], View]


@pytest.mark.parametrize("size", [(2, 4, 5), (9, 40, 200)], ids=["few", "many"])
def test_questions_are_the_same_on_both(
    both: tuple[Engine, Engine], tmp_path: Path, size: tuple[int, int, int]
) -> None:
    tables = made_up(7, *size)
    forms = [each.form for each in questions().values() if each.form.text]
    with both[0](tables, tmp_path, "k1") as one, both[1](tables, tmp_path, "k1") as two:
        total = 0
        for form in forms:
            for given in calls(one, form, random.Random(form.name)):
                first, second = run(one, form.name, **given), run(two, form.name, **given)
                pd.testing.assert_frame_equal(first, second, obj=f"{form.name} {given}")
                total += len(first)
    assert total > (500 if size[2] > 100 else 0)
