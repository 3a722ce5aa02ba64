"""The build that a changed study needs: asked for with a button, watched, and shown when it is done."""

import streamlit as st

from dashboard.building import Building
from dashboard.context import Context
from dashboard.screens.quotes import escape
from graph.errors import CrosscurrentError
from ingest.build import BuildResult, needs_build

_BUILDING, _SAID = "building", "documents_said"
_LOOK_SECONDS = 0.3
_FEW = 5


def tell(kind: str, text: str) -> None:
    """Have a sentence (`info` or `error`) shown once, when the screen is drawn next."""
    st.session_state[_SAID] = (kind, text)


def told() -> None:
    """Show what `tell` was given."""
    kind, text = st.session_state.pop(_SAID, ("", ""))
    if text:
        (st.error if kind == "error" else st.info)(escape(text))


def build_now(context: Context) -> None:
    """Offer the build where the study has changed; while it runs show how far it is, then draw the new one."""
    state = st.session_state
    going: Building | None = state.get(_BUILDING)
    if going is None:
        if not _needed(context):
            return
        row = st.container(horizontal=True, vertical_alignment="center")
        row.markdown("The study has changed since its last build; the screens show the old one until it is built.")
        if not row.button("Build now", type="primary", icon=":material/construction:"):
            return
        going = state[_BUILDING] = Building(context.folder)
    bar = st.progress(0.0, "Building …")
    while not going.wait(_LOOK_SECONDS):
        words, share = going.progress()
        bar.progress(share, words)
    state.pop(_BUILDING, None)
    tell(*_outcome(going.result, going.fault))
    st.rerun()


def _needed(context: Context) -> bool:
    try:
        return needs_build(context.folder)
    except CrosscurrentError as error:
        st.error(escape(str(error)))
        return False


def _outcome(result: BuildResult | None, fault: str) -> tuple[str, str]:
    if fault or result is None:
        return "error", fault or "The build stopped."
    if not result.built and not result.counts:
        first = " ".join(str(problem) for problem in result.problems[:_FEW])
        return "error", f"There is no new build; the last good one stays. {first}"
    text = f"Built: {result.counts.get('Source', 0)} sources, {result.counts.get('Passage', 0)} passages."
    count = len(result.problems)
    more = f" {count} thing{'' if count == 1 else 's'} to look at: `crosscurrent check` lists them." if count else ""
    return "info", text + more
