"""The disclosure gate lets through what may leave the house, and nothing else."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.brief.gate import Gate, gate_of, suppress, withheld
from dashboard.views.quotes import Quote

GATE = Gate({"L01": "meso level, leader", "L04": "meso level, leader", "7": "macro level, national body"}, 3)


def quote(**changes: str) -> Quote:
    fields = dict.fromkeys(Quote.__dataclass_fields__, "")
    return Quote(**{**fields, "coding": "c-1", "text": "Words.", "clearance": "open", **changes})


@pytest.mark.parametrize("clearance", ["internal", "restricted", "", "Open", "unknown"])
def test_only_open_passes(clearance: str) -> None:
    assert GATE.clear(quote(clearance=clearance)) is None
    assert withheld([quote(clearance=clearance), quote(coding="c-2")], GATE) == {"c-1"}


def test_a_case_is_level_and_role_group_in_every_part() -> None:
    cleared = GATE.clear(quote(voice="L04", citation="L04, Talks of L01, para 3", sender="L01", text_note="digest"))
    assert cleared is not None
    assert cleared.line == (
        "Talks of meso level, leader, para 3 · heard by meso level, leader, sent by meso level, leader · digest"
    )


@pytest.mark.parametrize("text", ["As L04 said", "(L04)", "L04's", "told L01_a"])
def test_words_that_hold_an_id_are_withheld(text: str) -> None:
    assert GATE.clear(quote(text=text)) is None


@pytest.mark.parametrize("text", ["L041 is a form", "XL04", "in 7 of 9 cases"])
def test_words_that_only_look_alike_pass(text: str) -> None:
    assert GATE.clear(quote(text=text)) is not None


def test_an_id_that_is_a_number_counts_only_whole() -> None:
    cleared = GATE.clear(quote(voice="7", citation="7, Act 2014, s. 7"))
    assert cleared is not None
    assert cleared.line == "Act 2014, s. 7 · macro level, national body"


def test_gate_of_a_frame_names_what_is_not_known() -> None:
    frame = pd.DataFrame({"id": ["A1"], "level": [""], "role_group": [""]})
    assert gate_of(frame, 3).name("A1") == "unknown level, respondent"


def test_few_voices_are_suppressed() -> None:
    assert suppress({"a": 2, "b": 5, "c": 0}, 3) == {"a": None, "b": 5, "c": 0}
    assert not GATE.lets(3, 2)
    assert GATE.lets(3, 3)


def test_a_lone_suppressed_cell_takes_another_with_it_where_the_total_shows() -> None:
    assert suppress({"a": 2, "b": 5, "c": 9}, 3, total_shown=True) == {"a": None, "b": None, "c": 9}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 20), max_size=6), st.integers(1, 6))
def test_what_is_suppressed_cannot_be_worked_out(counts: dict[str, int], minimum: int) -> None:
    shown = suppress(counts, minimum, total_shown=True)
    hidden = [cell for cell, n in shown.items() if n is None]
    assert all(n is None or n == 0 or n >= minimum for n in shown.values())
    large_left = any(n for n in shown.values() if n)
    if hidden and large_left:
        assert len(hidden) > 1
        assert sum(counts[c] for c in hidden) >= minimum
