import pytest

from ingest.fetch.keys import document_key, version_of

ACT = "legislation.gov.uk/asp/2014/9"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.legislation.gov.uk/asp/2014/9", ACT),
        ("http://www.legislation.gov.uk./asp/2014/9/section/1", ACT),
        ("https://www.legislation.gov.uk/id/asp/2014/9", ACT),
        ("https://legislation.gov.uk/asp/2014/9/2015-06-01/data.xml?view=plain#x", ACT),
        ("http://legislation.data.gov.uk/asp/2014/9/enacted/data.htm?wrap=true", ACT),
        ("https://www.legislation.gov.uk/asp/2014/9/notes/division/3/1/4", f"{ACT}/notes"),
        ("https://www.legislation.gov.uk/ssi/2014/285/note/made", "legislation.gov.uk/ssi/2014/285"),
        ("https://www.legislation.gov.uk/ukpga/Vict/63-64/12/section/1", "legislation.gov.uk/ukpga/Vict/63-64/12"),
        ("https://www.gov.scot/publications/some-plan/pages/3/", "gov.scot/publications/some-plan"),
        ("https://gov.scot/publications/some-plan", "gov.scot/publications/some-plan"),
        ("https://www.gov.scot/binaries/content/documents/govscot/publications/strategy-plan/2016/12/some-plan/documents/"
         "a-pdf/a-pdf/govscot%3Adocument/a.pdf", "gov.scot/publications/some-plan"),
        ("http://www.gov.scot/Publications/2015/12/7436/9", "gov.scot/publications/2015/12/7436"),
        ("https://www.example.org/a/b/?c=d#e", "example.org/a/b"),
        ("", ""),
        ("https://[broken", ""),
    ],
)  # fmt: skip
def test_all_addresses_of_a_document_are_one(address: str, key: str) -> None:
    assert document_key(address) == key


def test_versions_are_kept_apart() -> None:
    assert version_of("https://www.legislation.gov.uk/asp/2014/9/enacted") == "enacted"
    assert version_of("https://www.legislation.gov.uk/asp/2014/9/section/1/2015-06-01") == "2015-06-01"
    assert version_of("https://www.legislation.gov.uk/asp/2014/9") == ""
    assert version_of("https://www.gov.scot/enacted") == ""
