"""JSON-LD: codings as W3C Web Annotations, with PROV for who made what; the rest of the graph in our own terms."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from graph.export.files import write_whole
from graph.export.jsonld_context import context
from graph.export.values import pairs, rows
from graph.ontology import EdgeType, NodeType, ontology
from graph.stores.base import View

AROUND = 32
"""So many code points before and after a quote help to find it again."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?\Z")
CODES = {"message": "Message", "barrier": "Barrier", "actor": "Actor"}
Thing = dict[str, Any]


def write_jsonld(view: View, target: Path) -> None:
    """Write one object a node and one an edge, a line each, in one `@graph`; the context stands in the file.

    An id is `urn:crosscurrent:STUDY:TYPE:ID`, each part percent-encoded. An edge without properties is a link
    (`cc:PART_OF`), one with properties a thing of its own with `cc:from` and `cc:to`. A coding is an Annotation: its
    body is the code, its target the source with the position (left out where the anchor is lost) and the quote. What is
    absent, an empty text too, is left out.
    """
    write_whole(target, _pieces(view))


@dataclass(frozen=True)
class _Study:
    """How things of one study are named, and the passages by id: (first code point, text)."""

    name: str
    build: str
    passages: Mapping[str, tuple[int, str]]

    def iri(self, label: str, ident: object) -> str:
        return ":".join(("urn:crosscurrent", *(quote(str(part), safe="") for part in (self.name, label, ident))))


def _pieces(view: View) -> Iterator[str]:
    types = ontology()
    found, passages = view.table("Study"), view.table("Passage")
    name = str(found["study"].iloc[0]) if len(found) else "study"
    starts = zip(passages["start_offset"].tolist(), passages["text"].tolist(), strict=True)
    study = _Study(name, view.build, dict(zip(passages["id"].tolist(), starts, strict=True)))
    yield f'{{"@context": {_line(context())},\n"@graph": ['
    comma = "\n"
    for node in types.nodes.values():
        for thing in _nodes(view, node, study):
            yield comma + _line(thing)
            comma = ",\n"
    number = count()
    for edge in types.edges.values():
        for thing in _edges(view, edge, study, number):
            yield comma + _line(thing)
    yield "\n]}\n"


def _line(thing: Thing) -> str:
    return json.dumps(thing, ensure_ascii=False, allow_nan=False)


def _nodes(view: View, node: NodeType, study: _Study) -> Iterator[Thing]:
    for row in rows(view.table(node.name)):
        own = {p.name: value for p, value in pairs(node.properties, row[2:]) if value != ""}
        head = {"id": study.iri(node.name, row[0]), "type": [f"cc:{node.name}"], "identifier": row[0]}
        thing = head | ({"label": row[1]} if row[1] else {}) | {f"cc:{name}": value for name, value in own.items()}
        yield _known(thing, node.name, row[1], own, study)


def _known(thing: Thing, label: str, shown: object, own: Thing, study: _Study) -> Thing:
    """The thing with what the vocabularies of others say of it."""
    if label == "Study":
        return _more(thing, "Entity", {"cc:build": study.build, "title": shown})
    if label == "Source":
        issuer = study.iri("Actor", own["issuer"]) if "issuer" in own else None
        return _more(thing, "Entity", {"title": shown, "wasAttributedTo": issuer})
    if label == "Passage":
        speaker = study.iri("Respondent", own["respondent"]) if "respondent" in own else None
        return _more(thing, "Entity", {"isPartOf": study.iri("Source", own["source"]), "wasAttributedTo": speaker})
    if label in ("Message", "Barrier"):
        return _more(thing, "Concept", {"prefLabel": shown, "definition": own.get("definition")})
    if label == "Actor":
        return _more(_more(thing, "Agent", {}), "Concept", {"prefLabel": shown, "definition": own.get("definition")})
    if label == "Respondent":
        return _more(thing, "Agent", {})
    if label == "Coder":
        return _more(thing, "Person" if own.get("kind") == "person" else "SoftwareAgent", {})
    return _annotation(thing, own, study) if label == "Coding" else thing


def _more(thing: Thing, kind: str, values: Thing) -> Thing:
    thing["type"].append(kind)
    return thing | {name: value for name, value in values.items() if value}


def _annotation(thing: Thing, own: Thing, study: _Study) -> Thing:
    kind = own.get("code_kind", "")
    source, coder = study.iri("Source", own["source"]), study.iri("Coder", own["coder"])
    moment = own["created"] if MOMENT.match(own.get("created", "")) else None
    values = {
        "motivation": "tagging" if kind == "actor" else "classifying",
        "body": study.iri(CODES[kind], own["code"]) if kind in CODES else None,
        "target": {"type": "SpecificResource", "source": source, "selector": list(_selectors(own, study))},
        "creator": coder,
        "created": moment,
        "wasAttributedTo": coder,
        "wasDerivedFrom": source,
        "generatedAtTime": moment,
    }
    return _more(_more(thing, "Annotation", {}), "Entity", values)


def _selectors(own: Thing, study: _Study) -> Iterator[Thing]:
    start, end = own["start_offset"], own["end_offset"]
    words = {"type": "TextQuoteSelector", "exact": own.get("quote", "")}
    passage = study.passages.get(own.get("passage", ""))
    if passage is not None:
        yield {"type": "TextPositionSelector", "start": start, "end": end}
        first, text = passage
        before, after = text[: start - first][-AROUND:], text[end - first :][:AROUND]
        words |= {name: part for name, part in (("prefix", before), ("suffix", after)) if part}
    yield words


def _edges(view: View, edge: EdgeType, study: _Study, number: Iterator[int]) -> Iterator[Thing]:
    for row in rows(view.edges(edge.name)):
        start, end = study.iri(str(row[1]), row[0]), study.iri(str(row[3]), row[2])
        if not edge.properties:
            yield {"id": start, f"cc:{edge.name}": end}
            continue
        own = {f"cc:{p.name}": value for p, value in pairs(edge.properties, row[4:]) if value != ""}
        ends = {"cc:from": start, "cc:to": end}
        yield {"id": study.iri("edge", f"e{next(number)}"), "type": [f"cc:{edge.name}"], **ends, **own}
