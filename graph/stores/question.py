"""A typed question, guarded and asked in a caged child process, which is ended when it takes too long."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from graph.errors import QuestionError, QuestionLimit, QuestionRefused
from graph.stores.answers import frame, stopped, too_large, too_long
from graph.stores.base import Answer, AskLimits
from graph.stores.cage import READY
from graph.stores.complaints import of_ladybug
from graph.stores.guard import LadybugGuard
from graph.stores.hints import LADYBUG, check_names
from graph.stores.plans import ADVICE, WHAT, ends

STARTING = 60.0
"""Seconds that the child may take until the build is open."""
GRACE = 1.5
"""Seconds after the engine's own time limit before the child is ended."""


BEAT = 0.05
"""Seconds between two looks at whether the question was stopped."""


def ask(text: str, graph: Path, build: str, limits: AskLimits, cancel: threading.Event | None = None) -> Answer:
    """Answer `text` on the build in the file `graph`.

    Raises QuestionRefused (the guard; or the engine would give wrong rows), QuestionLimit (time, memory, size of the
    answer; or `cancel` was set) and
    QuestionError (a name that is not there, the engine says no, or its process crashed); this process is not harmed
    by any of them, and no child is left behind by any exception.
    """
    admitted = LadybugGuard().admit(text)
    check_names(admitted, LADYBUG)
    request = {
        "graph": str(graph),
        "build": build,
        "text": admitted,
        "ends": ends(),
        "seconds": limits.seconds,
        "rows": limits.rows,
        "memory": limits.memory,
        "answer": limits.answer,
    }
    reply = _Child(request, limits, cancel).reply()
    if reply.get("limit"):
        raise too_large(limits)
    if reply.get("unsound"):
        raise QuestionRefused(WHAT, next_step=ADVICE)
    if "error" in reply:
        raise _failed(str(reply["error"]), admitted, limits)
    return Answer(frame(reply["columns"], reply["rows"]), bool(reply["complete"]))


class _Child:
    """One child process, from its start to its end."""

    def __init__(self, request: dict[str, Any], limits: AskLimits, cancel: threading.Event | None = None) -> None:
        self._request = request
        self._limits = limits
        self._cancel = cancel or threading.Event()
        self._ready = threading.Event()
        self._answer = b""

    def reply(self) -> dict[str, Any]:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "graph.stores.cage"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with process:
            reader = threading.Thread(target=self._read, args=(process,), daemon=True)
            reader.start()
            try:
                late = self._wait(process, reader)
            finally:
                process.kill()
                reader.join()
        if late:
            raise too_long(self._limits)
        if len(self._answer) > _largest(self._limits):
            raise too_large(self._limits)
        return self._parsed(process.returncode)

    def _wait(self, process: "subprocess.Popen[bytes]", reader: threading.Thread) -> bool:
        """Send the request and wait for the answer; whether it came too late."""
        if process.stdin is None:
            raise QuestionError("the child process has no standard input.")
        try:
            process.stdin.write(json.dumps(self._request).encode("utf-8") + b"\n")
            process.stdin.flush()
        except OSError:
            reader.join(GRACE)
            return False
        started = False
        deadline = time.monotonic() + STARTING
        while reader.is_alive() and time.monotonic() < deadline:
            if self._cancel.is_set():
                raise stopped()
            if not started and self._ready.is_set():
                started = True
                deadline = time.monotonic() + self._limits.seconds + GRACE
            reader.join(BEAT)
        return reader.is_alive()

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        if process.stdout is not None and process.stdout.read(1) == READY:
            self._ready.set()
            self._answer = process.stdout.read(_largest(self._limits) + 1)
        elif process.stdout is not None:
            self._answer = b"{" + process.stdout.read(_largest(self._limits))
        self._ready.set()

    def _parsed(self, code: int | None) -> dict[str, Any]:
        try:
            reply = json.loads(self._answer)
        except ValueError:
            raise QuestionError(
                f"the engine stopped while it worked on this question (status {code}); nothing else was touched.",
                next_step="Ask it in a simpler form, or with a LIMIT.",
            ) from None
        return dict(reply)


def _largest(limits: AskLimits) -> int:
    return 2 * limits.answer + 2**20


def _failed(message: str, text: str, limits: AskLimits) -> QuestionError:
    if "Interrupted" in message or "interrupted" in message:
        return too_long(limits)
    if any(sign in message for sign in ("Buffer manager", "bad_alloc", "MemoryError", "allocate")):
        return QuestionLimit(
            f"the question needs more memory than {limits.memory // 2**20} MiB.",
            next_step="Filter earlier, or return fewer columns.",
        )
    return of_ladybug(message, text)
