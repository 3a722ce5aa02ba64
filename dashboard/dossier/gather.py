"""Makes a dossier from a view and the judgements as they stand now."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.dossier.content import Dossier, Holder, Judged, Moment, Named, Pair, Part, Reconciled, Side
from dashboard.dossier.places import places_of
from dashboard.dossier.reading import (
    Names,
    Row,
    barrier_codings,
    codings_on,
    dossier_of,
    names,
    pair_rows,
    passages_of,
    records,
)
from dashboard.dossier.timeline import order_words, standing
from dashboard.views.quotes import Quote, quotes
from graph.analysts import VERDICTS, Judgement
from graph.measures.dossiers import BOTH_SIDES, Scope, barriers_beside, reconciling, verdict_of
from graph.measures.salience import PART_WORDS, WEIGHTS
from graph.stores.base import View

MOST_RECONCILED = 12
QUOTES_OF_A_BARRIER = 3
_CONDITIONAL = re.compile(r"conditional\s*[:,;]?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class _Known:
    """What the parts of a dossier are made from."""

    names: Names
    codings: dict[str, Row]
    quotes: dict[str, Quote]
    starts: dict[str, int]
    judgements: dict[str, list[Judgement]] | None


def gather(view: View, given: str, judgements: Sequence[Judgement] | None = None) -> Dossier:
    """Gather the dossier that an id means (d-…, or x-… of one of its contradictions).

    `judgements` are those that count now (`ingest.coding.analyses`), and go before what the build says; with None the
    verdicts are the build's, and nobody's reasons are known. Raises QueryError for an id that the build does not have.
    """
    found = pair_rows(view, "e.dossier = $dossier", {"dossier": dossier_of(view, given)})
    axis = str(found["axis"].iloc[0])
    messages = codings_on(view, axis)
    own = messages[messages["id"].isin({*found["a"], *found["b"]})]
    barriers = barrier_codings(view, set(messages["passage"]) - {""})
    passages = passages_of(view, messages["passage"])
    known = _known(names(view), pd.concat([messages, barriers], ignore_index=True), passages, judgements)
    pairs = tuple(_pair(row, known) for row in records(found))
    scope = Scope(axis, frozenset(own["id"]), frozenset({*found["holder_a"], *found["holder_b"]}))
    reconciled = _reconciled(reconciling(messages, passages, scope), known)
    study = view.table("Study").iloc[0]
    return Dossier(
        id=str(found["dossier"].iloc[0]),
        rank=int(found["dossier_rank"].iloc[0]),
        kind=str(found["kind"].iloc[0]),
        axis=axis,
        axis_label=known.names.axes.get(axis, axis),
        poles=tuple((pole, known.names.poles.get((axis, pole), "")) for pole in (-1, 1)),
        holders=(pairs[0].a.holder, pairs[0].b.holder),
        pairs=pairs,
        timeline=_timeline(pairs, known.names),
        reconciles=reconciled[:MOST_RECONCILED],
        reconciles_in_all=len(reconciled),
        barriers=_barriers(barriers_beside(pd.concat([messages, barriers], ignore_index=True), scope), known),
        places=places_of(view, passages[passages["id"].isin(set(own["passage"]))], known.names),
        study=str(study["label"]),
        note=str(study["note"]),
        build=view.build,
        closed=sum(known.quotes[c].clearance != "open" for c in own["id"]),
    )


def _known(
    found: Names, codings: pd.DataFrame, passages: pd.DataFrame, judgements: Sequence[Judgement] | None
) -> _Known:
    offsets = dict(zip(passages["id"].astype(str), passages["start_offset"].astype(int), strict=True))
    rows = {str(row["id"]): row for row in records(codings)}
    by_pair: dict[str, list[Judgement]] = {}
    for judgement in sorted(judgements or (), key=lambda j: (j.created, j.id)):
        by_pair.setdefault(judgement.of, []).append(judgement)
    starts = {i: int(r["start_offset"]) - offsets.get(str(r["passage"]), 0) for i, r in rows.items()}
    return _Known(
        found, rows, {q.coding: q for q in quotes(codings)}, starts, by_pair if judgements is not None else None
    )


def _pair(row: Row, known: _Known) -> Pair:
    mine = (known.judgements or {}).get(str(row["id"]), [])
    sides = [_side(row, side, known) for side in ("a", "b")]
    sources = [known.names.sources[s.quote.source] for s in sides]
    values = json.loads(str(row["parts"]))
    built = str(row["judgement"])
    return Pair(
        id=str(row["id"]),
        rank=int(row["rank"]),
        salience=float(row["salience"]),
        parts=tuple(Part(n, PART_WORDS.get(n, n), float(values[n]), w) for n, w in WEIGHTS.items() if n in values),
        forces=str(row["forces"]),
        came_first=str(row["came_first"]),
        time=order_words(str(row["came_first"]), sources[0], sources[1], known.names.sources),
        judgement=built if known.judgements is None else verdict_of([j.verdict for j in mine]),
        built=built,
        judgements=tuple(
            Judged(j.coder, j.verdict, VERDICTS.get(j.verdict, j.verdict), j.memo, j.reconciled_by, j.created)
            for j in mine
        ),
        a=sides[0],
        b=sides[1],
    )


def _side(row: Row, side: str, known: _Known) -> Side:
    coding = known.codings[str(row[side])]
    pole = int(row[f"side_{side}"])
    source = known.names.sources[str(coding["source"])]
    return Side(
        claim=str(row[f"claim_{side}"]),
        holder=Holder(str(row[f"holder_{side}"]), str(row[f"holder_label_{side}"]), str(row[f"holder_level_{side}"])),
        side=pole,
        pole=known.names.poles.get((str(row["axis"]), pole), ""),
        voice=str(coding["voice"]),
        sender=str(coding["sender"]),
        code_label=known.names.codes.get(str(coding["code"]), str(coding["code"])),
        text_kind=str(coding["text_kind"]),
        source_label=str(source["label"]),
        standing=standing(source, known.names.sources),
        start=known.starts[str(coding["id"])],
        quote=known.quotes[str(coding["id"])],
    )


def _timeline(pairs: Sequence[Pair], found: Names) -> tuple[Moment, ...]:
    """One moment a source, the earliest first, undated ones last."""
    spoken: dict[str, dict[str, str]] = {}
    for side in (side for pair in pairs for side in (pair.a, pair.b)):
        spoken.setdefault(side.quote.source, {})[side.quote.coding] = side.pole
    moments = []
    for source, poles in spoken.items():
        row = found.sources[source]
        moments.append(
            Moment(
                date=str(row["date"]),
                source=source,
                label=str(row["label"]),
                kind=str(row["kind"]),
                until=str(row["until"]),
                replaced_by=str(row["replaced_by"]),
                standing=standing(row, found.sources),
                sides=tuple(sorted(set(poles.values()))),
                quotes=len(poles),
            )
        )
    return tuple(sorted(moments, key=lambda m: (m.date or "9999", m.label, m.source)))


def _reconciled(table: pd.DataFrame, known: _Known) -> tuple[Reconciled, ...]:
    """One a passage for both sides, one a coding for conditional wording, in the order of the table."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in records(table):
        key = (str(row["why"]), str(row["passage"] if row["why"] == BOTH_SIDES else row["coding"]))
        found.setdefault(key, []).append(row)
    return tuple(
        Reconciled(
            str(rows[0]["why"]),
            _CONDITIONAL.sub("", str(rows[0]["words"]), count=1),
            bool(_CONDITIONAL.match(str(rows[0]["words"]))),
            str(rows[0]["nearness"]),
            tuple(known.quotes[str(row["coding"])] for row in rows),
        )
        for rows in found.values()
    )


def _barriers(table: pd.DataFrame, known: _Known) -> tuple[Named, ...]:
    return tuple(
        Named(
            barrier=str(row["barrier"]),
            label=known.names.codes.get(str(row["barrier"]), str(row["barrier"])),
            relation=str(row["relation"]),
            voices=int(row["voices"]),
            quotes=tuple(known.quotes[c] for c in row["codings"][:QUOTES_OF_A_BARRIER]),
        )
        for row in records(table)
    )
