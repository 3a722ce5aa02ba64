"""Strict YAML: everything is text, each key has its line, every fault is a problem."""

import pytest

from ingest.problems import Problems
from ingest.study.yamlfile import MAX_DEPTH, Yaml, parse_items, parse_yaml


def parsed(text: str) -> tuple[Yaml | None, list[str]]:
    problems = Problems()
    result = parse_yaml(text, "file.yaml", problems)
    return result, [str(problem) for problem in problems.listed()]


def test_scalars_stay_as_typed() -> None:
    result, problems = parsed('a: no\nb: 012\nc: 2018-06\nd: "~"\ne: ~\nf:\ng: 1.50\n')
    assert result is not None
    assert result.value == {"a": "no", "b": "012", "c": "2018-06", "d": "~", "e": None, "f": None, "g": "1.50"}
    assert problems == []


def test_every_key_has_its_line() -> None:
    result, _ = parsed("# first\nlist:\n  - id: x\n    title: >\n      long\n      text\n    kind: y\n")
    assert result is not None
    assert result.line(("list", 0, "kind")) == 7
    assert result.line(("list", 0, "absent")) == 3
    assert result.line(("list",)) == 2


def test_a_duplicate_key_keeps_the_first_and_the_rest() -> None:
    result, problems = parsed("a: 1\nb: 2\na: {deep: [3]}\nc: 4\n")
    assert result is not None
    assert result.value == {"a": "1", "b": "2", "c": "4"}
    assert problems == ['file.yaml:3: The key "a" stands twice; the first, in line 1, was used. Remove one of the two.']


def test_a_tab_is_named_with_its_line() -> None:
    result, problems = parsed("a: 1\nb:\n\tc: 2\n")
    assert result is None
    assert problems == ["file.yaml:3: A tab stands where YAML wants spaces. Replace the tab by spaces."]


def test_an_anchor_bomb_is_refused_and_never_grows() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    result, problems = parsed("\n".join(lines))
    assert result is not None
    assert isinstance(result.value, dict)
    assert result.value["a29"] == [None] * 9
    assert len(problems) == 2
    assert "An anchor (&) is not allowed" in problems[0]
    assert "and 25 more lines" in problems[0]
    assert "An alias (*) is not allowed" in problems[1]


def test_tags_are_refused() -> None:
    _, problems = parsed("a: !!python/object/apply:os.system [x]\n")
    assert problems[0].startswith("file.yaml:1: A tag (!) is not allowed")


def test_deep_nesting_is_refused_without_recursion() -> None:
    deep = 900
    result, problems = parsed("a: " + "[" * deep + "]" * deep + "\nb: 1\n")
    assert result is not None
    assert isinstance(result.value, dict)
    assert result.value["b"] == "1"
    assert problems == ["file.yaml:1: The nesting is too deep. Check brackets and indentation here."]
    assert deep > MAX_DEPTH


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb: x: y\n", 2, "colon"),
        ('a: 1\nb: "open\nc: 2\n', 2, "never closed"),
        ("- a\n b: 1\n", 2, "colon"),
        ("a:\n  - x\n  b: 1\n", 3, "does not fit"),
        ("a: 1\n--- \nb: 2\n", 2, "second document"),
    ],
)
def test_faults_have_a_line_and_plain_words(text: str, line: int, word: str) -> None:
    _, problems = parsed(text)
    assert problems[0].startswith(f"file.yaml:{line}: ")
    assert word in problems[0]


def test_a_broken_entry_leaves_the_others() -> None:
    problems = Problems()
    text = "sources:\n  - id: a\n    title: A\n  - id: b\n    title: x: y\n  - id: c\n"
    entries = parse_items(text, "file.yaml", problems)
    assert [entry.value for entry in entries] == [{"id": "a", "title": "A"}, {"id": "c"}]
    assert entries[1].line(("id",)) == 6
    assert [problem.where for problem in problems.listed()] == ["file.yaml:5"]


def test_an_empty_file_is_no_fault_of_yaml() -> None:
    result, problems = parsed("# nothing\n")
    assert result is not None
    assert result.value is None
    assert problems == []
