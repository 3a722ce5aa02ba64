"""The pool of workers: a worker that is lost, late or too large is a matter of its own call alone."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, wait

import pytest
import reading_faults as faults

from ingest.reading.limits import Limits
from ingest.reading.pool import Pool, WorkerDied, WorkerFailed

MEGABYTE = 1 << 20
pytestmark = pytest.mark.usefixtures("importable")


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(2, Limits(seconds=60, memory=256 * MEGABYTE)) as made:
        yield made


def gone(pid: int) -> bool:
    """Whether a process has ended, waiting a while for it."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_calls_are_answered_by_as_many_processes_as_there_may_be(pool: Pool) -> None:
    assert isinstance(pool, Executor)
    pids = {int(future.result()) for future in [pool.submit(faults.pid, 0.2) for _ in range(6)]}
    assert len(pids) == 2
    assert os.getpid() not in pids


def test_one_call_after_the_other_needs_one_process_only(pool: Pool) -> None:
    pids = set()
    for _ in range(3):
        pids.add(pool.submit(faults.pid).result())
        time.sleep(0.05)
    assert len(pids) == 1


def test_what_a_call_raises_is_told_in_words(pool: Pool) -> None:
    with pytest.raises(WorkerFailed, match="KeyError: 'inside'"):
        pool.submit(faults.fail).result()
    with pytest.raises(WorkerFailed, match="str, not bytes"):
        pool.submit(faults.text).result()


def test_what_a_library_prints_is_no_answer(pool: Pool) -> None:
    assert pool.submit(faults.chatter).result() == b"said"


def test_a_crash_costs_its_own_call_alone(pool: Pool) -> None:
    futures = [pool.submit(faults.crash) if n in (1, 3) else pool.submit(faults.pid, 0.05) for n in range(6)]
    wait(futures)
    died = [n for n, future in enumerate(futures) if isinstance(future.exception(), WorkerDied)]
    assert died == [1, 3]
    assert all(int(futures[n].result()) for n in (0, 2, 4, 5))


def test_a_call_that_takes_too_long_is_ended() -> None:
    with Pool(1, Limits(seconds=0.5, memory=256 * MEGABYTE)) as pool:
        late = pool.submit(time.sleep, 60)
        after = pool.submit(os.urandom, 5)
        with pytest.raises(TimeoutError):
            late.result(timeout=30)
        assert len(after.result(timeout=30)) == 5


def test_a_call_that_eats_memory_is_ended_and_the_next_has_a_new_process(pool: Pool) -> None:
    with pytest.raises(MemoryError):
        pool.submit(faults.eat).result(timeout=60)
    assert int(pool.submit(faults.pid).result(timeout=30))


def test_where_the_system_sets_no_limit_memory_is_watched(pool: Pool) -> None:
    with pytest.raises(MemoryError):
        pool.submit(faults.eat_watched, 100 * MEGABYTE).result(timeout=60)


def test_shut_down_at_once_it_leaves_no_process() -> None:
    pool = Pool(1, Limits())
    pid = int(pool.submit(faults.pid).result())
    running, waiting = pool.submit(faults.pid, 600), pool.submit(faults.pid)
    while not running.running():
        time.sleep(0.01)
    pool.shutdown(wait=False, cancel_futures=True)
    assert waiting.cancelled()
    assert isinstance(running.exception(timeout=30), WorkerDied)
    assert gone(pid)
    with pytest.raises(RuntimeError):
        pool.submit(faults.pid)


@pytest.mark.skipif(os.name != "posix", reason="looks for the process as POSIX does")
def test_workers_end_with_a_program_that_is_killed() -> None:
    code = """
import time, reading_faults
from ingest.reading.limits import Limits
from ingest.reading.pool import Pool
pool = Pool(1, Limits())
print(pool.submit(reading_faults.pid).result().decode(), flush=True)
pool.submit(reading_faults.pid, 600)
time.sleep(600)
"""
    program = subprocess.Popen([sys.executable, "-P", "-c", code], stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    pid = int(program.stdout.readline())
    time.sleep(0.3)
    program.kill()
    program.communicate()
    assert gone(pid)
