"""What the Brief screen offers to choose from, and the page that the choice gives."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from dashboard.brief.content import gather, measured, with_gap
from dashboard.brief.figure import figure
from dashboard.brief.page import page
from dashboard.brief.pick import pairs
from graph.stores.base import View

OFFERED = 200
"""So many of the highest ranked contradictions can be chosen on the screen."""
CHOSEN = 5


@dataclass(frozen=True, slots=True)
class Choices:
    """Axes and contradictions as (id, label), in the order in which they are offered, and what is chosen at first."""

    axes: tuple[tuple[str, str], ...]
    contradictions: tuple[tuple[str, str], ...]
    first_axes: tuple[str, ...]
    first_contradictions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the page by itself: its drawing as SVG, its numbers, and the sentence to write under it."""

    axis: str
    label: str
    drawing: str
    numbers: pd.DataFrame
    sentence: str


def choices(view: View) -> Choices:
    """What a briefing on this build can hold."""
    found = measured(view)
    offered = pairs(view, OFFERED)
    return Choices(
        axes=tuple((t.axis, _axis_label(t.label, t.say_hear.value, t.gap.value)) for t in found),
        contradictions=tuple(
            (p.id, f"{p.rank}. {p.axis}, {p.kind}: {p.a.holder} ({p.a.pole}) / {p.b.holder} ({p.b.pole})")
            for p in offered
        ),
        first_axes=with_gap(found),
        first_contradictions=tuple(p.id for p in offered[:CHOSEN]),
    )


def written(view: View, axes: Sequence[str], contradictions: Sequence[str]) -> str:
    """The briefing as HTML on exactly this choice; raises QueryError for what the build does not have."""
    return page(gather(view, axes=axes, contradictions=tuple(contradictions)))


def figures(view: View, axes: Sequence[str]) -> tuple[Figure, ...]:
    """The page's figures one by one, through the same gate as the page; raises QueryError as `written` does."""
    brief = gather(view, axes=axes, contradictions=0)
    return tuple(
        Figure(
            axis=axis,
            label=part.label,
            drawing=figure(part, brief.methods.minimum),
            numbers=pd.DataFrame([{"left": part.left, "right": part.right} | asdict(cell) for cell in part.cells]),
            sentence=f"{part.label}. {' '.join(part.gaps)}",
        )
        for axis, part in zip(dict.fromkeys(axes), brief.tensions, strict=True)
    )


def _axis_label(label: str, say_hear: float | None, gap: float | None) -> str:
    numbers = [f"{name} {value:.2f}" for name, value in (("say–hear", say_hear), ("levels", gap)) if value is not None]
    return f"{label} ({', '.join(numbers)})" if numbers else f"{label} (too few voices for a gap)"
