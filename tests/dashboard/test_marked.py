from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from dashboard.screens.marked import contents_html, scroll_script, section_html, snippet_html
from dashboard.views.cited import REFERRED, REFERS, Reference
from dashboard.views.evidence import CodingLine, PassageView, Piece, Section

TAGS = {"section", "h3", "div", "p", "ul", "li", "mark", "sup", "i", "nav", "ol", "a"}
EVIL = '"><img src=x onerror=alert(1)><script>alert(1)</script><a href="javascript:x">\'&lt;'


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def section(evil: str) -> Section:
    coding = CodingLine(
        1, evil, evil, evil, evil, evil, evil, evil, evil, evil, evil, "suggested", evil, 0, 9, counted=False
    )
    pieces = (Piece(evil, (1,), evil or "message", (1,)), Piece(evil, (), ""))
    passage = PassageView(evil, evil, evil, evil, evil, evil, evil, pieces, (coding,))
    return Section(evil, (passage,))


def test_no_field_of_a_passage_becomes_markup() -> None:
    found = read(section_html(section(EVIL), 0, EVIL))
    assert found.tags <= TAGS
    assert found.attributes <= {"id", "style"}
    assert found.words.count("<script>") >= 5


def test_lead_in_state_terms_and_references_become_no_markup() -> None:
    references = (Reference(EVIL, EVIL, EVIL, EVIL, REFERS), Reference(EVIL, EVIL, EVIL, EVIL, REFERRED))
    made = replace(
        section(EVIL).passages[0],
        lead_in=EVIL, state=EVIL, time=EVIL, where=EVIL, terms=(EVIL,), references=references,
    )  # fmt: skip
    found = read(section_html(Section("", (made,)), 0, ""))
    assert found.tags <= TAGS | {"span"}
    assert found.attributes <= {"id", "style", "href", "target"}
    assert found.words.count("<script>") >= 10


def test_lead_in_stands_grey_before_the_words_and_the_state_as_a_badge() -> None:
    passage = PassageView(
        "p", "s. 4(1)(a)", "", "", "6", "", "", (Piece("the fish.", (), ""),), (),
        lead_in="A person must not take—", state="not yet in force", time="00:01:02",
        where="p. iv, page 6 of the file", terms=("fish",),
        references=(Reference("q", "act", "s. 9", "section 9", REFERS),),
    )  # fmt: skip
    drawn = section_html(Section("", (passage,)), 0, "")
    words = read(drawn).words
    assert words.startswith("s. 4(1)(a) · p. iv, page 6 of the file · 00:01:02 not yet in force")
    assert "A person must not take—\nthe fish.Defines: fishRefers to: s. 9" in words
    assert 'href="?source=act&amp;passage=q"' in drawn


def test_a_page_is_not_said_twice() -> None:
    piece = (Piece("Words.", (), ""),)
    once = PassageView("p", "para 7.2, p. 54", "", "", "54", "", "", piece, (), where="page 54")
    assert read(section_html(Section("", (once,)), 0, "")).words == "para 7.2, p. 54Words."


@given(st.text(alphabet="<>&\"'/=ab scriptonload;:\x00\n", max_size=40))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    found = read(snippet_html([(text, True), (text, False)]))
    assert found.tags <= {"p", "mark"}
    assert found.words == text + text
    assert read(section_html(section(text), 0, "")).tags <= TAGS
    assert read(contents_html([text])).tags <= {"nav", "ol", "li", "a"}


def test_the_script_carries_nothing_of_the_address() -> None:
    assert "alert" not in scroll_script("');alert(1);//")
    assert scroll_script("p-1") != scroll_script("p-2")


def test_a_suggestion_says_that_it_is_not_counted() -> None:
    assert "not counted" in section_html(section("x"), 0, "")
