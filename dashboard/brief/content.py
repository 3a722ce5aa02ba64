"""What a briefing says, gathered from a view and already through the disclosure gate: frozen values, no markup."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.brief.gate import ClearedQuote, Gate, gate_of, suppress, withheld
from dashboard.brief.pick import Pair, group_rows, pairs
from dashboard.views.quotes import Quote, quotes
from graph.errors import QueryError
from graph.measures.claims import claims
from graph.measures.positions import Pull
from graph.measures.resampling import Gap
from graph.measures.tensions import AxisTension, in_order, tensions
from graph.model import LEVELS
from graph.stores.base import View


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of a figure: where a level stands; numbers are None where the cell is empty or suppressed."""

    level: str
    name: str
    heard: bool
    pull: float | None
    low: float | None
    high: float | None
    voices: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Quotes of one side; each with the pole that it stands for."""

    title: str
    quotes: tuple[tuple[str, ClearedQuote], ...]
    withheld: int


@dataclass(frozen=True, slots=True)
class TensionPart:
    """One tension: the figure's lines, both gaps in words, and the words behind them."""

    label: str
    left: str
    right: str
    cells: tuple[Cell, ...]
    gaps: tuple[str, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction; `quote` is None where it was withheld."""

    title: str
    quote: ClearedQuote | None


@dataclass(frozen=True, slots=True)
class ContradictionPart:
    """Two claims on opposite sides of one axis."""

    title: str
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source whose words are shown; `url` is empty where there is none that may be followed."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Methods:
    """What a reader needs to judge the page by."""

    note: str
    coders: str
    codings: int
    sources: int
    voices: tuple[tuple[str, int | None], ...]
    voices_in_all: int | None
    minimum: int
    withheld: int
    suppressed: int
    build: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole briefing."""

    title: str
    description: str
    tensions: tuple[TensionPart, ...]
    contradictions: tuple[ContradictionPart, ...]
    sources: tuple[SourceLine, ...]
    methods: Methods


def measured(view: View) -> tuple[AxisTension, ...]:
    """All tensions of a view, the largest say–hear gap first; the draws' seed comes from the build's key."""
    tables = (view.table("Coding"), view.table("Axis"), view.table("Message"))
    return tuple(in_order(tensions(*tables, seed=int(view.build[:8], 16))))


def with_gap(found: Sequence[AxisTension]) -> tuple[str, ...]:
    """Ids of the axes on which a gap could be measured."""
    return tuple(t.axis for t in found if t.say_hear.value is not None or t.gap.value is not None)


def gather(view: View, *, axes: Sequence[str], contradictions: Sequence[str] | int) -> Brief:
    """Gather a briefing on exactly these axes and contradictions (a number: so many of the highest ranked).

    Raises QueryError for an axis or a contradiction that the build does not have.
    """
    study = view.table("Study").iloc[0]
    gate = gate_of(view.table("Respondent"), int(study["minimum_voices"]))
    codings = view.table("Coding")
    by_axis = {t.axis: t for t in measured(view)}
    for axis in axes:
        if axis not in by_axis:
            raise QueryError(f"there is no axis called {axis!r}.", next_step=f"There are: {', '.join(by_axis)}.")
    kept: set[str] = set()
    tension_parts = tuple(_tension(by_axis[a], codings, gate, kept) for a in dict.fromkeys(axes))
    pair_parts = tuple(_contradiction(p, codings, gate, kept) for p in pairs(view, contradictions))
    shown = {q.source for t in tension_parts for g in t.groups for _, q in g.quotes}
    shown |= {s.quote.source for c in pair_parts for s in c.sides if s.quote}
    suppressed = sum(c.voices is None for t in tension_parts for c in t.cells)
    return Brief(
        title=gate.name(str(study["label"])),
        description=gate.name(str(study["description"])),
        tensions=tension_parts,
        contradictions=pair_parts,
        sources=_sources(view, shown, gate),
        methods=_methods(view, study, codings, gate, len(kept), suppressed),
    )


def _tension(tension: AxisTension, codings: pd.DataFrame, gate: Gate, kept: set[str]) -> TensionPart:
    a, b = tension.between
    groups = []
    for title, rows in group_rows(codings, tension):
        found = quotes(rows)
        back = withheld(found, gate)
        kept |= back
        poles = [tension.poles.get(int(s), "") for s in rows["side"]]
        groups.append(Group(title, _spoken(found, poles, [int(s) for s in rows["side"]], gate), len(back)))
    return TensionPart(
        label=tension.label,
        left=tension.poles.get(-1, ""),
        right=tension.poles.get(1, ""),
        cells=_cells(tension, gate),
        gaps=(
            _gap(f"Between what the {a} level says and what the {b} level hears it say", tension.say_hear, gate),
            _gap(f"Between what the {a} level and the {b} level say", tension.gap, gate),
        ),
        groups=tuple(groups),
    )


def _spoken(
    found: Sequence[Quote], poles: Sequence[str], sides: Sequence[int], gate: Gate, most: int = 2
) -> tuple[tuple[str, ClearedQuote], ...]:
    """Up to two quotes from the side that comes first, and one from the other, each of another voice."""
    room = {side: (most if side == sides[0] else 1) for side in sides}
    heard: set[str] = set()
    chosen = []
    for quote, pole, side in zip(found, poles, sides, strict=True):
        cleared = gate.clear(quote)
        if cleared is None or not room[side] or quote.voice in heard:
            continue
        room[side] -= 1
        heard.add(quote.voice)
        chosen.append((pole, cleared))
    return tuple(chosen)


def _cells(tension: AxisTension, gate: Gate) -> tuple[Cell, ...]:
    cells = []
    for level in LEVELS:
        reading = tension.levels[level]
        cells.append(_cell(level, f"{level} says", False, reading.said, gate))
        by, pull = max(reading.heard.items(), key=lambda item: item[1].units)
        if level == tension.between[0]:
            by, pull = tension.between[1], reading.heard[tension.between[1]]
        if pull.units:
            hearer = "outside voices" if by == "outside" else by
            cells.append(_cell(level, f"{level}, heard by {hearer}", True, pull, gate))
    return tuple(cells)


def _cell(level: str, name: str, heard: bool, pull: Pull, gate: Gate) -> Cell:
    if not pull.units:
        return Cell(level, name, heard, None, None, None, 0)
    if not gate.lets(pull.units):
        return Cell(level, name, heard, None, None, None, None)
    return Cell(level, name, heard, pull.pull, pull.low, pull.high, pull.units)


def _gap(what: str, gap: Gap, gate: Gate) -> str:
    if gap.value is None or not gate.lets(*gap.n):
        return f"{what}: too few voices to give a number."
    low, high = gap.low or 0.0, gap.high or 0.0
    chance = "" if gap.p_value is None else f", p = {gap.p_value:.3f}" if gap.p_value >= 0.001 else ", p < 0.001"
    return f"{what}: {gap.value:.2f} (95 % {low:.2f} to {high:.2f}{chance}; n {gap.n[0]} and {gap.n[1]})."


def _contradiction(pair: Pair, codings: pd.DataFrame, gate: Gate, kept: set[str]) -> ContradictionPart:
    sides = []
    for side in (pair.a, pair.b):
        quote = quotes(codings[codings["id"] == side.coding])[0]
        cleared = gate.clear(quote)
        if cleared is None:
            kept.add(quote.coding)
        verb = "says" if side.claim == "said" else "is heard to say"
        sides.append(Side(f"{gate.name(side.holder)} {verb}: {side.pole}", cleared))
    return ContradictionPart(f"{pair.axis}: {pair.kind}", (sides[0], sides[1]))


def _sources(view: View, shown: set[str], gate: Gate) -> tuple[SourceLine, ...]:
    table = view.table("Source")
    actors = dict(zip(*(view.table("Actor")[c].astype(str) for c in ("id", "label")), strict=True))
    lines = []
    for row in table[table["id"].isin(shown) & (table["clearance"] == "open")].to_dict("records"):
        kind = {"digest": "digest, not the official wording", "paraphrase": "paraphrase"}.get(row["text_kind"], "")
        parts = (row["label"], actors.get(row["issuer"], ""), row["date"] or "undated", kind, row["licence"])
        url = str(row["url"])
        safe = url if url.startswith(("https://", "http://")) else ""
        lines.append(SourceLine(gate.name("; ".join(str(p) for p in parts if p)), safe))
    return tuple(sorted(lines, key=lambda line: line.text.casefold()))


def _methods(
    view: View, study: "pd.Series[str]", codings: pd.DataFrame, gate: Gate, kept: int, suppressed: int
) -> Methods:
    table = claims(codings)
    spoken = table.drop_duplicates("by")
    by_level = {level: int((spoken["by_level"] == level).sum()) for level in (*LEVELS, "outside")}
    counted = codings[codings["counted"].astype(bool)]
    coders = view.table("Coder")
    total = sum(by_level.values())
    return Methods(
        note=gate.name(str(study["note"])),
        coders=", ".join(coders[coders["counted"].astype(bool)]["id"].astype(str)),
        codings=len(counted),
        sources=int(counted["source"].nunique()),
        voices=tuple(suppress(by_level, gate.minimum, total_shown=True).items()),
        voices_in_all=total if gate.lets(total) else None,
        minimum=gate.minimum,
        withheld=kept,
        suppressed=suppressed,
        build=view.build,
    )
