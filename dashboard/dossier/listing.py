"""The list of dossiers: filters in, one frozen row a dossier out, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.dossier.content import judged_words
from dashboard.dossier.reading import PAIRS, dossiers_of, pair_rows, records
from graph.analysts import Judgement
from graph.measures.dossiers import DISPUTED, gathered, verdict_of
from graph.stores.base import View

JUDGED = ("judged", "unjudged", "disputed")
"""What can be asked of a dossier's judgement: some pair has one, none has, coders differ over a pair."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to list: empty tuples let everything through; `limit` dossiers at most, 0 for all.

    `forces` are of `graph.measures.dossiers.FORCE_GROUPS`, `judged` of `JUDGED`.
    """

    axes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """One dossier of the list. `best` is its best pair, or the best with the forces asked for; `forces` are its."""

    id: str
    rank: int
    kind: str
    axis: str
    axis_label: str
    a_holder: str
    a_label: str
    a_level: str
    b_holder: str
    b_label: str
    b_level: str
    pairs: int
    salience: float
    forces: str
    judgement: str
    best: str

    @property
    def title(self) -> str:
        """Rank, kind, axis, holders and number of pairs in one line."""
        number = f"{self.pairs} pair{'' if self.pairs == 1 else 's'}"
        return f"{self.rank} · {self.kind} · {self.axis_label} · {self.a_label} ↔ {self.b_label} · {number}"


@dataclass(frozen=True, slots=True)
class Listing:
    """The dossiers that the filters let through, and how many there are in all."""

    rows: tuple[Listed, ...]
    total: int


def listing(view: View, filters: Filters, judgements: Sequence[Judgement] | None = None, *, only: str = "") -> Listing:
    """List the dossiers of a build, the best first; `judgements` as in `gather`, `only` the id of the one wanted."""
    table = gathered(_counts(view, filters, only), filters.forces)
    verdicts = _verdicts(view, judgements)
    if filters.judged:
        table = table[[bool(_states(verdicts.get(str(d), ())) & {*filters.judged}) for d in table["dossier"]]]
    shown = table.head(filters.limit) if filters.limit else table
    if shown.empty:
        return Listing((), len(table))
    axes = view.table("Axis")
    labels = dict(zip(axes["id"].astype(str), axes["label"].astype(str), strict=True))
    best = pair_rows(view, "e.rank IN $ranks", {"ranks": [int(r) for r in shown["rank"]]})
    by_dossier = {str(row["dossier"]): row for row in records(best)}
    rows = (_listed(row, by_dossier[str(row["dossier"])], labels, verdicts) for row in records(shown))
    return Listing(tuple(rows), len(table))


def _counts(view: View, filters: Filters, only: str) -> pd.DataFrame:
    one = "e.dossier = $wanted AND " if only else ""
    return view.run(
        f"{PAIRS}WHERE {one}(size($axes) = 0 OR e.axis IN $axes) AND (size($kinds) = 0 OR e.kind IN $kinds) "
        "AND (size($levels) = 0 OR (e.holder_level_a IN $levels AND e.holder_level_b IN $levels)) "
        "RETURN e.dossier AS dossier, e.dossier_rank AS dossier_rank, e.axis AS axis, e.kind AS kind, "
        "e.forces AS forces, count(e) AS pairs, max(e.salience) AS salience, min(e.rank) AS rank",
        {"axes": list(filters.axes), "kinds": list(filters.kinds), "levels": list(filters.levels), "wanted": only},
    )


def _verdicts(view: View, judgements: Sequence[Judgement] | None) -> dict[str, tuple[str, ...]]:
    """The verdicts of each dossier's judged pairs."""
    found: dict[str, tuple[str, ...]] = {}
    if judgements is None:
        judged = pair_rows(view, "e.judgement <> ''", {})
        for row in records(judged):
            found[str(row["dossier"])] = (*found.get(str(row["dossier"]), ()), str(row["judgement"]))
        return found
    by_pair: dict[str, list[str]] = {}
    for judgement in judgements:
        by_pair.setdefault(judgement.of, []).append(judgement.verdict)
    for pair, dossier in sorted(dossiers_of(view, by_pair).items()):
        found[dossier] = (*found.get(dossier, ()), verdict_of(by_pair[pair]))
    return found


def _states(verdicts: Sequence[str]) -> set[str]:
    if not verdicts:
        return {"unjudged"}
    return {"judged", "disputed"} if DISPUTED in verdicts else {"judged"}


def _listed(
    row: dict[str, object], best: dict[str, object], labels: dict[str, str], verdicts: dict[str, tuple[str, ...]]
) -> Listed:
    axis, dossier = str(row["axis"]), str(row["dossier"])
    return Listed(
        id=dossier,
        rank=int(str(row["dossier_rank"])),
        kind=str(row["kind"]),
        axis=axis,
        axis_label=labels.get(axis, axis),
        a_holder=str(best["holder_a"]),
        a_label=str(best["holder_label_a"]),
        a_level=str(best["holder_level_a"]),
        b_holder=str(best["holder_b"]),
        b_label=str(best["holder_label_b"]),
        b_level=str(best["holder_level_b"]),
        pairs=int(str(row["pairs"])),
        salience=float(str(row["salience"])),
        forces=str(best["forces"]),
        judgement=judged_words(list(verdicts.get(dossier, ()))),
        best=str(best["id"]),
    )
