"""What a run of the benchmark says, as it is kept in JSON, and how time and memory are measured."""

import ctypes
import gc
import json
import os
import platform
import resource
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Timing:
    """Seconds of one kind of question: ours and the engine's own, 50th and 95th percentile over `draws` questions.

    `group`: named, overview, search or aggregate. `raw` ones are None where there is nothing to compare with. `rows`:
    the most rows that came back.
    """

    name: str
    group: str
    draws: int
    rows: int
    p50: float
    p95: float
    raw_p50: float | None = None
    raw_p95: float | None = None


@dataclass(frozen=True)
class Memory:
    """Peak resident MiB in one phase of ours and of the server; `before` is ours when the phase began."""

    phase: str
    before: int
    ours: int
    server: int | None = None


@dataclass(frozen=True)
class Run:
    """All that was measured on one engine at one size; seconds, lists one a repetition.

    On a server constraints and indexes (`schema`) stand before a load; the driver's rows lie ready (`raw_load_made`:
    how long that took), ours are made while it loads.
    """

    engine: str
    engine_version: str
    nodes: int
    edges: int
    load_before: float
    load_after: float
    load: list[float]
    raw_load: list[float]
    raw_load_made: list[float] = field(default_factory=list)
    schema: list[float] = field(default_factory=list)
    unchanged: float | None = None
    replaced: float | None = None
    export_admin: float | None = None
    import_admin: float | None = None
    bytes: int | None = None
    memory: list[Memory] = field(default_factory=list)
    timings: list[Timing] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """A machine and its runs."""

    when: str
    machine: str
    cores: int
    memory_gib: int
    python: str
    versions: dict[str, str]
    server_options: str
    runs: list[Run]


def new_report(runs: list[Run], server_options: str) -> Report:
    """The report of this machine, now."""
    names = ("crosscurrent", "ladybug", "neo4j", "pandas")
    return Report(
        datetime.now(UTC).strftime("%Y-%m-%d"),
        _processor(),
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        platform.python_version(),
        {name: version(name) for name in names},
        server_options,
        runs,
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{named[0] if named else platform.processor() or platform.machine()}, {platform.system()}"


def save(report: Report, path: Path) -> None:
    path.write_text(json.dumps(asdict(report), indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> Report:
    raw = json.loads(path.read_text(encoding="utf-8"))
    runs = []
    for run in raw.pop("runs"):
        memory = [Memory(**each) for each in run.pop("memory")]
        timings = [Timing(**each) for each in run.pop("timings")]
        runs.append(Run(**run, memory=memory, timings=timings))
    return Report(**raw, runs=runs)


def load_average() -> float:
    """How many processes wanted a core over the last minute."""
    return round(os.getloadavg()[0], 2)


def seconds(action: Callable[[], object]) -> float:
    """How long `action` takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def percentile(values: Sequence[float], share: float) -> float:
    return round(float(np.quantile(values, share)), 5)


def summary(name: str, group: str, rows: int, ours: Sequence[float], raw: Sequence[float] = ()) -> Timing:
    """The percentiles of what was measured."""
    beside = (percentile(raw, 0.5), percentile(raw, 0.95)) if raw else (None, None)
    return Timing(name, group, len(ours), rows, percentile(ours, 0.5), percentile(ours, 0.95), *beside)


class Watch:
    """Peak memory of a phase, ours and a server's: made when it begins, read when it ends."""

    def __init__(self, server: int | None = None) -> None:
        self._server = server
        gc.collect()
        _give_back()
        self._before = _status(os.getpid(), "VmRSS")
        for process in (os.getpid(), server):
            _forget_peak(process)

    def read(self, phase: str) -> Memory:
        ours = _status(os.getpid(), "VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**10
        return Memory(phase, self._before, ours, _status(self._server, "VmHWM") if self._server else None)


def _give_back() -> None:
    """Hand free memory back to the system, so that it is not counted for the next phase (glibc only)."""
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):
        return


def _forget_peak(process: int | None) -> None:
    path = Path(f"/proc/{process}/clear_refs")
    if path.exists():
        path.write_text("5")


def _status(process: int, name: str) -> int:
    path = Path(f"/proc/{process}/status")
    lines = path.read_text().splitlines() if path.exists() else []
    return next((int(line.split()[1]) // 2**10 for line in lines if line.startswith(name + ":")), 0)


def java_version(java: str) -> str:
    said = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    return said.splitlines()[0] if said else "?"
