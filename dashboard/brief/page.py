"""Draws a briefing as one self-contained HTML page; every text in it is escaped, nothing is fetched."""

import base64
import hashlib
from html import escape

from dashboard.brief.content import Brief, ContradictionPart, Group, Methods, Side, TensionPart
from dashboard.brief.figure import figure
from dashboard.brief.gate import ClearedQuote

STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.45 Georgia, 'Times New Roman', serif; color: #1a1a1a; background: #fff; max-width: 46rem;
  margin: 2rem auto; padding: 0 1.2rem; }
h1, h2, h3, h4, footer, .line, .gaps, .legend { font-family: 'Helvetica Neue', Arial, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.15; margin-bottom: .3rem; }
h2 { font-size: 1.35rem; border-top: 2px solid #1a1a1a; padding-top: .5rem; margin-top: 2.2rem; }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .3rem; }
h4 { font-size: .92rem; margin: 1rem 0 .2rem; }
svg { width: 100%; height: auto; }
blockquote { margin: .5rem 0 .7rem; padding-left: .9rem; border-left: 3px solid #999; white-space: pre-line; }
.line, .gaps, .legend, .held { font-size: .82rem; color: #444; margin: .15rem 0; }
.line { display: block; white-space: normal; }
.pole { font-weight: bold; }
.held { font-style: italic; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1.4rem; }
.box { border: 1px solid #777; padding: .3rem 1rem .7rem; font-size: .9rem; }
li { margin-bottom: .35rem; overflow-wrap: anywhere; font-size: .88rem; }
a { color: #004f80; }
@media (max-width: 34rem) { .pair { grid-template-columns: 1fr; } }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 10pt; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  svg, blockquote, .pair, .box, li { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
}
"""


def page(brief: Brief) -> str:
    """The whole page. It holds no clock time: the same build and choice give the same bytes."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    parts = [
        f"<h1>{escape(brief.title)}</h1>",
        f"<p>{escape(brief.description)}</p>" if brief.description else "",
        f'<p class="held">{escape(brief.methods.note)}</p>' if brief.methods.note else "",
        _tensions(brief),
        _contradictions(brief),
        _methods(brief.methods),
        _sources(brief),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(brief.title)}: briefing</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body>\n</html>\n"
    )


def _tensions(brief: Brief) -> str:
    if not brief.tensions:
        return ""
    legend = (
        "Filled marker: what a level says. Ring: what it is heard to say. Line: 95 % interval. n: voices. "
        "Circle macro, square meso, triangle micro."
    )
    drawn = "".join(_tension(t, brief.methods.minimum) for t in brief.tensions)
    return f'<h2>Tensions</h2><p class="legend">{legend}</p>{drawn}'


def _tension(part: TensionPart, minimum: int) -> str:
    gaps = "".join(f'<p class="gaps">{escape(g)}</p>' for g in part.gaps)
    groups = "".join(_group(g) for g in part.groups)
    return f"<section><h3>{escape(part.label)}</h3>{figure(part, minimum)}{gaps}{groups}</section>"


def _group(group: Group) -> str:
    drawn = "".join(_quote(q, pole) for pole, q in group.quotes)
    held = f'<p class="held">{_withheld(group.withheld)}</p>' if group.withheld else ""
    return f"<h4>{escape(group.title)}</h4>{drawn}{held}"


def _withheld(number: int) -> str:
    return f"{number} quote{'' if number == 1 else 's'} withheld: not cleared for a public page."


def _quote(quote: ClearedQuote, pole: str = "") -> str:
    stands = f'<span class="pole">{escape(pole)}</span> · ' if pole else ""
    return f'<blockquote>{escape(quote.text)}<span class="line">{stands}{escape(quote.line)}</span></blockquote>'


def _contradictions(brief: Brief) -> str:
    if not brief.contradictions:
        return ""
    return "<h2>Contradictions</h2>" + "".join(_pair(c) for c in brief.contradictions)


def _pair(part: ContradictionPart) -> str:
    sides = "".join(f"<div>{_side(side)}</div>" for side in part.sides)
    return f'<section><h3>{escape(part.title)}</h3><div class="pair">{sides}</div></section>'


def _side(side: Side) -> str:
    words = _quote(side.quote) if side.quote else '<p class="held">Quote withheld: not cleared for a public page.</p>'
    return f"<h4>{escape(side.title)}</h4>{words}"


def _methods(m: Methods) -> str:
    few = f"fewer than {m.minimum}, or withheld so that it cannot be worked out"
    voices = "; ".join(f"{level}: {few if n is None else n}" for level, n in m.voices)
    total = few if m.voices_in_all is None else str(m.voices_in_all)
    lines = [
        f"Coders whose readings are counted: {m.coders or 'none'}. {m.note}",
        f"{m.codings} counted codings in {m.sources} sources; voices on the axes in all: {total} ({voices}).",
        "A position is the mean of a level's voices, from one pole to the other; a gap is half the difference of two "
        "means, with its interval by resampling voices and p by exchanging them. No dot stands for a single voice.",
        "Quotes: for each group up to two from the side that most of its codings take and one from the other, each of "
        "another voice; what binds comes before what asks or hopes.",
        f"Respondents appear as level and role group. {_withheld(m.withheld)} Cells with fewer than {m.minimum} "
        f"voices are not shown ({m.suppressed} on this page).",
        f"Build {m.build}.",
    ]
    return '<h2>How this was made</h2><div class="box">' + "".join(f"<p>{escape(x)}</p>" for x in lines) + "</div>"


def _sources(brief: Brief) -> str:
    if not brief.sources:
        return ""
    lines = []
    for source in brief.sources:
        url = escape(source.url)
        link = f' <a href="{url}" rel="noreferrer noopener">{url}</a>' if url else ""
        lines.append(f"<li>{escape(source.text)}{link}</li>")
    return f"<h2>Sources of the words shown</h2><ol>{''.join(lines)}</ol>"
