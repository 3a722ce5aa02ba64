"""Names of people's files -> ids that may stand in a study."""

import re
import unicodedata
from collections.abc import Container

_NOT_IN_IDS = re.compile(r"[^a-z0-9._]+")
LENGTH = 80


def slug(name: str) -> str:
    """An id made from a name: lower case, ASCII, hyphens for all else; `source` where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return _NOT_IN_IDS.sub("-", plain).strip("-._")[:LENGTH].rstrip("-._") or "source"


def unused(name: str, taken: Container[str]) -> str:
    """`name`, or `name-2`, `name-3` … where it is taken."""
    count, candidate = 1, name
    while candidate in taken:
        count += 1
        candidate = f"{name}-{count}"
    return candidate
