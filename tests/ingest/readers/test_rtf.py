"""Rich Text Format, feature by feature, and hostile files."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendering import holds

from graph.errors import SourceError
from ingest.readers import Document
from ingest.readers.rtf import RtfReader

HEAD = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 Mincho;}}"
    r"{\colortbl;\red0;}{\stylesheet{\s1\outlinelevel0 heading 1;}{\s2 \'dcberschrift 2;}{\*\cs3 x;}}"
    r"{\info{\title The plan}{\author Ann Lee}{\creatim\yr2019\mo1\dy7\hr11}}{\header Never read.\par}"
)


def rtf(body: str) -> bytes:
    return (HEAD + body + "}").encode("latin-1")


def read(data: bytes, kind: str = "policy") -> Document:
    document = RtfReader().read(data, "x.rtf", kind)
    holds(document)
    return document


def text(body: str) -> str:
    return read(rtf(body)).text


def test_paragraphs_signs_and_breaks() -> None:
    assert text(r"One\emdash two\par Three\tab four\line five\page Six\-teen\~a\_b \{x\}\\\par") == (
        "One—two\n\nThree\tfour\nfive\n\nSixteen\xa0a‑b {x}\\"
    )


def test_letters_of_many_alphabets() -> None:
    assert text(r"Caf\'e9 \u8217? \u-10179?\u-8704? {\f1 \'cf\'f0}{\f2 \'93\'fa}{\uc2 \u233 ab}\uc0\u233 z\par") == (
        "Café ’ 😀 Пр日éé" + "z"
    )


def test_headings_by_style_and_by_outline_level() -> None:
    body = (
        r"\pard\s1 Money\par\pard\s2 Less\par\pard It is counted.\par\pard\outlinelevel0 Keys\par\pard They hang.\par"
    )
    document = read(rtf(body))
    assert [block.heading for block in document.blocks] == ["Money › Less", "Keys"]


def test_list_numbers_become_references_and_bullets_go() -> None:
    body = r"\pard{\listtext\tab 1.\tab}One.\par{\listtext (a)\tab}Two.\par{\pntext\f1\'b7\tab}Three.\par"
    document = read(rtf(body))
    assert [block.ref for block in document.blocks][:2] == ["para 1", "para 1(a)"]
    assert document.text == "1. One.\n\n(a) Two.\n\nThree."


def test_footnotes_rows_boxes_and_links() -> None:
    body = r"One{\super\chftn}{\footnote\pard\plain{\super\chftn} See the list.\par And the key.}.\par "
    body += r"Two{\footnote\ftnalt The end.}\par\trowd\cellx1\cellx2\pard\intbl a\cell b\par c\cell\row\pard "
    body += r'{\field{\*\fldinst HYPERLINK "https://a.example/"}{\fldrslt\b the list}} and{\shp{\*\shpinst'
    body += r"{\sp{\sn a}{\sv b}}{\shptxt In the box.\par}}}\par"
    document = read(rtf(body))
    assert [(block.ref, document.words(block)) for block in document.blocks] == [
        ("paragraph 1", "One."),
        ("footnote 1", "See the list.\nAnd the key."),
        ("paragraph 2", "Two"),
        ("endnote 1", "The end."),
        ("paragraph 3", "a | b\nc"),
        ("paragraph 4", "the list and"),
        ("paragraph 5", "In the box."),
    ]
    assert [(document.text[k.start : k.end], k.target) for k in document.links] == [("the list", "https://a.example/")]


def test_changes_comments_and_hidden_words() -> None:
    body = r"It is {\deleted once}{\revised twice}{\v hidden}{\*\atnid A}{\*\annotation why?} counted.\par"
    document = read(rtf(body))
    assert document.text == "It is twice counted."
    assert [note.split()[0] for note in document.notes] == ["It", "1", "Hidden"]


def test_what_it_says_of_itself_and_no_person() -> None:
    about = read(rtf(r"x\par")).about
    assert (about.title, about.date) == ("The plan", "2019-01-07")
    assert "Ann" not in repr(about)


def test_turns() -> None:
    body = r"{\b INT} How?\par{\b L04} So.\par And.\par{\b INT} Why?\par{\b L04} Yes.\par"
    document = read(rtf(body), "transcript")
    assert [(b.speaker, b.case, document.words(b)) for b in document.blocks] == [
        ("INT", "", "How?"),
        ("L04", "L04", "So.\n\nAnd."),
        ("INT", "", "Why?"),
        ("L04", "L04", "Yes."),
    ]


def test_what_bin_counts_is_passed_over() -> None:
    assert text(r"a{\*\blob\bin4 }}{{}b\par") == "ab"


def test_a_hundred_thousand_groups_in_one_another_are_refused() -> None:
    with pytest.raises(SourceError, match="nests groups more than 1,000 deep") as caught:
        read(b"{\\rtf1 " + b"{" * 100_000 + b"x" + b"}" * 100_000 + b"}")
    assert caught.value.where == "x.rtf"


def test_a_hundred_thousand_groups_one_after_the_other_are_read() -> None:
    assert len(read(b"{\\rtf1 " + b"{\\b x}" * 100_000 + b"\\par}").text) == 100_000


def test_cut_off_at_every_tenth_says_so() -> None:
    whole = rtf(r"\pard Words of the plan.\par" * 40)
    for tenth in range(4, 10):
        document = read(whole[: len(whole) * tenth // 10])
        assert any("cut off" in note for note in document.notes)
    with pytest.raises(SourceError, match="no words"):
        read(whole[:30])


def test_null_bytes_and_what_is_too_much_closed() -> None:
    assert read(b"{\\rtf1 a\0b\\par}}}} c}").text == "ab\n\nc"


@settings(max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                r"{ } \par \b \'e9 \u233? \u-9000 {\footnote {\*\shpinst {\shptxt \cell \row \intbl \s1 \bin3 \uc3 \*"
                r" \trowd {\listtext {\fldinst {\fldrslt \upr \ud \v \deleted \plain \pard \outlinelevel2 L04:".split()
            ),
            st.text(alphabet="ab .\u0301é", max_size=6),
        ),
        max_size=25,
    ),
    st.sampled_from(["policy", "transcript"]),
)
def test_whatever_stands_in_it(parts: list[str], kind: str) -> None:
    try:
        read(("{\\rtf1 " + " ".join(parts)).encode("utf-8"), kind)
    except SourceError as error:
        assert "no words" in error.what
