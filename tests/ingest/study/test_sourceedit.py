"""One key more in an entry; everything else byte for byte as it was."""

import pytest

from graph.errors import StudyError
from ingest.study.sourceedit import with_field

LIST = (
    '# ours\nsources:\n  - id: a   # first\n    title: A\n  -   id: "b"\n      file: b.yaml\n  - title: C\n    id: c\n'
)


@pytest.mark.parametrize(
    ("source", "line", "at"),
    [("a", '    replaced_by: "x"', 3), ("b", '      replaced_by: "x"', 5), ("c", '    replaced_by: "x"', 8)],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_key_stands_below_the_id(source: str, line: str, at: int, newline: str) -> None:
    before = LIST.replace("\n", newline).encode()
    made = with_field(before, source, "replaced_by", "x").decode()
    lines = made.split(newline)
    assert lines[at] == line
    assert newline.join(lines[:at] + lines[at + 1 :]).encode() == before


def test_the_last_line_may_lack_its_end() -> None:
    assert with_field(b"- id: a", "a", "replaced_by", "x") == b'- id: a\n  replaced_by: "x"\n'


@pytest.mark.parametrize(
    "text",
    [
        "sources:\n  - {id: a, title: A}\n",
        "sources:\n  - id: b\n",
        "sources:\n  - id: a\n    replaced_by: y\n",
        "sources:\n  - id: a\n  - id: a\n",
        "sources:\n  - id: >\n      a\n",
        "sources: [",
        "",
    ],
)
def test_what_cannot_be_edited_is_told_with_the_line(text: str) -> None:
    with pytest.raises(StudyError, match="replaced_by: x"):
        raise _fault(text)


def _fault(text: str) -> StudyError:
    with pytest.raises(StudyError) as raised:
        with_field(text.encode(), "a", "replaced_by", "x")
    return StudyError(str(raised.value))
