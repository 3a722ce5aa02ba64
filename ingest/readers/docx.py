"""Word documents (.docx, .docm, .dotx): words with headings, printed numbers, rows, notes and links.

The XML is read with lxml rather than through python-docx, which gives neither the numbers that Word prints nor tracked
changes, text boxes or notes, and which loads every part of a file without a bound.
"""

from typing import TYPE_CHECKING, Final

from graph.errors import SourceError
from ingest.readers import ooxml
from ingest.readers.archive import Archive
from ingest.readers.base import PLAIN, Document, ReadOptions
from ingest.readers.flow import flowed
from ingest.readers.margins import left_out
from ingest.readers.xml_safe import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN: Final = "word/document.xml"
_ENDINGS: Final = (".docx", ".docm", ".dotx", ".dotm")
_KINDS: Final = ("footnote", "endnote")


class DocxReader:
    """A document of Word 2007 or newer; a paragraph a passage, printed numbers as words before it."""

    name = "docx"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Sure of an archive whose first parts are Word's."""
        if not head.startswith(b"PK\x03\x04"):
            return 0.0
        if b"word/" in head:
            return 0.95
        return 0.7 if name.lower().endswith(_ENDINGS) else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the document; raises SourceError where it is damaged, protected, a bomb, or holds no words."""
        return _Reading(Archive.opened(data, name), name).document(kind)


class _Reading:
    def __init__(self, archive: Archive, name: str) -> None:
        self._archive = archive
        self._name = name
        top = ooxml.relations(archive, "", name).values()
        self._main = next((r.target for r in top if r.kind == "officeDocument" and r.target in archive), _MAIN)
        self._relations = ooxml.relations(archive, self._main, name)

    def document(self, kind: str) -> Document:
        from ingest.readers.docx_body import Body
        from ingest.readers.docx_numbering import Numbering
        from ingest.readers.docx_runs import Runs, Told
        from ingest.readers.docx_styles import Styles

        root = self._parsed(self._main)
        body = ooxml.child(root, "body")
        if body is None:
            step = "Open it in Word, save it anew and add that file."
            raise SourceError("The file is no Word document: it has no body.", where=self._name, next_step=step)
        styles, told = Styles(self._part("styles")), Told()
        numbering = Numbering(self._part("numbering"), styles)
        reading = Body(styles, numbering, Runs(styles, self._relations, told), told, self._notes())
        paras = list(reading.paras(body))
        return flowed(
            paras, kind, self._name, notes=left_out(told.counts), about=ooxml.about(self._archive, self._name)
        )

    def _notes(self) -> dict[tuple[str, str], "_Element"]:
        """Footnotes and endnotes by kind and id, without the lines that separate them."""
        found = {}
        for kind in _KINDS:
            root = self._part(f"{kind}s")
            for element in root if root is not None else ():
                if ooxml.attribute(element, "type") in ("", "normal"):
                    found[kind, ooxml.attribute(element, "id")] = element
        return found

    def _part(self, kind: str) -> "_Element | None":
        """A part beside the main one, None where there is none."""
        member = next((r.target for r in self._relations.values() if r.kind == kind and not r.external), "")
        return self._parsed(member) if member in self._archive else None

    def _parsed(self, member: str) -> "_Element":
        return parse(self._archive.read(member), f"{self._name}: {member}")
