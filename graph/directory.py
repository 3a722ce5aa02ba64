"""Who is who in a study: voices, senders and addressees, each with what it counts as."""

from dataclasses import dataclass

from graph.model import (
    GOVERNING_KINDS,
    INTERVIEW_KINDS,
    REPRESENTING_KINDS,
    TERMS_CODER,
    Actor,
    Anchored,
    Codebook,
    Source,
    Study,
)

GOVERNS, REPRESENTS, OUTSIDE = "governs", "represents", "outside"


@dataclass(frozen=True, slots=True)
class Party:
    """A voice, sender or addressee: `kind` is case, actor, level, or empty for nobody or somebody unknown.

    `body`, `level`, `standing` and `label` are those of what it counts as after `part_of`.
    """

    id: str = ""
    kind: str = ""
    body: str = ""
    level: str = ""
    standing: str = ""
    label: str = ""


def actor_level(codebook: Codebook, actor: Actor) -> str:
    """The level of an actor: its own, else that of the body it counts as."""
    return actor.level or codebook.actors[codebook.body(actor.id)].level


def standing(level: str, kind: str) -> str:
    """`governs`, `represents` or `outside`: whether an actor of this kind at this level is one of those who govern.

    Only at macro are those who represent or advise drawn apart; an actor at no level stands outside.
    """
    if not level:
        return OUTSIDE
    apart = level == "macro" and kind in REPRESENTING_KINDS and kind not in GOVERNING_KINDS
    return REPRESENTS if apart else GOVERNS


class Directory:
    """Looks up parties by id, each worked out once."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._known: dict[tuple[str, bool], Party] = {}

    def party(self, ident: str, *, case: bool = False) -> Party:
        """The party called `ident`: a case where `case` says so, else an actor or a level; empty for no id."""
        key = (ident, case)
        if key not in self._known:
            self._known[key] = self._case(ident) if case else self._body(ident)
        return self._known[key]

    def _case(self, ident: str) -> Party:
        known = self._study.cases.get(ident)
        return Party(ident, "case", ident, known.level if known else "", GOVERNS, ident)

    def _body(self, ident: str) -> Party:
        book = self._study.codebook
        if not ident:
            return Party()
        if ident in book.levels:
            return Party(ident, "level", ident, ident, GOVERNS, book.levels[ident].label)
        if ident not in book.actors:
            return Party(ident, "", ident, "", OUTSIDE, ident)
        actor = book.actors[ident]
        body = book.actors[book.body(ident)]
        level = body.level or actor.level
        return Party(ident, "actor", body.id, level, standing(level, body.kind or actor.kind), body.label)


def source_clearance(source: Source) -> str:
    """The clearance of a source: its own, else `open` for what is published and `restricted` for interviews."""
    return source.clearance or ("restricted" if source.kind in INTERVIEW_KINDS else "open")


def short_citation(study: Study, source: Source) -> str:
    """How a source is cited: its citation, else its title, with the body that published what others told it."""
    cited = source.citation or source.title
    if not source.published_by:
        return cited
    publisher = source.published_by
    if publisher in study.codebook.actors:
        publisher = study.codebook.actors[publisher].label
    return cited if publisher in cited else f"{cited} (published by {publisher})"


def is_machine(coder: str) -> bool:
    """Whether a coder is a rule or a model: a name that begins with `terms`, or one with a version after a colon."""
    return coder.startswith(TERMS_CODER) or ":" in coder


def effective_coder(anchored: Anchored) -> str:
    """Whose reading a coding is: an accepted suggestion is its reviewer's."""
    return anchored.coding.reviewed_by or anchored.coding.coder


def is_counted_coder(study: Study, coder: str) -> bool:
    """Whether measures use a coder's codings: the coders that the study names, else all people."""
    return coder in study.coders if study.coders else not is_machine(coder)
