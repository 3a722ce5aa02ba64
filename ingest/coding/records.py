"""codings/*.jsonl -> records, each with its file and line; a bad line is a problem and the others stand."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph.ids import coding_id, digest, is_given_id
from graph.model import STATUSES, TERMS_CODER, Coding, Judgement
from ingest.problems import Problems
from ingest.study.decode import utf8_text
from ingest.study.schema import CodingLine, line_faults

FOLDER = "codings"
MAX_LINE = 1_000_000
_WHOLE = ("source", "exact", "code")
"""What an `add` and a `review` have to name, besides the span."""


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
        if given.id or given.op in ("retract", "judge"):
            return given.id
        return coding_id(given.coder, given.source, given.start, given.end, given.code, given.sender, given.stance)


def read_records(files: Mapping[str, bytes], problems: Problems) -> list[Record]:
    """Read the lines of several files, in an order that does not depend on how the files were merged.

    `files`: bytes by path relative to the study. Within a file the order is that of its lines; between files the
    time counts, so that a change in one file and its retraction in another come out alike on every machine.
    """
    timed: list[tuple[str, str, int, Record]] = []
    for file in sorted(files):
        latest = ""
        for record in _file_records(file, files[file], problems):
            latest = max(latest, record.moment)
            timed.append((latest, file, record.number, record))
    return [record for _, _, _, record in sorted(timed, key=lambda item: item[:3])]


def _file_records(file: str, data: bytes, problems: Problems) -> list[Record]:
    records = []
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if raw.strip():
            record = _record(raw, file, number, problems)
            if record is not None:
                records.append(record)
    return records


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
        problems.error(f"{fault} The line was left out.", file, number, "docs/study-format.md says what it needs.")
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
    if line.op == "judge":
        return _incomplete_judgement(line)
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


def _incomplete_judgement(line: CodingLine) -> str:
    if not line.of:
        return 'A judgement has to name the contradiction in "of".'
    return "" if line.status else 'A judgement has to say its verdict in "status".'


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
        line.id or "j-" + digest((line.coder, line.of)), line.coder, line.of, line.status, line.memo, line.created
    )
