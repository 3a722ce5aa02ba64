"""OpenDocument texts, feature by feature, and hostile ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendering import holds
from wordmaker import odt, zipped

from graph.errors import SourceError
from ingest.readers import Document
from ingest.readers.odt import OdtReader

LIST = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" '
    'style:num-suffix=")"/><text:list-level-style-bullet text:level="3"/></text:list-style>'
    '<style:style style:name="Bold" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="B1" style:family="paragraph" style:parent-style-name="B0"/>'
    '<style:style style:name="B0" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Hid" style:family="text"><style:text-properties text:display="none"/></style:style>'
)
OUTLINE = (
    '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/><text:outline-level-style '
    'text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    '<style:style style:name="Title" style:family="paragraph"/>'
)


def read(data: bytes, kind: str = "policy") -> Document:
    document = OdtReader().read(data, "x.odt", kind)
    holds(document)
    return document


def pairs(data: bytes, kind: str = "policy") -> list[tuple[str, str]]:
    document = read(data, kind)
    return [(block.ref, document.words(block)) for block in document.blocks]


START = ' text:start-value="7"'


def item(words: str, more: str = "", start: str = "") -> str:
    return f"<text:list-item{start}><text:p>{words}</text:p>{more}</text:list-item>"


def test_headings_with_their_printed_numbers() -> None:
    body = '<text:p text:style-name="Title">The plan</text:p><text:h text:outline-level="1">Money</text:h>'
    body += '<text:h text:outline-level="2">Less</text:h><text:p>It is counted.</text:p>'
    body += '<text:h text:outline-level="1">Keys</text:h><text:p>They hang.</text:p>'
    document = read(odt(body, styles=OUTLINE))
    assert [block.heading for block in document.blocks] == ["1 Money › 1.1 Less", "2 Keys"]


def test_lists_have_the_numbers_that_are_printed() -> None:
    deepest = f"<text:list>{item('c')}</text:list>"
    inner = f"<text:list>{item('a')}{item('b', deepest)}</text:list>"
    body = (
        f'<text:list text:style-name="L" xml:id="one">{item("A.", inner)}{item("B.")}</text:list><text:p>So.</text:p>'
    )
    body += f'<text:list text:style-name="L" text:continue-list="one">{item("C.")}</text:list>'
    body += f'<text:list text:style-name="L">{item("D.", start=START)}</text:list>'
    found = [ref for ref, _ in pairs(odt(body, automatic=LIST))]
    assert found[:4] == ["para 1", "para 1(a)", "para 1(b)", "para 1"]
    assert [ref for ref in found if ref in ("para 2", "para 3", "para 7")] == ["para 2", "para 2", "para 3", "para 7"]


def test_tables_notes_boxes_links_and_white_space() -> None:
    note = '<text:note text:note-class="footnote"><text:note-citation>4</text:note-citation><text:note-body>'
    note += "<text:p>See the list.</text:p></text:note-body></text:note>"
    box = "<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box></draw:frame>"
    link = '<text:a xlink:href="https://a.example/">the\n   list</text:a>'
    body = f"<text:p>One<text:s text:c='2'/>two{note}<text:tab/>{link}<text:line-break/>x{box}</text:p>"
    body += "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Year</text:p>"
    body += "</table:table-cell><table:table-cell><text:p>Halls</text:p></table:table-cell></table:table-row>"
    body += "</table:table-header-rows><table:table-row><table:table-cell table:number-columns-repeated='2'>"
    body += "<text:p>12</text:p></table:table-cell></table:table-row></table:table>"
    data = odt(body)
    assert pairs(data) == [
        ("paragraph 1", "One  two\tthe list\nx"),
        ("footnote 4", "See the list."),
        ("paragraph 2", "In the box."),
        ("paragraph 3", "Year | Halls"),
        ("paragraph 4", "12 | 12"),
    ]
    document = read(data)
    assert [document.text[k.start : k.end] for k in document.links] == ["the list"]


def test_changes_comments_hidden_words_and_contents() -> None:
    body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
    body += "</text:changed-region></text:tracked-changes><text:table-of-content><text:index-body><text:p>Money 3"
    body += "</text:p></text:index-body></text:table-of-content><text:p>Kept<office:annotation><text:p>why?</text:p>"
    body += '</office:annotation><text:span text:style-name="Hid">no</text:span>.</text:p>'
    document = read(odt(body, automatic=LIST))
    assert document.text == "Kept."
    assert [note.split()[0] for note in document.notes] == ["It", "1", "Hidden"]


def test_turns_with_labels_in_bold() -> None:
    says = '<text:p><text:span text:style-name="Bold">{}</text:span> {}</text:p>'
    body = says.format("Interviewer", "How?") + says.format("L04", "So.") + "<text:p>And.</text:p>"
    body += says.format("Interviewer", "Why?")
    document = read(odt(body, automatic=LIST), "transcript")
    assert [(b.speaker, b.case, document.words(b)) for b in document.blocks] == [
        ("Interviewer", "", "How?"),
        ("L04", "L04", "So.\n\nAnd."),
        ("Interviewer", "", "Why?"),
    ]


def test_bold_paragraphs_are_headings() -> None:
    body = '<text:p text:style-name="B1">Money and keys</text:p><text:p>It is counted.</text:p>'
    assert read(odt(body, automatic=LIST)).blocks[0].heading == "Money and keys"


def test_what_it_says_of_itself() -> None:
    meta = "<dc:title>The plan</dc:title><dc:creator>Ann Lee</dc:creator><meta:creation-date>2020-02-03T04:05:06"
    about = read(odt("<text:p>x</text:p>", meta=meta + "</meta:creation-date><dc:language>gd</dc:language>")).about
    assert (about.title, about.date, about.language) == ("The plan", "2020-02-03", "gd")
    assert "Ann" not in repr(about)


def test_hostile_and_damaged() -> None:
    whole = odt("<text:p>Words.</text:p>")
    faults = [
        (odt("<text:p>x</text:p>", manifest="<encryption-data/>"), "protected with a password"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "content.xml is missing"),
        (zipped({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "entities"),
        (zipped({"content.xml": "<a/>"}), "no OpenDocument text"),
        (odt("<text:section>" * 300 + "</text:section>" * 300), "deep"),
        (odt("<text:p>\0</text:p>"), "damaged"),
        *((whole[: len(whole) * tenth // 10], "damaged") for tenth in range(10)),
    ]
    for data, what in faults:
        with pytest.raises(SourceError, match=what) as caught:
            OdtReader().read(data, "x.odt", "policy")
        assert caught.value.where.startswith("x.odt") and caught.value.next_step


PARTS = st.one_of(
    st.text(alphabet="ab .:é\u0301", max_size=15).map(lambda t: f"<text:p>{t}</text:p>"),
    st.integers(1, 9).map(lambda n: f'<text:h text:outline-level="{n}">Head</text:h>'),
    st.sampled_from([f'<text:list text:style-name="L">{item("a")}{item("b")}</text:list>', "<text:p>L04: so</text:p>"]),
)


@settings(max_examples=50)
@given(st.lists(PARTS, max_size=8), st.sampled_from(["policy", "transcript", "legislation"]))
def test_any_document_keeps_the_promises(parts: list[str], kind: str) -> None:
    try:
        read(odt("".join(parts), automatic=LIST, styles=OUTLINE), kind)
    except SourceError as error:
        assert "no words" in error.what
