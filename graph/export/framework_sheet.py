"""What a framework matrix holds as it leaves: plain values, already decided on; a writer only lays them out."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SheetQuote:
    """One quote. Only `text`, `citation`, `whose` and `text_kind` stand in a matrix for others.

    `details` are heading and text of what else the study's own people see beside it; `url` is its official address.
    """

    text: str
    citation: str
    whose: str
    text_kind: str
    url: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the matrix: a case, or in a matrix for others a level and role group."""

    key: str
    label: str
    level: str
    role: str


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the matrix: a theme with its definition."""

    key: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell with a quote or a summary. `voices` is None where the number is suppressed.

    `summaries`: whose (empty in a matrix for others) and text of each.
    """

    row: str
    column: str
    quotes: tuple[SheetQuote, ...]
    voices: int | None
    summaries: tuple[tuple[str, str], ...] = ()
    codings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The cell in words: its summaries, and how many quotes stand behind it."""
        count = f"{len(self.quotes)} quote{'' if len(self.quotes) == 1 else 's'}"
        if not self.summaries:
            return f"[{count}; no summary yet]"
        named = len({coder for coder, _ in self.summaries}) > 1
        words = [f"{coder}: {text}" if named and coder else text for coder, text in self.summaries]
        return "\n\n".join(words) + (f"\n[{count}]" if self.quotes else "")


@dataclass(frozen=True)
class FrameworkSheet:
    """A whole matrix. `cells` by row and column key; `about` are headings and texts of how to read it."""

    title: str
    build: str
    rows: tuple[SheetRow, ...]
    columns: tuple[SheetColumn, ...]
    cells: Mapping[tuple[str, str], SheetCell]
    about: tuple[tuple[str, str], ...] = field(default=())

    def ordered(self) -> tuple[SheetCell, ...]:
        """The cells row by row."""
        places = ((row.key, column.key) for row in self.rows for column in self.columns)
        return tuple(self.cells[place] for place in places if place in self.cells)
