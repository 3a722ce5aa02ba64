"""What goes wrong in a worker, on purpose; workers import this module by name.

A document `<fault do="…" …>` does what it says when it is read; `installed` makes a reader of such documents one of the
readers, here or, by the environment of `faulty_workers`, in every worker that is started.
"""

import os
import re
import signal
import time
from pathlib import Path

from graph.errors import SourceLocked
from ingest import readers
from ingest.readers import PLAIN, Block, Document, ReadOptions

SITE = "import reading_faults\nreading_faults.install()\n"


def pid(seconds: float = 0.0) -> bytes:
    time.sleep(seconds)
    return str(os.getpid()).encode()


def chatter() -> bytes:
    os.write(1, b"printed by a library\n" * 100)
    print("and by Python")
    return b"said"


def text() -> str:
    return "not bytes"


def fail() -> bytes:
    raise KeyError("inside")


def crash() -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV if os.name == "posix" else signal.SIGTERM)
    return b""


def eat() -> bytes:
    eaten = []
    while True:
        eaten.append(bytearray(b"x" * 10_000_000))


def eat_watched(most: int) -> bytes:
    from ingest.reading.limits import watch_memory

    watch_memory(most)
    eaten = []
    for _ in range(100):
        eaten.append(bytearray(b"x" * 10_000_000))
        time.sleep(0.02)
    return b"was not stopped"


class FaultReader:
    name = "fault"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        return 1.0 if head.startswith(b"<fault ") else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        said = dict(re.findall(r'(\w+)="([^"]*)"', data.decode()))
        if seen := said.get("seen"):
            with Path(seen).open("a") as stream:
                stream.write(f"{os.getpid()}\n")
        if said["do"] == "crash once" and len(Path(seen or "").read_text().split()) == 1:
            crash()
        if said["do"] == "wait":
            time.sleep(float(said["seconds"]))
        if said["do"] in ("crash", "eat"):
            {"crash": crash, "eat": eat}[said["do"]]()
        if said["do"] == "locked" and said["password"] not in options.passwords:
            raise SourceLocked("The document is protected.", where=name, next_step="Give its password.")
        return Document(f"The words of {name}.", (Block("para 1", "", 0, len(f"The words of {name}.")),))


def install() -> None:
    before = readers.readers
    readers.readers = lambda: (FaultReader(), *before())
