"""A dashboard over a study as its users start it, for tests in a browser."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.serve import HOST, free_port

START_SECONDS = 60


@contextmanager
def dashboard_of(study: Path, **environment: str) -> Iterator[str]:
    """The address of a dashboard over a study, which ends with the block; `environment` is added to this one's."""
    port = free_port(18600 + os.getpid() % 1000)
    command = [sys.executable, "-P", "-m", "crosscurrent", "--study", str(study), "dashboard", "--no-browser"]
    server = subprocess.Popen(
        [*command, "--port", str(port)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | environment,
    )
    base = f"http://{HOST}:{port}"
    try:
        _wait(f"{base}/_stcore/health", server)
        yield base
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(url: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the dashboard did not start")
