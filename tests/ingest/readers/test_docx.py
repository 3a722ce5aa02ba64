"""Word documents, feature by feature, and hostile ones."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendering import holds
from wordmaker import W, docx, numbered, p, r, table, zipped

from graph.errors import SourceError
from ingest.readers import Document
from ingest.readers import read as read_file
from ingest.readers.docx import DocxReader

HEADINGS = """
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="Titre 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Fett"><w:name w:val="Fett"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop2"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop2"><w:name w:val="Loop2"/><w:basedOn w:val="Loop"/></w:style>
"""


def level(depth: int, text: str, form: str = "decimal", more: str = "") -> str:
    start = '<w:start w:val="1"/>'
    return f'<w:lvl w:ilvl="{depth}">{start}<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def read(data: bytes, kind: str = "policy") -> Document:
    document = DocxReader().read(data, "x.docx", kind)
    holds(document)
    return document


def refs(data: bytes, kind: str = "policy") -> list[str]:
    return [block.ref for block in read(data, kind).blocks]


def words(data: bytes, kind: str = "policy") -> list[str]:
    document = read(data, kind)
    return [document.words(block) for block in document.blocks]


def test_headings_by_style_by_name_in_other_languages_and_by_what_they_are_based_on() -> None:
    body = p("The plan", "Titel") + p("Money", "berschrift1") + p("Less", "Titre2") + p("It is counted.")
    body += p("Keys", "Own") + p("They hang.") + p("Walls", properties='<w:outlineLvl w:val="1"/>') + p("They stand.")
    document = read(docx(body, styles=HEADINGS))
    assert [block.heading for block in document.blocks] == ["Money › Less", "Keys", "Keys › Walls"]


def test_styles_that_are_based_on_one_another() -> None:
    assert words(docx(p("Words.", "Loop"), styles=HEADINGS)) == ["Words."]


def test_a_long_paragraph_with_a_heading_style_is_a_paragraph() -> None:
    assert len(words(docx(p("Much is said here. " * 20, "berschrift1") + p("More."), styles=HEADINGS))) == 2


def test_bold_lines_are_headings_where_no_style_makes_any() -> None:
    body = p(runs=r("Money and keys", "<w:b/>")) + p("It is counted twice.") + p("Walls", "Fett") + p("They stand.")
    document = read(docx(body, styles=HEADINGS))
    assert [block.heading for block in document.blocks] == ["Money and keys", "Walls"]


def test_printed_numbers_become_references() -> None:
    levels = [level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter"), level(3, "%4)", "lowerRoman")]
    body = "".join(numbered("Words.", depth=depth) for depth in (0, 1, 1, 2, 2, 3, 1, 0, 1, 2))
    data = docx(body, numbering=numbering(*levels))
    assert refs(data) == [
        "para 1",
        "para 1.1",
        "para 1.2",
        "para 1.2(a)",
        "para 1.2(b)",
        "para 1.2(b)(i)",
        "para 1.3",
        "para 2",
        "para 2.1",
        "para 2.1(a)",
    ]
    document = read(data)
    assert document.text.startswith("1. Words.\n\n1.1 Words.")
    assert {document.words(block) for block in document.blocks} == {"Words."}


def test_numberings_that_share_their_levels_count_on_and_one_that_says_so_begins_anew() -> None:
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in (1, 2))
    nums += '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
    nums += "</w:lvlOverride></w:num>"
    body = numbered("A.", 1) + numbered("B.", 1) + numbered("C.", 2) + numbered("D.", 3) + numbered("E.", 3)
    data = docx(body, numbering=numbering(level(0, "%1."), nums=nums))
    assert refs(data) == ["para 1", "para 2", "para 3", "para 7", "para 8"]


def test_numbers_by_style_and_of_headings() -> None:
    styles = HEADINGS + (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="N"><w:name w:val="N"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    levels = [level(0, "%1", more='<w:pStyle w:val="H"/>'), level(1, "%1.%2", more='<w:pStyle w:val="N"/>')]
    body = p("Money", "H") + p("It is counted.", "N") + p("Twice.", "N") + p("Keys", "H") + p("They hang.", "N")
    document = read(docx(body, styles=styles, numbering=numbering(*levels)))
    assert [block.ref for block in document.blocks] == ["para 1.1", "para 1.2", "para 2.1"]
    assert [block.heading for block in document.blocks] == ["1 Money", "1 Money", "2 Keys"]


def test_other_printed_numbers() -> None:
    levels = [level(0, "Measure %1:"), level(1, "%2", "upperRoman"), level(2, "•", "bullet"), level(3, "%1(%4)")]
    body = "".join(numbered("Words.", depth=depth) for depth in (0, 0, 1, 2, 3))
    found = refs(docx(body, numbering=numbering(*levels)))
    assert found[:3] == ["Measure 1", "Measure 2", "Measure 2(I)"]
    assert found[4] == "para 2(1)"


def test_what_leads_in_to_the_items_of_a_list() -> None:
    levels = [level(0, "%1."), level(1, "•", "bullet"), level(2, "(%3)", "lowerLetter")]
    body = p("It keeps:") + numbered("keys", depth=1) + numbered("walls", depth=1) + p("And then.")
    body += numbered("It counts:", depth=0) + numbered("halls", depth=2)
    document = read(docx(body, numbering=numbering(*levels)))
    leads = [" ".join(document.text[start:end] for start, end in block.lead) for block in document.blocks]
    assert leads == ["", "It keeps:", "It keeps:", "", "", "It counts:"]


def test_numbering_zero_takes_the_number_away_and_an_unknown_one_gives_none() -> None:
    body = numbered("A.", 0) + numbered("B.", 99)
    assert refs(docx(body, numbering=numbering(level(0, "%1.")))) == ["paragraph 1", "paragraph 2"]


def test_tables_are_rows() -> None:
    body = p("Before.") + table(("Year", "Halls"), ("2018", "12"), ("2019", "")) + p("After.")
    assert words(docx(body)) == ["Before.", "Year | Halls", "2018 | 12", "2019", "After."]


def test_a_table_of_one_column_and_one_that_lays_out_a_page_give_paragraphs() -> None:
    body = table((p("One.") + p("Two."),)) + table((p("Long. " * 200) + p("More."), p("Right. " * 80)))
    assert len(words(docx(body))) == 5


def test_a_table_in_a_table() -> None:
    assert words(docx(table(("a", table(("b", "c"))), ("d", "e")))) == ["a | b | c", "d | e"]


def test_footnotes_and_endnotes_stand_apart_after_their_paragraph() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="5"/></w:r>'
    notes = '<w:footnote w:type="separator" w:id="0">' + p("——") + '</w:footnote><w:footnote w:id="2">'
    notes += p(runs="<w:r><w:footnoteRef/></w:r>" + r(" See the list.")) + p("And the key.") + "</w:footnote>"
    ends = f'<w:endnote w:id="5">{p("The end.")}</w:endnote>'
    document = read(docx(p("One.", runs=mark) + p("Two."), footnotes=notes, endnotes=ends))
    assert [(block.ref, document.words(block)) for block in document.blocks] == [
        ("paragraph 1", "One."),
        ("footnote 1", "See the list.\nAnd the key."),
        ("endnote 1", "The end."),
        ("paragraph 2", "Two."),
    ]


def test_text_boxes_are_read_once_and_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><a><b>{box}</b></a></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert words(docx(p("Before.", runs=drawn) + p("After."))) == ["Before.", "In the box.", "After."]


def test_links_by_relation_and_by_field() -> None:
    linked = f'<w:hyperlink r:id="k1">{r("the list")}</w:hyperlink>{r(" and ")}'
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{t}"/></w:r>' for t in ("begin", "separate", "end"))
    instruction = '<w:r><w:instrText> HYPERLINK "https://b.example/x" </w:instrText></w:r>'
    field = f"{begin}{instruction}{separate}{r('the ')}{r('key')}{end}"
    body = p("See ", runs=linked + field + r(".")) + table(("x", p(runs=linked)), ("y", "z"))
    document = read(docx(body, links={"k1": "https://a.example/"}))
    assert [(document.text[k.start : k.end], k.target) for k in document.links] == [
        ("the list", "https://a.example/"),
        ("the key", "https://b.example/x"),
        ("the list", "https://a.example/"),
    ]
    assert document.text.startswith("See the list and the key.\n\nx | the list and")


def test_tracked_changes_keep_what_was_put_in() -> None:
    runs = (
        f'<w:ins w:id="1">{r(" twice")}</w:ins><w:del w:id="2"><w:r><w:delText> once</w:delText></w:r></w:del>'
        f"<w:moveFrom>{r(' moved away')}</w:moveFrom><w:moveTo>{r(' moved here')}</w:moveTo>{r('.')}"
    )
    joined = p("The key ", properties="<w:rPr><w:del/></w:rPr>") + p("hangs.")
    document = read(docx(p("It is counted", runs=runs) + joined))
    assert [document.words(block) for block in document.blocks] == ["It is counted twice moved here.", "The key hangs."]
    assert "2 insertions were kept and 3 deletions left out" in document.notes[0]


def test_the_last_paragraph_end_deleted_and_a_field_that_never_ends_lose_nothing() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF</w:instrText></w:r>'
    body = p("One.", runs=field) + table((p("Two.", properties=deleted), "Three.")) + p("Four.", properties=deleted)
    assert words(docx(body)) == ["One.", "Two. | Three.", "Four."]


def test_deleted_rows_are_left_out() -> None:
    row = table(("a", "b"), ("c", "d")).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    assert words(docx(row)) == ["c | d"]


def test_comments_and_hidden_words_are_left_out_and_said() -> None:
    runs = '<w:commentRangeStart w:id="0"/>' + r("kept") + '<w:r><w:commentReference w:id="0"/></w:r>'
    document = read(docx(p(runs=runs + r(" hidden", "<w:vanish/>"))))
    assert document.text == "kept"
    assert "1 comments" in document.notes[0]
    assert "Hidden words" in document.notes[1]


def test_fields_signs_and_breaks() -> None:
    runs = (
        "<w:r><w:t>co</w:t><w:softHyphen/><w:t>operate</w:t><w:tab/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t>"
        '<w:br/><w:t>line</w:t><w:br w:type="page"/><w:lastRenderedPageBreak/><w:t>page</w:t>'
        '<w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="Arial" w:char="00E9"/></w:r>'
        f'<w:fldSimple w:instr=" REF x ">{r(" Table 2")}</w:fldSimple>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:t>never seen</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert read(docx(p(runs=runs))).text == "cooperate\ta‑b\nline\npageé Table 2"


def test_a_table_of_contents_is_left_out() -> None:
    made = "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    made += f"<w:sdtContent>{p('Money 3')}</w:sdtContent></w:sdt>" + p("Keys 4", "Verzeichnis1")
    form = f"<w:sdt><w:sdtContent>{p('Kept.')}</w:sdtContent></w:sdt>"
    assert words(docx(made + form, styles=HEADINGS)) == ["Kept."]


def test_what_it_says_of_itself_and_no_person() -> None:
    core = "<dc:title>The plan</dc:title><dc:creator>Ann Lee</dc:creator><dcterms:created>2019-01-07T11:36:00Z"
    document = read(docx(p("x"), core=core + "</dcterms:created><dc:language>en-GB</dc:language>"))
    assert (document.about.title, document.about.date, document.about.language) == ("The plan", "2019-01-07", "en-GB")
    assert "Ann" not in repr(document.about)


def test_the_strict_kind_is_read_too() -> None:
    strict = W.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    body = p("Money", properties='<w:outlineLvl w:val="0"/>') + p("Words.")
    document = read(docx("", main=f"<w:document {strict}><w:body>{body}</w:body></w:document>"))
    assert [block.heading for block in document.blocks] == ["Money"]


def test_letters_put_together_over_two_runs() -> None:
    body = p(runs=r("cafe", "<w:b/>") + r("\u0301 ") + f'<w:hyperlink r:id="k">{r("here")}</w:hyperlink>')
    document = read(docx(body, links={"k": "https://a.example"}))
    assert document.text == "café here"
    assert document.text[document.links[0].start : document.links[0].end] == "here"


def test_turns_with_labels_in_bold_in_tables_and_with_footnotes() -> None:
    notes = f'<w:footnote w:id="1">{p("Laughter.")}</w:footnote>'
    body = p(runs=r("Interviewer", "<w:b/>") + r(" How is it?")) + p(
        runs=r("L04", "<w:b/>") + r(" Well. ") + '<w:r><w:footnoteReference w:id="1"/></w:r>'
    )
    body += p("And more.") + p(runs=r("Interviewer", "<w:b/>") + r(" Why?"))
    document = read(docx(body, footnotes=notes), "transcript")
    assert [(b.ref, b.speaker, b.case, document.words(b)) for b in document.blocks] == [
        ("turn 1 (Interviewer)", "Interviewer", "", "How is it?"),
        ("turn 2 (L04)", "L04", "L04", "Well.\n\nAnd more."),
        ("turn 3 (Interviewer)", "Interviewer", "", "Why?"),
        ("footnote 1", "", "", "Laughter."),
    ]
    rows = table(
        ("Time", "Speaker", "Text"), ("00:01", "INT", "How?"), ("00:05", "L04", p("So.") + p("And.")), ("", "", "Yes.")
    )
    document = read(docx(rows), "transcript")
    assert [(b.speaker, b.time, document.words(b)) for b in document.blocks[-3:]] == [
        ("INT", "00:00:01", "How?"),
        ("L04", "00:00:05", "So.\nAnd."),
        ("L04", "", "Yes."),
    ]


def fault(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        DocxReader().read(data, "x.docx", "policy")
    assert caught.value.where.startswith("x.docx")
    assert caught.value.next_step
    return caught.value


def test_entities_in_the_main_part() -> None:
    bomb = (
        '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        + f"<w:document {W}><w:body>{p('&b;')}</w:body></w:document>"
    )
    outside = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    outside += f"<w:document {W}><w:body>{p('&x;')}</w:body></w:document>"
    for main in (bomb, outside):
        assert "entities" in fault(docx("", main=main)).what


def test_damage() -> None:
    assert "damaged" in fault(docx("", main=f"<w:document {W}><w:body><w:p>")).what
    assert "no body" in fault(docx("", main=f"<w:document {W}/>")).what
    assert "missing" in fault(zipped({"word/other.xml": "<a/>"})).what
    assert "no words" in fault(docx(p(" "))).what
    assert "damaged" in fault(docx("", main=f"<w:document {W}><w:body>\0</w:body></w:document>")).what
    deep = "<w:sdt>" * 400 + "</w:sdt>" * 400
    assert "deep" in fault(docx(deep)).what


def test_cut_off_at_every_tenth_and_a_bomb() -> None:
    whole = docx(p("Words. " * 50))
    for tenth in range(10):
        fault(whole[: len(whole) * tenth // 10])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    assert "over 250 times" in fault(made.getvalue()).what


INSIDE = st.one_of(
    st.text(alphabet="ab .,:()é\u0301 1", max_size=20).map(p),
    st.text(alphabet="ab \u0301", max_size=8).map(lambda t: p(runs=r(t, "<w:b/>") + r("x", "<w:i/>"))),
    st.integers(0, 8).map(lambda depth: numbered("Words", depth=depth)),
    st.sampled_from(
        [table(("a", ""), ("", "b")), p("L04: yes"), p("INT: what?"), p("Head", "berschrift1"), p("\u0301x")]
    ),
)


@settings(max_examples=60)
@given(st.lists(INSIDE, max_size=10), st.sampled_from(["policy", "legislation", "transcript", "article"]))
def test_any_document_keeps_the_promises(parts: list[str], kind: str) -> None:
    levels = [level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter"), level(3, "%9%4", "upperLetter")]
    try:
        read(docx("".join(parts), styles=HEADINGS, numbering=numbering(*levels)), kind)
    except SourceError as error:
        assert "no words" in error.what or "excerpt" in error.what


@settings(max_examples=60)
@given(st.binary(max_size=30), st.floats(0, 1))
def test_whatever_is_written_over_it(noise: bytes, place: float) -> None:
    whole = docx(p("Words.") + table(("a", "b")), styles=HEADINGS, numbering=numbering(level(0, "%1.")))
    at = int(place * len(whole))
    try:
        DocxReader().read(whole[:at] + noise + whole[at + len(noise) :], "x.docx", "policy")
    except SourceError as error:
        assert error.next_step


def test_the_real_notes_have_the_references_that_word_prints(real: Path) -> None:
    document = DocxReader().read(
        (real / "legislation" / "aspen_20180015_en.docx").read_bytes(), "notes.docx", "guidance"
    )
    holds(document)
    found = list(dict.fromkeys(block.ref for block in document.blocks))
    expected = [f"para {n}" for n in range(1, 62)]
    expected[20:20] = ["para 20(a)", "para 20(b)", "para 20(c)"]
    expected += [f"para 61, row {n}" for n in range(1, 34)]
    assert found == expected
    assert len(document.links) == 25
    page = read_file(real / "legislation" / "aspen_20180015_en.html", "guidance")
    as_page = {block.ref: " ".join(page.words(block).split()) for block in page.blocks}
    assert set(found[:64]) <= set(as_page)
    same = [block for block in document.blocks if " ".join(document.words(block).split()) == as_page.get(block.ref)]
    assert len(same) >= 63


@pytest.mark.parametrize(
    ("name", "asked", "answered"), [("2014-11-05", 129, 129), ("2014-12-04-1402", 64, 64), ("2015-05-13", 80, 79)]
)
def test_the_real_interviews_are_turns(real: Path, name: str, asked: int, answered: int) -> None:
    path = real / "interviews" / f"interview-{name}.docx"
    document = DocxReader().read(path.read_bytes(), path.name, "transcript")
    holds(document)
    speakers = [block.speaker for block in document.blocks]
    assert (speakers[0], speakers.count("INT"), speakers.count("R")) == ("", asked, answered)
    assert not any(block.case for block in document.blocks)
    assert not any("INT:" in document.words(block) or "[END" in document.words(block) for block in document.blocks)
    assert document.notes == ()
