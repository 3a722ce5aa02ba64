# ruff: noqa: E501 (markup is easier to read unbroken)
"""Akoma Ntoso, as XML and as the HTML made of it, gives the references that CLML gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lawmaker import block, clml, leads, numbered, refs, words
from lawmaker import made as made_of_clml

from graph.errors import SourceError
from ingest.readers import choose
from ingest.readers.akn import AknReader
from ingest.readers.base import Document
from ingest.readers.legislation_html import LegislationHtmlReader

SITE = "http://www.legislation.gov.uk"
IDENTIFIED = (
    f'<meta><identification><FRBRWork><FRBRuri value="{SITE}/id/asp/2019/7"/><FRBRdate date="2019-03-20" name="enacted"/>'
    f'<FRBRauthor href="{SITE}/id/legislature/ScottishParliament"/></FRBRWork><FRBRExpression><FRBRlanguage language="en"/>'
    "</FRBRExpression></identification></meta>"
)
BODY = (
    '<part eId="part-1"><num>Part 1</num><heading>Wells</heading>'
    '<section eId="section-4"><num>4</num><heading>Duties</heading>'
    '<subsection eId="section-4-1"><num>(1)</num><intro><p>The keeper must—</p></intro>'
    "<paragraph><num>(a)</num><content><p>count the <i>wells</i>,</p></content></paragraph>"
    "<paragraph><num>(b)</num><intro><p>tell—</p></intro>"
    "<subparagraph><num>(i)</num><content><p>the board,</p></content></subparagraph>"
    "<subparagraph><num>(iv)</num><content><p>the council,</p></content></subparagraph></paragraph>"
    "<wrapUp><p>before the end of the year.</p></wrapUp></subsection>"
    '<subsection eId="section-4-2" status="removed"><num>(2)</num><content><p>. . . .</p></content></subsection></section>'
    '</part><section eId="section-5"><num>5</num><heading>Changes</heading><content><p>In the Act (see <ref '
    f'href="{SITE}/id/asp/2014/9/section/3">section 3</ref>) insert—<mod><quotedStructure><section><num>3A</num><heading>'
    "Springs</heading><subsection><num>(1)</num><content><p>A spring is a well.</p></content></subsection></section>"
    "</quotedStructure></mod>.</p></content></section>"
)
SCHEDULE = (
    '<hcontainer name="schedules"><hcontainer name="schedule" eId="schedule-2"><num>SCHEDULE 2<authorialNote '
    'class="referenceNote"><p>(section 4)</p></authorialNote></num><heading>Forms</heading><paragraph><num>3</num>'
    "<subparagraph><num>(1)</num><content><p>Use the form.</p></content></subparagraph></paragraph></hcontainer></hcontainer>"
)


def akn(inner: str, kind: str = "act", name: str = "asp", meta: str = IDENTIFIED) -> bytes:
    return (
        f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><{kind} name="{name}">{meta}{inner}'
        f"</{kind}></akomaNtoso>"
    ).encode()


def made(data: bytes) -> Document:
    return AknReader().read(data, "act.akn", "legislation")


def test_an_act_as_clml_would_cite_it() -> None:
    front = "<preface><p><docTitle>Wells Act 2019</docTitle></p><longTitle><p>An Act to keep wells.</p></longTitle></preface>"
    document = made(akn(f"<coverPage><p>no</p></coverPage>{front}<body>{BODY}{SCHEDULE}</body>"))
    listed = (
        "<Text>The keeper must—</Text>" + numbered(3, "a", "count the wells,") + numbered(3, "b", "<Text>tell—</Text>"
        + numbered(4, "i", "the board,") + numbered(4, "iv", "the council,")) + "<Text>before the end of the year.</Text>"
    )  # fmt: skip
    quoted = (
        "<Text>In the Act (see section 3) insert—</Text><BlockAmendment>"
        + numbered(1, "3A", numbered(2, "1", "A spring is a well."))
        + "</BlockAmendment>"
    )
    schedule = f"<Schedule><Number>SCHEDULE 2</Number><Reference>(section 4)</Reference><ScheduleBody>{numbered(1, '3', numbered(2, '1', 'Use the form.'))}</ScheduleBody></Schedule>"
    prelims = "<PrimaryPrelims><LongTitle>An Act to keep wells.</LongTitle></PrimaryPrelims>"
    body = numbered(1, "4", numbered(2, "1", listed) + numbered(2, "2", ". . . .")) + numbered(1, "5", quoted)
    same = made_of_clml(clml(body, prelims=prelims, schedules=f"<Schedules>{schedule}</Schedules>"))
    assert refs(document) == refs(same)
    assert [one.state for one in document.blocks] == [one.state for one in same.blocks]
    for ours, theirs in zip(document.blocks, same.blocks, strict=True):
        assert ours.url == theirs.url or ours.ref == "long title"
        if ours.ref != "s. 5":
            assert document.words(ours) == same.words(theirs)
            assert leads(document, ours.ref) == leads(same, theirs.ref)
    assert block(document, "s. 4(1)(a)").heading == "Part 1 Wells › Duties"
    assert words(document, "s. 5") == "In the Act (see section 3) insert—\n3A Springs\n(1) A spring is a well.."
    assert [(document.text[x.start : x.end], x.target) for x in document.links] == [
        ("section 3", f"{SITE}/id/asp/2014/9/section/3")
    ]
    about = document.about
    assert (about.title, about.date, about.issuer) == ("Wells Act 2019", "2019-03-20", "Scottish Parliament")
    assert (about.kind, about.language, about.url) == ("legislation", "en", f"{SITE}/asp/2019/7")


@pytest.mark.parametrize(
    ("element", "ref"),
    [
        ('<hcontainer name="regulation"><num>5.</num>{}</hcontainer>', "reg. 5(2)"),
        ("<article><num>Article 5</num>{}</article>", "art. 5(2)"),
        ("<rule><num>5.</num>{}</rule>", "r. 5(2)"),
        ("<section><num>5</num>{}</section>", "s. 5(2)"),
    ],
)
def test_units(element: str, ref: str) -> None:
    inner = "<paragraph><num>(2)</num><content><p>Keep it.</p></content></paragraph>"
    assert refs(made(akn(f"<body>{element.format(inner)}</body>", "bill", "uksi"))) == [ref]


def test_definitions_lists_notes_and_tables() -> None:
    body = (
        "<section><num>1</num><content><p>In this Act—</p><blockList><item><p>“<term refersTo='#t'>well</term>” includes a "
        "spring<noteRef href='#n'/>;</p></item><item><num>(a)</num><p>more<authorialNote marker='1'><p>See there.</p>"
        "</authorialNote></p></item></blockList><table><tr><th><p>Well</p></th></tr><tr><td><p>Upper</p></td></tr></table>"
        "</content></section>"
    )
    document = made(akn(f"<body>{body}</body>"))
    assert refs(document) == ["s. 1", "s. 1 “well”", "s. 1(a)", "s. 1", "s. 1, row 1", "footnote 1"]
    assert [(link.kind, link.target) for link in document.links] == [("definition", "well")]
    assert words(document, "footnote 1") == "See there." and words(document, "s. 1(a)") == "more"


NOTES = [
    ("1.", "These notes were prepared by the Department for Wells with their readers in mind."),
    ("2.", "They do not form part of the Act."),
]


def notes_in_xml() -> bytes:
    inner = "".join(
        f"<level><content><p><b>{title}</b></p></content></level><paragraph><num>{number}</num><content><p>{said}</p>"
        "</content><subparagraph><num>(a)</num><content><p>so;</p></content></subparagraph></paragraph>"
        for title, (number, said) in zip(["INTRODUCTION", "Section 1 - Wells"], NOTES, strict=True)
    )
    meta = (
        f'<meta><identification><FRBRWork><FRBRuri value="{SITE}/id/asp/2019/7/notes"/><FRBRdate date="2026-01-01" '
        'name="generated"/></FRBRWork></identification></meta>'
    )
    front = "<preface><p>These notes relate to the Wells Act 2019 (asp 7)</p></preface>"
    return akn(f"{front}<mainBody><toc><tocItem>no</tocItem></toc>{inner}</mainBody>", "doc", "ExplanatoryNotes", meta)


def notes_in_html() -> bytes:
    inner = "".join(
        f'<section class="level"><p>\n<b>{title}</b>\n</p></section><section class="paragraph num"><h2><span class="num">'
        f'{number}</span></h2><p>{said}</p><section class="subparagraph num"><h2><span class="num">(a)</span></h2><p>so;</p>'
        "</section></section>"
        for title, (number, said) in zip(["INTRODUCTION", "Section 1 - Wells"], NOTES, strict=True)
    )
    return (
        '<!DOCTYPE html><html><head><style>p{}</style></head><body><header>Back</header><article data-doc-type='
        '"ExplanatoryNotes"><div class="preface"><p>These notes relate to the Wells Act 2019 (asp 7)</p></div>'
        f'<div class="body">{inner}</div></article></body></html>'
    ).encode()  # fmt: skip


def test_explanatory_notes_are_the_same_in_both_forms() -> None:
    one, two = made(notes_in_xml()), LegislationHtmlReader().read(notes_in_html(), "notes.html", "guidance")
    assert choose(notes_in_html(), "notes.html", "guidance").name == "legislation_html"
    assert refs(one) == refs(two) == ["preface", "para 1", "para 1(a)", "para 2", "para 2(a)"]
    assert one.text == two.text
    assert [b.heading for b in one.blocks] == [b.heading for b in two.blocks]
    assert one.blocks[-1].heading == "INTRODUCTION › Section 1 - Wells"
    assert block(one, "para 2").url == f"{SITE}/asp/2019/7/notes/paragraph/2"
    assert one.about.issuer == two.about.issuer == "Department for Wells"
    assert one.about.date == two.about.date == "" and one.about.kind == "guidance"
    assert two.about.title == "Explanatory Notes for Wells Act 2019"


def test_other_xml_and_damage_are_refused() -> None:
    with pytest.raises(SourceError, match="not Akoma Ntoso"):
        made(b"<akomaNtosoo/>")
    whole = akn(f"<body>{BODY}{SCHEDULE}</body>")
    for tenth in range(1, 10):
        with pytest.raises(SourceError):
            made(whole[: len(whole) * tenth // 10])
    with pytest.raises(SourceError, match="deep"):
        made(akn("<body>" + "<section><num>1</num>" * 10_000 + "</section>" * 10_000 + "</body>"))


RUNS = st.text(st.characters(codec="utf-8", exclude_characters="<>&", exclude_categories=["Cs", "Cc"]), max_size=20)
KINDS = [
    "section", "subsection", "paragraph", "content", "p", "quotedStructure", "intro", "wrapUp", "blockList", "item",
    "hcontainer", "part", "table", "tr", "td", "authorialNote", "mod", "b", "level", "attachment", "unheard",
]  # fmt: skip
TREES = st.recursive(
    RUNS | RUNS.map("<num>{}</num>".format) | RUNS.map("<heading>{}</heading>".format),
    lambda inner: st.builds("<{0}>{1}{2}</{0}>{3}".format, st.sampled_from(KINDS), inner, inner, RUNS),
    max_leaves=10,
)


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_whatever_stands_in_it_is_read(tree: str) -> None:
    document = made(akn(f"<body>{tree}</body>"))
    page = f'<article data-doc-type="Act"><div class="body">{tree}</div></article>'.encode()
    held = "".join(document.words(one) for one in document.blocks)
    assert len(held) <= len(document.text)
    try:
        document = LegislationHtmlReader().read(page, "a.html", "legislation")
    except SourceError as error:
        assert "no words" in error.what
    else:
        assert document.blocks
