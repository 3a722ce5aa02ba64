"""Every way in which a server can behave badly, against a real server on this machine."""

import contextlib
import gzip
import socket
import ssl
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from badcertificate import self_signed
from badserver import PDF, QUICK, XML, Handler, Place, cut, fails, goes_on, hang_up, redirects, sends

from graph.errors import SourceError
from ingest.fetch.faults import Forbidden, Offline
from ingest.fetch.owners import OFFICIAL, Owners
from ingest.fetch.parts import Part
from ingest.fetch.web import Web

ONLY_PDF = frozenset(("pdf",))
ONLY_XML = frozenset(("xml",))
ONLY_HTML = frozenset(("html",))


def get(place: Place, tmp_path: Path, path: str = "/doc", accept: frozenset[str] = ONLY_PDF, web: Web | None = None):
    address = place.at(path)
    with Part(tmp_path / "fetch", address) as part:
        return (web or place.web()).get(address, accept, part)


def fault(place: Place, tmp_path: Path, path: str = "/doc", accept: frozenset[str] = ONLY_PDF, **other: object) -> str:
    """The message; nothing may be lost of what it must say: the address stands in it."""
    with pytest.raises(SourceError) as raised:
        get(place, tmp_path, path, accept, **other)
    assert place.at(path) in str(raised.value) or "127.0.0.1" in str(raised.value)
    return str(raised.value)


def test_a_good_answer_is_given_whole_with_an_honest_name(place: Place, tmp_path: Path) -> None:
    place.put("/doc", sends(PDF, "application/pdf", ETag='"1"'))
    answer = get(place, tmp_path)
    assert (answer.data, answer.kind) == (PDF, "pdf")
    name = place.headers("/doc")[0]["User-Agent"]
    assert name.startswith("Crosscurrent/") and "research tool" in name and "@" not in name
    assert place.headers("/doc")[0]["Host"].startswith("www.gov.scot")
    assert place.pauses == []


def test_progress_is_told(place: Place, tmp_path: Path) -> None:
    place.put("/doc", sends(PDF, "application/pdf"))
    told: list[tuple[str, int, int]] = []
    get(place, tmp_path, web=place.web(coming=lambda *step: told.append(step)))
    assert told[0] == (place.at("/doc"), 0, len(PDF)) and told[-1] == (place.at("/doc"), len(PDF), len(PDF))


def test_a_silent_server_is_given_up_after_growing_pauses(place: Place, tmp_path: Path) -> None:
    place.put("/doc", lambda handler: time.sleep(0.8))
    limits = replace(QUICK, read=0.1, attempts=3)
    assert "no proper answer" in fault(place, tmp_path, web=place.web(limits))
    assert place.pauses == [1.0, 2.0]


def drips(handler: Handler) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 100000\r\n\r\n%PDF-1.4\n")
    while True:
        handler.raw(b"x")
        time.sleep(0.03)


def test_a_server_that_drips_is_cut_off(place: Place, tmp_path: Path) -> None:
    place.put("/doc", drips)
    began = time.monotonic()
    assert "took too long" in fault(place, tmp_path, web=place.web(replace(QUICK, whole=0.5)))
    assert time.monotonic() - began < 10


def test_headers_that_drip_are_cut_off(place: Place, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        handler.raw(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while True:
            handler.raw(b"x")
            time.sleep(0.03)

    place.put("/doc", answer)
    assert "took too long" in fault(place, tmp_path, web=place.web(replace(QUICK, whole=0.5)))


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(5000)),
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 300_000,
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nhello",
        b"\0\0\0\0\0\0",
        b"",
    ],
    ids=["endless headers", "endless header", "another protocol", "broken chunks", "nulls", "nothing"],
)
def test_what_is_no_http_is_a_fault_that_is_tried_again(place: Place, tmp_path: Path, data: bytes) -> None:
    def answer(handler: Handler) -> None:
        handler.raw(data)
        hang_up(handler)

    place.put("/doc", answer)
    assert "could not be fetched" in fault(place, tmp_path, web=place.web(replace(QUICK, attempts=2)))
    assert place.paths() == ["/doc", "/doc"]


def test_a_transfer_that_breaks_off_goes_on_where_it_stopped(place: Place, tmp_path: Path) -> None:
    place.put("/doc", cut(PDF, "application/pdf", 4000, ETag='"1"'), goes_on(PDF, "application/pdf", '"1"'))
    assert get(place, tmp_path).data == PDF
    assert [h.get("Range") for h in place.headers("/doc")] == [None, "bytes=4000-"]
    assert place.headers("/doc")[1]["If-Range"] == '"1"'
    assert place.pauses == [1.0]


def test_it_goes_on_in_another_run_too(place: Place, tmp_path: Path) -> None:
    place.put("/doc", cut(PDF, "application/pdf", 4000, ETag='"1"'), fails(500))
    assert "kept" in fault(place, tmp_path, web=place.web(replace(QUICK, attempts=2)))
    place.put("/doc", goes_on(PDF, "application/pdf", '"1"'))
    assert get(place, tmp_path).data == PDF
    assert place.headers("/doc")[-1]["Range"] == "bytes=4000-"


def test_a_document_that_changed_meanwhile_begins_again(place: Place, tmp_path: Path) -> None:
    other = PDF.replace(b"%PDF-1.4", b"%PDF-1.7")
    place.put("/doc", cut(PDF, "application/pdf", 4000, ETag='"1"'), goes_on(other, "application/pdf", '"2"'))
    assert get(place, tmp_path).data == other


def test_a_server_that_goes_on_with_another_document_is_seen_through(place: Place, tmp_path: Path) -> None:
    def lies(handler: Handler) -> None:
        place_ = f"bytes 4000-{len(PDF) - 1}/{len(PDF)}"
        handler.answer(206, PDF[4000:], {"ETag": '"2"', "Content-Range": place_})

    place.put("/doc", cut(PDF, "application/pdf", 4000, ETag='"1"'), lies, sends(PDF, "application/pdf", ETag='"2"'))
    assert get(place, tmp_path).data == PDF
    assert "Range" not in place.headers("/doc")[2]


@pytest.mark.parametrize("where", ["bytes 0-9/10", "bytes 5000-6000/10264", "nonsense", ""])
def test_a_part_from_another_place_is_not_added(place: Place, tmp_path: Path, where: str) -> None:
    def lies(handler: Handler) -> None:
        handler.answer(206, PDF[5000:], {"ETag": '"1"', "Content-Range": where})

    place.put("/doc", cut(PDF, "application/pdf", 4000, ETag='"1"'), lies, sends(PDF, "application/pdf", ETag='"1"'))
    assert get(place, tmp_path).data == PDF


def test_a_range_that_is_refused_begins_again(place: Place, tmp_path: Path) -> None:
    place.put("/doc", cut(PDF, "application/pdf", 4000, ETag='"1"'), fails(416), sends(PDF, "application/pdf"))
    assert get(place, tmp_path).data == PDF


def test_without_a_strong_validator_nothing_is_gone_on_with(place: Place, tmp_path: Path) -> None:
    place.put("/doc", cut(PDF, "application/pdf", 4000, ETag='W/"1"'), sends(PDF, "application/pdf"))
    assert get(place, tmp_path).data == PDF
    assert "Range" not in place.headers("/doc")[1]


def test_chunks_that_break_off_are_no_document(place: Place, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nTransfer-Encoding: chunked\r\n\r\n"
        handler.raw(head + b"5\r\n%PDF-\r\n20\r\nhalf")
        hang_up(handler)

    place.put("/doc", answer)
    assert "broke off" in fault(place, tmp_path, web=place.web(replace(QUICK, attempts=2)))


def test_a_length_that_never_comes_is_a_fault(place: Place, tmp_path: Path) -> None:
    place.put("/doc", cut(PDF, "application/pdf", len(PDF) - 10))
    assert "could not be fetched" in fault(place, tmp_path, web=place.web(replace(QUICK, attempts=2)))


def test_a_length_that_is_too_short_does_not_pass_for_the_whole(place: Place, tmp_path: Path) -> None:
    place.put("/doc", lambda handler: handler.answer(200, PDF, {"Content-Type": "application/pdf"}, length=500))
    assert "has no end" in fault(place, tmp_path)


@pytest.mark.parametrize(
    ("body", "kind", "accept", "words"),
    [
        (b"<!DOCTYPE html><html><body>Please wait</body></html>", "text/html", ONLY_XML, "not XML"),
        (b"<!DOCTYPE html><html><body>Please wait</body></html>", "application/xml", ONLY_XML, "a web page, not XML"),
        (b"<html><body>log in</body></html>", "application/pdf", ONLY_PDF, "a web page, not a PDF"),
        (PDF, "text/html", frozenset(("pdf", "html")), 'called "text/html" but is a PDF'),
        (b"MZ\x90\0\3", "application/pdf", ONLY_PDF, "something unknown"),
        (b"PK\3\4 not a zip", "application/octet-stream", frozenset(("docx",)), "something unknown"),
        (b"GIF89a", "image/gif", ONLY_HTML, '"image/gif"'),
        (b"", "application/pdf", ONLY_PDF, "empty"),
    ],
)
def test_what_it_is_must_be_what_was_asked_for(
    place: Place, tmp_path: Path, body: bytes, kind: str, accept: frozenset[str], words: str
) -> None:
    place.put("/doc", sends(body, kind))
    assert words in fault(place, tmp_path, accept=accept)
    assert place.paths() == ["/doc"]
    assert not list((tmp_path / "fetch").glob("*.part"))


@pytest.mark.parametrize("kind", ["application/xml", "text/xml; charset=utf-8", "application/octet-stream", ""])
def test_xml_by_any_of_its_names(place: Place, tmp_path: Path, kind: str) -> None:
    place.put("/doc", sends(XML, kind))
    assert get(place, tmp_path, accept=ONLY_XML).kind == "xml"


def test_an_endless_body_is_cut_at_the_limit(place: Place, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\n")
        while True:
            handler.raw(b"x" * 65536)

    place.put("/doc", answer)
    assert "at most" in fault(place, tmp_path)
    assert place.paths() == ["/doc"]
    assert not list((tmp_path / "fetch").glob("*.part"))


def test_a_length_beyond_the_limit_is_not_even_begun(place: Place, tmp_path: Path) -> None:
    place.put("/doc", lambda handler: handler.answer(200, b"%PDF-", {"Content-Type": "application/pdf"}, length=10**12))
    assert "953,674 MB" in fault(place, tmp_path)


def test_packed_answers_are_unpacked_within_bounds(place: Place, tmp_path: Path) -> None:
    place.put("/good", sends(gzip.compress(PDF), "application/pdf", Content_Encoding="gzip"))
    place.put("/bomb", sends(gzip.compress(b"%PDF-" + bytes(30_000_000)), "application/pdf", Content_Encoding="gzip"))
    place.put("/torn", sends(gzip.compress(PDF)[:-300], "application/pdf", Content_Encoding="gzip"))
    place.put("/false", sends(PDF, "application/pdf", Content_Encoding="gzip"))
    place.put("/other", sends(PDF, "application/pdf", Content_Encoding="br"))
    assert get(place, tmp_path, "/good").data == PDF
    assert "unpacks to more than" in fault(place, tmp_path, "/bomb")
    assert "breaks off" in fault(place, tmp_path, "/torn")
    assert "cannot be unpacked" in fault(place, tmp_path, "/false")
    assert "not asked for" in fault(place, tmp_path, "/other")


def test_faults_that_pass_are_waited_for(place: Place, tmp_path: Path) -> None:
    place.put("/doc", fails(500), fails(503), hang_up, fails(202), sends(PDF, "application/pdf"))
    assert get(place, tmp_path).data == PDF
    assert place.pauses == [1.0, 2.0, 4.0, 8.0]


def test_the_owner_says_how_long_to_wait(place: Place, tmp_path: Path) -> None:
    place.put("/doc", fails(429, Retry_After="7"), sends(PDF, "application/pdf"))
    get(place, tmp_path)
    assert place.pauses == [7.0]


def test_the_owner_says_until_when_to_wait(place: Place, tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)
    place.put("/doc", fails(503, Retry_After="Tue, 24 Nov 2026 12:00:30 GMT"), sends(PDF, "application/pdf"))
    web = place.web(replace(QUICK, whole=60.0), now=lambda: now)
    get(place, tmp_path, web=web)
    assert place.pauses == [30.0]


@pytest.mark.parametrize("value", ["soon", "-5", "\xb2", "Tue, 99 Nov 2026"])
def test_a_wait_that_is_none_is_passed_over(place: Place, tmp_path: Path, value: str) -> None:
    place.put("/doc", fails(503, Retry_After=value), sends(PDF, "application/pdf"))
    get(place, tmp_path)
    assert place.pauses == [1.0]


def test_a_wait_that_is_too_long_is_told(place: Place, tmp_path: Path) -> None:
    place.put("/doc", fails(429, Retry_After="3600"))
    assert "Try again after 60 minutes" in fault(place, tmp_path)
    assert place.pauses == []


@pytest.mark.parametrize(("status", "words"), [(404, "nothing at this address"), (410, "taken away"), (403, "not let")])
def test_what_will_not_pass_is_not_tried_again(place: Place, tmp_path: Path, status: int, words: str) -> None:
    place.put("/doc", fails(status))
    assert words in fault(place, tmp_path)
    assert place.paths() == ["/doc"]


def test_a_redirect_within_the_owner_is_followed(place: Place, tmp_path: Path) -> None:
    place.put("/doc", redirects(place.at("/there", "gov.scot"), 301))
    place.put("/there", redirects("/end", 308))
    place.put("/end", sends(PDF, "application/pdf"))
    assert get(place, tmp_path).address == place.at("/end", "gov.scot")


@pytest.mark.parametrize(
    "target",
    [
        "http://localhost:{port}/end",
        "http://127.0.0.1:{port}/end",
        "http://[::1]:{port}/end",
        "http://2130706433/end",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "ftp://www.gov.scot/end",
        "http://www.legislation.gov.uk:{port}/asp/2014/9",
        "http://www.gov.scot.example.org/end",
        "http://evilgov.scot/end",
        "http://user:word@www.gov.scot:{port}/end",
        "http://www.gov.scot:22/end",
        "http://www.gov.scot\\@127.0.0.1/end",
        "//example.org/end",
        "javascript:alert(1)",
        "http://[broken",
        "",
    ],
)
def test_a_redirect_to_anywhere_else_is_not(place: Place, tmp_path: Path, target: str) -> None:
    place.put("/doc", redirects(target.format(port=place.port)))
    place.put("/end", sends(PDF, "application/pdf"))
    assert "not followed" in fault(place, tmp_path)
    assert place.paths() == ["/doc"]


def test_redirects_that_never_end_are_given_up(place: Place, tmp_path: Path) -> None:
    place.put("/loop", redirects("/pool"))
    place.put("/pool", redirects("/loop"))
    for n in range(10):
        place.put(f"/far{n}", redirects(f"/far{n + 1}"))
    assert "lead back" in fault(place, tmp_path, "/loop")
    assert "more than 5 times" in fault(place, tmp_path, "/far0")


def test_robots_rules_are_kept_with_their_wildcards(place: Place, tmp_path: Path) -> None:
    rules = b"User-agent: *\nDisallow: /private/\nDisallow: /*.pdf$\nAllow: /private/open\n"
    place.put("/robots.txt", sends(rules, "text/plain"))
    for path in ("/private/x", "/a.pdf", "/private/open"):
        place.put(path, sends(PDF, "application/pdf"))
    web = place.web()
    for path in ("/private/x", "/a.pdf"):
        with pytest.raises(Forbidden, match="robots rules do not let"):
            get(place, tmp_path, path, web=web)
    assert get(place, tmp_path, "/private/open", web=web).data == PDF
    assert place.paths() == ["/private/open"]
    assert len(place.headers("/robots.txt")) == 1


def test_rules_for_this_program_by_name_are_found(place: Place, tmp_path: Path) -> None:
    place.put("/robots.txt", sends(b"User-agent: crosscurrent\nDisallow: /\n\nUser-agent: *\nAllow: /\n", "text/plain"))
    assert "robots rules" in fault(place, tmp_path)


def test_a_redirect_is_held_against_robots_rules_too(place: Place, tmp_path: Path) -> None:
    place.put("/robots.txt", sends(b"User-agent: *\nDisallow: /secret\n", "text/plain"))
    place.put("/doc", redirects("/secret"))
    with pytest.raises(Forbidden):
        get(place, tmp_path)
    assert place.paths() == ["/doc"]


def test_a_crawl_delay_is_waited_for(place: Place, tmp_path: Path) -> None:
    place.put("/robots.txt", sends(b"User-agent: *\nCrawl-delay: 2.5\n", "text/plain"))
    place.put("/doc", sends(PDF, "application/pdf"))
    web = place.web(clock=lambda: 100.0)
    for n in range(3):
        place.put(f"/{n}", sends(PDF, "application/pdf"))
        get(place, tmp_path, f"/{n}", web=web)
    assert place.pauses == [2.5, 2.5]


def test_a_crawl_delay_of_a_day_is_told(place: Place, tmp_path: Path) -> None:
    place.put("/robots.txt", sends(b"User-agent: *\nCrawl-delay: 86400\n", "text/plain"))
    assert "86,400 seconds between" in fault(place, tmp_path)


@pytest.mark.parametrize("status", [404, 410, 400])
def test_missing_rules_allow(place: Place, tmp_path: Path, status: int) -> None:
    place.put("/robots.txt", fails(status))
    place.put("/doc", sends(PDF, "application/pdf"))
    assert get(place, tmp_path).data == PDF


def never(handler: Handler) -> None:
    time.sleep(0.8)


@pytest.mark.parametrize(
    "answer",
    [fails(500), fails(503), fails(429), fails(403), never, hang_up, redirects("http://example.org/robots.txt")],
)
def test_rules_that_cannot_be_read_forbid_for_now(place: Place, tmp_path: Path, answer: object) -> None:
    place.put("/robots.txt", answer)  # type: ignore[arg-type]
    place.put("/doc", sends(PDF, "application/pdf"))
    with pytest.raises(Forbidden, match="robots rules"):
        get(place, tmp_path, web=place.web(replace(QUICK, read=0.15)))
    assert place.paths() == []


def test_endless_rules_count_as_far_as_they_are_read(place: Place, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /no\n")
        while True:
            handler.raw(b"# for ever\n" * 6000)

    place.put("/robots.txt", answer)
    place.put("/doc", sends(PDF, "application/pdf"))
    web = place.web()
    assert get(place, tmp_path, web=web).data == PDF
    with pytest.raises(Forbidden):
        get(place, tmp_path, "/no", web=web)


@pytest.mark.parametrize("rules", [b"", b"<html>not rules</html>", b"\0\xff\xfe", b"User-agent\n:::\nDisallow", PDF])
def test_rules_that_are_none_allow(place: Place, tmp_path: Path, rules: bytes) -> None:
    place.put("/robots.txt", sends(rules, "text/plain"))
    place.put("/doc", sends(PDF, "application/pdf"))
    assert get(place, tmp_path).data == PDF


def test_without_a_name_it_is_offline_at_once(tmp_path: Path) -> None:
    def no_name(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    pauses: list[float] = []
    web = Web(resolve=no_name, pause=pauses.append)
    with pytest.raises(Offline, match=r"no connection to www\.gov\.scot"):
        web.get("https://www.gov.scot/x", ONLY_HTML, Part(tmp_path, "x"))
    assert pauses == []


def test_a_port_where_nobody_listens_is_offline(place: Place, tmp_path: Path) -> None:
    web = place.web()
    place.server.shutdown()
    place.server.server_close()
    with pytest.raises(Offline):
        get(place, tmp_path, web=web)


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["::1"], ["10.1.2.3"], ["192.168.0.1"], ["169.254.169.254"], ["fe80::1%eth0"], ["100.64.0.1"],
     ["::ffff:127.0.0.1"], ["0.0.0.0"], ["93.184.216.34", "127.0.0.1"]],
)  # fmt: skip
def test_a_name_that_leads_into_a_private_network_is_not_asked(tmp_path: Path, found: list[str]) -> None:
    web = Web(OFFICIAL, resolve=lambda host, port: found)
    with pytest.raises(SourceError, match="private network"):
        web.get("https://www.gov.scot/x", ONLY_HTML, Part(tmp_path, "x"))


def test_the_very_machine_that_was_looked_at_is_asked(place: Place, tmp_path: Path) -> None:
    """A name that leads elsewhere at a second look gains nothing: there is none."""
    place.put("/doc", sends(PDF, "application/pdf"))
    looks: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        looks.append(host)
        return ["127.0.0.1"]

    web = Web(place.owners, QUICK, resolve=resolve)
    get(place, tmp_path, web=web)
    assert looks == ["www.gov.scot"] * 2  # once for the rules, once for the document


def test_a_certificate_of_nobody_is_not_trusted(tmp_path: Path) -> None:
    context = self_signed("www.gov.scot", tmp_path)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def serve() -> None:
        raw, _ = listener.accept()
        try:
            context.wrap_socket(raw, server_side=True).close()
        except OSError:
            raw.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    owners = Owners(OFFICIAL.owners, ports=(port,), private=True)
    web = Web(owners, QUICK, resolve=lambda host, port: ["127.0.0.1"], pause=lambda seconds: None)
    with pytest.raises(SourceError, match="not trusted"):
        web.get(f"https://www.gov.scot:{port}/x", ONLY_HTML, Part(tmp_path, "x"))
    thread.join(5)
    listener.close()


def test_a_damaged_note_of_a_part_is_not_trusted(place: Place, tmp_path: Path) -> None:
    place.put("/doc", cut(PDF, "application/pdf", 4000, ETag='"1"'), fails(500))
    fault(place, tmp_path, web=place.web(replace(QUICK, attempts=2)))
    for about in (tmp_path / "fetch").glob("*.json"):
        about.write_text("{", encoding="utf-8")
    place.put("/doc", goes_on(PDF, "application/pdf", '"1"'))
    assert get(place, tmp_path).data == PDF
    assert "Range" not in place.headers("/doc")[-1]


def proxied(reply: bytes, context: ssl.SSLContext | None = None) -> tuple[socket.socket, list[bytes]]:
    """A proxy that answers every connection alike: the socket it listens at, and what it was sent first."""
    listener = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                raw, _ = listener.accept()
            except OSError:
                return  # the test is over
            with raw:
                heard.append(raw.recv(4096))
                raw.sendall(reply)
                if context:
                    with contextlib.suppress(OSError):
                        context.wrap_socket(raw, server_side=True).close()

    threading.Thread(target=serve, daemon=True).start()
    return listener, heard


def test_a_proxy_of_the_users_own_is_gone_through_and_the_owner_still_proven(tmp_path: Path) -> None:
    listener, heard = proxied(b"HTTP/1.1 200 OK\r\n\r\n", self_signed("www.gov.scot", tmp_path))
    looked: list[str] = []

    def look(host: str, port: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"]

    web = Web(limits=QUICK, resolve=look, proxy=lambda host: f"http://me:w%40rd@proxy.test:{listener.getsockname()[1]}")
    with pytest.raises(SourceError, match=r"certificate of www\.gov\.scot is not trusted"):
        web.get("https://www.gov.scot/x", ONLY_HTML, Part(tmp_path, "x"))
    listener.close()
    assert heard[0].startswith(b"CONNECT www.gov.scot:443 HTTP/1.") and looked == ["proxy.test"]
    assert b"bWU6d0ByZA==" in heard[0]


def test_a_proxy_that_refuses_is_told(tmp_path: Path) -> None:
    listener, heard = proxied(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
    web = Web(
        limits=replace(QUICK, attempts=1),
        resolve=lambda host, port: ["127.0.0.1"],
        pause=lambda seconds: None,
        proxy=lambda host: f"127.0.0.1:{listener.getsockname()[1]}",
    )
    with pytest.raises(SourceError, match="407"):
        web.get("https://www.gov.scot/x", ONLY_HTML, Part(tmp_path, "x"))
    listener.close()
    assert b"Authorization" not in heard[0]
    with pytest.raises(SourceError, match="only http: proxies"):
        Web(proxy=lambda host: "socks5://p:1").get("https://www.gov.scot/x", ONLY_HTML, Part(tmp_path, "x"))


def test_rules_made_to_take_ages_are_compared_all_the_same(place: Place, tmp_path: Path) -> None:
    pattern = "*a" * 40
    place.put("/robots.txt", sends(f"User-agent: *\nDisallow: /{pattern}b\n".encode(), "text/plain"))
    place.put("/" + "a" * 80, sends(PDF, "application/pdf"))
    web = place.web()
    assert get(place, tmp_path, "/" + "a" * 80, web=web).data == PDF
    with pytest.raises(Forbidden):
        get(place, tmp_path, "/" + "a" * 80 + "b", web=web)
