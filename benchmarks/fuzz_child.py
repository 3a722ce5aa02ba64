"""The child process of fuzz_readers.py: damages documents, reads them, says what broke, and makes it smaller.

Prints a line `next DOCUMENT NUMBER BYTES` before each reading (bytes where no number makes them again), `tried` after
it, `found SIGNATURE DOCUMENT NUMBER BYTES` (between tabs) where a promise was broken, and `done` at its end.
"""

import logging
import os
import signal
import sys
import time
import traceback
import warnings
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from random import Random
from types import FrameType

from hostile_changes import changed
from hostile_promises import Broken, promises
from hostile_seeds import Seed, seeds

from ingest.readers import ReadOptions
from ingest.reading.limits import bound_memory

SECONDS = 10.0
"""So much of the processor's time may reading a document of less than 1 MB take, each of the two times."""

MEMORY = 1 << 30
SHRINKING = 40
"""Seconds given to make one finding smaller."""


class TooLong(BaseException):
    """The deadline: no reader can catch it by mistake."""


def late(number: int, frame: FrameType | None) -> None:
    """Raise TooLong where the reader is just now."""
    raise TooLong


def document(reader: str, seed: int, number: int, *, real: bool) -> tuple[Seed, bytes]:
    """The document of this number: the same wherever and whenever it is made."""
    random = Random(f"{seed} {reader} {number}")
    mine = [one for one in seeds(real=real) if one.reader == reader]
    one = random.choice(mine)
    return one, changed(one, random)


def broken(data: bytes, one: Seed, options: ReadOptions) -> str:
    """Which promise the reading of these bytes breaks, and where in the source; empty where it breaks none."""
    timed = hasattr(signal, "setitimer")
    try:
        if timed:
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS * 2)
        promises(data, one.name, one.kind, one.reader, options)
    except Broken as error:
        return f"Broken: {error}".replace("\t", " ").replace("\n", " ")[:400]
    except (Exception, TooLong) as error:
        return _signature(error)
    finally:
        if timed:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


def _signature(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if f"{os.sep}ingest{os.sep}readers{os.sep}" in frame.filename]
    place = next((frame for frame in reversed(own) if "hostile" not in frame.filename), frames[-1])
    said = f"{type(error).__name__}: {str(error)[:120]!r}" if not isinstance(error, TooLong) else "too long"
    last = frames[-1]
    return f"{said} at {Path(place.filename).name}:{place.lineno} ({Path(last.filename).name}:{last.lineno})"


def kind_of(signature: str) -> str:
    """What stays the same of a signature when the document gets smaller."""
    if signature.startswith("Broken: "):
        return signature[:40]
    return signature.split(":")[0] + signature.rpartition(" at ")[2].split(":")[0]


def smaller(data: bytes, one: Seed, options: ReadOptions, signature: str) -> bytes:
    """The bytes with whatever can go without the finding, tried for some seconds."""
    end = time.monotonic() + SHRINKING
    wanted = kind_of(signature)
    step = max(1, len(data) // 2)
    while step and time.monotonic() < end:
        at = 0
        while at < len(data) and time.monotonic() < end:
            shorter = data[:at] + data[at + step :]
            print(f"next\t{one.name}\t-1\t{shorter.hex()}", flush=True)
            if kind_of(broken(shorter, one, options)) == wanted:
                data = shorter
            else:
                at += step
        step //= 2
    return data


def main() -> None:
    """Fuzz one reader: NAME SEED FIRST SECONDS ENGINE REAL COVERAGE."""
    reader, seed, first, seconds, engine, real, guided = sys.argv[1:]
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    if hasattr(signal, "SIGVTALRM"):
        signal.signal(signal.SIGVTALRM, late)
    options = ReadOptions(pdf_engine=engine)
    session = Session(options, time.monotonic() + float(seconds))
    for one in seeds(real=bool(int(real))):
        if one.reader == reader:
            session.tried(one, one.data, -1)
    bound_memory(MEMORY)
    if int(guided):
        guided_by_coverage(session, reader, int(seed), real=bool(int(real)))
    number = int(first)
    while not session.over():
        one, data = document(reader, int(seed), number, real=bool(int(real)))
        session.tried(one, data, number)
        number += 1
    print("done", flush=True)


class Session:
    """What one child has found: each kind is made smaller once."""

    def __init__(self, options: ReadOptions, end: float) -> None:
        self._options = options
        self._end = end
        self._known: set[str] = set()

    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end

    def tried(self, one: Seed, data: bytes, number: int) -> None:
        """Read a document and say how it went."""
        print(f"next\t{one.name}\t{number}\t{data.hex() if number < 0 else ''}", flush=True)
        signature = broken(data, one, self._options)
        print("tried", flush=True)
        if signature and kind_of(signature) not in self._known:
            self._known.add(kind_of(signature))
            if not signature.startswith("too long"):
                data = smaller(data, one, self._options, signature)
            print(f"found\t{signature}\t{one.name}\t{number}\t{data.hex()}", flush=True)


def guided_by_coverage(session: Session, reader: str, seed: int, *, real: bool) -> None:
    """Let libFuzzer choose, until the time is up; never returns."""
    import tempfile

    import atheris  # type: ignore[import-not-found,unused-ignore] - optional

    mine = [one for one in seeds(real=real) if one.reader == reader]
    _instrument(atheris)
    corpus = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for at, one in enumerate(mine):
        (corpus / str(at)).write_bytes(bytes([at]) + one.data)

    def one_input(data: bytes) -> None:
        if session.over():
            print("done", flush=True)
            with suppress(OSError):
                import shutil

                shutil.rmtree(corpus)
            os._exit(0)
        if len(data) > 1:
            session.tried(mine[data[0] % len(mine)], data[1:], -1)

    def mutate(data: bytes, most: int, state: int) -> bytes:
        one = mine[data[0] % len(mine)] if data else mine[0]
        if state % 3 == 0 or len(data) < 2:
            return bytes(atheris.Mutate(data, most))
        again = Seed(one.reader, one.name, one.kind, data[1:])
        return (data[:1] + changed(again, Random(state)))[:most]

    words = ["fuzz", f"-seed={seed}", "-max_len=65536", "-timeout=600", "-rss_limit_mb=0", "-verbosity=0"]
    words += [f"-artifact_prefix={corpus}{os.sep}", str(corpus)]
    atheris.Setup(words, one_input, custom_mutator=mutate)
    atheris.Fuzz()


def _instrument(atheris: object) -> None:
    """Count the branches of the readers: their modules are loaded anew under the eyes of atheris."""
    for name in [name for name in sys.modules if name.startswith(("ingest.read", "hostile_promises"))]:
        del sys.modules[name]
    with atheris.instrument_imports(include=["ingest.readers"]):  # type: ignore[attr-defined]
        # in this order: what is imported from the package `ingest` is what was last put there
        for name in ("ingest.readers", "ingest.reading.answers"):
            import_module(name)
        for reader in [path.stem for path in Path(import_module("ingest.readers").__file__ or "").parent.glob("*.py")]:
            import_module(f"ingest.readers.{reader}")
        again = import_module("hostile_promises")
    globals().update(promises=again.promises, Broken=again.Broken)


if __name__ == "__main__":
    main()
