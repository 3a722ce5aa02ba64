"""Captions: WebVTT and SubRip."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendering import holds

from graph.errors import SourceError
from ingest.readers import Document
from ingest.readers.captions import CaptionsReader

VOICES = """WEBVTT - made by a program
Kind: captions

STYLE
::cue { color: red }

NOTE looked through

intro
00:01.000 --> 00:04.000 align:start position:0%
<v.loud Ann Lee>How do you <i>hear</i><00:00:02.000> it?</v>

00:00:05.000 --> 00:00:06.000
<v L04>From two sides &amp; more.

00:00:07.500 --> 00:00:08.000
<v L04>And then.
<v Ann Lee>Yes?
"""


def read(text: str, kind: str = "transcript") -> Document:
    document = CaptionsReader().read(text.encode("utf-8"), "x.vtt", kind)
    holds(document)
    return document


def turns(text: str) -> list[tuple[str, str, str, str]]:
    document = read(text)
    return [(block.time, block.speaker, block.case, document.words(block)) for block in document.blocks]


def test_voices_are_joined_to_turns() -> None:
    assert turns(VOICES) == [
        ("00:00:01", "Ann Lee", "", "How do you hear it?"),
        ("00:00:05", "L04", "L04", "From two sides & more. And then."),
        ("00:00:07", "Ann Lee", "", "Yes?"),
    ]
    document = read(VOICES)
    assert [block.ref for block in document.blocks] == ["turn 1", "turn 2 (L04)", "turn 3"]
    assert document.text.startswith("Ann Lee: How do you hear it?\n\nL04: From")


def test_labels_in_the_words_of_subrip() -> None:
    text = (
        "1\r\n00:00:01,000 --> 00:00:04,000\r\nINT: How do\r\nyou hear?\r\n\r\n2\r\n01:02:03,500 --> 01:02:06,000\r\n"
    )
    text += "L04: <b>From</b> two\r\n3\r\n01:02:07,000 --> 01:02:08,000\r\n{\\an8}sides. INT is not here.\r\n"
    assert turns(text) == [
        ("00:00:01", "INT", "", "How do you hear?"),
        ("01:02:03", "L04", "L04", "From two sides. INT is not here."),
    ]


def test_without_speakers_pauses_and_dashes_cut() -> None:
    text = "1\n00:00:01,000 --> 00:00:04,000\n- How?\n\n2\n00:00:05,000 --> 00:00:06,000\n- So.\n\n"
    text += "3\n00:00:07,000 --> 00:00:08,000\nand so.\n\n4\n00:02:00,000 --> 00:02:01,000\nLater.\n"
    assert [words for *_, words in turns(text)] == ["How?", "So. and so.", "Later."]
    assert "no speakers" in read(text).notes[0]


def test_rolling_captions_are_said_once_and_repeated_words_twice() -> None:
    cue = "00:00:0{}.000 --> 00:00:0{}.{}\n{}\n\n"
    text = "WEBVTT\n\n" + cue.format(1, 2, "000", "one two") + cue.format(2, 2, "010", "one two")
    text += (
        cue.format(2, 3, "000", "one two\nthree") + cue.format(4, 5, "000", "Yes.") + cue.format(5, 6, "000", "Yes.")
    )
    assert [words for *_, words in turns(text)] == ["one two three Yes. Yes."]


def test_labels_that_look_like_one() -> None:
    cue = "00:00:0{}.000 --> 00:00:0{}.000\n<v {}>Words.\n\n"
    text = "WEBVTT\n\n" + cue.format(1, 2, "L04") + cue.format(3, 4, "INT") + cue.format(5, 6, "L 04")
    assert '"L 04" (1) and "L04" (1)' in read(text).notes[0]


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        (b"WEBVTT\n\n", True),
        (b"\xef\xbb\xbfWEBVTT\r\n", True),
        (b"1\n00:00:01,000 --> 00:00:02,000\nx", True),
        (b"WEBVTTING is fun", False),
        (b"1\n00:00 is the time", False),
    ],
)
def test_what_is_taken(head: bytes, sure: bool) -> None:
    assert (CaptionsReader().recognises(head, "x.txt", "transcript") > 0.5) == sure


def test_no_words() -> None:
    for text in ("WEBVTT\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n<i></i>\n", "WEBVTT\n\nNOTE x\n"):
        with pytest.raises(SourceError, match="hold no words"):
            read(text)


def test_two_hours_and_every_tenth_of_them() -> None:
    cues = []
    for n in range(3600):
        second = n * 2
        stamp = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
        cues.append(f"{n + 1}\n{stamp}.000 --> {stamp}.900\n<v {'INT' if n // 3 % 2 else 'L04'}>Some words of it.\n\n")
    whole = "WEBVTT\n\n" + "".join(cues)
    document = read(whole)
    assert len(document.blocks) == 1200
    assert document.blocks[-1].time == "01:59:54"
    for tenth in range(1, 10):
        assert len(read(whole[: len(whole) * tenth // 10]).blocks) > 100 * tenth


@settings(max_examples=100)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["00:01.000 --> 00:02.000", "99:99:99,999 --> 00:00:00,0", "<v A\u0301>", "</v>", "7", "", "L04: x"]
            ),
            st.text(alphabet="ab :<>&;\u0301-\0", max_size=12),
        ),
        max_size=20,
    )
)
def test_whatever_stands_in_it(lines: list[str]) -> None:
    try:
        read("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "\n".join(lines))
    except SourceError as error:
        assert "no words" in error.what
