"""What the timeline shows: one mark a source (or coding) by date and lane, the running pull, and what has no date."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

import pandas as pd

from graph.measures.claims import claims
from graph.measures.resampling import FEWEST
from graph.model import FORCES, LEVELS

UNITS = {"source": "source", "coding": "coding"}
OUTSIDE = "outside"
UNDATED_NAMED = 6
"""So many undated sources are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: an axis with a lane a level, or, without one, a lane an axis; empty filters do nothing."""

    axis: str = ""
    levels: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    unit: str = "source"


@dataclass(frozen=True, slots=True)
class Mark:
    """One source (or coding) in one lane: where it stands in [-1, 1], and when, as far as known.

    `day` is where it is drawn: evenly spread over the time that its date leaves open; `last` is the end of that time.
    `force` is the most binding one, empty without any; `counts` says that it enters the running pull.
    """

    id: str
    lane: str
    label: str
    issuer: str
    level: str
    known: str
    day: date
    last: date
    position: float
    force: str
    codings: tuple[str, ...]
    counts: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The running pull of a lane at a day: the mean of its sources' positions to date, and their number."""

    lane: str
    day: date
    pull: float
    n: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the figure: its name and the words at its two poles."""

    id: str
    label: str
    negative: str
    positive: str


@dataclass(frozen=True)
class Timeline:
    """The whole figure: lanes from the top, marks by day, steps of the running pull, and words beside it."""

    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    steps: tuple[Step, ...]
    undated: str
    undated_codings: tuple[str, ...]
    sentence: str


def issuers(codings: pd.DataFrame) -> dict[str, str]:
    """Bodies whose documents say something on an axis: id to name, by name."""
    said = _said(codings)
    pairs = sorted({(str(n), str(i)) for i, n in zip(said["holder"], said["holder_label"], strict=True)})
    return {i: name for name, i in pairs}


def interval(known: str) -> tuple[date, date]:
    """The first and last day that a date (YYYY, YYYY-MM or YYYY-MM-DD) may be."""
    parts = [int(p) for p in known.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], 1), date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    return date(parts[0], parts[1], parts[2]), date(parts[0], parts[1], parts[2])


def timeline(
    codings: pd.DataFrame, sources: pd.DataFrame, axes: pd.DataFrame, messages: pd.DataFrame, request: Request
) -> Timeline:
    """Lay out what is said by date. Frames as in the ontology; only counted codings of messages are used.

    A source's position is the mean side of its said claims in the lane; a report of another's signal is no signal of
    the source's own and has no mark. The running pull takes sources whose time is over, at macro those who govern,
    and stands from three sources on.
    """
    lanes = _lanes(axes, messages, request)
    said = _chosen(_said(codings), request)
    said = said.assign(lane=said["holder_level"].replace("", OUTSIDE) if request.axis else said["axis"])
    said = said[said["lane"].isin([lane.id for lane in lanes])]
    names = dict(zip(sources["id"], sources["label"], strict=True))
    dated = said[said["date"] != ""]
    marks = _spread(_marks(dated, names, request.unit))
    undated = said[said["date"] == ""]
    whole = _marks(dated, names, "source")
    return Timeline(
        lanes=lanes,
        marks=marks,
        steps=tuple(step for lane in lanes for step in _steps(lane.id, whole)),
        undated=_undated(undated, names),
        undated_codings=tuple(dict.fromkeys(str(c) for c in undated["coding"])),
        sentence=_sentence(lanes, whole, _axis_label(axes, request.axis)),
    )


def _said(codings: pd.DataFrame) -> pd.DataFrame:
    table = claims(codings)
    return table[table["claim"] == "said"]


def _chosen(said: pd.DataFrame, request: Request) -> pd.DataFrame:
    if request.axis:
        said = said[said["axis"] == request.axis]
    if request.levels:
        said = said[said["holder_level"].replace("", OUTSIDE).isin(request.levels)]
    return said[said["holder"].isin(request.issuers)] if request.issuers else said


def _lanes(axes: pd.DataFrame, messages: pd.DataFrame, request: Request) -> tuple[Lane, ...]:
    words = {
        (str(axis), int(pole)): str(label)
        for axis, pole, label in zip(messages["axis"], messages["pole"], messages["label"], strict=True)
    }
    if request.axis:
        poles = (words.get((request.axis, -1), ""), words.get((request.axis, 1), ""))
        shown = [level for level in LEVELS if not request.levels or level in request.levels]
        return tuple(Lane(level, level, *poles) for level in shown)
    listed = axes.sort_values("seq")
    return tuple(
        Lane(str(i), str(label), words.get((str(i), -1), ""), words.get((str(i), 1), ""))
        for i, label in zip(listed["id"], listed["label"], strict=True)
    )


def _axis_label(axes: pd.DataFrame, axis: str) -> str:
    found = axes[axes["id"] == axis]["label"]
    return str(found.iloc[0]) if len(found) else ""


def _marks(said: pd.DataFrame, names: dict[str, str], unit: str) -> list[Mark]:
    made = []
    for (lane, key), own in said.groupby(["lane", unit if unit == "coding" else "source"], sort=True):
        first = own.iloc[0]
        forces = set(own["force"])
        day, last = interval(str(first["date"]))
        made.append(
            Mark(
                id=str(key), lane=str(lane), label=str(names.get(first["source"], first["source"])),
                issuer=str(first["holder_label"]), level=str(first["holder_level"]), known=str(first["date"]), day=day,
                last=last, position=float(own["side"].mean()), force=next((f for f in FORCES if f in forces), ""),
                codings=tuple(str(c) for c in own["coding"]),
                counts=first["holder_level"] != "macro" or first["holder_standing"] == "governs",
            )
        )  # fmt: skip
    return made


def _spread(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Marks of one lane and date side by side over the time that the date leaves open, by position, then id."""

    def place(mark: Mark) -> tuple[str, str, float, str]:
        return (mark.lane, mark.known, mark.position, mark.id)

    made = []
    for _, group in groupby(sorted(marks, key=place), key=lambda m: (m.lane, m.known)):
        own = list(group)
        span = (own[0].last - own[0].day).days
        for i, mark in enumerate(own):
            made.append(replace(mark, day=mark.day + timedelta(days=round(span * (i + 0.5) / len(own)))))
    return tuple(sorted(made, key=lambda m: (m.day, m.lane, m.id)))


def _steps(lane: str, marks: Sequence[Mark]) -> list[Step]:
    own = sorted((m for m in marks if m.lane == lane and m.counts), key=lambda m: (m.last, m.id))
    found, total = [], 0.0
    for n, mark in enumerate(own, 1):
        total += mark.position
        if n >= FEWEST and (n == len(own) or own[n].last != mark.last):
            found.append(Step(lane, mark.last, total / n, n))
    return found


def _undated(said: pd.DataFrame, names: dict[str, str]) -> str:
    ids = sorted({str(s) for s in said["source"]}, key=lambda s: (names.get(s, s), s))
    if not ids:
        return "Every source that speaks here carries a date."
    shown = "; ".join(str(names.get(s, s)) for s in ids[:UNDATED_NAMED])
    more = f"; and {len(ids) - UNDATED_NAMED} more" if len(ids) > UNDATED_NAMED else ""
    one = "source that speaks here carries" if len(ids) == 1 else "sources that speak here carry"
    return f"{len(ids)} {one} no date and no mark: {shown}{more}."


def _sentence(lanes: Sequence[Lane], marks: Sequence[Mark], axis: str) -> str:
    parts = [said for lane in lanes if (said := _lane_sentence(lane, [m for m in marks if m.lane == lane.id], axis))]
    return " ".join(parts) or "No dated source speaks here."


def _lane_sentence(lane: Lane, own: Sequence[Mark], axis: str) -> str:
    """How many dated sources of a lane speak for its positive pole, in all and up to the middle of its years."""
    if not own:
        return ""
    where = f"at {lane.label} on “{axis}”" if axis else f"on “{lane.label}”"
    if len(own) < FEWEST:
        return f"{len(own)} dated source{'s' if len(own) > 1 else ''} {where}: too few to count."
    minus, plus = sum(m.position < 0 for m in own), sum(m.position > 0 for m in own)
    both = f", {len(own) - minus - plus} for both alike" if len(own) > minus + plus else ""
    speak = "speaks" if minus == 1 else "speak"
    text = (
        f"Of {len(own)} dated sources {where}, {minus} {speak} for “{lane.negative}” and {plus} for “{lane.positive}”"
    )
    text += both
    ends = sorted(m.last for m in own)
    cut = ends[(len(own) - 1) // 2].year
    early = [m for m in own if m.last.year <= cut]
    late = [m for m in own if m.last.year > cut]
    if not axis or min(len(early), len(late)) < FEWEST:
        return f"{text}."
    a, b = (sum(m.position < 0 for m in part) for part in (early, late))
    return f"{text}; up to {cut} {a} of {len(early)} for “{lane.negative}”, later {b} of {len(late)}."


def table(shown: Timeline) -> pd.DataFrame:
    """One row a mark, and one a step of the running pull, for CSV."""
    lanes = {lane.id: lane.label for lane in shown.lanes}
    marks = [
        {
            "what": "mark", "lane": lanes[m.lane], "id": m.id, "source": m.label, "issuer": m.issuer, "level": m.level,
            "date": m.known, "position": m.position, "force": m.force, "codings": len(m.codings), "n": None,
        }
        for m in shown.marks
    ]  # fmt: skip
    steps = [
        {
            "what": "running pull", "lane": lanes[s.lane], "id": "", "source": "", "issuer": "", "level": "",
            "date": s.day.isoformat(), "position": s.pull, "force": "", "codings": None, "n": s.n,
        }
        for s in shown.steps
    ]  # fmt: skip
    return pd.DataFrame([*marks, *steps], columns=COLUMNS).astype({"codings": "Int64", "n": "Int64"})


COLUMNS = ["what", "lane", "id", "source", "issuer", "level", "date", "position", "force", "codings", "n"]
