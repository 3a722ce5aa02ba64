"""Words that tell a subject, and the likeness of texts by them."""

import numpy as np
import pytest

from graph.measures.subjects import HEAVIEST, NEAR, around, subject_words, vectors, words_of


def likeness(quotes, beside=None, **given):
    table = vectors(quotes, beside or [""] * len(quotes), **given)
    return (table @ table.T).toarray()


def test_likeness_of_subject():
    found = likeness(["regional planning of hospitals", "hospital planning by region", "carers choose", ""])
    assert found[0, 0] == pytest.approx(1)
    assert found[0, 1] > found[0, 2] == 0
    assert found[3].sum() == 0


def test_rare_words_say_more_than_frequent_ones():
    found = likeness(["teachers budget", "teachers islands", "budget hospital", "budget carers"])
    assert found[0, 1] > found[0, 2] > 0


def test_words_beside_count_less_than_the_quotes_own():
    found = likeness(["teachers", "teachers", "islands", "hospital"], ["", "", "teachers", ""])
    assert 0 < found[0, 2] < found[0, 1]
    assert found[0, 2] == pytest.approx(NEAR * np.log(5 / 3) / np.hypot(NEAR * np.log(5 / 3), np.log(5)))


def test_words_that_tell_the_axis_or_stand_everywhere_are_passed_over():
    quotes = ["empower teachers", "empower carers", "empower islands"]
    assert likeness(quotes)[0, 1] > 0
    assert likeness(quotes, indicators=subject_words(["Empowering"]))[0, 1] == 0
    assert likeness(quotes, common=2)[0, 1] == 0


def test_only_the_heaviest_words_of_a_text_are_kept():
    many = " ".join(a + b + "word" for a in "bcdfgh" for b in "aeiou")
    table = vectors([many, many], ["", ""])
    assert (np.diff(table.indptr) == HEAVIEST).all()


def test_the_order_of_texts_does_not_matter():
    quotes = ["regional planning of hospitals", "hospital planning by region", "carers choose", "", "planning carers"]
    order = [3, 1, 4, 0, 2]
    one, other = likeness(quotes), likeness([quotes[i] for i in order])
    assert np.array_equal(one[np.ix_(order, order)], other)


def test_around_gives_whole_words_beside_the_span():
    text = "x" * 10 + " first words " + "y" * 200 + " the quote " + "z" * 50
    start = text.index("the quote")
    beside = around(text, start, start + 9)
    assert "the quote" not in beside and "zzz" in beside
    assert "x" not in beside and "first" not in beside
    assert around("quote", 0, 5).strip() == ""


def test_words_are_cut_and_folded():
    assert words_of("Consultations WITH consulted people") == ["consult", "consult", "people"]
    assert likeness([], []).shape == (0, 0)
