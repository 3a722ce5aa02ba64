"""Anchors: exact, moved or lost; a quote is never silently somewhere else."""

from hypothesis import assume, given
from hypothesis import strategies as st

from graph.model import Coding, Passage
from ingest.coding.anchors import LONG_QUOTE, Anchors, context, find

WORDS = st.lists(
    st.sampled_from(["we", "ask", "local", "boards", "plan", "and", "they", "plan", "ä", "🙂", "now"]),
    min_size=1,
    max_size=40,
)
TEXTS = WORDS.map(" ".join)


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text and a span in it."""
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip())
    return text, start, end


@given(quoted())
def test_what_has_not_changed_is_exact(made: tuple[str, int, int]) -> None:
    text, start, end = made
    place = find(text, start, end, text[start:end], *context(text, start, end))
    assert (place.start, place.end, place.anchor) == (start, end, "exact")


@given(quoted(), TEXTS, TEXTS)
def test_a_found_quote_reads_as_it_was_coded(made: tuple[str, int, int], before: str, after: str) -> None:
    text, start, end = made
    exact = text[start:end]
    changed = f"{before} {text} {after}"
    place = find(changed, start, end, exact, *context(text, start, end))
    if place.anchor == "lost":
        assert (place.start, place.end) == (start, end)
    else:
        assert changed[place.start : place.end].split() == exact.split()
        assert (place.anchor == "exact") == ((place.start, place.end) == (start, end))


def likeness(text: str, start: int, end: int, prefix: str, suffix: str) -> int:
    """How many letters round a place agree, counted outwards, in the plainest way."""
    before = max(n for n in range(len(prefix) + 1) if text[:start].endswith(prefix[len(prefix) - n :]))
    return before + max(n for n in range(len(suffix) + 1) if text[end:].startswith(suffix[:n]))


@given(quoted(), TEXTS)
def test_no_other_place_fits_better_than_the_one_that_is_given(made: tuple[str, int, int], before: str) -> None:
    text, start, end = made
    exact, around = text[start:end], context(text, start, end)
    changed = f"{before} {text}"
    place = find(changed, start, end, exact, *around)
    if place.anchor != "lost":
        best = likeness(changed, place.start, place.end, *around)
        shifted = start + len(before) + 1
        assert best >= likeness(changed, shifted, shifted + len(exact), *around)


@given(quoted())
def test_a_quote_that_is_gone_is_lost(made: tuple[str, int, int]) -> None:
    text, start, end = made
    place = find("", start, end, text[start:end], *context(text, start, end))
    assert (place.start, place.end, place.anchor) == (start, end, "lost")


def test_of_two_places_the_surroundings_decide() -> None:
    text = "Councils decide locally. New words here. Boards decide locally too."
    place = find(text, 0, 14, "decide locally", "Boards ", " too.")
    assert (text[place.start - 7 : place.end], place.anchor) == ("Boards decide locally", "moved")


def test_two_places_alike_are_lost() -> None:
    text = "They decide locally. They decide locally."
    assert find(text, 100, 114, "decide locally", "They ", ".").anchor == "lost"


def test_two_stretches_that_change_places_are_not_mistaken_for_each_other() -> None:
    asked = "The council was asked whether it agrees: yes. "
    board = "The board, too, was asked if it agreed: yes.  "
    assert len(asked) == len(board)
    start = (asked + board).index("yes")
    around = context(asked + board, start, start + 3)
    place = find(board + asked, start, start + 3, "yes", *around)
    assert (place.start, place.anchor) == (start + len(board), "moved")


def test_a_place_whose_surroundings_went_elsewhere_is_no_longer_certain() -> None:
    place = find("B say yes now. So A said yes.", 6, 9, "yes", "They asked and A said ", ", we think so. Then B left.")
    assert place.anchor == "lost"


def test_a_short_quote_without_surroundings_does_not_wander() -> None:
    assert find("now only integration here", 0, 11, "integration").anchor == "lost"
    long = "a clause of enough letters to be known again"
    assert len(long) >= LONG_QUOTE
    assert find(f"New. {long}", 0, len(long), long).anchor == "moved"


def test_white_space_inside_may_differ() -> None:
    text = "It is\n  decided locally by all of the councils."
    place = find(text, 0, 24, "It is decided locally by all of the", "", " councils.")
    assert place.anchor == "moved"
    assert text[place.start : place.end] == "It is\n  decided locally by all of the"


def anchors(text: str, *spans: tuple[int, int]) -> Anchors:
    passages = [Passage(f"p{i}", "s", str(i), start, end, text[start:end]) for i, (start, end) in enumerate(spans)]
    return Anchors(text, passages)


def coding(text: str, start: int, end: int) -> Coding:
    prefix, suffix = context(text, start, end)
    return Coding("c", "anna", "s", start, end, text[start:end], "code", prefix, suffix)


def test_a_coding_gets_its_passage() -> None:
    text = "First passage.\n\nSecond passage."
    found = anchors(text, (0, 14), (16, 31)).anchored(coding(text, 16, 22))
    assert (found.passage, found.anchor) == ("p1", "exact")


def test_a_quote_over_two_passages_is_lost_and_says_why() -> None:
    text = "First passage.\n\nSecond passage."
    lookup = anchors(text, (0, 14), (16, 31))
    made = coding(text, 6, 22)
    found = lookup.anchored(made)
    assert (found.passage, found.anchor, found.start, found.end) == ("", "lost", 6, 22)
    assert lookup.why_lost(made) == "The quote does not stand inside one passage."


def test_a_moved_coding_quotes_the_text_as_it_is_now() -> None:
    old = "All plans are decided locally by councils."
    new = "Intro. All plans are decided\nlocally by councils."
    found = anchors(new, (0, len(new))).anchored(coding(old, 10, 29))
    assert found.anchor == "moved"
    assert found.coding.exact == new[found.start : found.end] == "are decided\nlocally"
