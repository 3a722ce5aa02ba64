"""The form in which an analyst judges a pair: appended to the study at once, with a way to take it back."""

import streamlit as st

from dashboard.context import Context
from dashboard.dossier.content import Pair
from dashboard.screens.coder import coder_box
from dashboard.screens.quotes import escape
from graph.analysts import VERDICTS
from graph.errors import CrosscurrentError
from ingest.coding.append import judge, judgement_lacks, retract
from ingest.coding.records import judgement_id

TOLD = "judging-told"
"""What a click on the form has to say, until it has been shown once."""


def judging(context: Context, pair: Pair) -> None:
    """Draw the form for one pair; what is given stands in codings/ when the click returns."""
    with st.expander("Judge this pair", expanded=bool(st.session_state.get(TOLD)), key="judging"):
        coder = coder_box(context, "judging-coder")
        _told()
        if not coder:
            return
        mine = next((j for j in pair.judgements if j.coder == coder), None)
        keys = {name: f"judging-{name}-{pair.id}-{coder}" for name in ("verdict", "reason", "by")}
        if mine:
            st.session_state.setdefault(keys["verdict"], mine.verdict if mine.verdict in VERDICTS else None)
            st.session_state.setdefault(keys["reason"], mine.reason)
            st.session_state.setdefault(keys["by"], mine.reconciled_by)
        with st.form(f"judging-form-{pair.id}", border=False):
            st.radio("These two claims are", list(VERDICTS), format_func=VERDICTS.__getitem__, index=None,
                     key=keys["verdict"], horizontal=True)  # fmt: skip
            st.text_area("Reason", key=keys["reason"], height=80, placeholder="Why, in a sentence or two.")
            st.text_input("Reconciled by", key=keys["by"], placeholder="With “reconciled by …” alone.")
            st.form_submit_button("Save the judgement", on_click=_save, args=(context, pair, coder, keys),
                                  type="primary")  # fmt: skip
        if mine:
            st.button("Undo my judgement", on_click=_undo, args=(context, pair.id, coder, keys), key="judging-undo")


def _told() -> None:
    kind, words = st.session_state.pop(TOLD, ("", ""))
    if words:
        (st.success if kind == "done" else st.warning)(escape(words))


def _save(context: Context, pair: Pair, coder: str, keys: dict[str, str]) -> None:
    verdict, reason, by = (str(st.session_state.get(keys[k]) or "").strip() for k in ("verdict", "reason", "by"))
    if missing := judgement_lacks(verdict, reason, by):
        st.session_state[TOLD] = ("missing", f"Nothing was saved: {missing}")
        return
    try:
        both = (pair.a.quote.coding, pair.b.quote.coding)
        judge(context.folder, pair.id, coder, verdict, memo=reason, reconciled_by=by, codings=both)
    except (CrosscurrentError, OSError) as error:
        st.session_state[TOLD] = ("failed", f"The judgement was not saved: {error}")
        return
    st.session_state[TOLD] = ("done", "Saved in the study's codings. It is in the picture after the next build.")


def _undo(context: Context, pair: str, coder: str, keys: dict[str, str]) -> None:
    mine = judgement_id(coder, pair)
    try:
        retract(context.folder, mine, coder)
    except (CrosscurrentError, OSError) as error:
        st.session_state[TOLD] = ("failed", f"The judgement was not taken back: {error}")
        return
    for key in keys.values():
        st.session_state.pop(key, None)
    st.session_state[TOLD] = ("done", "Taken back; the line that gave it stays in the file, with one that retracts it.")
