"""How fast PDFs are read by both engines, beside raw pdfminer.six with its layout in the same run, in processor time.

Usage: python benchmarks/pdf.py [FILE …] [--repeats N] [--pages N] [--password P]

Without files a made-up report of so many pages is read. Printed a file: pages a second of raw pdfminer.six (its
`extract_pages` with default layout), of the whole reader on either engine (medians), their ratios, and the share of
passages whose words are the same by both engines, white space aside. Then the peak memory of each engine on the files
put together to a document of `--pages` pages, each read in a process of its own.
"""

import argparse
import io
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams

from ingest.readers import Document
from ingest.readers.base import ReadOptions
from ingest.readers.pdf import PdfReader

SHARE = 0.9
"""The goal: at least so much of raw pdfminer.six's rate."""
FASTER = 10.0
"""The goal: the fast engine is so many times faster than pdfminer.six."""

SENTENCE = "The keeper of the well says that the valley was told of it twice before the snow, and once after. "


def made_up(pages: int) -> bytes:
    """A report of numbered paragraphs, justified by nobody, in one plain font."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        font,
    ]
    for at in range(pages):
        lines = [f"{at + 1}.{1 + row // 6} {SENTENCE}" if row % 6 == 0 else SENTENCE for row in range(48)]
        shown = [f"BT /F 10 Tf 60 {780 - 14 * row} Td ({line[:92]}) Tj ET" for row, line in enumerate(lines)]
        content = "\n".join(shown).encode()
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (5 + 2 * at)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return written(objects)


def written(objects: Sequence[bytes]) -> bytes:
    """Objects numbered from 1 as a PDF, its first the catalogue."""
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + head + table + trailer


def raw(data: bytes, password: str) -> int:
    """The pages that pdfminer.six lays out alone."""
    return sum(1 for _ in extract_pages(io.BytesIO(data), password=password, laparams=LAParams()))


def read(data: bytes, engine: str, password: str) -> Document:
    """The whole reader, on one engine."""
    passwords = (password,) if password else ()
    return PdfReader().read(data, "benchmark.pdf", "policy", ReadOptions(engine, passwords))


def median_seconds(action: Callable[[], object], repeats: int) -> float:
    """Processor time of an action, the median of some runs."""
    taken = []
    for _ in range(repeats):
        began = time.process_time()
        action()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def agreement(one: Document, other: Document) -> float:
    """The share of passages whose words are the same in both, white space aside."""
    words = [Counter(" ".join(d.words(block).split()) for block in d.blocks) for d in (one, other)]
    return (words[0] & words[1]).total() / max(words[0].total(), words[1].total(), 1)


def measured(name: str, data: bytes, repeats: int, password: str) -> None:
    """One file's line."""
    read(data, "pdfium", password)  # what is imported only once is no part of it
    pages = raw(data, password)
    alone = pages / median_seconds(lambda: raw(data, password), repeats)
    exact = pages / median_seconds(lambda: read(data, "pdfminer", password), repeats)
    fast = pages / median_seconds(lambda: read(data, "pdfium", password), repeats)
    same = agreement(read(data, "pdfminer", password), read(data, "pdfium", password))
    met = "met" if exact >= SHARE * alone else "missed"
    quick = "met" if fast >= FASTER * alone else "missed"
    print(
        f"{name}: {pages} pages; pdfminer.six alone {alone:.1f} pages/s; reader on pdfminer {exact:.1f} pages/s "
        f"({exact / alone:.2f} of it, {met}); reader on pdfium {fast:.1f} pages/s ({fast / alone:.1f} times "
        f"pdfminer.six alone, {quick}; {fast / exact:.1f} times the reader on pdfminer); {same:.1%} of passages agree"
    )


def put_together(files: Sequence[bytes], pages: int, password: str, place: Path) -> None:
    """A document of so many pages, from the files over and over."""
    whole = pypdfium2.PdfDocument.new()
    while len(whole) < pages:
        for data in files:
            part = pypdfium2.PdfDocument(data, password=password or None)
            count = min(len(part), pages - len(whole))
            if count > 0:
                whole.import_pages(part, list(range(count)))
    whole.save(place)


def peak(place: Path, engine: str) -> None:
    """Read one file and say what it took; run in a process of its own."""
    data = place.read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    took = median_seconds(lambda: read(data, engine, ""), 1)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  {engine}: at most {most} MB ({before} MB before reading, the file included), {took:.1f} s")


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--password", default="")
    parser.add_argument("--peak", nargs=2, metavar=("FILE", "ENGINE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peak:
        return peak(Path(given.peak[0]), given.peak[1])
    files = [(path.name, path.read_bytes()) for path in given.files]
    files = files or [("made up", made_up(min(given.pages, 100)))]
    for name, data in files:
        measured(name, data, given.repeats, given.password)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "whole.pdf"
        put_together([data for _, data in files], given.pages, given.password, place)
        print(f"{given.pages} pages put together ({place.stat().st_size / 1e6:.1f} MB):")
        for engine in ("pdfminer", "pdfium"):
            command = [sys.executable, __file__, "--peak", str(place), engine]
            print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="")


if __name__ == "__main__":
    main()
