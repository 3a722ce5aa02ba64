"""Small PDFs made for tests: words at places, in the three plainest fonts, with a correct table of contents."""

from dataclasses import dataclass

FONTS = {"plain": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique"}


@dataclass(frozen=True)
class Words:
    """One printed line: text at (x, y) in points from below left."""

    x: float
    y: float
    text: str
    size: float = 11
    font: str = "plain"
    turned: bool = False


def lines(
    x: float, top: float, texts: list[str], *, pitch: float = 14, size: float = 11, font: str = "plain"
) -> list[Words]:
    """Lines below each other."""
    return [Words(x, top - pitch * at, text, size, font) for at, text in enumerate(texts)]


def make_pdf(pages: list[list[Words]], *, extra: bytes = b"") -> bytes:
    """A PDF of A4 pages; `extra` is put into each page's instructions as it is."""
    fonts = " ".join(f"/{name} {3 + at} 0 R" for at, name in enumerate(FONTS))
    first = 3 + len(FONTS)
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        *(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode()
            for base in FONTS.values()
        ),
    ]
    for at, page in enumerate(pages):
        content = b"\n".join(_operators(words) for words in page) + extra
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first + 2 * at + 1} 0 R "
            f"/Resources << /Font << {fonts} >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return write_objects(objects)


def write_objects(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Objects numbered from 1, the first of them the catalogue, with the cross-reference table."""
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return data


def _operators(words: Words) -> bytes:
    text = words.text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    matrix = f"0 1 -1 0 {words.x} {words.y}" if words.turned else f"1 0 0 1 {words.x} {words.y}"
    return f"BT /{words.font} {words.size} Tf {matrix} Tm (".encode() + text + b") Tj ET"
