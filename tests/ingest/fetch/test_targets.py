"""What is asked for, and of whom, for a name or an address."""

import pytest

from graph.errors import SourceError
from ingest.fetch.catalogue import read_catalogue
from ingest.fetch.owners import OFFICIAL
from ingest.fetch.targets import target_of

CATALOGUE = read_catalogue()
LAW = "https://www.legislation.gov.uk"
GOV = "https://www.gov.scot"


@pytest.mark.parametrize(
    ("address", "asked", "own"),
    [
        (f"{LAW}/asp/2014/9", f"{LAW}/asp/2014/9/data.xml", "asp-2014-9"),
        ("legislation.gov.uk/asp/2014/9/contents", f"{LAW}/asp/2014/9/data.xml", "asp-2014-9"),
        (f"{LAW}/asp/2014/9/contents/enacted", f"{LAW}/asp/2014/9/enacted/data.xml", "asp-2014-9-enacted"),
        (f"{LAW}/asp/2014/9/data.htm?wrap=true", f"{LAW}/asp/2014/9/data.xml", "asp-2014-9"),
        (f"{LAW}/asp/2014/9/data.xml", f"{LAW}/asp/2014/9/data.xml", "asp-2014-9"),
        (f"{LAW}/id/asp/2014/9/section/1", f"{LAW}/asp/2014/9/section/1/data.xml", "asp-2014-9-section-1"),
        (f"{LAW}/ssi/2014/283/made/data.akn", f"{LAW}/ssi/2014/283/made/data.xml", "ssi-2014-283-made"),
        (f"{LAW}/wsi/2020/1/made/welsh", f"{LAW}/wsi/2020/1/made/welsh/data.xml", "wsi-2020-1-made-welsh"),
        (f"{LAW}/asp/2014/9/2016-04-01?view=plain", f"{LAW}/asp/2014/9/2016-04-01/data.xml", "asp-2014-9-2016-04-01"),
        (f"{LAW}/asp/2014/9/notes", f"{LAW}/asp/2014/9/notes/data.xml", "asp-2014-9-notes"),
    ],
)
def test_legislation_is_asked_for_as_xml(address: str, asked: str, own: str) -> None:
    target = target_of(address, CATALOGUE, OFFICIAL)
    assert (target.asked, target.id, target.way, target.accept) == (asked, own, "one", frozenset(("xml",)))
    assert target.page == asked.removesuffix("/data.xml")


def test_a_pdf_of_legislation_stays_one() -> None:
    target = target_of(f"{LAW}/asp/2014/9/pdfs/asp_20140009_en.pdf", CATALOGUE, OFFICIAL)
    assert target.asked.endswith("en.pdf") and target.accept == frozenset(("pdf",))


@pytest.mark.parametrize("inner", ["", "/", "/pages/3/", "/pages/3", "/documents/", "/pages/4/#a"])
def test_a_publication_is_meant_as_a_whole(inner: str) -> None:
    target = target_of(f"gov.scot/publications/some-plan{inner}", CATALOGUE, OFFICIAL)
    assert (target.asked, target.way, target.id) == (f"{GOV}/publications/some-plan/", "publication", "some-plan")


def test_one_page_or_one_file_may_be_asked_for() -> None:
    page = target_of(f"{GOV}/publications/some-plan/pages/3", CATALOGUE, OFFICIAL, one_page=True)
    assert (page.asked, page.way, page.id) == (f"{GOV}/publications/some-plan/pages/3/", "one", "some-plan-pages-3")
    file = target_of(f"{GOV}/binaries/content/a/govscot%3Adocument/A%20Plan.pdf", CATALOGUE, OFFICIAL)
    assert (file.way, file.id) == ("one", "a-plan") and "pdf" in file.accept


def test_the_catalogue_is_known_by_id() -> None:
    act = target_of("joint-working-act-2014-xml", CATALOGUE, OFFICIAL)
    assert (act.asked, act.id) == (f"{LAW}/asp/2014/9/data.xml", "joint-working-act-2014-xml")
    chapter = target_of("christie-2011-ch3", CATALOGUE, OFFICIAL)
    assert (chapter.way, chapter.asked[-9:]) == ("one", "/pages/5/")
    assert target_of("christie-2011", CATALOGUE, OFFICIAL).way == "publication"
    assert target_of("localities-guidance-2015", CATALOGUE, OFFICIAL).way == "publication"
    assert target_of("audit-ijb-2024", CATALOGUE, OFFICIAL).asked.startswith("https://audit.scot/")


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda e: e.id)
def test_every_entry_leads_somewhere(entry) -> None:
    target = target_of(entry.id, CATALOGUE, OFFICIAL)
    assert OFFICIAL.checked(target.asked) == target.asked
    assert target.id == entry.id


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("christie-2012", 'Did you mean "christie-2011"'),
        ("nothing-like-it", "--list"),
        ("https://audit.scot/publications/other", "others of the catalogue by their id"),
        ("https://example.org/a", "Only official addresses"),
        ("https://127.0.0.1/a", "by number"),
        (f"{LAW}/search?q=x", "is no document"),
        (LAW, "is no document"),
    ],
)
def test_what_may_not_be_fetched_says_why(name: str, words: str) -> None:
    with pytest.raises(SourceError) as raised:
        target_of(name, CATALOGUE, OFFICIAL)
    assert words in str(raised.value)
