"""The framework matrix: which quote stands in which cell, whose summary counts, and what is counted."""

from dataclasses import replace

import pytest
from graph_sample import sample_evidence

from graph.analysts import Summary
from graph.measures.framework import Framework, framework

SAID = Summary("s1", "ab", "L01", "clutter", "Sees clutter.", "2026-01-01T00:00:00+00:00")


def made(*summaries: Summary, **more: str) -> Framework:
    nodes = sample_evidence().nodes
    return framework(nodes["Coding"], nodes, summaries, **more)


def test_cells_hold_counted_codings_of_their_case() -> None:
    found = made()
    assert [case.id for case in found.cases] == ["N01", "L01", "L02"]
    assert [theme.id for theme in found.themes] == ["clutter", "reports"]
    assert found.cell("L01", "clutter").codings == ("c13",)
    assert found.cell("L02", "clutter").codings == ()
    assert (found.with_quotes, found.summarised) == (2, 0)


def test_bodies_stand_after_part_of_and_only_where_they_say_something() -> None:
    found = made(themes="messages", cases="bodies")
    ids = [case.id for case in found.cases]
    assert "gov" in ids and "ministers" not in ids and "boards" not in ids
    assert found.cell("board-a", "locally").codings == ("c10",)
    assert {"c04", "c23"} <= set(found.cell("gov", "empower").codings)


def test_axes_gather_both_poles() -> None:
    assert set(made(themes="axes").cell("L02", "lead").codings) == {"c15", "c16"}


def test_the_latest_summary_of_each_coder_counts() -> None:
    later = replace(SAID, text="Clutter and reports.", created="2026-02-01T00:00:00+00:00")
    other = replace(SAID, coder="cd", text="Only clutter.", created="2026-01-15T00:00:00+00:00")
    cell = made(later, SAID, other).cell("L01", "clutter")
    assert [each.text for each in cell.summaries] == ["Clutter and reports.", "Only clutter."]
    assert cell.summary == "Clutter and reports."
    assert cell.by("cd") == other and cell.by("nobody") is None


def test_a_summary_without_a_quote_is_kept_and_not_counted() -> None:
    found = made(SAID, replace(SAID, case="L02"))
    assert (found.with_quotes, found.summarised) == (2, 1)
    assert found.cell("L02", "clutter").summary == "Sees clutter."


def test_a_summary_of_a_part_stands_with_its_body() -> None:
    found = made(replace(SAID, case="ministers", theme="empower"), themes="messages", cases="all")
    assert found.cell("gov", "empower").summary == "Sees clutter."


def test_summaries_of_what_is_not_shown_are_left_out() -> None:
    found = made(replace(SAID, theme="empower"), replace(SAID, case="nobody"))
    assert all(not cell.summaries for cell in found.cells.values())


def test_unknown_themes_and_cases() -> None:
    with pytest.raises(ValueError, match="barriers, messages, axes"):
        made(themes="colours")
    with pytest.raises(ValueError, match="respondents, bodies, all"):
        made(cases="some")
