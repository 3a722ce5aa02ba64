"""Many files read at once: here in worker processes or on a cluster, whatever becomes of one of them."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.errors import SourceError
from ingest.reading.answers import Failure, failed, failure_answer
from ingest.reading.limits import Limits
from ingest.reading.pool import Pool
from ingest.reading.settings import Settings
from ingest.reading.task import Task, read_task

Keep = Callable[[int, bytes], None]
"""Called with a task's place in the list and its answer, as soon as there is one."""
Tell = Callable[[str, int, int], None]
STAGE: Final = "reading sources"

_HERE_BYTES: Final = 1_000_000
"""Up to so many bytes of plain text in all are read here: to start workers would take longer (half a second's work)."""
_HEAD: Final = 1024
_PDF_COST: Final = 5
"""A byte of a PDF takes about so many times as long to read as a byte of text."""
_LOOK_SECONDS: Final = 1.0
_SLOW_SECONDS: Final = 5.0
"""A document that takes longer than this is named while it is waited for."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Where reading is done: an executor, what it is given for a task, and how many tasks it shall have at once.

    `call` submits a task, `at_once` is asked again and again, `check` raises where the workers are gone for good.
    """

    executor: Executor
    call: Callable[[Task], "Future[bytes]"]
    at_once: Callable[[], int]
    check: Callable[[], None]


def read_all(tasks: Sequence[Task], keep: Keep, settings: Settings, tell: Tell) -> None:
    """Read all files, in any order; every task gets exactly one answer, handed to `keep` when it is there.

    `tell` hears of the bytes read, weighed by how long a format takes, so that a time left can be told from them.
    Interrupted, it ends all that runs and keeps what is done. Raises ClusterError where a cluster cannot be used.
    """
    if not tasks:
        return
    work = _Work(tasks, keep, settings, tell)
    if not settings.cluster and work.small():
        work.here()
        return
    with _workers(settings, len(tasks)) as workers:
        work.with_workers(workers)


@contextmanager
def _workers(settings: Settings, tasks: int) -> Iterator[Workers]:
    if settings.cluster:
        from ingest.reading.cluster import cluster

        inner: AbstractContextManager[Workers] = cluster(settings.cluster, settings.limits)
        with inner as workers:
            yield workers
        return
    pool = Pool(min(settings.jobs, tasks), settings.limits)
    yield Workers(pool, lambda task: pool.submit(read_task, task), lambda: tasks, lambda: None)


class _Work:
    def __init__(self, tasks: Sequence[Task], keep: Keep, settings: Settings, tell: Tell) -> None:
        self.tasks = tasks
        self.keep = keep
        self.limits = settings.limits
        self.tell = tell
        self.heads = [_head(task) for task in tasks]
        self.sizes = [_size(task) for task in tasks]
        pairs = zip(self.sizes, self.heads, strict=True)
        self.costs = [size * (_PDF_COST if b"%PDF-" in head else 1) + 1 for size, head in pairs]
        self.total = sum(self.costs)
        self.done = 0
        self.count = 0

    def small(self) -> bool:
        """Whether it is so little, and so harmless, that it is read in this process."""
        return sum(self.sizes) <= _HERE_BYTES and all(map(is_plain, self.heads))

    def here(self) -> None:
        for place, task in enumerate(self.tasks):
            self._told("")
            try:
                self._finished(place, read_task(task))
            except MemoryError:
                self._finished(place, out_of_memory(task, self.limits))
        self._told("")

    def with_workers(self, workers: Workers) -> None:
        """The largest first, so that no long one is left for the end; then once more what was lost, one by one."""
        waiting = sorted(range(len(self.tasks)), key=lambda place: (self.costs[place], place))
        running: dict[Future[bytes], int] = {}
        again: list[int] = []
        try:
            self._told("")
            since = time.monotonic()
            while waiting or running:
                while waiting and len(running) < max(1, workers.at_once()):
                    place = waiting.pop()
                    if (future := self._submitted(workers, place)) is not None:
                        running[future] = place
                ready, _ = wait(running, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
                since = time.monotonic() if ready else since
                for future in ready:
                    self._taken(future, running.pop(future), again)
                slow = not ready and time.monotonic() - since > _SLOW_SECONDS
                self._told(self._slowest(running) if slow else "")
                workers.check()
        finally:
            try:
                for future in [future for future in running if future.done() and not future.cancelled()]:
                    self._taken(future, running.pop(future), again)
            finally:
                workers.executor.shutdown(wait=False, cancel_futures=True)
        for place in again:
            self._finished(place, read_alone(self.tasks[place], self.limits))
            self._told("")

    def _submitted(self, workers: Workers, place: int) -> "Future[bytes] | None":
        try:
            return workers.call(self.tasks[place])
        except SourceError as error:
            self._finished(place, failure_answer(failed(error, "file"), self.tasks[place].sha256))
            return None

    def _taken(self, future: "Future[bytes]", place: int, again: list[int]) -> None:
        try:
            answer = future.result()
        except TimeoutError:
            answer = too_slow(self.tasks[place], self.limits)
        except Exception:  # whatever befell the worker or the way to it: the file is tried once more, alone
            again.append(place)
            return
        self._finished(place, answer)

    def _finished(self, place: int, answer: bytes) -> None:
        self.count += 1
        self.done += self.costs[place]
        self.keep(place, answer)

    def _slowest(self, running: dict["Future[bytes]", int]) -> str:
        at_work = [place for future, place in running.items() if future.running()]
        return self.tasks[max(at_work, key=self.costs.__getitem__)].name if at_work else ""

    def _told(self, waiting_for: str) -> None:
        still = f", still {waiting_for}" if waiting_for else ""
        self.tell(f"{STAGE}: {self.count:,} of {len(self.tasks):,}{still}", self.done, self.total)


def is_plain(head: bytes) -> bool:
    """Whether a file that begins so is text for people, which no parser written in C and no archive has to open."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return b"\0" not in head and b"%PDF-" not in head and not start.startswith((b"<", b"PK", b"{\\rtf"))


def read_alone(task: Task, limits: Limits) -> bytes:
    """Read one file in a new worker of its own; gives an answer, whatever happens to the worker."""
    pool = Pool(1, limits)
    try:
        return bytes(pool.submit(read_task, task).result())
    except TimeoutError:
        return too_slow(task, limits)
    except MemoryError:
        return out_of_memory(task, limits)
    except Exception as error:
        return _died(task, str(error))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def too_slow(task: Task, limits: Limits) -> bytes:
    """The answer for a file that takes longer to read than it may."""
    what = f"Reading it takes longer than {limits.seconds:,.0f} seconds, and was stopped."
    step = "Allow it more with `--time-limit`, or split the document into several."
    return failure_answer(Failure("time", what, task.name, step, seconds=limits.seconds), task.sha256)


def out_of_memory(task: Task, limits: Limits) -> bytes:
    """The answer for a file that wants more memory than it may have."""
    what = f"Reading it needs more than {limits.memory / (1 << 20):,.0f} MB of memory, and was stopped."
    step = "Allow it more with `--memory-limit`, or split the document into several."
    return failure_answer(Failure("memory", what, task.name, step, memory=limits.memory), task.sha256)


def _died(task: Task, how: str) -> bytes:
    what = f"The program broke off twice while it read this file ({how})."
    step = (
        "Save the document in another format, and please report it as a defect. To have it tried again as it is, "
        "delete .crosscurrent/cache/unread."
    )
    return failure_answer(Failure("died", what, task.name, step), task.sha256)


def _head(task: Task) -> bytes:
    try:
        with Path(task.path).open("rb") as stream:
            return stream.read(_HEAD)
    except (OSError, ValueError):
        return b""


def _size(task: Task) -> int:
    try:
        return Path(task.path).stat().st_size
    except (OSError, ValueError):
        return 0
