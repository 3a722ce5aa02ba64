"""Deterministic identifiers: a readable prefix and a hash of what makes the thing itself."""

import hashlib
import json
import re
from collections.abc import Sequence

LENGTH = 16
GIVEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
"""The shape of an id that people give: letters, digits, dot, hyphen, underscore; it stays as it is."""


def digest(parts: Sequence[object]) -> str:
    """Hash the JSON-encoded tuple of `parts` (sha256, first 16 hex digits).

    JSON keeps the parts apart, so (1, 112) and (11, 12) never collide. Parts are strings, numbers or None.
    """
    encoded = json.dumps(list(parts), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(encoded.encode("utf-8")).hexdigest()[:LENGTH]


def passage_id(source: str, ref: str, count: int) -> str:
    """Id of the `count`-th (from 1) passage of `source` under the reference `ref`."""
    return "p-" + digest((source, ref, count))


def coding_id(coder: str, source: str, start: int, end: int, code: str, sender: str = "", stance: str = "") -> str:
    """Id of one coder's reading of one span; sender and stance tell two readings of the same code apart."""
    return "c-" + digest((coder, source, start, end, code, sender, stance))


def contradiction_id(a: str, claim_a: str, b: str, claim_b: str, kind: str) -> str:
    """Id of a contradiction: both coding ids, both claims and the kind, whichever side comes first."""
    (first, first_claim), (second, second_claim) = sorted([(a, claim_a), (b, claim_b)])
    return "x-" + digest((first, first_claim, second, second_claim, kind))


def dossier_id(axis: str, kind: str, holder_one: str, holder_other: str) -> str:
    """Id of what gathers the contradictions of one axis, kind and pair of holders, in whichever order these come."""
    return "d-" + digest((axis, kind, *sorted((holder_one, holder_other))))


def is_given_id(text: str) -> bool:
    """Whether `text` may serve as an id that people give."""
    return bool(GIVEN.match(text)) and len(text) <= 120
