"""Addresses of stores, and who may open them: nothing secret in an address, a message or a representation."""

from pathlib import Path

import pytest

from graph.errors import StoreError
from graph.stores.address import StoreAddress, find_credentials, parse_address

HERE = StoreAddress("neo4j://localhost:7687")


@pytest.mark.parametrize(
    ("text", "uri", "database"),
    [
        ("neo4j://localhost:7687", "neo4j://localhost:7687", ""),
        ("bolt://10.0.0.2", "bolt://10.0.0.2", ""),
        ("neo4j+s://abc.databases.neo4j.io", "neo4j+s://abc.databases.neo4j.io", ""),
        ("bolt+ssc://host:7000/leaders", "bolt+ssc://host:7000", "leaders"),
        ("NEO4J://Host/leaders/", "neo4j://host", "leaders"),
        ("neo4j://host?policy=eu", "neo4j://host?policy=eu", ""),
        ("neo4j://[::1]:7687/care.study-2", "neo4j://[::1]:7687", "care.study-2"),
    ],
)
def test_an_address_is_read(text: str, uri: str, database: str) -> None:
    assert parse_address(text) == StoreAddress(uri, database)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("http://localhost", "begins with neo4j"),
        ("localhost:7687", "begins with neo4j"),
        ("neo4j://", "no host"),
        ("neo4j://host:port", "no address"),
        ("neo4j://host:99999", "no address"),
        ("neo4j://host/a b", "no name of a database"),
        ("neo4j://host/9x", "no name of a database"),
        ("neo4j://host#there", "after a #"),
        ("", "begins with neo4j"),
    ],
)
def test_what_is_no_address_says_why(text: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as raised:
        parse_address(text)
    assert raised.value.next_step


@pytest.mark.parametrize("text", ["neo4j://anna:secret-word@host", "neo4j://:secret-word@host", "bolt://anna@host"])
def test_an_address_holds_no_password_and_no_message_repeats_it(text: str) -> None:
    with pytest.raises(StoreError, match="no user and no password") as raised:
        parse_address(text)
    assert "secret-word" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_the_environment_goes_first_and_ours_before_neo4js() -> None:
    given = {"NEO4J_PASSWORD": "theirs", "NEO4J_USERNAME": "other", "CROSSCURRENT_NEO4J_PASSWORD": "ours"}
    found = find_credentials(HERE, environment=given)
    assert (found.user, found.password) == ("other", "ours")
    assert "ours" not in repr(found)


def test_a_file_as_aura_gives_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "Neo4j-abc.txt"
    file.write_text(
        "# Wait 60 seconds\nNEO4J_URI=neo4j+s://abc\nNEO4J_USERNAME=neo4j\nNEO4J_PASSWORD=a=b c\n", encoding="utf-8"
    )
    found = find_credentials(HERE, environment={"CROSSCURRENT_NEO4J_FILE": str(file)})
    assert (found.user, found.password) == ("neo4j", "a=b c")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read") as raised:
        find_credentials(HERE, environment={"CROSSCURRENT_NEO4J_FILE": str(tmp_path / "none.txt")})
    assert raised.value.where.endswith("none.txt")


def test_who_has_none_is_asked_or_told() -> None:
    prompts: list[str] = []

    def ask(prompt: str) -> str:
        prompts.append(prompt)
        return "typed"

    assert find_credentials(HERE, environment={}, ask=ask).password == "typed"
    assert prompts == ["Password of neo4j at neo4j://localhost:7687: "]
    with pytest.raises(StoreError, match="no password") as raised:
        find_credentials(HERE, environment={})
    assert "CROSSCURRENT_NEO4J_PASSWORD" in raised.value.next_step
