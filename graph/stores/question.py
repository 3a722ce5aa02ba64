"""A typed question, guarded and asked in a caged child process, which is ended when it takes too long."""

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from graph.errors import QuestionError, QuestionLimit
from graph.stores.base import Answer, AskLimits
from graph.stores.cage import READY
from graph.stores.guard import LadybugGuard

STARTING = 60.0
"""Seconds that the child may take until the build is open."""
GRACE = 1.5
"""Seconds after the engine's own time limit before the child is ended."""


def ask(text: str, graph: Path, build: str, limits: AskLimits) -> Answer:
    """Answer `text` on the build in the file `graph`.

    Raises QuestionRefused (the guard), QuestionLimit (time, memory, size of the answer) and QuestionError (the
    engine says no, or its process crashed); this process is not harmed by any of them.
    """
    admitted = LadybugGuard().admit(text)
    request = {
        "graph": str(graph),
        "build": build,
        "text": admitted,
        "seconds": limits.seconds,
        "rows": limits.rows,
        "memory": limits.memory,
        "answer": limits.answer,
    }
    reply = _Child(request, limits).reply()
    if reply.get("limit"):
        raise _too_much(limits)
    if "error" in reply:
        raise _failed(str(reply["error"]), limits)
    return Answer(_frame(reply["columns"], reply["rows"]), bool(reply["complete"]))


class _Child:
    """One child process, from its start to its end."""

    def __init__(self, request: dict[str, Any], limits: AskLimits) -> None:
        self._request = request
        self._limits = limits
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
            raise _too_long(self._limits)
        if len(self._answer) > _largest(self._limits):
            raise _too_much(self._limits)
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
        self._ready.wait(STARTING)
        reader.join(self._limits.seconds + GRACE)
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


def _too_long(limits: AskLimits) -> QuestionLimit:
    return QuestionLimit(
        f"the question took longer than {limits.seconds:g} seconds and was ended.",
        next_step="Ask for less: name a label, filter with WHERE, or give a LIMIT before collecting.",
    )


def _too_much(limits: AskLimits) -> QuestionLimit:
    return QuestionLimit(
        f"the answer is larger than {limits.answer // 2**20 or 1} MiB.", next_step="Return fewer columns or rows."
    )


def _failed(message: str, limits: AskLimits) -> QuestionError:
    if "Interrupted" in message or "interrupted" in message:
        return _too_long(limits)
    if any(sign in message for sign in ("Buffer manager", "bad_alloc", "MemoryError", "allocate")):
        return QuestionLimit(
            f"the question needs more memory than {limits.memory // 2**20} MiB.",
            next_step="Filter earlier, or return fewer columns.",
        )
    return QuestionError(
        f"the engine cannot answer this: {message.strip()}",
        next_step="docs/graph.md lists every label, edge and property.",
    )


def _frame(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Rows as a frame with plain types; a column name that stands twice gets a number."""
    seen: Counter[str] = Counter()
    names = []
    for column in columns:
        seen[column] += 1
        names.append(column if seen[column] == 1 else f"{column} ({seen[column]})")
    values = {name: _column([row[i] for row in rows]) for i, name in enumerate(names)}
    return pd.DataFrame(values, index=pd.RangeIndex(len(rows)))


def _column(values: list[Any]) -> "pd.Series[Any]":
    present = [v for v in values if v is not None]
    if present and all(isinstance(v, bool) for v in present):
        return pd.Series(values, dtype="bool" if len(present) == len(values) else "boolean")
    if present and all(isinstance(v, int) and not isinstance(v, bool) and abs(v) < 2**63 for v in present):
        return pd.Series(values, dtype="int64" if len(present) == len(values) else "Int64")
    if present and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in present):
        return pd.Series(values, dtype="float64")
    if all(isinstance(v, str) for v in present):
        return pd.Series([v if v is not None else "" for v in values], dtype="str")
    return pd.Series(values, dtype="object")
