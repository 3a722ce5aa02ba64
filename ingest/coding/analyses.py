"""What analysts say over the codings: judgements, scores and summaries, read fresh from the study's files."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.analysts import Judgement, Score, Summary
from graph.model import Codebook
from ingest.coding.records import FOLDER, read_records
from ingest.coding.resolve import Analysis, resolve
from ingest.problems import Problem, Problems, and_then, did_you_mean

Places = Mapping[Analysis, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Analyses:
    """What stands, in the order in which it was said; `problems` name the lines that could not be used."""

    judgements: tuple[Judgement, ...] = ()
    scores: tuple[Score, ...] = ()
    summaries: tuple[Summary, ...] = ()
    problems: tuple[Problem, ...] = ()


def analyses(folder: Path) -> Analyses:
    """What the files below codings/ say now, whether or not they have been built.

    The latest line of a coder on one thing counts, retracted ones are gone. A bad line is a problem, never raised;
    raises StudyError only where the folder holds no study. Whether a score's quotes and a judgement's contradiction
    are still there is for a build to say; here they stand as written.
    """
    from ingest.snapshot import read_study_files
    from ingest.study.load import codebook_and_cases

    files = read_study_files(folder)
    lines, problems = Problems(), Problems()
    own = {name: data for name, data in files.items() if name.startswith(f"{FOLDER}/") and isinstance(data, bytes)}
    for name, data in files.items():
        if name.startswith(f"{FOLDER}/") and isinstance(data, str):
            lines.error(data, name, 0, "Close it in other programs, and check that you may read it.")
    resolved = resolve(read_records(own, lines, codings=False), Problems())
    codebook, cases = codebook_and_cases(files)
    places = known(resolved.places, codebook, cases, problems) if codebook else resolved.places
    return of_places(places, (*lines.listed(), *problems.listed()))


def of_places(places: Iterable[Analysis], problems: tuple[Problem, ...] = ()) -> Analyses:
    """The three kinds apart."""
    found = list(places)
    return Analyses(
        tuple(each for each in found if isinstance(each, Judgement)),
        tuple(each for each in found if isinstance(each, Score)),
        tuple(each for each in found if isinstance(each, Summary)),
        problems,
    )


def known(places: Places, codebook: Codebook, cases: Collection[str], problems: Problems) -> Places:
    """Analyses whose messages, cases and themes exist; another is a problem at its line and is left out."""
    kept = {}
    for found, (file, line) in places.items():
        faults = [fault for fault in _named(found, codebook, cases) if fault[1] not in fault[2]]
        for role, given, there in faults:
            what = f'The {role} "{given}" is unknown; the {_name(found)} was left out.'
            next_step = and_then(did_you_mean(given, there), f"Mend the id, or retract {found.id}.")
            problems.error(what, file, line, next_step)
        if not faults:
            kept[found] = (file, line)
    return kept


def _named(found: Analysis, codebook: Codebook, cases: Collection[str]) -> list[tuple[str, str, Collection[str]]]:
    """Each id that an analysis names: its part in it, the id, and the ids that there are."""
    match found:
        case Score():
            return [("message", found.first, codebook.messages), ("message", found.second, codebook.messages)]
        case Summary():
            themes = {**codebook.barriers, **codebook.messages, **codebook.axes}
            return [("case", found.case, {*cases, *codebook.actors}), ("theme", found.theme, themes)]
    return []


def _name(found: Analysis) -> str:
    return type(found).__name__.lower()


def tell_missing_quotes(places: Places, codings: Collection[str], problems: Problems) -> None:
    """Warn of scores that quote a coding that is no longer there; the score stands."""
    for found, (file, line) in places.items():
        if isinstance(found, Score):
            for coding in found.codings:
                if coding not in codings:
                    what = f"The score of {found.first} on {found.second} quotes {coding}, which is no coding any more."
                    problems.warning(what, file, line, "The score stands; score the pair anew with other quotes.")


def tell_lost_judgements(places: Places, contradictions: Collection[str], problems: Problems) -> None:
    """Warn of judgements on contradictions that the study no longer has; they are kept."""
    for found, (file, line) in places.items():
        if isinstance(found, Judgement) and found.of not in contradictions:
            what = f"{found.coder} judged {found.of}, which is no contradiction of this study (any more)."
            next_step = "The judgement is kept: a coding may have been retracted or changed. Retract it if it is over."
            problems.warning(what, file, line, next_step)
