"""What a person asks for, by the catalogue's name or by address -> what is asked of whom, and as which source."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

from graph.errors import SourceError
from ingest.fetch.catalogue import PAGE, CatalogueEntry
from ingest.fetch.keys import LegislationPlace, is_government, is_legislation, legislation_place
from ingest.fetch.owners import Owners
from ingest.fetch.publications import FILES, HTML, home_of
from ingest.problems import and_then, did_you_mean
from ingest.study.slugs import slug

ONE, PUBLICATION = "one", "publication"
_XML: Final = frozenset(("xml",))
_ANY: Final = FILES | HTML
_HOST: Final = "www.legislation.gov.uk"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to fetch. `name` is as given, `id` that of the source to be; `page` the address that a reader opens.

    `asked` is the address asked for, `way` `one` body or a whole `publication`, `accept` the kinds of body it may be.
    """

    name: str
    id: str
    page: str
    asked: str
    way: str
    accept: frozenset[str]
    entry: CatalogueEntry | None = None


def target_of(name: str, catalogue: Mapping[str, CatalogueEntry], owners: Owners, *, one_page: bool = False) -> Target:
    """What a catalogue's id or an address means; `one_page` takes a page of a publication for itself.

    Raises SourceError for an unknown id, and for an address that may not be fetched.
    """
    entry = catalogue.get(name)
    if entry is None and not re.search(r"[/:]|\.(?:uk|scot)\Z", name):
        step = and_then(did_you_mean(name, catalogue), "`crosscurrent fetch --list` shows what there is.")
        raise SourceError("The catalogue has no such source.", where=name, next_step=step)
    address = owners.entered(entry.url if entry else name)
    if entry is None and not owners.is_free(address):
        free = ", ".join(domain for owner in owners.owners for domain in owner.free)
        what = f"Only addresses of {free} are fetched; others of the catalogue by their id."
        raise SourceError(what, where=address, next_step="Save the document with a browser, then `crosscurrent add`.")
    return _target(name, address, entry, one_page or (entry is not None and entry.scope == PAGE))


def _target(name: str, address: str, entry: CatalogueEntry | None, one_page: bool) -> Target:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if is_legislation(host):
        return _legislation(name, address, entry)
    if is_government(host):
        if host in ("gov.scot", "beta.gov.scot"):
            parts = parts._replace(netloc=parts.netloc.replace(host, "www.gov.scot"))
            address = urlunsplit(parts)
        home = home_of(address)
        inner = urlsplit(address).path[len(urlsplit(home).path) :] if home else ""
        if home and not _is_file(address) and not (one_page and inner.startswith("pages/")):
            own = entry.id if entry else slug(urlsplit(home).path.rstrip("/").rpartition("/")[2])
            return Target(name, own, home, home, PUBLICATION, HTML, entry)
        if home and inner.startswith("pages/"):
            address = urlunsplit(parts._replace(query="", path=parts.path.rstrip("/") + "/"))
    own = entry.id if entry else _id_of(address)
    return Target(name, own, address, address, ONE, _ANY, entry)


def _legislation(name: str, address: str, entry: CatalogueEntry | None) -> Target:
    """The XML of a document, part, version and language; a PDF where its address was given."""
    parts = urlsplit(address)
    place = legislation_place(parts.path)
    if place is None or not place.doc:
        what = "This page of legislation.gov.uk is no document."
        step = "Give the address of an Act or instrument, such as https://www.legislation.gov.uk/asp/2014/9."
        raise SourceError(what, where=address, next_step=step)
    host = f"{_HOST}:{parts.port}" if parts.port else _HOST
    if parts.path.lower().endswith(".pdf"):
        whole = urlunsplit((parts.scheme, host, parts.path, "", ""))
        return Target(name, entry.id if entry else _id_of(address), whole, whole, ONE, frozenset(("pdf",)), entry)
    page = urlunsplit((parts.scheme, host, place.path, "", ""))
    return Target(name, entry.id if entry else _own_id(place), page, f"{page}/data.xml", ONE, _XML, entry)


def _own_id(place: LegislationPlace) -> str:
    return slug(place.path.strip("/").replace("/", "-"))


def _is_file(address: str) -> bool:
    return bool(re.search(r"\.(?:pdf|docx|xlsx|odt|csv|epub)\Z", urlsplit(address).path, re.IGNORECASE))


def _id_of(address: str) -> str:
    """An id from the last parts of an address's path that say something."""
    parts = urlsplit(address)
    names = [unquote(part).replace("+", " ") for part in parts.path.split("/") if part]
    if home_of(address):
        return slug("-".join(names[1:]))
    last = PurePosixPath(names[-1]).stem if names else (parts.hostname or "").removeprefix("www.")
    return slug(last)


def is_old_page(target: Target, final: str) -> bool:
    """Whether an address of one page turned out to lead to a publication of gov.scot."""
    old = target.way == ONE and is_government(urlsplit(target.asked).hostname or "") and not home_of(target.asked)
    return old and bool(home_of(final)) and not _is_file(final)
