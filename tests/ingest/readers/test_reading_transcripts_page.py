"""docs/reading-transcripts.md says what the code does: its bounds, and its forms of labels."""

import re
from pathlib import Path

from ingest.readers import archive, flow, rtf_body, xml_safe
from ingest.readers.text import TextReader

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reading-transcripts.md").read_text(encoding="utf-8")


def test_the_bounds_are_those_of_the_code() -> None:
    words = " ".join(PAGE.split())
    assert f"more than {archive.MAX_ENTRIES:,} parts, {archive.MAX_TOTAL // 1024**2} MB unpacked" in words
    assert f"more than {archive.MAX_MEMBER // 1024**2} MB or of over {archive.MAX_RATIO} times" in words
    assert f"more than {xml_safe.MAX_DEPTH} elements deep" in words
    assert f"groups more than {rtf_body.DEEPEST:,} deep" in words
    assert f"of more than {flow.LONGEST_HEADING} characters" in words


def test_the_forms_of_labels_are_read() -> None:
    (forms,) = re.findall(r"```\n(INT: How\?.*?)```", PAGE, re.DOTALL)
    shown = [re.split(r" {6,}", line)[0].rstrip() for line in forms.splitlines()]
    assert len(shown) == 8
    for line in ("INT: How?", "INT\tHow?", "[00:12:31] INT: How?"):
        document = TextReader().read(f"{line}\nL04: So.".encode(), "x.txt", "transcript")
        assert [(b.speaker, document.words(b)) for b in document.blocks] == [("INT", "How?"), ("L04", "So.")]
