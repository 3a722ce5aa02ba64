"""What a label before a speaker's turn says: a role, a respondent's code or a name, and which labels look like one."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

INTERVIEWER: Final = "interviewer"
RESPONDENT: Final = "respondent"

_ASKING: Final = frozenset(
    re.findall(
        r"\w+",
        "enquêteur entrevistador entrevistadora fac facilitator host int inter interviewer interviewerin interviewers "
        "intervieweur intervieweuse intv iv ivr mod moderador moderator moderatorin modérateur q question researcher",
    )
)
_ANSWERING: Final = frozenset(
    re.findall(
        r"\w+",
        "answer befragte befragter entrevistada entrevistado expert informant interviewee part participant "
        "participante participants resp respondent respondents répondant teilnehmer teilnehmerin",
    )
)
_PERHAPS_ASKING: Final = frozenset(("i", "m"))
_PERHAPS_ANSWERING: Final = frozenset(("r", "p", "a", "ip", "b", "s"))
_OTHER_ROLES: Final = frozenset(
    re.findall(
        r"\w+",
        "all f female group male man speaker sprecher unidentified unknown voice woman",
    )
)
_ROLES: Final = _ASKING | _ANSWERING | _PERHAPS_ASKING | _PERHAPS_ANSWERING | _OTHER_ROLES
_CODE: Final = re.compile(r"[A-Z]{1,4}[-_ ]?\d{1,4}[a-z]?\Z", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"(?:participant|respondent|interviewee|informant) \d{1,4}\Z", re.IGNORECASE)
_TAIL: Final = re.compile(r"[\W\d_]+\Z")
_SPELT_CODE: Final = re.compile(r"(?P<letters>[a-z]+?)[-_ .]*(?P<digits>[0-9oil]*[0-9][0-9oil]*)(?P<end>[a-z]?)\Z")
_MANY: Final = 200
"""More labels than this are not compared with one another."""

_ENOUGH_TURNS: Final = 3
_ASKS: Final = 0.4


def base(label: str) -> str:
    """The label without what follows its last letter, in small letters: `INT-2` is `int`."""
    return _TAIL.sub("", label).lower()


def is_role(label: str) -> bool:
    """Whether a label names a part in a conversation (`INT`, `R2`, `Speaker 1`) and so nobody by name."""
    return base(label) in _ROLES


def is_code(label: str) -> bool:
    """Whether a label looks like a respondent's code: `L04`, `P 12`, `Participant 3`; not `INT2`."""
    return bool(_CODE.match(label) or _NUMBERED.match(label)) and base(label) not in _ASKING


def is_name(label: str) -> bool:
    """Whether a label reads like a person's name: neither a role nor a code."""
    return not is_role(label) and not is_code(label)


def case_in(label: str) -> str:
    """The case that a respondent's label names (`P 12` is `P12`, `Participant 3` is `Participant-3`); else empty."""
    if not is_code(label) or not (label.isupper() or is_role(label)):
        return ""
    return re.sub(r"\s+", "-" if len(label.split()[0]) > 4 else "", label)


@dataclass(slots=True)
class _Manner:
    """How often a speaker spoke, how often with a question, and how many words."""

    turns: int = 0
    asked: int = 0
    words: int = 0

    @property
    def asks(self) -> float:
        return self.asked / self.turns if self.turns else 0.0

    @property
    def length(self) -> float:
        return self.words / self.turns if self.turns else 0.0


def parts_played(turns: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each label among (label, words) of turns: `interviewer`, `respondent`, or empty where that cannot be told.

    What a label is usually called decides; single letters and names are judged by who asks: the one label that asks
    in two turns of five or more, twice as often as any other and in shorter turns.
    """
    manners: dict[str, _Manner] = {}
    for label, words in turns:
        manner = manners.setdefault(label, _Manner())
        manner.turns += 1
        manner.asked += "?" in words
        manner.words += words.count(" ") + 1
    parts = {label: _usual(label) for label in manners}
    if INTERVIEWER in parts.values():
        asking = _PERHAPS_ASKING if RESPONDENT in parts.values() else frozenset()
    else:
        asker = _asker(manners, parts)
        if asker:
            parts[asker] = INTERVIEWER
        men = any(base(label) == "f" for label in parts)  # beside F, M is a man's voice
        asking = frozenset() if asker else _PERHAPS_ASKING - {"m"} if men else _PERHAPS_ASKING
    found = INTERVIEWER in parts.values() or any(base(label) in asking for label in parts)
    for label, part in parts.items():
        if not part and base(label) in asking:
            parts[label] = INTERVIEWER
        elif not part and (found or is_code(label) or base(label) in _PERHAPS_ANSWERING):
            parts[label] = RESPONDENT
    return parts


def _usual(label: str) -> str:
    name = base(label)
    return INTERVIEWER if name in _ASKING else RESPONDENT if name in _ANSWERING else ""


def _asker(manners: Mapping[str, _Manner], parts: Mapping[str, str]) -> str:
    """The label that asks and is no respondent's by its usual meaning or its code; empty where nobody stands out."""
    ranked = sorted(manners, key=lambda label: (-manners[label].asks, label))
    if len(ranked) < 2:
        return ""
    first, second = manners[ranked[0]], manners[ranked[1]]
    usual = next((label for label in ranked if base(label) in _PERHAPS_ASKING), "")
    clear = first.asks >= _ASKS and first.asks >= 2 * second.asks and first.length < second.length
    enough = min(first.turns, second.turns) >= (_ENOUGH_TURNS if usual else 2)
    code = is_code(ranked[0]) and not is_role(ranked[0])
    if clear and enough and not code and not parts[ranked[0]]:
        return ranked[0]
    return ""


def spelt_alike(counts: Mapping[str, int]) -> tuple[tuple[tuple[str, int], ...], ...]:
    """Groups of labels that look like one label spelt differently, each label with its count, the commonest first.

    `L04`, `L 04` and `LO4` are alike, `Interviewer` and `Intervewer`, `Int` and `INT`; `R` and `R1` are not.
    """
    labels = sorted(counts, key=lambda label: (-counts[label], label))[:_MANY]
    group = {label: label for label in labels}
    for one, other in combinations(labels, 2):
        if alike(one, other):
            first, second = group[one], group[other]
            group = {label: first if at == second else at for label, at in group.items()}
    sizes = Counter(group.values())
    return tuple(
        tuple((label, counts[label]) for label in labels if group[label] == leader)
        for leader in labels
        if sizes[leader] > 1
    )


def alike(one: str, other: str) -> bool:
    """Whether two labels look like one spelt differently."""
    first, second = one.casefold(), other.casefold()
    code, other_code = _SPELT_CODE.match(first), _SPELT_CODE.match(second)
    if code and other_code:
        return _spelling(code) == _spelling(other_code)
    words, other_words = re.findall(r"\w+", first), re.findall(r"\w+", second)
    if words == other_words or "".join(words) == "".join(other_words):
        return True
    if len(words) != len(other_words):
        return False
    different = [(a, b) for a, b in zip(words, other_words, strict=True) if a != b]
    return len(different) == 1 and _misspelt(*different[0])


def _spelling(code: re.Match[str]) -> tuple[str, str, str]:
    digits = code["digits"].translate(str.maketrans("oil", "011")).lstrip("0")
    return code["letters"], digits, code["end"]


def _misspelt(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    if shorter < 5 or max(len(one), len(other)) > 40 or any(c.isdigit() for c in one + other):
        return False
    return _distance(one, other) <= (2 if shorter >= 9 else 1)


def _distance(one: str, other: str) -> int:
    """How many letters have to be put in, left out, changed or swapped with their neighbour."""
    rows: list[Sequence[int]] = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
