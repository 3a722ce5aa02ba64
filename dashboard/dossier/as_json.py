"""A dossier as JSON: stable field names (docs/dossiers.md); what is undefined, not stated or withheld is null."""

import json
from typing import Any

from dashboard.dossier.content import Dossier, Judged, Moment, Named, Neighbour, Pair, Place, Reconciled, Side
from dashboard.views.quotes import Quote

FORMAT = 1


def as_json(dossier: Dossier) -> str:
    """The whole dossier as one JSON object, UTF-8, ended by a newline; it holds no clock time of its making."""
    return json.dumps(fields(dossier), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def fields(dossier: Dossier) -> dict[str, Any]:
    """The fields of a dossier in their order."""
    d = dossier
    return {
        "format": FORMAT,
        "id": d.id or None,
        "rank": d.rank,
        "kind": d.kind,
        "axis": d.axis,
        "label": d.axis_label,
        "poles": {str(sign): label for sign, label in d.poles},
        "holders": [{"id": h.id or None, "label": h.label, "level": h.level or None} for h in d.holders],
        "judgement": d.judged or None,
        "pairs": [_pair(p) for p in d.pairs],
        "timeline": [_moment(m) for m in d.timeline],
        "reconciles": [_reconciled(r) for r in d.reconciles],
        "reconciles_in_all": d.reconciles_in_all,
        "barriers": [_named(b) for b in d.barriers],
        "context": [_place(p) for p in d.places.values()],
        "study": d.study,
        "note": d.note or None,
        "public": d.public,
        "internal": d.internal,
        "not_open": d.closed if not d.public else None,
        "withheld": d.withheld,
        "build": d.build,
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "id": pair.id,
        "rank": pair.rank,
        "salience": pair.salience,
        "parts": [{"part": p.name, "words": p.words, "value": p.value, "weight": p.weight} for p in pair.parts],
        "forces": pair.forces or None,
        "came_first": pair.came_first or None,
        "time": pair.time or None,
        "judgement": pair.judgement or None,
        "judgements": [_judged(j) for j in pair.judgements],
        "a": _side(pair.a),
        "b": _side(pair.b),
    }


def _judged(judged: Judged) -> dict[str, Any]:
    return {
        "coder": judged.coder,
        "verdict": judged.verdict,
        "reason": judged.reason or None,
        "reconciled_by": judged.reconciled_by or None,
        "created": judged.created or None,
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "coding": side.quote.coding,
        "claim": side.claim,
        "holder": side.holder.id or None,
        "holder_label": side.holder.label,
        "holder_level": side.holder.level or None,
        "side": side.side,
        "pole": side.pole or None,
        "withheld": side.withheld,
        **_quote(side.quote),
        "voice": side.voice or None,
        "sender": side.sender or None,
        "code": side.quote.code,
        "code_label": side.code_label,
        "status": side.quote.status,
        "memo": side.quote.memo or None,
        "text_kind": side.text_kind if not side.withheld else None,
        "source_label": side.source_label or None,
        "standing": side.standing or None,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "quote": quote.text or None,
        "citation": quote.citation or None,
        "text_note": quote.text_note or None,
        "voice_label": quote.voice or None,
        "voice_level": quote.voice_level or None,
        "sender_label": quote.sender or None,
        "stance": quote.stance or None,
        "force": quote.force or None,
        "date": quote.date or None,
        "source": quote.source or None,
        "passage": quote.passage or None,
        "clearance": quote.clearance,
    }


def _moment(moment: Moment) -> dict[str, Any]:
    return {
        "date": moment.date or None,
        "source": moment.source,
        "label": moment.label,
        "kind": moment.kind,
        "until": moment.until or None,
        "replaced_by": moment.replaced_by or None,
        "standing": moment.standing or None,
        "poles": list(moment.sides),
        "quotes": moment.quotes,
    }


def _reconciled(found: Reconciled) -> dict[str, Any]:
    return {
        "why": found.why,
        "words": found.words or None,
        "nearness": found.nearness,
        "quotes": [{"coding": q.coding, **_quote(q)} for q in found.quotes],
    }


def _named(named: Named) -> dict[str, Any]:
    return {
        "barrier": named.barrier,
        "label": named.label,
        "relation": named.relation,
        "voices": named.voices,
        "quotes": [{"coding": q.coding, **_quote(q)} for q in named.quotes],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "passage": place.passage,
        "source": place.source,
        "source_label": place.source_label,
        "citation": place.citation,
        "heading": place.heading or None,
        "url": place.url or None,
        "text_note": place.text_note or None,
        "text": place.text,
        "before": _neighbour(place.before),
        "after": _neighbour(place.after),
    }


def _neighbour(neighbour: Neighbour | None) -> dict[str, Any] | None:
    return {"citation": neighbour.citation, "text": neighbour.text} if neighbour else None
