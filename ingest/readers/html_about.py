"""What a web page says of itself: title, date, issuer, language and address, from any of the usual places."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from ingest.readers.base import About, canonical

if TYPE_CHECKING:
    from lxml.etree import _Element

_TITLES: Final = ("dcterms.title", "dc.title", "citation_title", "ld:headline", "ld:name", "og:title", "twitter:title")
_DATES: Final = (
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.available",
    "dcterms.created",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "article:published_time",
    "ld:datepublished",
    "first-published-at",
    "datepublished",
    "publication_date",
    "pubdate",
    "date",
    "ld:datecreated",
)
_ISSUERS: Final = (
    "primary-publishing-organisation",
    "dcterms.publisher",
    "dc.publisher",
    "citation_publisher",
    "ld:publisher",
    "dcterms.creator",
    "dc.creator",
    "og:site_name",
    "ld:author",
    "publisher",
    "author",
)
_ADDRESSES: Final = ("canonical", "og:url", "dcterms.identifier", "dc.identifier", "ld:url")
_ISO: Final = re.compile(r"((?:1[5-9]|20)\d\d)(?:[-/.](0?[1-9]|1[0-2])(?:[-/.](0?[1-9]|[12]\d|3[01]))?)?(?!\d)")
_SPOKEN: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([A-Z][a-z]{2,8})\.?,?\s+(?:(\d{1,2}),?\s+)?((?:1[5-9]|20)\d\d)"
)
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_PUBLISHED: Final = re.compile(
    r"(?:date )?(?:first )?(?:published|publication date|issued|date of publication)\b:?\s*", re.I
)
_SAVED: Final = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|.{0,400}?\burl:\s*)(https?://[^\s<>]{3,2000})", re.S | re.I
)
_SUFFIX: Final = re.compile(r"\s+[-–—|·»]\s+[^-–—|·»]{2,60}\Z")
_ARTICLES: Final = frozenset(("scholarlyarticle", "article-journal", "journalarticle"))
_LONGEST: Final = 500
_LOOKED_AT: Final = 2_000
_TEXTS: Final = 200
"""So many elements are looked at for a date, and so many bits of text inside one: a title has few."""

_MOST_DATA: Final = 200_000
_SCRIPT: Final = re.compile(
    r"<script\b[^>]{0,200}application/ld\+json[^>]{0,200}>(.*?)(?:</script|\Z)", re.IGNORECASE | re.DOTALL
)


def about(root: "_Element", source: str, url: str = "") -> About:
    """What the page says of itself; `source` is its text before anything was left out, `url` where it was saved from.

    Must be called before the main content is cut out of the tree.
    """
    said = _metadata(root, source)
    heading = _heading(root)
    kind = "article" if "citation_journal_title" in said or said.get("ld:type", "").lower() in _ARTICLES else ""
    kind = "legislation" if said.get("ld:type", "").lower() == "legislation" else kind
    return About(
        title=_title(root, said, heading),
        date=next((date for key in _DATES if (date := iso_date(said.get(key, "")))), "") or _shown_date(root),
        issuer=next((said[key] for key in _ISSUERS if said.get(key) and not said[key].startswith("http")), ""),
        kind=kind,
        language=_language(root, said),
        url=next((known for key in _ADDRESSES if (known := address(said.get(key, "")))), "")
        or address(url)
        or saved_from(source),
    )


def saved_from(source: str) -> str:
    """The address that a browser wrote into a comment when it saved the page; empty where there is none."""
    match = _SAVED.search(source, 0, 4000)
    return address(match[1]) if match else ""


def address(value: str) -> str:
    """The value where it is an address of the web; else empty."""
    value = value.strip()
    try:
        known = urlsplit(value)
    except ValueError:
        return ""
    safe = known.scheme in ("http", "https") and known.netloc and not re.search(r"[\s<>\"]", value)
    return value if safe and len(value) < 2000 else ""


def iso_date(value: str) -> str:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD; empty where the value begins with none."""
    value = value.strip()
    if match := _ISO.match(value):
        year, month, day = match.groups()
        return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    if match := _SPOKEN.match(value):
        first, month, second, year = match.groups()
        for pattern in ("%d %B %Y", "%d %b %Y"):
            try:
                found = datetime.strptime(f"{first or second or 1} {month[:9]} {year}", pattern)
            except ValueError:
                continue
            return found.strftime("%Y-%m-%d" if first or second else "%Y-%m")
    return ""


def _metadata(root: "_Element", source: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        _note(said, name, meta.get("content") or "")
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            _note(said, "canonical", link.get("href") or "")
    for match in _SCRIPT.finditer(source, 0, 2_000_000):
        for item in _items(match[1]):
            _from_item(said, item)
    return said


def _note(said: dict[str, str], name: str, value: str) -> None:
    name = name.strip().lower().replace("dcterms:", "dcterms.").replace("dc:", "dc.")
    name = name.rpartition(":")[2] if name.startswith(("govuk:", "gov:", "gs:")) else name
    value = " ".join(canonical(value).split())[:_LONGEST]
    if name and value and name not in said:
        said[name] = value


def _items(text: str) -> Iterator[Mapping[str, Any]]:
    """The things that a block of JSON-LD describes, outermost first."""
    if len(text) > _MOST_DATA:
        return
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    waiting = [found]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting = [*item[:50], *waiting]
        elif isinstance(item, dict):
            yield item
            waiting += [value for value in (item.get("@graph"), item.get("mainEntity")) if value]


def _from_item(said: dict[str, str], item: Mapping[str, Any]) -> None:
    kind = item.get("@type")
    kinds = [str(one) for one in kind] if isinstance(kind, list) else [str(kind or "")]
    if any(one in ("WebSite", "Organization", "BreadcrumbList", "Person", "SearchAction") for one in kinds):
        return
    _note(said, "ld:type", kinds[0])
    for key in ("headline", "name", "datePublished", "dateCreated", "inLanguage", "url", "publisher", "author"):
        value = item.get(key)
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("name") if isinstance(value, dict) else value
        if isinstance(value, str):
            _note(said, f"ld:{key.lower()}", value)


def _words(element: "_Element | None") -> str:
    if element is None:
        return ""
    return " ".join(canonical("".join(str(text) for text in islice(element.itertext(), _TEXTS))).split())


def _near(element: "_Element") -> str:
    """The words of an element and of what stands right inside it, at most 200 characters."""
    texts = [element.text, *(text for child in element[:5] for text in (child.text, child.tail))]
    return " ".join(canonical("".join((text or "")[:200] for text in texts)).split())[:200]


def _heading(root: "_Element") -> str:
    headings: Iterable[_Element] = root.iter("h1")
    found = [words for heading in headings if (words := _words(heading)) and len(words) <= _LONGEST]
    return found[0] if found else ""


def _title(root: "_Element", said: Mapping[str, str], heading: str) -> str:
    named = next((said[key] for key in _TITLES[:3] if said.get(key)), "")
    if named:
        return named
    page = _words(next(root.iter("title"), None))[:_LONGEST]
    if heading and page.lower().startswith(heading.lower()):
        return heading
    loose = next((said[key] for key in _TITLES[3:] if said.get(key)), "") or page
    if heading and loose.lower().startswith(heading.lower()):
        return heading
    return _SUFFIX.sub("", loose) or heading


def _language(root: "_Element", said: Mapping[str, str]) -> str:
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    body = next(root.iter("body"), None)
    given = [root.get("lang"), root.get("xml:lang"), root.get(xml), body.get("lang") if body is not None else ""]
    given += [
        said.get(key) for key in ("content-language", "dcterms.language", "dc.language", "ld:inlanguage", "og:locale")
    ]
    found = next((value.strip() for value in given if value and _TAG.match(value.strip())), "")
    return found.replace("_", "-")


def _shown_date(root: "_Element") -> str:
    """The first date that the page itself shows as one, or says after the word `Published`."""
    for element in root.iter("time"):
        if date := iso_date(element.get("datetime") or "") or iso_date(_words(element)):
            return date
    for element in islice(root.iter("dt", "th", "p", "span", "li"), _LOOKED_AT):
        words = _near(element) if len(element) < 5 else ""
        match = _PUBLISHED.match(words)
        if match and (date := iso_date(words[match.end() :])):
            return date
        following = element.getnext()
        if match and match.end() == len(words) and following is not None and (date := iso_date(_near(following))):
            return date
    return ""
