"""What `doctor` looks at: Python, libraries, engine, browser, and the study where there is one."""

import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from graph.errors import CrosscurrentError

LIBRARIES = ("ladybug", "streamlit", "pandas", "pyarrow", "pdfminer.six", "neo4j")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "microsoft-edge", "firefox")


def findings(study: Path | None) -> list[dict[str, object]]:
    """One row a thing: what, found, ok, next_step."""
    rows = [_row("Python", platform.python_version(), sys.version_info >= (3, 11), "Install Python 3.11 or newer.")]
    rows += [_library(name) for name in LIBRARIES]
    rows.append(_full_text())
    browser = next((name for name in BROWSERS if shutil.which(name)), "")
    rows.append(_row("browser on the path", browser or "none", True, "" if browser else "Open the address by hand."))
    return [*rows, _study(study)]


def _row(what: str, found: str, ok: bool, next_step: str) -> dict[str, object]:
    return {"what": what, "found": found, "ok": ok, "next_step": None if ok and found != "none" else next_step}


def _library(name: str) -> dict[str, object]:
    try:
        return _row(name, version(name), True, "")
    except PackageNotFoundError:
        return _row(name, "missing", False, "Install Crosscurrent again.")


def _full_text() -> dict[str, object]:
    from graph.stores.search import engine_version

    found = engine_version()
    return _row("SQLite FTS5", found or "missing", bool(found), "Use a Python with SQLite FTS5.")


def _study(study: Path | None) -> dict[str, object]:
    from ingest.build import status
    from ingest.find import find_study

    try:
        folder = find_study(Path.cwd(), study)
        state = status(folder)
    except CrosscurrentError as error:
        return _row("study", "none", True, str(error))
    built = "not built" if not state.key else "changed since its build" if state.outdated else "up to date"
    return _row("study", f"{folder}: {built}", True, "")
