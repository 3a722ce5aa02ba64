"""How fast documents are read in worker processes, how little an unchanged study costs, and how much memory it takes.

    python benchmarks/reading.py --pdfs ../shared/real/policy-pdf --page docs/reading-at-scale.md

`--pdfs` is a folder of PDFs, read over and over under other names; the other figures need no documents. `--page`
puts the figures between the two marks of that page.
"""

import argparse
import hashlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from ingest.build import build
from ingest.readers import ReadOptions
from ingest.reading.answers import DOCUMENT
from ingest.reading.run import read_all
from ingest.reading.settings import cores, settings_of
from ingest.reading.task import Task

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
ENGINES = ("pdfminer", "pdfium")
CODEBOOK = """format: 1
axes:
  - id: who-decides
    label: Who decides
    messages:
      - {pole: -1, id: decide-locally, label: Decide locally, terms: [local services]}
      - {pole: 1, id: decide-nationally, label: Decide nationally, terms: [national control]}
actors:
  - {id: government, label: Government, level: macro, kind: government}
"""
MEMORY = """
import hashlib, sys
from pathlib import Path
from ingest.reading.task import Task, read_task
from ingest.readers import ReadOptions
path = Path(sys.argv[1])
def peak():
    # of this program alone: what resource.getrusage gives includes that of the process which started it
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
before = peak()
sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
answer = read_task(Task(str(path), path.name, sha256, "policy", ReadOptions(sys.argv[2])))
print(before, peak(), len(answer))
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what was measured, and the values as they are printed."""

    what: str
    value: str


def main() -> None:
    """Measure, print, and write the page where one is named."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--pdfs", type=Path, help="a folder of PDFs")
    parser.add_argument("--copies", type=int, default=6, help="how many times each PDF is read")
    parser.add_argument("--sources", type=int, default=1000, help="sources of the study that is built again")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--page", type=Path)
    given = parser.parse_args()
    load = _load()
    with tempfile.TemporaryDirectory() as scratch:
        rows = _unchanged(Path(scratch) / "study", given.sources, given.repeats)
        if given.pdfs:
            rows += _parallel(sorted(given.pdfs.glob("*.pdf")), given.copies, given.repeats)
            rows += _memory(sorted(given.pdfs.glob("*.pdf")), Path(scratch))
    lines = [
        f"Measured on {date.today()}: {cores()} cores, {platform.system()} {platform.machine()}, Python "
        f"{platform.python_version()}; load average {load} before and {_load()} after (the benchmark's own work is in "
        "the second).",
        "",
        "| | |",
        "|---|---|",
        *(f"| {row.what} | {row.value} |" for row in rows),
    ]
    print("\n".join(lines))
    if given.page:
        before, _, rest = given.page.read_text(encoding="utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        given.page.write_text("\n".join([before + BEGIN, "", *lines, "", END + after]), encoding="utf-8")


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _parallel(pdfs: list[Path], copies: int, repeats: int) -> list[Row]:
    """Pages a second with one and with two workers, starting them included; the best of some runs, in turns."""
    rows = []
    for engine in ENGINES:
        tasks = [_task(path, f"{number}-{path.name}", engine) for number in range(copies) for path in pdfs]
        best = {1: 0.0, 2: 0.0}
        pages = copies * sum(map(_pages, pdfs))
        for _ in range(repeats):
            for jobs in best:
                best[jobs] = max(best[jobs], pages / _timed(partial(_read, tasks, jobs)))
        ratio = best[2] / best[1]
        rows.append(
            Row(
                f"{engine}: {len(tasks)} PDFs, {pages:,} pages",
                f"{best[1]:.1f} pages/s with one worker, {best[2]:.1f} with two: {ratio:.2f} times",
            )
        )
    return rows


def _task(path: Path, name: str, engine: str) -> Task:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Task(str(path), name, sha256, "policy", ReadOptions(engine))


def _pages(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def _read(tasks: list[Task], jobs: int) -> None:
    answers: list[bytes] = []
    settings = replace(settings_of(Path()), jobs=jobs, cluster="")
    read_all(tasks, lambda place, answer: answers.append(answer[:1]), settings, lambda stage, done, total: None)
    if answers != [DOCUMENT] * len(tasks):
        sys.exit("not every document could be read")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _unchanged(study: Path, sources: int, repeats: int) -> list[Row]:
    """A study that is built again: nothing changed (whole process, and function), and a line of codings added."""
    _write_study(study, sources)
    first = _timed(lambda: build(study))
    time.sleep(4)  # files that were just written are not trusted by their times
    build(study)
    command = [sys.executable, "-P", "-m", "crosscurrent", "--study", str(study), "build"]

    def process() -> None:
        done = subprocess.run(command, capture_output=True, text=True)
        if "unchanged" not in done.stderr:
            sys.exit(done.stderr)

    whole = [_timed(process) for _ in range(max(5, repeats))]
    function = [_timed(lambda: build(study)) for _ in range(max(5, repeats))]
    changed = []
    for number in range(repeats):
        with (study / "codings" / "anna.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"op": "retract", "coder": "anna", "of": f"c-{number}"}) + "\n")
        changed.append(_timed(lambda: build(study)))
    passages = build(study).counts["Passage"]
    return [
        Row(f"{sources:,} text sources, {passages:,} passages: first build", f"{first:.1f} s"),
        Row(
            "the same, nothing changed: `crosscurrent build`, the whole process",
            f"{statistics.median(whole):.2f} s (fastest {min(whole):.2f} s)",
        ),
        Row("the same, nothing changed: `ingest.build.build`", f"{statistics.median(function):.3f} s"),
        Row(
            "one line added to a file of codings: `ingest.build.build`, the graph made anew, no source read",
            f"{statistics.median(changed):.1f} s",
        ),
    ]


def _write_study(study: Path, sources: int) -> None:
    (study / "sources").mkdir(parents=True)
    (study / "codings").mkdir()
    (study / "study.yaml").write_text("format: 1\nid: bench\ntitle: Benchmark\n", encoding="utf-8")
    (study / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    entries = ["sources:"]
    for number in range(sources):
        words = [f"{n}. Decision {number} on provision {n} is for partners to take together." for n in range(1, 11)]
        words[number % 10] += " It is about local services."
        (study / "sources" / f"d{number}.txt").write_text("\n\n".join(words), encoding="utf-8")
        entries.append(f"  - {{id: d{number}, title: D{number}, issuer: government, date: 2020, file: d{number}.txt}}")
    (study / "sources.yaml").write_text("\n".join(entries) + "\n", encoding="utf-8")


def _memory(pdfs: list[Path], scratch: Path) -> list[Row]:
    """The most memory that a process had which read a PDF of 1,000 pages, made of the pages of these; Linux only."""
    if sys.platform != "linux":
        return []
    import pypdfium2

    path = scratch / "long.pdf"
    long = pypdfium2.PdfDocument.new()
    number = 0
    while len(long) < 1000:
        with pypdfium2.PdfDocument(pdfs[number % len(pdfs)]) as part:
            long.import_pages(part, list(range(min(len(part), 1000 - len(long)))))
        number += 1
    long.save(path)
    long.close()
    rows = []
    for engine in ENGINES:
        done = subprocess.run([sys.executable, "-P", "-c", MEMORY, str(path), engine], capture_output=True, text=True)
        before, peak, size = map(int, done.stdout.split())
        rows.append(
            Row(
                f"{engine}: a PDF of 1,000 pages ({path.stat().st_size / 1e6:.0f} MB)",
                f"{peak / 1024:.0f} MB at the peak, {before / 1024:.0f} MB before; answer of {size / 1e6:.1f} MB",
            )
        )
    return rows


if __name__ == "__main__":
    main()
