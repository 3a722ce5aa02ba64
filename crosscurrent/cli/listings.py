"""Commands that list: passages, codings, tensions, contradictions, agreement, rows of a query, search hits."""

from typing import TYPE_CHECKING, Annotated

import typer

from crosscurrent.cli.app import Csv, Json, app, check_known, folder_of, view_of
from crosscurrent.cli.output import listing, shape, tell
from graph.errors import CrosscurrentError, QuestionError
from graph.model import STATUSES

if TYPE_CHECKING:
    from graph.stores.base import Answer, View


@app.command()
def passages(
    context: typer.Context,
    source: Annotated[str, typer.Option(help="Only of this source.")] = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """The passages, the smallest citable stretches of the sources."""
    from crosscurrent.cli import rows

    with view_of(context) as view:
        frame, known = view.table("Passage"), view.table("Source")["id"]
    check_known("source", source, known)
    chosen = frame[frame["source"] == source] if source else frame
    listing(rows.passages(chosen), shape(as_json, as_csv))


@app.command()
def codings(
    context: typer.Context,
    code: Annotated[str, typer.Option(help="Only with this code.")] = "",
    status: Annotated[str, typer.Option(help="suggested, accepted or rejected.")] = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """The codings, suggestions included unless --status leaves them out."""
    from crosscurrent.cli import rows

    with view_of(context) as view:
        frame = view.table("Coding")
        known = [code_id for label in ("Message", "Barrier", "Actor") for code_id in view.table(label)["id"]]
    check_known("code", code, known)
    check_known("status", status, STATUSES)
    frame = frame[frame["code"] == code] if code else frame
    frame = frame[frame["status"] == status] if status else frame
    listing(rows.codings(frame), shape(as_json, as_csv))


@app.command()
def tensions(
    context: typer.Context,
    between: Annotated[tuple[str, str], typer.Option(help="Two levels, such as macro meso.")] = ("macro", "meso"),
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Every axis: what levels say, what they are heard to say, and the gaps.

    Beside each p-value stand those corrected over all axes (p_holm, p_bh), and under sensitivity each gap counted in
    other ways, with the voices that it hangs on. The seed of the draws is told on stderr; it comes from the build.
    """
    from crosscurrent.cli import rows
    from crosscurrent.study import Study
    from graph.measures.corrections import corrected
    from graph.measures.resampling import BOOTSTRAP_DRAWS, EXACT_LIMIT
    from graph.measures.tensions import in_order
    from graph.model import LEVELS

    if not set(between) <= set(LEVELS) or len(set(between)) != 2:
        raise CrosscurrentError(f"--between takes two of {', '.join(LEVELS)}.", next_step="Such as macro meso.")
    with view_of(context) as view:
        study = Study(folder_of(context), view)
        found, shaken, seed = study.tensions(between), study.sensitivity(between), study.seed
    tell(f"seed {seed}, {BOOTSTRAP_DRAWS:,} draws; tests go through all exchanges up to {EXACT_LIMIT:,}")
    tested, other = corrected(found), {each.axis: each for each in shaken}
    listing([rows.tension(t, tested[t.axis], other[t.axis]) for t in in_order(found)], shape(as_json, as_csv))


@app.command()
def contradictions(
    context: typer.Context,
    kind: Annotated[str, typer.Option(help="say-hear, mixed-signal, cross-level, within-level or ambivalence.")] = "",
    axis: Annotated[str, typer.Option(help="Only on this axis.")] = "",
    forces: Annotated[str, typer.Option(help="hard-soft, hard-hard, soft-soft, hard-none, soft-none or none.")] = "",
    order: Annotated[str, typer.Option(help="older-newer (a came first), newer-older or unknown.")] = "",
    dossiers: Annotated[bool, typer.Option("--dossiers", help="Only the best pair of each dossier.")] = False,
    top: Annotated[int | None, typer.Option(min=1, help="Only so many, the highest ranked.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Claims on opposite sides of an axis, with the words of both.

    Hard is duty or power, soft guidance or aspiration; hard-soft finds what binds against what only asks.
    """
    from crosscurrent.cli import rows
    from graph.measures.contradictions import FORCE_GROUPS, KINDS, ORDERS

    check_known("kind", kind, KINDS)
    check_known("forces", group := "none-none" if forces == "none" else forces, FORCE_GROUPS)
    check_known("order", order, tuple(ORDERS))
    with view_of(context) as view:
        edges, frame = view.edges("CONTRADICTS"), view.table("Coding")
        axes = list(view.table("Axis")["id"])
    check_known("axis", axis, axes)
    edges = edges[edges["kind"] == kind] if kind else edges
    edges = edges[edges["axis"] == axis] if axis else edges
    edges = edges[edges["force_group"] == group] if forces else edges
    edges = edges[edges["came_first"] == ORDERS[order]] if order else edges
    edges = edges.sort_values("rank")
    edges = edges.drop_duplicates("dossier") if dossiers else edges
    listing(rows.contradictions(edges if top is None else edges.head(top), frame), shape(as_json, as_csv))


@app.command()
def agreement(
    context: typer.Context,
    coders: Annotated[tuple[str, str], typer.Option(help="Two coders.")] = ("", ""),
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Reliability between two coders over the passages that both read."""
    from crosscurrent.cli import rows
    from graph.measures.agreement import agreement as measure
    from ingest.sample import compared, sampled

    folder = folder_of(context)
    with view_of(context) as view:
        frame = view.table("Coding")
        pair = coders if coders[0] else compared(folder, frame)
        ids = sampled(folder, pair, view.table("Passage"), frame)
        table = measure(frame, *pair, ids, seed=int(view.build[:8], 16))
    listing([_agreement(row) for row in rows.records(table)], shape(as_json, as_csv))


def _agreement(row: dict[str, object]) -> dict[str, object]:
    kept = {name: row[name] for name in ("about", "code", "unit", "n", "uses", "percent", "kappa", "alpha")}
    return {**kept, "interval": [row["low"], row["high"]]}


@app.command()
def query(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A named query; docs/queries.md lists them.")] = "",
    parameter: Annotated[list[str] | None, typer.Option("--parameter", "-p", help="key=value")] = None,
    cypher: Annotated[str, typer.Option(help="A question in Cypher that only reads.")] = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """A named query, or a typed question that can only read."""
    from crosscurrent.cli import rows
    from graph import queries

    if bool(name) == bool(cypher):
        raise CrosscurrentError("give either the name of a query or --cypher TEXT.", next_step=_query_names())
    with view_of(context) as view:
        if cypher:
            answer = _asked(view, cypher)
            table = answer.table
            if not answer.complete:
                tell(f"Only the first {len(table)} rows are shown.")
        else:
            pairs = dict(part.partition("=")[::2] for part in parameter or [])
            given = queries.parse_parameters(queries.named(name), pairs)
            table = queries.run(view, name, limit=None, **given)
    listing(rows.records(table), shape(as_json, as_csv))


def _asked(view: "View", text: str) -> "Answer":
    from graph.stores.complaints import excerpt

    try:
        return view.ask(text)
    except QuestionError as error:
        if shown := excerpt(text, error.where):
            tell(shown)
        raise


def _query_names() -> str:
    from graph.queries import catalogue

    return f"Named queries: {', '.join(catalogue())}."


@app.command()
def search(
    context: typer.Context,
    words: list[str],
    limit: Annotated[int, typer.Option(min=1, help="At most so many passages.")] = 50,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Passages with these words: "a phrase", prefix*, AND, OR, NOT; hits stand between brackets."""
    from graph.stores.base import SearchRequest

    with view_of(context) as view:
        page = view.search(SearchRequest(words=" ".join(words), limit=limit))
    tell(f"{page.total} passages")
    found = [
        {
            "passage": hit.passage,
            "source": hit.source,
            "citation": hit.citation,
            "text_kind": hit.text_kind,
            "snippet": "".join(f"[{text}]" if is_hit else text for text, is_hit in hit.snippet),
        }
        for hit in page.hits
    ]
    listing(found, shape(as_json, as_csv))
