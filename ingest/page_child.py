"""The child that draws one page of a PDF: `python -P -m ingest.page_child`, a request and the file in, an answer out.

Standard input: one line of JSON (`page` from 1 or 0 for the number of pages alone, `scale`, `password`), then the PDF's
bytes. Standard output: one line of JSON (`pages` and `scale`, or `error`), then a PNG where a page was asked for.
pdfium is written in C++: whatever a hostile file does to it ends this process and no other.
"""

import json
import struct
import sys
import zlib
from contextlib import suppress
from typing import Any, Final

MAX_PIXELS: Final = 25_000_000
MEMORY: Final = 1 << 30
"""Bytes of address space beyond what the child has when it starts on the file."""
CPU_SECONDS: Final = 60

_PASSWORD_WRONG: Final = 4
_INCH: Final = 0.0254


def main() -> None:
    """Answer the one request on standard input."""
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    try:
        answer, image = _answer(request, data)
    except MemoryError:
        answer, image = {"error": "memory"}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + image)


def _answer(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    import pypdfium2
    import pypdfium2.raw

    _lock()
    try:
        document = pypdfium2.PdfDocument(data, password=request["password"] or None)
    except pypdfium2.PdfiumError:
        wrong = pypdfium2.raw.FPDF_GetLastError() == _PASSWORD_WRONG
        return {"error": "password" if wrong else "damaged"}, b""
    pages, page = len(document), request["page"]
    if not page:
        return {"pages": pages}, b""
    if not 1 <= page <= pages:
        return {"error": "page", "pages": pages}, b""
    try:
        shown = document[page - 1]
        width, height = shown.get_size()
        scale = min(float(request["scale"]), (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = shown.render(scale=scale, rev_byteorder=True)
    except pypdfium2.PdfiumError:
        return {"error": "damaged"}, b""
    image = png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels, scale)
    return {"pages": pages, "scale": scale}, image


def png(pixels: bytes, width: int, height: int, stride: int, channels: int, scale: float) -> bytes:
    """A PNG of 8-bit rows of `stride` bytes (1, 3 or 4 channels, red first) that says its `scale` in pixels a point."""
    colour = {1: 0, 3: 2, 4: 6}[channels]
    rows = b"".join(b"\0" + pixels[at * stride : at * stride + width * channels] for at in range(height))
    per_metre = round(scale * 72 / _INCH)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, colour, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">2IB", per_metre, per_metre, 1)),
            _chunk(b"IDAT", zlib.compress(rows, 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _lock() -> None:
    """Bound memory and processor time, and write no file, where the system has such limits."""
    try:
        import resource
    except ImportError:
        return
    limits = [(resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)]
    with suppress(OSError), open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - as graph/stores/cage.py
        limits.append((resource.RLIMIT_AS, int(file.read().split()[0]) * resource.getpagesize() + MEMORY))
    for kind, most in limits:
        hard = resource.getrlimit(kind)[1]
        bounded = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (bounded, bounded))


if __name__ == "__main__":
    main()
