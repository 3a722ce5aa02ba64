"""Files are dropped on the page, kept, and taken out again, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from served import dashboard_of

from ingest.study import load_study
from ingest.study.new import new_study

PLAN = "# A plan for care\n\nPublished 12 May 2019\n\nDecisions are taken locally.\n\nTargets are set nationally.\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return new_study(tmp_path / "study", "Small")


def sources(study: Path) -> list[str]:
    found, _ = load_study(study)
    assert found is not None
    return [source.id for source in found.sources.values()]


def test_drop_keep_build_and_undo(visit_at, study: Path, tmp_path: Path):
    file = tmp_path / "plan.md"
    file.write_text(PLAN, encoding="utf-8")
    with dashboard_of(study) as base:
        page = visit_at(f"{base}/documents")
        page.locator("input[type=file]").set_input_files([file])
        expect(page.get_by_text("Decisions are taken locally.")).to_be_visible(timeout=60_000)
        assert sources(study) == []
        page.get_by_role("button", name="Keep 1 document").click()
        expect(page.get_by_text("Kept 1 document: A plan for care")).to_be_visible(timeout=30_000)
        assert sources(study) == ["plan"]
        page.get_by_role("button", name="Build now").click()
        expect(page.get_by_text("Built: 1 sources")).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Taken out again: 1 document")).to_be_visible(timeout=30_000)
        assert sources(study) == []
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
