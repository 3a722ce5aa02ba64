"""Reads legislation.gov.uk's own XML (CLML): Acts, statutory instruments, Northern Irish, Welsh and EU forms."""

from typing import Final

from graph.errors import SourceError
from ingest.readers.base import PLAIN, Document, ReadOptions

_ROOT: Final = b"<Legislation"
_SPACE: Final = b"legislation.gov.uk/namespaces/legislation"
_DEPTH: Final = 160
"""Elements nested deeper than this are refused; the deepest real documents stay under 60."""


class ClmlReader:
    """Acts and instruments as data: a passage is the smallest numbered provision, cited as its readers cite it."""

    name = "clml"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Its root element says so."""
        plain = head.replace(b"\0", b"")
        if _ROOT not in plain[:8192] and b":Legislation" not in plain[:8192]:
            return 0.0
        return (
            0.98 if _SPACE in plain else 0.6 if plain.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<") else 0.0
        )

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the whole document; raises SourceError for damaged XML, or XML that is no legislation."""
        from ingest.readers import xml_safe
        from ingest.readers.clml_inline import LEG
        from ingest.readers.clml_parts import document

        root = xml_safe.elements(xml_safe.parse(data, name, depth=_DEPTH))
        if root.tag != LEG + "Legislation":
            raise SourceError(
                f"This is XML, but not legislation.gov.uk's: its root is {root.tag}.",
                where=f"{name}, line {root.sourceline or 1}",
                next_step="Download the provision's data.xml from legislation.gov.uk.",
            )
        return document(root)
