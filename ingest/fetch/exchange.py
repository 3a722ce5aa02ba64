"""One request and its answer over one connection, bounded in time, to a machine that was looked at first."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final
from urllib.parse import unquote, urlsplit

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse
from urllib3.util import make_headers

from graph.errors import SourceError
from ingest.fetch.faults import Offline, Passing
from ingest.fetch.limits import Limits
from ingest.fetch.owners import Owners

Resolve = Callable[[str, int], list[str]]
"""A host's name and port -> its internet addresses; raises OSError where it has none."""

CHUNK: Final = 64 * 1024
_FAULTS: Final = (HTTPError, http.client.HTTPException, OSError, ValueError)
"""What the client library raises while it talks; ValueError is a header that is none."""


def user_agent() -> str:
    """What this program calls itself: its name and version, and no person's."""
    try:
        own = version("crosscurrent")
    except PackageNotFoundError:
        own = "0"
    return f"Crosscurrent/{own} (research tool; fetches single official documents for policy research)"


def resolve(host: str, port: int) -> list[str]:
    """The internet addresses of a host, by this machine's name service."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


class Reply:
    """The status and headers of an answer, and its body as it comes."""

    def __init__(self, response: HTTPResponse, address: str, late: Callable[[], bool]) -> None:
        self.address = address
        self.status = response.status
        self._response = response
        self._late = late

    def header(self, name: str) -> str:
        """The value of a header; empty where it is missing."""
        return str(self._response.headers.get(name, "")).strip()

    def chunks(self) -> Iterator[bytes]:
        """The body piece by piece, still packed where the server packed it. Raises Passing where it breaks off."""
        while True:
            try:
                chunk = self._response.read1(CHUNK, decode_content=False)
            except _FAULTS as error:
                raise self._broken(error) from error
            if not chunk:
                break
            yield chunk
        if self._late():
            raise self._broken(None)

    def _broken(self, error: Exception | None) -> Passing:
        return Passing("it took too long" if self._late() else f"the transfer broke off ({_reason(error)})")


@dataclass(frozen=True, slots=True)
class Way:
    """How servers are reached: whose, how patiently, by which name service, and through which proxy.

    `proxy` is the address of an `http:` proxy that the user's own settings name, empty for none; it looks names up
    itself, so that `owners` then only decide by name.
    """

    owners: Owners
    limits: Limits
    resolve: Resolve
    proxy: str = ""


@contextmanager
def ask(address: str, headers: Mapping[str, str], way: Way, seconds: float) -> Iterator[Reply]:
    """Ask one address once; nothing is followed, kept or tried again.

    `address` is in normal form (`Owners.checked`). The name is looked up once and the very addresses that were found
    public are connected to. After `seconds` the connection is cut, whatever the server does. Raises Offline where no
    connection can be made, SourceError where there is no use in trying again, Passing otherwise.
    """
    connection = _connection(address, way)
    rang = threading.Event()
    end = time.monotonic() + max(seconds, 0.0)
    alarm = threading.Timer(max(seconds, 0.0), _cut, (connection, rang))
    alarm.daemon = True
    alarm.start()
    try:
        yield _answered(connection, address, headers, way.limits, lambda: rang.is_set() or time.monotonic() >= end)
    finally:
        alarm.cancel()
        connection.close()
        connection.release()


def _answered(
    connection: "_Plain | _Secure", address: str, headers: Mapping[str, str], limits: Limits, late: Callable[[], bool]
) -> Reply:
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        connection.connect()
    except ssl.SSLCertVerificationError as error:
        raise _untrusted(host, error) from error
    except _FAULTS as error:
        inner = error.__cause__ or error.__context__
        if isinstance(inner, ssl.SSLCertVerificationError):
            raise _untrusted(host, inner) from error
        if connection.raw is None:
            raise _offline(connection.host, error) from error
        raise Passing(f"no secure connection could be made ({_reason(error)})") from error
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.timeout = limits.read
        connection.request("GET", target, headers=headers, preload_content=False, decode_content=False)
        response = connection.getresponse()
    except _FAULTS as error:
        why = "it took too long" if late() else _reason(error)
        raise Passing(f"the server gave no proper answer ({why})") from error
    return Reply(response, address, late)


def _connection(address: str, way: Way) -> "_Plain | _Secure":
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = parts.port or {"https": 443, "http": 80}[parts.scheme]
    if way.proxy and parts.scheme == "https":
        return _through(way, host, port)
    places = way.owners.reachable(host, _found(host, port, way.resolve))
    if parts.scheme == "https":
        return _Secure(host, port, places, way.limits.connect)
    return _Plain(host, port, places, way.limits.connect)


def _through(way: Way, host: str, port: int) -> "_Secure":
    """A connection through the proxy; what goes through it is encrypted from here to the owner's server."""
    proxy = urlsplit(way.proxy if "://" in way.proxy else f"http://{way.proxy}")
    if proxy.scheme != "http" or not proxy.hostname:
        what = "The proxy that this machine's settings name is not used: only http: proxies are."
        raise SourceError(what, next_step="Look at the variable HTTPS_PROXY.")
    place = (proxy.hostname, proxy.port or 80)
    made = _Secure(*place, tuple(_found(*place, way.resolve)), way.limits.connect)
    user = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}" if proxy.username else None
    made.set_tunnel(host, port, make_headers(proxy_basic_auth=user) if user else None)
    return made


def _found(host: str, port: int, resolve: Resolve) -> list[str]:
    try:
        found = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise _offline(host, error) from error
    if not found:
        raise _offline(host, None)
    return found


class _Plain(HTTPConnection):
    """A connection that goes to given machines whatever the host's name would lead to by now."""

    def __init__(self, host: str, port: int, places: tuple[str, ...], timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.places = places
        self.raw: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made, self.raw = _connected(self.places, self.port, self.timeout)
        return made

    def release(self) -> None:
        """Give back the second handle that the alarm cuts."""
        if self.raw is not None:
            self.raw.close()


class _Secure(HTTPSConnection):
    """The same over TLS; the certificate has to be the host's."""

    def __init__(self, host: str, port: int, places: tuple[str, ...], timeout: float) -> None:
        # The system's own list of authorities counts (a university's, say), with a well-kept one for systems without.
        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
        super().__init__(host, port, timeout=timeout, ssl_context=context)
        self.places = places
        self.raw: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made, self.raw = _connected(self.places, self.port, self.timeout)
        return made

    def release(self) -> None:
        """Give back the second handle that the alarm cuts."""
        if self.raw is not None:
            self.raw.close()


def _connected(places: tuple[str, ...], port: int, timeout: object) -> tuple[socket.socket, socket.socket]:
    """A connection to the first of the places that takes one, and a second handle of it."""
    seconds = float(timeout) if isinstance(timeout, int | float) else None
    failed: OSError = OSError("there is no address")
    for place in places:
        try:
            made = socket.create_connection((place, port), seconds)
        except OSError as error:
            failed = error
            continue
        return made, made.dup()
    raise failed


def _cut(connection: _Plain | _Secure, rang: threading.Event) -> None:
    """End a connection from beside: what waits for it wakes up."""
    rang.set()
    raw = connection.raw
    if raw is not None:
        try:
            raw.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it had ended by itself


def _offline(host: str, error: Exception | None) -> Offline:
    return Offline(
        f"There is no connection to {host} ({_reason(error)}).",
        next_step="Check the network; what was begun goes on where it stopped.",
    )


def _untrusted(host: str, error: Exception) -> SourceError:
    return SourceError(
        f"The certificate of {host} is not trusted ({_reason(error)}); nothing was read from it.",
        next_step="Check this machine's clock and network, and try again later.",
    )


def _reason(error: Exception | None) -> str:
    """A fault in a few words."""
    if error is None:
        return "no answer"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "its name is not found"
    text = getattr(error, "verify_message", "") or getattr(error, "strerror", "") or str(error) or type(error).__name__
    return " ".join(str(text).split())[:160]
