"""A framework matrix through the disclosure gate: what others may see, and what stays."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from graph_sample import CASES, sample_evidence

from dashboard.brief.framework import framework_sheet
from dashboard.views.framework import flat, matrix
from graph.analysts import Summary
from graph.export.framework_sheet import FrameworkSheet
from graph.export.framework_xlsx import framework_xlsx
from graph.measures.aggregates import aggregates
from graph.measures.contradictions import class_ids, contradictions
from graph.model import Case, DisclosurePolicy
from graph.stores.base import View
from graph.stores.ladybug import LadybugView, LadybugWriter
from graph.tables import graph_tables

SECRET = "landscape is cluttered"
SUMMARIES = (
    Summary("s1", "ab", "L01", "instruct", "L01 is told what to do."),
    Summary("s2", "ab", "L02", "empower", "L02 feels free."),
    Summary("s3", "ab", "N01", "empower", "N01 trusts."),
)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """The sample with four leaders of one role group at meso, L02 not cleared, and a board that is internal."""
    leaders = [Case(f"L0{n}", "meso", "leader", "open") for n in (3, 4)]
    cases = {c.id: c for c in (*CASES, *leaders)}
    evidence = sample_evidence(cases=cases, policy=DisclosurePolicy(minimum_voices=3))
    tables = graph_tables(
        evidence,
        contradictions(evidence.codings, (), class_ids(evidence.actors)),
        aggregates(evidence.codings, evidence.messages),
    )
    folder = tmp_path_factory.mktemp("framework") / "k1"
    with LadybugWriter(folder, "k1") as writer:
        writer.write(tables)
    with LadybugView(folder, "k1") as opened:
        yield opened


def made(view: View, *, public: bool, themes: str = "messages", cases: str = "all") -> FrameworkSheet:
    return framework_sheet(view, matrix(view, SUMMARIES, themes, cases), public=public)


def everything(sheet: FrameworkSheet) -> str:
    return repr(
        dataclasses.astuple(dataclasses.replace(sheet, cells={})) + tuple(map(dataclasses.astuple, sheet.ordered()))
    )


def test_the_studys_own_people_see_all_of_it(view: View) -> None:
    sheet = made(view, public=False)
    cell = sheet.cells["L02", "empower"]
    assert cell.summaries == (("ab", "L02 feels free."),)
    assert [q.text for q in cell.quotes] == ["We are empowered"]
    assert dict(cell.quotes[0].details)["Coding"] == "c15"
    assert dict(cell.quotes[0].details)["Anchor"] == "exact"


def test_no_respondent_and_no_uncleared_quote_is_in_a_matrix_for_others(view: View) -> None:
    words = everything(made(view, public=True))
    assert not any(case in words for case in ("L01", "L02", "L03", "N01"))
    assert "We are empowered" not in words and "L02" not in words
    assert "They instruct us" in words
    data = framework_xlsx(made(view, public=True, cases="respondents"))
    assert b"L01" not in data and b"c15" not in data


def test_respondents_stand_together_as_level_and_role_group(view: View) -> None:
    sheet = made(view, public=True, cases="respondents")
    assert [row.label for row in sheet.rows] == ["meso level, leader"]
    cell = sheet.cells["meso level, leader", "instruct"]
    assert cell.voices is None
    assert cell.summaries == (("", "meso level, leader is told what to do."),)
    assert cell.codings == ()


def test_a_summary_over_a_quote_that_is_not_cleared_is_withheld(view: View) -> None:
    sheet = made(view, public=True)
    assert not any("feels free" in text for cell in sheet.cells.values() for _, text in cell.summaries)
    # N01 has no clearance, so nothing of it is left; two more summaries than shown are counted as withheld.
    assert "2 summaries" in dict(sheet.about)["Withheld"]


def test_bodies_keep_their_names_and_lose_what_is_not_cleared(view: View) -> None:
    inside, outside = made(view, public=False, cases="bodies"), made(view, public=True, cases="bodies")
    assert {row.key for row in outside.rows} <= {row.key for row in inside.rows}
    assert all(cell.quotes or cell.summaries for cell in outside.cells.values())
    assert "Sent by" not in everything(outside)


def test_a_flat_listing_has_a_row_a_cell(view: View) -> None:
    frame = flat(made(view, public=True, cases="respondents"))
    assert list(frame.columns) == ["case", "level", "role", "theme", "summary", "quotes", "voices"]
    assert frame["voices"].isna().all()
    assert len(flat(made(view, public=False))) == len(made(view, public=False).cells)


def test_the_bundled_study_names_no_respondent_to_others(bundled: Path) -> None:
    from ingest.build import open_view

    with open_view(bundled) as opened:
        ids = set(opened.table("Respondent")["id"])
        for themes in ("barriers", "messages", "axes"):
            sheet = framework_sheet(opened, matrix(opened, (), themes, "all"), public=True)
            held = [(q.text, q.citation, q.whose, q.text_kind) for cell in sheet.ordered() for q in cell.quotes]
            words = set(
                " ".join([*(" ".join(q) for q in held), *(r.label for r in sheet.rows)]).replace(",", " ").split()
            )
            assert held and not ids & words
