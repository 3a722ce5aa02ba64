"""What claims are about: sparse vectors of their words, whose products are likeness of subject."""

import re
from array import array
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

WORD = re.compile(r"[a-zà-ÿ]{4,}")
_PASSED_OVER = """
about after also another because been before being both could does each from have into more most much must only other
over rather same should such than that their them then there these they this those through under upon were what when
where which while whom whose will with within without would
"""
EVERYWHERE = frozenset(_PASSED_OVER.split())
STEM = 7
"""Words count as alike by their first letters: `consult`, `consulted`, `consultation` are one."""
NEAR = 0.4
"""A word beside the quote, in its passage, counts for so much of a word in it."""
WINDOW = 200
"""So many characters of the passage on either side of the quote stand beside it."""
HEAVIEST = 24
"""A text's subject is its so many heaviest words."""
COMMON = 1000
"""A word that stands in more claims of an axis than this says nothing of their subject."""


def words_of(text: str) -> list[str]:
    """The words of a text that carry its subject, shortened to their first letters."""
    return [w[:STEM] for w in WORD.findall(text.lower()) if w not in EVERYWHERE]


def around(passage: str, start: int, end: int) -> str:
    """What stands beside the span [start, end) of a passage, `WINDOW` characters either side, whole words."""
    low, high = max(0, start - WINDOW), min(len(passage), end + WINDOW)
    before, after = passage[low : max(0, start)], passage[max(0, end) : high]
    before = before.partition(" ")[2] if low else before
    after = after.rpartition(" ")[0] if high < len(passage) else after
    return f"{before} {after}"


def vectors(
    quotes: Sequence[str], beside: Sequence[str], indicators: Collection[str] = (), common: int = COMMON
) -> sparse.csr_array:
    """One row a text: TF-IDF weights of its words, of length 1, or 0 for a text without words.

    `quotes`: the texts; `beside`: what stands around each; `indicators`: words (as of `words_of`) that tell the axis
    and not the subject, which are passed over. A word counts once, 1 in the quote or `NEAR` beside it, times
    idf = ln((1 + N) / df), N texts (Salton & Buckley 1988); words in more than `common` texts are passed over, and of
    each text the `HEAVIEST` words are kept. The product of two rows is their likeness in [0, 1].
    """
    passed_over = frozenset(indicators)
    vocabulary: dict[str, int] = {}
    words, share, starts = array("i"), array("f"), array("q", [0])
    for quote, near in zip(quotes, beside, strict=True):
        found = dict.fromkeys(words_of(near), NEAR) | dict.fromkeys(words_of(quote), 1.0)
        for word, counts in found.items():
            if word not in passed_over:
                words.append(vocabulary.setdefault(word, len(vocabulary)))
                share.append(counts)
        starts.append(len(words))
    # The columns stand in alphabetical order, so that sums do not depend on the order of the texts.
    column = np.empty(max(1, len(vocabulary)), dtype=np.int64)
    column[[vocabulary[w] for w in sorted(vocabulary)]] = np.arange(len(vocabulary))
    where = column[np.frombuffer(words, dtype=np.int32)] if len(words) else np.empty(0, dtype=np.int64)
    counted = np.frombuffer(share, dtype=np.float32).astype(np.float64) if len(share) else np.empty(0)
    return _weighted(where, np.round(counted, 4), np.frombuffer(starts, dtype=np.int64), len(column), common)


def _weighted(
    where: NDArray[np.int64], counted: NDArray[np.float64], starts: NDArray[np.int64], width: int, common: int
) -> sparse.csr_array:
    n = len(starts) - 1
    frequency = np.bincount(where, minlength=width)
    weight = counted * np.log((1 + n) / np.maximum(1, frequency))[where]
    row = np.repeat(np.arange(n), np.diff(starts))
    order = np.lexsort((where, -weight, row))
    place = np.empty(len(where), dtype=np.int64)
    place[order] = np.arange(len(where)) - starts[row[order]]
    kept = (frequency[where] <= common) & (place < HEAVIEST)
    table = sparse.csr_array((weight[kept], (row[kept], where[kept])), shape=(n, width))
    table.sort_indices()
    lengths = np.sqrt(np.add.reduceat(np.append(table.data**2, 0.0), table.indptr[:-1])) if n else np.empty(0)
    filled = np.diff(table.indptr)
    table.data /= np.repeat(lengths, filled)
    return table


def subject_words(texts: Sequence[str]) -> frozenset[str]:
    """The words of several texts, such as the labels and terms of an axis's messages, as `indicators`."""
    return frozenset(word for text in texts for word in words_of(text))
