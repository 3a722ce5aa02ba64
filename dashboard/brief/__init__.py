"""A briefing: chosen tensions and contradictions as one self-contained HTML page that passed the disclosure gate."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.stores.base import View

__all__ = ["brief"]


def brief(view: "View", *, axes: Sequence[str] = (), contradictions: Sequence[str] = (), top: int = 5) -> str:
    """Draw a briefing as HTML.

    `axes` are ids of axes, without any all on which a gap could be measured; `contradictions` are ids, without any
    the `top` highest ranked. Raises QueryError for an id that the build does not have.
    """
    from dashboard.brief.content import gather, measured, with_gap
    from dashboard.brief.page import page

    chosen = tuple(axes) or with_gap(measured(view))
    return page(gather(view, axes=chosen, contradictions=tuple(contradictions) or max(top, 0)))
