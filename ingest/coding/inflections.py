"""The forms that a codebook term may take in a text: plurals, verb endings, and spellings of one word.

Rules of English endings only, no dictionary: a form that is no word matches nothing, so it does no harm.
"""

import re
from collections.abc import Iterator

_VOWELS = "aeiou"
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)\Z")
_DOUBLING = re.compile(rf"[^{_VOWELS}][{_VOWELS}][^{_VOWELS}wxy]\Z")
_SHORT = 3
"""Words up to this length, such as `for` and `of`, have one form."""
_INVARIANT = frozenset(("this", "that", "with", "from", "into", "their", "than", "must", "once", "across", "until"))


def forms(term: str) -> frozenset[str]:
    """All forms of a term, lower case: its first and last word inflected, hyphens and spaces exchanged.

    A term of capitals alone (an acronym) keeps its case and takes only the plural s.
    """
    words = term.split()
    if not words:
        return frozenset()
    if is_acronym(term):
        return frozenset((term, f"{term}s"))
    words = [word.lower() for word in words]
    last = word_forms(words[-1])
    first = word_forms(words[0]) if len(words) > 1 else frozenset(("",))
    middle = words[1:-1]
    made = {" ".join([*([start] if start else []), *middle, end]) for start in first for end in last}
    return frozenset(form for phrase in made for form in _spellings(phrase))


def is_acronym(term: str) -> bool:
    """Whether a term is one word of capitals and digits, such as IJB: it then only matches in capitals."""
    return term.isupper() and " " not in term and len(term) <= 8


def _spellings(phrase: str) -> Iterator[str]:
    """With and without hyphens: co-production, coproduction, decision-making, decision making."""
    yield phrase
    if "-" in phrase:
        yield phrase.replace("-", " ")
        yield phrase.replace("-", "")


def word_forms(word: str) -> frozenset[str]:
    """A lower-case word with the endings that it may have; both -ise and -ize."""
    if len(word) <= _SHORT or word in _INVARIANT or not word[-1].isalpha():
        return frozenset((word,))
    made = {word}
    for base in _bases(word):
        made |= {base, _plural(base), *_verb(base)}
    swapped = {re.sub(r"is(e|es|ed|ing|ation|ations)\Z", r"iz\1", form) for form in made}
    return frozenset(made | swapped | {re.sub(r"iz(e|es|ed|ing|ation|ations)\Z", r"is\1", form) for form in made})


def _bases(word: str) -> Iterator[str]:
    """The word and, where it looks like a plural, its singular."""
    yield word
    if word.endswith("ies") and len(word) > 4:
        yield word[:-3] + "y"
    elif word.endswith("es") and _SIBILANT.search(word[:-2]):
        yield word[:-2]
        yield word[:-1]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        yield word[:-1]


def _plural(word: str) -> str:
    if word.endswith("s"):
        return word + "es" if word.endswith(("ss", "us")) else word
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if _SIBILANT.search(word) else "s")


def _verb(word: str) -> Iterator[str]:
    if word.endswith(("ing", "ed", "ion", "ity", "ment", "ness", "ly")):
        return
    if word.endswith("e"):
        yield from (word + "d", word[:-1] + "ing")
    elif word.endswith("y") and word[-2] not in _VOWELS:
        yield from (word[:-1] + "ied", word + "ing")
    else:
        yield from (word + "ed", word + "ing")
        if _DOUBLING.search(word):
            yield from (word + word[-1] + "ed", word + word[-1] + "ing")
