"""What benchmarks/fuzz_readers.py found, each as small as it got: no reader breaks a promise on it any more."""

import io
import zipfile

import pytest
from hostile_promises import promises
from hostile_seeds import pack, seeds, unpack
from pdfmaker import write_objects

from graph.errors import SourceError
from ingest.problems import Problems
from ingest.readers import About, Document, Link, choose
from ingest.readers.archive import Archive
from ingest.readers.excerpts import ExcerptsReader
from ingest.readers.html_reader import HtmlReader
from ingest.readers.legislation_html import LegislationHtmlReader
from ingest.readers.pdf import PdfReader
from ingest.readers.rtf import RtfReader
from ingest.readers.table import TableReader
from ingest.readers.xml_safe import parse
from ingest.study.yamlfile import parse_yaml


def good(name: str) -> bytes:
    return next(seed.data for seed in seeds() if seed.name == name)


def message(data: bytes, name: str, kind: str = "policy") -> str:
    promises(data, name, kind)
    with pytest.raises(SourceError) as caught:
        choose(data, name, kind).read(data, name, kind)
    return str(caught.value)


def rtf(inside: str) -> Document:
    data = ("{\\rtf1 " + inside + " words\\par}").encode("latin-1")
    document = promises(data, "x.rtf", "policy")
    assert document is not None
    return RtfReader().read(data, "x.rtf", "policy")


def test_rtf_a_month_beyond_any_calendar() -> None:
    assert rtf(r"{\info{\creatim\yr2019\mo2147483649\dy7}}").about.date == ""


def test_rtf_control_characters_in_a_title_and_in_an_address() -> None:
    document = rtf('{\\info{\\title The \x0eplan}}{\\field{\\*\\fldinst HYPERLINK "http://a\x01 "}{\\fldrslt it}}')
    assert document.about.title == "The plan"
    assert [link.target for link in document.links] == ["http://a"]


def test_html_a_title_that_is_cut_at_a_space() -> None:
    page = b"<title>" + b"Halls - Site" * 60 + b"</title><p>Words of the page.</p>"
    document = promises(page, "a.html", "policy")
    assert document is not None and document.about.title == document.about.title.strip()


def test_fields_are_one_line_and_dates_are_of_the_calendar() -> None:
    about = About(title="a\n b\x85", date="2019-03-65536", issuer="\x80c", language="en\t", url="https://a\x9d/")
    assert about == About("a b", "", "c", "", "en", "https://a /")
    assert [About(date=date).date for date in ("2019", "2019-02", "2019-02-28", "2019-02-30", "20190203")] == [
        "2019",
        "2019-02",
        "2019-02-28",
        "",
        "",
    ]
    assert Link(0, 1, "definition", "the\nwell").target == "the well"


def test_akn_a_date_beyond_any_calendar() -> None:
    data = good("act.akn").replace(b'date="2019-03-20"', b'date="2019-03-65536"')
    document = promises(data, "act.akn", "legislation")
    assert document is not None and document.about.date == ""


def test_clml_a_control_character_in_a_heading() -> None:
    data = good("act.xml").replace(b"<Title>Wells</Title>", b"<Title>W\x7flls</Title>")
    document = promises(data, "act.xml", "legislation")
    assert document is not None and "W lls" in document.blocks[1].heading


@pytest.mark.parametrize("inside", ["<![CDATA[never\nends \x1b[31m", "<" + "TA" * 5_000 + "></b>", "\u202e<b>"])
def test_xml_messages_quote_the_file_in_one_short_line(inside: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse(f"<a>{inside}".encode(), "act.xml")
    said = str(caught.value)
    assert said.isprintable() and len(said) < 2_500 and said.startswith("act.xml, line ")
    assert said.endswith("Get the file anew from where it was published.")


def test_a_message_is_one_line_that_turns_no_terminal() -> None:
    error = SourceError("a\n\x1b[31mb\u202ec", where="f\r.txt", next_step="d" * 5_000)
    assert (error.what, error.where) == ("a [31mb c", "f .txt")
    assert len(error.next_step) == 2_002


@pytest.mark.parametrize("inside", ["", "<p></p>", '<img src="x"/>'])
def test_legislation_html_a_page_without_words(inside: str) -> None:
    data = f'<!DOCTYPE html><div class="LegSnippet">{inside}</div>'.encode()
    assert "holds no words of legislation" in message(data, "act.html", "legislation")


def test_legislation_html_numbers_and_headings_without_words() -> None:
    page = (
        b'<!DOCTYPE html><div class="LegSnippet"><h2 class="LegPartFirst"></h2><h5><span class="LegP1No">4</span>'
        b'<span class="LegP1GroupTitle">Duties</span></h5><p class="LegP2Container"><span class="LegP2No"> </span>'
        b'<span class="LegP2Text">A word.</span></p></div>'
    )
    assert promises(page, "act.html", "legislation")
    document = LegislationHtmlReader().read(page, "act.html", "legislation")
    assert [(block.ref, block.heading) for block in document.blocks] == [("s. 4", "Duties")]


def test_pdf_a_damaged_tree_of_structure_costs_no_page() -> None:
    broken = good("report.pdf").replace(b"/Type /StructTreeRoot", b"/Type /A /StructTreeR", 1)
    document = promises(broken, "report.pdf", "policy", "pdf")
    assert document is not None and any("halls" in document.words(block) for block in document.blocks)


def test_pdf_nothing_but_a_number_on_its_page_says_so() -> None:
    page = b"BT /F 9 Tf 1 0 0 1 300 20 Tm (2021) Tj ET"
    data = write_objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )
    document = promises(data, "x.pdf", "policy")
    assert document is not None
    assert document.blocks or any("holds no text" in note for note in PdfReader().read(data, "x.pdf", "policy").notes)


def test_zip_a_member_without_a_name() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a", b"x")
        archive.writestr("b", b"y")
    data = bytearray(made.getvalue())
    at = data.rfind(b"PK\x01\x02")
    data[at + 28 : at + 30] = b"\0\0"  # its name has no length: the letter becomes the next field's
    data[at + 30 : at + 32] = b"\1\0"
    assert Archive.opened(bytes(data), "x.odt").names() == ("a",)


def test_xlsx_damage_is_told_in_plain_words() -> None:
    members = unpack(good("answers.xlsx"))
    members["xl/styles.xml"] = members["xl/styles.xml"].replace(b"<fill><patternFill/></fill>", b"<fill/>")
    data = pack(members)
    assert "one of its parts is not as such files are" in message(data, "answers.xlsx", "excerpts")


def test_csv_times_and_headers() -> None:
    rows = 'Case,Quote,Time,"More\nof it"\nL04,Words of it here and now.,{},x\nL05,Other words of it here.,{},y\n'
    for one, other, times in (("99:02", "00:99:13", ["01:39:02", ""]), ("1:02:03", "00:00:99", ["01:02:03", ""])):
        data = rows.format(one, other).encode()
        assert promises(data, "a.csv", "excerpts")
        document = TableReader().read(data, "a.csv", "excerpts")
        assert [block.time for block in document.blocks] == times
        assert "More of it" in document.notes[0]


def test_digest_references_of_control_characters_alone() -> None:
    data = b'text_kind: digest\nitems:\n- {ref: "\\x80", text: Words}\n'
    assert "The item has no ref" in message(data, "d.yaml")


def test_yaml_brackets_without_end_are_given_up() -> None:
    problems = Problems()
    assert parse_yaml("a: " + "[" * 200_000, "d.yaml", problems) is None
    assert [problem.what for problem in problems.listed()] == [
        "The nesting is too deep.",
        "This is not valid YAML: brackets or lines nest without end.",
    ]


@pytest.mark.parametrize(
    "part", ["“aa” ", "“aa” (L04 ", "Participant 3 said “a” ", "‘a’ (L04) ", "'boards' views ", "“a” – "]
)
def test_an_article_of_quotations_in_one_sentence_is_read_in_good_time(part: str) -> None:
    text = "x L04: “b” (L04). " + part * (30_000 // len(part))
    assert promises(text.encode(), "a.txt", "article")


def test_an_article_in_one_line_has_its_excerpts_once_more() -> None:
    sentence = "One of them said it was “a race without any end” (L04). "
    text = sentence * 300
    document = ExcerptsReader().read(text.encode(), "a.txt", "excerpts")
    assert [document.words(block) for block in document.blocks] == ["a race without any end"] * 300


@pytest.mark.parametrize(
    "part", ["<!--", "**a ", "`", "``a ", "<", "<a@", "![", "[^", "[a](", "<![CDATA[", "-", "# a "]
)
def test_markdown_that_never_closes_is_read_in_good_time(part: str) -> None:
    text = "# T\n\na " + part * (40_000 // len(part)) + " b\n\n" + part * (40_000 // len(part)) + "x\n"
    assert promises(text.encode(), "a.md", "policy")


@pytest.mark.parametrize(
    "page",
    [
        b"<!-- -->" * 60 + b"x<p>word</p>",
        b"<!-- -->" * 60 + b"<!DOCTYPE html><p>word</p>",
        b"<p>word</p>" + b"<script type='application/ld+json'>" * 4_000,
        b" " * 60_000 + b"<p>word</p>",
    ],
)
def test_html_comments_and_scripts_that_never_close_are_read_in_good_time(page: bytes) -> None:
    promises(page, "a.html", "policy", "html")
    document = HtmlReader().read(page, "a.html", "policy")
    assert document.text.endswith("word")


def test_xml_comments_that_never_close_are_refused_in_good_time() -> None:
    assert "damaged" in message(b"<Legislation>" + b"<!--" * 30_000, "a.xml", "legislation")
    with pytest.raises(SourceError, match="declares entities"):
        parse(b"<!-- a --><!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "a.xml")


def test_epub_a_list_of_pages_whose_links_nest() -> None:
    members = unpack(good("book.epub"))
    nav = members["OEBPS/nav.xhtml"].replace(b'xhtml">xi</a>', b'xhtml">xi' + b'<a href="x">y' * 2_000)
    data = pack(members | {"OEBPS/nav.xhtml": nav})
    document = promises(data, "book.epub", "policy")
    assert document is not None and document.blocks
