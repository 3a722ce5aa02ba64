"""Draws the map: positions computed here, once, for ECharts on screen and for an SVG that can be kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any

from dashboard.views.map import RELATIONS, MapEdge, MapModel, MapNode

WIDTH = 900
ROW = 64
COLOURS = {"macro": "#0072b2", "meso": "#d55e00", "micro": "#009e73", "outside": "#595959", "": "#595959"}
DARK_COLOURS = {"macro": "#56b4e9", "meso": "#e69f00", "micro": "#2fc79a", "outside": "#a8a8a8", "": "#a8a8a8"}
BARRIER = "#cc79a7"
OPPOSED = "#c0392b"
ADDRESSED = "#8a8a8a"
SHAPES = {"macro": "circle", "meso": "rect", "micro": "triangle", "outside": "circle"}
DASHES: Mapping[str, tuple[int, ...]] = {"rejects": (10, 5), "heard": (2, 4), "opposes": (6, 4)}
CURVES = {"endorses": 0.06, "rejects": 0.16, "heard": -0.12, "names": 0.1, "addressed": -0.06, "opposes": 0.0}
LEVEL_NAMES = {"macro": "national", "meso": "partnership", "micro": "front line and people", "outside": "outside"}


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours of one theme."""

    text: str
    ground: str
    levels: Mapping[str, str]


LIGHT = Ink("#1a1a1a", "#ffffff", COLOURS)
DARK = Ink("#f2f2f2", "#0e1117", DARK_COLOURS)


def height(model: MapModel) -> int:
    """Height of the drawing without its margins, in the unit of `positions`."""
    left = sum(n.column in ("macro", "outside") for n in model.nodes)
    longest = max((sum(n.column == c for n in model.nodes) for c in ("meso", "micro", "barrier")), default=1)
    axes = len({n.axis for n in model.nodes if n.kind == "message"})
    return ROW * (max(left, longest, axes, 4) - 1)


def positions(model: MapModel) -> dict[str, tuple[float, float]]:
    """x and y of every node: 0 to WIDTH and 0 to `height(model)`, equal scale, y downwards."""
    barriers = any(n.kind == "barrier" for n in model.nodes)
    x = {"macro": 0.0, "outside": 0.0, "meso": 590.0, "micro": 750.0} | {"barrier": float(WIDTH)}
    if not barriers:
        x |= {"meso": 670.0, "micro": float(WIDTH)}
    tall = float(height(model))
    placed: dict[str, tuple[float, float]] = {}
    for columns in (("macro", "outside"), ("meso",), ("micro",), ("barrier",)):
        lane = [n for n in model.nodes if n.column in columns]
        for node, y in zip(lane, _spread(len(lane), tall), strict=True):
            placed[node.id] = (x[node.column], y)
    axes = list(dict.fromkeys(n.axis for n in model.nodes if n.kind == "message"))
    at = dict(zip(axes, _spread(len(axes), tall), strict=True))
    for node in model.nodes:
        if node.kind == "message":
            placed[node.id] = (275.0 if node.pole < 0 else 365.0, at[node.axis])
    return placed


def option(model: MapModel, ink: Ink) -> dict[str, Any]:
    """An ECharts option; node and edge indices are those of the model, two unseen corners come after them."""
    at = positions(model)
    index = {n.id: i for i, n in enumerate(model.nodes)}
    corners = [
        {"name": f"corner {x} {y}", "x": x, "y": y, "symbolSize": 0, "silent": True, "label": {"show": False}}
        for x, y in ((-20, -20), (WIDTH + 20, height(model) + 20))
    ]
    series = {
        "type": "graph",
        "layout": "none",
        "roam": True,
        "selectedMode": "single",
        "select": {"itemStyle": {"borderColor": "#f0a000", "borderWidth": 3}, "lineStyle": {"opacity": 1}},
        "scaleLimit": {"min": 0.6, "max": 4},
        "data": [*(_node(n, at[n.id], ink) for n in model.nodes), *corners],
        "edges": [_edge(e, index, model, ink) for e in model.edges],
        "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 1}},
        "blur": {"lineStyle": {"opacity": 0.06}},
        "labelLayout": {"hideOverlap": False},
    }
    return {
        "animation": False,
        "aria": {"enabled": True},
        "tooltip": {"confine": True, "formatter": "{b}"},
        "toolbox": {"right": 0, "feature": {"saveAsImage": {"name": "map", "backgroundColor": ink.ground}}},
        "series": [series],
    }


def svg(model: MapModel, title: str, note: str, ink: Ink = LIGHT) -> str:
    """The same drawing as one self-contained SVG: title, map, legend and a note; every text is escaped."""
    side, top = 190, 120
    tall, wide = height(model), WIDTH + 2 * side
    at = {k: (x + side, y + top) for k, (x, y) in positions(model).items()}
    full = tall + top + 120
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {full}" width="{wide}" height="{full}" '
        f'role="img" font-family="sans-serif" font-size="12" fill="{ink.text}"><title>{escape(title)}</title>',
        f'<rect width="{wide}" height="{full}" fill="{ink.ground}"/>',
        f'<text x="20" y="28" font-size="18">{escape(title)}</text>',
        *(_svg_edge(e, at, ink) for e in model.edges),
        *(_svg_node(n, at[n.id], ink) for n in model.nodes),
        f'<g transform="translate(20 {tall + top + 50})">{_legend(ink)}</g>',
        f'<text x="20" y="{tall + top + 105}" font-size="11">{escape(note)}</text></svg>',
    ]
    return "".join(parts)


def legend_svg(ink: Ink) -> str:
    """The legend alone, as an SVG of 1000 by 44."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 44" width="1000" height="44" '
        f'font-family="sans-serif" font-size="12" fill="{ink.text}">{_legend(ink)}</svg>'
    )


def _spread(count: int, tall: float) -> list[float]:
    if count == 1:
        return [tall / 2]
    return [tall * i / (count - 1) for i in range(count)]


def _colour(node: MapNode, ink: Ink) -> str:
    if node.kind == "message":
        return ink.text
    return BARRIER if node.kind == "barrier" else ink.levels[node.column]


def _edge_colour(edge: MapEdge, ink: Ink) -> str:
    fixed = {"opposes": OPPOSED, "addressed": ADDRESSED, "names": BARRIER}
    return fixed.get(edge.mode) or ink.levels[edge.level]


def _size(node: MapNode) -> float:
    return 11.0 if node.kind in ("message", "barrier") else 12.0 + min(14.0, 1.2 * node.codings**0.5)


def _thickness(edge: MapEdge) -> float:
    return 2.0 if edge.mode == "opposes" else 0.8 + min(4.2, 0.55 * len(edge.codings) ** 0.5)


def _label_side(node: MapNode) -> str:
    return "left" if node.column in ("macro", "outside") or (node.kind == "message" and node.pole < 0) else "right"


def _lines(text: str) -> list[str]:
    lines = wrap(text, 21)
    return lines if len(lines) <= 3 else [*lines[:2], lines[2][:18].rstrip() + "…"]


def _node(node: MapNode, at: tuple[float, float], ink: Ink) -> dict[str, Any]:
    shape = {"message": "roundRect", "barrier": "diamond"}.get(node.kind) or SHAPES[node.column]
    return {
        "id": node.id,
        "name": f"{node.label}: {node.codings} codings",
        "x": at[0],
        "y": at[1],
        "symbol": shape,
        "symbolSize": _size(node),
        "itemStyle": {"color": _colour(node, ink)},
        "label": {
            "show": True,
            "position": _label_side(node),
            "formatter": "\n".join(_lines(node.label)).replace("{", "(").replace("}", ")"),
            "color": ink.text,
            "fontSize": 11,
            "lineHeight": 13,
            "textBorderColor": ink.ground,
            "textBorderWidth": 3,
        },
    }


def _edge(edge: MapEdge, index: Mapping[str, int], model: MapModel, ink: Ink) -> dict[str, Any]:
    dash = DASHES.get(edge.mode)
    return {
        "source": index[edge.start],
        "target": index[edge.end],
        "name": f"{model.about(edge)}: {len(edge.codings)} codings",
        "symbol": ["none", "arrow" if edge.mode == "addressed" else "none"],
        "symbolSize": 6,
        "lineStyle": {
            "color": _edge_colour(edge, ink),
            "width": _thickness(edge),
            "type": list(dash) if dash else "solid",
            "curveness": CURVES[edge.mode],
            "opacity": 0.9 if edge.mode == "opposes" else 0.5,
        },
    }


def _svg_edge(edge: MapEdge, at: Mapping[str, tuple[float, float]], ink: Ink) -> str:
    (x1, y1), (x2, y2) = at[edge.start], at[edge.end]
    bend = CURVES[edge.mode]
    mx, my = (x1 + x2) / 2 - (y1 - y2) * bend, (y1 + y2) / 2 - (x2 - x1) * bend
    dash = f' stroke-dasharray="{" ".join(map(str, DASHES[edge.mode]))}"' if edge.mode in DASHES else ""
    arrow = ""
    if edge.mode == "addressed":
        arrow = f'<circle cx="{x2:.1f}" cy="{y2:.1f}" r="11" fill="none" stroke="{ADDRESSED}" stroke-width="0.8"/>'
    return (
        f'<path d="M{x1:.1f} {y1:.1f}Q{mx:.1f} {my:.1f} {x2:.1f} {y2:.1f}" fill="none" '
        f'stroke="{_edge_colour(edge, ink)}" stroke-width="{_thickness(edge):.1f}" stroke-opacity="0.55"{dash}/>{arrow}'
    )


def _svg_node(node: MapNode, at: tuple[float, float], ink: Ink) -> str:
    x, y = at
    r = _size(node) / 2
    kind = "diamond" if node.kind == "barrier" else "rect" if node.kind == "message" else SHAPES[node.column]
    end = _label_side(node) == "left"
    tx, lines = (x - r - 5 if end else x + r + 5), _lines(node.label)
    text = "".join(
        f'<text x="{tx:.1f}" y="{y + 4 + 13 * (i - (len(lines) - 1) / 2):.1f}" '
        f'text-anchor="{"end" if end else "start"}" font-size="11" stroke="{ink.ground}" stroke-width="3" '
        f'paint-order="stroke">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    return _shape(kind, x, y, r, _colour(node, ink)) + text


def _shape(kind: str, x: float, y: float, r: float, colour: str) -> str:
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{colour}"/>'
    if kind == "rect":
        return f'<rect x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r:.1f}" height="{2 * r:.1f}" fill="{colour}"/>'
    corners = [(x, y - r), (x + r, y + r), (x - r, y + r)]
    if kind == "diamond":
        corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
    return f'<polygon points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in corners)}" fill="{colour}"/>'


def _legend(ink: Ink) -> str:
    parts = []
    x = 8
    for level, name in LEVEL_NAMES.items():
        parts.append(_shape(SHAPES[level], x, 10, 6, ink.levels[level]))
        parts.append(f'<text x="{x + 12}" y="14">{name}</text>')
        x += 40 + 7 * len(name)
    for kind, name, colour in (("rect", "message", ink.text), ("diamond", "barrier", BARRIER)):
        parts.append(_shape(kind, x, 10, 6, colour) + f'<text x="{x + 12}" y="14">{name}</text>')
        x += 40 + 7 * len(name)
    x = 0
    for mode, name in RELATIONS.items():
        probe = MapEdge("", "", mode, "macro", 0, 0, ())
        dash = f' stroke-dasharray="{" ".join(map(str, DASHES[mode]))}"' if mode in DASHES else ""
        parts.append(
            f'<path d="M{x} 34H{x + 34}" stroke="{_edge_colour(probe, ink)}" stroke-width="2.5"{dash}/>'
            f'<text x="{x + 40}" y="38">{name}</text>'
        )
        x += 66 + 7 * len(name)
    return "".join(parts)
