"""Which actor of the codebook issued a document, from what it says of itself and from its first page."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from graph.model import Actor, Codebook
from ingest.study.guess_date import is_only_a_date

_SIGNS: Final = re.compile(r"[^\w]+")
_MADE_BY: Final = re.compile(
    r"\b(?:published|produced|prepared|issued|commissioned|written|made|presented)\s+(?:jointly\s+)?(?:by|for)(?!\s+the\s+authority\s+of)\s+"
    r"(?P<who>[^\n.;:]{2,120})|\b(?:publisher|issuer|author|issuing\s+body)\s*:\s*(?P<named>[^\n;]{2,120})"
    r"|(?:©|\(c\)\s|\bcopyright\b)\s*(?:copyright\s+)?(?:(?:19|20)\d\d\s*,?\s*)?(?P<holder>[^\n.;:\d]{2,120})",
    re.IGNORECASE,
)
_SHORTEST: Final = 2
_LONGEST_LINE: Final = 120


def issuer_named(name: str, codebook: Codebook) -> str:
    """The actor that a document's own words for its issuer mean: by label or term, else the longest label in them.

    Empty where none is meant, or two that are not one body.
    """
    names = _names(codebook)
    plain = _plain(name)
    if plain in names:
        return _one(names[plain], codebook)
    return _mentioned(name, _labels(codebook), codebook)


def issuer_in_words(first_page: str, codebook: Codebook) -> str:
    """The actor that the first page shows as its maker: `Published by …`, `© …`, or its name alone on a line.

    A name alone has to be of several words or in capitals. An actor that is only spoken of is none; two makers that
    are not one body give none.
    """
    labels, names = _labels(codebook), _names(codebook)
    found = []
    for match in _MADE_BY.finditer(first_page):
        said = match["who"] or match["named"] or match["holder"] or ""
        found.append(_beginning(said, names, codebook))
    makers = _distinct(found, codebook)
    if len(makers) == 1:
        return makers[0]
    if makers:
        return ""
    alone = []
    for line in first_page.split("\n"):
        words = line.strip()
        if len(words) <= _LONGEST_LINE and _like_a_name(words) and not is_only_a_date(words):
            alone.append(_one(labels.get(_plain(words), ()), codebook))
    makers = _distinct(alone, codebook)
    return makers[0] if len(makers) == 1 else ""


def _like_a_name(line: str) -> bool:
    """Whether a line may be a body's name: several words, or one in capitals. `Government` may head a list."""
    words = line.split()
    return len(words) > 1 or bool(words and words[0].isupper())


def _beginning(said: str, names: Mapping[str, tuple[str, ...]], codebook: Codebook) -> str:
    """The actor whose name begins these words, the longest name first."""
    plain = f"{_plain(said)} "
    best = max((name for name in names if plain.startswith(f"{name} ")), key=len, default="")
    return _one(names[best], codebook) if best else ""


def _mentioned(text: str, names: Mapping[str, tuple[str, ...]], codebook: Codebook) -> str:
    """The one actor that a text names in whole words; a name within a longer one does not count."""
    plain = f" {_plain(text)} "
    found = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if f" {name} " in plain:
            plain = plain.replace(f" {name} ", "  ")
            found.append(_one(names[name], codebook))
    makers = _distinct(found, codebook)
    return makers[0] if len(makers) == 1 else ""


def _names(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Actors by each of their names: label and terms, in plain form."""
    return _by_name((actor, (actor.label, *actor.terms)) for actor in codebook.actors.values())


def _labels(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    return _by_name((actor, (actor.label, *_proper(actor.terms))) for actor in codebook.actors.values())


def _proper(terms: Iterable[str]) -> list[str]:
    """Terms that are names rather than words: `Scottish Care`, not `the care staff`."""
    return [term for term in terms if " " in term and term[0].isupper() and term.rsplit(" ", 1)[-1][:1].isupper()]


def _by_name(actors: Iterable[tuple[Actor, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for actor, names in actors:
        for plain in dict.fromkeys(_plain(name) for name in names):
            if len(plain) >= _SHORTEST:
                found[plain] = (*found.get(plain, ()), actor.id)
    return found


def _one(ids: Iterable[str], codebook: Codebook) -> str:
    makers = _distinct(ids, codebook)
    return makers[0] if len(makers) == 1 else ""


def _distinct(ids: Iterable[str], codebook: Codebook) -> list[str]:
    """The actors without repeats and empties; of several that are one body the body itself."""
    given = list(dict.fromkeys(actor for actor in ids if actor))
    bodies = {codebook.body(actor) for actor in given}
    return sorted(bodies) if len(bodies) == 1 and len(given) > 1 else given


def _plain(text: str) -> str:
    words = _SIGNS.sub(" ", text).casefold().split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
