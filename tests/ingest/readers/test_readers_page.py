"""docs/readers.md says what the readers do: its table is whole and its examples are read."""

import re
from pathlib import Path

from ingest import readers
from ingest.readers.digest import DigestReader
from ingest.readers.turns import turns

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "readers.md").read_text(encoding="utf-8")


def test_every_reader_has_its_row() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted(reader.name for reader in readers.readers())


def test_the_digest_example_is_a_digest() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    document = DigestReader().read(example.encode("utf-8"), "example.yaml", "policy")
    assert [block.ref for block in document.blocks] == ["para 7.2", "para 7.3"]


def test_the_transcript_example_has_turns() -> None:
    (example,) = re.findall(r"```\n(INT:.*?)```", PAGE, re.DOTALL)
    assert [block.case for block in turns(example)] == ["", "L04"]


def test_limits_are_those_of_the_code() -> None:
    from ingest.readers.pdf_document import MAX_STREAM_BYTES
    from ingest.readers.pdf_pages import Limits

    assert f"more than {readers.MAX_BYTES // 1024**2} MB" in PAGE
    assert f"take {Limits().page_seconds:.0f} seconds, a\nfile {Limits().file_seconds / 60:.0f} minutes" in PAGE
    assert f"unpack to {MAX_STREAM_BYTES // 1024**2} MB" in PAGE
