"""An owner's robots rules, read once a run and host, and kept.

They are read by Protego rather than by the standard library's parser: that one takes `*` and `$` in a rule for plain
characters, lets the first rule win instead of the most exact one, and passes over a crawl delay of half a second, so it
would allow what owners forbid (RFC 9309).
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from graph.errors import SourceError
from ingest.fetch.faults import Forbidden, Offline

AGENT: Final = "Crosscurrent"
MOST_BYTES: Final = 512 * 1024
"""So much of the rules counts (RFC 9309 asks for 500 KiB at least); the rest is not read."""

Read = Callable[[str, int], tuple[int, bytes]]
"""An address and the most bytes -> status and body; raises SourceError where there is no answer."""

_BY_HAND: Final = "Save the document with a browser, then `crosscurrent add FILE`."


class Robots:
    """The rules of all hosts that were asked in this run."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: dict[str, Protego | Forbidden] = {}

    def delay(self, address: str) -> float:
        """Seconds that the owner wants between two requests (0: does not say). Raises Forbidden, or Offline.

        Missing rules (4xx) allow everything, but 401 and 403 nothing; a server's fault (5xx), or no answer, forbids
        everything for now.
        """
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._known:
            self._known[origin] = self._rules(origin)
        rules = self._known[origin]
        if isinstance(rules, Forbidden):
            raise Forbidden(rules.what, where=address, next_step=rules.next_step)
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        if not rules.can_fetch(f"{origin}{target}", AGENT):
            what = "The owner's robots rules do not let programs fetch this address."
            raise Forbidden(what, where=address, next_step=_BY_HAND)
        rate = rules.request_rate(AGENT)
        between = rate.seconds / rate.requests if rate and rate.requests > 0 else 0.0
        return max(float(rules.crawl_delay(AGENT) or 0.0), float(between), 0.0)

    def _rules(self, origin: str) -> Protego | Forbidden:
        address = f"{origin}/robots.txt"
        try:
            status, body = self._read(address, MOST_BYTES)
        except Offline:
            raise
        except SourceError as error:
            return _for_now(f"The owner's robots rules cannot be read ({error.what.rstrip('.')})")
        if status in (401, 403):
            return Forbidden("The owner does not let programs read its robots rules.", next_step=_BY_HAND)
        if 400 <= status < 500 and status != 429:
            return Protego.parse("")
        if status != 200:
            return _for_now(f"The owner's robots rules cannot be read (the server answers with {status})")
        return Protego.parse(body.decode("utf-8", "replace").removeprefix("\ufeff").replace("\0", ""))


def _for_now(what: str) -> Forbidden:
    return Forbidden(f"{what}; until they can be, nothing is fetched from it.", next_step="Try again later.")
