"""Which encoding gives the most sensible words, where a file is not Unicode and does not say what it is.

Other scripts than Latin are told apart by charset-normalizer, which does that well (in trials on 17 languages it was
right about all of them). Between encodings of Latin letters it was often wrong, on English with curly quotation marks
and on Gaelic too: there the letters and signs decide, by the alphabets of the languages below.
"""

import re
import unicodedata
from typing import Final

_LATIN: Final = ("cp1252", "iso8859_15", "mac_roman", "iso8859_14", "cp1250", "iso8859_2", "cp1254", "cp1257", "cp850")
"""Tried in this order; the earlier one takes a tie."""

_LETTERS: Final = (
    "àèìòùáéíóúâêîôû",  # Gaelic, Irish, Italian, English with a few borrowed words
    "âêîôûŵŷàèìòùẁỳáéíóúẃýäëïöüẅÿ",  # Welsh
    "àâæçéèêëîïôœùûüÿ",  # French
    "äöüßé",  # German
    "áéíóúüñçàèòïºª",  # Spanish, Catalan
    "ãáàâçéêíóôõúü",  # Portuguese
    "åäöéæøü",  # Nordic
    "áðéíóúýþæö",  # Icelandic
    "ëéïöüèáóíú",  # Dutch
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýžäĺľŕô",  # Czech, Slovak
    "áéíóöőúüű",  # Hungarian
    "ăâîșțşţ",  # Romanian
    "čćđšž",  # Croatian, Slovene
    "çğıöşüâîûi̇",  # Turkish
    "āčēģīķļņšūžõäöüąčęėįųū",  # Baltic
)
_APOSTROPHES: Final = "’'"
_AROUND: Final = 24
"""So many bytes round each one above ASCII are looked at."""

_SAMPLE: Final = 40_000
_FEWEST: Final = 8
"""With fewer bytes above ASCII nothing can be said of a script."""

_FEWEST_LETTERS: Final = 3
_ENOUGH: Final = 0.6
"""So good, of 1, must the letters stand on average for an encoding that is less common than Windows-1252."""

_RUNS: Final = re.compile(rb"[\x80-\xff]+")
_NAMES: Final = {"cp125": "Windows-125", "iso8859_": "ISO-8859-", "mac_": "Mac ", "koi8_": "KOI8-", "shift_": "Shift-"}


def guessed(data: bytes) -> str:
    """The codec's name under which these bytes make the most sense; empty where they fit none."""
    if b"\x1b$" in data or b"\x1b(" in data:
        return next((codec for codec in ("iso2022_jp_2", "iso2022_kr") if _fits(data, codec)), "") or _latin(data)
    runs = [match.span() for match in _RUNS.finditer(data)]
    high = sum(end - start for start, end in runs)
    joined = sum(end - start for start, end in runs if end - start > 1)
    if joined * 2 > high >= _FEWEST:
        # Scripts of their own stand in runs; a Latin letter with an accent stands between plain ones.
        return _other_script(data, runs) or _latin(data)
    return _latin(data)


def spoken(codec: str) -> str:
    """The name of an encoding as people know it: `cp1252` is Windows-1252."""
    name = codec.lower()
    for short, long in _NAMES.items():
        if name.startswith(short):
            return (long + name[len(short) :].upper()) if short != "mac_" else "Mac " + name[4:].capitalize()
    return codec.upper()


def _fits(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except (UnicodeError, LookupError):
        return False
    return True


def _sample(data: bytes) -> bytes:
    """Stretches round the bytes above ASCII: in a long plain text they would drown."""
    parts: list[bytes] = []
    size = last = 0
    for match in _RUNS.finditer(data):
        start = max(last, match.start() - _AROUND)
        last = max(last, match.end() + _AROUND)
        parts.append(data[start:last])
        size += last - start
        if size > _SAMPLE:
            break
    return b"".join(parts)


def _other_script(data: bytes, runs: list[tuple[int, int]]) -> str:
    from charset_normalizer import from_bytes

    # Encodings of two bytes a character may not be cut in the middle: a first byte above ASCII begins one, and the
    # sample ends with a line.
    start = runs[0][0]
    whole = data[start : start + _SAMPLE]
    sample = whole if len(data) - start <= _SAMPLE else whole[: whole.rfind(b"\n") + 1] or whole
    best = from_bytes(sample).best()
    codec = best.encoding if best else ""
    if codec and not _fits(data, codec):
        wider = {"shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs", "gb2312": "gb18030", "gbk": "gb18030"}
        codec = wider.get(codec, "gb18030" if codec.startswith("gb") else "")
        codec = codec if codec and _fits(data, codec) else ""
    return codec


def _latin(data: bytes) -> str:
    sample = _sample(data)
    best, codec = float("-inf"), ""
    high = sum(byte > 127 for byte in sample)
    enough = _ENOUGH * high if high >= _FEWEST_LETTERS or _fits(data, _LATIN[0]) else float("inf")
    for candidate in _LATIN:
        if not _fits(data, candidate):
            continue
        score = _score(sample.decode(candidate, errors="replace"))
        if score > best and (score > enough or candidate == _LATIN[0]):
            best, codec = score, candidate
    return codec


def _score(text: str) -> float:
    """How well a text's characters above ASCII stand: letters inside words of one language, marks where they belong."""
    letters: list[str] = []
    score = 0.0
    for at, character in enumerate(text):
        if character < "\x80":
            continue
        before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2] or " "
        if character.isalpha():
            letters.append(character.lower())
            upper_inside = character.isupper() and before.islower()
            score += -2 if upper_inside or before.isdigit() or after.isdigit() else 1
        else:
            score += _sign(character, before, after)
    known = max((sum(letter in alphabet for letter in letters) for alphabet in _LETTERS), default=0)
    return score - 1.5 * (len(letters) - known)


def _sign(character: str, before: str, after: str) -> float:
    """How well a sign stands between its neighbours, from -3 (never so) to 1."""
    if unicodedata.category(character) == "Cc":
        return -3
    inside = before.isalpha() and after.isalpha()
    if character in _APOSTROPHES:
        return 1
    if character in "“‘«„‹¿¡":
        return -1 if before.isalpha() else 1
    if character in "”»›":
        return -1 if after.isalpha() else 1
    if character in "–—…•·\N{NO-BREAK SPACE}":
        return 0.5 if inside else 1
    if character in "£€":
        return 1 if after.isdigit() else 0
    if character in "°%½¼¾²³§©®™":
        return -1 if inside or (before.isalpha() and character in "½¼¾°") else 0.7
    return -1.5 if inside else -1
