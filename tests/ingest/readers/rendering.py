"""A document as text, to compare with a golden file, and what holds for every document."""

import unicodedata

from ingest.readers import Document


def rendered(document: Document) -> str:
    """One line a block: reference, heading, page, case, words (line ends as ⏎), after the notes."""
    lines = [f"# {document.text_kind}", *(f"# {note}" for note in document.notes)]
    for block in document.blocks:
        words = document.words(block).replace("\n", "⏎")
        page = "" if block.page is None else str(block.page)
        lines.append(" | ".join([block.ref, block.heading, page, block.case, words]))
    return "\n".join(lines) + "\n"


def holds(document: Document) -> None:
    """Blocks are in order, apart, inside the text, trimmed, with a reference; the text is canonical."""
    assert unicodedata.is_normalized("NFC", document.text)
    assert "\r" not in document.text
    last = 0
    for block in document.blocks:
        assert last <= block.start < block.end <= len(document.text)
        words = document.text[block.start : block.end]
        assert words == words.strip() == document.words(block)
        assert block.ref.strip() == block.ref != ""
        last = block.end
