"""Whose addresses may be asked, and which machines may answer for them."""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from graph.errors import SourceError

_UNUSUAL: Final = re.compile(r"[\x00-\x20\x7f\\]")
_HOST: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\Z")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PATH_SAFE: Final = "/%:@!$&'()*+,;=~"
_BY_HAND: Final = "Save the document with a browser, then `crosscurrent add FILE`."


@dataclass(frozen=True, slots=True)
class Owner:
    """A body and the domains that it publishes under, subdomains included.

    `free` are those of its domains of which any address may be given; the others only serve the catalogue.
    """

    name: str
    domains: tuple[str, ...]
    free: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owners:
    """All that may be asked: a value handed in, so that tests say openly where they go beyond the official rules.

    `schemes` and `ports` may stand in an address. `private`: whether machines of this computer or of a private network
    may answer; never so outside tests.
    """

    owners: tuple[Owner, ...]
    schemes: tuple[str, ...] = ("https",)
    ports: tuple[int, ...] = (443,)
    private: bool = False

    def entered(self, address: str) -> str:
        """The normal form of an address as people write it: `http:` or no scheme at all is taken as `https:`.

        Raises SourceError where it may not be asked.
        """
        text = address.strip()
        if not _SCHEME.match(text) or re.match(r"[A-Za-z0-9.-]+:\d+(?:/|\Z)", text):
            text = f"{self.schemes[0]}://{text}"
        if text[:7].lower() == "http://" and "http" not in self.schemes:
            text = f"https://{text[7:]}"
        return self.checked(text)

    def checked(self, address: str) -> str:
        """The normal form of an address, without its fragment; raises SourceError where it may not be asked."""
        parts, host, port = self._split(address)
        self._owner(host, address)
        path = quote(parts.path or "/", safe=_PATH_SAFE)
        place = f"{host}:{port}" if port else host
        return urlunsplit((parts.scheme.lower(), place, path, quote(parts.query, safe=_PATH_SAFE + "?"), ""))

    def owner_of(self, address: str) -> Owner:
        """Whose address it is; raises SourceError for nobody's."""
        _, host, _ = self._split(address)
        return self._owner(host, address)

    def is_free(self, address: str) -> bool:
        """Whether any address of its domain may be given, not only those of the catalogue."""
        _, host, _ = self._split(address)
        return _belongs(host, self._owner(host, address).free)

    def redirected(self, first: str, target: str) -> str:
        """Where a redirect of `first` leads, in normal form; raises SourceError where it leaves the owner or https."""
        try:
            checked = self.checked(target)
            same = self.owner_of(checked) == self.owner_of(first)
        except SourceError as error:
            what = f"It redirects to {_shown(target)}, which is not followed: {error.what}"
            raise SourceError(what, where=first, next_step=_BY_HAND) from error
        if not same:
            what = f"It redirects to {_shown(target)}, another owner's address, which is not followed."
            raise SourceError(what, where=first, next_step=_BY_HAND)
        return checked

    def reachable(self, host: str, addresses: Sequence[str]) -> tuple[str, ...]:
        """The internet addresses of a host, if all of them are public; else SourceError."""
        inside = [a for a in addresses if not self.private and not ipaddress.ip_address(a.partition("%")[0]).is_global]
        if inside:
            what = f"The name {host} leads to {inside[0]}, a machine of a private network; it is not asked."
            raise SourceError(what, where=host, next_step="Look at this machine's name service, or ask its keeper.")
        return tuple(addresses)

    def _split(self, address: str) -> tuple[SplitResult, str, int]:
        """The parts, the host, and the port where it is not the usual one (else 0)."""
        if _UNUSUAL.search(address):
            raise _refused(address, "It holds white space, a control character or a backslash.")
        try:
            parts = urlsplit(address)
            host, port = (parts.hostname or "").lower().removesuffix("."), parts.port
        except ValueError:
            raise _refused(address, "It is no address.") from None
        if parts.scheme.lower() not in self.schemes:
            raise _refused(address, f"Only {' and '.join(self.schemes)} addresses are fetched.")
        if parts.username is not None or parts.password is not None:
            raise _refused(address, "It holds a user name or password.")
        if port is not None and port not in self.ports:
            raise _refused(address, f"It names the port {port}.")
        if not _HOST.match(host):
            raise _refused(address, "It names no host of the internet.")
        usual = {"https": 443, "http": 80}[parts.scheme.lower()]
        return parts, host, 0 if port in (None, usual) else int(port or 0)

    def _owner(self, host: str, address: str) -> Owner:
        if _is_number(host) and not self.private:
            raise _refused(address, "It names a machine by number.")
        for owner in self.owners:
            if _belongs(host, owner.domains):
                return owner
        known = ", ".join(domain for owner in self.owners for domain in owner.free)
        raise _refused(address, f"Only official addresses are fetched: those of {known}, and the catalogue's.")


def _belongs(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _is_number(host: str) -> bool:
    return host.rpartition(".")[2].isdigit() or host.rpartition(".")[2].startswith("0x")


def _refused(address: str, why: str) -> SourceError:
    return SourceError(why, where=_shown(address), next_step=_BY_HAND)


def _shown(address: str) -> str:
    """An address fit for a message: printable, one line, no longer than needed."""
    plain = "".join(c if c.isprintable() else "?" for c in address)
    return plain if len(plain) <= 200 else f"{plain[:200]}…"


OFFICIAL: Final = Owners(
    (
        Owner("The National Archives", ("legislation.gov.uk", "legislation.data.gov.uk"), ("legislation.gov.uk",)),
        Owner("Scottish Government", ("gov.scot", "scotland.gov.uk"), ("gov.scot",)),
        Owner("Scottish Parliament", ("parliament.scot", "parlamaid-alba.scot")),
        Owner("Audit Scotland", ("audit.scot", "audit-scotland.gov.uk")),
        Owner("NHS National Services Scotland", ("nss.nhs.scot",)),
        Owner("NHS Scotland publications", ("publications.scot.nhs.uk",)),
        Owner("Care Inspectorate", ("careinspectorate.com",)),
        Owner("Scottish Community Development Centre", ("scdc.org.uk",)),
    )
)
"""Bodies that publish at their own addresses; what others copied from them is left out."""
