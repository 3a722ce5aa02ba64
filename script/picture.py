"""Draw docs/images/tensions.png: the tension screen of the bundled study in a real browser.

Run it with `.venv/bin/python script/picture.py`; it needs the test extras and an installed Chromium.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

TARGET = Path(__file__).resolve().parent.parent / "docs" / "images" / "tensions.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
SIZE = (1280, 960)
SECONDS = 60


def main() -> None:
    """Build the study elsewhere, serve it, and keep what the browser shows."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        sys.exit(f"No browser was found. Install one of: {', '.join(BROWSERS)}.")
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("crosscurrent")), "demo", "study", "--no-browser"]
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, start_new_session=True)
        try:
            assert server.stdout is not None
            words = (word for line in server.stdout for word in line.split())
            address = next((word for word in words if word.startswith("http://")), "")
            if not address:
                sys.exit("The dashboard did not start.")
            with sync_playwright() as engine:
                _draw(engine.chromium.launch(executable_path=path, args=FLAGS), address)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()
    print(TARGET)


def _draw(browser: Browser, address: str) -> None:
    width, height = SIZE
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    _open(page, address)
    page.wait_for_selector(
        "[data-testid=stVegaLiteChart], [data-testid=stEchartsChart], canvas", timeout=SECONDS * 1000
    )
    page.wait_for_timeout(2500)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(TARGET))
    browser.close()


def _open(page: Page, address: str) -> None:
    for _ in range(SECONDS * 5):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            break
        except (urllib.error.URLError, OSError):
            page.wait_for_timeout(200)
    page.goto(address)


if __name__ == "__main__":
    main()
