"""The console in a real browser: a question that takes long is stopped by its button, and the next one is answered."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

BUSY = (
    "MATCH (a:Coding), (b:Coding), (c:Coding), (d:Coding), (e:Coding) WHERE a.start_offset + b.start_offset "
    "+ c.start_offset + d.start_offset + e.start_offset = -1 RETURN count(*) AS n"
)


def test_a_long_question_is_stopped(visit):
    page = visit("ask")
    page.get_by_role("tab", name="Console").click()
    box = page.get_by_role("textbox", name="Question in Cypher")
    box.fill(BUSY)
    box.press("Control+Enter")
    page.get_by_role("button", name="Stop", exact=True).last.click(timeout=20_000)
    expect(page.get_by_text("This question was stopped.")).to_be_visible(timeout=8_000)
    expect(page.get_by_text("longer than")).to_have_count(0)
    box.fill("MATCH (n:Levl) RETURN n.id AS id")
    box.press("Control+Enter")
    expect(page.get_by_text("Did you mean Level?")).to_be_visible(timeout=20_000)
