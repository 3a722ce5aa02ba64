"""What users are given to run a server with: the container gets the very settings that the tests run with."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from neo4j_server import read_settings

DEPLOY = Path(__file__).parent.parent / "deploy"
CONF = DEPLOY / "neo4j.conf"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def service(compose: dict[str, Any]) -> dict[str, Any]:
    return compose["services"]["neo4j"]


def setting(variable: str) -> str:
    """The name that the image's start script gives a variable: _ is a dot, __ an underscore."""
    return variable.removeprefix("NEO4J_").replace("_", ".").replace("..", "_")


def megabytes(size: str) -> int:
    return int(size[:-1]) * {"m": 1, "g": 1024}[size[-1]]


def test_the_container_has_every_setting_and_no_other(service: dict[str, Any]) -> None:
    given = {setting(name): value for name, value in service["environment"].items() if name != "NEO4J_AUTH"}
    assert given == read_settings()
    assert all(name.startswith("NEO4J_") and isinstance(value, str) for name, value in service["environment"].items())


def test_it_does_not_start_without_a_password(service: dict[str, Any]) -> None:
    assert re.fullmatch(r"neo4j/\$\{NEO4J_PASSWORD:\?[^}]+\}", service["environment"]["NEO4J_AUTH"])


def test_only_this_machine_reaches_it(service: dict[str, Any]) -> None:
    assert service["ports"] == ["127.0.0.1:7687:7687", "127.0.0.1:7474:7474"]
    assert "network_mode" not in service and not service.get("privileged")


def test_the_version_is_pinned_and_brings_no_plugins(service: dict[str, Any]) -> None:
    assert re.fullmatch(r"neo4j:5\.26\.\d+-community", service["image"])
    assert not any("PLUGINS" in name for name in service["environment"])


def test_data_are_kept_in_a_named_volume(compose: dict[str, Any], service: dict[str, Any]) -> None:
    places = dict(volume.split(":") for volume in service["volumes"])
    assert places == {"data": "/data", "logs": "/logs"}
    assert set(places) == set(compose["volumes"])


def test_its_health_is_asked_without_a_password(service: dict[str, Any]) -> None:
    check = service["healthcheck"]["test"]
    assert check[0] == "CMD" and "http://127.0.0.1:7474/" in check
    assert not any("PASSWORD" in word for word in check)


def test_what_java_takes_fits_into_the_limits(service: dict[str, Any]) -> None:
    settings = read_settings()
    heap = megabytes(settings["server.memory.heap.max_size"])
    cache = megabytes(settings["server.memory.pagecache.size"])
    assert megabytes(service["mem_limit"]) >= heap + cache + 512
    assert megabytes(settings["db.memory.transaction.max"]) <= megabytes(settings["dbms.memory.transaction.total.max"])
    assert megabytes(settings["dbms.memory.transaction.total.max"]) < heap
    assert service["stop_grace_period"] == "60s"


def test_every_setting_says_why_and_stands_there_once() -> None:
    lines = CONF.read_text(encoding="utf-8").splitlines()
    names = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert len(names) == len(set(names))
    paragraphs = CONF.read_text(encoding="utf-8").split("\n\n")
    settings = [part for part in paragraphs if any(not line.startswith("#") for line in part.strip().splitlines())]
    assert settings and all(part.startswith("#") for part in settings)


def test_the_page_for_teams_names_every_setting() -> None:
    page = (DEPLOY.parent / "docs" / "neo4j.md").read_text(encoding="utf-8")
    assert [name for name in read_settings() if name not in page] == []
