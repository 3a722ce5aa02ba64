"""A publication of several pages is one document, in order, whatever its pages link to."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from badserver import PDF, QUICK, Place, cut, fails, redirects, sends
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceError
from ingest.fetch.markup import PAGE_MARK, joined, read_page
from ingest.fetch.parts import Part
from ingest.fetch.publications import Publication, read_publication
from ingest.fetch.web import Answer, Web

HOME = "/publications/a-plan/"


def page(title: str, words: str, *links: str, more: str = "") -> bytes:
    """A page as the owner's site makes them: navigation, main text, a way on."""
    nav = "".join(f'<li><a href="{link}">to {link}</a></li>' for link in links)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta name="dc.date" content="2020-05-01">'
        f'</head><body><header><a href="/about/">About</a></header><main><h1>{title}</h1><nav><ul>{nav}</ul></nav>'
        f"<p>{words}</p>{more}</main><footer>Foot</footer></body></html>"
    ).encode()


def html(body: bytes, kind: str = "text/html; charset=utf-8"):
    return sends(body, kind)


def read(place: Place, tmp_path: Path, web: Web | None = None, start: str = HOME, most: int = 50) -> Publication:
    way = web or place.web()

    def get(address: str, accept: frozenset[str]) -> Answer:
        with Part(tmp_path / "fetch", address) as part:
            return way.get(address, accept, part, limit=QUICK.page_bytes)

    return read_publication(place.at(start), get, most, lambda done, known: None)


class Articles(HTMLParser):
    """The words of each page's article, and how deep the markup ends."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.depth = 0
        self.outside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marked = dict(attrs).get(PAGE_MARK)
        if tag == "article" and marked:
            assert self.depth == 0
            self.found.append((marked, ""))
        if tag == "article":
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth and self.found:
            address, words = self.found[-1]
            self.found[-1] = (address, words + data)
        else:
            self.outside += data


def articles(found: Publication) -> list[tuple[str, str]]:
    return Articles(found.data.decode()).found


def test_pages_are_joined_in_the_order_of_the_contents(place: Place, tmp_path: Path) -> None:
    names = [f"{HOME}pages/{n}/" for n in (1, 2, 10)]
    place.put(HOME, html(page("A plan", "Contents", *names, "/publications/another/", "https://example.org/x")))
    for n, name in enumerate(names):
        place.put(name, html(page(f"Part {n}", f"words of part {n}", *names, HOME, f"{HOME}documents/")))
    place.put(f"{HOME}documents/", html(page("Documents", "none")))
    found = read(place, tmp_path)
    assert found.pages == tuple(place.at(n) for n in names)
    assert [a for a, _ in articles(found)] == list(found.pages)
    assert [f"words of part {n}" in text for n, (_, text) in enumerate(articles(found))] == [True] * 3
    assert found.title == "A plan"
    assert b'<html lang="en">' in found.data
    assert b"2020-05-01" in found.data and b"Foot" not in found.data
    assert place.paths() == [HOME, *names, f"{HOME}documents/"]


def test_pages_that_only_later_pages_name_come_where_they_belong(place: Place, tmp_path: Path) -> None:
    """On the owner's site a page lists its own chapter, and of the other chapters only the first page."""
    one, two, three, four = (f"{HOME}pages/{n}/" for n in (1, 2, 3, 4))
    place.put(HOME, html(page("A plan", "Contents", one, four)))
    place.put(one, html(page("One", "one", one, two, four)))
    place.put(two, html(page("Two", "two", three)))
    place.put(three, html(page("Three", "three", one)))
    place.put(four, html(page("Four", "four", three)))
    assert read(place, tmp_path).pages == tuple(place.at(n) for n in (one, two, three, four))


def test_chains_that_loop_end(place: Place, tmp_path: Path) -> None:
    one, two = f"{HOME}pages/1/", f"{HOME}pages/2/"
    place.put(HOME, html(page("A plan", "Contents", one)))
    place.put(one, html(page("One", "one", two + "?from=one#top", "../2", one)))
    place.put(two, html(page("Two", "two", one, one.rstrip("/"), f"{HOME}pages/3/")))
    place.put(f"{HOME}pages/3/", redirects(one))
    assert read(place, tmp_path).pages == (place.at(one), place.at(two))


def test_chains_that_never_end_are_given_up(place: Place, tmp_path: Path) -> None:
    place.put(HOME, html(page("A plan", "Contents", f"{HOME}pages/0/")))
    for n in range(12):
        place.put(f"{HOME}pages/{n}/", html(page("On", "and on", f"{HOME}pages/{n + 1}/")))
    with pytest.raises(SourceError, match="more than 10 pages"):
        read(place, tmp_path, most=10)


def test_one_page_that_fails_fails_the_whole_and_the_others_are_kept_for_next_time(
    place: Place, tmp_path: Path
) -> None:
    one, two = f"{HOME}pages/1/", f"{HOME}pages/2/"
    place.put(HOME, html(page("A plan", "Contents", one, two)))
    place.put(one, html(page("One", "one")))
    place.put(two, fails(500))
    with pytest.raises(SourceError, match="500"):
        read(place, tmp_path, place.web(replace(QUICK, attempts=2)))
    place.put(two, html(page("Two", "two")))
    assert len(read(place, tmp_path).pages) == 2
    assert place.paths().count(one) == place.paths().count(HOME) == 1


def test_a_page_that_breaks_off_is_resumed(place: Place, tmp_path: Path) -> None:
    one = f"{HOME}pages/1/"
    body = page("One", "one " * 500)
    place.put(HOME, html(page("A plan", "Contents", one)))
    place.put(one, cut(body, "text/html", 900), html(body))
    assert articles(read(place, tmp_path))[0][1].count("one ") == 500


def test_a_publication_without_pages_is_its_own_page(place: Place, tmp_path: Path) -> None:
    place.put(HOME, html(page("A letter", "Dear colleague " * 10)))
    found = read(place, tmp_path)
    assert found.pages == (place.at(HOME),) and "Dear colleague" in articles(found)[0][1]


def test_a_cover_of_a_file_gives_the_file(place: Place, tmp_path: Path) -> None:
    file = "/binaries/content/documents/govscot/publications/plan/2020/05/a-plan/documents/a/a/govscot%3Adocument/A.pdf"
    place.put(
        HOME, html(page("A plan", "Read it", more=f'<a href="{file}?inline=true">PDF</a><a href="{file}">get</a>'))
    )
    found = read(place, tmp_path)
    assert found.data == b"" and found.files == (place.at(file),)


def test_files_of_others_and_other_hosts_are_not_offered(place: Place, tmp_path: Path) -> None:
    links = (
        "https://example.org/binaries/x.pdf",
        "/other/x.pdf",
        "mailto:a@b",
        "javascript:x",
        "//[",
        "/binaries/y.exe",
    )
    place.put(HOME, html(page("A plan", "words " * 400, *links)))
    assert read(place, tmp_path).files == ()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (page("Café", "“naïve” words").decode().encode("cp1252"), "text/html; charset=utf-8"),
        (page("Café", "“naïve” words").decode().encode("cp1252"), "text/html; charset=windows-1252"),
        (page("Café", "“naïve” words"), "text/html; charset=iso-8859-1"),
        (page("Café", "“naïve” words"), "text/html; charset=no-such-thing"),
        (b"\xef\xbb\xbf" + page("Café", "“naïve” words"), "text/html"),
    ],
)
def test_a_wrong_encoding_is_found_out(place: Place, tmp_path: Path, body: bytes, kind: str) -> None:
    place.put(HOME, html(body, kind))
    found = read(place, tmp_path)
    assert found.title == "Café" and "“naïve” words" in articles(found)[0][1]


def test_a_page_of_another_type_is_refused(place: Place, tmp_path: Path) -> None:
    one = f"{HOME}pages/1/"
    place.put(HOME, html(page("A plan", "Contents", one)))
    place.put(one, sends(PDF, "application/pdf"))
    with pytest.raises(SourceError, match="not a web page"):
        read(place, tmp_path)


BROKEN = [
    "<div><p>open <b>bold",
    "</article></div></main>closed too often",
    "<!-- a comment that never ends",
    "<script>never ends",
    "<plaintext>swallows all",
    "<textarea>swallows",
    "<iframe><xmp><noscript>",
    f'<article {PAGE_MARK}="https://forged/">forged</article>',
    "<table><tr><td>cell",
    "1 < 2 and <3",
    "<p title='never closed",
    "&amp; &lt;script&gt; &#60;b&#62;",
    "<a href=x>one<a href=y>two",
    "<main>inner</main>after",
    "<title>words</title>",
]


@given(st.lists(st.sampled_from(BROKEN), min_size=1, max_size=4))
def test_broken_markup_of_one_page_stays_in_its_page(pieces: list[str]) -> None:
    pages = [
        ("https://a/1/", read_page(f"<body><main><p>first</p>{''.join(pieces)}")),
        ("https://a/2/", read_page("<body><main><p>second</p></main>")),
    ]
    found = Articles(joined(pages, pages[0][1], "https://a/").decode())
    assert [address for address, _ in found.found] == ["https://a/1/", "https://a/2/"]
    assert found.depth == 0 and found.outside.strip() == ""
    assert found.found[1][1].strip() == "second"
    assert found.found[0][1].lstrip().startswith("first")


@given(st.text(max_size=200))
def test_any_text_at_all_makes_a_page(text: str) -> None:
    made = read_page(text)
    found = Articles(joined([("https://a/1/", made)], made, "https://a/").decode())
    assert [address for address, _ in found.found] == ["https://a/1/"]


def test_links_in_a_page_are_found_with_their_words() -> None:
    made = read_page('<body><a href="/x?a=1&amp;b=2"> A <b>link</b> </a><a>none</a><a href="y"></a></body>')
    assert [(a.href, a.words) for a in made.anchors] == [("/x?a=1&b=2", "A link"), ("y", "")]
