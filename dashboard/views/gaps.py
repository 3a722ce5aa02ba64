"""What the screen Said and heard shows: one dumbbell a row, with the codings behind both its ends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.views.quotes import Quote, quotes
from dashboard.views.tensions import FORCE_ORDER
from graph.measures.claims import Claim, claims, rows_of
from graph.measures.few import too_few
from graph.measures.positions import Pull, heard_values, source_values
from graph.measures.resampling import Gap
from graph.measures.saying import SayHear
from graph.measures.sentences import gap_sentence, heard_sentence, level_sentence
from graph.measures.soft_hard import SoftHardReading
from graph.measures.tensions import AxisTension, tensions
from graph.stores.base import View

Ends = Mapping[str, tuple[str, str]]
"""The words of an axis's negative and positive pole, by axis."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One voice or source at one end of a row that has too few to measure."""

    first: bool
    label: str
    x: float


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Two things measured in one row, `first` filled and `second` a ring, with the codings behind each.

    `ends` are the words at the left and right of the scale, empty where it is a share. `why` says why there is no
    gap, and then `units` are what is drawn; `note` is a word on the row, shown beside it; `told` is its sentence where
    the measure gives one.
    """

    row: str
    axis: str
    label: str
    ends: tuple[str, str]
    first: Pull
    second: Pull
    gap: Gap
    first_codings: tuple[str, ...]
    second_codings: tuple[str, ...]
    why: str = ""
    note: str = ""
    told: str = ""
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """What the two ends of a set of rows are called, and what their units are."""

    first: str
    second: str
    first_units: str
    second_units: str


@dataclass(frozen=True, slots=True)
class Heap:
    """The quotes behind one end."""

    label: str
    units: str
    quotes: tuple[Quote, ...]


def ends(axes: pd.DataFrame, messages: pd.DataFrame) -> Ends:
    """The poles' words of every axis, in codebook order; `axes` and `messages` as in graph/ontology.yaml."""
    words: dict[str, dict[int, str]] = {str(axis): {} for axis in axes.sort_values("seq")["id"]}
    for axis, pole, label in messages[["axis", "pole", "label"]].itertuples(index=False):
        words.setdefault(str(axis), {})[int(pole)] = str(label)
    return {axis: (own.get(-1, ""), own.get(1, "")) for axis, own in words.items()}


def between_levels(view: View, codings: pd.DataFrame, level: str, by_level: str, seed: int) -> tuple[AxisTension, ...]:
    """Every axis measured so that its say–hear gap is `level` as heard by `by_level`."""
    return tensions(codings, view.table("Axis"), view.table("Message"), between=(level, by_level), seed=seed)


def level_rows(found: Sequence[AxisTension], table: Sequence[Claim]) -> tuple[Dumbbell, ...]:
    """A row an axis: what a level says against what the other hears it say; `table` is the claims of all axes."""
    rows = []
    for t in found:
        level, by = t.between
        own = [c for c in table if c.axis == t.axis and c.holder_level == level and c.governs]
        said = [c for c in own if c.claim == "said"]
        heard = [c for c in own if c.claim == "heard" and c.by_level == by]
        dots = [d for d in t.dots if d.level == level and (d.by_level == by or d.claim == "said")]
        dots = [d for d in dots if level != "macro" or d.standing == "governs"]
        rows.append(
            Dumbbell(
                row=t.axis, axis=t.axis, label=t.label, ends=(t.poles.get(-1, ""), t.poles.get(1, "")),
                first=t.levels[level].said, second=t.levels[level].heard[by], gap=t.say_hear,
                first_codings=firm(said), second_codings=firm(heard),
                why=too_few(
                    t.say_hear.n,
                    (f"voice at {level} that takes a side", f"voices at {level} that take a side"),
                    (f"voice at {by} that reports it", f"voices at {by} that report it"),
                ),
                told=" ".join((gap_sentence(t, "say_hear"), level_sentence(t, level), heard_sentence(t, level, by))),
                units=tuple(Unit(d.claim == "said", d.label, d.position) for d in dots),
            )
        )  # fmt: skip
    return tuple(rows)


def actor_rows(
    found: Iterable[SayHear], actor: str, by_level: str, table: Sequence[Claim], labels: Mapping[str, str], words: Ends
) -> tuple[Dumbbell, ...]:
    """A row an axis of one actor; its units are its own sources against the voices at `by_level` that report it."""
    rows = []
    for one in found:
        if one.subject != actor:
            continue
        own = [c for c in table if c.axis == one.axis and c.holder == actor]
        said = source_values(c for c in own if c.claim == "said")
        heard = heard_values(c for c in own if c.claim == "heard" and c.by_level == by_level)
        names = {c.by: c.by_label for c in own}
        units = [Unit(True, source, x) for source, x in said.items()]
        units += [Unit(False, names.get(voice, voice), x) for voice, x in heard.items()]
        rows.append(_of(one, one.axis, labels.get(one.axis, one.axis), words.get(one.axis, ("", "")), tuple(units)))
    return tuple(rows)


def message_rows(found: Iterable[SayHear]) -> tuple[Dumbbell, ...]:
    """A row a message that is said or heard; both ends are shares of voices, so the scale has no poles."""
    return tuple(_of(one, one.subject, one.label, ("", ""), ()) for one in found if one.said.units or one.heard.units)


def _of(one: SayHear, row: str, label: str, words: tuple[str, str], units: tuple[Unit, ...]) -> Dumbbell:
    return Dumbbell(
        row=row, axis=one.axis, label=label, ends=words, first=one.said, second=one.heard, gap=one.gap,
        first_codings=one.said_codings, second_codings=one.heard_codings, why=one.why, units=units,
    )  # fmt: skip


def hard_rows(
    found: Iterable[SoftHardReading], level: str, table: Sequence[Claim], labels: Mapping[str, str], words: Ends
) -> tuple[Dumbbell, ...]:
    """A row an axis at one level: what binds against what only asks or hopes; units are sources."""
    rows = []
    for one in found:
        if one.level != level:
            continue
        hard, soft = set(one.hard_codings), set(one.soft_codings)
        own = [c for c in table if c.axis == one.axis and c.claim == "said" and c.holder_level == level]
        units = [Unit(True, s, x) for s, x in source_values(c for c in own if c.coding in hard).items()]
        units += [Unit(False, s, x) for s, x in source_values(c for c in own if c.coding in soft).items()]
        poles = words.get(one.axis, ("", ""))
        rows.append(
            Dumbbell(
                row=one.axis, axis=one.axis, label=labels.get(one.axis, one.axis), ends=poles, first=one.hard,
                second=one.soft, gap=one.gap, first_codings=one.hard_codings, second_codings=one.soft_codings,
                why=one.why, note=opposed(one, poles), units=tuple(units),
            )
        )  # fmt: skip
    return tuple(rows)


def opposed(one: SoftHardReading, poles: tuple[str, str]) -> str:
    """Where a level binds to one pole and hopes for the other: that, in the poles' own words."""
    if not one.opposite or one.hard.pull is None or one.soft.pull is None:
        return ""
    binds, hopes = (poles[1], poles[0]) if one.hard.pull > 0 else (poles[0], poles[1])
    return f"binds to “{binds}”, hopes for “{hopes}”"


def firm(own: Sequence[Claim]) -> tuple[str, ...]:
    """The codings behind claims, binding words first, then newer ones, then by id; each once."""
    by_id = sorted(own, key=lambda c: c.coding)
    newest = sorted(by_id, key=lambda c: c.date, reverse=True)
    return tuple(dict.fromkeys(c.coding for c in sorted(newest, key=lambda c: FORCE_ORDER.get(c.force, 4))))


def in_order(rows: Iterable[Dumbbell]) -> tuple[Dumbbell, ...]:
    """Rows with a gap first, the widest on top; then those with most behind them, without rank or number."""

    def key(row: Dumbbell) -> tuple[bool, float, int, str]:
        held = len(row.first_codings) + len(row.second_codings)
        return (row.gap.value is None, -(row.gap.value or 0.0), -held, row.label)

    return tuple(sorted(rows, key=key))


def heaps(row: Dumbbell, names: Named, codings: pd.DataFrame) -> tuple[Heap, Heap]:
    """The quotes behind both ends of a row; `codings` is the `Coding` frame of messages."""
    by_id = codings.set_index("id", drop=False)

    def heap(label: str, units: str, pull: Pull, ids: Sequence[str]) -> Heap:
        known = [one for one in ids if one in by_id.index]
        return Heap(label, f"{pull.units} {units}", quotes(by_id.loc[known]))

    return (
        heap(names.first, names.first_units, row.first, row.first_codings),
        heap(names.second, names.second_units, row.second, row.second_codings),
    )


def figures(rows: Iterable[Dumbbell], names: Named) -> pd.DataFrame:
    """One row a dumbbell with every number of the figure, for CSV and for reading without the picture."""
    return pd.DataFrame([_figures(row, names) for row in rows])


def _figures(row: Dumbbell, names: Named) -> dict[str, object]:
    line: dict[str, object] = {"row": row.row, "label": row.label, "left": row.ends[0], "right": row.ends[1]}
    for name, pull in (("first", row.first), ("second", row.second)):
        line |= {f"{name}_is": names.first if name == "first" else names.second}
        line |= {name: pull.pull, f"{name}_low": pull.low, f"{name}_high": pull.high}
        line |= {f"{name}_n": pull.units, f"{name}_codings": pull.codings}
    gap = row.gap
    return line | {
        "gap": gap.value, "gap_low": gap.low, "gap_high": gap.high, "p": gap.p_value, "exact": gap.exact,
        "why": row.why, "note": row.note,
    }  # fmt: skip


def claims_of(codings: pd.DataFrame) -> tuple[Claim, ...]:
    """The claims of all counted codings of messages."""
    return tuple(rows_of(claims(codings)))


def actors(found: Iterable[SayHear]) -> dict[str, str]:
    """Actors that can be chosen, by id: those with both sides on most axes first, then with one, then by name."""
    weight: dict[str, list[int]] = {}
    names = {}
    for one in found:
        held = weight.setdefault(one.subject, [0, 0, 0])
        held[0] += one.gap.value is not None
        held[1] += bool(one.said.units and one.heard.units)
        held[2] += codings_count(one)
        names[one.subject] = one.label
    return {actor: names[actor] for actor in sorted(weight, key=lambda a: ([-x for x in weight[a]], names[a]))}


def codings_count(one: SayHear) -> int:
    """How many codings stand behind both sides."""
    return len(one.said_codings) + len(one.heard_codings)
