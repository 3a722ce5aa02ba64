"""What analysts say over the evidence: judgements, scores and summaries, and the words that they may use."""

from collections.abc import Mapping
from dataclasses import dataclass

VERDICTS: Mapping[str, str] = {
    "contradiction": "contradiction",
    "tension": "tension",
    "apparent": "apparent only (different scope, time or condition)",
    "reconciled": "reconciled by …",
    "none": "not one",
}
"""What an analyst may say of a contradiction: the word in the files, and how it is shown."""
INTERACTIONS: Mapping[int, str] = {
    -3: "cancelling",
    -2: "counteracting",
    -1: "constraining",
    0: "consistent",
    1: "enabling",
    2: "reinforcing",
    3: "indivisible",
}
"""Nilsson's seven points: what progress on one message does to another (Nilsson, Griggs & Visbeck 2016)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an analyst says of a contradiction (`of`: its id); `verdict` is one of VERDICTS, `memo` the reason.

    `reconciled_by` says in free words what reconciles the two sides; `codings` are both their ids, by which the pair
    is found again in a study of any size.
    """

    id: str
    coder: str
    of: str
    verdict: str
    memo: str = ""
    created: str = ""
    reconciled_by: str = ""
    codings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """An analyst's answer to "does progress on `first` help or hinder `second`?": one of INTERACTIONS, directed.

    `first` and `second` are message ids, `memo` is the reason, `codings` are ids of the codings that are its quotes.
    """

    id: str
    coder: str
    first: str
    second: str
    score: int
    memo: str = ""
    codings: tuple[str, ...] = ()
    created: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """An analyst's words over one cell of the framework matrix.

    `case` is a respondent or a body (an actor's id), `theme` a barrier or a message.
    """

    id: str
    coder: str
    case: str
    theme: str
    text: str
    created: str = ""
