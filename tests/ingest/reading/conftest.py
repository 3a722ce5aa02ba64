"""Workers that know the documents of `reading_faults`."""

import os
from pathlib import Path

import pytest
import reading_faults

from ingest import readers

HERE = Path(__file__).parent
REAL = Path(__file__).parents[4] / "shared" / "real"


@pytest.fixture
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers can import what lies beside these tests."""
    monkeypatch.setenv("PYTHONPATH", str(HERE))


@pytest.fixture
def faulty_workers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every Python that is started, and this one, has the reader of faults."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(reading_faults.SITE)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(site), str(HERE))))
    own = (reading_faults.FaultReader(), *readers.readers())
    monkeypatch.setattr(readers, "readers", lambda: own)


@pytest.fixture
def real() -> Path:
    if not REAL.is_dir():
        pytest.skip("the real documents (../shared/real) are not on this machine")
    return REAL
