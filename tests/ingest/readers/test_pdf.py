"""PDFs: real ones, made ones, broken ones and hostile ones. Nothing but SourceError ever comes out."""

import functools
import logging
import re
import time
import zlib
from pathlib import Path

import pytest
from pdfmaker import Words, lines, make_pdf, write_objects
from rendering import holds

from graph.errors import SourceError
from ingest import readers
from ingest.readers import Document
from ingest.readers.pdf import PdfReader
from ingest.readers.pdf_pages import Limits

SECONDS = 20
"""No damaged file of the size used here may take so long; it is a guard against endless loops, not a measure."""


def parsed(data: bytes, kind: str = "policy") -> Document:
    document = PdfReader().read(data, "x.pdf", kind)
    holds(document)
    return document


def refused(data: bytes, limits: Limits | None = None) -> SourceError:
    with pytest.raises(SourceError) as caught:
        PdfReader(limits).read(data, "x.pdf", "policy")
    assert caught.value.where.startswith("x.pdf")
    assert caught.value.next_step
    return caught.value


def survives(data: bytes) -> None:
    began = time.monotonic()
    try:
        parsed(data)
    except SourceError as error:
        assert error.next_step
    assert time.monotonic() - began < SECONDS


PLAIN = make_pdf([[Words(72, 700, "The board meets in each valley.")], [Words(72, 700, "It rests in winter.")]])


def test_pages_count_from_one() -> None:
    assert [(block.ref, block.page) for block in parsed(PLAIN).blocks] == [("p. 1, para 1", 1), ("p. 2, para 1", 2)]


def test_a_turned_page_is_read_upright() -> None:
    page = [
        Words(100 + 14 * at, 100, text, turned=True) for at, text in enumerate(["The board meets in", "each valley."])
    ]
    document = parsed(make_pdf([page]))
    assert document.text == "The board meets in each valley."


def test_ligatures_are_letters() -> None:
    assert "fi" in parsed(make_pdf([[Words(72, 700, "The office is open to all.")]])).text


def test_an_article_as_pdf_gives_its_excerpts() -> None:
    page = [
        *lines(72, 740, ["Findings"], font="bold"),
        *lines(72, 700, ["As one keeper put it:"]),
        *lines(100, 670, ["We file both of the letters, and then we", "wait for the third."]),
        *lines(100, 640, ["(K02)"]),
        *lines(72, 600, ["Another spoke of a “race in the dark” (K07)."]),
    ]
    document = parsed(make_pdf([page]), "excerpts")
    assert [(block.case, block.page, document.words(block)) for block in document.blocks] == [
        ("K02", 1, "We file both of the letters, and then we wait for the third."),
        ("K07", 1, "race in the dark"),
    ]


def test_a_pdf_without_text_says_how_many_pages_and_what_to_do() -> None:
    document = parsed(make_pdf([[], []], extra=b"0 0 100 100 re f\n" * 200))
    assert (document.text, document.blocks) == ("", ())
    assert document.notes[0].startswith("The PDF holds no text: all of its 2 pages are probably scanned")
    assert "OCR" in document.notes[0]


def test_pages_that_are_pictures_are_noted() -> None:
    image = b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI\n" * 100
    pages = [[Words(72, 700, "The board meets in each valley.")], []]
    document = parsed(make_pdf(pages, extra=image))
    assert document.notes == ("1 of 2 pages are pictures without text (p. 2): run OCR on them.",)


def test_a_damaged_page_is_noted_and_the_others_are_read() -> None:
    data = PLAIN.replace(b"/MediaBox [0 0 595 842] /Contents 9 0 R", b"/MediaBox [0 0 595 842] /Contents (x)  ")
    assert data != PLAIN
    document = parsed(data)
    assert [block.page for block in document.blocks] == [1]


def test_a_file_that_lacks_its_end_is_noted_where_it_can_be_read() -> None:
    document = parsed(PLAIN[: PLAIN.rindex(b"%%EOF")])
    assert document.notes == ("The file lacks its end: pages may be missing.",)


@pytest.mark.parametrize("share", [0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97, 0.99])
def test_a_made_pdf_cut_off(share: float) -> None:
    survives(PLAIN[: int(len(PLAIN) * share)])


@pytest.mark.parametrize("step", [7, 31, 101])
def test_a_made_pdf_with_changed_bytes(step: int) -> None:
    data = bytearray(PLAIN)
    for at in range(20, len(data), step):
        data[at] ^= 0x55
    survives(bytes(data))


def test_bytes_that_are_no_pdf() -> None:
    assert refused(b"\0\1\2\3").what == "The file is called a PDF but is none."
    assert refused(b"%PDF-1.4\n%%EOF").what == "The PDF is damaged."
    assert refused(b"%PDF-1.4\n1 0 obj\n<<").what == "The PDF breaks off before its end."


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def test_pages_that_hold_each_other() -> None:
    survives(write_objects([CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]))


def test_a_table_that_names_itself_as_the_one_before() -> None:
    data = write_objects([CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"])
    survives(data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % data.index(b"xref\n")))


def form_pdf(forms: list[bytes]) -> bytes:
    """A page that draws the first of several forms; object 5 is the first."""
    resources = b"/Resources << /XObject << /F 5 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " + resources + b" >>"
    return write_objects(
        [
            CATALOG,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            b"<< /Length 5 >>\nstream\n/F Do\nendstream",
            *forms,
        ]
    )


def form(content: bytes, resources: bytes) -> bytes:
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << %s >> >> /Length %d >>"
    return head % (resources, len(content)) + b"\nstream\n" + content + b"\nendstream"


def test_a_form_that_draws_itself() -> None:
    survives(form_pdf([form(b"/F Do", b"/F 5 0 R")]))


def test_forms_that_draw_each_other_a_billion_times() -> None:
    forms = [form(b"/F Do " * 10, b"/F %d 0 R" % (6 + at)) for at in range(9)] + [form(b"", b"")]
    error = refused(form_pdf(forms), Limits(page_seconds=0.5))
    assert error.what == "The page takes too long to read."
    assert error.where == "x.pdf, page 1"


def test_a_stream_that_grows_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.readers.pdf_document.MAX_STREAM_BYTES", 1_000_000)
    packed = zlib.compress(b" " * 5_000_000)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    content = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    data = write_objects([CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, content])
    assert "grows beyond" in refused(data).what


def test_deep_nesting() -> None:
    survives(write_objects([CATALOG, b"<< /Type /Pages /Kids " + b"[" * 5000 + b"]" * 5000 + b" /Count 1 >>"]))


def test_the_library_says_nothing_itself(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        survives(PLAIN[:600])
    assert caplog.records == []


# Real documents

POLICY = ("behaviour-change-report", "covid-inquiry-module-1-response", "scottish-homelessness-bulletin")


@functools.cache
def policy(real: Path, name: str) -> Document:
    """One of the long documents, read once for all tests."""
    document = readers.read(real / "policy-pdf" / f"{name}.pdf", "policy")
    holds(document)
    return document


def test_a_report_with_numbered_paragraphs(real: Path) -> None:
    document = policy(real, "behaviour-change-report")
    assert max(block.page or 0 for block in document.blocks) == 111
    numbers = [match for block in document.blocks if (match := re.match(r"para (\d+)\.(\d+), p\. \d+\Z", block.ref))]
    seen = list(dict.fromkeys((int(match[1]), int(match[2])) for match in numbers))
    assert seen == sorted(seen)
    chapters = {chapter: [part for number, part in seen if number == chapter] for chapter in range(1, 9)}
    assert all(parts == list(range(1, len(parts) + 1)) for parts in chapters.values())
    assert sum(map(len, chapters.values())) > 200
    notes = [int(match[1]) for block in document.blocks if (match := re.search(r"footnote (\d+)\Z", block.ref))]
    assert sorted(notes) == list(range(1, len(notes) + 1))
    assert not any(document.words(block) in ("BEHAVIOUR CHANGE", str(block.page)) for block in document.blocks)


@pytest.mark.parametrize("name", POLICY)
def test_no_page_number_is_left_alone(real: Path, name: str) -> None:
    document = policy(real, name)
    assert document.notes == ()
    assert not any(re.fullmatch(r"\d{1,3}", document.words(block)) for block in document.blocks)


def test_three_columns_are_read_one_after_the_other(real: Path) -> None:
    document = readers.read(real / "difficult-pdf" / "three-columns-federal-register.pdf", "policy")
    holds(document)
    on_page = [document.words(block) for block in document.blocks if block.page == 2 and "footnote" not in block.ref]
    assert sum(words[-1] in ".:;?!" for words in on_page) > 0.8 * len(on_page)


def test_a_turned_table_is_read(real: Path) -> None:
    document = readers.read(real / "difficult-pdf" / "rotated-table.pdf", "policy")
    holds(document)
    assert "Alabama | 18,870 | 23,022" in document.text


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("password-is-test", "The PDF is protected by a password."),
        ("zero-bytes", "The file is empty."),
    ],
)
def test_difficult_files(real: Path, name: str, what: str) -> None:
    with pytest.raises(SourceError) as caught:
        readers.read(real / "difficult-pdf" / f"{name}.pdf", "policy")
    assert caught.value.what == what
    assert caught.value.next_step


@pytest.mark.parametrize("name", ["malformed", "r6-user-password", "password-is-test", "rotated-table", "zero-bytes"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.95, 0.999, 1.0])
def test_small_real_files_cut_off(real: Path, name: str, share: float) -> None:
    data = (real / "difficult-pdf" / f"{name}.pdf").read_bytes()
    survives(data[: int(len(data) * share)])


@pytest.mark.parametrize("name", POLICY)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_large_real_files_cut_off(real: Path, name: str, share: float) -> None:
    data = (real / "policy-pdf" / f"{name}.pdf").read_bytes()
    survives(data[: int(len(data) * share)])


@pytest.mark.parametrize("name", ["scanned-pages-no-text-layer", "three-columns-federal-register"])
@pytest.mark.parametrize("share", [0.1, 0.6])
def test_other_real_files_cut_off(real: Path, name: str, share: float) -> None:
    data = (real / "difficult-pdf" / f"{name}.pdf").read_bytes()
    survives(data[: int(len(data) * share)])
