"""Questions as users put them: seven, each answered by a named query or a measure, through one door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from graph.errors import QueryError
from graph.queries import catalogue, measured, run
from graph.queries.catalogue import NamedQuery
from graph.queries.runner import Value, check_parameters, check_values

if TYPE_CHECKING:
    import pandas as pd

    from graph.stores.base import View


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its id, how it opens, its words with {parameters} where something is chosen, and its form.

    `about` is the parameter that is mostly given. `form.text` is empty where a measure answers. Rows have the words of
    both sides (`a_quote`, `b_quote`), or of one (`quote`), with citation and kind of text.
    """

    id: str
    opening: str
    words: str
    about: str
    form: NamedQuery

    def worded(self, labels: Mapping[str, str]) -> str:
        """The question with labels for its parameters; what has none is shown as `…`."""
        names = {name: labels.get(name) or "…" for name in self.form.parameters}
        return self.words.format(**names)


WORDS = (
    ("mixed-signals", "Which signals does an actor send that contradict each other?",
     "Which signals does {sender} send that contradict each other?", "sender", "signals_against_each_other"),
    ("reports", "Which national signals contradict what leaders report?",
     "Which {level} signals contradict what {by} voices report?", "level", "signals_against_reports"),
    ("respondent", "Which contradictions does one respondent live with?",
     "Which contradictions does {respondent} live with?", "respondent", "contradictions_of_respondent"),
    ("barriers", "Which barriers stand between a message and its delivery?",
     "Which barriers stand between “{message}” and its delivery?", "message", "barriers_to_message"),
    ("changed", "What changed between two dates, or between two sets of documents?",
     "What changed between sources up to {before} and later ones, or between two sets of documents?", "before",
     "changed_between"),
    ("agree", "Where do two levels agree against expectation?",
     "Where do {level} and {by} voices agree against expectation?", "level", "agree_against_expectation"),
    ("silent", "Which messages have no evidence at a level?", "Which messages have no evidence at {levels}?", "levels",
     "messages_without_evidence"),
)  # fmt: skip


@cache
def questions() -> Mapping[str, Question]:
    """The seven questions by id, in the order in which they are offered."""
    forms = {**catalogue(), **measured()}
    return {name: Question(name, opening, words, about, forms[form]) for name, opening, words, about, form in WORDS}


def question(name: str) -> Question:
    """The question called `name`, or by the name of its query; raises QueryError with the nearest names."""
    known = questions()
    for each in known.values():
        if name in (each.id, each.form.name, each.form.name.replace("_", "-")):
            return each
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(known)}."
    raise QueryError(f"there is no question called {name}.", next_step=hint)


def answer(view: "View", name: str, *, limit: int | None = None, **parameters: object) -> "pd.DataFrame":
    """Answer a question: the columns of its form, in its order.

    `parameters` and `limit` as for `graph.queries.run`, which answers where the question is a query. `attrs` has
    `complete`, and `note`: a sentence on what was compared, empty where there is nothing to say. Raises QueryError.
    """
    asked = question(name)
    if asked.form.text:
        frame = run(view, asked.form.name, limit=limit, **parameters)
        frame.attrs["note"] = ""
        return frame
    from graph.frames import conform

    values = check_parameters(asked.form, parameters)
    check_values(view, asked.form, values)
    found, note = MEASURES[asked.form.name](view, values)
    frame = conform(found, asked.form.columns)
    frame = frame.head(limit) if limit else frame
    frame.attrs |= {"complete": len(frame) == len(found), "note": note}
    return frame


Measured = tuple["pd.DataFrame", str]


def _changed(view: "View", values: Mapping[str, Value]) -> Measured:
    from graph.measures.questions import changed, dated, middle_year
    from graph.model import LEVELS

    codings, sources = view.table("Coding"), view.table("Source")
    before, after = _date(values, "before"), _date(values, "after")
    chosen = {side: _chosen(sources, values, side) for side in ("before", "after")}
    rest = frozenset(sources["id"])
    if chosen["before"] or chosen["after"]:
        first = chosen["before"] or (dated(sources, until=before) if before else rest - chosen["after"])
        second = chosen["after"] or (dated(sources, after=after) if after else rest - first)
        note = f"{len(first)} sources before, {len(second)} after"
    else:
        before = before or middle_year(sources, codings)
        after = after or before
        first, second = dated(sources, until=before), dated(sources, after=after)
        note = f"{len(first)} sources dated up to {before}, {len(second)} later than {after}"
    left = len(rest - first - second)
    note += f"; {left} others, undated or between the two, are left out." if left else "; none is left out."
    axes = view.table("Axis")
    if values["axes"]:
        axes = axes[axes["id"].isin(_several(values, "axes"))]
    levels = _several(values, "levels") or list(LEVELS)
    found = changed(codings, axes, view.table("Message"), first, second, levels=levels, seed=_seed(view))
    return found, note


def _agreements(view: "View", values: Mapping[str, Value]) -> Measured:
    from graph.measures.questions import AGAINST, agreements

    between = (str(values["level"]), str(values["by"]))
    if between[0] == between[1]:
        raise QueryError(f"level and by are both {between[0]}.", next_step="Choose two levels.")
    found = agreements(
        view.table("Coding"), view.table("Axis"), view.table("Message"), between=between, seed=_seed(view)
    )
    n = int((found["state"] == AGAINST).sum()) if len(found) else 0
    axes = f"{n} of {len(found)} axes" if n != 1 else f"one of {len(found)} axes"
    return found, f"{between[0]} and {between[1]} agree against expectation on {axes}."


MEASURES: Mapping[str, Callable[["View", Mapping[str, Value]], Measured]] = {
    "changed_between": _changed,
    "agree_against_expectation": _agreements,
}


def _date(values: Mapping[str, Value], name: str) -> str:
    import re

    given = str(values[name]).strip()
    if given and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", given):
        raise QueryError(
            f"{name} is no date: {given!r}.", where="question changed", next_step="Write 2014, 2014-04 or 2014-04-01."
        )
    return given


def _chosen(sources: "pd.DataFrame", values: Mapping[str, Value], side: str) -> frozenset[str]:
    ids, kinds = set(_several(values, f"sources_{side}")), _several(values, f"kinds_{side}")
    return frozenset(ids | set(sources[sources["kind"].isin(kinds)]["id"]))


def _several(values: Mapping[str, Value], name: str) -> list[str]:
    given = values[name]
    return list(given) if isinstance(given, list) else [str(given)]


def _seed(view: "View") -> int:
    return int(view.build[:8], 16)
