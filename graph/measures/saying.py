"""Say–hear gaps of one actor and of one message, with the codings of both sides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.measures.claims import claims
from graph.measures.few import too_few
from graph.measures.positions import Pull, pull_of
from graph.measures.resampling import Gap, Resampler, stream
from graph.measures.sides import Bools, Ints, Sides, heard_by, sides_by_axis, source_means


@dataclass(frozen=True, slots=True)
class SayHear:
    """What is said against what is heard of one actor or one message on one axis.

    `kind` is actor or message. Of an actor both pulls are positions in [-1, 1]: `said` over its sources, `heard` over
    the voices that report it. Of a message both are shares of voices in [0, 1]. The codings' ids stand behind each,
    strongest wording first. `why` says in words why there is no gap, and is empty where there is one.
    """

    subject: str
    label: str
    kind: str
    axis: str
    said: Pull
    heard: Pull
    gap: Gap
    said_codings: tuple[str, ...]
    heard_codings: tuple[str, ...]
    why: str


def say_hear_of_actors(
    codings: pd.DataFrame, axes: pd.DataFrame, *, by_level: str = "meso", seed: int = 0
) -> tuple[SayHear, ...]:
    """Every actor on every axis where it says something or is heard by `by_level`, in codebook order, then by id.

    `codings` and `axes` as in graph/ontology.yaml. An actor is a body after `part_of`, or a class of bodies; a level
    is none, nor is a case. The gap is that of `tensions` with the actor's sources and the reporting voices as units.
    """
    found: list[SayHear] = []
    for axis, own in _axes(codings, axes):
        of_actors = own.where(own.actor & (own.said | (own.by_level == own.named.level(by_level))))
        for actor, about in of_actors.groups(of_actors.holder).items():
            found.append(_of_actor(axis, actor, about, by_level, Resampler(stream(seed, axis, actor))))
    return tuple(found)


def _of_actor(axis: str, actor: str, about: Sides, by_level: str, draws: Resampler) -> SayHear:
    says, hears = about.where(about.said), about.where(~about.said)
    said, heard = source_means(says), heard_by(hears)
    gap = draws.gap(("said", said), ("heard", heard))
    return SayHear(
        subject=actor,
        label=str(about.named.holder_labels[about.row[0]]),
        kind="actor",
        axis=axis,
        said=pull_of(said, len(says), "said", draws),
        heard=pull_of(heard, len(hears), "heard", draws),
        gap=gap,
        said_codings=says.codings(),
        heard_codings=hears.codings(),
        why=too_few(
            gap.n,
            ("source of its own", "sources of its own"),
            (f"voice at {by_level} that reports it", f"voices at {by_level} that report it"),
        ),
    )


def say_hear_of_messages(
    codings: pd.DataFrame,
    axes: pd.DataFrame,
    messages: pd.DataFrame,
    *,
    level: str = "macro",
    by_level: str = "meso",
    seed: int = 0,
) -> tuple[SayHear, ...]:
    """Every message: the share of voices at `level` that say it against the share at `by_level` that hear it.

    Of the voices that govern at `level` and say anything on the message's axis, those that endorse it; of the voices
    at `by_level` that report anything on the axis from `level`, those that report it. The gap is the absolute
    difference of the two shares, tested as a gap of positions is. A row a message, in codebook order; all of them.
    """
    code = dict(zip(codings["id"], codings["code"], strict=True))
    found: list[SayHear] = []
    for axis, own in _axes(codings, axes):
        at = own.at(level)
        says, hears = at.where(at.said & at.governs), own.heard(level, by_level)
        codes = [_codes(each, code) for each in (says, hears)]
        endorses = says.endorses
        of_axis = messages[messages["axis"] == axis].sort_values("seq")
        for message, label in of_axis[["id", "label"]].itertuples(index=False):
            chosen = ((codes[0] == message) & endorses, codes[1] == message)
            draws = Resampler(stream(seed, axis, str(message)))
            found.append(_of_message(axis, str(message), str(label), (says, hears), chosen, (level, by_level), draws))
    return tuple(found)


def _of_message(
    axis: str,
    message: str,
    label: str,
    both: tuple[Sides, Sides],
    chosen: tuple[Bools, Bools],
    levels: tuple[str, str],
    draws: Resampler,
) -> SayHear:
    says, hears = both
    said, heard = _share(says, says.holder, chosen[0]), _share(hears, hears.by, chosen[1])
    # Shares are given as -1 and 1, so that half the difference of means is the difference of shares.
    signed = [{voice: 2 * value - 1 for voice, value in each.items()} for each in (said, heard)]
    gap = draws.gap(("said", signed[0]), ("heard", signed[1]))
    own = (says.where(chosen[0]), hears.where(chosen[1]))
    level, by_level = levels
    return SayHear(
        subject=message,
        label=label,
        kind="message",
        axis=axis,
        said=pull_of(said, len(own[0]), "share said", draws),
        heard=pull_of(heard, len(own[1]), "share heard", draws),
        gap=gap,
        said_codings=own[0].codings(),
        heard_codings=own[1].codings(),
        why=too_few(
            gap.n,
            (f"voice at {level} on this axis", f"voices at {level} on this axis"),
            (f"voice at {by_level} that reports {level} on it", f"voices at {by_level} that report {level} on it"),
        ),
    )


def _share(own: Sides, units: Ints, chosen: Bools) -> dict[str, float]:
    """For each voice 1 where any of its claims is chosen, else 0."""
    there = np.unique(units)
    hit = np.isin(there, units[chosen])
    return dict(zip(own.named.units[there].tolist(), hit.astype(np.float64).tolist(), strict=True))


def _codes(own: Sides, code: dict[str, str]) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    return np.array([code[c] for c in own.named.codings[own.row].tolist()], dtype=object)


def _axes(codings: pd.DataFrame, axes: pd.DataFrame) -> Iterator[tuple[str, Sides]]:
    ids = [str(x) for x in axes.sort_values("seq")["id"]]
    return zip(ids, sides_by_axis(claims(codings), ids), strict=True)


TABLE = (
    *("kind", "subject", "label", "axis", "said", "said_low", "said_high", "said_n", "heard", "heard_low"),
    *("heard_high", "heard_n", "gap", "low", "high", "p", "said_codings", "heard_codings", "why"),
)


def table(found: Sequence[SayHear]) -> pd.DataFrame:
    """One row each with columns TABLE; the codings' ids joined by a blank."""
    rows = [
        (
            *(x.kind, x.subject, x.label, x.axis, x.said.pull, x.said.low, x.said.high, x.said.units),
            *(x.heard.pull, x.heard.low, x.heard.high, x.heard.units),
            *(x.gap.value, x.gap.low, x.gap.high, x.gap.p_value),
            *(" ".join(x.said_codings), " ".join(x.heard_codings), x.why),
        )
        for x in found
    ]
    return pd.DataFrame(rows, columns=list(TABLE))
