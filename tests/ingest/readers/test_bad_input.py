"""The list of bad input, line by line, over every format: refused or read in plain words, and no promise broken."""

from pathlib import Path

import pytest
from hostile_promises import promises
from hostile_seeds import Seed, pack, seeds, unpack

from graph.errors import SourceError
from ingest.readers import ReadOptions, choose

ALL = pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.name)
ZIPPED = tuple(seed for seed in seeds() if seed.data.startswith(b"PK"))
WORDY = ("text", "markdown", "excerpts", "captions", "html", "table")
TEXTS = tuple(seed for seed in seeds() if seed.reader in WORDY and seed not in ZIPPED)
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "hahaha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
DEEP = {
    "clml": (b"<Body>", b"<P1>", b"</P1>"),
    "akn": (b"<body>", b"<part>", b"</part>"),
    "legislation_html": (b'<div class="LegSnippet">', b"<div>", b"</div>"),
    "html": (b"<body>", b"<blockquote>", b"</blockquote>"),
    "rtf": (b"\\pard", b"{", b"}"),
    "markdown": (b"# Plan\n", b"> ", b""),
    "digest": (b"items:", b"[", b"]"),
    "pdf": (b"/Lang", b"[", b"]"),
    "text": (b"1. Money\n", b"(a) ", b""),
    "docx": (b"<w:body>", b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"),
    "odt": (b"<office:text>", b"<text:list><text:list-item>", b"</text:list-item></text:list>"),
    "epub": (b"<body>", b"<div>", b"</div>"),
    "table": (b"<sheetData>", b"<row>", b"</row>"),
}


def read(data: bytes, seed: Seed) -> str:
    """The words, or what was said instead of them; every promise is checked on the way."""
    document = promises(data, seed.name, seed.kind, seed.reader)
    if document is not None:
        return document.text
    with pytest.raises(SourceError) as caught:
        choose(data, seed.name, seed.kind).read(data, seed.name, seed.kind)
    return str(caught.value)


def with_members(seed: Seed, change: dict[str, bytes]) -> bytes:
    return pack(unpack(seed.data) | change)


@ALL
def test_truncated_at_every_tenth(seed: Seed) -> None:
    for tenth in range(10):
        promises(seed.data[: len(seed.data) * tenth // 10], seed.name, seed.kind, seed.reader)


@ALL
def test_null_bytes_anywhere(seed: Seed) -> None:
    for tenth in range(11):
        at = len(seed.data) * tenth // 10
        for count in (1, 400):
            promises(seed.data[:at] + bytes(count) + seed.data[at:], seed.name, seed.kind, seed.reader)


@pytest.mark.parametrize("seed", [seed for seed in TEXTS if seed.name != "saved.mhtml"], ids=lambda seed: seed.name)
def test_mixed_line_ends_change_no_word(seed: Seed) -> None:
    if seed.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        seed = Seed(seed.reader, seed.name, seed.kind, seed.data.decode("utf-16").encode())
    lines = seed.data.replace(b"\r\n", b"\n").split(b"\n")
    ends = [b"\r" if not line else (b"\n", b"\r\n", b"\r")[at % 3] for at, line in enumerate(lines)]
    mixed = b"".join(line + end for line, end in zip(lines, ends, strict=True)).replace(b"\r\n\r", b"\r\r")
    plain = b"".join(line + b"\n" for line in lines)
    first, second = (promises(data, seed.name, seed.kind) for data in (plain, mixed))
    assert first is not None and second is not None
    assert first.blocks == second.blocks and first.text == second.text and "\r" not in second.text


@pytest.mark.parametrize(
    "words",
    ["\u05e9\u05dc\u05d5\u05dd (L04) \u05e2\u05d5\u05dc\u05dd.", "\u202e\u0645\u0631\u062d\u0628\u0627\u202c ok."],
)
@pytest.mark.parametrize("name", ["plan.txt", "plan.md", "page.html", "article.txt", "talk.txt", "notes.docx"])
def test_words_from_right_to_left_keep_their_order(words: str, name: str) -> None:
    seed = next(seed for seed in seeds() if seed.name == name)
    paragraphs = {
        "page.html": (b"<main>", f"<main><p>{words}</p>"),
        "notes.docx": (b"<w:body>", f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p>"),
        "talk.txt": (b"INT: And then?", f"INT: {words}"),
        "article.txt": (b"Findings\n\n", f"Findings\n\n{words} And so on.\n\n"),
        "plan.md": (b"# Plan\n", f"# Plan\n\n{words}\n"),
        "plan.txt": (b"1. Money\n", f"1. Money\n\n{words}\n"),
    }
    old, new = paragraphs[name]
    data = seed.data.replace(old, new.encode(), 1)
    if name == "notes.docx":
        main = unpack(seed.data)["word/document.xml"].replace(old, new.encode(), 1)
        data = with_members(seed, {"word/document.xml": main})
    document = promises(data, seed.name, seed.kind)
    assert document is not None and words in document.text


@pytest.mark.parametrize("reader", sorted(DEEP))
@pytest.mark.parametrize("count", [1_000, 5_000])
def test_nested_without_end(reader: str, count: int) -> None:
    seed = next(seed for seed in seeds() if seed.reader == reader and (reader != "table" or seed in ZIPPED))
    before, opening, closing = DEEP[reader]
    nested = before + b" " + opening * count + b" words " + closing * count
    data = seed.data.replace(before, nested, 1)
    if seed in ZIPPED:
        members = unpack(seed.data)
        changed = {name: part.replace(before, nested, 1) for name, part in members.items() if before in part}
        assert changed
        data = with_members(seed, changed)
    assert data != seed.data and read(data, seed)


@pytest.mark.parametrize("seed", ZIPPED, ids=lambda seed: seed.name)
def test_bombs_and_ways_out_of_an_archive(seed: Seed) -> None:
    main = max(unpack(seed.data).items(), key=lambda item: len(item[1]))[0]
    bomb = with_members(seed, {main: b" " * 30_000_000})
    assert "over 250 times its size" in read(bomb, seed)
    whole = read(seed.data, seed)
    escapes = {"../../../../etc/passwd": b"x", "/etc/passwd": b"x", "C:\\x": b"x", "..\\..\\x": b"x"}
    assert read(with_members(seed, escapes), seed) == whole
    members = unpack(seed.data)
    outside = {name.replace(main, f"../{main}"): part for name, part in members.items()}
    assert read(pack(outside), seed) in (whole, read(pack(outside), seed))


XML = (".xml", ".rels", ".opf", ".xhtml")
MEMBERS = [(seed, name) for seed in ZIPPED for name in unpack(seed.data) if name.endswith(XML)]


@pytest.mark.parametrize(("seed", "member"), MEMBERS, ids=lambda value: value if isinstance(value, str) else value.name)
def test_entities_in_any_part_of_an_archive_do_not_grow(seed: Seed, member: str) -> None:
    part = unpack(seed.data)[member]
    at = part.index(b"?>") + 2 if part.startswith(b"<?xml") else 0
    hostile = part[:at] + LAUGHS + part[at:].replace(b">", b">&b;&c;", 1) if part.count(b">") > 1 else LAUGHS + part
    said = read(with_members(seed, {member: hostile}), seed)
    assert "hahaha" not in said and "root:" not in said


@pytest.mark.parametrize("name", ["act.xml", "act.akn", "page.html", "act.html", "saved.mhtml"])
def test_entities_in_a_document_do_not_grow(name: str) -> None:
    seed = next(seed for seed in seeds() if seed.name == name)
    at = seed.data.index(b"<html") if b"<html" in seed.data else seed.data.find(b"?>") + 2 if b"?>" in seed.data else 0
    before, after = seed.data[:at].replace(b"<!DOCTYPE html>", b""), seed.data[at:]
    first = after.index(b"</title>") if b"</title>" in after else after.index(b"</")
    said = read(before + LAUGHS + after[:first] + b"&b;&c;" + after[first:], seed)
    assert "hahaha" not in said and "root:" not in said


@pytest.mark.parametrize("seed", TEXTS, ids=lambda seed: seed.name)
@pytest.mark.parametrize(
    "line", [b"word ", b"x", b"(L04", "‘a’ ".encode(), b"1.1 ", b"<b>", b"> ", b'"a",', b"[a](", b"-->"]
)
def test_a_line_without_end(seed: Seed, line: bytes) -> None:
    assert read(seed.data + line * (60_000 // len(line)), seed)


@pytest.mark.parametrize("engine", ["pdfminer", "pdfium"])
def test_all_difficult_real_files(real: Path, engine: str) -> None:
    for path in sorted((real / "difficult-pdf").iterdir()):
        if path.stat().st_size < 1_000_000:
            promises(path.read_bytes(), path.name, "policy", "pdf", ReadOptions(pdf_engine=engine))
