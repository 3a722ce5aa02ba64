"""Times of the bundled study as a user feels them: builds, the first screen beside an empty page, a click to quotes.

Usage: python benchmarks/first_screen.py [--runs N]   (needs an installed Chromium)
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
EMPTY = "import streamlit as st\nst.title('empty')\n"
SMALL = (
    EMPTY + "st.vega_lite_chart({'data': {'values': [{'a': 1}]}, 'mark': 'point', 'encoding': {'x': {'field': 'a'}}})\n"
)
CHART = "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg"
ROW, FIRST, BAR = 74, 49, 0.474
"""Pixels a row and to the first row of the figure, and where along it a row's bar is clicked."""


def seconds(action: Callable[[], object]) -> float:
    """How long `action` takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def command(*words: str) -> list[str]:
    return [sys.executable, "-P", "-m", "crosscurrent", *words]


def builds(folder: Path, runs: int) -> None:
    """Cold and unchanged builds as whole processes."""

    def run() -> None:
        subprocess.run(command("--study", str(folder), "build"), check=True, capture_output=True)

    cold = []
    for _ in range(runs):
        shutil.rmtree(folder / ".crosscurrent", ignore_errors=True)
        cold.append(seconds(run))
    unchanged = [seconds(run) for _ in range(runs)]
    show("cold build", cold)
    show("unchanged build", unchanged)


def show(name: str, values: list[float]) -> None:
    """Minimum, median and maximum of some seconds."""
    print(f"{name:32} min {min(values):6.2f}  median {statistics.median(values):6.2f}  max {max(values):6.2f} s")


def wait(url: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)


def first_paint(page: Page, url: str, selector: str) -> float:
    """From asking for the page to what it is for."""
    start = time.perf_counter()
    page.goto(url)
    page.locator(selector).first.wait_for(timeout=60_000)
    return time.perf_counter() - start


def screens(folder: Path, runs: int) -> None:
    """First paint of an empty page, a small chart and Tensions, servers warm, a new browser each time; clicks."""
    browser_path = next(p for n in ("chromium", "google-chrome", "msedge") if (p := shutil.which(n)))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    flags = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.address", "127.0.0.1"]
    with tempfile.TemporaryDirectory() as place:
        servers = [
            subprocess.Popen(command("--study", str(folder), "dashboard", "--no-browser", "--port", "18993"), **quiet)
        ]
        for port, text in ((18991, EMPTY), (18992, SMALL)):
            script = Path(place) / f"page{port}.py"
            script.write_text(text, encoding="utf-8")
            run = [sys.executable, "-P", "-m", "streamlit", "run", str(script), "--server.port", str(port)]
            servers.append(subprocess.Popen([*run, *flags], **quiet))
        try:
            for port in (18991, 18992, 18993):
                wait(f"http://127.0.0.1:{port}")
            with sync_playwright() as playwright:

                def once(port: int, selector: str) -> float:
                    browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
                    found = first_paint(browser.new_page(), f"http://127.0.0.1:{port}/", selector)
                    browser.close()
                    return found

                show("Tensions, the very first time", [once(18993, CHART)])
                for port in (18991, 18992):
                    once(port, "h1")
                show("empty page", [once(18991, "h1") for _ in range(runs)])
                show("page with one dot in a chart", [once(18992, CHART) for _ in range(runs)])
                show("Tensions, title and words", [once(18993, "h1") for _ in range(runs)])
                show("Tensions, figure drawn", [once(18993, CHART) for _ in range(runs)])
                browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
                show(
                    "click on a row to its quotes",
                    clicks(browser.new_page(viewport={"width": 1280, "height": 1500}), "http://127.0.0.1:18993/", runs),
                )
                browser.close()
        finally:
            for server in servers:
                server.terminate()


def clicks(page: Page, url: str, runs: int) -> list[float]:
    """Seconds from a click on another row of the figure until its quotes stand below."""
    first_paint(page, url, CHART)
    page.wait_for_timeout(2000)
    box = page.locator("[data-testid=stVegaLiteChart]").first.bounding_box()
    assert box is not None
    taken = []
    for i in range(runs):
        heading = page.locator("h3").first.inner_text()
        start = time.perf_counter()
        page.mouse.click(box["x"] + box["width"] * BAR, box["y"] + FIRST + ROW * (1 + i % 4))
        page.wait_for_function("o => document.querySelector('h3').innerText !== o", arg=heading, timeout=10_000)
        taken.append(time.perf_counter() - start)
        page.wait_for_timeout(1000)
    return taken


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "study"
        from ingest.bundled import copy_bundled

        copy_bundled(folder)
        print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
        builds(folder, runs)
        screens(folder, runs)


if __name__ == "__main__":
    main()
