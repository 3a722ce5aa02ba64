"""A dossier: one contradiction made ready to read, from a view, as JSON, Markdown or one HTML page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.dossier.content import Dossier
    from graph.analysts import Judgement
    from graph.stores.base import View

__all__ = ["FORMATS", "cleared", "dossier", "written"]

FORMATS = ("json", "markdown", "html")


def dossier(
    view: "View", given: str, judgements: "Sequence[Judgement] | None" = None, *, public: bool = False
) -> "Dossier":
    """The dossier that an id means: a dossier's (d-…) or one of its contradictions' (x-…).

    `judgements` are those that count now; None takes the verdicts of the build. `public` takes out what the disclosure
    gate keeps back. Raises QueryError, with the nearest id, for one that the build does not have.
    """
    from dashboard.dossier.gather import gather

    found = gather(view, given, judgements)
    return cleared(view, found) if public else found


def cleared(view: "View", found: "Dossier") -> "Dossier":
    """A dossier as it may leave the house."""
    from dashboard.brief.gate import gate_of
    from dashboard.dossier.disclose import for_public

    minimum = int(view.table("Study").iloc[0]["minimum_voices"])
    return for_public(found, gate_of(view.table("Respondent"), minimum))


def written(found: "Dossier", format: str) -> str:
    """A dossier as text: `json`, `markdown` or `html`. Raises CrosscurrentError for another format."""
    from graph.errors import CrosscurrentError

    if format == "json":
        from dashboard.dossier.as_json import as_json

        return as_json(found)
    if format == "markdown":
        from dashboard.dossier.markdown import markdown

        return markdown(found)
    if format == "html":
        from dashboard.dossier.page import page

        return page(found)
    raise CrosscurrentError(f"a dossier cannot be written as {format!r}.", next_step=f"Use {', '.join(FORMATS)}.")
