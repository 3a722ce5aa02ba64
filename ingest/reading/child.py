"""The worker process: `python -P -m ingest.reading.child MEMORY`, calls in, answers out.

Standard input: frames of eight bytes of length and a pickled (function, arguments, keywords), from the process that
started this one. Standard output: frames of the same shape, one byte for how it went and then what the function gave
or, as text, why it did not. When its parent goes away, in whatever way, it ends, also in the middle of a document.
"""

import os
import pickle
import queue
import signal
import struct
import sys
import threading
from contextlib import suppress
from importlib import import_module
from typing import BinaryIO, Final

from ingest.reading.limits import bound_memory

READY: Final = b"+"
DONE: Final = b"="
FAILED: Final = b"!"
FULL: Final = b"m"
"""The function ran out of memory; the worker ends, for what is left of it is not to be trusted with another call."""
LENGTH: Final = struct.Struct(">Q")


def main() -> None:
    """Answer calls until standard input ends."""
    # A Ctrl-C in a terminal reaches every process in it; what becomes of a worker is for its parent to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    _no_core()
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, calls), daemon=True, name="calls").start()
    import_module("ingest.reading.task")  # what every document needs counts neither for its time nor for its memory
    bound_memory(int(sys.argv[1]))
    _send(out, READY, b"")
    while True:
        how, body = _called(calls.get())
        _send(out, how, body)
        if how == FULL:
            os._exit(0)


def _listen(stream: BinaryIO, calls: "queue.SimpleQueue[bytes]") -> None:
    while (frame := read_frame(stream)) is not None:
        calls.put(frame)
    os._exit(0)


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame; None where the other end is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def _called(frame: bytes) -> tuple[bytes, bytes]:
    try:
        function, arguments, keywords = pickle.loads(frame)  # noqa: S301 - from the parent
        given = function(*arguments, **keywords)
    except MemoryError:
        return FULL, b""
    except Exception as error:
        return FAILED, f"{type(error).__name__}: {error}".encode("utf-8", "replace")
    if not isinstance(given, bytes):
        return FAILED, f"the function gave {type(given).__name__}, not bytes".encode()
    return DONE, given


def _send(out: BinaryIO, how: bytes, body: bytes) -> None:
    with suppress(OSError):
        out.write(LENGTH.pack(len(body) + 1) + how)
        out.write(body)
        out.flush()


def _no_core() -> None:
    """A worker that crashes on a hostile file leaves no core behind, where the system has such a limit."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


if __name__ == "__main__":
    try:
        main()
    except BaseException:
        # The thread still waits for standard input; an ordinary end of the interpreter would abort over that.
        os._exit(os.EX_SOFTWARE if hasattr(os, "EX_SOFTWARE") else 70)
