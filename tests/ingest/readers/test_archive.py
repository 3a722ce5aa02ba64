"""ZIP archives, honest and hostile."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceError
from ingest.readers.archive import MAX_ENTRIES, MAX_TOTAL, Archive


def packed(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


HONEST = packed({"word/document.xml": b"<w/>" * 50, "docProps/core.xml": b"<c/>"})


def what(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        archive = Archive.opened(data, "x.docx")
        for name in archive.names():
            archive.read(name)
    assert caught.value.where == "x.docx"
    assert caught.value.next_step
    return caught.value.what


def test_members_are_read() -> None:
    archive = Archive.opened(HONEST, "x.docx")
    assert archive.names() == ("word/document.xml", "docProps/core.xml")
    assert archive.read("docProps/core.xml") == b"<c/>"
    assert "docProps/core.xml" in archive and "other" not in archive


def test_an_absent_member_and_one_beyond_its_limit() -> None:
    archive = Archive.opened(HONEST, "x.docx")
    with pytest.raises(SourceError, match="part word/styles"):
        archive.read("word/styles.xml")
    assert len(archive.read("word/document.xml", limit=200)) == 200
    with pytest.raises(SourceError, match="unpacks to more than"):
        archive.read("word/document.xml", limit=199)


def test_a_flat_bomb() -> None:
    assert "over 250 times its size" in what(packed({"word/document.xml": bytes(20_000_000)}))


def test_a_bomb_inside_an_archive_is_only_bytes() -> None:
    bomb = packed({"a": bytes(5_000_000)})
    outer = Archive.opened(packed({"a.zip": bomb}, zipfile.ZIP_STORED), "x.docx")
    assert outer.read("a.zip") == bomb
    with pytest.raises(SourceError, match="over 250 times"):
        Archive.opened(outer.read("a.zip"), "a.zip")


def test_many_members_that_are_too_much_together() -> None:
    data = packed({f"{n}": bytes(range(256)) * 4 for n in range(10)}, zipfile.ZIP_STORED)
    big = struct.pack("<LL", MAX_TOTAL // 9, MAX_TOTAL // 9)
    assert "more than 500 MB" in what(data.replace(struct.pack("<LL", 1024, 1024), big))


def test_a_hundred_thousand_entries() -> None:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    directory = (entry + b"a") * 100_000
    for size in (len(directory), 0xFFFFFFFF):
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, size, 0, 0)
        assert what(directory + end) == f"The file holds more than {MAX_ENTRIES:,} parts and is not read."


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Windows\\x", "Windows/x"),
        ("..\\..\\x", "x"),
        ("a/./b//c", "a/b/c"),
        ("//host/share", "host/share"),
    ],
)
def test_names_stay_inside(given_name: str, name: str) -> None:
    archive = Archive.opened(packed({given_name: b"x"}), "x.docx")
    assert archive.names() == (name,)
    assert archive.read(name) == b"x"


def test_a_name_that_leads_out_hides_no_other() -> None:
    for members in ({"a": b"right", "../a": b"wrong"}, {"../a": b"wrong", "a": b"right"}):
        assert Archive.opened(packed(members), "x.docx").read("a") == b"right"


def test_encrypted_members() -> None:
    data = bytearray(HONEST)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert what(bytes(data)) == "The file is protected with a password."


def test_overlapping_members() -> None:
    data = bytearray(packed({"a": b"x" * 100, "b": b"x" * 100}, zipfile.ZIP_STORED))
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1)
    struct.pack_into("<L", data, second + 42, 10)
    assert "lie one over another" in what(bytes(data))


def test_a_wrong_checksum() -> None:
    data = packed({"a": b"words of the document"}, zipfile.ZIP_STORED)
    assert "part a cannot be unpacked" in what(data.replace(b"words", b"sword", 1))


def test_a_member_that_says_it_is_smaller_than_it_is() -> None:
    data = packed({"a": bytes(range(200)) * 5})
    short = data.replace(struct.pack("<L", 1000), struct.pack("<L", 10))
    assert "cannot be unpacked" in what(short)


def test_packing_that_documents_do_not_use() -> None:
    assert "packed in a way" in what(packed({"a": b"x" * 100}, zipfile.ZIP_LZMA))


def test_cut_off_at_every_tenth() -> None:
    for tenth in range(10):
        assert "damaged" in what(HONEST[: len(HONEST) * tenth // 10])


@given(st.binary(max_size=40), st.integers(0, len(HONEST)))
def test_whatever_is_written_over_it(noise: bytes, at: int) -> None:
    data = HONEST[:at] + noise + HONEST[at + len(noise) :]
    try:
        archive = Archive.opened(data, "x.docx")
        found = [archive.read(name) for name in archive.names()]
    except SourceError:
        return
    assert all(zlib.crc32(member) >= 0 for member in found)
    assert all(not name.startswith(("/", "..")) for name in archive.names())
