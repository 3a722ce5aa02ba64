"""Starts a server and ends it when the process that wants it is gone, however that one ended.

`python neo4j_watchdog.py OWNER HOME COMMAND…` returns at once; the process that it leaves behind is no child of the
caller, so nothing is left to collect. HOME/server.pid holds the server's process id while it runs.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path


def stat(pid: int) -> list[str]:
    """State, parent and so on of a process (man 5 proc, from the third field on); nothing where it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def born(pid: int) -> str:
    """When a process started, which tells it from a later one with its number; empty where it is gone or done."""
    fields = stat(pid)
    return fields[19] if fields and fields[0] not in "ZX" else ""


def watch(owner: int, home: Path, command: list[str]) -> None:
    """Start the server, then wait until it or its owner ends; what an owner left behind is removed."""
    since = born(owner)
    with (home / "console.log").open("ab") as log:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=home)
    signal.signal(signal.SIGTERM, lambda *_: server.kill())
    pid = home / "server.pid"
    pid.with_suffix(".part").write_text(str(server.pid))
    pid.with_suffix(".part").replace(pid)
    while server.poll() is None and since and born(owner) == since:
        time.sleep(0.2)
    orphaned = server.poll() is None
    if orphaned:
        server.kill()
    server.wait()
    pid.unlink(missing_ok=True)
    if orphaned:
        shutil.rmtree(home / "data", ignore_errors=True)


if __name__ == "__main__":
    if os.fork() == 0:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        watch(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
        os._exit(0)
