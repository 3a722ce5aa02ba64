"""Two questions that need a measure: what changed between two sets of sources, and where levels agree unexpectedly."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from statistics import fmean

import pandas as pd

from graph.measures.claims import Claim, claims, rows_of
from graph.measures.positions import Pull, voice_positions
from graph.measures.resampling import FEWEST, gap
from graph.measures.tensions import AxisTension, tensions
from graph.model import LEVELS

APART = 0.05
"""Two levels stand apart on an axis where their pulls differ by a permutation test at this level, or by their sign."""
FIRM = {"duty": 0, "power": 1, "guidance": 2, "aspiration": 3}
AGAINST, EXPECTED, UNCLEAR, SPLIT, FEW = (
    "agree against expectation",
    "agree as expected",
    "same side but not clear",
    "apart",
    "too few voices",
)
STATES = (AGAINST, EXPECTED, UNCLEAR, SPLIT, FEW)
SIDE = (
    "voice_label",
    "voice_level",
    "force",
    "date",
    "quote",
    "citation",
    "text_kind",
    "clearance",
    "passage",
    "source",
)
Row = dict[str, object]


def days(date: str) -> tuple[str, str]:
    """The first and last day that a date may be (YYYY, YYYY-MM or YYYY-MM-DD), as texts that compare like days.

    The last day of a month is written 31 whatever the month; an empty date gives two empty texts.
    """
    if not date:
        return "", ""
    missing = len("-00-00") - (len(date) - 4)
    return date + "-01-01"[6 - missing :], date + "-12-31"[6 - missing :]


def dated(sources: pd.DataFrame, *, until: str = "", after: str = "") -> frozenset[str]:
    """Ids of the sources whose whole date lies no later than `until`, or later than `after`; undated ones in neither.

    `sources`: the `Source` frame. A source known by its year alone that the date cuts through is in neither.
    """
    found = set()
    for source, date in zip(sources["id"], sources["date"], strict=True):
        first, last = days(str(date))
        if first and ((until and last <= days(until)[1]) or (after and first > days(after)[1])):
            found.add(str(source))
    return frozenset(found)


def middle_year(sources: pd.DataFrame, codings: pd.DataFrame) -> str:
    """The year by which half of the dated sources with counted message codings had appeared; empty without any."""
    used = set(_counted(codings)["source"])
    years = sorted(str(d)[:4] for s, d in zip(sources["id"], sources["date"], strict=True) if d and s in used)
    return years[(len(years) - 1) // 2] if years else ""


def changed(
    codings: pd.DataFrame,
    axes: pd.DataFrame,
    messages: pd.DataFrame,
    before: Collection[str],
    after: Collection[str],
    *,
    levels: Sequence[str] = LEVELS,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare what sources in `before` and in `after` say, axis by axis and message by message.

    `codings`, `axes`, `messages`: frames as in the ontology; only counted codings are used. An axis has a row a level:
    the pulls of the voices' said claims (at macro those who govern), the change after − before in [-2, 2], and the
    permutation test of `resampling.gap`, in which a voice on both sides has its own two values exchanged. A message
    has one row: who speaks of it, whatever the stance. A pull, a change or a p-value is NaN with fewer than three
    voices. Columns: measured.yaml, changed_between. Definition: docs/questions.md.
    """
    used = _counted(codings)
    used = used[used["voice_level"].isin(list(levels))]
    sides = [used[used["source"].isin(list(ids))] for ids in (before, after)]
    words = used.set_index("id")
    found: list[Row] = []
    for axis, label in axes.sort_values("seq")[["id", "label"]].itertuples(index=False):
        head: Row = {"axis": str(axis), "axis_label": str(label)}
        said = [_said(side, str(axis)) for side in sides]
        found += [
            _axis_row(head, level, [_at(s, level) for s in said], words, seed) for level in LEVELS if level in levels
        ]
        of_axis = messages[messages["axis"] == axis].sort_values("pole")
        for message, name in of_axis[["id", "label"]].itertuples(index=False):
            found.append(_message_row({**head, "message": str(message), "message_label": str(name)}, sides, words))
    return pd.DataFrame(found)


def _counted(codings: pd.DataFrame) -> pd.DataFrame:
    return codings[codings["counted"].astype(bool) & (codings["code_kind"] == "message")]


def _said(codings: pd.DataFrame, axis: str) -> list[Claim]:
    return [c for c in rows_of(claims(codings[codings["axis"] == axis])) if c.claim == "said"]


def _at(said: Iterable[Claim], level: str) -> list[Claim]:
    return [c for c in said if c.holder_level == level and c.governs]


def _axis_row(head: Row, level: str, said: Sequence[Sequence[Claim]], words: pd.DataFrame, seed: int) -> Row:
    values = [{p.holder: p.position for p in voice_positions(own).values()} for own in said]
    pulls = [fmean(v.values()) if len(v) >= FEWEST else None for v in values]
    tested = gap(values[0], values[1], seed)
    change = None if pulls[0] is None or pulls[1] is None else pulls[1] - pulls[0]
    n = (len(values[0]), len(values[1]))
    few = f"too few voices ({n[0]} before, {n[1]} after; {FEWEST} are needed at each)"
    return {
        "what": "axis", **head, "message": "", "message_label": "", "level": level, "state": _state(*n),
        **_counts("before", n[0], said[0]), **_counts("after", n[1], said[1]),
        "before_pull": pulls[0], "after_pull": pulls[1], "change": change, "p_value": tested.p_value,
        "why": "" if change is not None else few if any(n) else "nothing is said here on this axis",
        **_strongest("a", [c.coding for c in said[0]], words), **_strongest("b", [c.coding for c in said[1]], words),
    }  # fmt: skip


def _message_row(head: Row, sides: Sequence[pd.DataFrame], words: pd.DataFrame) -> Row:
    of = [side[side["code"] == head["message"]] for side in sides]
    n = [int(own["voice_body"].nunique()) for own in of]
    row: Row = {"what": "message", **head, "level": "", "state": _state(n[0], n[1])}
    for name, own, voices in zip(("before", "after"), of, n, strict=True):
        row |= {f"{name}_voices": voices, f"{name}_codings": len(own), f"{name}_sources": int(own["source"].nunique())}
    row |= dict.fromkeys(("before_pull", "after_pull", "change", "p_value"))
    row |= {"why": "a message has no pull: its axis has"}
    return row | _strongest("a", list(of[0].index), of[0], "id") | _strongest("b", list(of[1].index), of[1], "id")


def _state(before: int, after: int) -> str:
    return {(True, True): "both", (True, False): "gone", (False, True): "new"}.get(
        (bool(before), bool(after)), "neither"
    )


def _counts(name: str, voices: int, said: Sequence[Claim]) -> Row:
    return {
        f"{name}_voices": voices,
        f"{name}_codings": len({c.coding for c in said}),
        f"{name}_sources": len({c.source for c in said}),
    }


def _strongest(side: str, ids: Iterable[object], words: pd.DataFrame, key: str = "") -> Row:
    """The words of the most binding of some codings, the latest first among equals; empty where there is none."""
    own = words.loc[list(dict.fromkeys(ids))]
    if own.empty:
        return dict.fromkeys((f"{side}_{name}" for name in ("coding", *SIDE)), "")
    if key:
        own = own.set_index(key)
    firm = own["force"].map(FIRM).fillna(len(FIRM))
    ordered = own.assign(firm=firm, coding=own.index).sort_values(
        ["firm", "date", "coding"], ascending=[True, False, True], kind="stable"
    )
    best = ordered.iloc[0]
    return {f"{side}_{name}": str(best[name]) for name in ("coding", *SIDE)}


def agreements(
    codings: pd.DataFrame,
    axes: pd.DataFrame,
    messages: pd.DataFrame,
    *,
    between: tuple[str, str] = ("macro", "meso"),
    seed: int = 0,
) -> pd.DataFrame:
    """Every axis with the pulls of two levels, and whether they agree on it against expectation.

    The two agree where their pulls have one sign, both bootstrap intervals leave out 0, and they do not stand apart
    (`APART`). It is against expectation where they stand apart on at least half of the other measured axes, of which
    there must be three, or where the second level's voices hear the first at the other pole (three voices or more,
    the interval without 0). Columns: measured.yaml, agree_against_expectation. Definition: docs/questions.md.
    """
    found = tensions(codings, axes, messages, between=between, seed=seed)
    words = _counted(codings).set_index("id")
    apart = {t.axis: _apart(t) for t in found if t.gap.value is not None}
    said: Mapping[str, list[Claim]] = defaultdict(list)
    for claim in rows_of(claims(codings)):
        if claim.claim == "said" and claim.governs:
            said[claim.axis].append(claim)
    rows = [_agreement(t, apart, said[t.axis], words) for t in found]
    rows.sort(key=lambda r: (STATES.index(str(r["state"])), str(r["axis"])))
    return pd.DataFrame([{"place": i, **row} for i, row in enumerate(rows, 1)])


def _apart(tension: AxisTension) -> bool:
    a, b = (tension.levels[level].said.pull or 0.0 for level in tension.between)
    return a * b <= 0 or (tension.gap.p_value is not None and tension.gap.p_value < APART)


def _clear(pull: Pull) -> bool:
    return pull.low is not None and pull.high is not None and pull.low * pull.high > 0


def _agreement(tension: AxisTension, apart: Mapping[str, bool], said: Sequence[Claim], words: pd.DataFrame) -> Row:
    first, second = tension.between
    a, b = tension.levels[first].said, tension.levels[second].said
    heard = tension.levels[first].heard[second]
    others = [is_apart for axis, is_apart in apart.items() if axis != tension.axis]
    reason = _reason(tension, heard, others)
    state = _kind(apart.get(tension.axis), _clear(a) and _clear(b), reason)
    together = state in (AGAINST, EXPECTED, UNCLEAR)
    row: Row = {
        "axis": tension.axis, "axis_label": tension.label, "state": state,
        "pole": tension.poles.get(_sign(a), "") if together else "",
        "reason": reason if state == AGAINST else "", **_pull("a", first, a), **_pull("b", second, b),
        "gap": tension.gap.value, "p_value": tension.gap.p_value, "others_apart": sum(others), "others": len(others),
        "heard_pull": heard.pull if heard.units >= FEWEST else None, "heard_voices": heard.units,
        "why": "" if state != FEW else f"too few voices ({a.units} at {first}, {b.units} at {second}; {FEWEST} are "
        "needed at each)",
    }  # fmt: skip
    for side, level, pull in (("a", first, a), ("b", second, b)):
        at = [c.coding for c in said if c.holder_level == level and c.side == _sign(pull)]
        row |= _strongest(side, at, words)
    return row


def _kind(is_apart: bool | None, clear: bool, reason: str) -> str:
    if is_apart is None:
        return FEW
    if is_apart:
        return SPLIT
    if not clear:
        return UNCLEAR
    return AGAINST if reason else EXPECTED


def _reason(tension: AxisTension, heard: Pull, others: Sequence[bool]) -> str:
    first, second = tension.between
    own = tension.levels[first].said
    found = []
    if len(others) >= FEWEST and sum(others) * 2 >= len(others):
        found.append(f"they stand apart on {sum(others)} of {len(others)} other axes")
    if heard.units >= FEWEST and _clear(heard) and _sign(heard) == -_sign(own):
        found.append(f"{second} hears {first} at the other pole ({heard.units} voices)")
    return "; ".join(found)


def _sign(pull: Pull) -> int:
    value = pull.pull or 0.0
    return (value > 0) - (value < 0)


def _pull(side: str, level: str, pull: Pull) -> Row:
    enough = pull.units >= FEWEST
    return {
        f"{side}_level": level, f"{side}_pull": pull.pull if enough else None, f"{side}_low": pull.low,
        f"{side}_high": pull.high, f"{side}_voices": pull.units,
    }  # fmt: skip
