"""The screen Said and heard: said against heard, what binds against what hopes, and who speaks at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.context import Context, told
from dashboard.figures.dumbbells import Style, dumbbell_chart, style
from dashboard.figures.pictures import safe_csv
from dashboard.screens.figure import Specification, figure, specification
from dashboard.screens.quotes import escape, quote_list
from dashboard.views import gap_words as words
from dashboard.views import gaps as views
from dashboard.views.tensions import counted, message_codings, way_on
from graph.measures.claims import Claim
from graph.measures.coverage import coverage, silent
from graph.measures.saying import SayHear, say_hear_of_actors, say_hear_of_messages
from graph.measures.soft_hard import soft_hard
from graph.model import LEVELS

LEGEND = (
    "Filled marker: what is said. Ring: what is heard of it. Thick line between them: the gap. Thin lines: 95 % "
    "intervals, solid for what is said, dashed for what is heard. Below the broken line, too few to measure: dots and "
    "words, no number. Click a row to read the words at both its ends."
)
HARD_LEGEND = (
    "Filled diamond: what binds (duty, power). Open diamond: what only asks or hopes (guidance, aspiration). The units "
    "are sources, not voices. A wide gap with the two on opposite sides binds to one pole and hopes for the other."
)
HARD = views.Named("what binds leans to", "what asks or hopes leans to", "binding sources", "asking or hoping sources")


@dataclass(frozen=True)
class Part:
    """One figure with all that stands under it."""

    key: str
    file: str
    rows: tuple[views.Dumbbell, ...]
    names: views.Named
    heads: tuple[str, str]
    how: Style


@st.cache_resource(show_spinner=False, max_entries=2)
def _codings(build: str, _context: Context) -> pd.DataFrame:
    del build
    return message_codings(_context.view)


@st.cache_resource(show_spinner=False, max_entries=2)
def _claims(build: str, _context: Context) -> tuple[Claim, ...]:
    return views.claims_of(_codings(build, _context))


@st.cache_resource(show_spinner=False, max_entries=2)
def _axes(build: str, _context: Context) -> tuple[dict[str, str], views.Ends]:
    del build
    axes = _context.view.table("Axis").sort_values("seq")
    labels = {str(axis): str(label) for axis, label in zip(axes["id"], axes["label"], strict=True)}
    return labels, views.ends(axes, _context.view.table("Message"))


@st.cache_resource(show_spinner="Measuring …", max_entries=8)
def _of_levels(build: str, level: str, by_level: str, _context: Context) -> tuple[views.Dumbbell, ...]:
    found = views.between_levels(_context.view, _codings(build, _context), level, by_level, _context.seed)
    return views.in_order(views.level_rows(found, _claims(build, _context)))


@st.cache_resource(show_spinner="Measuring …", max_entries=4)
def _of_actors(build: str, by_level: str, _context: Context) -> tuple[SayHear, ...]:
    axes = _context.view.table("Axis")
    return say_hear_of_actors(_codings(build, _context), axes, by_level=by_level, seed=_context.seed)


@st.cache_resource(show_spinner="Measuring …", max_entries=8)
def _of_messages(build: str, level: str, by_level: str, _context: Context) -> tuple[views.Dumbbell, ...]:
    view = _context.view
    found = say_hear_of_messages(
        _codings(build, _context), view.table("Axis"), view.table("Message"), level=level, by_level=by_level,
        seed=_context.seed,
    )  # fmt: skip
    return views.in_order(views.message_rows(found))


@st.cache_resource(show_spinner="Measuring …", max_entries=6)
def _of_force(build: str, level: str, _context: Context) -> tuple[views.Dumbbell, ...]:
    labels, ends = _axes(build, _context)
    found = soft_hard(_codings(build, _context), _context.view.table("Axis"), seed=_context.seed)
    return views.in_order(views.hard_rows(found, level, _claims(build, _context), labels, ends))


@st.cache_resource(show_spinner=False, max_entries=16)
def _drawn(build: str, key: str, dark: bool, _part: Part) -> Specification:
    del build, key
    return specification(dumbbell_chart(_part.rows, _part.how, dark))


def render(context: Context) -> None:
    """Draw the screen."""
    st.caption(escape(context.title))
    st.title("What is said and what is heard")
    found = counted(_codings(context.build, context))
    st.caption(escape(found.sentence))
    if not found.codings:
        st.info(escape(way_on(found)))
        st.link_button("Read the sources", "evidence")
        return
    _said_and_heard(context)
    st.header("What binds and what only hopes", divider="grey")
    _hard_and_soft(context)
    st.header("Who speaks to an axis at all", divider="grey")
    _coverage(context)


@st.fragment
def _said_and_heard(context: Context) -> None:
    with told():
        st.caption(LEGEND)
        part = _asked(context)
        if not part.rows:
            st.info("Nothing is said or heard here. Choose another actor or other levels.")
            return
        _show(context, part)


def _asked(context: Context) -> Part:
    """The controls, and the figure they ask for; the address takes the choice, so that a link opens it again."""
    names = _actor_names(context)
    offered = {"levels": "A level", "focus": f"{names.get(context.focus, '')} alone", "actor": "One actor"}
    offered |= {"messages": "Messages"}
    if context.focus not in names:
        del offered["focus"]
    of = _kept("of", list(offered), "levels")
    st.segmented_control(
        "Whose signals", list(offered), format_func=offered.__getitem__, required=True, key="gaps-of"
    )  # fmt: skip
    first, second = st.columns(2)
    level, actor = "", context.focus if of == "focus" else ""
    if of in ("levels", "messages"):
        level = _kept("level", LEVELS, LEVELS[0])
        first.selectbox("Said by", LEVELS, key="gaps-level")
    hearing = [one for one in LEVELS if one != level]
    by = _kept("by", hearing, "meso" if "meso" in hearing else hearing[0])
    if of == "actor":
        known = views.actors(_of_actors(context.build, by, context))
        if not known:
            return _actor_part(context, "", by, names)
        actor = _kept("actor", list(known), next(iter(known)))
        first.selectbox("Actor", list(known), format_func=lambda a: known.get(a, a), key="gaps-actor")
    (first if of == "focus" else second).selectbox("Heard by", hearing, key="gaps-by")
    chosen = {"of": of, "level": level, "by": by, "actor": actor if of == "actor" else ""}
    if any(st.query_params.get(name, "") != value for name, value in chosen.items()):
        st.query_params.from_dict({name: value for name, value in chosen.items() if value})
    return _level_part(context, of, level, by) if level else _actor_part(context, actor, by, names)


def _kept(name: str, known: Sequence[str], default: str) -> str:
    """A choice as it was made last, or as the address has it, or the default; never one that is not offered."""
    key, asked = f"gaps-{name}", st.query_params.get(name)
    if st.session_state.get(key) not in known:
        st.session_state[key] = asked if asked in known else default
    return str(st.session_state[key])


def _level_part(context: Context, of: str, level: str, by: str) -> Part:
    key = f"gaps-{of}-{level}-{by}"
    if of == "messages":
        units = (f"voices at {level} on this axis", f"voices at {by} that report {level} on it")
        names = views.Named("say it", "hear it", *units)
        how = style(level, f"said at {level}", f"heard by {by}", shares=True)
        rows = _of_messages(context.build, level, by, context)
    else:
        names = views.Named(f"{level} says", f"{by} hears", "voices", "voices")
        how = style(level, f"{level} says", f"{level} as {by} hears it")
        rows = _of_levels(context.build, level, by, context)
    return Part(key, f"said-and-heard-{of}-{level}-{by}", rows, names, (f"Said at {level}", f"Heard by {by}"), how)


def _actor_part(context: Context, actor: str, by: str, labels: Mapping[str, str]) -> Part:
    axes, ends = _axes(context.build, context)
    found = _of_actors(context.build, by, context)
    rows = views.in_order(views.actor_rows(found, actor, by, _claims(context.build, context), axes, ends))
    name = labels.get(actor, actor)
    names = views.Named(f"{name} says", f"{by} hears", "of its sources", f"voices at {by}")
    how = style(_level_of(context, actor), f"{name} says", f"as {by} hears it")
    heads = (f"Said by {name}", f"Heard by {by}")
    return Part(f"gaps-actor-{actor}-{by}", f"said-and-heard-{actor}-{by}", rows, names, heads, how)


def _actor_names(context: Context) -> Mapping[str, str]:
    actors = context.view.table("Actor")
    return {str(a): str(label) for a, label in zip(actors["id"], actors["label"], strict=True)}


def _level_of(context: Context, actor: str) -> str:
    actors = context.view.table("Actor")
    found = actors[actors["id"] == actor]["level"]
    return str(found.iloc[0]) if len(found) else actor


@st.fragment
def _hard_and_soft(context: Context) -> None:
    with told():
        st.caption(HARD_LEGEND)
        level = st.segmented_control("Level", LEVELS, default=LEVELS[0], required=True, key="force-at") or LEVELS[0]
        rows = _of_force(context.build, level, context)
        if not rows:
            st.info(f"No wording at {level} has a force: nothing binds, asks or hopes there.")
            return
        how = style(level, "binds", "asks or hopes", shape="diamond")
        heads = ("What binds", "What asks or hopes")
        _show(context, Part(f"force-{level}", f"binds-and-hopes-{level}", rows, HARD, heads, how))


def _show(context: Context, part: Part) -> None:
    """A figure, its table, and the words at both ends of the chosen row."""
    rows = {row.row: row for row in part.rows}
    state, chooser = st.session_state, f"{part.key}-row"
    if state.get(chooser) not in rows:
        state[chooser] = next(iter(rows))
    chosen = rows[state[chooser]]
    dark = st.context.theme.type == "dark"
    table = views.figures(part.rows, part.names)
    figure(
        _drawn(context.build, part.key, dark, part), name=part.file, data=table,
        sentence=words.sentence(chosen, part.names), key=part.key, select="pick",
        on_select=partial(_picked, part.key, chooser),
        words=f"{part.heads[0]} against {part.heads[1]}, a row each; the same numbers stand in the table below.",
    )  # fmt: skip
    with st.expander("The same figures as a table"):
        st.dataframe(table, hide_index=True, key=f"{part.key}-table")
    st.selectbox("Row to read", list(rows), format_func=lambda r: rows[r].label, key=chooser)
    st.subheader(escape(chosen.label))
    if chosen.note or chosen.why:
        st.caption(escape(chosen.note or chosen.why))
    labelled = views.Named(*part.heads, part.names.first_units, part.names.second_units)
    for column, heap, side in zip(
        st.columns(2), views.heaps(chosen, labelled, _codings(context.build, context)), ("first", "second"), strict=True
    ):
        with column:
            codings = f"{len(heap.quotes)} coding{'' if len(heap.quotes) == 1 else 's'}"
            st.markdown(f"**{escape(heap.label)}** · {codings}, {escape(heap.units)}")
            if not heap.quotes:
                st.caption("No coding.")
            quote_list(heap.quotes, f"{part.key}-{chosen.row}-{side}", first=4)


def _picked(key: str, chooser: str) -> None:
    chart: Any = st.session_state[key]
    found = chart["selection"].get("pick") or []
    if found and found[0].get("row"):
        st.session_state[chooser] = str(found[0]["row"])


@st.cache_resource(show_spinner=False, max_entries=2)
def _covered(build: str, _context: Context) -> tuple[pd.DataFrame, pd.DataFrame]:
    codings, view = _codings(build, _context), _context.view
    axes, messages = view.table("Axis"), view.table("Message")
    return coverage(codings, axes, messages), silent(codings, axes, messages)


def _coverage(context: Context) -> None:
    found, without = _covered(context.build, context)
    st.caption("Voices at each level: how many say something on an axis, and how many report hearing something.")
    table = words.coverage_table(found, _axes(context.build, context)[0])
    st.table(table.map(escape).rename(columns=escape), hide_index=True)
    st.download_button(
        "Data as CSV", partial(safe_csv, found), "coverage.csv", "text/csv", key="coverage-csv", on_click="ignore",
        type="tertiary", icon=":material/download:",
    )  # fmt: skip
    for line in words.silent_words(without):
        st.caption(escape(line))
