# ruff: noqa: E501 (markup is easier to read unbroken)
"""Pages of legislation.gov.uk as saved from a browser give the references of the XML; navigation is left out."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lawmaker import block, leads, refs, words

from graph.errors import SourceError
from ingest.readers import choose
from ingest.readers.base import Document
from ingest.readers.legislation_html import LegislationHtmlReader

SITE = "http://www.legislation.gov.uk"


def provision(level: int, number: str, said: str, own: str = "", kind: str = "P") -> str:
    return (
        f'<p class="LegClearFix LegP{level}Container"><span class="LegDS LegLHS Leg{kind}{level}No" id="{own}">{number}'
        f'</span><span class="LegDS LegRHS LegP{level}Text">{said}</span></p>'
    )


def section(number: str, title: str, own: str) -> str:
    return (
        f'<h5 class="LegClearFix LegP1ContainerFirst"><span class="LegDS LegP1No" id="{own}">{number}</span>'
        f'<span class="LegDS LegP1GroupTitleFirst">{title}</span></h5>'
    )


PART = '<h2 class="LegPartFirst"><span class="LegPartNo">Part 1</span><span class="LegPartTitle">Wells</span></h2>'
SCHEDULE = (
    '<h2 class="LegScheduleFirst"><span class="LegScheduleNo">SCHEDULE 2</span><span class="LegScheduleTitle">Forms</span>'
    "</h2>"
)


def page(inner: str, address: str = f"{SITE}/asp/2019/7/2020-01-01") -> bytes:
    return (
        '<!DOCTYPE html><html lang="en"><head><title>no</title><meta name="DC.identifier" content="'
        f'{address}"/></head><body><nav>Home</nav><h1>Wells Act 2019</h1><div id="viewLegContents"><div class="LegSnippet">'
        f"{inner}</div></div><div>All content is available under the licence</div></body></html>"
    ).encode()


def made(inner: str, address: str = f"{SITE}/asp/2019/7/2020-01-01") -> Document:
    return LegislationHtmlReader().read(page(inner, address), "act.html", "legislation")


def test_an_act_with_nested_lists_and_full_out_words() -> None:
    inner = (
        '<p class="LegLongTitle">An Act to keep wells.</p>' + PART + section("4", "Duties", "section-4")
        + provision(2, "(1)", "The keeper must—", "section-4-1")
        + provision(3, "(a)", "count the wells,") + provision(3, "(b)", "tell—")
        + provision(4, "(i)", "the board,") + provision(4, "(iv)", "the council,")
        + '<p class="LegText LegRHS LegP2Text">before the end of the year.</p>'
        + provision(2, "(2)", '<span class="LegChangeDelimiter">[</span><a class="LegCommentaryLink" href="#c">F1</a>'
                    '<span class="LegAddition">It may ask</span>; see <a href="http://www.legislation.gov.uk/id/asp/2014/9">'
                    "the 2014 Act</a>.")
        + SCHEDULE + provision(1, "3", "Use the form.", "schedule-2-paragraph-3", "SN")
        + '<div class="LegAnnotations"><p class="LegCommentaryItem"><span class="LegCommentaryType">F1</span>'
        '<span class="LegCommentaryText">Words added.</span></p></div>'
    )  # fmt: skip
    document = made(inner)
    assert refs(document) == [
        "long title", "s. 4(1)", "s. 4(1)(a)", "s. 4(1)(b)", "s. 4(1)(b)(i)", "s. 4(1)(b)(iv)", "s. 4(1)", "s. 4(2)",
        "sch. 2, para 3", "annotation F1",
    ]  # fmt: skip
    assert words(document, "s. 4(2)") == "It may ask; see the 2014 Act."
    assert leads(document, "s. 4(1)(b)(iv)") == ["The keeper must—", "tell—"]
    assert block(document, "s. 4(1)(a)").heading == "Part 1 Wells › Duties"
    assert block(document, "s. 4(1)(b)(iv)").url == f"{SITE}/asp/2019/7/section/4/1/b/iv"
    assert block(document, "sch. 2, para 3").heading == "SCHEDULE 2 Forms"
    assert "Home" not in document.text and "licence" not in document.text
    assert [(document.text[x.start : x.end], x.kind) for x in document.links] == [("the 2014 Act", "reference")]
    about = document.about
    assert (about.title, about.issuer, about.url) == ("Wells Act 2019", "Scottish Parliament", f"{SITE}/asp/2019/7")
    assert choose(page(inner), "x.html", "legislation").name == "legislation_html"


def test_an_instrument_whose_second_level_has_no_markup() -> None:
    inner = (
        '<h3 class="LegP1GroupTitleFirst">Keeping</h3><p class="LegP1ParaText"><span class="LegP1No" id="regulation-5">5.'
        '</span>—(1) A keeper keeps.</p><p class="LegP2ParaText">(2) A keeper tells—</p>'
        + provision(3, "(a)", "the board.")
    )
    document = made(inner, f"{SITE}/uksi/2019/7/made")
    assert refs(document) == ["reg. 5(1)", "reg. 5(2)", "reg. 5(2)(a)"]
    assert words(document, "reg. 5(1)") == "A keeper keeps." and words(document, "reg. 5(2)") == "A keeper tells—"


def test_amendments_repeals_and_definitions() -> None:
    inner = (
        section("9", "Changes", "section-9") + '<p class="LegRHS LegP1Text">After section 3 insert—</p>'
        '<p class="LegClearFix LegP2ContainerC1Amend"><span class="LegDS LegLHS LegP2NoC1Amend">(1)</span>'
        '<span class="LegDS LegRHS LegP2TextC1Amend">A spring is a well.</span></p>'
        + section("10", "Gone", "section-10") + '<p class="LegRHS LegP1Text"><span class="LegRepeal">. . . .</span></p>'
        + section("11", "Meaning", "section-11") + '<p class="LegRHS LegP1Text">In this Act—</p><ul><li><p>“well” means '
        'this;</p></li></ul><div class="LegBlockNotYetInForce">' + section("12", "Later", "section-12")
        + '<p class="LegRHS LegP1Text">Will be.</p></div>'
    )  # fmt: skip
    document = made(inner)
    assert [(one.ref, one.state) for one in document.blocks] == [
        ("s. 9", ""), ("s. 10", "repealed"), ("s. 11", ""), ("s. 11 “well”", ""), ("s. 12", "prospective"),
    ]  # fmt: skip
    assert words(document, "s. 9").endswith("(1) A spring is a well.")
    assert [(link.kind, link.target) for link in document.links] == [("definition", "well")]


RUNS = st.text(st.characters(codec="utf-8", exclude_characters="<>&", exclude_categories=["Cs", "Cc"]), max_size=20)
CLASSES = [
    "LegP1No", "LegP2No", "LegP2Text", "LegP3No", "LegP1ParaText", "LegPartFirst", "LegScheduleFirst", "LegRepeal",
    "LegP2TextC1Amend", "LegAnnotations", "LegCommentaryItem", "LegFootnoteRef", "LegTerm", "LegSignatory", "x",
]  # fmt: skip
TREES = st.recursive(
    RUNS,
    lambda inner: st.builds(
        '<{0} class="{1}">{2}{3}</{0}>{4}'.format,
        st.sampled_from(["p", "span", "div", "h5", "ul", "li", "table", "tr", "td", "a", "br"]),
        st.sampled_from(CLASSES),
        inner,
        inner,
        RUNS,
    ),
    max_leaves=10,
)


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_any_page_is_read(tree: str) -> None:
    try:
        document = made(tree)
    except SourceError as error:
        assert error.what == "The page holds no words of legislation."
        return
    for link in document.links:
        assert not re.search(r"\A\s|\s\Z", document.text[link.start : link.end])
