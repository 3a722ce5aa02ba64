"""What an entry of a study's files may hold, and how a wrong one is told to its author.

Every field is text as typed (`yamlfile` keeps it so); a model turns it into numbers and lists, and forbids keys it
does not know. Meaning across entries (ids that must exist, loops) is checked by the loaders.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from graph.analysts import INTERACTIONS
from graph.ids import is_given_id
from graph.model import CLEARANCES, FORCES, LEVELS, SOURCE_KINDS, STANCES, STATUSES
from ingest.problems import Problems, and_then, did_you_mean
from ingest.reading.settings import PDF_ENGINES
from ingest.study.pairs import columns_of, speakers_of
from ingest.study.yamlfile import Path, Yaml

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


def _given_id(value: str) -> str:
    if not is_given_id(value):
        raise PydanticCustomError("given_id", "is no id: use letters, digits, dot, hyphen and underscore, 120 at most")
    return value


def _one_of(values: tuple[str, ...]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value and value not in values:
            words = ", ".join(values[:-1]) + " or " + values[-1]
            told = and_then(f"has to be {words}.", did_you_mean(value, values))
            raise PydanticCustomError("one_of", "{told}", {"told": told})
        return value

    return check


def is_date(value: str) -> bool:
    """Whether a text is a date as far as known: YYYY, YYYY-MM or YYYY-MM-DD."""
    parts = _DATE.match(value)
    if not parts:
        return False
    try:
        datetime.date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
    except ValueError:
        return False
    return True


def _date(value: str) -> str:
    if value and not is_date(value):
        raise PydanticCustomError("date", "is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    return value


def _address(value: str) -> str:
    if value and not value.startswith(("https://", "http://")):
        raise PydanticCustomError("address", "is no address: it has to start with https:// or http://")
    return value


def _interaction(value: int | None) -> int | None:
    if value is not None and value not in INTERACTIONS:
        raise PydanticCustomError("interaction", "has to be a whole number from -3 to 3")
    return value


Id = Annotated[str, AfterValidator(_given_id)]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Required = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Date = Annotated[str, AfterValidator(_date)]
Address = Annotated[str, AfterValidator(_address)]
Columns = Annotated[tuple[tuple[str, str], ...], BeforeValidator(columns_of)]
Speakers = Annotated[tuple[tuple[str, str], ...], BeforeValidator(speakers_of)]
LevelId = Annotated[str, AfterValidator(_one_of(LEVELS))]
Clearance = Annotated[str, AfterValidator(_one_of(CLEARANCES))]
Kind = Annotated[str, AfterValidator(_one_of(SOURCE_KINDS))]
PdfEngine = Annotated[str, AfterValidator(_one_of(PDF_ENGINES))]


class Entry(BaseModel):
    """The base of all entries: unknown keys are refused, spaces at the ends do not count."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class DisclosureEntry(Entry):
    """`disclosure` in study.yaml."""

    minimum_voices: int = Field(default=3, ge=1, le=50)
    clearance: Clearance = "open"


class StudyEntry(Entry):
    """study.yaml."""

    format: int
    id: Id
    title: Required
    description: Text = ""
    note: Text = ""
    coders: tuple[str, ...] = ()
    focus: str = ""
    store: Text = ""
    pdf_engine: PdfEngine = ""
    disclosure: DisclosureEntry = DisclosureEntry()


class SourceEntry(Entry):
    """One entry of sources.yaml."""

    id: Id
    title: Text = ""
    kind: Kind = "policy"
    issuer: str = ""
    level: LevelId = ""
    date: Date = ""
    until: Date = ""
    replaced_by: str = ""
    retrieved: Date = ""
    text_of: str = ""
    columns: Columns = ()
    speakers: Speakers = ()
    file: str = ""
    url: Address = ""
    licence: Text = ""
    citation: Text = ""
    published_by: Text = ""
    clearance: Clearance = ""
    sha256: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    note: Text = ""


class LevelEntry(Entry):
    """One of `levels` in codebook.yaml."""

    id: Annotated[str, AfterValidator(_one_of(LEVELS))]
    label: Required
    definition: Text = ""


class CodeEntry(Entry):
    """What messages, barriers and actors share."""

    id: Id
    label: Required
    definition: Text = ""
    include: Text = ""
    exclude: Text = ""
    terms: tuple[str, ...] = ()


class MessageEntry(CodeEntry):
    """One of `messages` of an axis."""

    pole: str


class BarrierEntry(CodeEntry):
    """One of `barriers`."""


class ActorEntry(CodeEntry):
    """One of `actors`."""

    level: LevelId = ""
    kind: Text = ""
    part_of: str = ""
    url: Address = ""
    collective: bool = False


class AxisEntry(Entry):
    """One of `axes`; its messages are checked one by one."""

    id: Id
    label: Required
    definition: Text = ""
    messages: object = None


class CodingLine(BaseModel):
    """One line of codings/*.jsonl, of any operation."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    op: Literal["add", "retract", "review", "judge", "score", "summary"]
    coder: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    id: str = ""
    of: str = ""
    created: str = ""
    source: str = ""
    start: int = Field(default=-1, ge=-1)
    end: int = Field(default=-1, ge=-1)
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    code: str = ""
    stance: Annotated[str, AfterValidator(_one_of(STANCES))] = ""
    sender: str = ""
    addressee: str = ""
    force: Annotated[str, AfterValidator(_one_of(FORCES))] = ""
    status: str = ""
    memo: str = ""
    clearance: Clearance = ""
    reconciled_by: str = ""
    first: str = ""
    second: str = ""
    score: Annotated[int | None, AfterValidator(_interaction)] = None
    codings: Annotated[tuple[str, ...], Field(strict=False)] = ()
    case: str = ""
    theme: str = ""
    text: Text = ""


LINE_NAMES = {"judge": "judgement", "score": "score", "summary": "summary", "retract": "retraction"}
"""What a line of an operation is called in messages; any other is a coding."""
STATUS_FIELD = _one_of(STATUSES)
"""Checks the status of a coding; a judgement's status is the analyst's own word."""

M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], parsed: Yaml, path: Path, problems: Problems, name: str) -> M | None:
    """Turn the mapping at `path` into `model`; None, with problems, where it cannot stand.

    A wrong or unknown optional key is reported and left out, so that the rest of the entry is used. `name` is what
    the entry is called in messages, such as `source`.
    """
    value = _at(parsed.value, path)
    if not isinstance(value, Mapping):
        problems.error(f"This {name} has no keys.", parsed.file, parsed.line(path), "Write it as `key: value` lines.")
        return None
    entry: dict[str, Any] = {key: _without_absent(item) for key, item in value.items() if item is not None}
    label = f"{name} {entry['id']}" if isinstance(entry.get("id"), str) else name
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=True)
    required = {key for key, info in model.model_fields.items() if info.is_required()}
    for fault in faults:
        line = parsed.line((*path, *fault["loc"]))
        severity = problems.warning if fault["type"] == "extra_forbidden" else problems.error
        severity(_words(fault, label, model), parsed.file, line, _next_step(fault, model))
    wrong = {str(fault["loc"][0]) for fault in faults}
    if wrong & required:
        return None
    return model.model_validate({key: item for key, item in entry.items() if key not in wrong})


def _at(value: object, path: Path) -> object:
    for part in path:
        value = value[part]  # type: ignore[index]
    return value


def _without_absent(value: object) -> object:
    if isinstance(value, list):
        return [item for item in value if item is not None]
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if item is not None}
    return value


_PLAIN = {
    "missing": "is missing",
    "string_type": "has to be one text",
    "string_too_short": "is empty",
    "string_too_long": "is too long",
    "int_parsing": "has to be a whole number",
    "int_type": "has to be a whole number",
    "bool_parsing": "has to be true or false",
    "tuple_type": "has to be a list",
    "model_type": "has to be `key: value` lines",
    "string_pattern_mismatch": "is no sha256 (64 digits 0-9 and a-f)",
    "literal_error": "is none of the known words",
}


def _words(fault: ErrorDetails, label: str, model: type[BaseModel]) -> str:
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f'{label}: the key "{key}" is unknown and was left out.'
    message = _PLAIN.get(fault["type"], fault["msg"].removesuffix("."))
    given = fault.get("input")
    shown = f' ("{given[:60]}")' if isinstance(given, str) and given and fault["type"] != "missing" else ""
    return f'{label}: "{key}"{shown} {message}' + ("" if message.endswith("?") else ".")


def _next_step(fault: ErrorDetails, model: type[BaseModel]) -> str:
    if fault["type"] == "extra_forbidden":
        known = list(model.model_fields)
        return and_then(did_you_mean(str(fault["loc"][-1]), known), f"Known keys: {', '.join(known)}.")
    if fault["type"] == "missing":
        return "Add it."
    return "Mend it; docs/study-format.md says what may stand here."


def line_faults(model: type[M], values: Mapping[str, Any]) -> tuple[M | None, list[tuple[str, str, bool]]]:
    """Validate one line of JSON: the model or None, and (what, next step, whether it is only a warning) a fault."""
    entry = {key: value for key, value in values.items() if value is not None}
    try:
        return model.model_validate(entry), []
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=True)
    label = LINE_NAMES.get(str(values.get("op")), "coding")
    told = [(_words(f, label, model), _next_step(f, model), f["type"] == "extra_forbidden") for f in faults]
    if all(only_warning for _, _, only_warning in told):
        unknown = {str(fault["loc"][0]) for fault in faults}
        return model.model_validate({key: item for key, item in entry.items() if key not in unknown}), told
    return None, told
