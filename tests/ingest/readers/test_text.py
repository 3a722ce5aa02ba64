"""Plain text: paragraphs, headings, references, turns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendering import holds

from graph.errors import SourceError
from ingest.readers import Document
from ingest.readers.text import TextReader


def read(text: str, kind: str = "policy") -> Document:
    document = TextReader().read(text.encode("utf-8"), "x.txt", kind)
    holds(document)
    return document


def refs(text: str, kind: str = "policy") -> list[str]:
    return [block.ref for block in read(text, kind).blocks]


def words(text: str, kind: str = "policy") -> list[str]:
    document = read(text, kind)
    return [document.words(block) for block in document.blocks]


def test_windows_and_old_mac_line_ends() -> None:
    assert words("One.\r\n\r\nTwo.\rThree.") == ["One.", "Two.", "Three."]


def test_wrapped_lines_stay_one_paragraph() -> None:
    text = "The board meets once in every season, and\nmore often when the pass is closed\nlong.\n\nThen it rests."
    assert len(words(text)) == 2


WRAPPED = "The council of the upper valleys, which is older than\nall of the halls, pays its keepers as it "


def test_a_year_at_the_beginning_of_a_wrapped_line_is_no_reference() -> None:
    assert refs(f"1. {WRAPPED}did since the year of\n1875. It has met in every season since then, even in\n2014.") == [
        "para 1"
    ]


def test_a_section_number_that_goes_on_in_the_next_line_is_no_reference() -> None:
    assert refs(f"{WRAPPED}decides under section\n12. of the old Act.") == ["paragraph 1"]


def test_words_between_items_belong_to_the_item_before_and_words_after_the_list_do_not() -> None:
    text = "\n\n".join(
        ["Now the list.", "1. One.", "And more on one.", "2. Two.", "After it.", "And on.", "And on. So.", "The end."]
    )
    assert refs(text)[:5] == ["paragraph 1", "para 1", "para 1", "para 2", "paragraph 2"]


def test_lists_that_begin_again_are_told_apart_by_their_heading() -> None:
    text = "Valleys\n\n1. One here.\n\n2. Two here.\n\nHalls\n\n1. One there.\n\n2. Two there."
    assert refs(text) == ["Valleys, para 1", "Valleys, para 2", "Halls, para 1", "Halls, para 2"]


def test_a_mark_alone_goes_to_the_next_paragraph() -> None:
    assert refs("7.1\n\nThe board meets.\n\n7.2\n\nIt rests.\n\n7.3\n\nIt ends.") == [
        "para 7.1",
        "para 7.2",
        "para 7.3",
    ]


def test_headings_by_number_make_a_path() -> None:
    text = "1 Money\nIt is counted twice a year.\n1.1 Who counts\nThe keepers count it.\n2 Keys\nThey hang in the hall."
    assert [block.heading for block in read(text).blocks] == ["1 Money", "1 Money › 1.1 Who counts", "2 Keys"]


def test_a_list_of_short_lines_is_no_run_of_headings() -> None:
    assert words("Bridge\nPass\nHall\nMill\nKey\n") == ["Bridge", "Pass", "Hall", "Mill", "Key"]


def test_nothing_but_white_space_or_rules() -> None:
    for text in (" \n\n ", "----\n\n* * *\n"):
        with pytest.raises(SourceError, match="holds no words"):
            TextReader().read(text.encode(), "x.txt", "policy")


def test_a_note_says_how_the_encoding_was_guessed() -> None:
    document = TextReader().read("Grüße an alle.".encode("cp1252"), "x.txt", "policy")
    assert document.words(document.blocks[0]) == "Grüße an alle."
    assert "Windows-1252" in document.notes[0]


def cases(text: str) -> list[tuple[str, str]]:
    return [(block.ref, block.case) for block in read(text, "transcript").blocks]


def test_cases_come_from_labels_that_look_like_codes() -> None:
    text = "L04: a\nINT: b\nP 12: c\nParticipant 3: d\nR: e\nSpeaker 1: f\nINT2: g"
    assert [case for _, case in cases(text)] == ["L04", "", "P12", "Participant-3", "", "", ""]


def test_a_name_before_a_colon_never_reaches_a_reference() -> None:
    assert cases("Ann Lee: One.\nINT: Two.\nAnn Lee: Three.") == [("turn 1", ""), ("turn 2 (INT)", ""), ("turn 3", "")]


def test_a_colon_inside_a_turn_does_not_end_it() -> None:
    assert words("L04: Two things.\nFirst: the key.\nINT: And?", "transcript") == [
        "Two things.\nFirst: the key.",
        "And?",
    ]


def test_a_transcript_without_labels_is_read_by_paragraphs_and_says_so() -> None:
    document = read("Only words.\n\nAnd more.", "transcript")
    assert [block.ref for block in document.blocks] == ["paragraph 1", "paragraph 2"]
    assert "No speaker labels" in document.notes[0]


LINES = st.one_of(
    st.text(alphabet="ab .,:;()[]§12’‘\t-•*", max_size=60),
    st.sampled_from(
        [
            "1. One",
            "1.2 Two",
            "(a) three",
            "(i) four",
            "[A 1] five",
            "L04: six",
            "INT: seven",
            "- eight",
            "A heading",
            "(L04)",
            "====",
            "",
        ]
    ),
)


@given(st.lists(LINES, max_size=12), st.sampled_from(["policy", "legislation", "transcript"]))
def test_any_text_keeps_the_promises(lines: list[str], kind: str) -> None:
    try:
        read("\n".join(lines), kind)
    except SourceError as error:
        assert "no words" in error.what
