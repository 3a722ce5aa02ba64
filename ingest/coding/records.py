"""codings/*.jsonl -> records, each with its file and line; a bad line is a problem and the others stand."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph.analysts import VERDICTS, Judgement, Score, Summary
from graph.ids import coding_id, digest, is_given_id
from graph.model import STATUSES, TERMS_CODER, Coding
from ingest.problems import Problems, and_then, did_you_mean
from ingest.study.decode import utf8_text
from ingest.study.schema import CodingLine, line_faults

FOLDER = "codings"
MAX_LINE = 1_000_000
_WHOLE = ("source", "exact", "code")
"""What an `add` and a `review` have to name, besides the span."""
_OF_A_CODING = re.compile(rb'"op"\s*:\s*"(?:add|review)"')
_CREATED = re.compile(rb'"created"\s*:\s*"([^"\\]*)"')
"""Inside a text of a line a quotation mark stands after a backslash, so that these find keys only."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line: `line` as checked, where it stands, and its moment (UTC, empty where it names none)."""

    line: CodingLine
    file: str
    number: int
    moment: str = ""

    @property
    def id(self) -> str:
        """The id of the coding or judgement: the given one, else the one that its parts make."""
        given = self.line
        if given.id or given.op not in ("add", "review"):
            return given.id
        return coding_id(given.coder, given.source, given.start, given.end, given.code, given.sender, given.stance)


def read_records(files: Mapping[str, bytes], problems: Problems, *, codings: bool = True) -> list[Record]:
    """Read the lines of several files, in an order that does not depend on how the files were merged.

    `files`: bytes by path relative to the study. Within a file the order is that of its lines; between files the
    time counts, so that a change in one file and its retraction in another come out alike on every machine. Without
    `codings` the lines that add or review one are passed over unread, only their time counts.
    """
    timed: list[tuple[str, str, int, Record]] = []
    for file in sorted(files):
        latest = ""
        for found in _file_records(file, files[file], problems, codings):
            if isinstance(found, Record):
                latest = max(latest, found.moment)
                timed.append((latest, file, found.number, found))
            else:
                latest = max(latest, found)
    return [record for _, _, _, record in sorted(timed, key=lambda item: item[:3])]


def _file_records(file: str, data: bytes, problems: Problems, codings: bool) -> Iterator[Record | str]:
    """The records of one file; of a coding's line that is passed over only its moment."""
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not codings and _OF_A_CODING.search(raw):
            created = _CREATED.search(raw)
            yield (_moment(created[1].decode("utf-8", "replace")) or "") if created else ""
        elif raw.strip():
            record = _record(raw, file, number, problems)
            if record is not None:
                yield record


def _record(raw: bytes, file: str, number: int, problems: Problems) -> Record | None:
    values = _values(raw, file, number, problems)
    if values is None:
        return None
    line, faults = line_faults(CodingLine, values)
    for what, next_step, only_warning in faults:
        (problems.warning if only_warning else problems.error)(what, file, number, next_step)
    if line is None:
        return None
    moment = _moment(line.created)
    if moment is None:
        problems.warning(
            f'"created" is no date or time ("{line.created[:40]}").', file, number, "Write it as ISO 8601."
        )
    record = Record(line, file, number, moment or "")
    fault = _incomplete(record)
    if fault:
        near = did_you_mean(line.status, VERDICTS) if line.op == "judge" and line.status else ""
        next_step = and_then(near, "docs/study-format.md says what it needs.")
        problems.error(f"{fault} The line was left out.", file, number, next_step)
        return None
    return record


def _values(raw: bytes, file: str, number: int, problems: Problems) -> dict[str, Any] | None:
    if len(raw) > MAX_LINE:
        problems.error("The line is longer than 1 MB and was left out.", file, number, "Check what wrote it.")
        return None
    line_problems = Problems()
    text = utf8_text(raw, file, line_problems)
    if text is None:
        for problem in line_problems.listed():
            problems.error(f"{problem.what} The line was left out.", file, number, problem.next_step)
        return None
    try:
        values = json.loads(text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
        json.dumps(values, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        what = f"This is no JSON line ({reason}) and was left out."
        problems.error(what, file, number, "Write one JSON object a line; a cut line can be removed.")
        return None
    if not isinstance(values, dict):
        problems.error("This is no JSON object and was left out.", file, number, "Write one JSON object a line.")
        return None
    return {key: unicodedata.normalize("NFC", v) if isinstance(v, str) else v for key, v in values.items()}


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f'the key "{twice}" stands twice')
    return values


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _moment(created: str) -> str | None:
    """A date or time as sortable text in UTC (a time without zone is taken as UTC); None where it is neither."""
    if not created:
        return ""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")


def _incomplete(record: Record) -> str:
    """What a line lacks for its operation, as a sentence; empty where it is whole."""
    line = record.line
    if line.op == "retract":
        return "" if line.of or line.id else 'A retract has to name the coding in "of".'
    if line.op in ("judge", "score", "summary"):
        return _incomplete_analysis(line)
    missing = [name for name in _WHOLE if not getattr(line, name)]
    if missing:
        return f'"{missing[0]}" is missing.'
    if not 0 <= line.start < line.end:
        return f"The span from {line.start} to {line.end} is none: 0 <= start < end has to hold."
    if line.status and line.status not in STATUSES:
        return f'The status "{line.status}" is none of {", ".join(STATUSES)}.'
    if line.op == "review" and line.status not in ("accepted", "rejected"):
        return 'A review has to have the status "accepted" or "rejected".'
    if line.op == "review" and not line.of:
        return 'A review has to name the suggestion in "of".'
    return "" if not line.id or is_given_id(line.id) else f'The id "{line.id[:40]}" is no id.'


def _incomplete_analysis(line: CodingLine) -> str:
    """The same for a judgement, a score and a summary."""
    if line.op == "judge":
        if not line.of:
            return 'A judgement has to name the contradiction in "of".'
        if line.status in VERDICTS:
            return ""
        said = f'The verdict "{line.status[:60]}" is unknown.' if line.status else "A judgement lacks its verdict."
        return f'{said} It has to be {", ".join(VERDICTS)}, in "status".'
    names = ("first", "second", "memo") if line.op == "score" else ("case", "theme", "text")
    missing = [name for name in names if not getattr(line, name).strip()]
    if line.op == "score" and line.score is None:
        missing.append("score")
    if missing:
        return f'A {line.op} has to say its "{missing[0]}".'
    if line.op == "score" and line.first == line.second:
        return f"A score compares two messages, not {line.first[:60]} with itself."
    return ""


def as_coding(record: Record, suggested_by: str = TERMS_CODER) -> Coding:
    """The coding that an `add` or `review` line states; a review keeps the suggestion's coder beside its reviewer."""
    line = record.line
    review = line.op == "review"
    return Coding(
        id=record.id,
        coder=suggested_by if review else line.coder,
        reviewed_by=line.coder if review else "",
        source=line.source,
        start=line.start,
        end=line.end,
        exact=line.exact,
        prefix=line.prefix,
        suffix=line.suffix,
        code=line.code,
        stance=line.stance,
        sender=line.sender,
        addressee=line.addressee,
        force=line.force,
        status=line.status or "accepted",
        memo=line.memo,
        created=line.created,
        clearance=line.clearance,
    )


def as_judgement(record: Record) -> Judgement:
    """The judgement that a `judge` line states; its verdict is the line's status."""
    line = record.line
    return Judgement(
        id=line.id or judgement_id(line.coder, line.of),
        coder=line.coder,
        of=line.of,
        verdict=line.status,
        memo=line.memo,
        created=line.created,
        reconciled_by=line.reconciled_by,
        codings=line.codings,
    )


def as_score(record: Record) -> Score:
    """The score that a `score` line states; 0 is a score like any other."""
    line = record.line
    return Score(
        id=line.id or score_id(line.coder, line.first, line.second),
        coder=line.coder,
        first=line.first,
        second=line.second,
        score=line.score or 0,
        memo=line.memo,
        codings=line.codings,
        created=line.created,
    )


def as_summary(record: Record) -> Summary:
    """The summary that a `summary` line states."""
    line = record.line
    own_id = line.id or summary_id(line.coder, line.case, line.theme)
    return Summary(own_id, line.coder, line.case, line.theme, line.text, line.created)


def judgement_id(coder: str, of: str) -> str:
    """Id of one coder's judgement of one contradiction."""
    return "j-" + digest((coder, of))


def score_id(coder: str, first: str, second: str) -> str:
    """Id of one coder's score of one directed pair of messages."""
    return "s-" + digest((coder, first, second))


def summary_id(coder: str, case: str, theme: str) -> str:
    """Id of one coder's summary of one cell of the framework matrix."""
    return "f-" + digest((coder, case, theme))
