"""OpenDocument texts (.odt, .ott), as LibreOffice and Word save them; read with lxml, like Word's own format."""

import re
from typing import Final

from graph.errors import SourceError
from ingest.readers.archive import Archive
from ingest.readers.base import PLAIN, About, Document, ReadOptions
from ingest.readers.flow import flowed
from ingest.readers.margins import left_out
from ingest.readers.xml_safe import parse

_TYPE: Final = b"application/vnd.oasis.opendocument.text"
_ENDINGS: Final = (".odt", ".ott")
_CONTENT: Final = "content.xml"
_STYLES: Final = "styles.xml"
_META: Final = "meta.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_DATE: Final = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


class OdtReader:
    """A text in the OpenDocument format; a paragraph a passage, printed numbers as words before it."""

    name = "odt"
    version = 1

    def recognises(self, head: bytes, name: str, kind: str) -> float:
        """Sure of an archive whose first part says that it is such a text; takes others that are built like one."""
        if not head.startswith(b"PK\x03\x04"):
            return 0.0
        if _TYPE in head[:400]:
            return 0.95
        if name.lower().endswith(_ENDINGS):
            return 0.7
        return 0.3 if b"content.xml" in head and b"opendocument" not in head[:400] else 0.0

    def read(self, data: bytes, name: str, kind: str, options: ReadOptions = PLAIN) -> Document:
        """Read the document; raises SourceError where it is damaged, protected, a bomb, or holds no words."""
        from ingest.readers.odt_body import Body
        from ingest.readers.odt_styles import Styles
        from ingest.readers.ooxml import child

        archive = Archive.opened(data, name)
        _refuse_protected(archive, name)
        root = parse(archive.read(_CONTENT), f"{name}: {_CONTENT}")
        text = child(root, "body", "text")
        if text is None:
            step = "Save it as a text document (.odt), and add that file."
            raise SourceError("The file is no OpenDocument text.", where=name, next_step=step)
        styles = Styles()
        styles.add(root)
        if _STYLES in archive:
            styles.add(parse(archive.read(_STYLES), f"{name}: {_STYLES}"))
        body = Body(styles)
        paras = list(body.paras(text))
        return flowed(paras, kind, name, notes=left_out(body.told), about=_about(archive, name))


def _refuse_protected(archive: Archive, name: str) -> None:
    if _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
        step = "Save it without the password, and add that file."
        raise SourceError("The file is protected with a password.", where=name, next_step=step)


def _about(archive: Archive, name: str) -> About:
    """What meta.xml says: title, date of making, language; what cannot be read is left empty, and no person named."""
    from ingest.readers.ooxml import child, local

    if _META not in archive:
        return About()
    try:
        meta = child(parse(archive.read(_META), f"{name}: {_META}"), "meta")
    except SourceError:  # what a document says of itself is not worth losing its words for
        return About()
    said = {local(item): " ".join((item.text or "").split())[:500] for item in (meta if meta is not None else ())}
    date = _DATE.match(said.get("creation-date", "")) or _DATE.match(said.get("date", ""))
    return About(said.get("title", ""), date[0] if date else "", language=said.get("language", ""))
