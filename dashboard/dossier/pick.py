"""What of a dossier stands on one page: the best pairs in full, of the rest the first ones, shortened."""

from collections.abc import Sequence
from typing import TypeVar

from dashboard.dossier.content import Dossier, Judged, Moment, Pair, Place, Side

FULL = 3
"""So many pairs stand in full on a page."""
SHORT = 3
MOMENTS = 5
RECONCILED = 3
BARRIERS = 4
JUDGEMENTS = 3
LONG = 420
"""A passage of up to so many characters is shown whole, with the quote marked; of a longer one the quote alone."""
BRIEF = 110
"""So many characters of a quote where it is only listed."""

T = TypeVar("T")


def rest(things: Sequence[T], shown: int, what: str) -> str:
    """How many of `things` are not shown, in words; empty where all are."""
    left = len(things) - shown
    return f"and {left} more {what}" if left > 0 else ""


def full_pairs(dossier: Dossier, most: int = FULL) -> tuple[Pair, ...]:
    """The pairs to show in full: the best, no quote of which stands there already, then the next ones in order."""
    chosen: list[Pair] = []
    seen: set[str] = set()
    for pair in dossier.pairs:
        quotes = {pair.a.quote.coding, pair.b.quote.coding}
        if len(chosen) < most and not quotes & seen:
            chosen.append(pair)
            seen |= quotes
    for pair in dossier.pairs:
        if len(chosen) < most and pair not in chosen:
            chosen.append(pair)
    return tuple(chosen)


def marked(side: Side, place: Place | None) -> tuple[str, str, str]:
    """What is before the quote, the quote, and what is after it, in its passage; a long passage is left out."""
    text = side.quote.text
    if place is None or len(place.text) > LONG:
        return "", text, ""
    end = side.start + len(text)
    if place.text[side.start : end] != text:
        return "", text, ""
    return place.text[: side.start], text, place.text[end:]


def facts(side: Side) -> str:
    """Level, force, stance, date and whether the text still holds, in one line."""
    quote = side.quote
    level = quote.voice_level or "outside"
    return " · ".join(p for p in (level, quote.force, quote.stance, dated(side)) if p)


def dated(side: Side) -> str:
    """Date of the source and whether it is still in force."""
    date = side.quote.date or ("" if side.withheld else "undated")
    return " · ".join(p for p in (date, side.standing) if p)


def parts_line(pair: Pair) -> str:
    """The parts of a pair's salience with value and weight, in one line."""
    return "; ".join(f"{p.words} {p.value:.2f} × {p.weight:g}" for p in pair.parts)


def brief(text: str) -> str:
    """A text cut at a word, for lists."""
    if len(text) <= BRIEF:
        return text
    return text[:BRIEF].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def moments(dossier: Dossier) -> tuple[Moment, ...]:
    """The moments of the pairs shown in full, else the first ones."""
    sources = {s.quote.source for p in full_pairs(dossier) for s in (p.a, p.b)}
    near = [m for m in dossier.timeline if m.source in sources]
    others = [m for m in dossier.timeline if m.source not in sources][: max(0, MOMENTS - len(near))]
    kept = {m.source for m in (*near, *others)}
    return tuple(m for m in dossier.timeline if m.source in kept)


def judgements(dossier: Dossier) -> tuple[tuple[Pair, Judged], ...]:
    """Every coder's judgement with its pair, in the order of the pairs."""
    return tuple((pair, judged) for pair in dossier.pairs for judged in pair.judgements)


def judged_line(judged: Judged) -> str:
    """Coder, verdict, what reconciles it, and the reason in one sentence."""
    label = judged.label
    if judged.reconciled_by and judged.verdict == "reconciled":
        label = f"reconciled by {judged.reconciled_by}"
    elif judged.reconciled_by:
        label = f"{label}; reconciled by {judged.reconciled_by}"
    line = f"{judged.coder}: {label.removesuffix(' …')}"
    return f"{line}. {judged.reason}" if judged.reason else f"{line}."


def disclosure(dossier: Dossier) -> str:
    """Who may see this page, in one sentence; empty where all of it is open."""
    if dossier.public:
        held = f" {_quotes(dossier.withheld)} withheld: not cleared for a public page." if dossier.withheld else ""
        return f"Cleared for the public: respondents appear as level and role group.{held}"
    if dossier.internal:
        return f"For internal use: {_quotes(dossier.closed)} not open."
    return ""


def _quotes(number: int) -> str:
    return f"{number} quote{' is' if number == 1 else 's are'}"
