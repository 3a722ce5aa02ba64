"""What Crosscurrent brings to each worker of a Dask cluster: a pool of processes of its own, for as long as it reads.

Imported only where a cluster is used: it needs the package distributed.
"""

from typing import Any

from distributed import WorkerPlugin, get_worker

from ingest.reading.answers import FOREIGN
from ingest.reading.limits import Limits
from ingest.reading.pool import Pool
from ingest.reading.run import read_alone, too_slow
from ingest.reading.task import Task, read_task
from ingest.snapshot import program_fingerprint


class ReadingPlugin(WorkerPlugin):
    """Holds the pool of one Dask worker; `name` tells the builds apart that use a cluster at once."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.pool: Pool | None = None

    def setup(self, worker: Any) -> None:
        """Called by Dask on every worker, also on one that joins later."""
        self.pool = Pool(worker.state.nthreads, self.limits)

    def teardown(self, worker: Any) -> None:
        """Called by Dask when the plugin or the worker goes."""
        del worker
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)


def read_sent(task: Task, plugin: str, fingerprint: str) -> bytes:
    """Read the bytes that came along, in a process of the worker's pool; gives an answer, whatever happens to that."""
    if program_fingerprint() != fingerprint:
        return FOREIGN
    own: Any = get_worker().plugins[plugin]
    if own.pool is None:
        return read_alone(task, own.limits)
    try:
        return bytes(own.pool.submit(read_task, task).result())
    except TimeoutError:
        return too_slow(task, own.limits)
    except Exception:  # as in `run`: whatever befell the process, the file is tried once more, alone
        return read_alone(task, own.limits)
