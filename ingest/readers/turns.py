"""Speaker turns of simple transcripts: `L04: …`, `INT: …`, `[00:01:12] Interviewer: …`."""

import re
from collections import Counter
from typing import Final

from ingest.readers.base import Block, trimmed
from ingest.readers.paragraphs import paragraphs

_TIME: Final = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?"
_LABEL: Final = re.compile(
    rf"^[ \t]*(?:{_TIME}[ \t]+)?(?P<label>[A-Z][\w.'’-]*(?:[ \t]+[\w.'’-]+){{0,3}})(?:[ \t]*{_TIME})?[ \t]*:(?=\s)",
    re.MULTILINE,
)
_ROLES: Final = frozenset(
    re.findall(
        r"\w+",
        "a facilitator i int interviewee interviewer iv moderator p participant q r researcher resp respondent speaker",
    )
)
_RESPONDENT: Final = re.compile(
    r"(?!(?:INT|MOD|Q)[-_ ]?\d)"
    r"(?:[A-Z]{1,4}[-_ ]?\d{1,4}[a-z]?|(?:PARTICIPANT|RESPONDENT|INTERVIEWEE|INFORMANT) \d{1,4})\Z",
    re.IGNORECASE,
)


def turns(text: str) -> list[Block]:
    """One block a turn, the label left out; empty where the text has no speaker labels.

    `case` is set where the label looks like a respondent's code (L04, P 12, Participant 3). A label that may be a
    name is not shown in the reference. What stands before the first turn keeps its paragraphs.
    """
    labels = list(_LABEL.finditer(text))
    counts = Counter(match["label"] for match in labels)
    starts = [match for match in labels if _is_speaker(match["label"], counts[match["label"]])]
    if not starts:
        return []
    blocks = [
        Block(f"before turn 1, paragraph {number}", "", *span)
        for number, span in enumerate(paragraphs(text[: starts[0].start()]), 1)
    ]
    ends = [match.start() for match in starts[1:]] + [len(text)]
    for number, (match, end) in enumerate(zip(starts, ends, strict=True), 1):
        if span := trimmed(text, match.end(), end):
            blocks.append(Block(_reference(number, match["label"]), "", *span, case=_case(match["label"])))
    return blocks


def _is_role(label: str) -> bool:
    return re.sub(r"[\W\d_]+\Z", "", label).lower() in _ROLES


def _is_speaker(label: str, count: int) -> bool:
    return bool(_is_role(label) or _RESPONDENT.match(label) or count > 1)


def _case(label: str) -> str:
    if not _RESPONDENT.match(label) or (not label.isupper() and not _is_role(label)):
        return ""
    return re.sub(r"\s+", "-" if len(label.split()[0]) > 4 else "", label)


def _reference(number: int, label: str) -> str:
    shown = label if _is_role(label) or _case(label) else ""
    return f"turn {number} ({shown})" if shown else f"turn {number}"
