"""Saved web pages: the document without furniture, its structure as references, what it says of itself."""

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendering import holds

from graph.errors import SourceError
from ingest.readers import Document, choose
from ingest.readers.html_reader import HtmlReader


def parsed(body: str, kind: str = "policy", head: str = "", html: str = 'lang="en"') -> Document:
    source = f"<!DOCTYPE html><html {html}><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return page(source, kind)


def page(source: str | bytes, kind: str = "policy") -> Document:
    data = source.encode("utf-8") if isinstance(source, str) else source
    reader = choose(data, "page.html", kind)
    assert reader.name == "html"
    document = reader.read(data, "page.html", kind)
    holds(document)
    for link in document.links:
        assert document.text[link.start : link.end].strip() == document.text[link.start : link.end]
    return document


def blocks(document: Document) -> list[tuple[str, str, str]]:
    return [(block.ref, block.heading, document.words(block)) for block in document.blocks]


SITE = """
<div class="cookie-banner"><p>We use cookies to keep the lights on. Accept or say no.</p><button>Accept</button></div>
<a class="skip-link" href="#main">Skip to main content</a>
<header role="banner"><a href="/">Valley Council</a><form role="search"><input name="q"><label>Search</label></form>
</header>
<nav aria-label="Main"><ul><li><a href="/a">News</a></li><li><a href="/b">Halls</a></li></ul></nav>
<div class="breadcrumbs"><a href="/">Home</a> › <a href="/plans">Plans</a></div>
{main}
<aside class="related"><h2>Related content</h2><ul><li><a href="/x">Other plan</a></li></ul></aside>
<footer><p>© Valley Council. <a href="/privacy">Privacy</a> <a href="/terms">Terms</a></p></footer>
<script>document.write("<p>script words</p>")</script><style>p {{ color: red }}</style>
"""
WORDS = """
<h1>The hall plan</h1>
<p>The board meets in each valley, so that nobody has to cross the pass in winter.</p>
<h2 id="money">Money</h2>
<p>What is set aside for the upper halls may be used in the lower ones, where those who set it aside agree.</p>
<p hidden>hidden words</p><p style="display: none">hidden words</p><span class="visually-hidden">hidden words</span>
<!-- hidden words -->
<p>Nothing is carried over, and the keeper signs the list.</p>
"""
FOUND = [
    ("paragraph 1", "", "The board meets in each valley, so that nobody has to cross the pass in winter."),
    (
        "Money, paragraph 1",
        "Money",
        "What is set aside for the upper halls may be used in the lower ones, where those who set it aside agree.",
    ),
    ("Money, paragraph 2", "Money", "Nothing is carried over, and the keeper signs the list."),
]


@pytest.mark.parametrize(
    "main",
    [
        "<main>{}</main>",
        "<div role='main'>{}</div>",
        "<article>{}</article>",
        "<div id='wrap'><div class='inner'><div>{}</div></div></div>",
        "<form action='/all'><table role='none'><tr><td><a href='/y'>Side</a></td><td>{}</td></tr></table></form>",
        "<div aria-hidden='true'><main>{}</main></div>",
    ],
)
def test_the_document_without_its_site(main: str) -> None:
    assert blocks(parsed(SITE.format(main=main.format(WORDS)))) == FOUND


def test_links_to_the_pages_before_and_after_are_left_out() -> None:
    step = "<p>Next: <a href='3.html'>Halls and keys</a>, Previous: <a href='1.html'>Preface</a></p>"
    table = "<table><tr><td><a href='1.html'>Prev</a></td><td></td><td><a href='3.html'>Next</a></td></tr></table>"
    assert (
        blocks(
            parsed(f"{table}{step}{WORDS}<p>Next to <a href='h'>the hall</a> is the pass, which is closed.</p>{step}")
        )[:3]
        == FOUND
    )


def test_a_page_of_links_is_its_links() -> None:
    document = parsed(
        "<h1>Plans</h1><ul>" + "".join(f"<li><a href='/{n}'>Plan {n}</a></li>" for n in range(9)) + "</ul>"
    )
    assert len(document.blocks) == 9


def test_a_bare_page_of_old_times() -> None:
    source = (
        "<title>Plan</title><body bgcolor=white><h1>Plan</h1><p>One thing is <b>agreed<p>Another is not.<hr>The end."
    )
    assert [words for _, _, words in blocks(page(source))] == ["One thing is agreed", "Another is not.", "The end."]


def test_lists_numbers_and_tables_become_references() -> None:
    document = parsed("""<main><h1>Rules</h1><h2>Halls</h2>
        <ol start="4"><li>The hall is open.</li><li>The key hangs:<ol type="a"><li>in the lower hall; or</li>
        <li>with the keeper.</li></ol></li></ol><ul><li>Bring wood.</li></ul>
        <h2>Costs</h2><table><caption>Table 2: What it costs</caption><tr><th>Hall</th><th>Coins</th></tr>
        <tr><td>Upper</td><td>12</td></tr></table></main>""")
    assert blocks(document) == [
        ("para 4", "Halls", "The hall is open."),
        ("para 5", "Halls", "The key hangs:"),
        ("para 5(a)", "Halls", "in the lower hall; or"),
        ("para 5(b)", "Halls", "with the keeper."),
        ("Halls, paragraph 1", "Halls", "Bring wood."),
        ("Costs, paragraph 1", "Costs", "Table 2: What it costs"),
        ("Table 2, row 1", "Costs", "Hall | Coins"),
        ("Table 2, row 2", "Costs", "Upper | 12"),
    ]


def test_numbers_in_the_text_and_lists_within_them() -> None:
    document = parsed("""<main><h2>Keeping</h2><p>7.1 The board meets.</p><p><span>7.2</span>The board hears:</p>
        <ol><li>those who live there;</li><li>those who come by.</li></ol><p>7.3 It answers.</p>
        <table><tr><td>7.4</td><td>It signs the list.</td></tr><tr><td>7.5</td><td>It goes home.</td></tr></table>""")
    assert [(ref, words) for ref, _, words in blocks(document)] == [
        ("para 7.1", "The board meets."),
        ("para 7.2", "The board hears:"),
        ("para 7.2(1)", "those who live there;"),
        ("para 7.2(2)", "those who come by."),
        ("para 7.3", "It answers."),
        ("para 7.4", "It signs the list."),
        ("para 7.5", "It goes home."),
    ]


def test_footnotes_stand_apart() -> None:
    document = parsed("""<main><p>The pass is closed<sup id="fnref1"><a href="#fn1">1</a></sup> in winter.
        H<sub>2</sub>O.</p>
        <p>It opens late.<a href="#_ftn2" name="_ftnref2">[2]</a></p>
        <section class="footnotes"><ol><li id="fn1"><p>Since 1902. <a href="#fnref1">↩</a></p></li></ol>
        <div id="ftn2"><p><a href="#_ftnref2" name="_ftn2">[2]</a> In some years.</p></div></section></main>""")
    assert [(ref, words) for ref, _, words in blocks(document)] == [
        ("paragraph 1", "The pass is closed in winter. H2O."),
        ("paragraph 2", "It opens late."),
        ("footnote 1", "Since 1902."),
        ("footnote 2", "In some years."),
    ]


def test_white_space_entities_and_line_ends() -> None:
    document = parsed(
        "<p>One&nbsp;&amp;&nbsp;two,\n   three&hellip; caf&eacute; e&#769; &#146;s <br>next line<br><br>"
        "new paragraph</p>"
        "<pre>a  b\n  c</pre><p>soft&shy;ly zero&#8203;width</p><p>&lt;p&gt; is no tag &amp;amp; stays</p>"
    )
    assert [words for _, _, words in blocks(document)] == [
        "One & two, three… café é ’s\nnext line",
        "new paragraph",
        "a  b\n  c",
        "softly zerowidth",
        "<p> is no tag &amp; stays",
    ]


def test_lines_in_bold_are_headings_where_nothing_else_is() -> None:
    document = parsed(
        "<p><b>The structure of the plan</b></p><p>It has two parts.</p><p><b>All bold, and it ends.</b></p>"
    )
    assert blocks(document) == [
        ("The structure of the plan, paragraph 1", "The structure of the plan", "It has two parts."),
        ("The structure of the plan, paragraph 2", "The structure of the plan", "All bold, and it ends."),
    ]


def test_pages_joined_by_fetch_have_their_own_addresses() -> None:
    base = "https://www.example.org/publications/plan/pages"
    document = page(f"""<html lang="en-GB"><head><title>Plan</title></head><body>
        <article data-page-url="{base}/1/"><nav><a href="2/">Next</a></nav><h1>Plan</h1><p>First words.</p></article>
        <article data-page-url="{base}/2/"><main><h2 id="money">Money</h2><p>See <a href="../1/#top">page one</a>.</p>
        <h3>No id</h3><p>More.</p></main><footer><a href="/">Home</a></footer></article></body></html>""")
    assert [(block.url, document.words(block)) for block in document.blocks] == [
        (f"{base}/1/", "First words."),
        (f"{base}/2/#money", "See page one."),
        (f"{base}/2/#money", "More."),
    ]
    (link,) = document.links
    assert (document.text[link.start : link.end], link.kind, link.target) == ("page one", "reference", f"{base}/1/#top")


def test_what_a_page_says_of_itself() -> None:
    data = {"@graph": [{"@type": "WebSite", "name": "Site"}, {"@type": "Report", "datePublished": "2019-03-04T10:00"}]}
    head = f"""<title>The hall plan - Valley Council</title><meta property="og:site_name" content="Valley Council">
        <link rel="canonical" href="https://www.example.org/plan"><script type="application/ld+json">{json.dumps(data)}
        </script>"""
    about = parsed(SITE.format(main=f"<main>{WORDS}</main>"), head=head, html='lang="gd"').about
    assert (about.title, about.date, about.issuer) == ("The hall plan", "2019-03-04", "Valley Council")
    assert (about.language, about.url) == ("gd", "https://www.example.org/plan")


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ('<meta name="DCTERMS.issued" content="2016-12-19">', "", "2016-12-19"),
        ('<meta name="govuk:first-published-at" content="2018-10-04T09:30:00+01:00">', "", "2018-10-04"),
        ('<meta name="citation_publication_date" content="2022/05">', "", "2022-05"),
        ("", '<p>By us, <time datetime="2020-02-01">1 February</time></p>', "2020-02-01"),
        ("", "<dl><dt>Published</dt><dd>12 March 2021</dd></dl>", "2021-03-12"),
        ("", "<p>Published: 3rd Sept 2014</p>", ""),
        ("", "<p>Published: June 2014</p>", "2014-06"),
        ("", "<p>In 2014 nothing was published.</p>", ""),
    ],
)
def test_dates(head: str, body: str, date: str) -> None:
    assert parsed(f"<main><p>Words.</p>{body}</main>", head=head).about.date == date


@pytest.mark.parametrize(
    ("encoding", "declared", "words"),
    [
        ("cp1252", "windows-1252", "“naïve” – £5"),
        ("cp1252", "iso-8859-1", "“naïve” – £5"),
        ("utf-8", "iso-8859-1", "“naïve” – £5"),
        ("shift_jis", "Shift_JIS", "新しい働き方"),
        ("koi8-r", "KOI8-R", "Новый порядок"),
        ("iso8859-14", "iso-8859-14", "tŷ a dŵr"),
        ("utf-16", "utf-16", "Bòrd na h-Alba"),
        ("utf-8-sig", "nonsense", "Bòrd na h-Alba"),
    ],
)
def test_encodings(encoding: str, declared: str, words: str) -> None:
    source = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head><p>{words}</p>'
    )
    assert page(source.encode(encoding)).text == words


def test_xhtml_and_its_declaration() -> None:
    source = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE html [<!ENTITY big "&a;&a;">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="cy"><body><p>caf\xe9 &big;</p></body></html>'
    )
    document = page(source.encode("latin-1"))
    assert (document.text, document.about.language) == ("café &big;", "cy")


def test_a_page_saved_as_mhtml() -> None:
    data = textwrap.dedent("""\
        From: <Saved by Blink>
        Snapshot-Content-Location: https://www.example.org/plan
        MIME-Version: 1.0
        Content-Type: multipart/related; type="text/html"; boundary="----x"

        ------x
        Content-Type: text/html
        Content-ID: <frame-1>
        Content-Transfer-Encoding: quoted-printable
        Content-Location: https://www.example.org/plan

        <!DOCTYPE html><html><head><meta charset=3D"utf-8"></head><body><h2 id=3D"a">Halls</h2><p>Caf=C3=A9 w=
        ords.</p></body></html>
        ------x
        Content-Type: image/png
        Content-Transfer-Encoding: base64

        iVBORw0KGgo=
        ------x--
        """).encode()
    document = page(data)
    assert [(block.url, document.words(block)) for block in document.blocks] == [
        ("https://www.example.org/plan#a", "Café words.")
    ]
    with pytest.raises(SourceError, match="No page was found"):
        HtmlReader().read(data.split(b"<!DOCTYPE")[0], "page.mhtml", "policy")


def test_a_saved_page_knows_where_it_was_saved_from() -> None:
    source = (
        "<!DOCTYPE html>\n<!-- saved from url=(0028)https://www.example.org/plan -->\n<html><body><p>Words.</p></html>"
    )
    assert page(source).blocks[0].url == "https://www.example.org/plan"


def test_an_article_on_the_web_with_respondents_words() -> None:
    document = parsed(
        """<article><h2>Findings</h2><p>As one keeper put it:</p><blockquote><p>We file <i>both</i> letters.</p>
        <footer>(K04)</footer></blockquote><p>Another spoke of ‘a maze’ (K02).</p></article>""",
        "excerpts",
    )
    assert [(b.case, document.words(b)) for b in document.blocks] == [
        ("K04", "We file both letters."),
        ("K02", "a maze"),
    ]


def test_words_in_italics_before_a_code_are_a_quotation() -> None:
    document = parsed(
        "<article><h2>Findings</h2><p>They were tired: <em>we mend <b>the roof</b> each year</em> (P12, nurse). "
        "The <i>halls</i> (P12) were left. See <i>The keeping of halls</i> (Smith, 2019).</p></article>",
        "excerpts",
    )
    spoken = [(b.case, document.words(b)) for b in document.blocks]
    assert spoken == [("P12", "we mend the roof each year")]


HOSTILE = {
    "divs": "<div>" * 100_000 + "deep words" + "</div>" * 100_000,
    "lists": "<ul><li>" * 20_000 + "deep words",
    "bold": "<b><p>" * 10_000 + "deep words",
    "tables": "<table><tr><td>" * 5_000 + "deep words",
    "quotes": "<blockquote>" * 20_000 + "deep words",
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">deep words</p>",
    "unclosed tags": "<p>deep words</p>" + "<a " * 200_000,
    "unclosed comments": "<p>deep words</p>" + "<!-- " * 100_000,
    "unclosed scripts": "<p>deep words</p>" + "<script>" * 50_000,
    "svg": "<p>deep words</p>" + "<svg>" * 50_000,
    "picture": f'<img src="data:image/png;base64,{"A" * 3_000_000}"><p>deep words</p>',
    "entities": "<p>deep words</p><p>" + "&nbsp;&hellip;" * 200_000 + "</p>",
    "line": "<p>deep words</p><p>" + "long " * 500_000 + "</p>",
    "nulls": "<p>deep\0words</p>",
}


@pytest.mark.parametrize("how", sorted(HOSTILE))
def test_hostile_pages_lose_no_word(how: str) -> None:
    document = page("<html><body>" + HOSTILE[how])
    assert "deep words" in document.text


@pytest.mark.parametrize(
    "source", ["<html>", "<html><body></body></html>", "<!DOCTYPE html><script>x()</script>", "<html\0"]
)
def test_pages_without_words(source: str) -> None:
    with pytest.raises(SourceError) as caught:
        page(source)
    assert caught.value.where == "page.html" and caught.value.next_step


def test_too_many_elements() -> None:
    with pytest.raises(SourceError, match="elements"):
        page("<html><body>" + "<i>x</i>" * 700_000)


def test_truncated_pages_are_read_as_far_as_they_go() -> None:
    source = f"<!DOCTYPE html><html><head><title>Plan</title></head><body><main>{WORDS}</main></body></html>"
    for cut in range(len(source) // 10, len(source), len(source) // 10):
        try:
            page(source[:cut])
        except SourceError as error:
            assert error.next_step


TAGS = st.sampled_from(
    "p div b i em h1 h2 h3 ul ol li table tr td th blockquote br sup a span section article main header footer aside "
    "nav pre dl dt dd caption form hr q".split()
)
BITS = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        ['<a href="#fn1">1</a>', '<li id="fn1">', '<ol start="3" type="i">', '<h2 id="x">', "<!--", "-->", "<script>"]
    ),
    st.sampled_from(
        ["1.2 ", "(a) ", "3. ", "words of it ", "‘a maze’ (K02). ", "(K02)", "\n", " ", "&nbsp;", "e&#769;"]
    ),
    st.text(max_size=6),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(BITS, max_size=40), st.sampled_from(["policy", "article", "excerpts", "transcript", "legislation"]))
def test_any_page_keeps_the_promises(bits: list[str], kind: str) -> None:
    source = "<!DOCTYPE html><html><body>" + "".join(bits)
    try:
        document = HtmlReader().read(source.encode("utf-8", "replace"), "page.html", kind)
    except SourceError as error:
        assert error.next_step
        return
    holds(document)
    assert all(document.text[link.start : link.end].strip() for link in document.links)


def test_explanatory_notes_from_the_web(real: Path) -> None:
    data = (real / "legislation" / "aspen_20180015_en.html").read_bytes()
    document = HtmlReader().read(data, "notes.html", "guidance")
    holds(document)
    refs = [block.ref for block in document.blocks]
    assert [f"para {number}" in refs for number in range(1, 62)] == [True] * 61
    assert not any(word in document.text for word in ("Table of Contents", "Next section", "full view"))
