"""References to provisions made comparable: `Section 4 (1)(b)`, `s.4(1)(b)` and `s. 4(1)(b)` are one."""

import re
import unicodedata

Key = tuple[str, ...]
"""A reference in steps from the outside in, such as `("s", "4", "1", "b")`."""

_UNITS = {
    "s": ("s", "ss", "sec", "secs", "section", "sections"),
    "reg": ("reg", "regs", "regulation", "regulations"),
    "art": ("art", "arts", "article", "articles"),
    "r": ("r", "rr", "rule", "rules"),
    "para": ("para", "paras", "paragraph", "paragraphs"),
    "sch": ("sch", "schs", "sched", "schedule", "schedules"),
    "pt": ("pt", "pts", "part", "parts"),
    "ch": ("ch", "chs", "chap", "chapter", "chapters"),
    "p": ("p", "pp", "page", "pages"),
    "rec": ("rec", "recs", "recommendation", "recommendations"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_STEP = re.compile(r"[a-z]+(?=[\W\d]|$)|\d+(?:\.\d+)*[a-z]*|[a-z0-9.]+")
_NUMBER = re.compile(r"\d|[ivxlc]+\Z|[a-z]{1,2}\Z")
_END = re.compile(r"\s(?:to|and|or)\s|[\u2010-\u2015]|;|(?<=[\d)])\s*-\s*(?=[\d(])")


def reference_key(ref: str) -> Key:
    """A reference in comparable steps; of a range or a list its beginning. Empty for one without a number.

    A page that follows (`para 7.2, p. 54`) says where it is printed and is no step.
    """
    first = _END.split(_plain(ref), maxsplit=1)[0]
    found = [_UNIT_OF.get(step.strip("."), step.strip(".")) for step in _STEP.findall(first)]
    steps = [step for step in found if step]
    if "p" in steps[1:]:
        steps = steps[: steps.index("p", 1)]
    return tuple(steps) if any(any(c.isdigit() for c in step) for step in steps) else ()


def names_several(ref: str) -> bool:
    """Whether a reference is a range or a list, of which `reference_key` takes the beginning."""
    return bool(_END.search(_plain(ref)))


def _plain(ref: str) -> str:
    return unicodedata.normalize("NFKC", ref).casefold().replace("§", "s ")


def plain_reference(ref: str) -> str:
    """A reference in words, without regard to case and spaces."""
    return " ".join(unicodedata.normalize("NFKC", ref).casefold().split())


def enclosing(key: Key) -> tuple[Key, ...]:
    """The provisions that enclose one, nearest first, down to the numbered one: s. 4(1)(b) -> s. 4(1), s. 4."""
    found = []
    for length in range(len(key) - 1, 1, -1):
        shorter = key[:length]
        if shorter[-1] in _UNITS or not _NUMBER.match(shorter[-1]):
            continue
        found.append(shorter)
    return tuple(found)
