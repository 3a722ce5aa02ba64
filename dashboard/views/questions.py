"""The seven questions as the Ask screen puts them: their words, their pickers, their rows to read, and the quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard.views.ask import Field, field_of
from dashboard.views.quotes import Quote, quotes
from graph.ontology import ontology
from graph.questions import Question, answer, questions
from graph.stores.base import View

ALWAYS = ("sender", "respondent", "message", "level", "by", "levels", "before", "after")
"""Parameters that stand beside the question; the others wait behind “Narrow it down”."""
LEVEL_WORDS = {"macro": "national", "meso": "partnership", "micro": "front line"}
SHOWN: Mapping[str, Mapping[str, str]] = {
    "mixed-signals": {
        "axis_label": "Axis", "kind": "Kind", "a_claim": "One is", "a_quote": "One signal", "a_citation": "Where",
        "b_claim": "The other is", "b_quote": "The other signal", "b_citation": "Where else", "forces": "Forces",
        "judgement": "Judged",
    },
    "reports": {
        "axis_label": "Axis", "a_holder_label": "Who says", "a_quote": "What it says", "a_citation": "Where",
        "b_voice_label": "Who reports", "b_holder_label": "Of whom", "b_quote": "What is reported",
        "b_citation": "Where else", "judgement": "Judged",
    },
    "respondent": {
        "axis_label": "Axis", "how": "How", "a_holder_label": "Side of", "a_quote": "One side", "a_citation": "Where",
        "b_holder_label": "Against", "b_quote": "The other side", "b_citation": "Where else",
    },
    "barriers": {
        "barrier_label": "Barrier", "voice_label": "Named by", "voice_level": "Level", "near": "How near",
        "a_quote": "The barrier", "a_citation": "Where", "b_quote": "The message", "b_stance": "Stance",
        "b_citation": "Where else",
    },
    "changed": {
        "axis_label": "Axis", "what": "What", "message_label": "Message", "level": "Level", "state": "Evidence",
        "before_voices": "Voices before", "after_voices": "Voices after", "before_pull": "Pull before",
        "after_pull": "Pull after", "change": "Change", "p_value": "p", "why": "Why no number",
        "a_quote": "Words before", "a_citation": "Where", "b_quote": "Words after", "b_citation": "Where else",
    },
    "agree": {
        "axis_label": "Axis", "state": "State", "pole": "Both for", "reason": "One would expect otherwise:",
        "a_pull": "Pull of the first", "a_voices": "Voices", "b_pull": "Pull of the second", "b_voices": "Voices too",
        "gap": "Gap", "p_value": "p", "why": "Why no number", "a_quote": "The first says", "b_quote": "The second says",
    },
    "silent": {
        "level_label": "No voice at", "axis_label": "Axis", "message_label": "Message",
        "elsewhere": "Codings elsewhere",
        "heard": "Heard of this level", "quote": "Words from elsewhere", "voice_label": "Whose", "citation": "Where",
        "text_kind": "Kind of text",
    },
}  # fmt: skip
"""For each question the columns to read, with their headings; the CSV has them all."""


@dataclass(frozen=True)
class Found:
    """An answer: all columns, the columns to read under their headings, and what is to be said above them."""

    table: pd.DataFrame
    readable: pd.DataFrame
    meanings: Mapping[str, str]
    note: str


@dataclass(frozen=True, slots=True)
class Side:
    """A heading and the quotes under it; `empty` says in words why there is none."""

    heading: str
    quotes: tuple[Quote, ...]
    empty: str = ""


def pickers(view: View, asked: Question) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """The fields that stand beside the question, and those that narrow it down."""
    fields = [_named(field_of(view, p), asked.id) for p in asked.form.parameters.values()]
    first = [f for f in fields if f.name in ALWAYS]
    return tuple(first), tuple(f for f in fields if f not in first)


LABELS = {
    "sender": "Actor or level", "respondent": "Respondent or body", "message": "Message", "level": "Signals of",
    "by": "Reported by", "before": "Up to (year or date)", "after": "Later than (empty: the same)",
    "whose": "Whose signals", "near": "How near",
}  # fmt: skip


def _named(field: Field, asked: str) -> Field:
    label = {"level": "First level", "by": "Second level"}.get(field.name) if asked == "agree" else None
    return replace(field, label=label or LABELS.get(field.name, field.label))


def wording(asked: Question, values: Mapping[str, object], fields: Sequence[Field]) -> str:
    """The question with what is chosen in its words."""
    labels = {}
    for field in fields:
        given = values.get(field.name)
        chosen = [given] if isinstance(given, str) else list(given) if isinstance(given, tuple | list) else []
        names = {**dict(field.choices), **(LEVEL_WORDS if field.name in ("level", "by") else {})}
        labels[field.name] = " and ".join(names.get(c, c).rpartition(" (")[0] or names.get(c, c) for c in chosen if c)
    default = {"levels": "each level", "before": "a date"}
    return asked.worded({**default, **{k: v for k, v in labels.items() if v}})


def find(view: View, name: str, values: Mapping[str, object]) -> Found:
    """Answer a question for the screen; raises QueryError for values that do not fit."""
    asked = questions()[name]
    given: dict[str, Any] = {k: v for k, v in values.items() if v is not None}
    table = answer(view, name, **given)
    heads = SHOWN[name]
    readable = table[list(heads)].rename(columns=heads)
    meanings = {heads[c.name]: c.doc for c in asked.form.columns if c.name in heads}
    cut = "" if table.attrs["complete"] else f" Only the first {len(table):,} rows are shown; narrow it down."
    return Found(table, readable, meanings, str(table.attrs["note"]) + cut)


def barrier_counts(table: pd.DataFrame) -> pd.DataFrame:
    """Of the barriers question: for each barrier its voices, codings and levels, the most named first."""
    counted = table.groupby(["barrier", "barrier_label"], as_index=False).agg(
        voices=("voice", "nunique"),
        codings=("a_coding", "nunique"),
        levels=("voice_level", lambda at: ", ".join(sorted({x or "outside" for x in at}))),
    )
    counted = counted.sort_values(["voices", "codings", "barrier"], ascending=[False, False, True], ignore_index=True)
    heads = {"barrier_label": "Barrier", "voices": "Voices", "codings": "Codings", "levels": "Levels"}
    return counted[list(heads)].rename(columns=heads)


def quotes_of(view: View, name: str, row: Mapping[str, object]) -> tuple[Side, ...]:
    """The words behind one row of an answer: one side or two."""
    if name == "silent":
        coding = str(row["coding"])
        heading = f"Elsewhere: {row['message_label']}"
        return (Side(heading, coded(view, [coding]), "" if coding else "Nobody has been coded with this message."),)
    heads = {
        "barriers": ("The barrier", "The message"),
        "changed": ("Before", "After"),
        "agree": (f"{row.get('a_level')} says", f"{row.get('b_level')} says"),
    }
    default = tuple(_claimed(row, side) for side in "ab")
    headings = heads.get(name, default)
    return tuple(
        Side(heading, coded(view, [str(row[f"{side}_coding"])]), "" if row[f"{side}_coding"] else "No words here.")
        for side, heading in zip("ab", headings, strict=True)
    )


def _claimed(row: Mapping[str, object], side: str) -> str:
    holder, claim = row.get(f"{side}_holder_label"), row.get(f"{side}_claim")
    return f"{holder} says" if claim == "said" else f"{holder} is heard to say"


def coded(view: View, ids: Sequence[str]) -> tuple[Quote, ...]:
    """Quotes of codings by id, in the order given; unknown ids are left out."""
    wanted = [i for i in dict.fromkeys(ids) if i]
    if not wanted:
        return ()
    columns = ", ".join(f"k.{c.name} AS {c.name}" for c in ontology().nodes["Coding"].columns)
    found = view.run(f"MATCH (k:Coding {{build: $build}}) WHERE k.id IN $ids RETURN {columns}", {"ids": wanted})
    known = found.set_index("id", drop=False)
    return quotes(known.loc[[i for i in wanted if i in known.index]])
