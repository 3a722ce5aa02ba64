"""The command `network`: discourse networks as a matrix, an edge list, or a file for UCINET or Gephi."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from crosscurrent.cli.app import Csv, Json, app, check_known, folder_of, view_of
from crosscurrent.cli.output import Shape, listing, shape, tell
from graph.errors import CrosscurrentError

if TYPE_CHECKING:
    from graph.measures.networks_clusters import Clustering
    from graph.measures.networks_shapes import Network, Options


Kind = Annotated[str, typer.Option("--type", help="congruence, conflict, subtract or affiliation.")]
Normalise = Annotated[
    str, typer.Option(help="none, average, jaccard or cosine; of an affiliation none, activity or prominence.")
]
Duplicates = Annotated[
    str, typer.Option(help="include, or one identical statement a document, week, month, year, or acrossrange.")
]
Isolates = Annotated[
    bool, typer.Option("--isolates/--no-isolates", help="Also voices and messages without a statement here.")
]
Between = Annotated[
    str, typer.Option(help="voices, actors (before part_of), levels or messages; rows of an affiliation.")
]
Concept = Annotated[str, typer.Option(help="What statements are about: message, or axis (the side taken on it).")]
Qualifier = Annotated[
    str, typer.Option(help="Cells of an affiliation: subtract, ignore, combine (1, 2, 3), or heard (of senders).")
]
Levels = Annotated[list[str] | None, typer.Option(help="Only voices at this level; several may be given.")]
Axes = Annotated[list[str] | None, typer.Option(help="Only messages of this axis; several may be given.")]
Backbone = Annotated[
    float, typer.Option(min=0, max=1, help="Only ties whose disparity (a p-value) is below this; 0: all.")
]
Format = Annotated[
    str, typer.Option("--format", help="edges, matrix, gexf or dl; else a matrix with --csv and edges elsewhere.")
]


@app.command()
def network(
    context: typer.Context,
    kind: Kind = "congruence",
    normalise: Normalise = "none",
    duplicates: Duplicates = "include",
    isolates: Isolates = False,
    between: Between = "voices",
    concept: Concept = "message",
    qualifier: Qualifier = "subtract",
    level: Levels = None,
    axis: Axes = None,
    backbone: Backbone = 0.0,
    form: Format = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Who agrees with whom, as Discourse Network Analyzer counts it; docs/networks.md has the formulas.

    With --csv a labelled matrix that R, UCINET and Gephi open. How far the network falls apart is told on stderr.
    """
    from crosscurrent.study import Study
    from graph.measures.networks_shapes import Options

    wanted = shape(as_json, as_csv)
    _check_words(kind, normalise, duplicates, between, concept, qualifier, form)
    levels, axes = tuple(level or ()), tuple(axis or ())
    with view_of(context) as view:
        _check_filters(levels, axes, list(view.table("Axis")["id"]))
        options = Options(kind, normalise, duplicates, between, concept, qualifier, isolates, levels, axes)
        study = Study(folder_of(context), view)
        found = _kept(study.network(options), backbone)
        groups = study.clusters(options) if found.one_mode else None
    if groups is not None:
        tell(_apart(groups))
    _print(found, groups, form, wanted)


def _check_words(*given: str) -> None:
    from graph.export.network_files import FORMATS
    from graph.measures.networks_shapes import BETWEEN, CONCEPTS, DUPLICATES, NORMALISATIONS, QUALIFIERS, TYPES

    check_known("type of network", given[0], TYPES)
    known = (NORMALISATIONS[given[0]], DUPLICATES, BETWEEN, CONCEPTS, QUALIFIERS, FORMATS)
    what = ("normalisation of this type of network", "handling of duplicates", "mode", "concept", "qualifier", "format")
    for name, word, words in zip(what, given[1:], known, strict=True):
        check_known(name, word, words)


def _check_filters(levels: tuple[str, ...], axes: tuple[str, ...], known: list[str]) -> None:
    from graph.measures.claims import OUTSIDE
    from graph.model import LEVELS

    for each in levels:
        check_known("level", each, (*LEVELS, OUTSIDE))
    for each in axes:
        check_known("axis", each, known)


def _kept(found: "Network", alpha: float) -> "Network":
    if not alpha:
        return found
    if not found.one_mode:
        raise CrosscurrentError(
            "--backbone keeps ties of congruence, conflict and subtract alone.", next_step="Leave it out."
        )
    from graph.measures.networks_backbone import backbone

    return backbone(found, alpha)


def _print(found: "Network", groups: "Clustering | None", form: str, wanted: Shape) -> None:
    from graph.export import network_files as files

    form = form or ("matrix" if wanted is Shape.csv else "edges")
    if form == "gexf":
        sys.stdout.write(files.gexf(found, groups.members if groups else (), _about(found.options)))
    elif form == "dl":
        sys.stdout.write(files.dl(found))
    elif wanted is Shape.csv:
        sys.stdout.write(files.matrix_csv(found) if form == "matrix" else files.edges_csv(found))
    else:
        table = found.frame().reset_index(names="label") if form == "matrix" else found.edges()
        from crosscurrent.cli.rows import records

        listing(records(table), wanted)


def _about(options: "Options") -> str:
    return (
        f"{options.type} between {options.between} over {options.concept}, normalisation {options.normalise}, "
        f"duplicates {options.duplicates}"
    )


def _apart(groups: "Clustering") -> str:
    """How far the congruence network falls apart, in a sentence."""
    if groups.within is None or groups.modularity is None or groups.polarisation is None:
        return f"No clusters: {groups.why}."
    conflict = "" if groups.conflict_between is None else f", {groups.conflict_between:.0%} of conflict between them"
    return (
        f"By congruence {groups.count} clusters ({groups.method}, seed {groups.seed}): {groups.within:.0%} of it inside"
        f"{conflict}; modularity {groups.modularity:.2f}, polarisation {groups.polarisation:+.2f}."
    )
