"""Fixtures for everything: `bundled` is a copy of the bundled study, built once a test run; nobody writes to it."""

from pathlib import Path

import pytest

from ingest.build import build
from ingest.bundled import copy_bundled


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_bundled(tmp_path_factory.mktemp("bundled") / "study")
    assert not build(folder).problems
    return folder
