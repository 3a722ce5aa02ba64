"""Small PDFs made for tests: words at places, in the three plainest fonts, with a correct table of contents."""

from dataclasses import dataclass

FONTS = {"plain": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique"}


@dataclass(frozen=True)
class Words:
    """One printed line: text at (x, y) in points from below left; `tag`: its number as marked content, or Artifact."""

    x: float
    y: float
    text: str
    size: float = 11
    font: str = "plain"
    turned: bool = False
    tag: str = ""


def lines(
    x: float, top: float, texts: list[str], *, pitch: float = 14, size: float = 11, font: str = "plain"
) -> list[Words]:
    """Lines below each other."""
    return [Words(x, top - pitch * at, text, size, font) for at, text in enumerate(texts)]


def make_pdf(
    pages: list[list[Words]], *, extra: bytes = b"", page: str = "", catalog: str = "", more: list[bytes] | None = None
) -> bytes:
    """A PDF of A4 pages; `extra` is put into each page's instructions as it is.

    `page` is put into each page's dictionary and `catalog` into the catalogue; `more` are further objects, the first
    of which has the number 6 + 2 * pages.
    """
    fonts = " ".join(f"/{name} {3 + at} 0 R" for at, name in enumerate(FONTS))
    first = 3 + len(FONTS)
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        *(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode()
            for base in FONTS.values()
        ),
    ]
    for at, own in enumerate(pages):
        content = b"\n".join(_operators(words) for words in own) + extra
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first + 2 * at + 1} 0 R "
            f"/Resources << /Font << {fonts} >> >> {page} >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return write_objects(objects + (more or []))


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
    shown = f"BT /{words.font} {words.size} Tf {matrix} Tm (".encode() + text + b") Tj ET"
    if not words.tag:
        return shown
    begins = "/Artifact BMC" if words.tag == "Artifact" else f"/P << /MCID {words.tag} >> BDC"
    return begins.encode() + b"\n" + shown + b"\nEMC"
