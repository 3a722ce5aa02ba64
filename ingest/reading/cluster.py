"""A Dask cluster as the place where files are read, for a corpus that outgrows one machine."""

import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from graph.errors import ClusterError
from ingest import readers
from ingest.files import unique
from ingest.reading.limits import Limits
from ingest.reading.run import Workers
from ingest.reading.task import Task
from ingest.snapshot import program_fingerprint

_CONNECT_SECONDS: Final = 10
_PATIENCE_SECONDS: Final = 60.0
"""So long a cluster may be without any worker before it is given up."""
_A_THREAD: Final = 2
"""So many files are on their way for each thread of the cluster, so that none waits for the network."""


@contextmanager
def cluster(address: str, limits: Limits) -> Iterator[Workers]:
    """The workers of the scheduler at `address`; raises ClusterError where it cannot be used.

    A file's bytes, and the passwords there are, are sent to a worker, which reads it in a process of its own under the
    same limits as here. A worker that is lost is no harm: the scheduler gives its files to another.
    """
    client = _client(address)
    from ingest.reading.cluster_worker import ReadingPlugin, read_sent

    plugin = ReadingPlugin(f"crosscurrent-{unique()}", limits)
    try:
        client.register_plugin(plugin)
        executor = client.get_executor(pure=False)
        fingerprint = program_fingerprint()

        def call(task: Task) -> "Future[bytes]":
            sent = replace(task, path="", data=readers.read_bytes(Path(task.path)))
            try:
                future: Future[bytes] = executor.submit(read_sent, sent, plugin.name, fingerprint)
            except Exception as error:
                raise _lost(address, "does not take documents any more") from error
            return future

        yield Workers(_Left(executor), call, lambda: _A_THREAD * max(1, _threads(client)), _Watch(client, address).look)
    finally:
        with suppress(Exception):  # the scheduler may be gone; what is left on workers ends with them
            client.unregister_worker_plugin(plugin.name)
        client.close(timeout=_CONNECT_SECONDS)


class _Left(Executor):
    """The cluster's executor, whose calls are taken back at the end: it belongs to others too and is not shut down."""

    def __init__(self, executor: Any) -> None:
        self._executor = executor

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for what is under way, or take it back; Dask's own executor does the latter where it does not wait."""
        self._executor.shutdown(wait=wait and not cancel_futures)


class _Watch:
    """Notices a cluster that has lost its scheduler, or all of its workers for too long."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self._alone_since: float | None = None

    def look(self) -> None:
        """Raise ClusterError where there is nothing left to wait for."""
        if self._client.status == "running" and _threads(self._client):
            self._alone_since = None
            return
        now = time.monotonic()
        self._alone_since = now if self._alone_since is None else self._alone_since
        if now - self._alone_since > _PATIENCE_SECONDS:
            raise _lost(self._address, f"has had no worker for {_PATIENCE_SECONDS:.0f} seconds")


def _lost(address: str, how: str) -> ClusterError:
    step = "Start it again, or build without --dask."
    return ClusterError(f"The Dask cluster {how}; what was read is kept.", where=address, next_step=step)


def _client(address: str) -> Any:
    try:
        import distributed
        from dask import config
    except ImportError:
        raise ClusterError(
            "Reading on a Dask cluster needs the package distributed.",
            where=address,
            next_step="Install it with `pip install 'crosscurrent[dask]'`, or build without --dask.",
        ) from None
    # whole files are sent on purpose; Dask would warn of each that is large
    config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"})
    try:
        client: Any = distributed.Client
        return client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(
            f"No Dask scheduler answers ({str(error).splitlines()[0][:200] if str(error) else type(error).__name__}).",
            where=address,
            next_step="Write the address as the scheduler prints it, such as tcp://host:8786.",
        ) from None


def _threads(client: Any) -> int:
    """How many files the cluster reads at once now; 0 where it does not answer."""
    try:
        return sum(client.nthreads().values())
    except Exception:  # whatever stands between here and the scheduler; `_Watch` says when that is too long
        return 0
