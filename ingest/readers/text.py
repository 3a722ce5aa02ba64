"""Plain text: paragraphs with marked references, headings by their shape, and the turns of simple transcripts."""

from graph.errors import SourceError
from ingest.readers.base import PLAIN, Document, ReadOptions
from ingest.readers.decoding import decode, looks_like_text
from ingest.readers.outline import outline
from ingest.readers.titles import plain_pieces
from ingest.readers.turns import Turns, plain_lines, transcript


class TextReader:
    """Any text in UTF-8, UTF-16 with its mark, or Windows-1252; kind `transcript` is read by speaker turns."""

    name = "text"
    version = 2

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Takes whatever is text, where no other reader knows more."""
        return 0.5 if looks_like_text(head) else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the text; raises SourceError where it holds no words."""
        text, notes = decode(data, name)
        spoken = transcript(text, plain_lines(text)) if kind == "transcript" else Turns(())
        blocks = list(spoken.blocks)
        notes += spoken.notes
        if kind == "transcript" and not blocks:
            notes += ('No speaker labels (such as "L04:") were found: the transcript was read by paragraphs.',)
        blocks = blocks or outline(text, plain_pieces(text), kind)
        if not blocks:
            raise SourceError("The file holds no words.", where=name, next_step="Check that it is the right file.")
        return Document(text, tuple(blocks), notes=notes)
