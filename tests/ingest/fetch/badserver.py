"""A server on this machine that answers as it is told, in every bad way; and the openly wider rules to reach it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ingest.fetch.limits import Limits
from ingest.fetch.owners import OFFICIAL, Owners
from ingest.fetch.web import Web

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"
XML = b'<?xml version="1.0"?>\n<Legislation><Body>' + b"<P>made up</P>" * 50 + b"</Body></Legislation>\n"
QUICK = Limits(connect=2.0, read=0.4, whole=20.0, bytes=400_000, page_bytes=200_000, pause=1.0, between=0.0)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "BadServer"

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append((self.path, dict(self.headers.items())))
        answer = self.server.answers.get(self.path)
        if answer is None:
            self.answer(404, b"nothing here", {"Content-Type": "text/plain"})
            return
        try:
            answer(self)
        except (BrokenPipeError, ConnectionResetError):
            return  # the client had enough

    def answer(
        self, status: int, body: bytes, headers: dict[str, str] | None = None, length: int | None = None
    ) -> None:
        """One whole answer; `length` is what it claims to be."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body) if length is None else length), **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def raw(self, data: bytes) -> None:
        """Bytes as they are, with no headers of our own."""
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        return


Answers = Callable[[Handler], None]


class BadServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    answers: dict[str, Answers]
    asked: list[tuple[str, dict[str, str]]]

    def handle_error(self, request: object, client_address: object) -> None:
        return  # clients that hang up are what is tested


@dataclass
class Place:
    """The server with what was asked of it; `web` reaches it under the official names."""

    server: BadServer
    pauses: list[float] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def owners(self) -> Owners:
        """The official owners, but over plain http, at this port, and by a machine of one's own."""
        return Owners(OFFICIAL.owners, schemes=("http",), ports=(self.port,), private=True)

    def put(self, path: str, *answers: Answers) -> None:
        """Answer a path with one after another; the last again and again."""
        left = list(answers)

        def answer(handler: Handler) -> None:
            (left.pop(0) if len(left) > 1 else left[0])(handler)

        self.server.answers[path] = answer

    def paths(self) -> list[str]:
        return [path for path, _ in self.server.asked if path != "/robots.txt"]

    def headers(self, path: str) -> list[dict[str, str]]:
        return [headers for asked, headers in self.server.asked if asked == path]

    def at(self, path: str, host: str = "www.gov.scot") -> str:
        return f"http://{host}:{self.port}{path}"

    def web(self, limits: Limits = QUICK, **other: object) -> Web:
        """A way to this server, whatever the name; it pauses only on paper."""
        return Web(self.owners, limits, resolve=lambda host, port: ["127.0.0.1"], pause=self.pauses.append, **other)  # type: ignore[arg-type]


@contextmanager
def running() -> Iterator[Place]:
    server = BadServer(("127.0.0.1", 0), Handler)
    server.answers, server.asked = {}, []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield Place(server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def sends(body: bytes, kind: str, status: int = 200, **headers: str) -> Answers:
    """A plain good answer; underscores in names of headers are hyphens."""
    given = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return lambda handler: handler.answer(status, body, given)


def fails(status: int, **headers: str) -> Answers:
    return sends(b"", "text/plain", status, **headers)


def redirects(target: str, status: int = 302) -> Answers:
    return lambda handler: handler.answer(status, b"", {"Location": target} if target else {})


def cut(body: bytes, kind: str, at: int, **headers: str) -> Answers:
    """The first `at` bytes of a body that claims to be whole."""
    given = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return lambda handler: handler.answer(200, body[:at], given, length=len(body))


def goes_on(body: bytes, kind: str, tag: str) -> Answers:
    """An answer that keeps to Range and If-Range."""

    def answer(handler: Handler) -> None:
        wanted = handler.headers.get("Range", "")
        if wanted and handler.headers.get("If-Range") == tag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            place = f"bytes {start}-{len(body) - 1}/{len(body)}"
            handler.answer(206, body[start:], {"Content-Type": kind, "ETag": tag, "Content-Range": place})
        else:
            handler.answer(200, body, {"Content-Type": kind, "ETag": tag})

    return answer


def hang_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
