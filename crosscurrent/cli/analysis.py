"""Commands by which analysts judge contradictions and score interactions, and lists of what they said."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosscurrent.cli.app import Csv, Json, app, check_known, folder_of, view_of
from crosscurrent.cli.output import listing, shape, tell, tell_each
from graph.analysts import INTERACTIONS, VERDICTS, Judgement, Score, Summary
from graph.errors import CrosscurrentError

if TYPE_CHECKING:
    from graph.measures.raters import Reliability
    from graph.stores.base import View
    from ingest.coding.analyses import Analyses

CODER_VARIABLE = "CROSSCURRENT_CODER"
Coder = Annotated[str, typer.Option(help=f"Who says so, such as your initials; else {CODER_VARIABLE}.")]
OnlyCoder = Annotated[str, typer.Option(help="Only of this coder.")]
Reason = Annotated[str, typer.Option(help="Why, in a sentence.")]
Agreement = Annotated[bool, typer.Option("--agreement", help="Instead: how far the coders agree, by pairs.")]


@app.command()
def judge(
    context: typer.Context,
    contradiction: Annotated[str, typer.Argument(metavar="ID", help="Id of the contradiction.")],
    verdict: Annotated[str, typer.Argument(help=f"{', '.join(VERDICTS)}.")],
    coder: Coder = "",
    reason: Reason = "",
    reconciled_by: Annotated[str, typer.Option(help="What reconciles the two sides, for `reconciled`.")] = "",
) -> None:
    """Say what you hold of a contradiction; it replaces your earlier judgement of it. `retract` takes it back."""
    from ingest.coding.append import judge as write
    from ingest.coding.append import judgement_lacks

    check_known("verdict", verdict, VERDICTS)
    if missing := judgement_lacks(verdict, reason, reconciled_by):
        raise CrosscurrentError(missing, next_step="Use --reason, and --reconciled-by with `reconciled`.")
    folder, name = folder_of(context), _coder(coder)
    with view_of(context) as view:
        both = _about(view, [contradiction]).get(contradiction)
        if both is None:
            raise CrosscurrentError(
                f"no contradiction is called {contradiction!r}.",
                next_step="`crosscurrent contradictions` lists them with their ids.",
            )
    made = write(folder, contradiction, name, verdict, memo=reason, reconciled_by=reconciled_by, codings=both[2:])
    tell(f"written: {made.id}")


@app.command(context_settings={"ignore_unknown_options": True})
def score(
    context: typer.Context,
    first: Annotated[str, typer.Argument(help="Id of a message.")],
    second: Annotated[str, typer.Argument(help="Id of the message that progress on FIRST helps or hinders.")],
    value: Annotated[str, typer.Argument(help="-3 cancelling … 0 consistent … 3 indivisible, or the word.")],
    coder: Coder = "",
    reason: Reason = "",
    coding: Annotated[list[str] | None, typer.Option(help="Id of a coding that is a quote; several may be.")] = None,
) -> None:
    """Score whether progress on one message helps or hinders another, on Nilsson's seven points."""
    from ingest.coding.append import score as write

    folder, name, point = folder_of(context), _coder(coder), _point(value)
    with view_of(context) as view:
        for message in (first, second):
            check_known("message", message, view.table("Message")["id"])
        for each in coding or []:
            check_known("coding", each, view.table("Coding")["id"])
    made = write(folder, first, second, name, point, memo=reason, codings=coding or [])
    tell(f"written: {made.id}, {first} on {second}: {point:+d} {INTERACTIONS[point]}")


@app.command()
def retract(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="ID", help="Id of a judgement, score or summary.")],
    coder: Coder = "",
) -> None:
    """Take back a judgement, a score or a summary of your own; the files keep that it was said."""
    from ingest.coding.append import retract as write

    folder, name = folder_of(context), _coder(coder)
    found = _read(folder)
    stated: tuple[Judgement | Score | Summary, ...] = (*found.judgements, *found.scores, *found.summaries)
    own = {each.id: each.coder for each in stated}
    check_known("judgement, score or summary", what, own)
    if own[what] != name:
        raise CrosscurrentError(f"{what} is {own[what]}'s, not {name}'s.", next_step="Everybody takes back their own.")
    write(folder, what, name)
    tell(f"taken back: {what}")


@app.command()
def judgements(
    context: typer.Context,
    coder: OnlyCoder = "",
    agreement: Agreement = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """What analysts hold of contradictions, the newest included; `there` is false where the pair is no more."""
    from graph.measures.agreement import judgement_agreement

    found = _chosen(_read(folder_of(context)).judgements, coder)
    with view_of(context) as view:
        about, seed = _about(view, [each.of for each in found]), int(view.build[:8], 16)
    if agreement:
        listing(_reliability(judgement_agreement(found, seed)), shape(as_json, as_csv))
        return
    rows = [
        {
            **{name: getattr(each, name) for name in ("id", "coder", "of", "verdict")},
            **{name: getattr(each, name) or None for name in ("reconciled_by", "memo", "created")},
            "there": each.of in about,
            "kind": about.get(each.of, (None, None))[0],
            "axis": about.get(each.of, (None, None))[1],
        }
        for each in found
    ]
    listing(rows, shape(as_json, as_csv))


@app.command()
def scores(
    context: typer.Context,
    coder: OnlyCoder = "",
    agreement: Agreement = False,
    matrix: Annotated[bool, typer.Option("--matrix", help="Instead: every pair with mean, median and n.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """How analysts scored the interactions of messages, the newest included."""
    from crosscurrent.cli import rows
    from graph.measures.agreement import score_agreement
    from graph.measures.interactions import cross_impact, interaction_table

    found = _chosen(_read(folder_of(context)).scores, coder)
    if agreement or matrix:
        with view_of(context) as view:
            messages, seed = list(view.table("Message").sort_values("seq")["id"]), int(view.build[:8], 16)
        table = _reliability(score_agreement(found, seed)) if agreement else None
        made = table if table is not None else rows.records(interaction_table(cross_impact(found, messages)))
        listing(made, shape(as_json, as_csv))
        return
    listing(
        [
            {**asdict(each), "codings": list(each.codings), "word": INTERACTIONS[each.score]}
            for each in sorted(found, key=lambda s: (s.first, s.second, s.coder))
        ],
        shape(as_json, as_csv),
    )


def _read(folder: Path) -> "Analyses":
    from ingest.coding.analyses import analyses

    found = analyses(folder)
    tell_each(found.problems)
    return found


def _chosen(found: Sequence[Any], coder: str) -> list[Any]:
    if coder:
        check_known("coder", coder, sorted({each.coder for each in found}))
    return [each for each in found if coder in ("", each.coder)]


def _coder(given: str) -> str:
    name = (given or os.environ.get(CODER_VARIABLE, "")).strip()
    if not name:
        raise CrosscurrentError(
            "whoever writes has to say who they are.", next_step=f"Use --coder, or set {CODER_VARIABLE}."
        )
    return name


def _point(value: str) -> int:
    """A score from its number or its word; raises CrosscurrentError."""
    by_word = {word: point for point, word in INTERACTIONS.items()} | {str(p): p for p in INTERACTIONS}
    check_known("score", value.lstrip("+"), by_word)
    return by_word[value.lstrip("+")]


def _about(view: "View", ids: Iterable[str]) -> dict[str, tuple[str, str, str, str]]:
    """Kind, axis and both codings of each contradiction that the build has, by id."""
    table = view.run(
        "MATCH (a:Coding {build: $build})-[e:CONTRADICTS]->(b:Coding {build: $build}) WHERE e.id IN $ids "
        "RETURN e.id AS id, e.kind AS kind, e.axis AS axis, a.id AS one, b.id AS other",
        {"ids": sorted(set(ids))},
    )
    rows = table.astype(str).to_dict("records")
    return {row["id"]: (row["kind"], row["axis"], row["one"], row["other"]) for row in rows}


def _reliability(found: "Sequence[Reliability]") -> list[dict[str, object]]:
    return [
        {
            "coders": list(each.coders),
            "overall": each.overall,
            **{name: getattr(each, name) for name in ("n", "percent", "kappa", "alpha")},
            "interval": [each.low, each.high],
            "why": each.why or None,
        }
        for each in found
    ]
