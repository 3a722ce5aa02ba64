"""Where a graph on a server is: its address, which may stand in a study, and who may open it, which never does."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import StoreError

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
EXAMPLE = "neo4j://localhost:7687, or neo4j+s://… for a server with a certificate"
USER_VARIABLES = ("CROSSCURRENT_NEO4J_USER", "NEO4J_USERNAME", "NEO4J_USER")
PASSWORD_VARIABLES = ("CROSSCURRENT_NEO4J_PASSWORD", "NEO4J_PASSWORD")
FILE_VARIABLE = "CROSSCURRENT_NEO4J_FILE"
"""Names a file with lines such as NEO4J_USERNAME=… and NEO4J_PASSWORD=…, as Aura gives one to download."""
DEFAULT_USER = "neo4j"
DATABASE = re.compile(r"[A-Za-z][A-Za-z0-9.-]{2,62}\Z")


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """A server and one of its databases; an empty `database` is the user's home database."""

    uri: str
    database: str = ""

    def __str__(self) -> str:
        return f"{self.uri}/{self.database}" if self.database else self.uri


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who opens a server; the password never shows in a representation."""

    user: str
    password: str = field(repr=False)


def parse_address(text: str) -> StoreAddress:
    """Read an address such as `neo4j://host:7687/database`.

    Raises StoreError for another scheme, a missing host, a port that is none, and an address that holds a user or a
    password, which is not repeated in the message.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise _wrong("this is no address of a server.") from None
    if parts.username or parts.password or "@" in parts.netloc:
        raise StoreError(
            "an address holds no user and no password.",
            where="the store's address",
            next_step=f"Give them in {USER_VARIABLES[0]} and {PASSWORD_VARIABLES[0]}, or in a file ({FILE_VARIABLE}).",
        )
    if parts.scheme.lower() not in SCHEMES:
        raise _wrong(f"a store begins with {', '.join(SCHEMES[:-1])} or {SCHEMES[-1]}.")
    if not parts.hostname:
        raise _wrong("the address names no host.")
    database = parts.path.strip("/")
    if database and not DATABASE.match(database):
        raise _wrong(f"{database!r} is no name of a database.")
    if parts.fragment:
        raise _wrong("nothing may stand after a # in it.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    routing = f"?{parts.query}" if parts.query else ""
    return StoreAddress(f"{parts.scheme.lower()}://{host}{f':{port}' if port else ''}{routing}", database)


def _wrong(what: str) -> StoreError:
    return StoreError(what, where="the store's address", next_step=f"Write it as {EXAMPLE}.")


def find_credentials(
    address: StoreAddress,
    *,
    environment: Mapping[str, str] | None = None,
    ask: Callable[[str], str] | None = None,
) -> Credentials:
    """User and password for a server: from the environment, else from the file it names, else by asking.

    `ask` is given a prompt and returns what was typed; without it a missing password raises StoreError, as does a file
    that cannot be read. The user is `neo4j` where none is named.
    """
    known = dict(os.environ if environment is None else environment)
    if file := known.get(FILE_VARIABLE):
        known = {**_read(Path(file)), **{k: v for k, v in known.items() if k.startswith("CROSSCURRENT_")}}
    user = next((known[name] for name in USER_VARIABLES if known.get(name)), DEFAULT_USER)
    password = next((known[name] for name in PASSWORD_VARIABLES if known.get(name)), "")
    if not password and ask is not None:
        password = ask(f"Password of {user} at {address}: ")
    if not password:
        raise StoreError(
            f"there is no password for {user}.",
            where=str(address),
            next_step=f"Set {PASSWORD_VARIABLES[0]}, or name a file that holds it in {FILE_VARIABLE}.",
        )
    return Credentials(user, password)


def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise StoreError(
            f"the file with the password cannot be read: {reason}.",
            where=str(path),
            next_step=f"Correct {FILE_VARIABLE}.",
        ) from None
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
