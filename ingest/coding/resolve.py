"""Records -> what stands: retractions and reviews applied, ids unique."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.analysts import Judgement, Score, Summary
from graph.model import TERMS_CODER, Coding
from ingest.coding.records import Record, as_coding, as_judgement, as_score, as_summary
from ingest.problems import Problems


@dataclass(frozen=True, slots=True)
class Reading:
    """A coding that stands, with the file and line that state it; `of` is the suggestion that it reviews."""

    coding: Coding
    file: str
    line: int
    of: str = ""


Analysis = Judgement | Score | Summary
"""What an analyst says over the codings; each replaces the same analyst's earlier one on the same thing."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Codings and analyses that stand, in the order in which they were made; `places`: file and line of analyses."""

    readings: tuple[Reading, ...]
    places: Mapping[Analysis, tuple[str, int]]

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """The judgements among the analyses."""
        return tuple(found for found in self.places if isinstance(found, Judgement))

    @property
    def scores(self) -> tuple[Score, ...]:
        """The scores among the analyses."""
        return tuple(found for found in self.places if isinstance(found, Score))

    @property
    def summaries(self) -> tuple[Summary, ...]:
        """The summaries among the analyses."""
        return tuple(found for found in self.places if isinstance(found, Summary))

    @property
    def reviewed(self) -> frozenset[str]:
        """Ids of the suggestions that a person has accepted or rejected."""
        return frozenset(reading.of for reading in self.readings if reading.of)


def resolve(records: Sequence[Record], problems: Problems) -> Resolved:
    """Apply each record in turn.

    An id that is added again without a retraction keeps its first meaning and is a problem (the very same line
    twice, as a merge can leave it, is none). A later review of one suggestion by one reviewer replaces the earlier,
    and a review replaces a suggestion that stands in a file. A retraction of what is not there is a warning. Of
    several judgements of one analyst on one contradiction the last stands, and so it is with the scores of a pair of
    messages and the summaries of a cell.
    """
    return _Resolver(problems).resolve(records)


class _Resolver:
    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.standing: dict[str, tuple[Reading, Record]] = {}
        self.analyses: dict[tuple[str, ...], tuple[Analysis, Record]] = {}
        self.keys: dict[str, tuple[str, ...]] = {}
        self.reviews: dict[tuple[str, str], str] = {}
        self.ever: set[str] = set()

    def resolve(self, records: Sequence[Record]) -> Resolved:
        for record in records:
            match record.line.op:
                case "add":
                    self._add(record, Reading(as_coding(record), record.file, record.number))
                case "review":
                    self._review(record)
                case "retract":
                    self._retract(record)
                case "judge" | "score" | "summary":
                    self._analysis(record)
        readings = [reading for reading, _ in self.standing.values()]
        reviewed = {reading.of for reading in readings if reading.of}
        kept = tuple(r for r in readings if r.coding.id not in reviewed or r.of)
        places = {found: (record.file, record.number) for found, record in self.analyses.values()}
        return Resolved(kept, places)

    def _add(self, record: Record, reading: Reading) -> None:
        before = self.standing.get(reading.coding.id)
        self.ever.add(reading.coding.id)
        if before is None:
            self.standing[reading.coding.id] = (reading, record)
        elif before[1].line != record.line:
            first = before[0]
            what = f"The coding {reading.coding.id} stands already in {first.file}:{first.line}, which was used."
            next_step = "Give it an id of its own, or retract the other first."
            self.problems.error(what, record.file, record.number, next_step)

    def _review(self, record: Record) -> None:
        of, reviewer = record.line.of, record.line.coder
        self.standing.pop(self.reviews.pop((of, reviewer), ""), None)
        suggestion = self.standing.get(of)
        suggested_by = suggestion[0].coding.coder if suggestion else TERMS_CODER
        coding = as_coding(record, suggested_by)
        if coding.id == of:
            self.standing.pop(of, None)
        self.reviews[(of, reviewer)] = coding.id
        self._add(record, Reading(coding, record.file, record.number, of))

    def _retract(self, record: Record) -> None:
        target = record.line.of or record.line.id
        if target in self.standing:
            del self.standing[target]
            return
        self.analyses.pop(self.keys.get(target, ()), None)
        if target not in self.ever and target not in self.keys:
            what = f"The coding {target} that is retracted here is not there."
            self.problems.warning(what, record.file, record.number, "Check the id; otherwise nothing is to be done.")

    def _analysis(self, record: Record) -> None:
        line = record.line
        found: Analysis
        about: tuple[str, ...]
        match line.op:
            case "judge":
                found, about = as_judgement(record), (line.of,)
            case "score":
                found, about = as_score(record), (line.first, line.second)
            case _:
                found, about = as_summary(record), (line.case, line.theme)
        key = (line.op, line.coder, *about)
        self.analyses.pop(key, None)
        self.analyses[key] = (found, record)
        self.keys[found.id] = key
