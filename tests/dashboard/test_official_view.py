"""A digest's passage and the official wording with the same reference, in one made-up study."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.context import STUDY_VARIABLE
from dashboard.screens.marked import official_html, section_html
from dashboard.views.evidence import source_page
from dashboard.views.official import Official, OfficialPassage, official_passages, texts_of
from dashboard.views.references import enclosing, names_several, plain_reference, reference_key
from graph.stores.base import View
from ingest.build import build, open_view

LAW = "https://www.legislation.gov.uk/asp/2099/1"
STUDY = "format: 1\nid: side-by-side\ntitle: Side by side\ncoders: []\n"
CODEBOOK = """format: 1
axes:
  - id: who-decides
    label: Who decides
    messages:
      - {pole: -1, id: locally, label: Decide locally}
      - {pole: 1, id: nationally, label: Decide nationally}
actors:
  - {id: parliament, label: Parliament, level: macro, kind: government}
"""
SOURCES = f"""sources:
  - id: act-digest
    title: The Act
    kind: legislation
    issuer: parliament
    url: {LAW}/section/1
    file: act-digest.yaml
  - id: notes-digest
    title: The notes
    kind: guidance
    issuer: parliament
    url: {LAW}/notes/division/2
    file: notes-digest.yaml
  - id: report-digest
    title: A report
    kind: review
    issuer: parliament
    file: report-digest.yaml
  - id: act
    title: The Act as fetched
    kind: legislation
    issuer: parliament
    url: {LAW}
    retrieved: 2026-11-24
    file: act.yaml
  - id: act-old
    title: The Act as fetched before
    kind: legislation
    issuer: parliament
    url: {LAW}
    retrieved: 2026-12-24
    replaced_by: act
    file: act-old.yaml
  - id: act-enacted
    title: The Act as enacted
    kind: legislation
    issuer: parliament
    url: {LAW}/enacted
    retrieved: 2026-12-25
    file: act-enacted.yaml
  - id: report
    title: The report itself
    kind: review
    issuer: parliament
    url: https://www.gov.scot/binaries/content/report.pdf
    text_of: report-digest
    file: report.yaml
"""


def digest(kind: str, *items: tuple[str, str]) -> str:
    lines = [f'  - {{ref: "{ref}", text: "{text}", url: "{LAW}"}}' for ref, text in items]
    return "\n".join([f"text_kind: {kind}", "items:", *lines]) + "\n"


FILES = {
    "act-digest": digest(
        "digest",
        ("s. 4(1)", "It names the principles."),
        ("Section 4 (1) (B)", "It names the second principle."),
        ("s. 4(1)(b)(ix)", "It goes into more than the text does."),
        ("ss. 9-11", "It sets up boards."),
        ("sch. 2, para 3", "It amends another Act."),
        ("s. 99", "It is not there."),
        ("long title", "It says what the Act is for."),
    ),
    "notes-digest": digest("digest", ("para 1", "It explains.")),
    "report-digest": digest("paraphrase", ("para 7.2", "It recommends.")),
    "act": digest(
        "verbatim",
        ("long title", "An Act of nobody to make something up."),
        ("s. 4(1)(a)", "the first made-up principle, and"),
        ("s. 4(1)(b)", "the second made-up principle."),
        ("s. 4(2)", "Something else that is made up."),
        ("s. 9", "There are to be boards."),
        ("sch. 2, para. 3(1)", "In the other Act, strike out something."),
    ),
    "act-old": digest("verbatim", ("s. 4(1)", "older words")),
    "act-enacted": digest("verbatim", ("s. 4(1)", "words as enacted")),
    "report": digest("verbatim", ("para 7.2, p. 54", "The report's own made-up words.")),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    study = tmp_path_factory.mktemp("side") / "study"
    (study / "sources").mkdir(parents=True)
    for name, text in {"study.yaml": STUDY, "codebook.yaml": CODEBOOK, "sources.yaml": SOURCES}.items():
        (study / name).write_text(text, encoding="utf-8")
    (study / "cases.csv").write_text("case,level,role_group,clearance\n", encoding="utf-8")
    for name, text in FILES.items():
        (study / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert build(study).key
    return study


@pytest.fixture(scope="module")
def view(folder: Path) -> Iterator[View]:
    with open_view(folder) as opened:
        yield opened


def found(view: View, source: str) -> dict[str, Official]:
    official = official_passages(view, source)
    page = source_page(view, source)
    return {p.ref: official[p.id] for s in page.sections for p in s.passages if p.id in official}


def test_a_digest_finds_its_text_by_address_or_by_name(view: View) -> None:
    assert texts_of(view) == {"act-digest": "act", "report-digest": "report"}


def test_the_same_reference_is_found_however_it_is_written(view: View) -> None:
    texts = found(view, "act-digest")
    second = texts["Section 4 (1) (B)"]
    assert (second.note, [p.ref for p in second.passages]) == ("the same reference", ["s. 4(1)(b)"])
    assert second.passages[0].text == "the second made-up principle." and second.label == "The Act as fetched"
    assert texts["long title"].passages[0].text.startswith("An Act of nobody")


def test_a_provision_is_shown_with_all_of_its_parts(view: View) -> None:
    texts = found(view, "act-digest")
    assert [p.ref for p in texts["s. 4(1)"].passages] == ["s. 4(1)(a)", "s. 4(1)(b)"]
    assert [p.ref for p in texts["sch. 2, para 3"].passages] == ["sch. 2, para. 3(1)"]
    assert texts["sch. 2, para 3"].note == "the same reference"


def test_what_is_not_there_falls_back_to_what_encloses_it_and_says_so(view: View) -> None:
    texts = found(view, "act-digest")
    nearest = texts["s. 4(1)(b)(ix)"]
    assert nearest.note == "no passage has the reference s. 4(1)(b)(ix); this is s. 4(1)(b), which encloses it"
    assert [p.ref for p in nearest.passages] == ["s. 4(1)(b)"]
    assert (texts["ss. 9-11"].note, texts["ss. 9-11"].passages[0].ref) == ("where ss. 9-11 begins", "s. 9")
    assert "s. 99" not in texts


def test_a_page_number_behind_a_paragraph_does_not_hide_it(view: View) -> None:
    assert found(view, "report-digest")["para 7.2"].passages[0].text == "The report's own made-up words."


def test_a_text_without_digest_offers_nothing(view: View) -> None:
    assert official_passages(view, "act") == {} and official_passages(view, "notes-digest") == {}


def test_the_screen_draws_both_beside_each_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STUDY_VARIABLE, str(folder))
    script = """
import streamlit as st
from dashboard.context import open_context
from dashboard.screens.evidence import render
st.query_params["source"] = "act-digest"
render(open_context())
"""
    screen = AppTest.from_string(script, default_timeout=60).run()
    assert not screen.exception
    drawn = "".join(str(element.proto.body) for element in screen.get("html"))
    assert "It names the second principle." in drawn and "the second made-up principle." in drawn
    assert drawn.count("<details") == 6 and "Official wording" in drawn


def test_nothing_of_an_official_text_becomes_markup(view: View) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=y>"
    passage = OfficialPassage(evil, evil, evil, evil, evil, "https://x/" + evil)

    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.seen: set[str] = set()
            self.words = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.seen.add(tag)
            assert not [name for name, _ in attrs if name.startswith("on")]

        def handle_data(self, data: str) -> None:
            self.words += data

    tags = Tags()
    tags.feed(official_html(Official(evil, evil, evil, (passage,), 3)))
    assert tags.seen <= {"details", "summary", "div", "p", "span", "a"} and evil in tags.words
    no_link = official_html(Official("s", "l", "n", (OfficialPassage("p", "r", "t", "", "", "javascript:alert(1)"),)))
    assert "javascript" not in no_link


def test_a_section_without_official_wording_is_drawn_as_ever(view: View) -> None:
    section = source_page(view, "act").sections[0]
    assert section_html(section, 0, "") == section_html(section, 0, "", {})
    assert "<details" not in section_html(section, 0, "")


@pytest.mark.parametrize(
    ("ref", "key"),
    [
        ("s. 4(1)(b)(iv)", ("s", "4", "1", "b", "iv")),
        ("Section 4 (1) (b) (iv)", ("s", "4", "1", "b", "iv")),
        ("§ 12A(1)", ("s", "12a", "1")),
        ("reg. 5(2)", ("reg", "5", "2")),
        ("Regulation 5(2)", ("reg", "5", "2")),
        ("Schedule 2, paragraph 3", ("sch", "2", "para", "3")),
        ("para 7.2, p. 54", ("para", "7.2")),
        ("p. 54", ("p", "54")),
        ("s. 4(1)–(3)", ("s", "4", "1")),
        ("s. 4(1) and (2)", ("s", "4", "1")),
        ("National Outcome: Health", ()),
        ("", ()),
    ],
)
def test_references_are_comparable(ref: str, key: tuple[str, ...]) -> None:
    assert reference_key(ref) == key


def test_enclosing_provisions_stop_at_the_number() -> None:
    assert enclosing(("s", "4", "1", "b")) == (("s", "4", "1"), ("s", "4"))
    assert enclosing(("sch", "2", "para", "3")) == (("sch", "2"),)
    assert enclosing(("para", "7.2")) == () and enclosing(()) == ()
    assert names_several("paras 2 to 4") and not names_several("s. 4(1)(b)")
    assert plain_reference("  Long   Title ") == "long title"


@given(st.text(max_size=40))
def test_any_words_at_all_may_be_a_reference(ref: str) -> None:
    key = reference_key(ref)
    assert all(key[: len(shorter)] == shorter for shorter in enclosing(key))
