"""Worker processes behind the standard `concurrent.futures.Executor`, of which one may die without harm to the others.

The standard library's pool is broken as a whole by the death of one worker and has no limits of time or memory a call;
loky is the same in this, and pebble, which is not, is under the LGPL. So a thread stands here for each worker: it
starts the process (`python -P -m ingest.reading.child`), hands it one call at a time and replaces it when it is lost.
No process is ever forked, and the program that starts the pool is not imported again by its workers.
"""

import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from ingest.reading.child import DONE, FULL, LENGTH, READY, read_frame
from ingest.reading.limits import OVER, Limits


class WorkerDied(Exception):
    """A worker process ended in the middle of a call; the text says how."""


class WorkerFailed(Exception):
    """What was called raised an error; the text holds its type and words."""


@dataclass(frozen=True, slots=True)
class _Call:
    future: Future[bytes]
    frame: bytes


class Pool(Executor):
    """At most `workers` processes, each held to `limits`; started when they are needed.

    What is called must be importable by name and give bytes. A future may hold WorkerFailed (the call raised),
    TimeoutError (it took too long; its worker was ended), MemoryError (it wanted more than it may have) or WorkerDied
    (crashed, or ended from outside). `shutdown(wait=False, cancel_futures=True)` also ends the calls that are running.
    """

    def __init__(self, workers: int, limits: Limits) -> None:
        self._limits = limits
        self._most = max(1, workers)
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._workers: list[_Worker] = []
        self._idle = threading.Semaphore(0)
        self._closed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Call `fn` in a worker; see `Executor.submit`."""
        frame = pickle.dumps((fn, args, kwargs))
        future: Future[bytes] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool was shut down")
            self._calls.put(_Call(future, frame))
            if not self._idle.acquire(blocking=False) and len(self._workers) < self._most:
                self._workers.append(_Worker(self._calls, self._idle, self._limits))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """See `Executor.shutdown`; without `wait` and with `cancel_futures` running calls are ended too."""
        with self._lock:
            self._closed = True
            workers = tuple(self._workers)
        if cancel_futures:
            with suppress(queue.Empty):
                while True:
                    if call := self._calls.get_nowait():
                        call.future.cancel()
        for _ in workers:
            self._calls.put(None)
        if cancel_futures and not wait:
            for worker in workers:
                worker.end()
        for worker in workers:
            if wait or cancel_futures:
                worker.thread.join()


class _Worker:
    """A thread with a process of its own, which is started at the first call and again whenever it is lost."""

    def __init__(self, calls: "queue.SimpleQueue[_Call | None]", idle: threading.Semaphore, limits: Limits) -> None:
        self._calls = calls
        self._idle = idle
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False
        self.thread = threading.Thread(target=self._serve, daemon=True, name="reading")
        self.thread.start()

    def end(self) -> None:
        """End the process, whatever it does, and start no other."""
        self._ended = True
        if self._process is not None:
            self._process.kill()

    def _serve(self) -> None:
        try:
            while call := self._calls.get():
                if call.future.set_running_or_notify_cancel():
                    self._answer(call)
                self._idle.release()
        finally:
            self._close()

    def _answer(self, call: _Call) -> None:
        try:
            given = self._call(call.frame)
        except BaseException as error:
            self._close()
            call.future.set_exception(error)
        else:
            call.future.set_result(given)

    def _call(self, frame: bytes) -> bytes:
        process = self._started()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._limits.seconds, end)
        timer.daemon = True
        timer.start()
        try:
            with suppress(OSError):  # a worker that is gone is noticed by what it does not answer
                _stream(process.stdin).write(LENGTH.pack(len(frame)) + frame)
                _stream(process.stdin).flush()
            answer = read_frame(_stream(process.stdout))
        finally:
            timer.cancel()
        if answer is None:
            raise TimeoutError if late.is_set() else _death(process.wait())
        if answer[:1] == DONE:
            return answer[1:]
        raise MemoryError if answer[:1] == FULL else WorkerFailed(answer[1:].decode("utf-8", "replace"))

    def _started(self) -> "subprocess.Popen[bytes]":
        process = self._process
        if process is None or process.poll() is not None:
            self._close()
            process = self._process = subprocess.Popen(  # noqa: S603 - our own module and a number
                [sys.executable, "-P", "-m", "ingest.reading.child", str(self._limits.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            if self._ended:
                process.kill()
            if read_frame(_stream(process.stdout)) != READY:
                raise _death(process.wait())
        return process

    def _close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                _stream(stream).close()


def _stream(pipe: IO[bytes] | None) -> Any:
    return pipe


def _death(status: int) -> Exception:
    if status == OVER:
        return MemoryError()
    return WorkerDied(f"signal {-status}" if status < 0 else f"status {status}")
