"""Figures in a real browser: what is clicked is read, what is taken along is whole, and no menu sends a chart away."""

import csv
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from dashboard.app_pages import PAGES

CHART = "[data-testid=stVegaLiteChart]"
HEADINGS = list(dict.fromkeys(heading for *_, heading in PAGES if heading))


def taken(page: Page, label: str, nth: int = 0) -> Download:
    button = page.locator("[data-testid=stDownloadButton]").filter(has_text=label).nth(nth)
    with page.expect_download(timeout=60_000) as waiting:
        button.get_by_role("button").click()
    return waiting.value


@pytest.mark.parametrize("name", ["", *(name for name, *_ in PAGES[1:])])
def test_no_chart_has_a_menu_that_opens_it_elsewhere(visit, name):
    page = visit(name)
    charts = page.locator(CHART)
    if name in ("", "gaps"):
        expect(charts.first).to_be_visible(timeout=20_000)
    expect(page.locator(".vega-actions, .vega-embed details, .vega-embed summary")).to_have_count(0)
    assert "vega.github.io/editor" not in page.content()


def test_a_figure_is_taken_along_as_csv_svg_and_png(visit, tmp_path: Path):
    page = visit("?axis=how-change-is-led", dark=True)
    sentence = page.locator("[data-testid=stCode]").first.inner_text()
    assert "How change is led" in sentence
    files = {}
    for label, name in (("Data as CSV", "tensions.csv"), ("SVG", "tensions.svg"), ("PNG", "tensions.png")):
        found = taken(page, label)
        assert found.suggested_filename == name
        found.save_as(tmp_path / name)
        files[label] = (tmp_path / name).read_bytes()
    rows = list(csv.DictReader(files["Data as CSV"].decode("utf-8-sig").splitlines()))
    assert "how-change-is-led" in {row["axis"] for row in rows}
    drawing = ET.fromstring(files["SVG"])
    own = [e.text or "" for e in drawing if e.tag.endswith("text")]
    assert " ".join(" ".join(own).split()) == " ".join(sentence.split())
    assert drawing[0].get("fill") == "#ffffff"
    assert files["PNG"].startswith(b"\x89PNG")


def test_a_click_on_a_dumbbell_opens_the_words_at_both_its_ends(visit):
    page = visit("gaps")
    chart = page.locator(CHART).first
    expect(chart).to_be_visible(timeout=20_000)
    chooser = page.get_by_role("combobox", name="Row to read").first
    before = chooser.input_value() or chooser.inner_text()
    marks = chart.locator(".mark-symbol path")
    heading = page.locator("h3").first
    for _ in range(4):
        # On a busy machine the chart may be drawn once more under the pointer, and the click is lost.
        marks.nth(marks.count() - 2).click()
        page.wait_for_timeout(4_000)
        if heading.inner_text().strip() != before:
            break
    expect(heading).not_to_have_text(before)
    expect(page.get_by_text("Said at macro").first).to_be_visible()
    expect(page.get_by_text("Heard by meso").first).to_be_visible()
    assert heading.inner_text() in page.locator("[data-testid=stCode]").first.inner_text()


def test_the_switch_of_the_tensions_opens_by_its_address(visit):
    page = visit("?rigour=true")
    expect(page.get_by_text("how sure it is").first).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Random draws start from").first).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_menu_of_the_bar_is_used_by_keyboard(visit, heading):
    page = visit("brief")
    last = [row for row in PAGES if row[3] == heading][-1]
    button = page.locator("[data-testid=stTopNavSection]").filter(has_text=heading)
    button.focus()
    page.keyboard.press("Enter")
    item = page.get_by_role("menuitem", name=last[1])
    expect(item).to_be_visible()
    page.keyboard.press("Escape")
    expect(item).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("End")
    expect(item).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{last[0]}**", timeout=20_000)


def test_the_bar_holds_every_screen_at_a_small_width(visit):
    page = visit("brief")
    bar = page.locator("[data-testid=stHeader]")
    expect(bar.get_by_role("link", name="Tensions")).to_be_visible()
    for heading in HEADINGS:
        expect(bar.get_by_role("button", name=heading)).to_be_in_viewport(ratio=1)
