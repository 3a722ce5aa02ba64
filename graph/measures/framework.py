"""The framework matrix: cases by themes, each cell the analyst's summary over its quotes.

Source: Gale, Heath, Cameron, Rashid & Redwood (2013), Using the framework method for the analysis of qualitative data
in multi-disciplinary health research, BMC Medical Research Methodology 13:117.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from graph.analysts import Summary
from graph.model import LEVELS

THEMES = ("barriers", "messages", "axes")
CASES = ("respondents", "bodies", "all")


@dataclass(frozen=True, slots=True)
class MatrixCase:
    """A row: a respondent or a body. `role` is a respondent's role group or a body's kind."""

    id: str
    label: str
    kind: str
    level: str
    role: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A column: a barrier, a message or an axis."""

    id: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Ids of the codings that are its quotes, in the order of their places, and every coder's latest summary.

    `summaries`: the latest first.
    """

    case: str
    theme: str
    codings: tuple[str, ...] = ()
    summaries: tuple[Summary, ...] = ()

    @property
    def summary(self) -> str:
        """The latest summary, empty where nobody has written one."""
        return self.summaries[0].text if self.summaries else ""

    def by(self, coder: str) -> Summary | None:
        """What this coder wrote."""
        return next((each for each in self.summaries if each.coder == coder), None)


@dataclass(frozen=True)
class Framework:
    """The matrix. `cells` holds the cells that have a quote or a summary, by case and theme."""

    themes_are: str
    cases_are: str
    cases: tuple[MatrixCase, ...]
    themes: tuple[Theme, ...]
    cells: Mapping[tuple[str, str], MatrixCell]

    def cell(self, case: str, theme: str) -> MatrixCell:
        """One cell; an empty one where it has neither quote nor summary."""
        return self.cells.get((case, theme)) or MatrixCell(case, theme)

    @property
    def with_quotes(self) -> int:
        """How many cells have a quote."""
        return sum(bool(cell.codings) for cell in self.cells.values())

    @property
    def summarised(self) -> int:
        """How many of the cells with a quote have a summary."""
        return sum(bool(cell.codings and cell.summaries) for cell in self.cells.values())


def framework(
    codings: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    summaries: Iterable[Summary] = (),
    *,
    themes: str = "barriers",
    cases: str = "respondents",
) -> Framework:
    """Lay counted codings and analysts' summaries out as cases by themes.

    `codings`: the `Coding` frame; `tables`: at least `Respondent`, `Actor`, `Barrier`, `Message` and `Axis` frames as
    in graph/ontology.yaml; `themes` one of THEMES, `cases` one of CASES. All respondents are rows; of bodies (after
    `part_of`) those with a quote or a summary. A coding stands in one cell: under its voice, and its code or its
    message's axis. Where an axis has the id of a message or barrier, both show the summaries of that id. Raises
    ValueError for other themes or cases.
    """
    if themes not in THEMES or cases not in CASES:
        raise ValueError(f"themes are one of {', '.join(THEMES)}, cases one of {', '.join(CASES)}")
    columns = _themes(tables, themes)
    body = dict(zip(tables["Actor"]["id"].astype(str), tables["Actor"]["body"].astype(str), strict=True))
    held = _quotes(codings, themes, {theme.id for theme in columns})
    written = _latest(summaries, body)
    rows = _cases(tables, cases, {case for case, _ in (*held, *written)})
    known, ids = {case.id for case in rows}, {theme.id for theme in columns}
    cells = {
        (case, theme): MatrixCell(case, theme, held.get((case, theme), ()), written.get((case, theme), ()))
        for case, theme in sorted({*held, *written})
        if case in known and theme in ids
    }
    return Framework(themes, cases, rows, columns, cells)


def _themes(tables: Mapping[str, pd.DataFrame], themes: str) -> tuple[Theme, ...]:
    frame = tables[{"barriers": "Barrier", "messages": "Message", "axes": "Axis"}[themes]]
    rows = frame.sort_values("seq")[["id", "label", "definition"]].astype(str)
    return tuple(Theme(*row) for row in rows.itertuples(index=False, name=None))


def _quotes(codings: pd.DataFrame, themes: str, ids: set[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    column = "axis" if themes == "axes" else "code"
    used = codings[codings["counted"].astype(bool) & codings[column].isin(ids) & (codings["voice_body"] != "")]
    used = used.sort_values(["source", "start_offset", "end_offset", "id"])
    return {
        (str(case), str(theme)): tuple(own["id"].astype(str))
        for (case, theme), own in used.groupby(["voice_body", column], sort=False)
    }


def _latest(summaries: Iterable[Summary], body: Mapping[str, str]) -> dict[tuple[str, str], tuple[Summary, ...]]:
    """Each coder's latest summary of each cell, the latest first."""
    found: dict[tuple[str, str], dict[str, Summary]] = {}
    for each in sorted(summaries, key=lambda s: (s.created, s.coder)):
        found.setdefault((body.get(each.case, each.case), each.theme), {})[each.coder] = each
    return {
        cell: tuple(sorted(own.values(), key=lambda s: (s.created, s.coder), reverse=True))
        for cell, own in found.items()
    }


def _cases(tables: Mapping[str, pd.DataFrame], cases: str, used: set[str]) -> tuple[MatrixCase, ...]:
    places = {level: i for i, level in enumerate(LEVELS)}

    def order(case: MatrixCase) -> tuple[int, str, str, str]:
        return places.get(case.level, len(places)), case.role, case.label.casefold(), case.id

    rows: list[MatrixCase] = []
    if cases != "bodies":
        own = tables["Respondent"][["id", "level", "role_group"]].astype(str)
        found = [MatrixCase(i, i, "respondent", level, role) for i, level, role in own.itertuples(index=False)]
        rows += sorted(found, key=order)
    if cases != "respondents":
        actors = tables["Actor"]
        own = actors[actors["id"].isin(used)][["id", "label", "level", "kind"]].astype(str)
        found = [MatrixCase(i, label, "body", level, kind) for i, label, level, kind in own.itertuples(index=False)]
        rows += sorted(found, key=order)
    return tuple(rows)
