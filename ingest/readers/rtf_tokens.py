"""Rich Text Format as tokens: control words, signs, bytes of text, and the ends of groups."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<group>[{}])"
    rb"|(?P<text>[^\\{}\r\n\x00]+)"
    rb"|(?P<gap>[\r\n\x00]+|\\\Z)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is `word`, `sign`, `text` (bytes in the font's encoding), `open` or `close`."""

    kind: str
    name: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN: Final = Token("open")
_CLOSE: Final = Token("close")


def tokens(data: bytes) -> Iterator[Token]:
    """All tokens of a file; what `\\bin` counts is passed over unread."""
    position = 0
    while match := _TOKEN.match(data, position):
        position = match.end()
        kind = match.lastgroup
        if word := match["word"]:
            name, number = word.decode("ascii"), match["number"]
            count = int(number) if number is not None else None
            if name == "bin":
                position += max(0, count or 0)
            else:
                yield Token("word", name, count)
        elif kind == "hex":
            yield Token("text", data=bytes((int(match["hex"], 16),)))
        elif kind == "text":
            yield Token("text", data=match["text"])
        elif kind == "group":
            yield _OPEN if match["group"] == b"{" else _CLOSE
        elif kind == "sign":
            yield Token("sign", match["sign"].decode("latin-1"))
