"""Fixtures of the reader tests: `real` is the folder of real documents beside the checkout, or the test is skipped."""

from pathlib import Path

import pytest

REAL = Path(__file__).resolve().parents[4] / "shared" / "real"


@pytest.fixture
def real() -> Path:
    if not REAL.is_dir():
        pytest.skip("the real documents (../shared/real) are not on this machine")
    return REAL
