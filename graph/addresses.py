"""Official addresses of legislation.gov.uk: what two addresses of one provision have in common."""

import re
from typing import Final

SITE: Final = "http://www.legislation.gov.uk/"
"""Official addresses begin so; the site answers https as well."""

_HOST: Final = re.compile(r"\Ahttps?://(?:www\.)?legislation\.gov\.uk/(?:id/)?", re.I)
_VERSION: Final = re.compile(
    r"/(?:\d{4}-\d\d-\d\d|enacted|made|created|adopted|prospective|revision|england|wales|scotland|ni|welsh|english"
    r"|[a-z.]+(?:\+[a-z.]+)+|data\.\w+)(?=/|\Z)",
    re.I,
)
_DOCUMENT: Final = re.compile(r"[a-z]+/(?:\d{4}/\d+|[A-Z]\w*/[\w-]+/(?:[\w-]+/)?\d+)(?:/notes)?(?=/|\Z)")


def address_key(address: str) -> str:
    """What all official addresses of one provision share: no host, no `/id/`, no version, no slash at the end.

    Empty for addresses of other sites.
    """
    host = _HOST.match(address)
    if not host:
        return ""
    path = address[host.end() :].split("#")[0].split("?")[0].rstrip("/")
    head = _DOCUMENT.match(path)
    if not head:
        return path
    return head.group() + _VERSION.sub("", path[head.end() :])


def document_key(address: str) -> str:
    """The key of the document that an official address lies in, such as `asp/2014/9`; empty where there is none."""
    match = _DOCUMENT.match(address_key(address))
    return match.group() if match else ""


def document_address(address: str) -> str:
    """The address of the whole document without `/id/` and version, from any of its official addresses."""
    key = document_key(address).removesuffix("/notes")
    host = _HOST.match(address)
    return host.group().lower().removesuffix("id/") + key if host and key else ""
