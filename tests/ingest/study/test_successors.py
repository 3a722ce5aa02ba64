"""Until when a source holds and what took its place: read, checked, and told where it cannot be."""

import pytest

from ingest.problems import Problems
from ingest.study.sources import read_sources, with_successors


def checked(text):
    problems = Problems()
    sources, lines = read_sources(text, problems)
    assert not problems.listed()
    return with_successors(sources, lines, problems), problems.listed()


def entry(name, **more):
    fields = "".join(f", {key}: {value}" for key, value in more.items())
    return f"  - {{id: {name}, title: {name}, file: {name}.yaml{fields}}}\n"


def test_a_source_says_until_when_it_holds_and_what_took_its_place():
    text = "sources:\n" + entry("old", date="2010", until="2015-06", replaced_by="new") + entry("new", date="2015-06")
    sources, problems = checked(text)
    assert (sources["old"].until, sources["old"].replaced_by) == ("2015-06", "new")
    assert (sources["new"].until, sources["new"].replaced_by) == ("", "")
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (entry("old", replaced_by="nev") + entry("new"), "is no source"),
        (entry("old", replaced_by="old"), "leads back to itself"),
        (entry("a", replaced_by="b") + entry("b", replaced_by="a"), "leads back to itself"),
    ],
)
def test_a_successor_that_cannot_be_is_left_out_with_its_line(text, told):
    sources, problems = checked("sources:\n" + text)
    assert next(iter(sources.values())).replaced_by == ""
    assert told in problems[0].what
    assert problems[0].where == "sources.yaml:2"
    assert problems[0].severity == "error"


def test_the_nearest_source_is_named():
    _, problems = checked("sources:\n" + entry("old", replaced_by="newer-plam") + entry("newer-plan"))
    assert 'Did you mean "newer-plan"?' in problems[0].next_step


def test_only_one_link_of_a_loop_is_taken_out():
    sources, problems = checked("sources:\n" + entry("a", replaced_by="b") + entry("b", replaced_by="a"))
    assert [s.replaced_by for s in sources.values()] == ["", "a"]
    assert len(problems) == 1


def test_an_end_before_the_beginning_is_told_and_stays():
    sources, problems = checked("sources:\n" + entry("old", date="2016-03", until="2015"))
    assert sources["old"].until == "2015"
    assert "before its own date" in problems[0].what
    assert problems[0].severity == "warning"
    assert checked("sources:\n" + entry("old", date="2016-03", until="2016"))[1] == ()
