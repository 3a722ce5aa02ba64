"""Documents by their addresses: robots rules kept, redirects looked at, attempts repeated, broken transfers resumed."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

from graph.errors import SourceError
from ingest.fetch import formats
from ingest.fetch.exchange import Reply, Resolve, Way, ask, resolve, user_agent
from ingest.fetch.faults import Offline, Passing
from ingest.fetch.limits import LIMITS, Limits
from ingest.fetch.owners import OFFICIAL, Owners
from ingest.fetch.parts import Meta, Part
from ingest.fetch.robots import Robots

Coming = Callable[[str, int, int], None]
"""Told of an address, how many bytes have come, and how many there will be (0: the server does not say)."""

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_PASSING: Final = (202, 408, 425, 429, 500, 502, 503, 504)
_LATER: Final = "What has come is kept; try again later and it goes on from there."
_RANGE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)\Z")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole body. `address` is where it stood after redirects; `kind` a key of `formats.NAMES`."""

    address: str
    data: bytes
    kind: str
    content_type: str


class Web:
    """One run's way to the owners' servers: it knows their rules, and when each was last asked.

    `resolve`, `pause`, `clock` and `now` are the machine's own; tests hand in others. `proxy` says which proxy the
    user's settings name for a host, empty for none.
    """

    def __init__(
        self,
        owners: Owners = OFFICIAL,
        limits: Limits = LIMITS,
        *,
        resolve: Resolve = resolve,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        proxy: Callable[[str], str] = lambda host: "",
        coming: Coming = lambda address, done, total: None,
    ) -> None:
        self.owners = owners
        self.limits = limits
        self.coming = coming
        self._resolve = resolve
        self._pause = pause
        self._clock = clock
        self._now = now
        self._proxy = proxy
        self._asked: dict[str, float] = {}
        self._met: set[str] = set()
        self._robots = Robots(self._rules)

    def get(self, address: str, accept: frozenset[str], part: Part, *, limit: int = 0) -> Answer:
        """The document at an address of one of the owners, of one of the kinds that are accepted.

        What has come is kept in `part` when a fault may pass, and is gone on with when the same is asked again. `limit`
        bounds its bytes (0: as in `limits`). Raises Offline, Forbidden or SourceError, each with the address.
        """
        first = self.owners.checked(address)
        most = limit or self.limits.bytes
        try:
            return self._patiently(lambda ends: self._once(first, accept, part, most, ends), first)
        except SourceError as error:
            error.where = error.where or first
            raise

    def _patiently(self, attempt: Callable[[float], Answer], address: str) -> Answer:
        ends = self._clock() + self.limits.whole
        for count in range(self.limits.attempts):
            try:
                return attempt(ends)
            except (Passing, Offline) as error:
                fault = error
                if isinstance(error, Offline) and (urlsplit(address).hostname or "") not in self._met:
                    raise
            wait = max(self.limits.pause * 2**count, getattr(fault, "wait", 0.0))
            if wait > self.limits.longest_pause:
                step = f"Try again after {wait / 60:,.0f} minutes. What has come is kept."
                raise SourceError(f"The server asks to wait {wait:,.0f} seconds.", where=address, next_step=step)
            if count + 1 < self.limits.attempts:
                if self._clock() + wait > ends:
                    break
                self._pause(wait)
        what = f"It could not be fetched: {fault.what.rstrip('.')} ({count + 1} attempts)."
        raise SourceError(what, where=address, next_step=_LATER) from fault

    def _once(self, address: str, accept: frozenset[str], part: Part, most: int, ends: float) -> Answer:
        known = part.finished()
        if known:
            return self._checked(part, known, accept, most)
        headers = {}
        resumed = part.resumable()
        if resumed:
            headers = {"Range": f"bytes={part.size}-", "If-Range": resumed.validator}
        with self.followed(address, headers, ends, self._polite) as reply:
            meta = self._meta(reply, address, accept, part, resumed, most)
            self._receive(reply, part, meta, most)
        done = replace(meta, whole=True)
        part.finish(done)
        return self._checked(part, done, accept, most)

    def _meta(
        self, reply: Reply, address: str, accept: frozenset[str], part: Part, resumed: Meta | None, most: int
    ) -> Meta:
        """What the answer says of itself; the part stands where its body has to be added."""
        if resumed and reply.status == 206:
            self._continue(reply, part, resumed)
            return resumed
        if reply.status in (206, 416):
            part.drop()
            raise Passing("the server does not go on where the transfer broke off")
        if reply.status != 200:
            self._refuse(reply, part)
        encoding = reply.header("Content-Encoding").lower().replace("identity", "")
        total = _number(reply.header("Content-Length"))
        if total > most:
            part.drop()
            raise _too_large(total, most)
        content_type = reply.header("Content-Type")[:200]
        allowed = formats.declared_kinds(content_type)
        if allowed is not None and not allowed & accept:
            part.drop()
            wanted = " or ".join(formats.NAMES[k] for k in sorted(accept))
            said = content_type.partition(";")[0].strip()
            raise SourceError(f'The server sends "{said}", not {wanted}.', next_step=_OPEN)
        meta = Meta(address, reply.address, content_type, encoding, _validator(reply), total)
        part.begin(meta)
        return meta

    def _continue(self, reply: Reply, part: Part, resumed: Meta) -> None:
        """Check that a partial answer goes on exactly where the part ends, of the same document."""
        place = _RANGE.match(reply.header("Content-Range"))
        same = _validator(reply) in ("", resumed.validator) and not reply.header("Content-Encoding")
        total = resumed.total
        if (
            not place
            or not same
            or int(place[1]) != part.size
            or (place[3] != "*" and total >= 0 and int(place[3]) != total)
        ):
            part.drop()
            raise Passing("the document changed while it came, or the server sends another part of it")

    def _receive(self, reply: Reply, part: Part, meta: Meta, most: int) -> None:
        self.coming(meta.address, part.size, max(meta.total, 0))
        come = part.size
        for chunk in reply.chunks():
            come += len(chunk)
            if come > most:
                part.drop()
                raise _too_large(come, most)
            part.append(chunk)
            self.coming(meta.address, come, max(meta.total, 0))
        if 0 <= meta.total != come:
            if come > meta.total:
                part.drop()
            raise Passing(f"{come:,} bytes came of {meta.total:,}")

    def _checked(self, part: Part, meta: Meta, accept: frozenset[str], most: int) -> Answer:
        try:
            data = formats.unpacked(part.data(), meta.encoding, most, meta.address)
            if not data:
                raise SourceError("The answer is empty.", where=meta.address, next_step=_OPEN)
            kind = formats.check(data, meta.content_type, accept, meta.final)
        except SourceError:
            part.drop()
            raise
        return Answer(meta.final, data, kind, meta.content_type)

    def _refuse(self, reply: Reply, part: Part) -> None:
        if reply.status in _PASSING:
            raise Passing(f"the server answers with {reply.status}", self._retry_after(reply.header("Retry-After")))
        part.drop()
        words = {404: "There is nothing at this address", 410: "The document has been taken away"}
        words |= {401: "The owner does not let it be fetched", 403: "The owner does not let it be fetched"}
        what = words.get(reply.status, "The server answers with an error")
        raise SourceError(f"{what} ({reply.status}).", next_step=_OPEN)

    def _retry_after(self, value: str) -> float:
        """Seconds to wait, given as such or as a date; 0 where neither."""
        if _number(value) >= 0:
            return float(_number(value))
        try:
            at = parsedate_to_datetime(value)
        except (ValueError, TypeError):
            return 0.0
        return max((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - self._now().timestamp(), 0.0)

    @contextmanager
    def followed(
        self, address: str, headers: dict[str, str], ends: float, before: Callable[[str], None]
    ) -> Iterator[Reply]:
        """The answer after all redirects; `before` is called with every address before it is asked."""
        sent = {"User-Agent": user_agent(), "Accept-Encoding": "identity", "Accept": "*/*", **headers}
        hop, seen = address, {address}
        for _ in range(self.limits.redirects + 1):
            before(hop)
            host = urlsplit(hop).hostname or ""
            way = Way(self.owners, self.limits, self._resolve, self._proxy(host))
            with ask(hop, sent, way, ends - self._clock()) as reply:
                self._met.add(host)
                if reply.status not in _REDIRECTS:
                    yield reply
                    return
                hop = self.owners.redirected(address, _target(hop, reply.header("Location")))
            if hop in seen:
                raise SourceError("Its redirects lead back to where they began.", where=address, next_step=_OPEN)
            seen.add(hop)
        raise SourceError(f"It redirects more than {self.limits.redirects} times.", where=address, next_step=_OPEN)

    def _polite(self, address: str) -> None:
        """Raise Forbidden where robots rules say so; else wait until the host may be asked again."""
        delay = max(self._robots.delay(address), self.limits.between)
        if delay > self.limits.longest_pause:
            what = f"The owner asks for {delay:,.0f} seconds between two requests, which is longer than is waited."
            raise SourceError(what, where=address, next_step="Save the document with a browser and `crosscurrent add`.")
        host = urlsplit(address).netloc
        if host in self._asked:
            due = self._asked[host] + delay - self._clock()
            if due > 0:
                self._pause(due)
        self._asked[host] = self._clock()

    def _rules(self, address: str, most: int) -> tuple[int, bytes]:
        """Status and at most `most` bytes of robots rules; asked twice where a fault may pass."""
        fault: Passing | None = None
        for attempt in range(2):
            try:
                ends = self._clock() + 4 * self.limits.read
                with self.followed(address, {}, ends, lambda hop: None) as reply:
                    return reply.status, _beginning(reply, most) if reply.status == 200 else b""
            except Passing as error:
                fault = error
                if attempt == 0:
                    self._pause(self.limits.pause)
        raise SourceError(f"They could not be read: {fault.what if fault else ''}.", where=address, next_step=_LATER)


def _beginning(reply: Reply, most: int) -> bytes:
    data = b""
    for chunk in reply.chunks():
        data += chunk
        if len(data) >= most:
            break
    return data[:most]


def _target(hop: str, location: str) -> str:
    """Where a redirect leads; what cannot be joined to an address stays as it is, to be refused."""
    try:
        return urljoin(hop, location) if location else "about:nothing"
    except ValueError:
        return location


def _number(value: str) -> int:
    """A header's number; -1 where it is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else -1


def _validator(reply: Reply) -> str:
    """What If-Range may name: a strong ETag, else the date of the last change where no ETag is given."""
    tag = reply.header("ETag")
    if tag:
        return tag if tag.startswith('"') and len(tag) < 300 else ""
    return reply.header("Last-Modified")[:100]


def _too_large(size: int, most: int) -> SourceError:
    what = f"It has {size / 1048576:,.0f} MB or more; at most {most / 1048576:,.0f} MB are fetched."
    return SourceError(what, next_step="Save it with a browser, take out what is not needed, then `crosscurrent add`.")


_OPEN: Final = "Open the address in a browser; if the document is there, save it and `crosscurrent add FILE`."
