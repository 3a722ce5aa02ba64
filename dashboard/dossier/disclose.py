"""A dossier as it may leave the house: the brief's gate over every text and name in it.

Quotes that are not cleared are withheld, with whatever tells where they stand; cases appear as level and role group,
coders as numbers. An id that is a hash of a case's id could be found by trying: such ids are left out or replaced.
"""

from collections.abc import Mapping
from dataclasses import replace

from dashboard.brief.gate import PASSES, Gate
from dashboard.dossier.content import Dossier, Holder, Judged, Moment, Named, Neighbour, Pair, Place, Reconciled, Side
from dashboard.views.quotes import Quote


def for_public(dossier: Dossier, gate: Gate) -> Dossier:
    """The same dossier with everything taken out that the gate keeps back; `withheld` says how many quotes."""
    aliases = {passage: f"p{n}" for n, passage in enumerate(dossier.places, 1)}
    coders = {c: f"analyst {n}" for n, c in enumerate(_coders(dossier), 1)}
    pairs = tuple(_pair(p, gate, aliases, coders) for p in dossier.pairs)
    shown = [s for p in pairs for s in (p.a, p.b) if not s.withheld]
    reconciles = tuple(r for each in dossier.reconciles if (r := _reconciled(each, gate, aliases)) is not None)
    kept_passages = {s.quote.passage for s in shown}
    places = {aliases[i]: _place(p, gate, aliases[i]) for i, p in dossier.places.items() if _open(p, gate)}
    return replace(
        dossier,
        id="" if any(h.id in gate.names for h in dossier.holders) else dossier.id,
        holders=(_holder(dossier.holders[0], gate), _holder(dossier.holders[1], gate)),
        pairs=pairs,
        timeline=_timeline(dossier.timeline, {s.quote.source for s in shown}, gate),
        reconciles=reconciles,
        reconciles_in_all=len(reconciles),
        barriers=tuple(_named(b, gate, aliases) for b in dossier.barriers),
        places={alias: place for alias, place in places.items() if alias in kept_passages},
        study=gate.name(dossier.study),
        note=gate.name(dossier.note),
        public=True,
        withheld=len({s.quote.coding for p in pairs for s in (p.a, p.b) if s.withheld}),
    )


def _coders(dossier: Dossier) -> list[str]:
    return sorted({j.coder for p in dossier.pairs for j in p.judgements})


def _pair(pair: Pair, gate: Gate, aliases: Mapping[str, str], coders: Mapping[str, str]) -> Pair:
    a, b = (_side(s, gate, aliases) for s in (pair.a, pair.b))
    held = a.withheld or b.withheld
    judgements = tuple(_judged(j, gate, coders[j.coder], held) for j in pair.judgements)
    return replace(pair, a=a, b=b, judgements=judgements, time="" if held else gate.name(pair.time))


def _judged(judged: Judged, gate: Gate, coder: str, held: bool) -> Judged:
    def words(text: str) -> str:
        return "" if held or gate.identifies(text) else text

    return replace(
        judged, coder=coder, reason=words(judged.reason), reconciled_by=words(judged.reconciled_by), created=""
    )


def _holder(holder: Holder, gate: Gate) -> Holder:
    return replace(holder, id="" if holder.id in gate.names else holder.id, label=gate.name(holder.label))


def _side(side: Side, gate: Gate, aliases: Mapping[str, str]) -> Side:
    quote = _quote(side.quote, gate, aliases)
    case = side.voice in gate.names
    held = quote is None
    return replace(
        side,
        holder=_holder(side.holder, gate),
        voice="" if case or held else side.voice,
        source_label="" if held else gate.name(side.source_label),
        standing="" if held else gate.name(side.standing),
        quote=_blank(side.quote, gate) if quote is None else quote,
        start=0 if held else side.start,
        withheld=held,
    )


def _quote(quote: Quote, gate: Gate, aliases: Mapping[str, str]) -> Quote | None:
    """The quote as it may be shown; None where the gate does not clear it. A coder's note stays in the house."""
    if gate.clear(quote) is None:
        return None
    cited = quote.citation.removeprefix(f"{quote.voice}, ") if quote.voice in gate.names else quote.citation
    return replace(
        quote,
        passage=aliases.get(quote.passage, ""),
        citation=gate.name(cited),
        voice=gate.name(quote.voice),
        sender=gate.name(quote.sender),
        addressee=gate.name(quote.addressee),
        memo="",
    )


def _blank(quote: Quote, gate: Gate) -> Quote:
    """What is left of a withheld quote: whose kind of words it is, and its stance."""
    return replace(
        quote,
        text="",
        passage="",
        source="",
        citation="",
        text_note="",
        date="",
        memo="",
        voice=gate.name(quote.voice),
        sender=gate.name(quote.sender),
        addressee=gate.name(quote.addressee),
    )


def _timeline(moments: tuple[Moment, ...], sources: set[str], gate: Gate) -> tuple[Moment, ...]:
    kept = (m for m in moments if m.source in sources)
    return tuple(replace(m, label=gate.name(m.label), standing=gate.name(m.standing)) for m in kept)


def _reconciled(found: Reconciled, gate: Gate, aliases: Mapping[str, str]) -> Reconciled | None:
    quotes = [_quote(q, gate, aliases) for q in found.quotes]
    if any(q is None for q in quotes):
        return None
    words = "" if found.noted else found.words
    return replace(found, words=words, quotes=tuple(q for q in quotes if q is not None))


def _named(named: Named, gate: Gate, aliases: Mapping[str, str]) -> Named:
    quotes = (_quote(q, gate, aliases) for q in named.quotes)
    voices = named.voices if named.voices is not None and gate.lets(named.voices) else None
    return replace(named, voices=voices, quotes=tuple(q for q in quotes if q is not None))


def _open(place: Place, gate: Gate) -> bool:
    return place.clearance == PASSES and not gate.identifies(place.text)


def _place(place: Place, gate: Gate, alias: str) -> Place:
    return replace(
        place,
        passage=alias,
        source_label=gate.name(place.source_label),
        citation=gate.name(place.citation),
        heading=gate.name(place.heading),
        before=_neighbour(place.before, gate),
        after=_neighbour(place.after, gate),
    )


def _neighbour(neighbour: Neighbour | None, gate: Gate) -> Neighbour | None:
    if neighbour is None or neighbour.clearance != PASSES or gate.identifies(neighbour.text):
        return None
    return replace(neighbour, citation=gate.name(neighbour.citation))
