"""How much time and memory the reading of one document may take, and how a process holds itself to it."""

import os
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

OVER: Final = 97
"""The exit status of a worker that ended itself because it had outgrown its memory."""
_LOOKS: Final = 0.1
"""Seconds between two looks at the memory in use, where the system sets no limit itself."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` for one document, `memory` in bytes for one worker beyond what it needs to start."""

    seconds: float = 600.0
    memory: int = 2 << 30


def bound_memory(memory: int) -> None:
    """Hold this process to so many bytes more than it has now; once for all.

    On Linux the system refuses more (MemoryError). macOS and Windows do not bound a process that asks them to, so
    there a thread looks at the memory in use and ends the process with the status `OVER`.
    """
    if sys.platform == "linux":
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - as graph/stores/cage.py
            used = int(file.read().split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = used + memory if hard == resource.RLIM_INFINITY else min(used + memory, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            return
    watch_memory(memory)


def watch_memory(memory: int) -> None:
    """End this process, with the status `OVER`, soon after its memory has grown by more than so many bytes."""
    most = _resident() + memory

    def watch() -> None:
        while _resident() <= most:
            time.sleep(_LOOKS)
        os._exit(OVER)

    threading.Thread(target=watch, daemon=True, name="memory").start()


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of the Windows API."""

        _fields_ = (
            ("cb", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            *((f"size_{n}", ctypes.c_size_t) for n in range(6)),
            ("pagefile", ctypes.c_size_t),
            ("peak_pagefile", ctypes.c_size_t),
        )

    def _resident() -> int:
        """Bytes that this process has committed; 0 where Windows does not say."""
        counters = _Counters()
        counters.cb = ctypes.sizeof(counters)
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        ask = kernel.K32GetProcessMemoryInfo
        ask.argtypes = (wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD)
        return int(counters.pagefile) if ask(kernel.GetCurrentProcess(), counters, counters.cb) else 0

else:

    def _resident() -> int:
        """The most bytes of memory that this process ever had."""
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
