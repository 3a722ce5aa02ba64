"""What the markup of a source says of its passages: which they refer to, which refer to them, what they define."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.stores.base import View

REFERS: Final = "refers to"
REFERRED: Final = "referred to by"
STATES: Final[Mapping[str, str]] = {"repealed": "no longer in force: repealed", "prospective": "not yet in force"}
_REFERENCES: Final = """
MATCH (p:Passage {build: $build})-[r:REFERS_TO]->(o:Passage {build: $build})
WHERE p.source = $source OR o.source = $source
RETURN p.id AS origin, p.source AS origin_source, p.citation AS origin_citation, p.seq AS origin_seq, o.id AS target,
       o.source AS target_source, o.citation AS target_citation, o.seq AS target_seq, r.words AS words
"""
_TERMS: Final = """
MATCH (p:Passage {build: $build}) WHERE p.source = $source AND p.defines <> ''
RETURN p.id AS passage, p.defines AS terms
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """Another passage of the study, the way to it, and what the referring text calls it."""

    passage: str
    source: str
    citation: str
    words: str
    direction: str


def references_of(view: View, source: str) -> dict[str, tuple[Reference, ...]]:
    """By id of each passage of a source what it refers to and what refers to it, each once, in order of the texts."""
    rows = view.run(_REFERENCES, {"source": source}).to_dict("records")
    found: dict[str, dict[tuple[str, str], Reference]] = defaultdict(dict)
    for row in sorted(rows, key=lambda r: (r["target_source"], r["target_seq"], r["origin_source"], r["origin_seq"])):
        origin, target = str(row["origin"]), str(row["target"])
        words = str(row["words"])
        if row["origin_source"] == source:
            to = Reference(target, str(row["target_source"]), str(row["target_citation"]), words, REFERS)
            found[origin].setdefault((REFERS, target), to)
        if row["target_source"] == source:
            back = Reference(origin, str(row["origin_source"]), str(row["origin_citation"]), words, REFERRED)
            found[target].setdefault((REFERRED, origin), back)
    return {passage: tuple(own.values()) for passage, own in found.items()}


def terms_of(view: View, source: str) -> dict[str, tuple[str, ...]]:
    """By id of each passage of a source the terms that it defines."""
    rows = view.run(_TERMS, {"source": source}).to_dict("records")
    return {str(row["passage"]): tuple(str(row["terms"]).split("; ")) for row in rows}


def page_words(page: str, label: str) -> str:
    """Where a passage is printed: `p. iv, page 6 of the file` where the document numbers its pages in its own way."""
    if not page or not label or label == page:
        return f"page {page}" if page else ""
    return f"p. {label}, page {page} of the file"


def state_words(state: str) -> str:
    """What a source says of a passage's standing, in words; empty where it says nothing."""
    return STATES.get(state, state)
