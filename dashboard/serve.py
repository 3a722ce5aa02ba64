"""Starts the dashboard as a child process that listens on this machine only."""

import os
import socket
import subprocess
import sys
from pathlib import Path

HOST = "127.0.0.1"
LAST = 100
"""So many ports are tried."""


def free_port(first: int) -> int:
    """The first free port from `first` on; raises OSError where none of a hundred is."""
    for port in range(first, first + LAST):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if probe.connect_ex((HOST, port)) != 0:
                return port
    raise OSError(f"no free port between {first} and {first + LAST}")


def serve(folder: Path, *, port: int = 8501, browser: bool = True) -> int:
    """Serve the study in `folder` until it is stopped and return the exit status; the address is printed.

    Streamlit's statistics are off and it listens on this machine alone. The child starts with `-P`, so that a module
    in the current folder hides none of ours.
    """
    chosen = free_port(port)
    sys.stdout.write(f"http://{HOST}:{chosen}\n")
    sys.stdout.flush()
    options = {
        "server.address": HOST,
        "server.port": str(chosen),
        "server.headless": "false" if browser else "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "browser.serverAddress": HOST,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "server.showEmailPrompt": "false",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    script = Path(__file__).with_name("app.py")
    environment = os.environ | {"CROSSCURRENT_STUDY": str(folder)}
    command = [sys.executable, "-P", "-m", "streamlit", "run", str(script), *flags]
    try:
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own command
    except KeyboardInterrupt:
        return 0
