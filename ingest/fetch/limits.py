"""How long, how much and how often: the bounds of everything that is fetched."""

from dataclasses import dataclass
from typing import Final

from ingest.readers.base import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts that no fetch goes beyond.

    `connect` and `read` are seconds without any progress, `whole` those for one address with all its attempts and
    pauses. `bytes` bounds what is received and what it unpacks to, `page_bytes` one page of a publication. `pause` is
    the first pause before another attempt, each later one twice as long; `longest_pause` the longest that an owner may
    ask for. `between` is the least time between two requests to one host.
    """

    connect: float = 10.0
    read: float = 30.0
    whole: float = 900.0
    bytes: int = MAX_BYTES
    page_bytes: int = 20 * 1024 * 1024
    attempts: int = 5
    pause: float = 1.0
    longest_pause: float = 120.0
    between: float = 1.0
    redirects: int = 5
    pages: int = 300


LIMITS: Final = Limits()
