"""Asks who is coding, and remembers it on this machine: whatever a person decides carries their name."""

import os
from contextlib import suppress
from pathlib import Path

import streamlit as st

from dashboard.context import Context
from dashboard.screens.quotes import escape
from graph.model import TERMS_CODER
from ingest.files import write_atomic
from ingest.snapshot import MADE

CODER_VARIABLE = "CROSSCURRENT_CODER"
"""The environment variable that says who is coding; it comes before what this machine remembers."""
_FILE = "coder.txt"
_LONGEST = 200


def coder_box(context: Context, key: str) -> str:
    """Ask for the coder's initials; empty until they are given, and then says that they are needed to write.

    What is given is remembered in the study's .crosscurrent/ folder, which is never shared. Several boxes of one
    session follow each other; `key` keeps their widgets apart.
    """
    state = st.session_state
    state.setdefault(f"{key}-coder", state.get("coder") or remembered(context.folder))
    given = str(st.text_input(
        "Who is coding?", key=f"{key}-coder", max_chars=_LONGEST, placeholder="Initials or a name",
        help="Everything you write in this study carries this name. It is remembered on this machine only.",
    )).strip()  # fmt: skip
    fault = wrong_name(given)
    if not given or fault:
        st.caption(escape(fault or "Say who you are to write; reading needs no name."))
        return ""
    if given != state.get("coder"):
        state["coder"] = given
        _remember(context.folder, given)
    return given


def remembered(folder: Path) -> str:
    """Who codes on this machine: the environment's word, else the last name given; empty where there is neither."""
    told = os.environ.get(CODER_VARIABLE, "").strip()
    if told:
        return told
    with suppress(OSError, UnicodeDecodeError):
        return (folder / MADE / _FILE).read_text(encoding="utf-8").strip()[:_LONGEST]
    return ""


def wrong_name(given: str) -> str:
    """Why a name cannot be a person's, as a sentence; empty where it can."""
    if given.startswith(TERMS_CODER) or ":" in given:
        return "This is a machine's name: a person's has no colon and does not begin with “terms”."
    return "" if given.isprintable() else "The name holds a sign that cannot be seen; type it again."


def _remember(folder: Path, name: str) -> None:
    """Keep the name for the next session; a folder that cannot be written to only means being asked again."""
    if remembered(folder) == name:
        return
    with suppress(OSError):
        write_atomic(folder / MADE / _FILE, name.encode("utf-8"), durable=False)
