"""Suggestions from terms: boundaries, inflections, longest match, and respect for what people decided."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Actor, Anchored, Barrier, Codebook, Coding, Message, Passage
from ingest.cache import Cache
from ingest.coding.inflections import forms, word_forms
from ingest.coding.suggest import Suggester, Terms, still_open


def codebook(**terms: tuple[str, ...]) -> Codebook:
    """Messages m*, barriers b*, actors a* with the given terms."""
    messages = {name: Message(name, name, "axis", 1, terms=own) for name, own in terms.items() if name[0] == "m"}
    barriers = {name: Barrier(name, name, terms=own) for name, own in terms.items() if name[0] == "b"}
    actors = {name: Actor(name, f"label of {name}", terms=own) for name, own in terms.items() if name[0] == "a"}
    return Codebook({}, actors, {}, messages, barriers)


def found(text: str, **terms: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(match.code, text[match.start : match.end]) for match in Terms(codebook(**terms)).matches(text)]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("locality plan", "Locality plans"),
        ("empower", "empowering"),
        ("reduce duplication", "reducing duplication"),
        ("authority", "authorities"),
        ("authorities", "authority"),
        ("plan", "planned"),
        ("centralise", "centralized"),
        ("centralize", "centralises"),
        ("co-production", "coproduction"),
        ("decision-making", "decision making"),
        ("co-production", "co‑production"),
        ("crisis", "crisis"),
        ("council", "council’s"),
        ("joint board", "joint\nboard"),
    ],
)
def test_inflections_are_found(term: str, text: str) -> None:
    assert [words for _, words in found(f"The {text}, then.", m=(term,))] == [text.removesuffix("’s")]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("plan", "explanation planet"),
        ("production", "co-production"),
        ("integrated", "non-integrated"),
        ("audit", "audit_x"),
    ],
)
def test_words_keep_their_boundaries(term: str, text: str) -> None:
    assert found(text, m=(term,)) == []


def test_an_acronym_keeps_its_case() -> None:
    assert found("It is IT, and who is WHO? Two IJBs.", m=("IT",), b=("WHO",), a=("IJB",)) == [
        ("m", "IT"),
        ("b", "WHO"),
        ("a", "IJBs"),
    ]


def test_a_short_term_inside_a_longer_one_is_left_out() -> None:
    text = "The local authority and another authority."
    assert found(text, a1=("local authority",), a2=("authority",)) == [("a1", "local authority"), ("a2", "authority")]
    assert found("local authority", b=("authority",), a=("local authority",)) == [("a", "local authority")]


def test_an_actor_inside_a_message_is_still_named() -> None:
    assert found("Ministers may refuse it.", m=("ministers may refuse",), a=("minister",)) == [
        ("m", "Ministers may refuse"),
        ("a", "Ministers"),
    ]


def test_one_term_of_two_codes_is_found_for_both() -> None:
    assert found("national care", m=("national care",), a=("national care",)) == [
        ("a", "national care"),
        ("m", "national care"),
    ]


@given(st.text(alphabet="aİßplan ’-é🙂\n", max_size=60))
def test_offsets_are_those_of_the_text(text: str) -> None:
    for match in Terms(codebook(m=("plan", "ßa"))).matches(text):
        words = text[match.start : match.end].lower()
        assert words in forms("plan") | forms("ßa")


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_a_word_is_one_of_its_forms(word: str) -> None:
    made = word_forms(word)
    assert word in made
    assert all(form for form in made)


PASSAGES = [
    Passage("p1", "s", "1", 0, 27, "Local control, local control"[:27]),
    Passage("p2", "s", "2", 30, 60, "The council has local control."),
]


def suggestions(tmp_path: Path) -> list[Anchored]:
    book = codebook(m=("local control",), a=("council",))
    return Suggester(book, Cache(tmp_path, "suggestions")).suggest(PASSAGES, "mark")


def test_each_code_is_suggested_once_a_passage(tmp_path: Path) -> None:
    made = suggestions(tmp_path)
    assert [(s.passage, s.coding.code, s.start, s.end) for s in made] == [
        ("p1", "m", 0, 13),
        ("p2", "a", 34, 41),
        ("p2", "m", 46, 59),
    ]
    assert {(s.coding.coder, s.coding.status, s.coding.stance) for s in made} == {("terms", "suggested", "")}
    assert made[2].coding.prefix.endswith("has ")
    assert made == suggestions(tmp_path)


def test_a_damaged_memory_is_made_again(tmp_path: Path) -> None:
    made = suggestions(tmp_path)
    for path in (tmp_path / ".crosscurrent" / "cache" / "suggestions").iterdir():
        path.write_text('[[7, "m", 0, 1]]', encoding="utf-8")
    assert suggestions(tmp_path) == made


def test_what_people_settled_is_not_suggested_again(tmp_path: Path) -> None:
    made = suggestions(tmp_path)
    coded = Anchored(Coding("c", "anna", "s", 46, 50, "loca", "m"), "p2", 46, 50, "exact")
    assert still_open(made, [coded], frozenset()) == made[:2]
    assert still_open(made, [], frozenset({made[1].coding.id})) == [made[0], made[2]]
