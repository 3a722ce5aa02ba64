"""A framework matrix made ready to leave: the whole of it for the study's own people, or what others may see."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.brief.gate import Gate, gate_of
from dashboard.views.quotes import KIND_OF_TEXT, Quote, quotes
from graph.export.framework_sheet import FrameworkSheet, SheetCell, SheetColumn, SheetQuote, SheetRow
from graph.measures.framework import Framework, MatrixCase, MatrixCell
from graph.stores.base import View

DETAILS = {
    "Code": "code", "Stance": "stance", "Force": "force", "Sent by": "sender_label", "Date": "date", "Coder": "coder",
    "Coder's note": "memo", "Anchor": "anchor", "Source": "source", "From": "start_offset", "To": "end_offset",
    "Coding": "id", "Clearance": "clearance",
}  # fmt: skip
"""What stands beside a quote in a matrix for the study's own people, and the column of `Coding` that it is."""
SOURCE = "Framework matrix after Gale and others (2013), BMC Medical Research Methodology 13:117"


def framework_sheet(view: View, found: Framework, *, public: bool = False) -> FrameworkSheet:
    """The matrix as values for a workbook or a listing.

    With `public` it passes the disclosure gate: respondents are merged into their level and role group, so that no
    two cells can be joined to one person; a quote stands there only if it is cleared; a summary only if every quote
    under it is, and its group has the study's minimum of respondents; a body without a cleared quote is left out;
    ids of cases in other texts become level and role group, and a group's number of voices is suppressed below the
    minimum.
    """
    codings, passages = view.table("Coding").set_index("id", drop=False), view.table("Passage")
    urls = dict(zip(passages["id"].astype(str), passages["url"].astype(str), strict=True))
    study = view.table("Study").iloc[0]
    if public:
        gate = gate_of(view.table("Respondent"), int(study["minimum_voices"]))
        return _public(found, codings, urls, gate, (str(study["label"]), str(study["note"]), view.build))
    cells = {
        place: SheetCell(
            row=cell.case,
            column=cell.theme,
            quotes=_own(codings.loc[list(cell.codings)], urls),
            voices=int(bool(cell.codings)),
            summaries=tuple((each.coder, each.text) for each in cell.summaries),
            codings=cell.codings,
        )
        for place, cell in found.cells.items()
    }
    about = (
        ("Note", str(study["note"])),
        ("How to read it", f"{SOURCE}. Click a cell for its quotes; the arrow beside a quote leads back."),
        ("Summaries", f"{found.summarised} of {found.with_quotes} cells with quotes have a summary"),
        ("Not for others", "Everything is in it, whatever its clearance; --public makes a matrix that may leave."),
    )
    rows = tuple(SheetRow(case.id, case.label, case.level or "outside", case.role) for case in found.cases)
    return FrameworkSheet(str(study["label"]), view.build, rows, _columns(found), cells, about)


def _columns(found: Framework, gate: Gate | None = None) -> tuple[SheetColumn, ...]:
    def shown(text: str) -> str:
        return gate.name(text) if gate else text

    return tuple(SheetColumn(theme.id, shown(theme.label), shown(theme.definition)) for theme in found.themes)


def _own(codings: pd.DataFrame, urls: Mapping[str, str]) -> tuple[SheetQuote, ...]:
    return tuple(
        SheetQuote(
            text=str(row["quote"]),
            citation=str(row["citation"]),
            whose=str(row["voice_label"]),
            text_kind=_kind(str(row["text_kind"])),
            url=urls.get(str(row["passage"]), ""),
            details=tuple((head, str(row[column])) for head, column in DETAILS.items()),
        )
        for row in codings.to_dict("records")
    )


def _kind(text_kind: str) -> str:
    return KIND_OF_TEXT.get(text_kind, text_kind) or "verbatim"


def _public(
    found: Framework, codings: pd.DataFrame, urls: Mapping[str, str], gate: Gate, study: tuple[str, str, str]
) -> FrameworkSheet:
    groups: dict[str, list[MatrixCase]] = {}
    for case in found.cases:
        groups.setdefault(gate.name(case.id) if case.kind == "respondent" else case.id, []).append(case)
    cells, kept_quotes, kept_words = {}, 0, 0
    for key, cases in groups.items():
        for theme in found.themes:
            held = [found.cell(case.id, theme.id) for case in cases]
            cell, quotes_back, words_back = _cleared(key, theme.id, cases, held, codings, urls, gate)
            kept_quotes, kept_words = kept_quotes + quotes_back, kept_words + words_back
            if cell.quotes or cell.summaries:
                cells[key, theme.id] = cell
    filled = {row for row, _ in cells}
    rows = tuple(_row(key, cases, gate) for key, cases in groups.items() if key in filled)
    about = (
        ("Note", gate.name(study[1])),
        ("How to read it", f"{SOURCE}. Click a cell for its quotes; the arrow beside a quote leads back."),
        ("Made for others", "Only cleared quotes; respondents stand together as level and role group."),
        ("Withheld", f"{kept_quotes} quotes and {kept_words} summaries"),
    )
    return FrameworkSheet(gate.name(study[0]), study[2], rows, _columns(found, gate), cells, about)


def _row(key: str, cases: Sequence[MatrixCase], gate: Gate) -> SheetRow:
    first = cases[0]
    label = key if first.kind == "respondent" else gate.name(first.label)
    return SheetRow(key, label, first.level or "outside", first.role)


def _cleared(
    key: str,
    theme: str,
    cases: Sequence[MatrixCase],
    held: Sequence[MatrixCell],
    codings: pd.DataFrame,
    urls: Mapping[str, str],
    gate: Gate,
) -> tuple[SheetCell, int, int]:
    """One cell as others may see it, with how many quotes and summaries it keeps back."""
    own = {cell.case: quotes(codings.loc[list(cell.codings)]) for cell in held}
    shown = [quote for each in own.values() for quote in each if gate.clear(quote)]
    people = cases[0].kind == "respondent"
    enough = gate.lets(len(cases)) or not people
    written = [cell for cell in held if cell.summaries]
    words = [gate.name(cell.summary) for cell in written if enough and _all_clear(own[cell.case], gate)]
    cleared = tuple(_shown(quote, urls, gate) for quote in shown)
    # In the order of the words, so that what stands at one place in two cells is not by one person.
    cleared = tuple(sorted(cleared, key=lambda quote: (quote.citation, quote.text))) if people else cleared
    voices = len({quote.voice for quote in shown})
    cell = SheetCell(
        row=key,
        column=theme,
        quotes=cleared,
        voices=voices if gate.lets(voices) or not people else None,
        summaries=tuple(("", text) for text in sorted(words)),
    )
    return cell, sum(map(len, own.values())) - len(shown), len(written) - len(words)


def _all_clear(found: Sequence[Quote], gate: Gate) -> bool:
    return bool(found) and all(gate.clear(quote) for quote in found)


def _shown(quote: Quote, urls: Mapping[str, str], gate: Gate) -> SheetQuote:
    cleared = gate.clear(quote)
    if cleared is None:
        raise ValueError("a quote that is not cleared was about to be shown")
    note = quote.text_note or "verbatim"
    return SheetQuote(cleared.text, cleared.line, gate.name(quote.voice), note, urls.get(quote.passage, ""))
