"""The figure of a tension as inline SVG: one line a cell, poles left and right, marker, interval and n."""

from html import escape

from dashboard.brief.content import Cell, TensionPart

WIDTH = 720
LEFT, RIGHT = 210, 600
TOP, STEP = 44, 26
COLOURS = {"macro": "#0072b2", "meso": "#d55e00", "micro": "#009e73"}
"""Okabe and Ito's palette; shape tells the levels apart as well."""
TEXT = "#1a1a1a"
QUIET = "#595959"


def figure(part: TensionPart, minimum: int) -> str:
    """The figure as one `<svg>` element; nothing in it points outside the page."""
    height = TOP + STEP * len(part.cells) + 14
    bottom = height - 14
    rows = "".join(_row(cell, TOP + STEP * i + STEP / 2, minimum) for i, cell in enumerate(part.cells))
    middle = _x(0)
    told = escape("; ".join(_told(cell, part, minimum) for cell in part.cells))
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="12"><title>{escape(part.label)}</title><desc>{told}</desc>'
        f'<text x="{LEFT}" y="20" font-weight="bold" fill="{TEXT}">← {escape(part.left)}</text>'
        f'<text x="{RIGHT}" y="20" text-anchor="end" font-weight="bold" fill="{TEXT}">{escape(part.right)} →</text>'
        f'<line x1="{LEFT}" x2="{RIGHT}" y1="32" y2="32" stroke="{QUIET}"/>'
        f'<line x1="{middle}" x2="{middle}" y1="28" y2="{bottom}" stroke="#bbbbbb" stroke-dasharray="3 3"/>'
        f"{rows}</svg>"
    )


def _x(value: float) -> float:
    return round(LEFT + (value + 1) / 2 * (RIGHT - LEFT), 1)


def _row(cell: Cell, y: float, minimum: int) -> str:
    name = f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end" fill="{TEXT}">{escape(cell.name)}</text>'
    if cell.pull is None:
        why = _why(cell, minimum)
        return f'{name}<text x="{LEFT + 8}" y="{y + 4}" font-style="italic" fill="{QUIET}">{escape(why)}</text>'
    colour = COLOURS[cell.level]
    spread = ""
    dashes = ' stroke-dasharray="5 3"' if cell.heard else ""
    if cell.low is not None and cell.high is not None:
        spread = (
            f'<line x1="{_x(cell.low)}" x2="{_x(cell.high)}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="2"'
            f"{dashes}/>"
        )
    count = f'<text x="{RIGHT + 14}" y="{y + 4}" fill="{QUIET}">n {cell.voices}</text>'
    return f"{name}{spread}{_marker(cell, _x(cell.pull), y, colour)}{count}"


def _marker(cell: Cell, x: float, y: float, colour: str) -> str:
    fill = "#ffffff" if cell.heard else colour
    paint = f'fill="{fill}" stroke="{colour}" stroke-width="2.5"'
    if cell.level == "macro":
        return f'<circle cx="{x}" cy="{y}" r="6" {paint}/>'
    if cell.level == "meso":
        return f'<rect x="{x - 5.5:.1f}" y="{y - 5.5:.1f}" width="11" height="11" {paint}/>'
    return f'<path d="M{x:.1f} {y - 7:.1f} l7 12 h-14 z" {paint}/>'


def _why(cell: Cell, minimum: int) -> str:
    return "no voice" if cell.voices == 0 else f"fewer than {minimum} voices: not shown"


def _told(cell: Cell, part: TensionPart, minimum: int) -> str:
    if cell.pull is None:
        return f"{cell.name}: {_why(cell, minimum)}"
    pole = part.left if cell.pull < 0 else part.right
    return f"{cell.name}: {abs(cell.pull):.2f} towards {pole}, n {cell.voices}"
