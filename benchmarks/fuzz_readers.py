"""Fuzzes the readers: documents damaged on purpose, each read in a child process under a deadline and a memory limit.

    python benchmarks/fuzz_readers.py --seconds 60 [--reader NAME …] [--seed N] [--real] [--coverage] [--keep FOLDER]

For each reader the good documents of tests/ingest/readers/hostile_seeds.py (with --real those of ../shared/real too)
are changed by hostile_changes.py and checked by hostile_promises.py. The same seed gives the same documents. What
breaks a promise is made smaller and printed, one finding a kind and place; with --keep its bytes are written there.
--coverage lets libFuzzer choose what to change by the code that it reaches, where the package `atheris` is installed.
Exits with 1 where something was found.
"""

import argparse
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "ingest" / "readers"), str(Path(__file__).resolve().parent)]

import fuzz_child  # noqa: E402 - the folders are known only now

from ingest.readers import readers  # noqa: E402

SILENCE = fuzz_child.SECONDS * 3
"""A child that says nothing for so long hangs in a library, where the deadline of its own cannot reach."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Which promise is broken where, by which document (the number makes it again), and its bytes made smaller."""

    signature: str
    document: str
    number: str
    data: bytes


def main() -> int:
    """Fuzz what was asked for; 1 where anything was found."""
    asked = arguments()
    names = asked.reader or [reader.name for reader in readers()]
    found: list[Finding] = []
    for name in names:
        tried = 0
        known: dict[str, Finding] = {}
        for line in lines(name, asked):
            if line.startswith("tried"):
                tried += 1
            elif line.startswith("found"):
                _, signature, document, number, data = line.split("\t")
                one = Finding(signature, document, number, bytes.fromhex(data))
                if signature not in known or len(one.data) < len(known[signature].data):
                    known[signature] = one
        print(f"{name}: {tried:,} documents, {len(known)} findings", flush=True)
        for one in known.values():
            print(f"  {one.signature}\n    {one.document}, number {one.number}, {len(one.data)} bytes", flush=True)
            print(f"    {one.data[:300]!r}", flush=True)
            keep(asked.keep, name, one)
        found += known.values()
    return 1 if found else 0


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each reader")
    parser.add_argument("--reader", action="append", choices=[reader.name for reader in readers()])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("pdfminer", "pdfium"), default="pdfminer", help="for PDF")
    parser.add_argument("--real", action="store_true", help="begin with the files of ../shared/real too")
    parser.add_argument("--coverage", action="store_true", help="guided by coverage, with the package atheris")
    parser.add_argument("--keep", type=Path, help="a folder for what is found")
    return parser.parse_args()


def lines(name: str, asked: argparse.Namespace) -> Iterator[str]:
    """What the children say about one reader, each beginning after the document at which the one before it ended."""
    end = time.monotonic() + asked.seconds
    number = 0
    while (left := end - time.monotonic()) > 0:
        words = [name, asked.seed, number, left, asked.engine, int(asked.real), int(asked.coverage)]
        command = [sys.executable, Path(__file__).with_name("fuzz_child.py"), *map(str, words)]
        places = os.pathsep.join([*sys.path[:3], os.environ.get("PYTHONPATH", "")])
        environment = os.environ | {"PYTHONPATH": places}
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        last, reading = "", False
        for line in _spoken(child):
            if line.startswith("next"):
                last, reading = line, True
            reading = reading and not line.startswith("tried")
            yield line
            if line == "done":
                return
        ended = child.wait()
        errors = child.stderr.read().decode("utf-8", "replace").strip().splitlines() if child.stderr else []
        if not last:
            raise SystemExit(f"The child of {name} does not start: {errors[-1:] or ended}")
        _, document, given, data = last.split("\t")
        number = max(number, int(given) + 1)
        if not reading:
            continue  # what changes the documents took too long, not what reads them
        how = f"does not end within {SILENCE:.0f} s" if ended == -9 else f"ends the process ({ended}: {errors[-1:]})"
        data = data or fuzz_child.document(name, asked.seed, int(given), real=asked.real)[1].hex()
        yield f"found\t{how}\t{document}\t{given}\t{data}"


def _spoken(child: subprocess.Popen[bytes]) -> Iterator[str]:
    """The child's lines until it ends; it is killed when it is silent for too long."""
    said: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def listen() -> None:
        for line in child.stdout or ():
            said.put(line)
        said.put(b"")

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = said.get(timeout=SILENCE)
        except queue.Empty:
            child.kill()
            return
        if not line:
            return
        yield line.decode().rstrip("\n")


def keep(folder: Path | None, name: str, one: Finding) -> None:
    """Write the bytes of a finding, under a name that says whose it is."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        suffix = Path(one.document).suffix
        (folder / f"{name}-{one.number}{suffix}").write_bytes(one.data)
        with (folder / "findings.txt").open("a", encoding="utf-8") as stream:
            stream.write(f"{name}-{one.number}{suffix}\t{one.document}\t{one.signature}\n")


if __name__ == "__main__":
    sys.exit(main())
