"""References between passages follow official addresses, in the same source before another."""

import pytest

from graph.addresses import address_key, document_address, document_key
from graph.model import Passage
from graph.references import references

SITE = "http://www.legislation.gov.uk"


def passage(name: str, url: str = "", *refers: str, source: str = "act") -> Passage:
    return Passage(name, source, name, 0, 1, "x", url=url, refers=tuple((one, "it") for one in refers))


def edges(*passages: Passage) -> list[tuple[str, str]]:
    made = references(passages)
    return list(zip(made["from_id"], made["to_id"], strict=True))


@pytest.mark.parametrize(
    "address",
    [f"{SITE}/id/asp/2014/9/section/1", "https://www.legislation.gov.uk/asp/2014/9/section/1/enacted",
     f"{SITE}/asp/2014/9/section/1/2020-01-01/data.xml", f"{SITE}/asp/2014/9/section/1#x",
     f"{SITE}/asp/2014/9/section/1/", f"{SITE}/asp/2014/9/section/1/2020-01-01/E+W",
     f"{SITE}/asp/2014/9/section/1/wales"],
)  # fmt: skip
def test_all_addresses_of_a_provision_have_one_key(address: str) -> None:
    assert address_key(address) == "asp/2014/9/section/1" and document_key(address) == "asp/2014/9"
    assert document_address(address).endswith("legislation.gov.uk/asp/2014/9")


def test_labels_of_provisions_are_no_versions() -> None:
    for name in ("e", "s", "w", "n", "es", "14"):
        assert address_key(f"{SITE}/asp/2014/9/section/1/{name}") == f"asp/2014/9/section/1/{name}"
    assert address_key("https://www.gov.scot/asp/2014/9") == "" == document_address("https://www.gov.scot/x")
    assert document_key(f"{SITE}/id/ukpga/Vict/24-25/100/section/18") == "ukpga/Vict/24-25/100"
    assert document_key(f"{SITE}/asp/2018/15/notes/paragraph/3") == "asp/2018/15/notes"


def test_a_section_is_its_first_passage() -> None:
    one = passage("one", f"{SITE}/asp/2014/9/section/1/1", f"{SITE}/id/asp/2014/9/section/2")
    two = passage("two", f"{SITE}/asp/2014/9/section/2/1/a")
    three = passage("three", f"{SITE}/asp/2014/9/section/2/1/b", f"{SITE}/asp/2014/9/section/2/1/b")
    assert edges(one, two, three) == [("one", "two")]


def test_whole_documents_and_strangers_give_no_edge() -> None:
    head = passage("head", f"{SITE}/asp/2014/9")
    one = passage(
        "one", f"{SITE}/asp/2014/9/section/1", f"{SITE}/asp/2014/9", f"{SITE}/asp/2019/1/section/1", "http://x.org/"
    )
    assert edges(head, one) == []


def test_the_same_source_comes_first_then_others() -> None:
    other = passage("other", f"{SITE}/asp/2014/9/section/1", source="copy")
    own = passage("own", f"{SITE}/asp/2014/9/section/1/2020-01-01")
    refers = passage("refers", "", f"{SITE}/asp/2014/9/section/1", f"{SITE}/asp/2014/9/section/1")
    stranger = passage("stranger", "", f"{SITE}/asp/2014/9/section/1", source="notes")
    assert edges(other, own, refers, stranger) == [("refers", "own"), ("stranger", "other")]


def test_no_references_at_all() -> None:
    made = references([passage("one")])
    assert made.empty and list(made.columns) == ["from_id", "to_id", "address", "words"]
