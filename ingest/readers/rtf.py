"""Rich Text Format (.rtf): words with headings, printed numbers, rows, notes and links.

The format is read here rather than by `striprtf`, the best kept library for it: that keeps words that tracked changes
deleted and hidden ones, drops footnotes, and tells neither headings nor bold letters nor list numbers.
"""

import datetime

from ingest.readers.base import PLAIN, About, Document, ReadOptions
from ingest.readers.flow import flowed
from ingest.readers.margins import left_out
from ingest.readers.rtf_body import Body
from ingest.readers.rtf_tokens import tokens


class RtfReader:
    """A document in Rich Text Format; a paragraph a passage, printed numbers as words before it."""

    name = "rtf"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Sure of its first bytes."""
        return 0.95 if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf") else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the document; raises SourceError where it nests without end, or holds no words.

        A file that is cut off is read as far as it goes, with a note.
        """
        body = Body(name)
        paras = body.read(tokens(data))
        notes = left_out(body.told)
        if not data.rstrip(b"\0\r\n\t ").endswith(b"}"):
            notes += ("The file does not end as such files do: it may be cut off. Compare its last words.",)
        return flowed(paras, kind, name, notes=notes, about=About(body.title, _date(body.date)))


def _date(parts: list[int]) -> str:
    try:
        return datetime.date(*parts).isoformat() if len(parts) == 3 and parts[0] >= 1900 else ""
    except (ValueError, OverflowError):
        return ""
