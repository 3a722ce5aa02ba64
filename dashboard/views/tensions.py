"""What the Tensions screen shows: axes in order, what is counted, and the quotes behind every marker, dot and row."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.views.quotes import Quote, quotes
from graph.measures.claims import claims
from graph.measures.positions import Pull
from graph.measures.resampling import FEWEST
from graph.measures.tensions import AxisTension, in_order, tensions
from graph.model import LEVELS
from graph.stores.base import View

SORTS = {"say_hear": "say–hear gap", "gap": "macro–meso gap"}
FORCE_ORDER = {"duty": 0, "power": 1, "guidance": 2, "aspiration": 3}


@dataclass(frozen=True, slots=True)
class Row:
    """One axis in its place; `why` says why it stands below the line, and is empty for a ranked one."""

    tension: AxisTension
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What the figures rest on and what they leave out; all numbers are of codings of messages."""

    codings: int
    coders: tuple[str, ...]
    sources: int
    suggestions: int
    others: int

    @property
    def sentence(self) -> str:
        """The counts in words, for above the figure."""
        named = f" ({', '.join(self.coders)})" if self.coders else ""
        coders = f"{len(self.coders)} coder{'' if len(self.coders) == 1 else 's'}{named}"
        return (
            f"Counted: {self.codings:,} accepted codings of messages by {coders}, from {self.sources:,} sources. "
            f"Not counted: {self.suggestions:,} suggestions and {self.others:,} other codings "
            "(by further coders, rejected, or lost their place)."
        )


@dataclass(frozen=True, slots=True)
class Pick:
    """What was chosen to read: an axis, and within it a level, a claim or one voice where these are not empty."""

    axis: str
    level: str = ""
    claim: str = ""
    by: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """The quotes at one pole, with the number of voices behind them."""

    label: str
    quotes: tuple[Quote, ...]
    voices: int


def message_codings(view: View) -> pd.DataFrame:
    """The `Coding` frame of messages, counted or not."""
    codings = view.table("Coding")
    return codings[codings["code_kind"] == "message"].reset_index(drop=True)


def measured(view: View, codings: pd.DataFrame, focus: str, seed: int) -> tuple[AxisTension, ...]:
    """Every axis measured between macro and meso, in codebook order."""
    return tensions(codings, view.table("Axis"), view.table("Message"), focus=focus, seed=seed)


def counted(codings: pd.DataFrame) -> Counted:
    """Count what measures use of the codings of messages, and what they do not."""
    used = codings[codings["counted"].astype(bool)]
    suggestions = int((codings["status"] == "suggested").sum())
    return Counted(
        codings=len(used),
        coders=tuple(sorted({str(x) for x in used["coder"]})),
        sources=int(used["source"].nunique()),
        suggestions=suggestions,
        others=len(codings) - len(used) - suggestions,
    )


def way_on(found: Counted) -> str:
    """What to do next in a study in which no coding counts yet."""
    waiting = (
        f"{found.suggestions:,} suggestions from the codebook's terms wait for a decision; the Evidence screen shows "
        "them where they stand. "
        if found.suggestions
        else ""
    )
    return (
        f"No coding counts yet. {waiting}Add sources with `crosscurrent add`, write codings as docs/study-format.md "
        "says, and run `crosscurrent build`."
    )


def rows(found: Sequence[AxisTension], by: str = "say_hear") -> tuple[Row, ...]:
    """Axes by the gap called `by` (`say_hear` or `gap`), those with too few voices for it last, with the reason."""
    return tuple(Row(t, "" if getattr(t, by).value is not None else _why(t, by)) for t in in_order(found, by))


def _why(tension: AxisTension, by: str) -> str:
    a, b = tension.between
    n = getattr(tension, by).n
    second = f"{n[1]} at {b} report it" if by == "say_hear" else f"{n[1]} at {b}"
    return f"too few voices to measure ({n[0]} at {a}, {second}; {FEWEST} are needed at each): read them"


def headline(tension: AxisTension) -> str:
    """What the first level says and is heard to say, in the poles' own words, with the gap."""
    a, b = tension.between
    said, heard = tension.levels[a].said, tension.levels[a].heard[b]
    words = f"{a} says {_words(tension, said)}, {b} hears {_words(tension, heard)}"
    value = tension.say_hear.value
    return words if value is None else f"{words} (gap {value:.2f})"


def _words(tension: AxisTension, pull: Pull) -> str:
    if pull.pull is None:
        return "nothing"
    if abs(pull.pull) < 0.1:
        return "both alike"
    return f"“{tension.poles[1 if pull.pull > 0 else -1]}”"


def sides(codings: pd.DataFrame, tension: AxisTension, pick: Pick) -> tuple[Side, Side]:
    """The quotes behind a pick at the negative and the positive pole.

    A quote stands on the side that its claim takes: a rejection on the other side of the message it rejects. Claims
    of one level and kind come turn by turn with the others, binding words first.
    """
    own = codings[codings["axis"] == pick.axis]
    table = claims(own)
    for column, wanted in (("holder_level", pick.level), ("claim", pick.claim), ("by_level", pick.by)):
        if wanted:
            table = table[table[column] == wanted]
    if pick.voice:
        table = table[table["by"] == pick.voice]
    table = table.assign(
        place=table["holder_level"].map({x: i for i, x in enumerate(LEVELS)}).fillna(9),
        firm=table["force"].map(FORCE_ORDER).fillna(4),
    ).sort_values(["firm", "date", "coding"], ascending=[True, False, True], kind="stable")
    table = table.assign(turn=table.groupby(["side", "claim", "holder_level"]).cumcount())
    table = table.sort_values(["turn", "claim", "place"], ascending=[True, False, True], kind="stable")
    by_id = own.set_index("id", drop=False)
    return _side(table, by_id, tension, -1), _side(table, by_id, tension, 1)


def _side(table: pd.DataFrame, by_id: pd.DataFrame, tension: AxisTension, pole: int) -> Side:
    at = table[table["side"] == pole].drop_duplicates("coding")
    return Side(tension.poles.get(pole, ""), quotes(by_id.loc[list(at["coding"])]), int(at["by"].nunique()))


def figures_table(found: Sequence[Row]) -> pd.DataFrame:
    """One row an axis with every number of the figure, for CSV and for reading without the picture."""
    return pd.DataFrame([_figures(row.tension) for row in found])


def _figures(t: AxisTension) -> dict[str, object]:
    a, b = t.between
    line: dict[str, object] = {
        "axis": t.axis,
        "label": t.label,
        "negative": t.poles.get(-1),
        "positive": t.poles.get(1),
    }
    gaps = {"say_hear": t.say_hear, f"{a}_{b}": t.gap} | ({"focus_say_hear": t.focus.gap} if t.focus else {})
    for name, gap in gaps.items():
        line |= {name: gap.value, f"{name}_low": gap.low, f"{name}_high": gap.high, f"{name}_p": gap.p_value}
        line |= {f"{name}_n": f"{gap.n[0]}, {gap.n[1]}"}
    for level, reading in t.levels.items():
        pulls = {f"{level}_said": reading.said, f"{level}_heard": reading.heard[hearing(level, t.between)]}
        for name, pull in pulls.items():
            line |= {name: pull.pull, f"{name}_low": pull.low, f"{name}_high": pull.high, f"{name}_n": pull.units}
    return line


def hearing(level: str, between: tuple[str, str]) -> str:
    """The level whose reports make a level's ring: the second of the two for the first, the first for all others."""
    return between[1] if level == between[0] else between[0]
