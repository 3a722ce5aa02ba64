"""Fixtures of all tests of `ingest`.

`small_study` is a sound study with two sources, one case and two codings, to break in one place at a time;
`problems_of` gives all problems of a study as text. Their types are in studyfolder.py.
"""

from pathlib import Path

import pytest
from studyfolder import CASES, CODEBOOK, FIRST, PLAN, SECOND, SOURCES, STUDY, TALKS, StudyFolder, Told

from ingest.check import check_study


@pytest.fixture
def small_study(tmp_path: Path) -> StudyFolder:
    """A study without any problem: two sources, one case, two codings."""
    study = StudyFolder(tmp_path / "study")
    study.write("study.yaml", STUDY)
    study.write("codebook.yaml", CODEBOOK)
    study.write("sources.yaml", SOURCES)
    study.write("cases.csv", CASES)
    study.write("sources/plan.yaml", PLAN)
    study.write("sources/talks.yaml", TALKS)
    study.line(**FIRST)
    study.line(**SECOND)
    return study


@pytest.fixture
def problems_of() -> Told:
    """All problems of a study, each as `severity where: what next step`."""
    return lambda study: [f"{p.severity} {p}" for p in check_study(study.path)]
