"""A dossier as Markdown, for notes and manuscripts; signs of Markdown in its texts stand for themselves."""

import re
from collections.abc import Iterator

from dashboard.dossier import pick
from dashboard.dossier.content import KIND_WORDS, Dossier, Pair, Place, Side
from dashboard.views.quotes import Quote

FULL = 10
"""So many pairs stand in full; all others are listed."""
SIGNS = "\\`*_[]<>|$~"
_AT_START = re.compile(r"^(\s*\d*)([-#+=.)])", re.MULTILINE)


def markdown(dossier: Dossier) -> str:
    """The whole dossier: the best pairs in full with their context, the others listed, then what belongs to all."""
    return "\n".join(_lines(dossier)) + "\n"


def _lines(dossier: Dossier) -> Iterator[str]:
    yield f"# {plain(dossier.axis_label)}: {plain(dossier.between)}"
    yield from ("", f"Dossier, {KIND_WORDS.get(dossier.kind, dossier.kind)}, {plain(_poles(dossier))}")
    if only := pick.disclosure(dossier):
        yield from ("", f"**{plain(only)}**")
    yield from ("", "## Judgement", "")
    yield f"Judged: {plain(dossier.judged)}." if dossier.judged else "No analyst has judged this dossier yet."
    for pair, judged in pick.judgements(dossier):
        yield f"- {plain(pick.judged_line(judged))} (pair {pair.rank})"
    yield from ("", "## Both sides")
    full = pick.full_pairs(dossier, FULL)
    for number, pair in enumerate(full, 1):
        yield from _pair(number, pair, dossier)
    others = [p for p in dossier.pairs if p not in full]
    if others:
        yield from ("", "### Other pairs", "")
        yield from (f"- {_short(p.a)} ↔ {_short(p.b)} ({p.salience:.2f})" for p in others)
    yield from _timeline(dossier)
    yield from _reconciles(dossier)
    yield from _barriers(dossier)
    yield from ("", "---", "", plain(f"{dossier.study}. {dossier.note} Rank {dossier.rank}. Build {dossier.build}."))


def _poles(dossier: Dossier) -> str:
    return " / ".join(label for _, label in dossier.poles if label)


def _pair(number: int, pair: Pair, dossier: Dossier) -> Iterator[str]:
    yield from ("", f"### {number}. Salience {pair.salience:.2f}", "")
    if facts := " ".join(t for t in (f"Forces: {pair.forces}." if pair.forces else "", pair.time) if t):
        yield from (plain(facts), "")
    yield plain(f"Salience: {pick.parts_line(pair)}.")
    for side in (pair.a, pair.b):
        yield from ("", f"**{plain(side.heading)}**", "")
        yield from _side(side, dossier.places.get(side.quote.passage))


def _side(side: Side, place: Place | None) -> Iterator[str]:
    if side.withheld:
        yield "Quote withheld: not cleared for a public page."
        return
    yield from (f"> {line}" for line in plain(side.quote.text).split("\n"))
    yield from (">", f"> {plain(side.quote.attribution)}", ">", f"> {plain(pick.facts(side))}")
    if place is None:
        return
    around = [(place.before.citation, place.before.text)] if place.before else []
    around += [(place.citation, place.text)]
    around += [(place.after.citation, place.after.text)] if place.after else []
    yield from ("", plain("Context" + (f", {place.heading}" if place.heading else "") + ":"), "")
    yield from (f"- {plain(citation)}: {_one_line(text)}" for citation, text in around)
    if place.url:
        yield f"- <{place.url}>" if not set(place.url) & set("<> ") else f"- {plain(place.url)}"


def _timeline(dossier: Dossier) -> Iterator[str]:
    yield from ("", "## Timeline", "")
    for moment in dossier.timeline:
        standing = f" ({moment.standing})" if moment.standing else ""
        yield plain_item(f"{moment.date or 'undated'}: {moment.label}: {' and '.join(moment.sides)}{standing}")


def _reconciles(dossier: Dossier) -> Iterator[str]:
    yield from ("", "## What reconciles it", "")
    if not dossier.reconciles:
        yield "Nothing found: no passage says both sides, no wording is conditional."
    for found in dossier.reconciles:
        words = f" ({found.words})" if found.words else ""
        yield plain_item(f"{found.why}{words}, {found.nearness}:")
        yield from (f"    - {_quote(q)}" for q in found.quotes)
    if (left := dossier.reconciles_in_all - len(dossier.reconciles)) > 0:
        yield from ("", f"and {left} more on this axis")


def _barriers(dossier: Dossier) -> Iterator[str]:
    yield from ("", "## Barriers in the same breath", "")
    if not dossier.barriers:
        yield "None is coded beside these words."
    for named in dossier.barriers:
        voices = "few voices" if named.voices is None else f"voices: {named.voices}"
        yield plain_item(f"{named.label} ({named.relation}, {voices})")
        yield from (f"    - {_quote(q)}" for q in named.quotes)


def _quote(quote: Quote) -> str:
    return f"“{_one_line(quote.text)}” {plain(quote.attribution)}"


def _short(side: Side) -> str:
    return "withheld" if side.withheld else f"“{_one_line(pick.brief(side.quote.text))}”"


def _one_line(text: str) -> str:
    return plain(" ".join(text.split()))


def plain_item(text: str) -> str:
    """A list item whose text is plain."""
    return f"- {_one_line(text)}"


def plain(text: str) -> str:
    """A text in which Markdown's own signs stand for themselves."""
    inside = "".join(f"\\{c}" if c in SIGNS else c for c in text)
    return _AT_START.sub(r"\1\\\2", inside)
