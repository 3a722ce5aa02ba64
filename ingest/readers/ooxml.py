"""What parts of an Office Open XML file have in common: names without their namespace, relations, properties."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from graph.errors import SourceError
from ingest.readers.archive import Archive
from ingest.readers.base import About
from ingest.readers.xml_safe import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMESPACES: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
"""Of the usual and of the strict kind."""

_DATE: Final = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_NO_TITLE: Final = re.compile(
    r"(?:document|dokument|untitled|microsoft word|title)\b[\W\d]*\Z|.*\.docx?\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a relation of a part leads: `kind` is the last word of its type (`footnotes`, `hyperlink`)."""

    kind: str
    target: str
    external: bool


def local(element: "_Element") -> str:
    """The name of an element without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: "_Element", name: str) -> str:
    """An attribute of Word's own namespace, or one without any; empty where there is none."""
    for space in _NAMESPACES:
        if (value := element.get(space + name)) is not None:
            return value
    return element.get(name) or ""


def child(element: "_Element | None", *names: str) -> "_Element | None":
    """The first child by the path of local names; None where there is none."""
    for name in names:
        element = next((part for part in element if local(part) == name), None) if element is not None else None
    return element


def number(text: str, otherwise: int = -1) -> int:
    """A whole number as Word writes it; `otherwise` where it is none or absurd."""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else otherwise


def is_on(element: "_Element | None") -> bool:
    """Whether an on-off property is set: it stands there, and does not say no."""
    return element is not None and attribute(element, "val").lower() not in ("0", "false", "off", "none")


def relations(archive: Archive, part: str, name: str) -> Mapping[str, Relation]:
    """The relations of a part by their id; empty where it has none. Targets are names of members, or addresses."""
    folder, _, file = part.rpartition("/")
    member = posixpath.join(folder, "_rels", f"{file}.rels")
    if member not in archive:
        return {}
    found = {}
    for item in parse(archive.read(member), f"{name}: {member}"):
        target, external = item.get("Target") or "", item.get("TargetMode") == "External"
        if not external:
            joined = target if target.startswith("/") else posixpath.join("/", folder, unquote(target))
            target = posixpath.normpath(joined).lstrip("/")
        found[item.get("Id") or ""] = Relation((item.get("Type") or "").rpartition("/")[2], target, external)
    return found


def about(archive: Archive, name: str) -> About:
    """What docProps/core.xml says: title, date of making, language.

    Neither the author nor the company is taken: a person is no issuer, and the company is often the computer's maker.
    What cannot be read is left empty.
    """
    core = _properties(archive, "docProps/core.xml", name)
    title = core.get("title", "")
    date = _DATE.match(core.get("created", ""))
    language = core.get("language", "")
    return About(
        title="" if _NO_TITLE.match(title) else title,
        date=date[0] if date else "",
        language=language if _LANGUAGE.match(language) else "",
    )


def _properties(archive: Archive, member: str, name: str) -> dict[str, str]:
    if member not in archive:
        return {}
    try:
        root = parse(archive.read(member), f"{name}: {member}")
    except SourceError:  # what a document says of itself is not worth losing its words for
        return {}
    return {local(item): " ".join((item.text or "").split())[:500] for item in root}
