# ruff: noqa: E501 (a table is easier to read unbroken)
"""Documents damaged on purpose: bytes, chunks, numbers, tokens of the format, and what attackers write."""

import re
import zipfile
from collections.abc import Callable
from random import Random

from hostile_seeds import Seed, pack, unpack

MOST = 900_000
"""Longer than this no damaged document gets."""

TOKEN = re.compile(
    rb"<[^<>]{0,200}>|\\[a-z]{1,20}-?\d{0,9} ?|[{}]|\d+ \d+ obj|endobj|stream|/[A-Za-z]{1,20}|\[|\]|[^<>{}\\/\[\]]{1,60}"
)
NUMBER = re.compile(rb"\d+")
NUMBERS = (b"0", b"-1", b"1", b"2147483648", b"-2147483649", b"99999999999999999999", b"1e999", b"nan", b"65536", b"0.1")  # fmt: skip
NASTY = (
    b"&lt;", b"&#0;", b"&#x110000;", b"&#xD800;", b"&nbsp;", b"&a;", b"]]>", b"<![CDATA[", b"<!--", b"<?x ?>", b"<", b">",
    b'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>', b"<b/>" * 50, b"<div>" * 300, b"<table><tr><td>" * 80,
    b"{" * 300, b"}" * 9, b"{\\*\\x ", b"\\bin99999999 ", b"\\u-99999?", b"\\'", b"\\uc99 ", b"\\par" * 20, b"\\cell\\row",
    b"1 0 obj <</Kids [1 0 R]>> endobj", b"[" * 300, b"<<" * 200, b"/Kids [2 0 R]", b"/Prev 9", b"/Length 99999999 ",
    b"/Filter [/FlateDecode /LZWDecode] ", b"endstream", b"BT ET" * 9, b"q " * 99, b"1 0 0 0 0 0 cm ", b"%PDF-1.7", b"startxref 0",
    b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\x00", b"\x00" * 40, b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b$B", b"\xed\xa0\x80",
    b"\r", b"\x0b", b"\x0c", b"\xc2\x85", "\u2028".encode(), "\u202e\u05d0\u05d1".encode(), "e\u0301\u0323".encode(),
    "\u1100\u1161".encode(), "\u0344".encode(), "\ufb01\u00ad".encode(), "\U0001f600".encode(), b"\n" * 40, b" " * 400, b"\t" * 40, b"(" * 60, b"\xe2\x80\x98" * 40,
    b"'" * 60, b'"', b'"' * 61, b"." * 300, b"(L04)", b"L04:", b"a " * 2000, b"A" * 5000, b"1.1.1.1.1.1.1", b"--> ", b"00:00:00.000 --> 99:99:99.999",
    b"# " * 20, b"> " * 60, b"- " * 60, b"|" * 60, b"`" * 30, b"[" * 60 + b"](", b"*" * 61, b"_" * 61, b"---\n", b"key: &a [*a]\n",
    b"? ", b"!!python/object:os.system ", b"sep=,\n", b",,,,,,", b"=?utf-8?q?=00?=", b"boundary=",
)  # fmt: skip


def changed(seed: Seed, random: Random) -> bytes:
    """The document with one to eight changes, the same for the same state of `random`; inside its members if a ZIP."""
    data = seed.data
    if zipfile_like(data) and random.random() < 0.85:
        return packed_anew(data, random)
    return several(data, random)


def zipfile_like(data: bytes) -> bool:
    """Whether it begins as a ZIP archive."""
    return data.startswith(b"PK\x03\x04")


def packed_anew(data: bytes, random: Random) -> bytes:
    """An archive with one or two of its members changed, taken out, called otherwise or doubled."""
    try:
        members = unpack(data)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return several(data, random)
    for _ in range(random.randint(1, 2)):
        name = random.choice([name for name in members if members[name]] or list(members) or [""])
        how = random.random()
        if how < 0.9:
            members[name] = several(members.get(name, b""), random)
        elif how < 0.94:
            members.pop(name, None)
        elif how < 0.97:
            other = random.choice(("../../x", "/etc/x", "C:\\x", "x" * 300, "é", name.upper()))
            members[other] = members.pop(name, b"")
        else:
            members[name] = members[random.choice(list(members))] if members else b""
    return pack(members)[:MOST]


def several(data: bytes, random: Random) -> bytes:
    """One to eight changes, few more often than many."""
    for _ in range(min(random.randint(1, 8), random.randint(1, 8), random.randint(1, 8))):
        data = random.choice(CHANGES)(data, random)[:MOST]
    return data


def _flip(data: bytes, random: Random) -> bytes:
    if not data:
        return b"\0"
    changing = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8))):
        changing[random.randrange(len(changing))] ^= 1 << random.randrange(8)
    return bytes(changing)


def _cut(data: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] if random.random() < 0.7 else data[at:]


def _remove(data: bytes, random: Random) -> bytes:
    start, end = _stretch(data, random)
    return data[:start] + data[end:]


def _double(data: bytes, random: Random) -> bytes:
    start, end = _stretch(data, random)
    times = random.choice((2, 2, 3, 30, 1000))
    times = min(times, max(2, 200_000 // max(1, end - start)))
    return data[:start] + data[start:end] * times + data[end:]


def _exchange(data: bytes, random: Random) -> bytes:
    start, end = _stretch(data, random)
    other = random.randint(0, len(data))
    rest = data[:start] + data[end:]
    return rest[:other] + data[start:end] + rest[other:]


def _insert(data: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + random.choice(NASTY) + data[at:]


def _number(data: bytes, random: Random) -> bytes:
    found = list(NUMBER.finditer(data))
    if not found:
        return _insert(data, random)
    match = random.choice(found)
    return data[: match.start()] + random.choice(NUMBERS) + data[match.end() :]


def _tokens(data: bytes, random: Random) -> bytes:
    """Tokens of markup taken out, doubled, exchanged, put in the place of another or nested."""
    parts = TOKEN.findall(data)
    if len(parts) < 2:
        return _insert(data, random)
    at, other = random.randrange(len(parts)), random.randrange(len(parts))
    how = random.randrange(6)
    if how == 0:
        parts[at : at + random.choice((1, 1, 5))] = []
    elif how == 1:
        parts[at] = parts[at] * random.choice((2, 2, 200, 3000))
    elif how == 2:
        parts[at], parts[other] = parts[other], parts[at]
    elif how == 3:
        parts[at] = parts[other]
    elif how == 4:
        parts.insert(at, random.choice(NASTY))
    else:
        low, high = min(at, other), min(max(at, other), min(at, other) + 40)
        parts[low:high] = parts[low:high] * random.choice((2, 3, 50))
    return b"".join(parts)


def _stretch(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice((1, 2, 4, 16, 64, 256, 1024, 4096)))


CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip, _cut, _remove, _double, _exchange, _insert, _insert, _number, _tokens, _tokens, _tokens,
)  # fmt: skip
