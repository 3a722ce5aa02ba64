"""Studies made up from a seed: random documents, voices, senders and codings over the sample's codebook."""

import random

from graph_sample import ACTORS, BARRIERS, CASES, MESSAGES, codebook

from graph.evidence import evidence
from graph.measures.aggregates import aggregates
from graph.measures.contradictions import class_ids, contradictions
from graph.model import Anchored, Coding, Passage, Source, Study
from graph.tables import GraphTables, graph_tables

WORDS = (
    "local national Café coöperation co-production naïve 2.14 don't straße İstanbul ﬁgure 日本 𝔞lpha £5m "
    "audit plan = 'quoted' \"double\" back\\slash \\u0041 line\nbreak tab\there {brace} $dollar // /* */ ; #"
).split(" ")
KINDS = ("policy", "legislation", "statement", "audit", "excerpts")


def made_up(seed: int, sources: int, passages: int, codings: int) -> GraphTables:
    """Tables of a study with so many sources, passages and codings; the same seed gives the same tables."""
    dice = random.Random(seed)
    documents = [
        Source(
            f"s{i}",
            f"Source {i}",
            dice.choice(KINDS),
            dice.choice(ACTORS).id,
            date=dice.choice(("", "2014", "2018-06", "2020-01-31")),
            citation=dice.choice(("", f"Source, {i}")),
        )
        for i in range(sources)
    ]
    spans = [_passage(dice, i, dice.choice(documents).id) for i in range(passages)]
    made = [_coding(dice, i, dice.choice(spans)) for i in range(codings)] if spans else []
    study = Study(
        id="generated",
        title="Made up",
        codebook=codebook(),
        sources={s.id: s for s in documents},
        cases={c.id: c for c in CASES},
        coders=("first",),
        focus_actor="gov",
    )
    graph = evidence(study, spans, made, {s.id: 10_000_000 for s in documents}, {s.id: "digest" for s in documents})
    pairs = contradictions(graph.codings, (), class_ids(graph.actors))
    return graph_tables(graph, pairs, aggregates(graph.codings, graph.messages))


PLACE = "http://www.legislation.gov.uk/asp/2014/9/section/"


def _passage(dice: random.Random, number: int, source: str) -> Passage:
    text = " ".join(dice.choice(WORDS) for _ in range(dice.randint(3, 30)))
    start = number * 1000
    case = dice.choice(CASES).id if dice.random() < 0.3 else ""
    return Passage(
        f"p{number}",
        source,
        f"para {number}",
        start,
        start + len(text),
        text,
        text_kind="digest",
        case=case,
        order=number,
        url=f"{PLACE}{number}",
        refers=((f"{PLACE}{number // 2}", "that section"), (f"{PLACE}{number + 7}", "this, too")),
        defines=("a term",) if number % 5 == 0 else (),
    )


def _coding(dice: random.Random, number: int, passage: Passage) -> Anchored:
    start = dice.randrange(len(passage.text))
    end = dice.randint(start + 1, len(passage.text))
    code = dice.choice((*MESSAGES, *MESSAGES, *BARRIERS, *ACTORS[:2])).id
    message = code in {m.id for m in MESSAGES}
    parties = ["", *(a.id for a in ACTORS), "macro", "meso", "micro"]
    coding = Coding(
        f"c{number}",
        dice.choice(("first", "first", "first", "second")),
        passage.source,
        passage.start + start,
        passage.start + end,
        passage.text[start:end],
        code,
        stance=dice.choice(("endorses", "rejects", "reports")) if message else "",
        sender=dice.choice(parties) if message else "",
        addressee=dice.choice(parties) if message else "",
        force=dice.choice(("", "duty", "power", "guidance", "aspiration")) if message else "",
        memo=dice.choice(("", "conditional: where reasonable")),
    )
    return Anchored(coding, passage.id, coding.start, coding.end, "exact")
