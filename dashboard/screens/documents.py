"""Documents are dropped, read and looked at, and only then kept in the study; the last time can be undone."""

import shutil
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.context import Context
from dashboard.screens.build_now import build_now, tell, told
from dashboard.screens.marked import preview_html
from dashboard.screens.quotes import escape
from dashboard.views.documents import (
    EDITED,
    FIRST,
    case_rows,
    corrections,
    filled_cases,
    issuer_names,
    passages,
    table_rows,
)
from graph.errors import CrosscurrentError
from graph.model import CLEARANCES, LEVELS, SOURCE_KINDS, Case, Study
from ingest.readers import MAX_BYTES, Document
from ingest.study import load_study
from ingest.study.add import AddResult, keep, missing_cases, propose
from ingest.study.caserows import new_cases
from ingest.study.places import is_lock
from ingest.study.proposals import Proposal, Proposals, worker_count
from ingest.study.remove import undo

HEIGHT, FEW = 420, 5
"""The passages scroll in a box so high where there are more than a few."""
_DRAFT, _KEPT, _ROUND = "documents_draft", "documents_kept", "documents_round"


@dataclass
class Draft:
    """What was dropped and read, in a temporary folder that goes with it."""

    files: tuple[str, ...]
    proposed: Proposals
    documents: dict[str, Document] = field(default_factory=dict)
    folder: str = ""

    def __post_init__(self) -> None:
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


def render(context: Context) -> None:
    """Drop above, look and correct below; what was kept last, with its undo and the build that it needs, on top."""
    st.title("Add documents")
    told()
    study = _study(context)
    if study is None:
        return
    _kept(context)
    build_now(context)
    state = st.session_state
    dropped = st.file_uploader(
        "Drop files here: PDF, Word, web pages, legislation XML, Markdown, text, subtitles, tables, EPUB",
        accept_multiple_files=True,
        key=f"documents-{state.get(_ROUND, 0)}",
        help=f"At most {MAX_BYTES // (1024 * 1024)} MB a file. Nothing is kept before you say so.",
    )
    if not dropped:
        state.pop(_DRAFT, None)
        st.caption(
            "They are read in a temporary place. You see what each is taken for, and its passages, before anything is "
            "kept in the study."
        )
        return
    draft = _draft(context, dropped)
    if draft is not None:
        _look(context, study, draft)


def _study(context: Context) -> Study | None:
    try:
        study, _ = load_study(context.folder)
    except CrosscurrentError as error:
        st.error(escape(str(error)))
        return None
    if study is None:
        st.error("The study cannot be added to as it stands: `crosscurrent check` says what to mend in it.")
    return study


def _draft(context: Context, dropped: Sequence[UploadedFile]) -> Draft | None:
    """What was dropped, read once; None, with the reason on the screen, where nothing can be read at all."""
    state = st.session_state
    files = tuple(file.file_id for file in dropped)
    known: Draft | None = state.get(_DRAFT)
    if known is not None and known.files == files:
        return known
    state.pop(_DRAFT, None)
    folder = tempfile.mkdtemp(prefix="crosscurrent-")
    draft = Draft(files, Proposals((), (), ()), folder=folder)
    named = [_written(Path(folder) / str(n), file) for n, file in enumerate(dropped) if not is_lock(file.name)]
    bar = st.progress(0.0, "Reading …")

    def done(count: int) -> None:
        bar.progress(count / len(named), f"Read {count} of {len(named)}")

    def on_read(proposal: Proposal, document: Document) -> None:
        draft.documents[proposal.source.id] = document

    try:
        workers = worker_count(named)
        draft.proposed = propose(context.folder, named, workers=workers, on_read=on_read, done=done)
    except CrosscurrentError as error:
        st.error(escape(str(error)))
        return None
    finally:
        bar.empty()
    state[_DRAFT] = draft
    return draft


def _written(folder: Path, file: UploadedFile) -> tuple[Path, str]:
    """A file that was dropped, on disk under a name that cannot lead anywhere, and what it is called."""
    name = PureWindowsPath(file.name).name or "document"
    path = folder / f"document{Path(name).suffix[:9] if Path(name).suffix.isascii() else ''}"
    folder.mkdir()
    path.write_bytes(file.getbuffer())
    return path, name


def _look(context: Context, study: Study, draft: Draft) -> None:
    proposed = draft.proposed
    for name, known in proposed.already:
        st.info(escape(f"{name} stands in the study already, as {known}; it is not added again."))
    for problem in proposed.problems:
        st.warning(escape(str(problem)))
    if not proposed.proposals:
        st.caption("Nothing of this can be kept.")
        st.button("Discard", on_click=_discard)
        return
    corrected, faults = _table(study, draft)
    for fault in faults:
        st.error(escape(fault))
    for proposal in proposed.proposals:
        for note in proposal.notes:
            st.info(escape(f"{proposal.name}: {note}"))
    cases = _cases(context, study, proposed.proposals, draft)
    _preview(draft)
    row = st.container(horizontal=True)
    kept = row.button(f"Keep {_counted(len(corrected), 'document')}", type="primary", disabled=bool(faults))
    row.button("Discard", on_click=_discard, help="Nothing of it stays.")
    if kept:
        _keep(context, Proposals(corrected, (), ()), cases)


def _table(study: Study, draft: Draft) -> tuple[tuple[Proposal, ...], tuple[str, ...]]:
    """The guesses, to be corrected; gives the proposals as they are wanted and what cannot stand."""
    st.subheader("What each is taken for")
    actors = study.codebook.actors
    config: dict[str, Any] = {
        "file": st.column_config.TextColumn("File"),
        "kind": st.column_config.SelectboxColumn("Kind", options=list(SOURCE_KINDS), required=True),
        "title": st.column_config.TextColumn("Title", required=True, width="large"),
        "date": st.column_config.TextColumn("Date", help="YYYY, YYYY-MM or YYYY-MM-DD; empty where not known."),
        "issuer": st.column_config.SelectboxColumn("Issuer", options=["", *sorted(issuer_names(actors).values())]),
        "level": st.column_config.SelectboxColumn("Level", options=["", *LEVELS], help="Empty: its issuer's."),
        "clearance": st.column_config.SelectboxColumn("Clearance", options=["", *CLEARANCES],
                                                      help="Empty: open, restricted for interviews."),
        "passages": st.column_config.NumberColumn("Passages"),
        "made from": st.column_config.TextColumn("What the guesses were made from", width="large"),
    }  # fmt: skip
    rows = st.data_editor(
        table_rows(draft.proposed.proposals, actors),
        column_config=config,
        disabled=["file", "passages", "made from"],
        hide_index=True,
        placeholder="",
        key=f"guesses-{draft.files[0]}-{len(draft.files)}",
        alt=f"What each file is taken for; {', '.join(EDITED)} can be changed.",
    )
    st.caption("Click into a cell to change it. What is not sure is left empty.")
    return corrections(rows, draft.proposed.proposals, actors)


def _cases(context: Context, study: Study, proposals: Sequence[Proposal], draft: Draft) -> tuple[Case, ...]:
    """The rows that are wanted for respondents whom cases.csv lacks."""
    rows = new_cases(missing_cases(context.folder, proposals), study.cases)
    if not rows:
        return ()
    st.subheader("Respondents that cases.csv lacks")
    wanted = st.checkbox(f"Write {_counted(len(rows), 'row')} for them to cases.csv", value=True, key="documents_cases")
    filled = st.data_editor(
        case_rows(rows),
        column_config={
            "case": st.column_config.TextColumn("Case"),
            "level": st.column_config.SelectboxColumn("Level", options=["", *LEVELS]),
            "role_group": st.column_config.TextColumn("Role group", help="Never a name."),
            "clearance": st.column_config.SelectboxColumn("Clearance", options=list(CLEARANCES), required=True),
        },
        disabled=["case"],
        hide_index=True,
        placeholder="",
        key=f"cases-{draft.files[0]}-{len(draft.files)}",
        alt="Rows for cases.csv",
    )
    st.caption(
        "A level stands here where all other cases of the same letters have it. Without a level a case counts nowhere."
    )
    return filled_cases(filled, rows) if wanted else ()


def _preview(draft: Draft) -> None:
    st.subheader("The passages")
    names = {p.source.id: f"{p.name} ({_counted(p.passages, 'passage')})" for p in draft.proposed.proposals}
    first, second = st.columns([1, 1])
    source = first.selectbox("Document", list(names), format_func=lambda s: names[s], key="documents_preview")
    words = second.text_input("Search in its passages", key="documents_words", icon=":material/search:")
    document = draft.documents.get(source)
    if document is None:
        return
    found = passages(document, words)
    more = f", the first {FIRST} shown" if found.total > len(found.shown) else ""
    st.caption(f"{_counted(found.total, 'passage')}{' with these words' if words.strip() else ''}{more}")
    with st.container(height=HEIGHT if len(found.shown) > FEW else "content", border=True):
        st.html(preview_html(found.shown))


def _keep(context: Context, proposed: Proposals, cases: Sequence[Case]) -> None:
    state = st.session_state
    try:
        result = keep(context.folder, proposed, cases)
    except CrosscurrentError as error:
        st.error(escape(str(error)))
        return
    _discard()
    state[_KEPT] = result
    st.rerun()


def _discard() -> None:
    """Forget what was dropped: the temporary folder goes with the draft, the uploader starts anew."""
    state = st.session_state
    state.pop(_DRAFT, None)
    state[_ROUND] = state.get(_ROUND, 0) + 1


def _kept(context: Context) -> None:
    """What was kept last in this session, and its undo."""
    result: AddResult | None = st.session_state.get(_KEPT)
    if result is None:
        return
    titles = "; ".join(source.title for source in result.added)
    rows = " cases.csv has the new rows." if result.case_rows else ""
    st.success(escape(f"Kept {_counted(len(result.added), 'document')}: {titles}.{rows}"))
    for name, known in result.already:
        st.info(escape(f"{name} stands in the study already, as {known}."))
    for problem in result.problems:
        st.warning(escape(str(problem)))
    if result.added:
        st.button("Undo", icon=":material/undo:", on_click=_undo, args=(context.folder, result),
                  help="Takes out what was just kept, as long as nothing is coded on it.")  # fmt: skip


def _undo(folder: Path, result: AddResult) -> None:
    state = st.session_state
    try:
        _, rows_gone = undo(folder, result)
    except CrosscurrentError as error:
        tell("error", str(error))
        return
    state.pop(_KEPT, None)
    rest = "" if rows_gone else " cases.csv was changed since; its new rows stay."
    taken = _counted(len(result.added), "document")
    tell("info", f"Taken out again: {taken}. The files lie in .crosscurrent/removed/ of the study.{rest}")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
