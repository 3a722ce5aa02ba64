"""codebook.yaml -> a checked Codebook: levels, axes with messages, barriers, actors."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypedDict, TypeVar

from graph.model import LEVELS, Actor, Axis, Barrier, Codebook, Level, Message
from ingest.problems import Problems, and_then, did_you_mean
from ingest.study.schema import ActorEntry, AxisEntry, BarrierEntry, CodeEntry, LevelEntry, MessageEntry, validated
from ingest.study.yamlfile import Path, Yaml

FILE = "codebook.yaml"
SECTIONS = ("format", "levels", "axes", "barriers", "actors")
_DEFAULT_LABELS = {"macro": "national", "meso": "partnership", "micro": "front line and people"}
_POLES = {"-1": -1, "1": 1, "+1": 1}
C = TypeVar("C", bound=CodeEntry)


def read_codebook(parsed: Yaml, problems: Problems) -> Codebook:
    """Check a parsed codebook; what is wrong is reported and left out, the rest stands."""
    return _Reader(parsed, problems).read()


def bodies_in_loop(actors: dict[str, Actor]) -> list[tuple[str, ...]]:
    """Chains of `part_of` that come back to their start, each once, from its first id."""
    loops: set[tuple[str, ...]] = set()
    for start in actors:
        chain: list[str] = []
        actor = start
        while actor in actors and actors[actor].part_of and actor not in chain:
            chain.append(actor)
            actor = actors[actor].part_of
        if actor in chain:
            loop = chain[chain.index(actor) :]
            first = loop.index(min(loop))
            loops.add(tuple(loop[first:] + loop[:first]))
    return sorted(loops)


class _Reader:
    def __init__(self, parsed: Yaml, problems: Problems) -> None:
        self.parsed = parsed
        self.problems = problems
        self.places: dict[str, Path] = {}
        """Where each message, barrier and actor stands; one id names one code."""
        self.axis_places: dict[str, Path] = {}

    def read(self) -> Codebook:
        self._check_sections()
        levels = self._levels()
        axes, messages = self._axes()
        barriers = self._codes("barriers", "barrier", BarrierEntry)
        actors = self._actors()
        self._check_poles(axes, messages)
        return Codebook(
            levels=levels,
            actors=actors,
            axes=axes,
            messages=messages,
            barriers={e.id: Barrier(**_code_fields(e)) for e in barriers},
        )

    def _error(self, what: str, path: Path, next_step: str) -> None:
        self.problems.error(what, self.parsed.file, self.parsed.line(path), next_step)

    def _check_sections(self) -> None:
        if not isinstance(self.parsed.value, dict):
            self._error("The codebook has no sections.", (), f"It needs the keys {', '.join(SECTIONS[1:])}.")
            self.parsed.value = {}
            return
        for key in self.parsed.value:
            if key not in SECTIONS:
                next_step = and_then(did_you_mean(key, SECTIONS), f"Known keys: {', '.join(SECTIONS)}.")
                line = self.parsed.line((key,))
                what = f'The key "{key}" is unknown and was left out.'
                self.problems.warning(what, self.parsed.file, line, next_step)

    def _entries(self, section: Path, name: str) -> Iterable[Path]:
        value: object = self.parsed.value
        for part in section:
            value = (
                value.get(part) if isinstance(value, dict) else value[int(part)] if isinstance(value, list) else None
            )
        if value is None:
            return
        if not isinstance(value, list):
            self._error(f'"{section[-1]}" has to be a list of entries.', section, f"Start each {name} with `- id:`.")
            return
        for index in range(len(value)):
            yield (*section, index)

    def _levels(self) -> dict[str, Level]:
        found: dict[str, Level] = {}
        for path in self._entries(("levels",), "level"):
            entry = validated(LevelEntry, self.parsed, path, self.problems, "level")
            if entry and self._first_of_its_name(entry.id, path, found):
                found[entry.id] = Level(entry.id, entry.label, entry.definition)
        return {level: found.get(level, Level(level, _DEFAULT_LABELS[level])) for level in LEVELS}

    def _first_of_its_name(self, given: str, path: Path, known: Iterable[str]) -> bool:
        if given in known:
            self._error(f"Two entries have the id {given}; the first was used.", path, "Give one another id.")
            return False
        return True

    def _new_id(self, given: str, path: Path, name: str) -> bool:
        """Note an id; False, with a problem, where a level or another entry already has it."""
        if given in LEVELS:
            self._error(f"The {name} {given} has the id of a level and was left out.", path, "Give it another id.")
            return False
        if given in self.places:
            first = self.parsed.line(self.places[given])
            what = f"Two entries have the id {given}; the first, in line {first}, was used."
            self._error(what, path, "Give one another id, here and in the codings that mean it.")
            return False
        self.places[given] = path
        return True

    def _codes(self, section: str, name: str, model: type[C]) -> list[C]:
        entries = []
        for path in self._entries((section,), name):
            entry = validated(model, self.parsed, path, self.problems, name)
            if entry and self._new_id(entry.id, path, name):
                entries.append(entry)
        return entries

    def _axes(self) -> tuple[dict[str, Axis], dict[str, Message]]:
        axes: dict[str, Axis] = {}
        messages: dict[str, Message] = {}
        for path in self._entries(("axes",), "axis"):
            entry = validated(AxisEntry, self.parsed, path, self.problems, "axis")
            if not entry or not self._first_of_its_name(entry.id, path, axes):
                continue
            axes[entry.id] = Axis(entry.id, entry.label, entry.definition)
            self.axis_places[entry.id] = path
            for message_path in self._entries((*path, "messages"), "message"):
                if message := self._message(entry.id, message_path):
                    messages[message.id] = message
        return axes, messages

    def _message(self, axis: str, path: Path) -> Message | None:
        entry = validated(MessageEntry, self.parsed, path, self.problems, "message")
        if not entry or not self._new_id(entry.id, path, "message"):
            return None
        if entry.pole not in _POLES:
            what = f'message {entry.id}: the pole is "{entry.pole}", so the message was left out.'
            self._error(what, (*path, "pole"), "A pole is -1 or 1.")
            return None
        return Message(axis=axis, pole=_POLES[entry.pole], **_code_fields(entry))

    def _check_poles(self, axes: Mapping[str, Axis], messages: Mapping[str, Message]) -> None:
        for axis in axes:
            poles = {message.pole for message in messages.values() if message.axis == axis}
            for pole in (-1, 1):
                if pole not in poles:
                    line = self.parsed.line(self.axis_places[axis])
                    what = f"axis {axis}: no message stands at pole {pole}, so nothing can be opposed on it."
                    self.problems.warning(what, self.parsed.file, line, f"Add a message with `pole: {pole}`.")

    def _actors(self) -> dict[str, Actor]:
        entries = self._codes("actors", "actor", ActorEntry)
        actors = {
            e.id: Actor(
                level=e.level, kind=e.kind, part_of=e.part_of, url=e.url, collective=e.collective, **_code_fields(e)
            )
            for e in entries
        }
        for actor in list(actors.values()):
            if actor.part_of and actor.part_of not in actors:
                next_step = and_then(did_you_mean(actor.part_of, actors), "Name the id of an actor, or add it.")
                what = f'actor {actor.id}: "part_of" names {actor.part_of}, which is no actor; it was left out.'
                self._error(what, (*self.places[actor.id], "part_of"), next_step)
                actors[actor.id] = replace(actor, part_of="")
        for loop in bodies_in_loop(actors):
            what = f'"part_of" goes round in a loop: {" → ".join([*loop, loop[0]])}; it was left out for all of them.'
            self._error(what, (*self.places[loop[0]], "part_of"), "Remove it from the one that is the whole body.")
            for actor_id in loop:
                actors[actor_id] = replace(actors[actor_id], part_of="")
        return actors


class _CodeFields(TypedDict):
    id: str
    label: str
    definition: str
    include: str
    exclude: str
    terms: tuple[str, ...]


def _code_fields(entry: CodeEntry) -> _CodeFields:
    return {
        "id": entry.id,
        "label": entry.label,
        "definition": entry.definition,
        "include": entry.include,
        "exclude": entry.exclude,
        "terms": tuple(term for term in entry.terms if term.strip()),
    }
