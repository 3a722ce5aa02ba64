"""Official addresses in their few shapes: which document an address belongs to, and where its text is asked for."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_YEAR: Final = r"(?:\d{4}|[A-Z][A-Za-z0-9]*/[\dA-Za-z-]+)"
_LEGISLATION: Final = re.compile(
    rf"/(?:id/)?(?P<doc>[a-z]{{2,6}}/{_YEAR}/[\w-]+)(?P<notes>/(?:notes|memorandum|policy-note|executive-note))?(?P<rest>/.*)?\Z"
)
_DATA: Final = re.compile(r"/data\.(?:xml|htm|html|xht|xhtml|akn|rdf|csv|feed|docx)\Z")
_VERSION: Final = re.compile(r"/(enacted|made|adopted|created|prospective|\d{4}-\d{2}-\d{2})(?=/|\Z)")
_PUBLICATION: Final = re.compile(r"/publications/(?!\d{4}(?:/|\Z))([a-z0-9][a-z0-9._-]*)(/.*)?\Z")
_BINARY: Final = re.compile(r"/binaries/content/documents/govscot/publications/[^/]+/\d{4}/\d{2}/([a-z0-9][^/]*)/")
_OLD_PUBLICATION: Final = re.compile(r"/publications/(\d{4}/\d{2}/\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LegislationPlace:
    """A document of legislation.gov.uk: `doc` such as `asp/2014/9`, `/notes` or empty, and the rest of its path."""

    doc: str
    notes: str
    rest: str

    @property
    def path(self) -> str:
        """The path that a reader opens: no format, no `id`, and the whole where it was the contents page."""
        rest = re.sub(r"/contents(?=/|\Z)", "", _DATA.sub("", self.rest)).rstrip("/")
        return f"/{self.doc}{self.notes}{rest}"

    @property
    def version(self) -> str:
        """`enacted`, `made` … or a date; empty for the text as it stands."""
        found = _VERSION.search(self.rest)
        return found[1] if found else ""


def is_legislation(host: str) -> bool:
    """Whether a host serves legislation."""
    return _is_of(host, "legislation.gov.uk") or _is_of(host, "legislation.data.gov.uk")


def is_government(host: str) -> bool:
    """Whether a host is the Scottish Government's main site."""
    return host.removeprefix("www.") in ("gov.scot", "scotland.gov.uk", "beta.gov.scot")


def legislation_place(path: str) -> LegislationPlace | None:
    """The document that a path of legislation.gov.uk belongs to; None for a page that is no document."""
    found = _LEGISLATION.match(path)
    return LegislationPlace(found["doc"], found["notes"] or "", found["rest"] or "") if found else None


def publication_of(path: str) -> tuple[str, str] | None:
    """The name of a gov.scot publication and what follows it in the path; None for any other page."""
    found = _PUBLICATION.match(path)
    return (found[1], found[2] or "/") if found else None


def document_key(address: str) -> str:
    """One name for all addresses of one official document, whatever its page, provision, version or format.

    Explanatory notes are a document of their own. An address of another shape is its own key, without scheme, `www.`,
    query and fragment; empty for no address.
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").lower().removesuffix(".")
    except ValueError:
        return ""
    if not host:
        return ""
    if is_legislation(host) and (place := legislation_place(parts.path)):
        return f"legislation.gov.uk/{place.doc}{place.notes}"
    if is_government(host):
        if found := publication_of(parts.path):
            return f"gov.scot/publications/{found[0]}"
        if file := _BINARY.match(parts.path):
            return f"gov.scot/publications/{file[1]}"
        if old := _OLD_PUBLICATION.match(parts.path):
            return f"gov.scot/publications/{old[1]}"
        host = "gov.scot"
    return f"{host.removeprefix('www.')}{parts.path.rstrip('/')}"


def version_of(address: str) -> str:
    """The version that an address of legislation.gov.uk names; empty for the text as it stands, or elsewhere."""
    parts = urlsplit(address)
    place = legislation_place(parts.path) if is_legislation((parts.hostname or "").lower().removesuffix(".")) else None
    return place.version if place else ""


def _is_of(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
