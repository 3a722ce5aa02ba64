"""Speakers' turns: the forms of labels, who asks and who answers, times, and labels spelt differently."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendering import holds

from ingest.readers import Block, Document
from ingest.readers.label_forms import clock
from ingest.readers.labels import alike, case_in, is_name, parts_played, spelt_alike
from ingest.readers.markdown import MarkdownReader
from ingest.readers.text import TextReader


def read(text: str) -> Document:
    document = TextReader().read(text.encode("utf-8"), "x.txt", "transcript")
    holds(document)
    return document


def turns(text: str) -> list[tuple[str, str]]:
    document = read(text)
    return [(block.speaker, document.words(block)) for block in document.blocks]


def blocks(text: str) -> tuple[Block, ...]:
    return read(text).blocks


@pytest.mark.parametrize(
    "text",
    [
        "INT: How?\nL04: So.\nINT: Why?\nL04: Yes.",
        "INT:\nHow?\n\nL04:\nSo.\n\nINT:\nWhy?\n\nL04:\nYes.",
        "INT\tHow?\nL04\tSo.\nINT\tWhy?\nL04\tYes.",
        "INT\n\nHow?\n\nL04\n\nSo.\n\nINT\n\nWhy?\n\nL04\n\nYes.",
        "INT - How?\nL04 - So.\nINT - Why?\nL04 - Yes.",
        "**INT:** How?\n\n**L04:** So.\n\n**INT:** Why?\n\n**L04:** Yes.",
        "[INT]: How?\n[L04]: So.\n[INT]: Why?\n[L04]: Yes.",
        "<INT> : How?\n<L04> : So.\n<INT> : Why?\n<L04> : Yes.",
        "INT (Leeds): How?\nL04 (board): So.\nINT (Leeds): Why?\nL04 (board): Yes.",
        "00:01 INT: How?\n[00:02] L04: So.\nINT (00:03): Why?\nL04 [00:01:02]: Yes.",
        "INT: How?\r\nL04: So.\rINT: Why?\nL04: Yes.",
    ],
)
def test_the_forms_of_a_label(text: str) -> None:
    assert turns(text) == [("INT", "How?"), ("L04", "So."), ("INT", "Why?"), ("L04", "Yes.")]


def test_question_and_answer() -> None:
    assert turns("Q. How?\nA. So.\nQ. Why?\nA. Yes.") == [("Q", "How?"), ("A", "So."), ("Q", "Why?"), ("A", "Yes.")]


def test_names_with_times_as_meeting_programs_write_them() -> None:
    text = "Ann Lee  0:12\nHow do you do?\n\nBob Ray   1:02:03\nI do well.\n\nAnn Lee  1:02:09\nGood."
    assert [(b.speaker, b.time, b.ref) for b in blocks(text)] == [
        ("Ann Lee", "00:00:12", "turn 1"),
        ("Bob Ray", "01:02:03", "turn 2"),
        ("Ann Lee", "01:02:09", "turn 3"),
    ]


def test_times_on_lines_of_their_own_and_in_brackets_before_the_words() -> None:
    text = "00:00:01.000 --> 00:00:04.000\nINT: How?\n\n[12:31]\nL04: So.\nINT: (12:40) Why?\nL04: 12:30 was lunch."
    found = read(text)
    assert [(b.time, found.words(b)) for b in found.blocks] == [
        ("00:00:01", "How?"),
        ("00:12:31", "So."),
        ("00:12:40", "Why?"),
        ("", "12:30 was lunch."),
    ]


def test_times_without_speakers() -> None:
    text = "[00:01] It began.\n\n[00:30] It went on.\n\n[01:10] It ended."
    assert [(b.ref, b.time) for b in blocks(text)] == [
        ("paragraph 1", "00:00:01"),
        ("paragraph 2", "00:00:30"),
        ("paragraph 3", "00:01:10"),
    ]


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("0:12", "00:00:12"),
        ("75:10", "01:15:10"),
        ("1:02:03.4", "01:02:03"),
        ("#00:00:12-4#", "00:00:12"),
        ("7:99", ""),
    ],
)
def test_clock(stamp: str, time: str) -> None:
    assert clock(stamp) == time


def test_a_turn_of_several_paragraphs_is_one_passage() -> None:
    assert turns("INT: How?\n\nL04: One.\n\nTwo.\n\nThree.\n\nINT: Why?")[1] == ("L04", "One.\n\nTwo.\n\nThree.")


def test_a_label_once_in_mid_sentence_is_no_speaker() -> None:
    text = "L04: It was as we had heard it said so very often by the\nInterviewer: he asks and we tell.\n"
    text += "INT: Why?\nL04: So."
    assert [speaker for speaker, _ in turns(text)] == ["L04", "INT", "L04"]


def test_words_with_a_colon_are_no_speakers() -> None:
    text = "INT: What?\nL04: Two things.\nNote: a.\nNote: b.\nAnd one more thing is this here: c.\nINT: Yes?"
    assert [speaker for speaker, _ in turns(text)] == ["INT", "L04", "INT"]


def test_short_answers_on_lines_of_their_own_are_no_labels() -> None:
    text = "INT: Was it so?\n\nL04: It was.\n\nYes\n\nIt was.\n\nYes\n\nINT: Why?"
    assert [speaker for speaker, _ in turns(text)] == ["INT", "L04", "INT"]


def test_the_head_of_a_document_is_no_turn() -> None:
    text = "Date: 5 May 2020\nLocation: Leeds\nInterviewer: Ann Lee\nRespondent: a manager\n\n"
    text += "INT: How?\nR: So.\nINT: Why?\nR: Yes."
    assert [b.ref for b in blocks(text)][:5] == [
        *(f"before turn 1, paragraph {n}" for n in range(1, 5)),
        "turn 1 (INT)",
    ]


def test_the_transcribers_remarks_after_a_turn_are_no_words_of_it() -> None:
    assert turns("INT: How?\nL04: So [laughs].\n\n[pause]\n\n[END OF INTERVIEW]")[-1] == ("L04", "So [laughs].")
    assert turns("INT: How?\nL04: [shrugs]")[-1] == ("L04", "[shrugs]")


def test_headings_of_markdown_end_a_turn() -> None:
    text = "# Talk\n\n## Money\n\nINT: How?\n\nL04: So.\n\n## Keys\n\nINT: Why?\n\nL04: Yes."
    document = MarkdownReader().read(text.encode(), "x.md", "transcript")
    holds(document)
    assert [(b.heading, document.words(b)) for b in document.blocks][1:3] == [
        ("Talk › Money", "So."),
        ("Talk › Keys", "Why?"),
    ]


def parts(*said: tuple[str, str]) -> dict[str, str]:
    return parts_played(said)


ASKS, TELLS = "And why was it so?", "It was so because we had heard of it and then went on."


@pytest.mark.parametrize(
    ("asking", "answering"),
    [
        ("INT", "R"),
        ("I", "R"),
        ("R", "P"),
        ("INT", "I"),
        ("M", "P2"),
        ("Ann", "Bob"),
        ("Speaker 1", "Speaker 2"),
        ("Q", "A"),
    ],
)
def test_who_asks_and_who_answers(asking: str, answering: str) -> None:
    found = parts(*((asking, ASKS), (answering, TELLS)) * 4)
    assert found == {asking: "interviewer", answering: "respondent"}


def test_where_it_cannot_be_told_nobody_asks() -> None:
    assert set(parts(*(("Ann", TELLS), ("Bob", TELLS)) * 4).values()) == {""}
    assert parts(*(("L04", ASKS), ("L05", TELLS)) * 4) == {"L04": "respondent", "L05": "respondent"}


def test_the_interviewer_has_no_case_whatever_the_label() -> None:
    text = "".join(f"M1: {ASKS}\nP2: {TELLS}\n" for _ in range(4))
    assert {(b.speaker, b.case) for b in blocks(text)} == {("M1", ""), ("P2", "P2")}


@pytest.mark.parametrize(
    ("label", "case", "name"),
    [
        ("L04", "L04", False),
        ("P 12", "P12", False),
        ("Participant 3", "Participant-3", False),
        ("R", "", False),
        ("Ann Lee", "", True),
        ("INT2", "", False),
        ("Speaker 1", "", False),
        ("Moderator", "", False),
    ],
)
def test_what_a_label_says(label: str, case: str, name: bool) -> None:
    assert (case_in(label), is_name(label)) == (case, name)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Interviewer", "Intervewer", True),
        ("Interviewer", "INTERVIEWER", True),
        ("L04", "L 04", True),
        ("L04", "LO4", True),
        ("L04", "l4", True),
        ("R", "R1", False),
        ("R1", "R2", False),
        ("Speaker 1", "Speaker 2", False),
        ("Participant A", "Participant B", False),
        ("Ann", "Anne", False),
    ],
)
def test_labels_that_look_like_one(one: str, other: str, same: bool) -> None:
    assert alike(one, other) == alike(other, one) == same


def test_labels_spelt_differently_are_counted_and_kept() -> None:
    text = "Interviewer: How?\nL04: So.\nIntervewer: Why?\nL 04: Yes.\nInterviewer: And?\nLO4: No.\nL04: Well."
    document = read(text)
    assert [note.split(";")[0] for note in document.notes] == [
        'The labels "Interviewer" (2) and "Intervewer" (1) look like one label spelt differently',
        'The labels "L04" (2), "L 04" (1) and "LO4" (1) look like one label spelt differently',
    ]
    assert all("`speakers` in sources.yaml" in note for note in document.notes)
    assert [b.case for b in document.blocks] == ["", "L04", "", "L04", "", "LO4", "L04"]


def test_names_are_never_said() -> None:
    text = "Ann Marley: How?\nBob Ray: So.\nAnn Marlay: Why?\nBob Ray: So.\nAnn Marley: How?\nAnn Marlay: Eh?"
    document = read(text)
    assert "turn 1 (2) and turn 3 (2)" in document.notes[0] or "turn 3 (2) and turn 1 (2)" in document.notes[0]
    assert "Ann" not in "".join((*document.notes, *(b.ref + b.case for b in document.blocks)))


def test_many_labels_are_not_compared_one_by_one() -> None:
    counts = {f"Somebody {n}x": 1 for n in range(5_000)}
    assert spelt_alike(counts) == ()


LINES = st.one_of(
    st.text(alphabet="abQAL04 :.-[]()\t?\u0301", max_size=30),
    st.sampled_from(
        ["INT: a?", "L04: b", "L04", "00:12", "[00:01:02] INT: c", "Ann Lee  0:12", "Q. d", "INT\te", "[x]", ""]
    ),
)


@settings(max_examples=200)
@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_any_transcript_keeps_the_promises(lines: list[str], end: str) -> None:
    text = end.join([*lines, "INT: z"])
    document = read(text)
    assert all(block.speaker == "" or block.speaker in " ".join(document.text.split()) for block in document.blocks)
