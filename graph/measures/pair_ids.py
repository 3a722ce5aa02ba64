"""Ids of many pairs at once, and the pair that an id belongs to."""

import hashlib
import json
from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from graph.measures.claim_numbers import Known
from graph.measures.pairing import KINDS, Pairs, every_pair, joined, likeness_of

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
