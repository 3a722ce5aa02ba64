"""Respondents' words in the styles that journals use; every passage is made up."""

import pytest
from rendering import holds

from graph.errors import SourceError
from ingest.readers import choose
from ingest.readers.codes import case_id
from ingest.readers.excerpts import ExcerptsReader

Expected = list[tuple[str, str]]


def found(text: str, kind: str = "excerpts") -> Expected:
    try:
        document = ExcerptsReader().read(text.encode("utf-8"), "study.txt", kind)
    except SourceError:
        return []
    holds(document)
    return [(block.case, document.words(block)) for block in document.blocks if block.case]


INLINE: list[tuple[str, Expected]] = [
    (
        "Keepers were tired: ‘we mend the roof each year’ (Participant 7, nurse).",
        [("Participant-7", "we mend the roof each year")],
    ),
    ("Keepers were tired: “we mend the roof” [P12].", [("P12", "we mend the roof")]),
    ("Keepers were tired. “We mend the roof each year.” [P12]", [("P12", "We mend the roof each year.")]),
    ('Keepers were tired: "we mend it" [P12, F, 45–54].', [("P12", "we mend it")]),
    ("Keepers were tired: ‘we mend it’ (nurse, P12).", [("P12", "we mend it")]),
    ("Keepers were tired: “we mend it” (Interview 3, chief officer).", [("Interview-3", "we mend it")]),
    ("They felt, «we mend the roof» (R4), alone.", [("R4", "we mend the roof")]),
    ("They felt, « we mend the roof » (R4), alone.", [("R4", "we mend the roof")]),
    ("They felt „we mend the roof“ (R4) alone.", [("R4", "we mend the roof")]),
    ("“He told me ‘mend it’ and left” (P3).", [("P3", "He told me ‘mend it’ and left")]),
    ("‘He told me “mend it” and left’ (P3).", [("P3", "He told me “mend it” and left")]),
    ("“We was [sic] mending … and [the keeper] left” (P3).", [("P3", "We was [sic] mending … and [the keeper] left")]),
    (
        "‘We mend … then we wait [laughs]. Nobody comes.’ (P3)",
        [("P3", "We mend … then we wait [laughs]. Nobody comes.")],
    ),
    ("“We mend the roof,” said P7, who kept the upper hall.", [("P7", "We mend the roof,")]),
    ("“We mend the roof,” Participant 7 explained.", [("Participant-7", "We mend the roof,")]),
    ("“We mend the roof” – Participant 7, nurse.", [("Participant-7", "We mend the roof")]),
    ("“We mend the roof” — P7.", [("P7", "We mend the roof")]),
    ("As participant no. 7 put it, “we mend the roof”.", [("Participant-7", "we mend the roof")]),
    ("Respondent #7 said “we mend the roof”.", [("Respondent-7", "we mend the roof")]),
    ("According to Interviewee B, “we mend the roof”.", [("Interviewee-B", "we mend the roof")]),
    ("P12 (nurse, upper valley) described it as ‘a leak’.", [("P12", "a leak")]),
    ("P3 called it ‘a leak’, whereas P11 called it ‘a flood’.", [("P3", "a leak"), ("P11", "a flood")]),
    ("One part was ‘a leak’ that, in her words, ‘nobody sees’ (P3).", [("P3", "a leak"), ("P3", "nobody sees")]),
    ("It was ‘a leak’ (FG2-P3) or ‘a flood’ (FG1-P4).", [("FG2-P3", "a leak"), ("FG1-P4", "a flood")]),
    (
        "It was ‘a leak’ (Chief Officer 3) or ‘a flood’ (Nurse 12, hospital B).",
        [("Chief-Officer-3", "a leak"), ("Nurse-12", "a flood")],
    ),
    (
        "It was ‘a leak’ (P3). It was ‘a flood’ (P12). P104 said it was ‘a sea’.",
        [("P3", "a leak"), ("P12", "a flood"), ("P104", "a sea")],
    ),
    ("It was ‘a leak’ (Smith, 2019, p. 4).", []),
    ("It was ‘a leak’ (Smith & Holm, in press).", []),
    ("P3 agreed that it was ‘a leak’ (Smith 2019: 4).", []),
    ("P3 spoke, as research has, of ‘a leak’ [12, 14–16].", []),
    ("It was ‘a leak’ (Article 5) of ‘a flood’ (Table 3) in ‘a sea’ (Recommendation 12).", []),
    ("It was ‘a leak’ (Chapter 5) or ‘a flood’ (Indicator 3).", []),
    ("Both said it was ‘a leak’ (P3; P12).", []),
    ("Smith (2019) holds that ‘a leak’ is a start.", []),
    ("P3 was cited before. Smith (2019) holds that ‘a leak’ is a start.", []),
]


@pytest.mark.parametrize(("paragraph", "expected"), INLINE, ids=[text[:40] for text, _ in INLINE])
def test_in_a_paragraph(paragraph: str, expected: Expected) -> None:
    text = f"Findings\n{paragraph}\nThe halls were counted after that, and nothing else was said."
    assert found(text) == expected


QUOTE = "We mend the roof each year, and each year it leaks again."
BLOCK: list[tuple[list[str], Expected]] = [
    (["As one put it:", QUOTE, "(Participant 7, nurse)"], [("Participant-7", QUOTE)]),
    (["As one put it:", QUOTE, "[P12]"], [("P12", QUOTE)]),
    (["As one put it:", QUOTE, "P12, nurse, upper valley"], [("P12", QUOTE)]),
    (["As one put it:", QUOTE, "– Interviewee 3"], [("Interviewee-3", QUOTE)]),
    (["As one put it:", QUOTE, "– Chief Officer, HSCP 4"], [("Chief-Officer-HSCP-4", QUOTE)]),
    (["As one put it:", QUOTE, "— Mary, carer"], [("Mary-carer", QUOTE)]),
    (["As one put it:", f"“{QUOTE}”", "(Mary, carer)"], [("Mary-carer", QUOTE)]),
    (["As one put it:", f"“{QUOTE}” (P12)"], [("P12", QUOTE)]),
    (["As one put it:", f"“{QUOTE}” – P12, nurse"], [("P12", QUOTE)]),
    ([f"“{QUOTE}” (P12, nurse)"], [("P12", QUOTE)]),
    (["As one put it:", f"{QUOTE} [Nurse 4, ward B]"], [("Nurse-4", QUOTE)]),
    (["As P12 (a nurse) explained:", f"“{QUOTE}”"], [("P12", QUOTE)]),
    (["As Interviewee 3 explained:", QUOTE], [("Interviewee-3", QUOTE)]),
    (["Some were tired.", f"Interviewee 3: {QUOTE}"], [("Interviewee-3", QUOTE)]),
    (["Some were tired.", f"P12 (nurse): “{QUOTE}”"], [("P12", QUOTE)]),
    (
        ["Two keepers spoke:", "P1: It leaks.", "P2: It always did, as far as I know."],
        [("P1", "It leaks."), ("P2", "It always did, as far as I know.")],
    ),
    (["As Smith holds:", QUOTE, "(Smith, 2019, p. 4)"], []),
    (["As P3 and Smith hold:", f"{QUOTE} (Smith, 2019, p. 4)"], []),
    (["As the plan says:", QUOTE, "(Scottish Government, 2016)"], []),
    (["Interviewee 3 named three things:", "wood", "oil", "time"], []),
    (["There were two themes:", "One is the roof, which leaks each year.", "The other is time."], []),
]


@pytest.mark.parametrize(("paragraphs", "expected"), BLOCK, ids=[" ".join(texts)[:60] for texts, _ in BLOCK])
def test_block_quotes(paragraphs: list[str], expected: Expected) -> None:
    text = "\n\n".join(["Findings", "The halls were visited in the winter.", *paragraphs, "The halls were then left."])
    assert found(text) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.md",
            "# Findings\n\nAs one said:\n\n> *We mend the roof.*\n>\n> It leaks again.\n>\n> (P12, nurse)\n\nThe end.",
        ),
        (
            "a.html",
            "<!DOCTYPE html><h1>Findings</h1><p>As one put it:</p><blockquote><p><em>We mend the roof.</em></p>"
            "<p>It leaks again. (P12, nurse)</p></blockquote><p>The end.</p>",
        ),
        (
            "b.html",
            "<!DOCTYPE html><h1>Findings</h1><p>As P12, a nurse, said:</p><blockquote><p>We mend the roof.</p>"
            "<p>It leaks again.</p></blockquote><p>The end.</p>",
        ),
    ],
)
def test_a_quote_of_two_paragraphs_where_markup_shows_it(name: str, text: str) -> None:
    data = text.encode("utf-8")
    document = choose(data, name, "excerpts").read(data, name, "excerpts")
    holds(document)
    spoken = [(b.case, document.words(b)) for b in document.blocks]
    assert spoken == [
        ("P12", "We mend the roof."),
        ("P12", "It leaks again."),
    ]


def test_the_authors_words_stay_theirs() -> None:
    said = "Some of the keepers spoke of ‘a leak’ that, as they went on to say, ‘nobody sees’ (P3)."
    text = f"Findings\n{said} The rest kept silent."
    document = ExcerptsReader().read(text.encode("utf-8"), "study.txt", "article")
    holds(document)
    assert [(block.case, document.words(block)) for block in document.blocks] == [
        ("", "Some of the keepers spoke of"),
        ("P3", "a leak"),
        ("", "that, as they went on to say,"),
        ("P3", "nobody sees"),
        ("", "The rest kept silent."),
    ]


@pytest.mark.parametrize(
    ("label", "case"),
    [
        ("participant no. 7", "Participant-7"),
        ("Respondent #12", "Respondent-12"),
        ("Chief Officer, HSCP 4", "Chief-Officer-HSCP-4"),
        ("FG1/P2", "FG1-P2"),
        ("L04", "L04"),
    ],
)
def test_cases_are_ids(label: str, case: str) -> None:
    assert case_id(label) == case
