"""EPUB books made in the test: spine, headings, pages, protection, damage."""

import io
import zipfile

import pytest
from rendering import holds

from graph.errors import SourceError
from ingest.readers import Document, choose

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The hall book</dc:title><dc:language>gd</dc:language>
<dc:publisher>Valley Press</dc:publisher><dc:date>2019-03-04T00:00:00Z</dc:date></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="two" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="gone" href="text/gone.xhtml" media-type="application/xhtml+xml"/>
<item id="pic" href="pic.png" media-type="image/png"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/><itemref idref="gone"/></spine></package>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<nav epub:type="toc"><ol><li><a href="text/one.xhtml">Halls</a></li></ol></nav>
<nav epub:type="page-list"><ol>{pages}</ol></nav></body></html>"""
ONE = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"
xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Halls</title></head><body><section><h1>Halls</h1>
<p>The hall&#160;is open.<a epub:type="noteref" href="#n1">1</a></p><p>It is <span epub:type="pagebreak" id="p12"
title="12"/>closed in winter.</p><p>Then it opens.</p><aside epub:type="footnote" id="n1"><p>Since 1902.</p></aside>
</section></body></html>"""
TWO = """<html xmlns='http://www.w3.org/1999/xhtml'><body id='p13'><h1>Money</h1><ol start='3'><li>Count it.</li></ol>
</body></html>"""
PAGES = """<li><a href="text/one.xhtml">11</a></li><li><a href="text/one.xhtml#p12">12</a></li>
<li><a href="text/two%20b.xhtml#p13">13</a></li>"""


def book(**changed: str) -> bytes:
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": PACKAGE,
        "OEBPS/nav.xhtml": NAV.format(pages=PAGES),
        "OEBPS/text/one.xhtml": ONE,
        "OEBPS/text/two b.xhtml": TWO,
    }
    parts |= changed
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, words, compress_type=how)
    return stream.getvalue()


def read(data: bytes, kind: str = "policy") -> Document:
    reader = choose(data, "book.epub", kind)
    assert reader.name == "epub"
    document = reader.read(data, "book.epub", kind)
    holds(document)
    return document


def test_chapters_in_the_order_of_the_spine_with_pages_of_the_printed_book() -> None:
    document = read(book())
    assert [(b.ref, b.heading, b.page, document.words(b)) for b in document.blocks] == [
        ("p. 11, para 1", "Halls", 11, "The hall is open."),
        ("p. 11, para 2", "Halls", 11, "It is closed in winter."),
        ("p. 12, para 1", "Halls", 12, "Then it opens."),
        ("footnote 1", "Halls", 12, "Since 1902."),
        ("para 3, p. 13", "Money", 13, "Count it."),
    ]
    assert document.notes == ("The book's list names 1 chapters that are not in the file.",)
    assert document.page_labels == ()
    about = document.about
    assert (about.title, about.language, about.issuer, about.date) == (
        "The hall book",
        "gd",
        "Valley Press",
        "2019-03-04",
    )


def test_pages_with_roman_numbers_are_counted_and_keep_their_labels() -> None:
    document = read(book(**{"OEBPS/nav.xhtml": NAV.format(pages=PAGES.replace(">11<", ">xi<"))}))
    assert [block.page for block in document.blocks] == [1, 1, 2, 2, 3]
    assert document.page_labels == ("xi", "12", "13")


def test_a_book_without_pages() -> None:
    document = read(book(**{"OEBPS/nav.xhtml": NAV.format(pages="")}))
    assert [(block.ref, block.page) for block in document.blocks][:2] == [
        ("Halls, paragraph 1", None),
        ("Halls, paragraph 2", None),
    ]


def test_ncx_of_older_books() -> None:
    ncx = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><pageList><pageTarget value="7"><navLabel><text>7</text>
        </navLabel><content src="text/one.xhtml"/></pageTarget></pageList></ncx>"""
    package = PACKAGE.replace(' properties="nav"', "").replace(
        '<item id="pic"', '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/><item id="pic"'
    )
    document = read(book(**{"OEBPS/book.opf": package, "OEBPS/toc.ncx": ncx}))
    assert {block.page for block in document.blocks if "Halls" in block.heading} == {7}


ENCRYPTED = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData
xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherData><CipherReference URI="{}"/></CipherData></EncryptedData>
</encryption>"""


def test_protected_chapters_are_refused_protected_fonts_are_not() -> None:
    read(book(**{"META-INF/encryption.xml": ENCRYPTED.format("OEBPS/font.otf")}))
    with pytest.raises(SourceError, match="DRM"):
        read(book(**{"META-INF/encryption.xml": ENCRYPTED.format("OEBPS/text/one.xhtml")}))


@pytest.mark.parametrize(
    "changed",
    [
        {"META-INF/container.xml": "<container/>"},
        {"META-INF/container.xml": "no xml"},
        {"META-INF/container.xml": CONTAINER.replace("OEBPS/book.opf", "../../etc/passwd")},
        {"OEBPS/book.opf": "<package/>"},
        {"OEBPS/book.opf": '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + PACKAGE.split("?>")[1]},
        {"OEBPS/text/one.xhtml": "", "OEBPS/text/two b.xhtml": "<html><body><img/></body></html>"},
        {"OEBPS/text/one.xhtml": "<p>" + "a" * 40_000_000},
    ],
    ids=["empty container", "no xml", "path escape", "empty package", "entities", "no words", "bomb"],
)
def test_damaged_and_hostile_books(changed: dict[str, str]) -> None:
    with pytest.raises(SourceError) as caught:
        read(book(**changed))
    assert "book.epub" in str(caught.value.where)
    assert caught.value.next_step


def test_truncated_books() -> None:
    data = book()
    for cut in range(len(data) // 10, len(data), len(data) // 10):
        with pytest.raises(SourceError):
            read(data[:cut])


def test_entities_in_a_chapter_do_not_grow() -> None:
    declared = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    bomb = f"{declared}<html><body><p>&b;&b; words</p></body></html>"
    assert "aaaa" not in read(book(**{"OEBPS/text/one.xhtml": bomb})).text
