"""What codings have to agree with: the codebook and sources at once, voices once the passages are known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graph.model import Anchored, Codebook, Coding, Passage, Source, Study
from ingest.coding.resolve import Reading
from ingest.problems import Problems, and_then, did_you_mean

_DROP_FORCE = "its force was left out."
_ONLY_OWN = "Only a message that a document itself states has a force."


def with_known_ids(
    readings: Iterable[Reading], codebook: Codebook, sources: Mapping[str, Source], problems: Problems
) -> tuple[Reading, ...]:
    """Readings whose source, code and sender exist, and whose stance and force fit the code.

    A coding that names an unknown source, code or sender is left out, for without it the coding would say something
    else; an unknown addressee, and a stance or force where none belongs, are left out alone.
    """
    kept = []
    known = _Known(codebook)
    for reading in readings:
        at = _Place(reading, problems)
        coding = reading.coding
        if coding.source not in sources:
            at.error("source", coding.source, sources, "Add the source, or mend the id.")
        elif not (kind := codebook.code_kind(coding.code)):
            at.error("code", coding.code, known.codes, "Add the code to codebook.yaml, or mend the id.")
        elif coding.sender and coding.sender not in known.parties:
            at.error("sender", coding.sender, known.parties, "Name an actor or a level of codebook.yaml.")
        else:
            if coding.addressee and coding.addressee not in known.parties:
                at.error("addressee", coding.addressee, known.parties, "Name an actor or a level.", whole=False)
                coding = replace(coding, addressee="")
            coding = _message(coding, at) if kind == "message" else _no_message(coding, kind, at)
            kept.append(replace(reading, coding=coding))
    return tuple(kept)


class _Known:
    def __init__(self, codebook: Codebook) -> None:
        self.codes = {**codebook.messages, **codebook.barriers, **codebook.actors}
        self.parties = {**codebook.actors, **codebook.levels}


class _Place:
    """Tells problems at one reading's line."""

    def __init__(self, reading: Reading, problems: Problems) -> None:
        self.reading = reading
        self.problems = problems

    def error(self, role: str, given: str, known: Iterable[str], next_step: str, *, whole: bool = True) -> None:
        left_out = "the coding" if whole else "it"
        what = f'The {role} "{given}" is unknown; {left_out} was left out.'
        step = and_then(did_you_mean(given, known), next_step)
        self.problems.error(what, self.reading.file, self.reading.line, step)

    def warning(self, what: str, next_step: str) -> None:
        self.problems.warning(what, self.reading.file, self.reading.line, next_step)


def _message(coding: Coding, at: _Place) -> Coding:
    if not coding.stance and coding.status == "accepted":
        at.warning(
            "The coding of a message has no stance, so it counts for no side.",
            "Add endorses, rejects or reports.",
        )
    if coding.stance == "reports" and not coding.sender:
        at.warning(
            "The coding reports a message but names no sender, so it counts for no side.",
            "Name whose message it is, or say endorses or rejects.",
        )
    if coding.force and coding.stance == "rejects":
        at.warning(f"The coding rejects a message; {_DROP_FORCE}", _ONLY_OWN)
        return replace(coding, force="")
    if coding.force and (coding.sender or coding.stance == "reports"):
        at.warning(f"The message is another's than the voice's; {_DROP_FORCE}", _ONLY_OWN)
        return replace(coding, force="")
    return coding


def _no_message(coding: Coding, kind: str, at: _Place) -> Coding:
    given = [name for name in ("stance", "sender", "addressee", "force") if getattr(coding, name)]
    if not given:
        return coding
    names = ", ".join(given)
    at.warning(f"The code is no message but a {kind}; its {names} was left out.", "Only messages have these.")
    return replace(coding, stance="", sender="", addressee="", force="")


def check_voices(
    study: Study, passages: Mapping[str, Passage], anchored: Sequence[Anchored], places: Mapping[str, Reading]
) -> Problems:
    """Problems that only show once the voice of each coding is known: a sender that is the voice, a voice's force.

    `passages` by id, `places` by coding id; machine suggestions have no place and are passed over.
    """
    problems = Problems()
    for item in anchored:
        reading = places.get(item.coding.id)
        passage = passages.get(item.passage)
        if reading is None or passage is None:
            continue
        coding, at = item.coding, _Place(reading, problems)
        issuer = study.sources[coding.source].issuer
        body = study.codebook.body
        if coding.sender and not passage.case and issuer and body(coding.sender) == body(issuer):
            at.warning(
                f"The sender {coding.sender} is the voice itself, so it counts as no sender.",
                "Leave the sender empty; a body's account of its own policy endorses it.",
            )
        if coding.force and passage.case:
            at.warning(f"What the respondent {passage.case} says has no force of a document.", "Leave the force empty.")
    return problems
