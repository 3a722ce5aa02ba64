"""Which claims contradict each other: each claim's best partners of every kind, without comparing all with all.

A pair's salience is what either side brings, what their voices, senders and documents bring, and likeness of subject.
Only claims that share a word can be alike; of all others a claim's best stand in front of its pools. So both are
looked at, and nothing else: the result is that of comparing everything with everything, ties included.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.measures import salience as s
from graph.measures.pools import (
    CROSS,
    GOVERNS,
    LEVELLED,
    SAME,
    WHOLE,
    WITHIN,
    Claims,
    asked,
    fronts,
    in_front,
    offered,
)
from graph.measures.salience import Between, Ints

Places = NDArray[np.integer[Any]]
KINDS = ("say-hear", "mixed-signal", "cross-level", "within-level", "ambivalence")
AT_ONCE = 2_000_000
"""So many products of words are held in memory at once."""
WAYS = ((CROSS, False), (WITHIN, False), (SAME, True), (SAME, False), (LEVELLED, True), (LEVELLED, False))


class Pairs(NamedTuple):
    """Pairs of claims as places of the negative and the positive one, with kind (place in `KINDS`) and likeness.

    Small numbers, since there are tens of pairs a claim: places and kinds of 4 bytes and 1, likeness in
    ten-thousandths of 2.
    """

    negative: Places
    positive: Places
    kind: NDArray[np.int8]
    subject: NDArray[np.int16]


def best_pairs(claims: Claims, side: Ints, texts: sparse.csr_array, partners: int) -> Pairs:
    """The pairs in which one is among the `partners` most salient of the other in their kind; ties by place.

    `claims`: of one axis; `side`: -1 or 1 each; `texts`: their vectors of words (`graph.measures.subjects`).
    """
    negative, positive = np.flatnonzero(side < 0), np.flatnonzero(side > 0)
    keys: list[Ints] = []
    for rows, others, turned in ((negative, positive, False), (positive, negative, True)):
        own, theirs = claims.take(rows), claims.take(others)
        for i, j in _best(own, theirs, texts[rows], texts[others], partners):
            keys.append(j * len(positive) + i if turned else i * len(positive) + j)
    key = _once(np.concatenate(keys)) if keys else np.empty(0, dtype=np.int64)
    del keys
    i, j = negative[key // max(1, len(positive))], positive[key % max(1, len(positive))]
    return Pairs(i, j, kinds_of(claims, i, claims, j).astype(np.int8), likeness_of(texts, i, j))


def _once(key: Ints) -> Ints:
    """The different values, ascending."""
    key = np.sort(key)
    once: Ints = key[np.append(True, key[1:] != key[:-1])[: len(key)]]
    return once


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Pairs of several axes as one."""
    kinds = (np.int32, np.int32, np.int8, np.int16)
    columns = zip(*parts, strict=True) if parts else ((), (), (), ())
    return Pairs(*(np.concatenate([np.empty(0, dtype=d), *c]).astype(d) for d, c in zip(kinds, columns, strict=True)))


def every_pair(claims: Claims, side: Ints) -> Iterator[tuple[Ints, Ints, NDArray[np.int8]]]:
    """All pairs on opposite sides, a stretch at a time: places of the negative, the positive one, and kind."""
    negative, positive = np.flatnonzero(side < 0), np.flatnonzero(side > 0)
    for i in negative:
        first = np.full(len(positive), i)
        kind = kinds_of(claims, first, claims, positive)
        yield first[kind >= 0], positive[kind >= 0], kind[kind >= 0].astype(np.int8)


def kinds_of(one: Claims, i: Places, other: Claims, j: Places) -> Ints:
    """Kind of each pair as its place in `KINDS`; -1 for two claims of one coding, which are no contradiction."""
    level = one.level[i] == other.level[j]
    same = (one.holder[i] == other.holder[j]) | (level & (_levelled(one, i, other, j)))
    both, differ = one.said[i] & other.said[j], one.said[i] != other.said[j]
    kind = np.where(level, KINDS.index("within-level"), KINDS.index("cross-level"))
    kind[same] = KINDS.index("mixed-signal")
    kind[same & differ] = KINDS.index("say-hear")
    kind[same & both & one.personal[i]] = KINDS.index("ambivalence")
    kind[one.coding[i] == other.coding[j]] = -1
    return kind


def _levelled(one: Claims, i: Places, other: Claims, j: Places) -> NDArray[np.bool_]:
    a, b = one.standing[i], other.standing[j]
    found: NDArray[np.bool_] = ((a == WHOLE) & (b == GOVERNS)) | ((a == GOVERNS) & (b == WHOLE))
    return found


def between(one: Claims, i: Places, other: Claims, j: Places, kind: Places, subject: Places) -> Between:
    """The parts of the salience that belong to each pair."""
    share = np.array([round(s.SCALE * s.ONE_LEVEL[level]) for level in ("macro", "meso", "micro")])
    alone = (one.holder[i] == other.holder[j]) & (one.standing[i] != WHOLE)
    apart = np.isin(kind, [KINDS.index("cross-level"), KINDS.index("within-level")])
    breath = (one.breath[i] == other.breath[j]) & (one.breath[i] > 0)
    return Between(
        subject=subject.astype(np.int64),
        sender=np.where(apart, 0, np.where(alone | breath, s.SCALE, share[one.level[i]])),
        distance=s.STEPS[one.voice[i], other.voice[j]],
        apart=np.where((one.source[i] == other.source[j]) & ~breath, 0, s.SCALE),
    )


def likeness_of(texts: sparse.csr_array, i: Places, j: Places) -> NDArray[np.int16]:
    """Closeness of subject of pairs of texts, a stretch at a time."""
    found = np.zeros(len(i), dtype=np.int16)
    for at in range(0, len(i), 50_000):
        part = slice(at, at + 50_000)
        product = texts[i[part]].multiply(texts[j[part]]).sum(axis=1)
        found[part] = s.subject_part(np.asarray(product).ravel())
    return found


def _best(
    own: Claims, theirs: Claims, words: sparse.csr_array, their_words: sparse.csr_array, partners: int
) -> Iterator[tuple[Ints, Ints]]:
    if not len(own) or not len(theirs):
        return
    front_rows, front_others = _fronts(own, theirs, partners)
    turned = their_words.T.tocsr()
    shares = np.bincount(their_words.indices, minlength=their_words.shape[1])
    work = np.add.reduceat(np.append(shares[words.indices], 0), words.indptr[:-1]) * (np.diff(words.indptr) > 0)
    stretch = np.cumsum(work) // AT_ONCE
    for part in np.split(np.arange(len(own)), np.flatnonzero(np.diff(stretch)) + 1):
        first, last = part[0], part[-1] + 1
        product = (words[first:last] @ turned).tocoo()
        at = np.searchsorted(front_rows, [first, last])
        ahead = (front_rows[at[0] : at[1]], front_others[at[0] : at[1]])
        alike = (product.row.astype(np.int64) + first, product.col.astype(np.int64), s.subject_part(product.data))
        yield _chosen(own, theirs, ahead, alike, partners)


def _fronts(own: Claims, theirs: Claims, partners: int) -> tuple[Ints, Ints]:
    """Whoever stands in front of the pools of each claim, without likeness; ordered by claim."""
    found: list[tuple[Ints, Ints]] = []
    holders = int(max(own.holder.max(), theirs.holder.max())) + 1
    for way, said in WAYS:
        members = offered(theirs, way, said)
        pools = holders if way == SAME else 9
        seeking = asked(own, way)
        for voice in range(len(s.VOICE_LEVELS)):
            pool = np.where(own.voice == voice, seeking, -1)
            if (pool >= 0).any():
                front = fronts(theirs, members, pools, voice, partners + 2)
                found.append(in_front(own, pool, front, theirs, partners, other_holders=way == WITHIN))
    rows, others = (np.concatenate(columns) for columns in zip(*found, strict=True))
    key = _once(rows * len(theirs) + others)
    return key // len(theirs), key % len(theirs)


def _chosen(
    own: Claims, theirs: Claims, ahead: tuple[Ints, Ints], alike: tuple[Ints, Ints, Ints], partners: int
) -> tuple[Ints, Ints]:
    """The best `partners` of each claim in each kind, among those ahead and those alike."""
    i, j, subject = alike
    floor = np.full(len(own) * len(KINDS), -1, dtype=np.int64)
    group, score = _scored(own, theirs, *ahead, np.zeros(len(ahead[0]), dtype=np.int64))
    place, order = _ranks(group, score, ahead[1])
    last = order[place == partners - 1]
    floor[group[last]] = score[last]
    like_group, like_score = _scored(own, theirs, i, j, subject)
    worth = (like_group >= 0) & (like_score >= floor[like_group])
    i, j, like_group, like_score = i[worth], j[worth], like_group[worth], like_score[worth]
    # One that is ahead and alike stands twice; the one with the likeness has the higher score and comes first.
    rows, others = np.concatenate([i, ahead[0]]), np.concatenate([j, ahead[1]])
    groups, scores = np.concatenate([like_group, group]), np.concatenate([like_score, score])
    once = np.unique(rows * len(theirs) + others, return_index=True)[1]
    rows, others, groups, scores = rows[once], others[once], groups[once], scores[once]
    place, order = _ranks(groups, scores, others)
    kept = order[(place < partners) & (groups[order] >= 0)]
    return rows[kept], others[kept]


def _scored(own: Claims, theirs: Claims, i: Ints, j: Ints, subject: Ints) -> tuple[Ints, Ints]:
    """Group (claim and kind, -1 where there is none) and salience of each pair."""
    kind = kinds_of(own, i, theirs, j)
    score = own.base[i] + theirs.base[j] + between(own, i, theirs, j, kind, subject).share
    return np.where(kind < 0, -1, i * len(KINDS) + kind), score


def _ranks(group: Ints, score: Ints, other: Ints) -> tuple[Ints, Ints]:
    """The order of pairs by group, salience and place of the partner, and each one's place in its group."""
    order = np.lexsort((other, -score, group))
    own = group[order]
    new = np.ones(len(own), dtype=bool)
    new[1:] = own[1:] != own[:-1]
    first = np.maximum.accumulate(np.where(new, np.arange(len(own)), 0))
    return np.arange(len(own)) - first, order
