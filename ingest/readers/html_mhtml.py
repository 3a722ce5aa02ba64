"""A page saved as one MHTML file: the page inside, its address and its encoding, by Python's own email module."""

import email
import email.policy
from dataclasses import dataclass
from email.message import Message
from typing import Final

from graph.errors import SourceError
from ingest.readers.html_source import begins_as_page

_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml")
_MOST_PARTS: Final = 20_000


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The bytes of the page, the address it was saved from, and the encoding that the file gives for it."""

    data: bytes
    url: str
    charset: str


def unpacked(data: bytes, name: str) -> SavedPage:
    """The page of an MHTML file: the part named as its start, else the first page in it.

    Raises SourceError where there is none, or too many parts.
    """
    if data.count(b"\n--") > _MOST_PARTS:
        step = "Save the page as HTML."
        raise SourceError("The saved page has too many parts.", where=name, next_step=step)
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except (ValueError, LookupError, RecursionError) as error:
        raise _damaged(name) from error
    pages = [part for part in parts if part.get_content_type() in _PAGE_TYPES]
    start = str(message.get_param("start", "") or "")
    pages.sort(key=lambda part: not (start and str(part.get("Content-ID", "")) == start))
    for part in pages:
        body = _body(part)
        if body and (begins_as_page(body) or len(pages) == 1):
            url = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "").strip()
            return SavedPage(body, url, part.get_content_charset("") or "")
    raise _damaged(name)


def _body(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _damaged(name: str) -> SourceError:
    step = "Open it in a browser and save it as a complete page, or print it to PDF."
    return SourceError("No page was found in this MHTML file; it is damaged or cut off.", where=name, next_step=step)
