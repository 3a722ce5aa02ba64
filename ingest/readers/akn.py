"""Reads Akoma Ntoso, the standard XML of parliaments: Acts, bills, instruments and explanatory notes."""

from typing import Final

from graph.errors import SourceError
from ingest.readers.base import PLAIN, Document, ReadOptions

_ROOT: Final = b"akomaNtoso"
_DEPTH: Final = 160


class AknReader:
    """A passage is the smallest numbered provision, or a numbered paragraph of notes; references as CLML's."""

    name = "akn"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Its root element says so."""
        plain = head.replace(b"\0", b"")[:8192]
        start = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
        return 0.98 if start.startswith(b"<") and _ROOT in plain else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the whole document; raises SourceError for damaged XML, or XML that is no Akoma Ntoso."""
        from ingest.readers import xml_safe
        from ingest.readers.akn_document import about, document
        from ingest.readers.akn_markup import xml_kind
        from ingest.readers.clml_inline import name_of

        root = xml_safe.elements(xml_safe.parse(data, name, depth=_DEPTH))
        if name_of(root) != "akomaNtoso":
            raise SourceError(
                f"This is XML, but not Akoma Ntoso: its root is {root.tag}.",
                where=f"{name}, line {root.sourceline or 1}",
                next_step="Download the document's data.akn from legislation.gov.uk, or save it as text.",
            )
        said, notes = about(root)
        return document(root, said, xml_kind, notes=notes)
