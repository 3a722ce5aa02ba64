"""The form in which an analyst scores a pair of messages: appended to the study at once, with Undo."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.context import Context
from dashboard.screens.coder import coder_box
from dashboard.screens.quotes import escape
from dashboard.views.interactions import point
from graph.analysts import INTERACTIONS, Score
from graph.errors import CrosscurrentError
from ingest.coding.append import retract, score

TOLD, UNDO = "scoring-told", "scoring-undo"
Pair = tuple[str, str]


def scoring(
    context: Context, scores: Sequence[Score], pair: Pair, quotes: Mapping[str, str], labels: Mapping[str, str]
) -> None:
    """Draw the form for one directed pair; `quotes` are the codings to choose from, id to a line of words."""
    first, second = pair
    st.markdown("**Score this pair**")
    coder = coder_box(context, "scoring")
    _tell()
    if not coder:
        return
    mine = next((s for s in scores if (s.coder, s.first, s.second) == (coder, first, second)), None)
    keys = {name: f"scoring-{name}-{first}-{second}-{coder}" for name in ("point", "reason", "quotes")}
    if mine:
        st.session_state.setdefault(keys["point"], mine.score)
        st.session_state.setdefault(keys["reason"], mine.memo)
        st.session_state.setdefault(keys["quotes"], [c for c in mine.codings if c in quotes])
    with st.form(f"scoring-{first}-{second}", border=False):
        question = escape(f"Progress on “{labels[first]}” does this to “{labels[second]}”:")
        st.radio(question, list(INTERACTIONS), format_func=point, index=None, key=keys["point"])
        st.text_area("Reason", key=keys["reason"], height=90, placeholder="Why, in a sentence or two.")
        st.multiselect(
            "Quotes", list(quotes), format_func=lambda coding: quotes.get(coding, coding), key=keys["quotes"],
            placeholder="Words that bear it out; those of passages with both messages come first.",
        )  # fmt: skip
        st.form_submit_button("Save the score", type="primary", on_click=_save, args=(context, pair, coder, mine, keys))
    undo = st.session_state.get(UNDO)
    if undo and undo[0] == (coder, *pair):
        st.button("Undo", on_click=_undo, args=(context, undo[1], undo[2], keys), key="scoring-undo-button")
    elif mine:
        st.button("Take my score back", on_click=_take_back, args=(context, mine, keys), key="scoring-back")


def _tell() -> None:
    done, words = st.session_state.pop(TOLD, (True, ""))
    if words:
        (st.success if done else st.warning)(escape(words))


def _save(context: Context, pair: Pair, coder: str, before: Score | None, keys: Mapping[str, str]) -> None:
    state = st.session_state
    value, reason = state.get(keys["point"]), str(state.get(keys["reason"]) or "").strip()
    if value is None or not reason:
        lacking = "choose one of the seven points" if value is None else "give a reason, so that others can follow it"
        state[TOLD] = (False, f"Nothing was saved: {lacking}.")
        return
    try:
        made = score(context.folder, *pair, coder, value, memo=reason, codings=state.get(keys["quotes"]) or ())
    except CrosscurrentError as error:
        state[TOLD] = (False, f"The score was not saved: {error}")
        return
    state[UNDO] = ((coder, *pair), made, before)
    state[TOLD] = (True, f"Saved in the study's codings: {point(made.score)}.")


def _undo(context: Context, made: Score, before: Score | None, keys: Mapping[str, str]) -> None:
    """Bring back the score that stood before by appending it again, or take the new one back where there was none."""
    try:
        if before is None:
            retract(context.folder, made.id, made.coder)
        else:
            b = before
            score(context.folder, b.first, b.second, b.coder, b.score, memo=b.memo, codings=b.codings)
    except CrosscurrentError as error:
        st.session_state[TOLD] = (False, f"That could not be undone: {error}")
        return
    _forget(keys)
    st.session_state[TOLD] = (True, "Undone: " + (f"{point(before.score)} stands again." if before else "taken back."))


def _take_back(context: Context, mine: Score, keys: Mapping[str, str]) -> None:
    try:
        retract(context.folder, mine.id, mine.coder)
    except CrosscurrentError as error:
        st.session_state[TOLD] = (False, f"The score was not taken back: {error}")
        return
    _forget(keys)
    st.session_state[TOLD] = (True, "Taken back; the files keep that it was given.")


def _forget(keys: Mapping[str, str]) -> None:
    """Let the form show what stands now."""
    for key in (*keys.values(), UNDO):
        st.session_state.pop(key, None)
