"""Snippets: verbatim, with what was found marked, and the stretch that shows most of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.stores.snippets import WORDS, beginning, snippet
from graph.stores.tokens import Tokenizer
from graph.stores.words import Phrase

LONG = " ".join(f"word{i}" for i in range(100))


def show(text: str, *phrases: Phrase) -> tuple[tuple[str, bool], ...]:
    return snippet(text, phrases, Tokenizer())


def test_hits_are_marked_as_they_stand_in_the_text() -> None:
    assert show("Naïve Café-culture, again café.", Phrase(("cafe",))) == (
        ("Naïve ", False),
        ("Café", True),
        ("-culture, again ", False),
        ("café", True),
        (".", False),
    )


def test_a_phrase_is_one_mark_and_a_prefix_marks_the_whole_word() -> None:
    assert [t for t, hit in show("co-production and producing", Phrase(("co", "production"))) if hit] == [
        "co-production"
    ]
    assert [t for t, hit in show("co-production and producing", Phrase(("prod",), True)) if hit] == [
        "production",
        "producing",
    ]


def test_overlapping_hits_are_not_shown_twice() -> None:
    pieces = show("a b a b a", Phrase(("a", "b", "a")))
    assert "".join(t for t, _ in pieces) == "a b a b a"


def test_a_long_text_is_cut_round_the_most_different_hits() -> None:
    pieces = show(LONG, Phrase(("word5",)), Phrase(("word50",)), Phrase(("word60",)))
    assert pieces[0] == ("…", False) and pieces[-1] == ("…", False)
    assert [t for t, hit in pieces if hit] == ["word50", "word60"]
    assert len("".join(t for t, _ in pieces).strip("…").split()) == WORDS


def test_what_was_found_stands_in_the_middle() -> None:
    shown = "".join(t for t, _ in show(LONG, Phrase(("word50",)), Phrase(("word51",)))).strip("…").split()
    assert shown[0] == "word31" and shown[-1] == "word70"


def test_a_phrase_longer_than_a_snippet_is_marked_as_far_as_it_shows() -> None:
    pieces = show(LONG, Phrase(tuple(f"word{i}" for i in range(20, 80))))
    assert pieces == (("…", False), (" ".join(f"word{i}" for i in range(20, 60)), True), ("…", False))


def test_without_a_hit_the_beginning_is_shown() -> None:
    assert show(LONG, Phrase(("nowhere",))) == beginning(LONG)
    assert beginning("short") == (("short", False),)


TOKENS = st.lists(st.sampled_from(["a", "b", "ab", "e"]), min_size=1, max_size=3).map(tuple)


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.sampled_from("ab é-.\n"), max_size=300), st.lists(st.builds(Phrase, TOKENS, st.booleans()), max_size=3)
)
def test_pieces_join_to_a_stretch_of_the_text(text: str, phrases: list[Phrase]) -> None:
    pieces = show(text, *phrases)
    joined = "".join(t for t, _ in pieces)
    assert joined.removeprefix("…").removesuffix("…") in text
    assert all(hit is True or hit is False for _, hit in pieces)
