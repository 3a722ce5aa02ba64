"""Problems: places, joining, and names that are near."""

from graph.errors import SourceError
from ingest.problems import SEPARATE, Problem, Problems, did_you_mean


def test_a_problem_reads_as_one_line() -> None:
    assert str(Problem("error", "It is wrong.", "a.yaml:3", "Mend it.")) == "a.yaml:3: It is wrong. Mend it."
    assert str(Problem("error", "It is wrong.")) == "It is wrong."


def test_few_of_the_same_words_stand_apart_and_many_together() -> None:
    problems = Problems()
    for line in range(1, SEPARATE + 1):
        problems.error("Few.", "a", line)
    for line in range(10, 20):
        problems.error("Many.", "a", line)
    listed = problems.listed()
    assert [p.where for p in listed[:SEPARATE]] == [f"a:{line}" for line in range(1, SEPARATE + 1)]
    assert listed[SEPARATE:] == (Problem("error", "Many.", "a:10, 11, 12, 13, 14 and 5 more lines"),)


def test_an_error_keeps_the_place_inside_the_file() -> None:
    problems = Problems()
    problems.failed(SourceError("Bad page.", where="page 3", next_step="Scan it."), "sources/a.pdf")
    problems.failed(SourceError("Empty.", where="a.pdf"), "sources/a.pdf")
    assert [str(p) for p in problems.listed()] == ["sources/a.pdf: page 3: Bad page. Scan it.", "sources/a.pdf: Empty."]


def test_the_nearest_name_is_offered() -> None:
    assert did_you_mean("Goverment", ["government", "council"]) == 'Did you mean "government"?'
    assert did_you_mean("xyz", ["government"]) == ""
