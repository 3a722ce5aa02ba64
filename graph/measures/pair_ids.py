"""Ids of many pairs at once, and the pair that an id belongs to."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from graph.measures.claim_numbers import Known
from graph.measures.pairing import KINDS, Pairs, every_pair, joined, kinds_of, likeness_of

Bits = NDArray[np.uint64]
"""The 64 bits of the ids' hashes."""
SOUGHT = 4_000_000
"""A judged pair that is not among the kept is sought in so many pairs at most."""


def bits_of(ids: Mapping[str, str]) -> dict[int, str]:
    """The bits of those that are ids of contradictions, with their values."""
    return {int(i[2:], 16): value for i, value in ids.items() if _is_id(i)}


def _is_id(text: str) -> bool:
    head, _, bits = text.partition("-")
    return head == "x" and len(bits) == 16 and set(bits) <= set("0123456789abcdef")


def among(bits: Bits, wanted: Collection[int]) -> NDArray[np.int64]:
    """The places of the bits that are wanted."""
    return np.flatnonzero(np.isin(bits, np.array(sorted(wanted), dtype=np.uint64)))


def pair_bits(claims: Known, pairs: Pairs) -> Bits:
    """The ids of `graph.ids.contradiction_id` for pairs of these claims, as bits; each side's JSON is made once."""
    used = np.unique(np.concatenate([pairs.negative, pairs.positive]))
    some = claims.table[["coding", "claim"]].iloc[used]
    coding: dict[int, str] = dict(zip(used.tolist(), some["coding"].tolist(), strict=True))
    said = {
        row: json.dumps([name, claim], ensure_ascii=False, separators=(",", ":"))[1:-1]
        for (row, name), claim in zip(coding.items(), some["claim"].tolist(), strict=True)
    }
    made = np.empty(len(pairs.kind), dtype=np.uint64)
    ends = [f',"{kind}"]' for kind in KINDS]
    sha = hashlib.sha256
    columns = zip(pairs.negative.tolist(), pairs.positive.tolist(), pairs.kind.tolist(), strict=True)
    for at, (i, j, kind) in enumerate(columns):
        one, other = (i, j) if coding[i] < coding[j] else (j, i)
        text = f"[{said[one]},{said[other]}{ends[kind]}"
        made[at] = int.from_bytes(sha(text.encode("utf-8")).digest()[:8], "big")
    return made


def named(claims: Known, codings: Iterable[Collection[str]], wanted: Collection[int], common: int) -> dict[str, Pairs]:
    """By axis the pairs with these ids among the claims of codings that are named two by two."""
    couples = [tuple(two) for two in codings if len(two) == 2]
    rows_of: dict[str, list[int]] = {one: [] for two in couples for one in two}
    table = claims.table["coding"]
    for row, coding in table[table.isin(list(rows_of))].items():
        rows_of[coding].append(int(str(row)))
    axes = claims.table["axis"].tolist()
    found: dict[str, set[tuple[int, int]]] = {}
    for one, other in couples:
        for i, j in ((i, j) for i in rows_of[one] for j in rows_of[other] if axes[i] == axes[j]):
            if claims.side[i] == -claims.side[j]:
                found.setdefault(axes[i], set()).add((i, j) if claims.side[i] < 0 else (j, i))
    return {axis: own for axis, places in found.items() if len((own := _of(claims, places, wanted, common)).kind)}


def _of(claims: Known, places: Collection[tuple[int, int]], wanted: Collection[int], common: int) -> Pairs:
    """Those of one axis's pairs that are wanted, with their kind and likeness."""
    i, j = np.array(sorted(places), dtype=np.int64).T
    kind = kinds_of(claims.own, i, claims.own, j).astype(np.int8)
    pairs = Pairs(i[kind >= 0], j[kind >= 0], kind[kind >= 0], np.zeros(int((kind >= 0).sum()), dtype=np.int16))
    hit = among(pair_bits(claims, pairs), wanted)
    i, j = pairs.negative[hit], pairs.positive[hit]
    axis, rows = next((axis, rows) for axis, rows in claims.axes() if not len(i) or rows[0] <= i[0] <= rows[-1])
    return Pairs(i, j, pairs.kind[hit], likeness_of(claims.texts(axis, rows, common), i - rows[0], j - rows[0]))


def sought(claims: Known, wanted: Collection[int], common: int) -> dict[str, Pairs]:
    """By axis the pairs with these ids, sought through all pairs, axes with few first, in `SOUGHT` pairs at most."""
    left, budget = set(wanted), SOUGHT
    found: dict[str, list[Pairs]] = {}
    for axis, rows in sorted(claims.axes(), key=lambda each: (len(each[1]), each[0])):
        own = claims.own.take(rows)
        for i, j, kind in every_pair(own, claims.side[rows]):
            budget -= len(i)
            if not left or budget < 0:
                break
            bits = pair_bits(claims, Pairs(rows[i], rows[j], kind, np.zeros(len(i), dtype=np.int16)))
            if len(hit := among(bits, left)):
                subject = likeness_of(claims.texts(axis, rows, common), i[hit], j[hit])
                found.setdefault(axis, []).append(Pairs(rows[i[hit]], rows[j[hit]], kind[hit], subject))
                left -= set(bits[hit].tolist())
    return {axis: joined(parts) for axis, parts in found.items()}
