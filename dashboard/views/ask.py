"""Named queries as forms, their answers as tables, and typed questions with what may go wrong in plain words."""

import csv
import io
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from graph.errors import QuestionError, QuestionLimit, QuestionRefused
from graph.export.table import BOM, safe
from graph.queries import NamedQuery, Parameter, catalogue, named, run
from graph.stores.base import AskLimits, View
from graph.stores.complaints import excerpt

MOST_CHOICES = 5000
"""A parameter with more values than this is typed, not chosen."""
STOPPING = 5.0
"""Seconds that a stopped question may take to end before it is left to itself."""
HIDDEN = frozenset({"source_passages", "source_codings", "passage_codings", "map_edges"})
"""Queries that other screens are made of; they come last."""


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter as a form shows it; `choices` are (value, label), empty where it is typed."""

    name: str
    label: str
    doc: str
    type: str
    required: bool
    default: str | int | tuple[str, ...]
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Result:
    """An answer: its table, whether it is complete, and what each column means."""

    table: pd.DataFrame
    complete: bool
    meanings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a typed question has no answer: what, where and what to do; `shown` is its line, the place marked below."""

    heading: str
    text: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A typed question to begin with."""

    title: str
    text: str


EXAMPLES = (
    Example(
        "Which barriers are named by most voices?",
        "MATCH (v:Respondent|Actor {build: $build})-[:NAMES]->(b:Barrier {build: $build})\n"
        "RETURN b.label AS barrier, count(DISTINCT v.id) AS voices\n"
        "ORDER BY voices DESC, barrier\nLIMIT 20",
    ),
    Example(
        "What does the macro level make a duty?",
        "MATCH (k:Coding {build: $build})-[:EXPRESSES]->(m:Message {build: $build})\n"
        "WHERE k.counted AND k.voice_level = 'macro' AND k.force = 'duty'\n"
        "RETURN m.label AS message, k.quote AS quote, k.citation AS citation, k.text_kind AS text_kind\n"
        "ORDER BY message, citation\nLIMIT 50",
    ),
    Example(
        "Which sources carry most codings?",
        "MATCH (k:Coding {build: $build})-[:FOUND_IN]->(:Passage {build: $build})-[:PART_OF]->"
        "(s:Source {build: $build})\nWHERE k.counted\n"
        "RETURN s.label AS source, s.level AS level, count(k.id) AS codings\n"
        "ORDER BY codings DESC, source\nLIMIT 20",
    ),
    Example(
        "What do others say that national bodies tell them?",
        "MATCH (k:Coding {build: $build})-[:SENT_BY]->(a:Actor {build: $build})\n"
        "WHERE k.counted AND a.level = 'macro'\n"
        "RETURN a.label AS sender, k.voice_level AS heard_at, k.quote AS quote, k.citation AS citation\n"
        "ORDER BY sender, heard_at, citation\nLIMIT 50",
    ),
)


def questions() -> tuple[NamedQuery, ...]:
    """All named queries: those that answer a question by title, then those that other screens are made of."""
    return tuple(sorted(catalogue().values(), key=lambda q: (q.name in HIDDEN, q.title)))


def fields(view: View, name: str) -> tuple[Field, ...]:
    """The form of a named query, with the values that this build has; raises QueryError for an unknown query."""
    return tuple(field_of(view, parameter) for parameter in named(name).parameters.values())


def field_of(view: View, parameter: Parameter) -> Field:
    """One parameter as a form shows it, with the values that this build has."""
    label = parameter.name.replace("_", " ").capitalize()
    found = tuple((word, word) for word in parameter.one_of)
    for kind in parameter.of:
        found += _values(view, kind, several=len(parameter.of) > 1)
    return Field(
        name=parameter.name,
        label=label if parameter.required or parameter.type == "int" else f"{label} (empty: all)",
        doc=parameter.doc,
        type=parameter.type,
        required=parameter.required,
        default=parameter.default,
        choices=found if len(found) <= MOST_CHOICES else (),
    )


def _values(view: View, kind: str, *, several: bool) -> tuple[tuple[str, str], ...]:
    level = ", n.level AS level" if kind in ("Actor", "Respondent", "Source") else ", '' AS level"
    shown = "n.citation" if kind == "Passage" else "n.label"
    found = view.run(
        f"MATCH (n:{kind} {{build: $build}}) RETURN n.id AS id, {shown} AS label{level} "
        f"ORDER BY label, id LIMIT {MOST_CHOICES + 1}"
    )
    rows = found[["id", "label", "level"]].astype(str).itertuples(index=False, name=None)
    return tuple((i, _choice(kind, label, level, several)) for i, label, level in rows)


def _choice(kind: str, label: str, level: str, several: bool) -> str:
    added = ", ".join(part for part in (kind.lower() if several else "", level) if part)
    return f"{label} ({added})" if added else label


def missing(form: Sequence[Field], values: Mapping[str, object]) -> tuple[str, ...]:
    """Labels of required fields without a value."""
    return tuple(f.label for f in form if f.required and values.get(f.name) in (None, "", [], ()))


def answer(view: View, name: str, values: Mapping[str, object]) -> Result:
    """Run a named query; raises QueryError for values that do not fit."""
    given: dict[str, Any] = {n: v for n, v in values.items() if v is not None}
    table = run(view, name, **given)
    meanings = {column.name: column.doc for column in named(name).columns}
    return Result(table, bool(table.attrs.get("complete", True)), meanings)


def ask(view: View, text: str, limits: AskLimits, cancel: threading.Event | None = None) -> Result | Refusal:
    """Ask a typed question; what is refused, stopped or wrong comes back in plain words."""
    try:
        found = view.ask(text, limits=limits, cancel=cancel)
    except QuestionRefused as error:
        return Refusal("This question was not asked.", str(error), excerpt(text, error.where))
    except QuestionLimit as error:
        return Refusal("This question was stopped.", str(error))
    except QuestionError as error:
        return Refusal("This question could not be answered.", str(error), excerpt(text, error.where))
    return Result(plain(found.table), found.complete, {})


class Asking:
    """A typed question under way, asked by a thread of its own, so that whoever waits for it can stop it."""

    def __init__(self, view: View, text: str, limits: AskLimits) -> None:
        self._cancel = threading.Event()
        self._found: Result | Refusal | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._ask, args=(view, text, limits), name="asking", daemon=True)
        self._thread.start()

    def _ask(self, view: View, text: str, limits: AskLimits) -> None:
        try:
            self._found = ask(view, text, limits, self._cancel)
        except BaseException as error:
            self._error = error

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; whether there is an answer now."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """End the question, in the engine too; nothing where it has ended."""
        self._cancel.set()
        self._thread.join(STOPPING)

    def result(self) -> Result | Refusal:
        """The answer, once there is one; raises what went wrong beyond the question itself."""
        if self._error is not None:
            raise self._error
        return self._found or Refusal("This question was stopped.", "It may be asked again.")


def limits_in_words(limits: AskLimits) -> str:
    """What a typed question may use, as one sentence."""
    return (
        f"A question only reads. It may take {limits.seconds:g} seconds and {limits.memory // 2**20} MB of memory (on a"
        f" server, what that gives to one question); the first {limits.rows:,} rows are shown. It can be stopped at any"
        " time, and if it fails, the dashboard goes on."
    )


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """The table with nodes, edges, lists and other composed values written out as text, so that all can be shown."""
    result = table.copy()
    for place in range(result.shape[1]):
        column = result.iloc[:, place]
        if column.dtype == object and not column.map(lambda v: isinstance(v, str)).all():
            result.isetitem(place, column.map(_written).to_numpy())
    return result


def _written(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def as_csv(table: pd.DataFrame) -> str:
    """The table as CSV: UTF-8 mark, commas; a text that a spreadsheet would run has an apostrophe before it."""
    text = io.StringIO()
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\n")
    for row in (list(table.columns), *table.itertuples(index=False, name=None)):
        writer.writerow(["" if value is pd.NA or value is None else safe(value) for value in row])
    return text.getvalue()
