"""Marked references: what is believed to be one, and how they nest."""

import pytest

from ingest.readers.marks import Numbering, find_mark, follows, is_title, style


@pytest.mark.parametrize(
    ("text", "kind", "label", "rest"),
    [
        ("7.2 The board", "number", "7.2", "The board"),
        ("7.2. The board", "number", "7.2", "The board"),
        ("12. The board", "number", "12", "The board"),
        ("12) the board", "number", "12", "the board"),
        ("12A. The board", "number", "12A", "The board"),
        ("12 The board", "number", "12", "The board"),
        ("(a) the board", "inner", "a", "the board"),
        ("(iv) the board", "inner", "iv", "the board"),
        ("(2A) the board", "inner", "2A", "the board"),
        ("para 7.2 The board", "given", "para 7.2", "The board"),
        ("Paragraph 7 the board", "given", "para 7", "the board"),
        ("§ 4 The board", "given", "§ 4", "The board"),
        ("§4(1) The board", "given", "§ 4(1)", "The board"),
        ("s. 4(1)(b) The board", "given", "s. 4(1)(b)", "The board"),
        ("[NPF 3] The board", "given", "NPF 3", "The board"),
        ("[Outcome: Health] The board", "given", "Outcome: Health", "The board"),
    ],
)
def test_marks(text: str, kind: str, label: str, rest: str) -> None:
    mark = find_mark(text)
    assert mark is not None
    assert (mark.kind, mark.label, text[mark.length :]) == (kind, label, rest)


@pytest.mark.parametrize(
    "text",
    [
        "The board",
        "2014 was dry",
        "[laughs] Well",
        "[link](x)",
        "(see above) then",
        "(the board)",
        "1,200 crowns",
        "7.2%",
        "£5 a day",
    ],
)
def test_no_marks(text: str) -> None:
    assert find_mark(text) is None


def test_a_number_before_small_letters_needs_its_sequence() -> None:
    mark = find_mark("3.5 million crowns")
    assert mark is not None
    assert not mark.strong


@pytest.mark.parametrize(
    ("number", "before", "expected"),
    [
        ("7.2", "7.1", True),
        ("8.1", "7.9", True),
        ("13", "12", True),
        ("12A", "12", True),
        ("7.1.1", "7.1", True),
        ("7.4", "7.1", False),
        ("3.5", "7.1", False),
        ("12", "12", False),
        ("1", "", False),
    ],
)
def test_what_follows(number: str, before: str, expected: bool) -> None:
    assert follows(number, before) is expected


@pytest.mark.parametrize(
    ("label", "before", "after", "expected"),
    [
        ("i", "b", "ii", "roman"),
        ("i", "h", "j", "letter"),
        ("i", "h", "ii", "roman"),
        ("ii", "i", "iii", "roman"),
        ("iii", "ii", "iv", "roman"),
        ("ii", "hh", "jj", "letter"),
        ("v", "iv", "vi", "roman"),
        ("v", "u", "w", "letter"),
        ("x", "ix", "xi", "roman"),
        ("2A", "2", "3", "number"),
        ("B", "A", "C", "capital"),
    ],
)
def test_letters_and_numerals(label: str, before: str, after: str, expected: str) -> None:
    assert style(label, before, after) == expected


def test_labels_nest_and_come_back() -> None:
    numbering = Numbering()
    texts = ["12. A", "(a) b", "(i) c", "(ii) d", "(b) e", "13. F", "(1) g", "(a) h", "(2) i"]
    marks = [mark for text in texts if (mark := find_mark(text))]
    labels = [mark.label for mark in marks]
    refs = [
        numbering.ref(mark, labels[at - 1] if at else "", labels[at + 1] if at + 1 < len(labels) else "")
        for at, mark in enumerate(marks)
    ]
    assert refs[:5] == ["para 12", "para 12(a)", "para 12(a)(i)", "para 12(a)(ii)", "para 12(b)"]
    assert refs[5:] == ["para 13", "para 13(1)", "para 13(1)(a)", "para 13(2)"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The policy context", True),
        ("7.2 Money", True),
        ("It ends here.", False),
        ("it begins small", False),
        ("(K03)", False),
        ("- item", False),
        ("12", False),
        ("One\nTwo", False),
        ("Word " * 20, False),
    ],
)
def test_titles(text: str, expected: bool) -> None:
    assert is_title(text) is expected
