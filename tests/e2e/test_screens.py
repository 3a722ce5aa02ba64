"""Every screen of the bundled study in a real browser, with nothing let through to the outside."""

import pytest
from playwright.sync_api import TimeoutError, expect

from dashboard.app_pages import PAGES

NAMES = ["", *(name for name, *_ in PAGES[1:])]
"""Addresses of the screens; the first stands at the root."""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_a_screen_opens_without_an_error(visit, name, dark):
    page = visit(name, dark=dark)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    expect(page.locator("[data-testid=stAlertContentError]")).to_have_count(0)
    expect(page.get_by_text("Page not found")).to_have_count(0)


def test_tensions_show_figure_numbers_and_words(visit):
    page = visit("?axis=how-change-is-led")
    expect(page.locator("[data-testid=stVegaLiteChart]").first).to_be_visible(timeout=20_000)
    expect(page.get_by_text("digest, not the official wording").first).to_be_visible(timeout=20_000)


def test_a_link_reopens_a_view_of_contradictions(visit):
    page = visit("contradictions?axis=who-decides&kind=say-hear")
    expect(page.get_by_text("Who decides").first).to_be_visible(timeout=20_000)
    assert "axis=who-decides" in page.url


def key_until(page, key, text):
    """Press a key until a text shows: one that comes before the page listens to keys is lost."""
    for _ in range(4):
        page.keyboard.press(key)
        try:
            page.get_by_text(text).wait_for(timeout=8_000)
        except TimeoutError:
            continue
        return
    expect(page.get_by_text(text)).to_be_visible()


def test_pairs_of_a_dossier_are_paged_by_key_and_the_address_follows(visit):
    page = visit("contradictions?axis=who-decides&kind=say-hear")
    expect(page.get_by_text("Pair 1 of")).to_be_visible(timeout=20_000)
    first = page.url
    key_until(page, "n", "Pair 2 of")
    expect(page).not_to_have_url(first)
    again = visit(page.url.rsplit("/", 1)[1])
    expect(again.get_by_text("Pair 2 of")).to_be_visible(timeout=20_000)
    key_until(again, "p", "Pair 1 of")


def test_the_console_refuses_to_write(visit):
    page = visit("ask")
    page.get_by_role("tab", name="Console").click()
    box = page.get_by_role("textbox", name="Question in Cypher")
    box.fill("MATCH (a:Axis) DELETE a")
    box.press("Control+Enter")
    page.get_by_role("button", name="Ask").last.click()
    expect(page.get_by_text("This question was not asked.").first).to_be_visible(timeout=20_000)
