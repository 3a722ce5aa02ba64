"""Draws a chart with what it leaves the house as: its figures, its picture, and the sentence to write under it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import altair as alt
import pandas as pd
import streamlit as st

from dashboard.figures.pictures import MISSING, can_draw, png_of, safe_csv, svg

Specification = Mapping[str, Any]


def figure(
    chart: alt.TopLevelMixin | Specification,
    *,
    name: str,
    data: pd.DataFrame,
    sentence: str,
    key: str,
    select: str = "",
    on_select: Callable[[], None] | Literal["rerun"] = "rerun",
    words: str = "",
) -> Mapping[str, list[dict[str, Any]]]:
    """Draw a chart with, under it, its figures as CSV, its picture as SVG and PNG, and the sentence in copyable form.

    `name` is the stem of the files; `data` what the CSV holds; `sentence` stands under the chart and in the pictures,
    and may be empty; `words` is what a screen reader says in place of the chart, the sentence where empty. Returns
    the picked points of the selection parameter `select`, {select: []} where nothing is picked, {} without `select`.
    A chart whose specification was made before may be given as such. Files are made when asked for, on this machine.
    Raises ValueError where the chart has no selection parameter of that name.
    """
    spec = specification(chart)
    picked: Mapping[str, list[dict[str, Any]]] = {}
    told = words or sentence or name
    if select:
        _check(spec, select)
        event: Any = st.vega_lite_chart(
            dict(spec), key=key, on_select=on_select, selection_mode=select, width="stretch", alt=told
        )
        points = event["selection"].get(select) if event and "selection" in event else None
        picked = {select: list(points) if isinstance(points, list) else []}
    else:
        st.vega_lite_chart(dict(spec), key=key, width="stretch", alt=told)
    take_away(lambda: svg(spec, sentence), name=name, data=data, sentence=sentence, key=key)
    return picked


def take_away(drawing: Callable[[], str], *, name: str, data: pd.DataFrame, sentence: str, key: str) -> None:
    """The row under a picture: CSV, SVG, PNG, and the sentence where there is one.

    `drawing` makes the picture as SVG, the sentence in it, when it is asked for. For pictures that are not charts.
    """
    row = st.container(horizontal=True, vertical_alignment="center", key=f"{key}-files")
    files: tuple[tuple[str, str, str, Callable[[], str | bytes]], ...] = (
        ("Data as CSV", "csv", "text/csv", lambda: safe_csv(data)),
        ("SVG", "svg", "image/svg+xml", drawing),
        ("PNG", "png", "image/png", lambda: png_of(drawing())),
    )
    for label, ending, mime, made in files:
        drawn = ending == "csv" or can_draw()
        row.download_button(
            label, made, f"{name}.{ending}", mime, key=f"{key}-{ending}", on_click="ignore", type="tertiary",
            icon=":material/download:", help=HELP[ending] if drawn else MISSING, disabled=not drawn,
        )  # fmt: skip
    if sentence:
        st.code(sentence, language=None, wrap_lines=True)


HELP = {
    "csv": "The numbers of this figure, for a spreadsheet or R.",
    "svg": "The picture with its sentence, for print and for editing.",
    "png": "The picture with its sentence, for a slide.",
}


def specification(chart: alt.TopLevelMixin | Specification) -> Specification:
    """The chart's Vega-Lite specification with all its rows and without a menu.

    The menu that Vega's own embedding offers would open the chart, rows and all, in an editor on the internet.
    """
    if isinstance(chart, Mapping):
        spec = chart
    else:
        with alt.data_transformers.enable("default", max_rows=None):
            spec = chart.to_dict()
    meta = spec.get("usermeta") or {}
    return {**spec, "usermeta": {**meta, "embedOptions": {**meta.get("embedOptions", {}), "actions": False}}}


def _check(spec: Specification, select: str) -> None:
    names = sorted(set(_parameters(spec)))
    if select not in names:
        raise ValueError(f"The chart has no selection parameter “{select}”; it has: {', '.join(names) or 'none'}.")


def _parameters(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        for one in part.get("params") or []:
            if "select" in one:
                yield str(one["name"])
        for key in ("layer", "concat", "hconcat", "vconcat", "spec"):
            yield from _parameters(part.get(key))
    elif isinstance(part, list):
        for one in part:
            yield from _parameters(one)
