"""CLML: every form of provision is cited as lawyers cite it, and no word is lost or invented."""

import re
import unicodedata
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lawmaker import block, clml, leads, made, numbered, refs, words

from graph.errors import SourceError
from ingest.readers import choose
from ingest.readers.clml import ClmlReader
from ingest.readers.clml_names import counted, label, schedule

LISTED = (
    "<Text>The keeper must—</Text>"
    + numbered(3, "a", "count the wells,")
    + numbered(3, "b", "<Text>tell—</Text>" + numbered(4, "i", "the board,") + numbered(4, "iv", "the council,"))
    + "<Text>before the end of the year.</Text>"
)


def group(title: str, inner: str, attributes: str = "") -> str:
    return f"<P1group {attributes}><Title>{title}</Title>{inner}</P1group>"


def test_nested_lists_and_full_out_words() -> None:
    document = made(clml(group("Duties", numbered(1, "4", numbered(2, "1", LISTED) + numbered(2, "2", "It may ask.")))))
    assert refs(document) == [
        "s. 4(1)", "s. 4(1)(a)", "s. 4(1)(b)", "s. 4(1)(b)(i)", "s. 4(1)(b)(iv)", "s. 4(1)", "s. 4(2)",
    ]  # fmt: skip
    assert words(document, "s. 4(1)(b)(iv)") == "the council,"
    assert leads(document, "s. 4(1)(b)(iv)") == ["The keeper must—", "tell—"]
    assert words(document, "s. 4(1)", 1) == "before the end of the year." and leads(document, "s. 4(1)", 1)
    assert {one.heading for one in document.blocks} == {"Duties"}
    assert document.text == (
        "Duties\n4 (1) The keeper must—\n(a) count the wells,\n(b) tell—\n(i) the board,\n(iv) the council,\n"
        "before the end of the year.\n(2) It may ask."
    )
    assert block(document, "s. 4(1)(b)(iv)").url == "http://www.legislation.gov.uk/asp/2019/7/section/4/1/b/iv"


@pytest.mark.parametrize(
    ("main", "minor", "title", "ref"),
    [
        ("ScottishAct", "", "Wells Act", "s. 5(2)"),
        ("UnitedKingdomStatutoryInstrument", "regulation", "The Wells Regulations", "reg. 5(2)"),
        ("ScottishStatutoryInstrument", "order", "The Wells Order", "art. 5(2)"),
        ("UnitedKingdomStatutoryInstrument", "rule", "The Wells Rules", "r. 5(2)"),
        ("NorthernIrelandStatutoryRule", "", "The Wells Regulations (Northern Ireland) 2019", "reg. 5(2)"),
        ("NorthernIrelandOrderInCouncil", "", "The Wells (Northern Ireland) Order 2019", "art. 5(2)"),
        ("ScottishStatutoryInstrument", "", "Act of Sederunt (Wells) 2019", "para 5(2)"),
        ("WelshStatutoryInstrument", "scheme", "The Wells Scheme", "para 5(2)"),
    ],
)
def test_each_kind_is_numbered_in_its_own_unit(main: str, minor: str, title: str, ref: str) -> None:
    assert refs(made(clml(numbered(1, "5", numbered(2, "2", "Keep it.")), main=main, minor=minor, title=title))) == [
        ref
    ]


def test_parts_chapters_and_crossheadings_are_the_path() -> None:
    inner = group("Keeping", numbered(1, "1", "Keep it."))
    body = (
        "<Part><Number>Part 1</Number><Title>Wells</Title><Chapter><Number>Chapter 2</Number><Title>Water</Title>"
        f"<Pblock><Title>Keepers</Title>{inner}</Pblock></Chapter></Part>"
    )
    (only,) = made(clml(body)).blocks
    assert only.heading == "Part 1 Wells › Chapter 2 Water › Keepers › Keeping"


def test_schedules_and_their_parts() -> None:
    def part(number: str) -> str:
        inner = numbered(1, "1", numbered(2, "3", "x"))
        return f"<Part><Number>Part {number}</Number><Title>T{number}</Title>{inner}</Part>"

    one = (
        "<Schedule><Number>SCHEDULE 2</Number><TitleBlock><Title>Forms</Title></TitleBlock><Reference>(section 4)"
        f"</Reference><ScheduleBody>{numbered(1, '3', numbered(2, '1', 'Use the form.'))}<P><Text>Loose.</Text></P>"
        "</ScheduleBody></Schedule>"
    )
    parts = f"<Schedule><Number>Schedule 3</Number><ScheduleBody>{part('1')}{part('2')}</ScheduleBody></Schedule>"
    running = f"<Schedule><Number>Schedule 4</Number><ScheduleBody>{part('1')}</ScheduleBody></Schedule>"
    document = made(clml(schedules=f"<Schedules>{one}{parts}{running}</Schedules>"))
    assert refs(document) == [
        "sch. 2", "sch. 2, para 3(1)", "sch. 2, paragraph 1",
        "sch. 3, pt. 1, para 1(3)", "sch. 3, pt. 2, para 1(3)", "sch. 4, para 1(3)",
    ]  # fmt: skip
    assert words(document, "sch. 2") == "(section 4)"
    assert block(document, "sch. 2, para 3(1)").url.endswith("/asp/2019/7/schedule/2/paragraph/3/1")
    assert block(document, "sch. 2, para 3(1)").heading == "SCHEDULE 2 Forms"


@pytest.mark.parametrize(
    ("number", "cited"),
    [("SCHEDULE", "sch."), ("Schedule A1", "sch. A1"), ("FIRST SCHEDULE", "sch. 1"), ("ANNEX II", "annex II"),
     ("Appendix 3", "app. 3"), ("Schedule 12ZA", "sch. 12ZA")],
)  # fmt: skip
def test_how_schedules_are_cited(number: str, cited: str) -> None:
    assert schedule(number)[0] == cited


def test_a_quoted_provision_stays_within_its_own() -> None:
    quoted = (
        "<Text>After section 3 insert—</Text><BlockAmendment>"
        + group("Springs", numbered(1, "3A", numbered(2, "1", "A spring is a well.") + numbered(2, "2", "Mostly.")))
        + "</BlockAmendment><AppendText>.</AppendText>"
    )
    document = made(clml(numbered(1, "9", numbered(2, "1", quoted) + numbered(2, "2", "That is all."))))
    assert refs(document) == ["s. 9(1)", "s. 9(2)"]
    assert words(document, "s. 9(1)") == ("After section 3 insert—\nSprings\n3A (1) A spring is a well.\n(2) Mostly..")


def test_standing_by_status_by_dates_and_by_dots() -> None:
    body = (
        numbered(1, "1", "Was.", 'Status="Repealed"')
        + group("Later", numbered(1, "2", numbered(2, "1", "Will be.")), 'Status="Prospective"')
        + numbered(1, "3", "<Text><Repeal ChangeId='k' CommentaryRef='c'>. . . . .</Repeal></Text>")
        + numbered(1, "4", ". . . . . . . .")
        + numbered(1, "5", "<Text>Still <Repeal>. . .</Repeal> in force.</Text>")
        + numbered(1, "6", "Gone.", 'Match="false" RestrictEndDate="2019-12-31"')
        + numbered(1, "7", "To come.", 'Match="false" RestrictStartDate="2021-01-01"')
        + numbered(1, "8", "In force.", 'RestrictStartDate="2019-01-01"')
        + "<P1 Status='Repealed'><Pnumber>9</Pnumber><P1para/></P1>"
    )
    document = made(clml(body))
    assert [one.state for one in document.blocks] == [
        "repealed", "prospective", "repealed", "repealed", "", "repealed", "prospective", "", "repealed",
    ]  # fmt: skip
    assert words(document, "s. 9") == "9"


def test_marks_of_changes_leave_their_words_and_annotations_are_cited() -> None:
    text = (
        "<Text><CommentaryRef Ref='c2'/>Wells <Addition ChangeId='k1' CommentaryRef='c1'>and springs</Addition> "
        "<Substitution CommentaryRef='c3'>are kept</Substitution>.</Text>"
    )
    notes = "".join(
        f"<Commentary id='{key}' Type='{kind}'><Para><Text>{said}</Text></Para></Commentary>"
        for key, kind, said in (("c1", "F", "Words added."), ("c2", "C", "Applied."), ("c3", "F", "Words put."))
    )
    document = made(clml(numbered(1, "1", text), after=f"<Commentaries>{notes}</Commentaries>"))
    assert words(document, "s. 1") == "Wells and springs are kept."
    assert refs(document)[1:] == ["annotation C1", "annotation F1", "annotation F2"]
    assert words(document, "annotation F2") == "Words put."


def test_footnotes_stand_apart() -> None:
    prelims = (
        "<SecondaryPrelims><Number>2019 No. 7</Number><Title>The Wells Order 2019</Title><MadeDate><Text>Made</Text>"
        "<DateText>3rd March 2019</DateText></MadeDate><SecondaryPreamble><EnactingText><Para><Text>The Secretary of "
        "State for Wells<FootnoteRef Ref='f1'/>, in exercise of the powers conferred, makes this Order.</Text></Para>"
        "</EnactingText></SecondaryPreamble></SecondaryPrelims>"
    )
    after = "<Footnotes><Footnote id='f1'><FootnoteText><Para><Text>See 1900 c. 2.</Text></Para></FootnoteText></Footnote></Footnotes>"  # noqa: E501
    data = clml(prelims=prelims, after=after, main="UnitedKingdomStatutoryInstrument", minor="order")
    document = made(data)
    assert refs(document) == ["made", "preamble", "footnote 1"]
    assert words(document, "preamble").startswith("The Secretary of State for Wells, in exercise")
    assert document.about.issuer == "Secretary of State for Wells" and document.about.date == "2019-03-03"
    assert document.notes and "No numbered provision" in document.notes[0]


def test_tables_are_rows_with_their_columns_leading_in() -> None:
    def row(tag: str, *cells: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"

    table = (
        '<Tabular><table xmlns="http://www.w3.org/1999/xhtml"><thead>' + row("th", "Well", "Keeper") + "</thead><tbody>"
        + row("td", "Upper", "A. Rowan") + row("td", "", "") + row("td", "Lower", "<p>B. Birch</p><p>and son</p>")
        + "</tbody></table></Tabular>"
    )  # fmt: skip
    document = made(clml(numbered(1, "2", numbered(2, "1", "<Text>The keepers are—</Text>" + table))))
    assert refs(document) == ["s. 2(1)", "s. 2(1), row 1", "s. 2(1), row 2"]
    assert words(document, "s. 2(1), row 2") == "Lower\tB. Birch and son"
    assert leads(document, "s. 2(1), row 1") == ["The keepers are—\nWell\tKeeper"]


def test_lists_definitions_and_terms() -> None:
    defined = (
        "<Text>In this Act—</Text><UnorderedList Class='Definition' Decoration='none'>"
        "<ListItem><Para><Text>“keeper” and “warden” mean a person who—</Text><OrderedList Type='alpha' "
        "Decoration='parens'><ListItem><Para><Text>keeps, or</Text></Para></ListItem><ListItem><Para><Text>guards"
        "</Text></Para></ListItem></OrderedList><Text>a well;</Text></Para></ListItem>"
        "<ListItem><Para><Text>“<Term>well</Term>” includes a spring.</Text></Para></ListItem></UnorderedList>"
    )
    bullets = "<Text>Keep—</Text><UnorderedList><ListItem><Para><Text>this</Text></Para></ListItem></UnorderedList>"
    document = made(clml(numbered(1, "1", defined) + numbered(1, "2", bullets)))
    assert refs(document) == [
        "s. 1", "s. 1 “keeper”", "s. 1 “keeper”(a)", "s. 1 “keeper”(b)", "s. 1 “keeper”", "s. 1 “well”", "s. 2",
    ]  # fmt: skip
    assert words(document, "s. 2") == "Keep—\nthis"
    terms = [(link.target, document.text[link.start : link.end]) for link in document.links]
    assert terms == [("keeper", "keeper"), ("warden", "warden"), ("well", "well")]
    assert leads(document, "s. 1 “keeper”(b)")[0] == "In this Act—"


def test_links_of_citations() -> None:
    text = (
        "<Text>See <Citation id='c1' Class='UnitedKingdomPublicGeneralAct' Year='1984' Number='0054'>the Roads Act"
        "</Citation>, <CitationSubRef CitationRef='c1' SectionRef='section-3-1'>section 3(1)</CitationSubRef>, "
        "<InternalLink Ref='section-4-2'>section 4(2)</InternalLink>, <Citation URI='http://www.legislation.gov.uk/id/"
        "asp/2014/9'> the 2014 Act </Citation>and <Citation Class='Unheard' Year='1' Number='x'>no more</Citation>."
        "</Text>"
    )
    document = made(clml(numbered(1, "1", text)))
    site = "http://www.legislation.gov.uk"
    assert [(document.text[link.start : link.end], link.target) for link in document.links] == [
        ("the Roads Act", f"{site}/ukpga/1984/54"),
        ("section 3(1)", f"{site}/ukpga/1984/54/section/3/1"),
        ("section 4(2)", f"{site}/asp/2019/7/section/4/2"),
        ("the 2014 Act", f"{site}/id/asp/2014/9"),
    ]


def test_the_official_address_of_the_markup_comes_first() -> None:
    site = "http://www.legislation.gov.uk"
    given_address = f'DocumentURI="{site}/asp/2019/7/section/1/2020-02-01" id="section-1"'
    body = numbered(1, "1", numbered(2, "1", "x") + numbered(2, "2", "y", 'id="section-1-2"'), given_address)
    attributes = f'DocumentURI="{site}/asp/2019/7/2020-02-01" IdURI="{site}/id/asp/2019/7"'
    document = made(clml(body + numbered(1, "2", "z", given_address), attributes=attributes))
    assert document.about.url == f"{site}/asp/2019/7"
    assert [one.url for one in document.blocks] == [
        f"{site}/asp/2019/7/section/1/1", f"{site}/asp/2019/7/section/1/2", f"{site}/asp/2019/7/section/1/2020-02-01",
    ]  # fmt: skip


def test_what_an_act_says_of_itself() -> None:
    enacted = '<ukm:EnactmentDate Date="2019-03-20"/>'
    about = made(clml(numbered(1, "1", "x"), more=enacted)).about
    assert (about.title, about.date, about.issuer) == ("Wells (Keeping) Act 2019", "2019-03-20", "Scottish Parliament")
    assert (about.kind, about.language, about.url) == ("legislation", "en", "http://www.legislation.gov.uk/asp/2019/7")
    said = (
        "<PrimaryPrelims><Title>W</Title><LongTitle>An Act to keep wells.</LongTitle><DateOfEnactment><DateText>passed "
        "on 1st February 2019 and received Royal Assent on 20th March 2019</DateText></DateOfEnactment>"
        "</PrimaryPrelims>"
    )
    document = made(clml(numbered(1, "1", "x"), prelims=said))
    assert document.about.date == "2019-03-20" and refs(document) == ["long title", "date of enactment", "s. 1"]


def test_a_eu_regulation_with_recitals_and_annex() -> None:
    prelims = (
        "<EUPrelims><MultilineTitle><Text>Regulation on wells</Text></MultilineTitle><EUPreamble><P><Text>Having regard"
        "</Text></P><Division><Number>(1)</Number><P><Text>Wells matter.</Text></P></Division></EUPreamble></EUPrelims>"
    )
    body = (
        "<EUTitle><Number>TITLE I</Number><Title>General</Title>" + group("Scope", "<P1><Pnumber>Article 3</Pnumber>"
        "<P1para>" + numbered(2, "1.", "<Text>It applies to—</Text>" + numbered(3, "a", "wells.")) + "</P1para></P1>")
        + "</EUTitle>"
    )  # fmt: skip
    annex = "<Schedules><Schedule><Number>ANNEX I</Number><ScheduleBody><P><Text>Forms.</Text></P></ScheduleBody></Schedule></Schedules>"  # noqa: E501
    document = made(clml(body, prelims=prelims, schedules=annex, main="EuropeanUnionRegulation"))
    assert refs(document) == ["preamble", "recital 1", "art. 3(1)", "art. 3(1)(a)", "annex I, paragraph 1"]
    assert block(document, "art. 3(1)").heading == "TITLE I General › Scope"
    assert document.about.issuer == "European Union"


def test_two_languages_and_characters_by_name() -> None:
    text = (
        "<Text xml:lang='cy'>Caiff y ceidwad  gadw’r <Emphasis>ffynnon</Emphasis>\n; cafe\u0301<Character "
        "Name='NonBreakingSpace'/>5 <Span xml:lang='gd'>tobar</Span></Text>"
    )
    document = made(clml(numbered(1, "1", text), attributes='xml:lang="cy"'))
    assert words(document, "s. 1") == "Caiff y ceidwad gadw’r ffynnon ; caf\u00e9\u00a05 tobar"


def test_part_of_a_document_and_versions() -> None:
    versions = (
        "<Versions><Version id='v'><Fragment>" + numbered(1, "1", "For Wales.") + "</Fragment></Version></Versions>"
    )
    document = made(clml(numbered(1, "1", "For England."), after=versions))
    assert [(one.ref, one.state) for one in document.blocks] == [("s. 1", ""), ("s. 1", "alternative")]


def test_signatures_notes_and_pictures() -> None:
    body = (
        numbered(1, "1", "<Text>Map</Text><Figure><Image ResourceRef='r1'/></Figure>") + "<SignedSection><Signatory>"
        "<Signee><PersonName>A ROWAN</PersonName><JobTitle>Keeper</JobTitle></Signee></Signatory></SignedSection>"
    )
    note = (
        "<ExplanatoryNotes><Title>EXPLANATORY NOTE</Title><Comment><Para><Text>(not part of it)</Text></Para></Comment>"
        "<P><Text>It keeps wells.</Text></P></ExplanatoryNotes>"
    )
    document = made(clml(body, schedules=note, main="ScottishStatutoryInstrument", minor="order"))
    assert refs(document) == ["art. 1", "signature", "explanatory note, paragraph 1", "explanatory note, paragraph 2"]
    assert words(document, "signature") == "A ROWAN Keeper" and "1 pictures" in document.notes[0]


@pytest.mark.parametrize(
    ("number", "bare"), [("(a)", "a"), ("Article 4.", "4"), ("12A.—", "12A"), ("“3”", "3"), ("", "")]
)
def test_labels(number: str, bare: str) -> None:
    assert label(number) == bare


def test_counted_labels() -> None:
    assert [counted(n, "alpha") for n in (1, 26, 27, 52, 53)] == ["a", "z", "aa", "az", "ba"]
    assert [counted(n, "roman") for n in (1, 4, 9, 14)] == ["i", "iv", "ix", "xiv"]
    assert counted(4, "romanupper") == "IV" and counted(2, "alphaupper") == "B" and counted(3, "arabic") == "3"


# Hostile


def test_wrong_namespace_and_other_xml() -> None:
    other = clml(numbered(1, "1", "x")).replace(b"namespaces/legislation", b"namespaces/other")
    assert choose(other, "act.xml", "legislation").name == "clml"
    with pytest.raises(SourceError, match=r"not legislation\.gov"):
        made(other)
    assert ClmlReader().recognises(b"<html><body>Legislation</body></html>", "a.html", "legislation") == 0
    assert ClmlReader().recognises(b"plain words <Legislation", "a.txt", "legislation") == 0


def test_truncated_at_every_tenth() -> None:
    whole = clml(group("Duties", numbered(1, "4", numbered(2, "1", LISTED))))
    for tenth in range(1, 10):
        with pytest.raises(SourceError) as caught:
            made(whole[: len(whole) * tenth // 10])
        assert caught.value.where.startswith("act.xml") and caught.value.next_step


@pytest.mark.parametrize("depth", [150, 300, 10_000])
def test_nested_too_deep(depth: int) -> None:
    inner = "<P3><Pnumber>a</Pnumber><P3para>" * depth + "<Text>x</Text>" + "</P3para></P3>" * depth
    with pytest.raises(SourceError, match="deep"):
        made(clml(numbered(1, "1", inner)))


def test_as_deep_as_allowed_is_read() -> None:
    inner = "<P3><Pnumber>a</Pnumber><P3para>" * 70 + "<Text>x</Text>" + "</P3para></P3>" * 70
    assert refs(made(clml(numbered(1, "1", inner)))) == ["s. 1" + "(a)" * 70]


def test_entities_are_refused() -> None:
    data = clml(numbered(1, "1", "x")).replace(
        b"?>", b'?><!DOCTYPE Legislation [<!ENTITY e SYSTEM "file:///etc/passwd">]>', 1
    )
    with pytest.raises(SourceError, match="declares entities"):
        made(data)


# Properties

RUNS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
    | st.sampled_from("\n\t \u0301\u00a0\u2028\x85\ufeff“”—."),
    max_size=40,
)
INLINE = st.recursive(
    RUNS.map(escape),
    lambda inner: (
        st.builds(
            "<{0}>{1}</{0}>".format,
            st.sampled_from(["Emphasis", "Term", "Repeal", "Addition", "InternalLink Ref='section-2'", "Unheard"]),
            inner,
        ).map(lambda made_: re.sub(r"</(\w+) [^>]*>", r"</\1>", made_))
        | st.tuples(inner, inner).map("".join)
    ),
    max_leaves=5,
)
PROVISIONS = st.recursive(
    INLINE.map("<Text>{}</Text>".format),
    lambda inner: (
        st.builds(
            "{0}<{1}>{2}</{1}>{3}".format,
            inner,
            st.sampled_from(["BlockAmendment", "P", "Para", "Unheard", "UnorderedList", "Schedule", "Tabular", "Part"]),
            inner,
            inner,
        )
        | st.builds(
            numbered,
            st.integers(1, 5),
            st.sampled_from(["1", "a", "(ii)", "", "5 to 7"]),
            inner.map("<!-- -->{}".format),
        )
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(PROVISIONS, PROVISIONS)
def test_whatever_stands_in_it_no_word_is_lost(body: str, schedules: str) -> None:
    data = clml(body, schedules=f"<Schedules>{schedules}</Schedules>")
    document = made(data)
    assert unicodedata.is_normalized("NFC", document.text)
    inner = re.sub(r"<Pnumber>[^<]*</Pnumber>", " ", body + schedules)
    said = re.sub(r"<[^>]*>", "", inner).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    kept = sorted(c for c in unicodedata.normalize("NFD", said) if c.isalpha())
    numbers = "".join(re.findall(r"<Pnumber>([^<]*)</Pnumber>", body + schedules))
    want = sorted([*kept, *(c for c in numbers if c.isalpha())])
    assert sorted(c for c in unicodedata.normalize("NFD", document.text) if c.isalpha()) == want
    for link in document.links:
        assert document.text[link.start : link.end].strip() == document.text[link.start : link.end] != ""


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.binary(max_size=6))
def test_damage_raises_nothing_else(at: int, noise: bytes) -> None:
    whole = clml(group("Duties", numbered(1, "4", numbered(2, "1", LISTED))))
    at %= len(whole)
    try:
        made(whole[:at] + noise + whole[at + len(noise) :])
    except SourceError as error:
        assert error.where and error.next_step


def test_much_of_one_thing_takes_no_time_that_grows_with_its_square() -> None:
    terms = "<Text>" + "“<Term>wélls</Term>” e\u0301 " * 10_000 + "</Text>"
    mixed = ("<Text>Own words—</Text>" + numbered(3, "a", "an item;")) * 3_000
    parts = "".join(f"<Part><Number>Part {n}</Number>{numbered(1, '1', 'x')}</Part>" for n in range(500))
    schedule = (
        f"<Schedules><Schedule><Number>Schedule 1</Number><ScheduleBody>{parts}</ScheduleBody></Schedule></Schedules>"
    )
    document = made(clml(numbered(1, "1", terms) + numbered(1, "2", mixed), schedules=schedule))
    assert len(document.links) == 10_000 and {document.text[x.start : x.end] for x in document.links} == {"wélls"}
    assert max(len(one.lead) for one in document.blocks) == 8
    assert refs(document)[-1] == "sch. 1, pt. 499, para 1"
