"""Every problem of a study, without building it."""

from pathlib import Path

from ingest.builds import Builds
from ingest.documents import Progress, SourceChanged, worth_another_try
from ingest.problems import Problem
from ingest.reading.settings import settings_of
from ingest.snapshot import take_snapshot


def check_study(folder: Path, progress: Progress | None = None) -> tuple[Problem, ...]:
    """All problems of the study in `folder`, quotes and cases in its documents included.

    The same list as a build of it gives; where the build is up to date it is read from there. Raises StudyError where
    there is no study or it is of a newer format.
    """
    while True:
        snapshot = take_snapshot(folder)
        builds = Builds(folder)
        settings = settings_of(folder)
        record = builds.record(snapshot.key)
        if record is not None and not worth_another_try(folder, snapshot.unread, settings):
            return record.problems
        from ingest.assemble import all_problems
        from ingest.prepare import prepare

        silent = progress or (lambda stage, done, total: None)
        try:
            prepared, problems = prepare(snapshot, silent, suggestions=False, settings=settings)
            return all_problems(prepared) if prepared else problems
        except SourceChanged:
            continue
