"""The rules that count outside tests: official owners, https, no machine by number, no private network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceError
from ingest.fetch.owners import OFFICIAL


@pytest.mark.parametrize(
    ("entered", "normal"),
    [
        ("https://www.legislation.gov.uk/asp/2014/9", "https://www.legislation.gov.uk/asp/2014/9"),
        ("http://www.legislation.gov.uk/asp/2014/9#section-1", "https://www.legislation.gov.uk/asp/2014/9"),
        ("www.gov.scot/publications/plan/", "https://www.gov.scot/publications/plan/"),
        ("  HTTPS://WWW.GOV.SCOT./x?a=b  ", "https://www.gov.scot/x?a=b"),
        ("https://www.gov.scot:443/x", "https://www.gov.scot/x"),
        ("https://gov.scot", "https://gov.scot/"),
        ("https://www.gov.scot/caf\u00e9", "https://www.gov.scot/caf%C3%A9"),
        ("https://www.gov.scot/a%2Fb", "https://www.gov.scot/a%2Fb"),
    ],
)
def test_addresses_as_people_write_them(entered: str, normal: str) -> None:
    assert OFFICIAL.entered(entered) == normal


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://[::1]/x",
        "https://2130706433/x",
        "https://0x7f000001/x",
        "file:///etc/passwd",
        "ftp://www.gov.scot/x",
        "https://example.org/",
        "https://gov.scot.example.org/",
        "https://notgov.scot/",
        "https://legislation.gov.uk@example.org/",
        "https://me:word@www.gov.scot/",
        "https://www.gov.scot:8443/",
        "www.gov.scot:8443/x",
        "https://www.gov.scot\\.example.org/",
        "https://www.gov.scot/a b",
        "https://www.gov.scot/a\nb",
        "https://www.g\u043ev.scot/",
        "https:///x",
        "https://www.gov.scot:port/",
        "javascript:alert(1)",
        "",
        "https://" + "a" * 300 + ".gov.scot/",
    ],
)
def test_everything_else_is_refused(address: str) -> None:
    with pytest.raises(SourceError) as raised:
        OFFICIAL.entered(address)
    assert raised.value.what and raised.value.next_step


@given(st.text(max_size=60))
def test_whatever_is_let_through_is_https_of_an_owner(text: str) -> None:
    try:
        normal = OFFICIAL.entered(text)
    except SourceError:
        return
    assert normal.startswith("https://")
    assert OFFICIAL.owner_of(normal) in OFFICIAL.owners
    assert OFFICIAL.checked(normal) == normal


def test_redirects_stay_with_the_owner_and_with_https() -> None:
    first = "https://www.gov.scot/publications/plan/"
    assert OFFICIAL.redirected(first, "https://gov.scot/x") == "https://gov.scot/x"
    for target in ("http://www.gov.scot/x", "https://www.legislation.gov.uk/x", "file:///x", "https://127.0.0.1/x"):
        with pytest.raises(SourceError, match="not followed"):
            OFFICIAL.redirected(first, target)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "::1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.1.1", "fc00::1"]
)
def test_private_machines_never_answer_for_an_owner(host: str) -> None:
    with pytest.raises(SourceError, match="private network"):
        OFFICIAL.reachable("www.gov.scot", ["93.184.216.34", host])
    assert OFFICIAL.reachable("www.gov.scot", ["93.184.216.34"]) == ("93.184.216.34",)


def test_only_two_domains_are_free_to_be_named() -> None:
    assert {domain for owner in OFFICIAL.owners for domain in owner.free} == {"legislation.gov.uk", "gov.scot"}
    assert OFFICIAL.is_free("https://nationalperformance.gov.scot/x")
    assert not OFFICIAL.is_free("https://audit.scot/x")
    assert (OFFICIAL.schemes, OFFICIAL.ports, OFFICIAL.private) == (("https",), (443,), False)
