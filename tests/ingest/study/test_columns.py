"""`columns` in sources.yaml: read, checked, and written again."""

import pytest

from ingest.problems import Problems
from ingest.study.sourcelist import with_entries
from ingest.study.sources import read_sources

HEAD = "sources:\n  - id: survey\n    title: Survey\n    kind: excerpts\n    file: survey.csv\n    columns:\n"


def test_roles_and_headers() -> None:
    problems = Problems()
    sources, _ = read_sources(HEAD + "      text: [Q1, Q2]\n      case: 2019\n", problems)
    assert sources["survey"].columns == (("text", "Q1"), ("text", "Q2"), ("case", "2019"))
    assert not problems


@pytest.mark.parametrize("lines", ["      words: Q1\n", "      text: {a: b}\n", "      - text\n", "      text: ''\n"])
def test_what_cannot_stand_is_told_with_its_line_and_left_out(lines: str) -> None:
    problems = Problems()
    sources, _ = read_sources(HEAD + lines, problems)
    assert sources["survey"].columns == ()
    (problem,) = problems.listed()
    assert "text: Quote" in problem.what and problem.where.startswith("sources.yaml")


def test_they_are_written_as_they_are_read() -> None:
    problems = Problems()
    sources, _ = read_sources(HEAD + "      text: [Q1, 'Q: 2']\n      case: ID\n", problems)
    written = with_entries(b"", list(sources.values()))
    again, _ = read_sources(written.decode("utf-8"), problems)
    assert again == sources
    assert not problems
