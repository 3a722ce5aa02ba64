"""Files that several processes share: replaced atomically, appended to whole, locked where the system can."""

import contextlib
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from graph.errors import StudyError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_REPLACE_ATTEMPTS = 20
_LOCK_OFFSET = 0x7FFFFFF0
"""On Windows a lock covers bytes that nobody reads: far beyond the end of the file."""


def unique() -> str:
    """A name part that no other process uses; it never reaches a finished build or an export."""
    return f"{os.getpid()}-{uuid.uuid4().hex[:8]}"


def write_atomic(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace `path` by `data` so that a reader sees the old or the new, never a part.

    `durable` also waits for the disk; a cache that can be made again does without.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{unique()}.tmp")
    try:
        with temporary.open("wb") as stream:
            stream.write(data)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def replace(temporary: Path, path: Path) -> None:
    """Rename over `path`, tried again for a moment where Windows refuses because somebody has the file open."""
    for attempt in range(_REPLACE_ATTEMPTS):
        try:
            temporary.replace(path)
            return
        except PermissionError:
            if attempt == _REPLACE_ATTEMPTS - 1:
                raise
            time.sleep(0.05)


def append_lines(path: Path, lines: Sequence[str]) -> None:
    """Append lines in one write, so that lines of several processes never mix, and wait for the disk.

    A last line that a crash left without its end is closed first, so that it spoils only itself. Raises StudyError
    when the file cannot be written; then nothing was added.
    """
    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, flags, 0o666)
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        _lock(descriptor, wait=True)
        size = os.fstat(descriptor).st_size
        if size and _last_byte(descriptor) != b"\n":
            data = b"\n" + data
        if os.write(descriptor, data) != len(data):
            os.ftruncate(descriptor, size)
            raise StudyError(
                "The disk is full; nothing was added.", where=path.name, next_step="Free some space and try again."
            )
        os.fsync(descriptor)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        _unlock(descriptor)
        os.close(descriptor)


def _not_written(path: Path, error: OSError) -> StudyError:
    reason = error.strerror or type(error).__name__
    return StudyError(
        f"The file cannot be written ({reason}).",
        where=str(path),
        next_step="Check that the disk has space and that you may write to this folder.",
    )


def _last_byte(descriptor: int) -> bytes:
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1)


@contextlib.contextmanager
def locked(path: Path, *, wait_seconds: float, waiting: Callable[[], None] | None = None) -> Iterator[bool]:
    """Hold the lock file `path`; the system frees it when the process ends in any way.

    Yields True when it is held and False where the file system knows no locks. `waiting` is called once when somebody
    else holds it. Raises TimeoutError after `wait_seconds`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    try:
        yield _acquire(descriptor, wait_seconds, waiting)
    finally:
        _unlock(descriptor)
        os.close(descriptor)


def _acquire(descriptor: int, wait_seconds: float, waiting: Callable[[], None] | None) -> bool:
    end = time.monotonic() + wait_seconds
    told = False
    while True:
        try:
            return _lock(descriptor, wait=False)
        except BlockingIOError:
            if not told and waiting:
                waiting()
            told = True
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)


if sys.platform == "win32":

    def _lock(descriptor: int, *, wait: bool) -> bool:
        os.lseek(descriptor, _LOCK_OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCK_OFFSET, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _lock(descriptor: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_UN)


def sync_folder(folder: Path) -> None:
    """Ask the disk to keep a finished folder's files; systems that cannot are passed over."""
    for path in sorted(folder.iterdir()):
        with contextlib.suppress(OSError), path.open("rb+") as stream:
            os.fsync(stream.fileno())
