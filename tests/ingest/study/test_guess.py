"""Kind, title, date and issuer are guessed from what a document shows, and left empty where it does not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Actor, Codebook, Source
from ingest import readers
from ingest.readers import PLAIN, About, Block, Document, Region
from ingest.study.guess import Guess, guess_title, guesses, read_and_guess_kind
from ingest.study.guess_date import date_in_name, date_in_words
from ingest.study.guess_issuer import issuer_in_words, issuer_named
from ingest.study.schema import is_date


@pytest.fixture
def real() -> Path:
    folder = Path(__file__).resolve().parents[4] / "shared" / "real"
    if not folder.is_dir():
        pytest.skip("the real documents are not on this machine")
    return folder


def actors(*given: Actor) -> Codebook:
    return Codebook({}, {actor.id: actor for actor in given}, {}, {}, {})


BOOK = actors(
    Actor("gov", "Northland Government", terms=("the government", "Northland Executive")),
    Actor("ministers", "Northland Ministers", part_of="gov"),
    Actor("care", "Care"),
    Actor("board", "Care Board", terms=("CB",)),
    Actor("watch", "Care Board Watch"),
)


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("A plan\nMarch 2019\n", "2019-03"),
        ("A plan\nPublished 12 May 2011\nUpdated 3 June 2012\n", "2011-05-12"),
        ("A plan\nOrdered to be printed 11 July 2011 and published 19 July 2011\n", "2011-07-19"),
        ("Published: 1st of Sept 2020 by the board", "2020-09-01"),
        ("Date of publication: 2018-04", "2018-04"),
        ("Issued May 3, 2016 to all", "2016-05-03"),
        ("A plan\nTown, 2 February 2020\n2020", "2020-02-02"),
        ("A plan\n(2019)\n", "2019"),
        ("A plan\nSpring 2019\n", "2019"),
        ("A plan\n\n© Crown copyright 2017\n", "2017"),
        ("A plan\n03.04.2019\n", "2019-04-03"),
        ("A plan\n13/04/2019\n", "2019-04-13"),
        ("A plan\n3/4/2019\n", "2019"),
        ("A plan\n31 February 2019\n", ""),
        ("A plan\nMarch 2019\nMay 2020\n", ""),
        ("Update 1 April to 30 September 2018\n", ""),
        ("Plan 2019-2022\nFrom May 2019 to June 2020\n", ""),
        (
            "The board met in May 2019 and again in a hall that was cold, and all were asked what they had done.",
            "",
        ),
        ("© 2015-2019 Board and © 2012 Other", ""),
        ("A plan that may 2019 people read on", ""),
        ("A plan\nMarch 2999\n", ""),
        ("", ""),
    ],
)
def test_a_date_on_the_first_page(words: str, date: str) -> None:
    assert date_in_words(words) == date


@pytest.mark.parametrize(
    ("stem", "date"),
    [
        ("plan-2019", "2019"), ("plan_2019-03", "2019-03"), ("interview-2014-12-04-1402", "2014-12-04"),
        ("20190312 minutes", "2019-03-12"), ("asp_20030002_en", ""), ("plan 2019 and 2020", ""), ("12345", ""),
        ("plan-201903", ""), ("2019-13", "2019"), ("form-1066", ""),
    ],
)  # fmt: skip
def test_a_date_in_a_file_name(stem: str, date: str) -> None:
    assert date_in_name(stem) == date


@given(st.text(alphabet="0123456789-/. JanuryMch\npublishedof,", max_size=60))
def test_a_guessed_date_is_a_date_or_empty(text: str) -> None:
    for guess in (date_in_words(text), date_in_name(text)):
        assert not guess or is_date(guess)


@pytest.mark.parametrize(
    ("words", "issuer"),
    [
        ("A plan\nPublished by the Care Board, 2019", "board"),
        ("A plan\nNorthland Government\n2019", "gov"),
        ("A plan\nThe Northland Executive\n", "gov"),
        ("© CB 2019", "board"),
        ("Prepared by Care Board Watch for all", "watch"),
        ("Northland Government\nNorthland Ministers\n", "gov"),
        ("Northland Government\nCare Board\n", ""),
        ("A response to the Northland Government about care", ""),
        ("Published by the Careful Board", ""),
        ("the government\n", ""),
        ("A list\nCare\nMoney\n", ""),
    ],
)
def test_an_issuer_on_the_first_page(words: str, issuer: str) -> None:
    assert issuer_in_words(words, BOOK) == issuer


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        ("Northland Government", "gov"), ("THE GOVERNMENT", "gov"), ("Care Board Watch (North)", "watch"),
        ("Care Board and Northland Government", ""), ("Somebody", ""), ("", ""),
    ],
)  # fmt: skip
def test_an_issuer_that_a_document_names(name: str, issuer: str) -> None:
    assert issuer_named(name, BOOK) == issuer


def document(text: str, **more: object) -> Document:
    return Document(text, (Block("1", "", 0, len(text)),), **more)  # type: ignore[arg-type]


def test_what_a_published_document_says_of_itself_comes_first() -> None:
    about = About("The Act", "2003-02-25", "Northland Government", "legislation", "en", "https://example.org/act")
    made = guesses(
        document("An Act\nMarch 2019", about=about), "x-2001.xml", Guess("legislation", "document"), BOOK, {}
    )
    assert [guess.value for _, guess in made.items()] == [
        "legislation", "The Act", "2003-02-25", "gov", "en", "https://example.org/act",
    ]  # fmt: skip
    assert {guess.origin for _, guess in made.items()} == {"document"}


def test_what_is_printed_goes_before_the_properties_of_a_file() -> None:
    about = About(date="2015-05-21")
    printed = guesses(document("Talk, 13 May 2015\nAll said.", about=about), "a.docx", Guess("policy"), BOOK, {})
    assert printed.date == Guess("2015-05-13", "first page")
    bare = guesses(document("All that was said.", about=about), "a.docx", Guess("policy"), BOOK, {})
    assert bare.date == Guess("2015-05-21", "file properties")


def test_interviews_have_the_issuer_of_the_studys_other_interviews() -> None:
    others = {"a": Source("a", "A", kind="transcript", issuer="watch"), "b": Source("b", "B", issuer="gov")}
    made = guesses(document("Care Board\nYes."), "a.txt", Guess("transcript", "rule"), BOOK, others)
    assert made.issuer == Guess("watch", "other sources")
    mixed = {**others, "c": Source("c", "C", kind="transcript", issuer="care")}
    assert guesses(document("Care Board\nYes."), "a.txt", Guess("transcript", "rule"), BOOK, mixed).issuer == Guess()


def test_the_title_is_in_the_largest_letters() -> None:
    text = "NORTHLAND\nMoving care closer\nto people\nHP 12"
    lines = [(0, 9, 12.0), (10, 28, 30.0), (29, 38, 30.0), (39, 44, 11.0)]
    regions = tuple(Region(s, e, 1, 0.0, 40.0 * n, 99.0, 40.0 * n + h) for n, (s, e, h) in enumerate(lines))
    assert guess_title(document(text, regions=regions), "x") == Guess("Moving care closer to people", "first page")


def test_a_title_that_nothing_shows_is_the_files_name() -> None:
    assert guess_title(document("this goes on in the middle"), "my_plan-2") == Guess("My plan 2", "file name")


@pytest.mark.parametrize(
    ("text", "kind", "origin"),
    [
        ("Care and Support Act 2014\n\nThe board shall act.", "legislation", "first page"),
        ("Statutory guidance for boards\n\nThe board should act.", "guidance", "first page"),
        ("Bridges Act 2014\n\nExplanatory Notes\n\nIntroduction\n\nThese say more.", "guidance", "first page"),
        ("Bridges Act 2014\n\nThe board has to read explanatory notes.", "legislation", "first page"),
        ("Guidance on the audit of boards\n\nThe board should act.", "policy", "rule"),
        ("On boards\n\nAbstract\nWe ask why.\n\nKeywords: boards\n\nIntroduction", "article", "first page"),
        ("L01: Yes it is.\n\nINT: Why?\n\nL01: So.\n\nN02: Never so.\n\nL01: Well.\n", "transcript", "rule"),
        ("The plan\n\nPurpose: we plan.\n\nScope: all of it.\n\nNote: there is more.\n\nMore.", "policy", "rule"),
    ],
)  # fmt: skip
def test_the_kind(text: str, kind: str, origin: str) -> None:
    guess, read = read_and_guess_kind(text.encode(), "x.txt", "", PLAIN)
    assert guess == Guess(kind, origin)
    assert read.blocks


def test_an_article_with_excerpts_is_no_transcript(real: Path) -> None:
    path = next((real / "article").iterdir())
    assert read_and_guess_kind(path.read_bytes(), path.name, "", PLAIN)[0].value == "article"


def test_interviews_without_codes_are_transcripts(real: Path) -> None:
    for path in sorted((real / "interviews").iterdir()):
        guess, found = read_and_guess_kind(readers.read_bytes(path), path.name, "", PLAIN)
        made = guesses(found, "x", guess, BOOK, {})
        assert (guess.value, made.date.value) == ("transcript", date_in_name(path.stem))
