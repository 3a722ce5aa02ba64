"""Headings in plain text, where nothing marks them but their shape and what follows."""

import re
from typing import Final

from ingest.readers.marks import find_mark, is_title
from ingest.readers.outline import Piece
from ingest.readers.paragraphs import paragraphs, without_bullet

_RULE: Final = re.compile(r"([=~_*#-])\1{2,}\Z")
_UNDERLINED: Final = re.compile(r"(?P<title>[^\n]+)\n[ \t]*([=~-])\2{2,}[ \t]*\Z")
_LONGEST_RUN: Final = 3
_BELOW_NUMBERED: Final = 9


def plain_pieces(text: str) -> list[Piece]:
    """Headings and paragraphs of a canonical plain text, in order; bullets and ruled lines are left out."""
    spans: list[tuple[int, int]] = []
    underlined: set[int] = set()
    for span in paragraphs(text):
        words = text[slice(*span)]
        if match := _UNDERLINED.match(words):
            underlined.add(len(spans))
            spans.append((span[0], span[0] + len(match["title"].rstrip())))
        elif _RULE.match(words):
            if spans and words[0] in "=~-" and is_title(text[slice(*spans[-1])]):
                underlined.add(len(spans) - 1)
        elif plain := without_bullet(text, span):
            spans.append(plain)
    levels = _levels([text[slice(*span)] for span in spans], underlined)
    return [Piece(*span, level=level) for span, level in zip(spans, levels, strict=True)]


def _levels(texts: list[str], underlined: set[int]) -> list[int]:
    """The heading level of each paragraph, 0 for those that are none.

    A heading is short and followed by a paragraph or by a lower heading; more than three short lines in a row are a
    list. The numbers before headings (7, 7.2) give their depth.
    """
    last = len(texts) - 1
    numbers = [_number(text) if is_title(text) and at < last else None for at, text in enumerate(texts)]
    levels = [0] * len(texts)
    run = 0
    for position in range(len(texts) - 2, -1, -1):
        number = numbers[position]
        if position in underlined:
            levels[position], run = (number.count(".") + 1 if number else 1), 1
            continue
        if number is None:
            run = 0
            continue
        follower = numbers[position + 1]
        lower = follower is not None and levels[position + 1] > 0 and _is_lower(number, follower)
        run = run + 1 if lower else int(follower is None)
        if 0 < run <= _LONGEST_RUN:
            levels[position] = number.count(".") + 1 if number else _BELOW_NUMBERED
        elif run > _LONGEST_RUN:
            levels[position : position + run] = [0] * run
            numbers[position] = None
            run = 0
    for position in range(1, len(texts)):
        number, before = numbers[position], numbers[position - 1]
        in_list = number and before and not levels[position - 1] and before.count(".") == number.count(".")
        levels[position] = 0 if in_list else levels[position]
    if not any(number and level for number, level in zip(numbers, levels, strict=True)):
        return [min(level, 1) for level in levels]
    return levels


def _number(title: str) -> str:
    """The number before a title; empty where there is none."""
    mark = find_mark(title)
    return mark.label if mark and mark.kind == "number" else ""


def _is_lower(number: str, follower: str) -> bool:
    return not (number and follower) or follower.count(".") > number.count(".")
