"""Draws a dossier as one self-contained HTML page that prints on one sheet; every text is escaped, nothing fetched."""

import base64
import hashlib
from collections.abc import Iterable
from html import escape

from dashboard.dossier import pick
from dashboard.dossier.content import KIND_WORDS, Dossier, Neighbour, Pair, Place, Side
from dashboard.views.quotes import Quote

STYLE = """
:root { color-scheme: light; }
body { font: 10.5pt/1.4 Georgia, 'Times New Roman', serif; color: #1a1a1a; background: #fff; max-width: 58rem;
  margin: 1.6rem auto; padding: 0 1.2rem; }
h1, h2, h3, h4, footer, .kicker, .line, .small, summary { font-family: 'Helvetica Neue', Arial, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: .1rem 0 .3rem; }
h2 { font-size: 1rem; border-top: 2px solid #1a1a1a; padding-top: .3rem; margin: 1.1rem 0 .3rem; }
h3 { font-size: .9rem; margin: .7rem 0 .2rem; }
h4 { font-size: .86rem; margin: .1rem 0; }
p { margin: .2rem 0; }
.kicker { font-size: .8rem; color: #444; text-transform: uppercase; letter-spacing: .04em; }
.only { border: 2px solid #1a1a1a; padding: .2rem .6rem; font-weight: bold; display: inline-block; }
.judged { border-left: 4px solid #0072b2; padding-left: .8rem; }
blockquote { margin: .25rem 0; padding-left: .7rem; border-left: 3px solid #999; white-space: pre-line; }
mark { background: #fff3bf; color: inherit; }
.rest { color: #555; }
.line, .small { font-size: .78rem; color: #444; margin: .1rem 0; display: block; }
.held { font-style: italic; color: #444; }
.sides, .foot { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem 1.4rem; }
ul { margin: .2rem 0; padding-left: 1.1rem; }
li { margin-bottom: .2rem; overflow-wrap: anywhere; font-size: .88rem; }
details { margin: .2rem 0; font-size: .88rem; }
summary { font-size: .78rem; cursor: pointer; }
a { color: #004f80; overflow-wrap: anywhere; }
footer { font-size: .74rem; color: #444; border-top: 1px solid #777; margin-top: .8rem; padding-top: .3rem; }
@media (max-width: 40rem) { .sides, .foot { grid-template-columns: 1fr; } }
@page { size: A4; margin: 11mm 12mm; }
@media print {
  html { font-size: 8.8pt; }
  body { margin: 0; padding: 0; max-width: none; font-size: 8.1pt; line-height: 1.22; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h1 { font-size: 13pt; margin-bottom: 1pt; }
  h2 { margin: 5pt 0 1pt; padding-top: 2pt; border-top-width: 1px; }
  h3 { margin: 4pt 0 1pt; }
  .pair, li, .judged { break-inside: avoid; }
  .sides, .foot { gap: 1pt 12pt; }
  details { display: none; }
  h2, h3, h4 { break-after: avoid; }
}
"""


def page(dossier: Dossier) -> str:
    """The whole page. It holds no clock time: the same build and judgements give the same bytes."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    only = pick.disclosure(dossier)
    parts = [
        f'<p class="kicker">Dossier · {escape(KIND_WORDS.get(dossier.kind, dossier.kind))}</p>',
        f"<h1>{escape(dossier.axis_label)}: {escape(dossier.between)}</h1>",
        f'<p class="{"small" if dossier.public else "only"}">{escape(only)}</p>' if only else "",
        _judgement(dossier),
        "<h2>Both sides</h2>",
        *(_pair(p, dossier, n) for n, p in enumerate(pick.full_pairs(dossier), 1)),
        '<div class="foot">',
        f"<div>{_timeline(dossier)}{_others(dossier)}</div>",
        f"<div>{_reconciles(dossier)}{_barriers(dossier)}</div>",
        "</div>",
        _footer(dossier),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(dossier.title)}: dossier</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body>\n</html>\n"
    )


def _judgement(dossier: Dossier) -> str:
    judged = pick.judgements(dossier)
    if not dossier.judged:
        return '<p class="judged">No analyst has judged this dossier yet.</p>'
    lines = [f"<p><strong>Judged: {escape(dossier.judged)}.</strong></p>"]
    lines += [f"<p>{escape(pick.judged_line(j))}</p>" for _, j in judged[: pick.JUDGEMENTS]]
    more = pick.rest(judged, pick.JUDGEMENTS, "judgements")
    return f'<div class="judged">{"".join(lines)}{_small(more)}</div>'


def _pair(pair: Pair, dossier: Dossier, number: int) -> str:
    sides = "".join(f"<div>{_side(side, dossier)}</div>" for side in (pair.a, pair.b))
    forces = f"Forces: {pair.forces}. " if pair.forces else ""
    return (
        f'<section class="pair"><h3>{number}. Salience {pair.salience:.2f}. {escape(forces + pair.time)}</h3>'
        f'<div class="sides">{sides}</div><p class="small">Salience: {escape(pick.parts_line(pair))}.</p></section>'
    )


def _side(side: Side, dossier: Dossier) -> str:
    head = f"<h4>{escape(side.heading)}</h4>"
    if side.withheld:
        return f'{head}<p class="held">Quote withheld: not cleared for a public page.</p>'
    place = dossier.places.get(side.quote.passage)
    before, text, after = (escape(t) for t in pick.marked(side, place))
    quoted = f'<span class="rest">{before}</span><mark>{text}</mark><span class="rest">{after}</span>'
    lines = f'<span class="line">{escape(side.quote.attribution)}</span>'
    lines += f'<span class="line">{escape(pick.facts(side))}</span>'
    return f"{head}<blockquote>{quoted}</blockquote>{lines}{_context(place)}"


def _context(place: Place | None) -> str:
    if place is None:
        return ""
    own = f"<p><strong>{escape(place.citation)}</strong> {escape(place.text)}</p>"
    around = (_neighbour("Before", place.before), own, _neighbour("After", place.after))
    url = escape(place.url)
    link = f'<p><a href="{url}" rel="noreferrer noopener">{url}</a></p>' if url else ""
    heading = f"<p>{escape(place.heading)}</p>" if place.heading else ""
    return f"<details><summary>Context</summary>{heading}{''.join(around)}{link}</details>"


def _neighbour(word: str, neighbour: Neighbour | None) -> str:
    return f"<p>{word}: {escape(neighbour.citation)}. {escape(neighbour.text)}</p>" if neighbour else ""


def _timeline(dossier: Dossier) -> str:
    shown = pick.moments(dossier)
    lines = []
    for m in shown:
        standing = f" ({m.standing})" if m.standing else ""
        lines.append(f"<strong>{escape(m.date or 'undated')}</strong> {escape(m.label)}: "
                     f"{escape(' and '.join(m.sides))}{escape(standing)}")  # fmt: skip
    more = pick.rest(dossier.timeline, len(shown), "sources")
    return f"<h2>Timeline</h2>{_list(lines)}{_small(more)}"


def _others(dossier: Dossier) -> str:
    full = pick.full_pairs(dossier)
    others = [p for p in dossier.pairs if p not in full]
    if not others:
        return ""
    lines = [f"{_short(p.a)} ↔ {_short(p.b)} ({p.salience:.2f})" for p in others[: pick.SHORT]]
    more = pick.rest(others, pick.SHORT, "pairs, all of them in the JSON file")
    return f"<h2>Other pairs</h2>{_list(lines)}{_small(more)}"


def _short(side: Side) -> str:
    return "withheld" if side.withheld else f"“{escape(pick.brief(side.quote.text))}”"


def _reconciles(dossier: Dossier) -> str:
    if not dossier.reconciles:
        return "<h2>What reconciles it</h2><p>Nothing found: no passage says both sides, no wording is conditional.</p>"
    lines = []
    for found in dossier.reconciles[: pick.RECONCILED]:
        quotes = " — ".join(f"“{escape(pick.brief(q.text))}”" for q in found.quotes)
        words = f": {escape(pick.brief(found.words))}" if found.words else ""
        why = f"<em>{escape(found.why)}{words}</em> ({escape(found.nearness)})"
        lines.append(f"{why}. {quotes} {_cited(found.quotes[0])}")
    left = dossier.reconciles_in_all - min(len(dossier.reconciles), pick.RECONCILED)
    return f"<h2>What reconciles it</h2>{_list(lines)}{_small(f'and {left} more' if left > 0 else '')}"


def _barriers(dossier: Dossier) -> str:
    if not dossier.barriers:
        return "<h2>Barriers in the same breath</h2><p>None is coded beside these words.</p>"
    lines = []
    for named in dossier.barriers[: pick.BARRIERS]:
        voices = "few voices" if named.voices is None else f"{named.voices} voice{'' if named.voices == 1 else 's'}"
        quote = f": “{escape(pick.brief(named.quotes[0].text))}” {_cited(named.quotes[0])}" if named.quotes else ""
        lines.append(f"<strong>{escape(named.label)}</strong> ({escape(named.relation)}, {voices}){quote}")
    more = pick.rest(dossier.barriers, pick.BARRIERS, "barriers")
    return f"<h2>Barriers in the same breath</h2>{_list(lines)}{_small(more)}"


def _cited(quote: Quote) -> str:
    note = f" · {quote.text_note}" if quote.text_note else ""
    return f'<span class="small">{escape(quote.citation + note)}</span>'


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


def _small(text: str) -> str:
    return f'<p class="small">{escape(text)}.</p>' if text else ""


def _footer(dossier: Dossier) -> str:
    number = len(dossier.pairs)
    named = f" {dossier.id}," if dossier.id else ""
    lines = (
        f"Dossier{named} rank {dossier.rank}: {number} pair{'' if number == 1 else 's'} of claims on opposite sides of "
        f"one axis. {dossier.study}. {dossier.note} Build {dossier.build}."
    )
    return f"<footer>{escape(lines)}</footer>"
