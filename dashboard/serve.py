"""Starts the dashboard as a child process that listens on this machine only."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from pathlib import Path

from graph.errors import CrosscurrentError
from ingest.readers.base import MAX_BYTES

HOST = "127.0.0.1"
PORTS = 100
"""So many ports are tried."""
START_SECONDS = 60


def free_port(first: int) -> int:
    """The first free port from `first` on; raises CrosscurrentError where none of a hundred is."""
    for port in range(first, first + PORTS):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if probe.connect_ex((HOST, port)) != 0:
                return port
    raise CrosscurrentError(f"no port from {first} to {first + PORTS - 1} is free.", next_step="Name one with --port.")


def serve(folder: Path, *, port: int = 8501, browser: bool = True) -> int:
    """Serve the study in `folder` until it is stopped and return the exit status.

    The address is printed once the page answers, and opened where `browser` says so. Streamlit's statistics are off,
    it listens on this machine alone, and ends when this process is told to end. The child starts with `-P`, so that a
    module in the current folder hides none of ours. Raises CrosscurrentError where the page does not start.
    """
    chosen = free_port(port)
    address = f"http://{HOST}:{chosen}"
    signal.signal(signal.SIGTERM, _end)
    environment = os.environ | {"CROSSCURRENT_STUDY": str(folder)}
    child = subprocess.Popen(_command(chosen), env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        _wait(address, child)
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        if browser:
            webbrowser.open(address)
        return child.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


def _end(number: int, frame: object) -> None:
    del number, frame
    raise SystemExit(0)


def _command(port: int) -> list[str]:
    options = {
        "server.address": HOST,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "server.showEmailPrompt": "false",
        "server.maxUploadSize": str(MAX_BYTES // (1024 * 1024)),
        "runner.magicEnabled": "false",
        "browser.gatherUsageStats": "false",
        "browser.serverAddress": HOST,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [sys.executable, "-P", "-m", "streamlit", "run", str(Path(__file__).with_name("app.py")), *flags]


def _wait(address: str, child: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and child.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.1)
    raise CrosscurrentError("the dashboard did not start.", next_step="`crosscurrent doctor` says what is missing.")
