"""What people decide, written at once: one line a decision, at the end of the coder's own file."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from graph.analysts import INTERACTIONS, VERDICTS, Judgement, Score, Summary
from graph.errors import StudyError
from graph.ids import coding_id, digest
from graph.model import Coding
from ingest.coding.records import FOLDER, judgement_id, score_id, summary_id
from ingest.files import append_lines
from ingest.problems import and_then, did_you_mean

_FIELDS = (
    "id",
    "coder",
    "created",
    "source",
    "start",
    "end",
    "exact",
    "prefix",
    "suffix",
    "code",
    "stance",
    "sender",
    "addressee",
    "force",
    "status",
    "memo",
    "clearance",
)
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def now() -> str:
    """The present moment in UTC as a line of codings states it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def coder_file(coder: str) -> str:
    """The file below codings/ that a coder's lines go to; one a coder, so that merging in git is easy."""
    slug = _NOT_IN_NAMES.sub("-", coder).strip("-.").lower()
    unlike = "" if slug == coder else "-" + digest((coder,))[:6]
    return f"{slug or 'coder'}{unlike}.jsonl"


def add_codings(folder: Path, codings: Sequence[Coding]) -> tuple[Coding, ...]:
    """Append codings of one coder to the study in one write, with id and time where they lack one; returns them."""
    made = tuple(_whole(coding) for coding in codings)
    _append(folder, [(coding.coder, {"op": "add", **_fields(coding)}) for coding in made])
    return made


def change_coding(folder: Path, old: str, new: Coding) -> Coding:
    """Replace the coding with the id `old` by `new`: a retraction and an addition in one write."""
    made = _whole(new)
    retraction = {"op": "retract", "coder": made.coder, "created": made.created, "of": old}
    _append(folder, [(made.coder, retraction), (made.coder, {"op": "add", **_fields(made)})])
    return made


def retract(folder: Path, of: str, coder: str, *, memo: str = "", created: str = "") -> None:
    """Take back the coding, review, judgement, score or summary with the id `of`."""
    line = {"op": "retract", "coder": coder, "created": created or now(), "of": of, "memo": memo}
    _append(folder, [(coder, line)])


def review(folder: Path, suggestion: Coding, reviewer: str, status: str, *, created: str = "") -> Coding:
    """Accept or reject a suggestion (`status`: accepted or rejected); the line carries the whole coding.

    What the reviewer changed (span, code, stance, sender …) stands in `suggestion` already, under the suggestion's
    id. Returns the coding as it counts: its own id, `reviewed_by` the reviewer.
    """
    if status not in ("accepted", "rejected"):
        raise StudyError(f'A review cannot be "{status}".', next_step="Use accepted or rejected.")
    s = suggestion
    own_id = coding_id(reviewer, s.source, s.start, s.end, s.code, s.sender, s.stance)
    reviewed = replace(s, id=own_id, status=status, reviewed_by=reviewer, created=created or now())
    _append(folder, [(reviewer, {"op": "review", **_fields(reviewed), "coder": reviewer, "of": s.id})])
    return reviewed


def judgement_lacks(verdict: str, reason: str, reconciled_by: str) -> str:
    """What a judgement still needs before it is written, in words; empty where it is whole.

    Every judgement has a reason; what reconciles the two is said with the verdict `reconciled` and with no other.
    """
    if not verdict:
        return "choose what these two claims are."
    if not reason.strip():
        return "a judgement needs its reason, so that others can follow it."
    if (verdict == "reconciled") != bool(reconciled_by.strip()):
        return "what reconciles the two has to be said with the verdict `reconciled`, and only with it."
    return ""


def judge(
    folder: Path,
    of: str,
    coder: str,
    verdict: str,
    *,
    memo: str = "",
    reconciled_by: str = "",
    codings: Sequence[str] = (),
    created: str = "",
) -> Judgement:
    """Say what an analyst holds of the contradiction with the id `of`; it replaces the same analyst's earlier one.

    `verdict` is one of graph.analysts.VERDICTS; raises StudyError for another. `codings`: ids of both its codings.
    """
    if verdict not in VERDICTS:
        step = and_then(did_you_mean(verdict, VERDICTS), f"Use {', '.join(VERDICTS)}.")
        raise StudyError(f'There is no verdict "{verdict}".', next_step=step)
    own_id = judgement_id(coder, of)
    judgement = Judgement(own_id, coder, of, verdict, memo, created or now(), reconciled_by, tuple(codings))
    line = {**_head("judge", own_id, coder, judgement.created), "of": of, "status": verdict, "memo": memo}
    more = {"reconciled_by": reconciled_by, "codings": list(codings)}
    _append(folder, [(coder, line | {name: value for name, value in more.items() if value})])
    return judgement


def score(
    folder: Path,
    first: str,
    second: str,
    coder: str,
    value: int,
    *,
    memo: str,
    codings: Sequence[str] = (),
    created: str = "",
) -> Score:
    """Say whether progress on `first` helps or hinders `second`; it replaces the same analyst's earlier score.

    `value` is one of graph.analysts.INTERACTIONS, `memo` the reason, `codings` ids of the codings that are its quotes.
    Raises StudyError for another value, a message with itself, or no reason.
    """
    if value not in INTERACTIONS:
        points = ", ".join(f"{n} {word}" for n, word in INTERACTIONS.items())
        raise StudyError(f"There is no score {value}.", next_step=f"Use one of: {points}.")
    if first == second:
        raise StudyError(f"A score compares two messages, not {first} with itself.", next_step="Name another.")
    if not memo.strip():
        raise StudyError("A score needs its reason.", next_step="Say in a sentence why.")
    own_id = score_id(coder, first, second)
    made = Score(own_id, coder, first, second, value, memo, tuple(codings), created or now())
    line = {**_head("score", own_id, coder, made.created), "first": first, "second": second, "score": value}
    _append(folder, [(coder, {**line, "memo": memo, "codings": list(codings)})])
    return made


def summarise(folder: Path, case: str, theme: str, coder: str, text: str, *, created: str = "") -> Summary:
    """Write an analyst's words over one cell of the framework matrix; they replace the same analyst's earlier ones.

    Raises StudyError where `text` is empty: a cell is emptied by `retract`.
    """
    if not text.strip():
        raise StudyError("A summary needs words.", next_step="To empty a cell, take its summary back.")
    made = Summary(summary_id(coder, case, theme), coder, case, theme, text, created or now())
    line = {**_head("summary", made.id, coder, made.created), "case": case, "theme": theme, "text": text}
    _append(folder, [(coder, line)])
    return made


def _head(operation: str, own_id: str, coder: str, created: str) -> dict[str, object]:
    return {"op": operation, "id": own_id, "coder": coder, "created": created}


def _whole(coding: Coding) -> Coding:
    c = coding
    own_id = c.id or coding_id(c.coder, c.source, c.start, c.end, c.code, c.sender, c.stance)
    return replace(c, id=own_id, created=c.created or now())


def _fields(coding: Coding) -> dict[str, object]:
    """The fields of a line that say something; absent ones are left out, so that lines stay readable in a diff."""
    return {name: value for name in _FIELDS if (value := getattr(coding, name)) != ""}


def _append(folder: Path, lines: Sequence[tuple[str, Mapping[str, object]]]) -> None:
    """Append the lines of one coder; raises StudyError where the study or the coder is none."""
    coders = {coder for coder, _ in lines}
    if not lines:
        return
    if len(coders) > 1 or not all(coder.strip() for coder in coders):
        raise StudyError("Codings that are added together need one coder.", next_step="Say whose they are.")
    if not (folder / "study.yaml").is_file():
        raise StudyError("This folder holds no study.", where=str(folder), next_step="Open a study first.")
    encoded = [json.dumps(line, ensure_ascii=False, separators=(", ", ": ")) for _, line in lines]
    append_lines(folder / FOLDER / coder_file(coders.pop()), encoded)
