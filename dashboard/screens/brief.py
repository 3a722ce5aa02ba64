"""The Brief screen: choose tensions and contradictions, look at the page, take it along."""

from functools import partial

import streamlit as st

from dashboard.context import Context
from dashboard.figures.pictures import captioned
from dashboard.screens.figure import take_away
from dashboard.screens.quotes import escape
from dashboard.views.brief import Choices, Figure, choices, figures, written
from graph.errors import CrosscurrentError, StoreError
from graph.stores.base import View


@st.cache_data(max_entries=2, show_spinner="Measuring the tensions …")
def _choices(build: str, _view: View) -> Choices:
    del build
    return choices(_view)


@st.cache_data(max_entries=8, show_spinner="Writing the page …")
def _written(build: str, axes: tuple[str, ...], contradictions: tuple[str, ...], _view: View) -> str:
    del build
    return written(_view, axes, contradictions)


@st.cache_resource(max_entries=4, show_spinner=False)
def _figures(build: str, axes: tuple[str, ...], _view: View) -> tuple[Figure, ...]:
    del build
    return figures(_view, axes)


def render(context: Context) -> None:
    """Draw the screen."""
    st.header("Brief")
    st.caption(
        "One page to give to others: figures, quotes cleared for everybody, sources and how it was made. It holds all "
        "that it needs, and prints well. Respondents appear as level and role group only."
    )
    try:
        offered = _choices(context.build, context.view)
        axes, contradictions = _choose(offered)
        if not axes and not contradictions:
            st.info("Choose at least one tension or contradiction.")
            return
        html = _written(context.build, axes, contradictions, context.view)
    except StoreError:
        raise
    except CrosscurrentError as error:
        st.error(str(error))
        return
    st.download_button(
        "Download the page (HTML)",
        html,
        file_name="briefing.html",
        mime="text/html",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
    )
    st.caption("To print it or to make a PDF, open the downloaded page in a browser and print it from there.")
    _one_by_one(_figures(context.build, axes, context.view))
    with st.container(border=True):
        st.iframe(html, height=900)


def _one_by_one(found: tuple[Figure, ...]) -> None:
    if not found:
        return
    with st.expander("The figures one by one, for a slide or an article"):
        for one in found:
            st.markdown(f"**{escape(one.label)}**")
            take_away(
                partial(captioned, one.drawing, one.sentence), name=f"briefing-{one.axis}", data=one.numbers,
                sentence=one.sentence, key=f"brief-{one.axis}",
            )  # fmt: skip


def _choose(offered: Choices) -> tuple[tuple[str, ...], tuple[str, ...]]:
    axis_labels, pair_labels = dict(offered.axes), dict(offered.contradictions)
    left, right = st.columns(2)
    axes = left.multiselect(
        "Tensions",
        list(axis_labels),
        default=list(offered.first_axes),
        format_func=lambda a: axis_labels.get(a, a),
        key="brief-axes",
        help="In the order in which they stand on the page.",
    )
    pairs = right.multiselect(
        "Contradictions",
        list(pair_labels),
        default=list(offered.first_contradictions),
        format_func=lambda p: pair_labels.get(p, p),
        key="brief-contradictions",
        help=f"The {len(pair_labels)} highest ranked can be chosen here; `crosscurrent brief` takes any.",
    )
    return tuple(axes), tuple(pairs)
