"""What a document in CLML says of itself: title, date, maker, language, address, and what it is numbered in."""

import re
from dataclasses import dataclass
from typing import Final

from graph.addresses import document_address
from ingest.readers.base import About
from ingest.readers.clml_inline import LEG, Inline, name_of
from ingest.readers.clml_names import KINDS, UNITS, cited_address, unit_of
from ingest.readers.clml_text import squeezed
from ingest.readers.xml_safe import Element

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_DCT: Final = "{http://purl.org/dc/terms/}"
_UKM: Final = "{http://www.legislation.gov.uk/namespaces/metadata}"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_MONTHS: Final = {
    month: number
    for number, month in enumerate(
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"], 1,
    )
}  # fmt: skip
_DATE: Final = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({'|'.join(_MONTHS)})\s+(\d{{4}})\b", re.I)
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MAKER: Final = re.compile(
    r"(?:The |Mae(?:’r|'r)? )?(?P<maker>[A-Z][^,(.;]{2,80}?)(?=,| makes?\b| in exercise\b| hereby\b| \(in )"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the reader needs to know: `address` of the document, `unit` of its provisions, the day it is `valid` on."""

    about: About
    address: str
    unit: str
    valid: str

    @property
    def prefix(self) -> str:
        """What stands before the number of a provision in a reference."""
        return UNITS[self.unit] + " "


def facts(root: Element) -> Facts:
    """Read them from the metadata, and from the beginning of the text where the metadata are silent."""
    meta = next((child for child in root if name_of(child) == "Metadata"), None)
    values: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    for element in meta.iter() if meta is not None else ():
        tag = element.tag
        value = element.get("Value", "") or element.get("Date", "")
        if tag.startswith(_UKM) and value:
            values.setdefault(tag[len(_UKM) :], value.strip())
        elif element.text and tag.startswith((_DC, _DCT)):
            texts.setdefault(tag.rpartition("}")[2], []).append(squeezed(element.text))
    start = next((child for child in root if name_of(child) in ("Primary", "Secondary", "EURetained")), None)
    head = start[0] if start is not None and len(start) else None
    main, minor = values.get("DocumentMainType", ""), values.get("DocumentMinorType", "")
    title = next(iter(texts.get("title", [])), "") or _words_of(head, "Title")
    address = _address(root, texts.get("identifier", []))
    address = address or cited_address(main, values.get("Year", ""), values.get("Number", ""))
    about = About(
        title=title,
        date=_date(values, head),
        issuer=_issuer(main, head),
        kind="legislation",
        language=next(iter(texts.get("language", [])), "") or root.get(_XML + "lang") or "",
        url=address,
    )
    valid = next((day for day in texts.get("valid", []) if _ISO.fullmatch(day)), "")
    return Facts(about, address, unit_of(main, minor, title), valid)


def day_in_words(words: str) -> str:
    """The last date in English words as YYYY-MM-DD; empty where there is none."""
    found = _DATE.findall(words)
    if not found:
        return ""
    day, month, year = found[-1]
    return f"{year}-{_MONTHS[month.lower()]:02d}-{int(day):02d}"


def _address(root: Element, identifiers: list[str]) -> str:
    given = [root.get("IdURI"), root.get("DocumentURI"), root.get(_XML + "base"), *identifiers]
    return next((address for one in given if one and (address := document_address(one))), "")


def _date(values: dict[str, str], head: Element | None) -> str:
    for key in ("EnactmentDate", "Made"):
        if _ISO.match(values.get(key, "")):
            return values[key][:10]
    return day_in_words(_words_of(head, "DateOfEnactment")) or day_in_words(_words_of(head, "MadeDate"))


def _issuer(main: str, head: Element | None) -> str:
    kind = KINDS.get(main)
    if kind and kind.unit == "section":
        return kind.issuer
    said = _MAKER.match(_words_of(head, "EnactingText") or _words_of(head, "IntroductoryText"))
    if said and main.endswith(("Instrument", "Rule", "RuleOrOrder")):
        return said["maker"].strip()
    return kind.issuer if kind else ""


def _words_of(head: Element | None, name: str) -> str:
    if head is None:
        return ""
    found = next(head.iter(LEG + name), None)
    if found is None:
        return ""
    words = Inline("").words(found)
    return words.finished()[0]
