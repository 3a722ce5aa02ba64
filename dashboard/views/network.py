"""What the Network screen shows: voices with clusters and places, the ties between them, and both sides' words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.views.quotes import Quote, quotes
from graph.measures.networks import affiliation, statements
from graph.measures.networks_backbone import ALPHA, Removed, concept_backbone, disparity
from graph.measures.networks_clusters import Clustering, clusters
from graph.measures.networks_layout import places
from graph.measures.networks_shapes import Matrix, Network, Options, names
from graph.measures.networks_weights import network_of
from graph.measures.resampling import FEWEST

TYPES = {"congruence": "agreement", "conflict": "conflict", "subtract": "agreement less conflict"}
NORMALISATIONS = {
    "average": "average activity",
    "none": "none: raw products",
    "jaccard": "Jaccard",
    "cosine": "cosine",
}
CONCEPTS = {"axis": "the same side of an axis", "message": "the same stance on a message"}
DUPLICATES = {"document": "once a document", "include": "every time", "acrossrange": "once in all"}
DRAWN = {"strongest": "strongest of each", "disparity": "backbone (disparity filter)", "all": "all above a weight"}
MOST_TIES, MOST_VOICES = 900, 300
"""At most so many ties are drawn, the heaviest, between at most so many voices, those with most statements."""
SEED = 11
"""Of the layout."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for; `drawn` is the rule for which ties are drawn: its number is in strongest, alpha or least."""

    type: str = "congruence"
    normalise: str = "average"
    concept: str = "axis"
    duplicates: str = "document"
    levels: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    statements: int = 3
    drawn: str = "strongest"
    strongest: int = 2
    alpha: float = ALPHA
    least: float = 0.0

    @property
    def options(self) -> Options:
        """The options of the measure."""
        return Options(
            type=self.type,
            normalise=self.normalise,
            duplicates=self.duplicates,
            concept=self.concept,
            levels=self.levels,
            axes=self.axes,
        )


@dataclass(frozen=True, slots=True)
class Voice:
    """A node where it is drawn: x and y in [-1, 1]; cluster 0 is none. `ties` counts those drawn."""

    id: str
    label: str
    level: str
    cluster: int
    statements: int
    ties: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two voices; a negative weight is conflict that outweighs agreement."""

    one: str
    two: str
    weight: float


@dataclass(frozen=True, slots=True)
class Discourse:
    """The figure and what stands beside it; `why` is words in its place where there is too little."""

    request: Request
    voices: tuple[Voice, ...] = ()
    ties: tuple[Tie, ...] = ()
    left: int = 0
    unjoined: tuple[str, ...] = ()
    few: int = 0
    groups: Clustering | None = None
    sentence: str = ""
    why: str = ""

    def named(self) -> Mapping[str, str]:
        """Labels by id."""
        return {v.id: v.label for v in self.voices}


def discourse(tables: Mapping[str, pd.DataFrame], request: Request, seed: int) -> Discourse:
    """Measure and lay out. `tables`: Coding, Axis and Message frames; `seed` is that of the clusters.

    Voices with fewer statements than asked for are left out before anything is measured, and counted in `few`.
    """
    every = affiliation(tables["Coding"], tables["Axis"], tables["Message"], request.options)
    kept = [i for i, row in enumerate(every.rows) if row.statements >= request.statements]
    few = len(every.rows) - len(kept)
    rows = tuple(every.rows[i] for i in kept)
    found = replace(every, rows=rows, positive=every.positive[kept], negative=every.negative[kept])
    if len(rows) < FEWEST:
        why = (
            f"{len(rows) or 'No'} voice{'' if len(rows) == 1 else 's'} take{'s' if len(rows) == 1 else ''} a side "
            f"{request.statements} times or more here; a network needs {FEWEST}. Choose more levels or axes, or fewer "
            "statements."
        )
        return Discourse(request, few=few, why=why)
    nets = {kind: network_of(found, replace(request.options, type=kind)) for kind in TYPES}
    groups = clusters(nets["congruence"], nets["conflict"], seed=seed)
    shown = nets[request.type]
    weights = drawn(_between_most_active(shown), request)
    voices, ties = _laid_out(shown, weights, groups.members)
    return Discourse(
        request=request,
        voices=voices,
        ties=ties,
        left=int((np.triu(shown.weights, 1) != 0).sum()) - len(ties),
        unjoined=tuple(label for label, w in zip(names(shown.rows), weights, strict=True) if not w.any()),
        few=few,
        groups=groups,
        sentence=_sentence(groups, request, len(rows)),
    )


def _between_most_active(shown: Network) -> Matrix:
    """The weights, 0 at voices beyond the `MOST_VOICES` with most statements, which no picture could hold."""
    said = np.array([row.statements for row in shown.rows])
    active = np.zeros(len(said), dtype=bool)
    active[np.argsort(-said, kind="stable")[:MOST_VOICES]] = True
    return np.where(active[:, None] & active[None, :], shown.weights, 0.0)


def drawn(weights: Matrix, request: Request) -> Matrix:
    """The ties that are drawn, 0 elsewhere: by the rule of the request, and of those the heaviest `MOST_TIES`."""
    size = np.abs(weights)
    if request.drawn == "disparity":
        keep = disparity(weights) < request.alpha
    elif request.drawn == "strongest":
        order = np.argsort(-size, axis=1, kind="stable")[:, : request.strongest]
        keep = np.zeros(size.shape, dtype=bool)
        np.put_along_axis(keep, order, True, axis=1)
        keep |= keep.T
    else:
        keep = size >= request.least
    keep &= size > 0
    heavy = np.sort(size[np.triu(keep, 1)])[::-1]
    if len(heavy) > MOST_TIES:
        keep &= size > heavy[MOST_TIES]
    return np.where(keep, weights, 0.0)


def _laid_out(shown: Network, weights: Matrix, members: tuple[int, ...]) -> tuple[tuple[Voice, ...], tuple[Tie, ...]]:
    """Voices that a drawn tie joins, where springs put them, and the ties, the lightest first."""
    at, to = np.nonzero(np.triu(weights, 1))
    values = weights[at, to]
    at_home = places(weights)
    label = names(shown.rows)
    degree = (weights != 0).sum(axis=1)
    voices = tuple(
        Voice(
            shown.rows[i].id, label[i], shown.rows[i].level, members[i], shown.rows[i].statements, int(degree[i]), *xy
        )
        for i, xy in at_home.items()
    )
    ids = [n.id for n in shown.rows]
    ties = [Tie(ids[i], ids[j], float(w)) for i, j, w in zip(at, to, values, strict=True)]
    return voices, tuple(sorted(ties, key=lambda t: (abs(t.weight), t.one, t.two)))


def _sentence(groups: Clustering, request: Request, voices: int) -> str:
    """How far the voices fall apart into clusters, with every number that the words rest on."""
    about = f"{voices} voices with {request.statements} or more statements, by {CONCEPTS[request.concept]}"
    if groups.within is None or groups.modularity is None or groups.polarisation is None or groups.expected is None:
        return f"{about}: {groups.why}."
    between = ""
    if groups.conflict_between is not None and groups.signed is not None:
        between = (
            f" {groups.conflict_between:.0%} of their conflict lies between clusters"
            f" (modularity that counts conflict: {groups.signed:.2f})."
        )
    return (
        f"{about}: {groups.count} cluster{'' if groups.count == 1 else 's'} hold {groups.within:.0%} of all agreement "
        f"inside them, where chance would put {groups.expected:.0%} (modularity {groups.modularity:.2f}; polarisation, "
        f"agreement inside less between, {groups.polarisation:+.2f}; Louvain, seed {groups.seed}).{between}"
    )


def table(shown: Discourse) -> pd.DataFrame:
    """One row a drawn tie, heaviest first, with labels, levels and clusters of both ends, for CSV."""
    by_id = {v.id: v for v in shown.voices}
    rows = [
        {
            "source": t.one, "target": t.two, "weight": t.weight,
            **{f"{side}_{name}": getattr(by_id[end], name)
               for side, end in (("source", t.one), ("target", t.two)) for name in ("label", "level", "cluster")},
        }
        for t in reversed(shown.ties)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=TABLE)


TABLE = [
    *("source", "target", "weight", "source_label", "source_level", "source_cluster"),
    *("target_label", "target_level", "target_cluster"),
]


@dataclass(frozen=True, slots=True)
class Words:
    """The words behind a pick: a heading, and two columns of quotes with what stands over each."""

    title: str
    left: tuple[str, tuple[Quote, ...]]
    right: tuple[str, tuple[Quote, ...]]


def words(codings: pd.DataFrame, shown: Discourse, one: str, two: str = "") -> Words | None:
    """What two voices say where they agree (or, of a tie of conflict, differ); of one voice alone what it says.

    A single voice's quotes stand by side: what it endorses, or the first pole, and what it rejects, or the second.
    None where there is no such voice or tie in the figure.
    """
    label = shown.named()
    if one not in label or (two and two not in label):
        return None
    said = statements(codings, shown.request.options)
    first = said[said["row"] == one]
    if not two:
        heads = ("on the second pole", "on the first pole") if shown.request.concept == "axis" else HEADS
        yes, no = (_quotes(codings, first[first["agrees"] == side]) for side in (True, False))
        sides = (
            ((heads[1], no), (heads[0], yes)) if shown.request.concept == "axis" else ((heads[0], yes), (heads[1], no))
        )
        return Words(f"{label[one]}: what it says", *sides)
    second = said[said["row"] == two]
    differ = shown.request.type == "conflict" or _weight(shown, one, two) < 0
    of_first, of_second = (_matching(a, b, differ) for a, b in ((first, second), (second, first)))
    verb = "differ" if differ else "agree"
    return Words(
        f"Where {label[one]} and {label[two]} {verb}",
        (label[one], _quotes(codings, of_first)),
        (label[two], _quotes(codings, of_second)),
    )


HEADS = ("endorses", "rejects")


def _weight(shown: Discourse, one: str, two: str) -> float:
    return next((t.weight for t in shown.ties if {t.one, t.two} == {one, two}), 0.0)


def _matching(own: pd.DataFrame, other: pd.DataFrame, differ: bool) -> pd.DataFrame:
    sides = {(c, bool(a) != differ) for c, a in zip(other["column"], other["agrees"], strict=True)}
    mask = [(c, bool(a)) in sides for c, a in zip(own["column"], own["agrees"], strict=True)]
    return own[mask]


def _quotes(codings: pd.DataFrame, rows: pd.DataFrame) -> tuple[Quote, ...]:
    """Quotes turn by turn over concepts, so that the first few show several."""
    ordered = rows.sort_values(["column", "date", "coding"], kind="stable")
    ordered = ordered.assign(turn=ordered.groupby("column").cumcount()).sort_values(["turn", "column"], kind="stable")
    return quotes(codings.set_index("id", drop=False).loc[list(ordered["coding"])])


def carrying(tables: Mapping[str, pd.DataFrame], request: Request) -> tuple[Removed, ...]:
    """The nested backbone of concepts for the request, the concept that carries most first."""
    found = affiliation(tables["Coding"], tables["Axis"], tables["Message"], request.options)
    return tuple(reversed(concept_backbone(found, "subtract", request.normalise)))
