"""A small study made by hand, for tests of the graph: two levels of bodies, three respondents, two axes."""

from graph.evidence import Evidence, evidence
from graph.model import (
    Actor,
    Anchored,
    Axis,
    Barrier,
    Case,
    Codebook,
    Coding,
    Level,
    Message,
    Passage,
    Source,
    Study,
)

LEVELS = [Level("macro", "national"), Level("meso", "partnership"), Level("micro", "front line and people")]
ACTORS = [
    Actor("gov", "The Government", "macro", "government", definition="It governs."),
    Actor("ministers", "Ministers", "macro", "government", part_of="gov"),
    Actor("alliance", "An Alliance", "macro", "third_sector"),
    Actor("board-a", "Board A", "meso", "board"),
    Actor("partnership-a", "Partnership A", "meso", "partnership", part_of="board-a"),
    Actor("board-b", "Board B", "meso", "board"),
    Actor("boards", "Boards", "meso", "board", collective=True),
    Actor("people", "People", "micro", "people"),
    Actor("authors", "The authors", "", "research"),
]
AXES = [Axis("decide", "Who decides", "Where it is settled."), Axis("lead", "How change is led")]
MESSAGES = [
    Message("locally", "Decide locally", "decide", -1),
    Message("nationally", "Decide nationally", "decide", 1),
    Message("empower", "Empower", "lead", -1),
    Message("instruct", "Instruct", "lead", 1),
]
BARRIERS = [Barrier("clutter", "Cluttered landscape"), Barrier("reports", "Duplicated reporting")]
SOURCES = [
    Source("act", "An Act", "legislation", "gov", date="2014-04-01", file="act.yaml", citation="Act 2014"),
    Source("plan", "A plan of ministers", "policy", "ministers", date="2018", file="plan.txt"),
    Source("audit", "What boards said", "statement", "board-a", date="2019-05", published_by="gov", file="audit.txt"),
    Source("plan-b", "Plan of Board B", "policy", "board-b", file="plan-b.txt"),
    Source("plan-p", "Plan of Partnership A", "policy", "partnership-a", date="2020", file="plan-p.txt"),
    Source("people-say", "What people said", "statement", "people", file="people.txt"),
    Source("talks", "Interviews", "excerpts", "authors", citation="Authors 2022", date="2022", clearance="open"),
]
CASES = [
    Case("L01", "meso", "leader", "open"),
    Case("L02", "meso", "leader", "internal"),
    Case("N01", "macro", "national body"),
]
TEXTS = [
    ("act", "s. 1", "Councils and boards set out a scheme for their area and decide it locally.", ""),
    ("act", "s. 2", "The Ministers may refuse a scheme; where it is reasonable they ask for changes.", ""),
    ("plan", "para 1", "We trust boards, and we tell them what to count. Café tables are for coöperation.", ""),
    ("audit", "p. 3", "The government tells us what to do and the landscape is cluttered.", ""),
    ("plan-b", "1.1", "Decisions belong in localities. Reports are written again for each of three bodies.", ""),
    ("plan-p", "1", "Our plan is decided here, with people.", ""),
    ("people-say", "1", "Nobody asked us; it was decided nationally and that is wrong.", ""),
    ("talks", "L01", "They instruct us and I do not agree, there is clutter and reporting.", "L01"),
    ("talks", "L02 (1)", "We are empowered, and yet instructed by the government.", "L02"),
    ("talks", "para 9", "National bodies trust local leaders.", "N01"),
    ("talks", "Findings, para 1", "Leaders hear that the centre instructs.", ""),
]
REFERS = {"p1": "p2", "p5": "p1", "p8": "p1"}
"""Which passages refer to which."""
PEOPLE = "first"
"""The coder whose codings the sample counts."""


def codebook() -> Codebook:
    """The codebook of the sample."""
    return Codebook(
        {x.id: x for x in LEVELS},
        {x.id: x for x in ACTORS},
        {x.id: x for x in AXES},
        {x.id: x for x in MESSAGES},
        {x.id: x for x in BARRIERS},
    )


def address(passage: str) -> str:
    """The official address of a passage that others refer to; empty for one that none does."""
    return f"http://www.legislation.gov.uk/asp/2014/9/section/{passage[1:]}" if passage in REFERS.values() else ""


def passages() -> list[Passage]:
    """The passages of the sample, ids p1, p2 …; texts of a source are joined by a blank line."""
    made, at, order = [], {}, {}
    for number, (source, ref, text, case) in enumerate(TEXTS, start=1):
        start = at.get(source, 0)
        made.append(
            Passage(
                f"p{number}",
                source,
                ref,
                start,
                start + len(text),
                text,
                text_kind="paraphrase" if case else "digest",
                case=case,
                page=3 if source == "audit" else None,
                order=order.get(source, 0),
                url=address(f"p{number}"),
                refers=((address(REFERS[f"p{number}"]), "that section"),) if f"p{number}" in REFERS else (),
                defines=("the landscape", "a scheme") if number == 4 else (),
            )
        )
        at[source] = start + len(text) + 2
        order[source] = order.get(source, 0) + 1
    return made


def coding(number: int, passage: Passage, words: str, code: str, **more: str) -> Anchored:
    """A coding of `words` in a passage, accepted and made by `PEOPLE` unless said otherwise."""
    start = passage.start + passage.text.index(words)
    made = Coding(
        f"c{number:02}", more.pop("coder", PEOPLE), passage.source, start, start + len(words), words, code, **more
    )
    return Anchored(made, passage.id, start, start + len(words), "exact")


def codings() -> list[Anchored]:
    """The codings of the sample."""
    p = {x.id: x for x in passages()}
    made = [
        coding(1, p["p1"], "decide it locally", "locally", stance="endorses", force="duty", addressee="boards"),
        coding(2, p["p2"], "may refuse a scheme", "nationally", stance="endorses", force="power"),
        coding(3, p["p2"], "where it is reasonable", "nationally", stance="endorses", memo="conditional: reasonable"),
        coding(4, p["p3"], "We trust boards", "empower", stance="endorses", force="aspiration", addressee="meso"),
        coding(5, p["p3"], "tell them what to count", "instruct", stance="endorses", force="duty", addressee="boards"),
        coding(6, p["p4"], "tells us what to do", "instruct", stance="rejects", sender="ministers"),
        coding(7, p["p4"], "the landscape is cluttered", "clutter"),
        coding(8, p["p5"], "Decisions belong in localities", "locally", stance="endorses", force="aspiration"),
        coding(9, p["p5"], "written again for each of three bodies", "reports"),
        coding(10, p["p6"], "decided here", "locally", stance="endorses"),
        coding(11, p["p7"], "decided nationally", "nationally", stance="rejects", sender="macro"),
        coding(12, p["p8"], "They instruct us", "instruct", stance="rejects", sender="gov"),
        coding(13, p["p8"], "clutter", "clutter"),
        coding(14, p["p8"], "reporting", "reports"),
        coding(15, p["p9"], "We are empowered", "empower", stance="endorses"),
        coding(16, p["p9"], "instructed by the government", "instruct", stance="reports", sender="gov"),
        coding(17, p["p10"], "trust local leaders", "empower", stance="endorses"),
        coding(18, p["p11"], "the centre instructs", "instruct", stance="reports", sender="macro"),
        coding(19, p["p5"], "localities", "locally", coder="terms", status="suggested"),
        coding(20, p["p1"], "Councils and boards", "boards"),
        coding(21, p["p6"], "with people", "empower", coder="second", stance="endorses"),
        coding(22, p["p1"], "scheme", "empower", stance="endorses", status="rejected"),
        coding(23, p["p3"], "trust", "empower", coder="terms", stance="endorses", reviewed_by=PEOPLE),
    ]
    lost = Coding("c24", PEOPLE, "talks", 900, 910, "gone words", "empower", stance="endorses")
    return [*made, Anchored(lost, "", 900, 910, "lost")]


def study(**changes: object) -> Study:
    """The sample as a checked study."""
    parts: dict[str, object] = {
        "id": "sample",
        "title": "A sample",
        "codebook": codebook(),
        "sources": {x.id: x for x in SOURCES},
        "cases": {x.id: x for x in CASES},
        "coders": (PEOPLE,),
        "focus_actor": "gov",
        **changes,
    }
    return Study(**parts)  # type: ignore[arg-type]


def sample_evidence(**changes: object) -> Evidence:
    """The evidence of the sample."""
    lengths = {x.source: x.end for x in passages()}
    kinds = {x.source: "digest" for x in passages()}
    return evidence(study(**changes), passages(), codings(), lengths, kinds)
