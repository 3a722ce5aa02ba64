"""A real browser on a real dashboard: `visit` opens a screen with everything but this machine blocked.

An installed Chromium, Chrome or Edge is used; without one the tests are skipped, or fail where
CROSSCURRENT_REQUIRE_BROWSER is set.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright
from served import dashboard_of

from dashboard.serve import HOST

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CROSSCURRENT_REQUIRE_BROWSER"):
            pytest.fail("no Chromium, Chrome or Edge is installed, and CROSSCURRENT_REQUIRE_BROWSER is set")
        pytest.skip("no Chromium, Chrome or Edge is installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def address(bundled: Path) -> Iterator[str]:
    with dashboard_of(bundled) as base:
        yield base


@pytest.fixture
def outside() -> list[str]:
    """Addresses that were asked for and are not on this machine; every test expects it to stay empty."""
    return []


@pytest.fixture
def visit(visit_at: Callable[..., Page], address: str) -> Callable[..., Page]:
    def go(where: str, *, dark: bool = False) -> Page:
        return visit_at(f"{address}/{where}", dark=dark)

    return go


@pytest.fixture
def visit_at(browser: Browser, outside: list[str]) -> Iterator[Callable[..., Page]]:
    with _context(browser, outside) as open_page:

        def go(where: str, *, dark: bool = False) -> Page:
            page = open_page(dark)
            page.goto(where)
            page.get_by_role("heading").first.wait_for(timeout=30_000)
            page.locator("[data-testid=stStatusWidget]").wait_for(state="detached", timeout=30_000)
            page.wait_for_load_state("networkidle")
            return page

        yield go
    assert outside == []


@contextmanager
def _context(browser: Browser, outside: list[str]) -> Iterator[Callable[[bool], Page]]:
    contexts = []

    def keep_in(route: Route) -> None:
        if urlsplit(route.request.url).hostname in (HOST, "localhost", None):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    def open_page(dark: bool) -> Page:
        scheme = "dark" if dark else "light"
        context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
        context.route("**/*", keep_in)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
