"""The page of a PDF beside its words: turned, enlarged, with the lines of the chosen passage marked."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import streamlit as st

from dashboard.context import Context
from dashboard.figures.sheets import height_of, marked_page, width_of
from dashboard.screens.quotes import escape
from dashboard.views.evidence import PassageView, SourcePage
from dashboard.views.sheets import pages_of, sheet, turned_to
from graph.errors import CrosscurrentError, SourceError
from graph.model import Source
from ingest import readers
from ingest.documents import known_document
from ingest.pages import page_count, page_image
from ingest.readers import Document
from ingest.reading.settings import passwords_in, settings_of
from ingest.snapshot import SOURCE_FILES
from ingest.study import load_study

Drawn = TypeVar("Drawn", int, bytes)
MOST_PASSWORDS = 20
"""So many passwords are tried on a page; each needs a process of its own."""
FIT, WHOLE = "Fit width", "Whole page"
ZOOMS = {FIT: 0.0, WHOLE: 0.0, "100 %": 1.34, "150 %": 2.0, "200 %": 2.68, "300 %": 4.0}
"""Pixels a point; 0 where the page is fitted into the column."""
_FITTED = 1.8
_STAYS = """<style>
[data-testid=stColumn] [data-testid=stLayoutWrapper]:has(> .st-key-evidence_sheet) {position: sticky; top: 4.2rem;}
.st-key-evidence_paper {max-height: calc(100vh - 13rem); overflow: auto;}
.st-key-evidence_paper img {border: 1px solid #8886;}
</style>"""
"""The page stays in view while the words beside it are scrolled, and scrolls by itself where it is enlarged."""
_WHOLE = "<style>.st-key-evidence_paper img {max-height: calc(100vh - 14rem); width: auto !important;}</style>"


@dataclass(frozen=True)
class Paper:
    """A PDF of the study: its source, how many pages it has (0 where it cannot be opened) and why it cannot."""

    source: Source
    pages: int
    fault: str
    document: Document | None


def paper_of(context: Context, source: str) -> Paper | None:
    """The source's PDF; None where its file is none."""
    found = _source(str(context.folder), context.build, source)
    if found is None or not found.file:
        return None
    path = context.folder / SOURCE_FILES / found.file
    try:
        stamp = path.stat()
    except OSError:
        fault = f"The file {found.file} is not in the study's sources folder any more."
        return Paper(found, 0, fault, None) if found.file.lower().endswith(".pdf") else None
    pages, fault = _pages(str(context.folder), found.file, stamp.st_mtime_ns, stamp.st_size)
    if not pages and not fault:
        return None
    return Paper(found, pages, fault, _document(str(context.folder), context.build, source))


def notes_of(context: Context, source: str) -> tuple[str, ...]:
    """What the reader of a source's file wants known, such as pages without text."""
    found = _document(str(context.folder), context.build, source)
    return found.notes if found else ()


def show_paper(context: Context, paper: Paper, page: SourcePage, passage: str) -> None:
    """The page's picture with what turns and enlarges it; a plain sentence where it cannot be drawn."""
    st.html(_STAYS)
    with st.container(key="evidence_sheet"):
        if paper.fault:
            st.info(escape(f"The pages cannot be shown. {paper.fault}"))
            return
        chosen = next((p for s in page.sections for p in s.passages if p.id == passage), None)
        number, size = _controls(paper, chosen)
        zoom = ZOOMS[size]
        if size == WHOLE:
            st.html(_WHOLE)
        shown = sheet(paper.document, chosen, number, page.label)
        marks = " · the passage's lines are marked" if shown.boxes else ""
        st.caption(escape(f"{shown.name[:1].upper()}{shown.name[1:]} of {paper.pages}{marks}"))
        try:
            image = _image(str(context.folder), paper.source.file, paper.source.sha256, number, zoom or _FITTED)
        except SourceError as error:
            st.info(escape(f"The page cannot be shown. {error}"))
            return
        with st.container(key="evidence_paper"):
            if zoom:
                st.html(_enlarged(width_of(image)))
            drawn = marked_page(image, shown.boxes)
            st.image(drawn, width="content" if zoom else "stretch", alt=shown.alternative)
        if shown.boxes and size != WHOLE:
            _bring_into_view(min(box.top for box in shown.boxes) / height_of(image))


def _enlarged(pixels: int) -> str:
    """The page in its own size, which the column's would else bound; only a number goes into the style."""
    inside = "[data-testid=stElementContainer], [data-testid=stFullScreenFrame], [data-testid=stImage]"
    wide = (
        f".st-key-evidence_paper :is({inside}, img) {{width: {int(pixels)}px !important; max-width: none !important;}}"
    )
    return f"<style>{wide}</style>"


def _bring_into_view(share: float) -> None:
    """Scroll the page, and nothing round it, to a place so far down; only a number goes into the script."""
    script = (
        "<script>setTimeout(() => { const e = document.querySelector('.st-key-evidence_paper');"
        f" if (e) e.scrollTop = Math.max({float(share):.4f} * e.scrollHeight - 120, 0); }}, 400);</script>"
    )
    st.html(script, unsafe_allow_javascript=True)


def _controls(paper: Paper, passage: PassageView | None) -> tuple[int, str]:
    """The page and the size that are wanted; a passage that is chosen anew turns to its page."""
    state = st.session_state
    place = (paper.source.id, passage.id if passage else "")
    if state.get("sheet_place") != place:
        state["sheet_place"] = place
        first = pages_of(paper.document, passage)[:1] if passage else ()
        state["sheet_page"] = turned_to(first[0] if first else 1, paper.pages)
    state["sheet_page"] = turned_to(state.get("sheet_page", 1), paper.pages)
    row = st.container(horizontal=True, vertical_alignment="bottom")
    row.button("Previous", icon=":material/chevron_left:", on_click=_turn, args=(-1,),
               disabled=state["sheet_page"] <= 1, key="sheet_previous")  # fmt: skip
    row.number_input("Page", 1, paper.pages, key="sheet_page", width=110)
    row.button("Next", icon=":material/chevron_right:", on_click=_turn, args=(1,),
               disabled=state["sheet_page"] >= paper.pages, key="sheet_next")  # fmt: skip
    size = row.selectbox("Size", list(ZOOMS), key="sheet_size", width=140)
    return int(state["sheet_page"]), size


def _turn(by: int) -> None:
    st.session_state["sheet_page"] = int(st.session_state.get("sheet_page", 1)) + by


@st.cache_data(max_entries=64, show_spinner=False)
def _source(folder: str, build: str, source: str) -> Source | None:
    del build
    try:
        study, _ = load_study(Path(folder))
    except CrosscurrentError:
        return None
    return study.sources.get(source) if study else None


@st.cache_data(max_entries=16, show_spinner=False)
def _document(folder: str, build: str, source: str) -> Document | None:
    found = _source(folder, build, source)
    return known_document(Path(folder), found) if found else None


@st.cache_data(max_entries=64, show_spinner=False)
def _pages(folder: str, file: str, changed: int, size: int) -> tuple[int, str]:
    """How many pages a PDF has, and why that cannot be told; 0 and nothing for a file that is no PDF."""
    del changed, size
    path = Path(folder) / SOURCE_FILES / file
    try:
        with path.open("rb") as stream:
            if b"%PDF-" not in stream.read(1024):
                return 0, ""
        data = readers.read_bytes(path)
        return _opened(Path(folder), file, lambda password: page_count(data, password=password, name=path.name)), ""
    except SourceError as error:
        return 0, str(error)
    except OSError as error:
        return 0, f"{path.name}: The file cannot be read ({error.strerror or type(error).__name__})."


@st.cache_data(max_entries=24, show_spinner="Drawing the page …")
def _image(folder: str, file: str, sha256: str, page: int, scale: float) -> bytes:
    del sha256
    study = Path(folder)
    path = study / SOURCE_FILES / file
    data = readers.read_bytes(path)
    return _opened(
        study,
        file,
        lambda password: page_image(data, page, scale=scale, password=password, study=study, name=path.name),
    )


def _opened(study: Path, file: str, draw: Callable[[str], Drawn]) -> Drawn:
    """What `draw` gives without a password, else with one of the password file's; raises SourceError."""
    try:
        return draw("")
    except SourceError as error:
        for password in _passwords(study, file):
            with suppress(SourceError):
                return draw(password)
        raise error


def _passwords(study: Path, file: str) -> tuple[str, ...]:
    """Passwords that may open a file, those on lines that name it first (see `ingest.reading.settings`)."""
    try:
        lines = passwords_in(settings_of(study).password_file)
    except CrosscurrentError:
        return ()
    own: list[str] = []
    others: list[str] = []
    for line in lines:
        name, tab, password = line.partition("\t")
        named = tab and name in (file, Path(file).name)
        (own if named else others).append(password if tab else line)
    return tuple(dict.fromkeys((*own, *others)))[:MOST_PASSWORDS]
