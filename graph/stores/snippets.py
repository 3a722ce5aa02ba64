"""What is shown of a passage that was found: the stretch with most of what was looked for, the same on every engine."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.stores.tokens import Tokenizer
from graph.stores.words import Phrase

WORDS = 40
"""Words that a snippet has at most."""
CUT = "…"
Pieces = tuple[tuple[str, bool], ...]
Span = tuple[int, int]


def snippet(text: str, phrases: Iterable[Phrase], tokenizer: Tokenizer) -> Pieces:
    """Pieces (text, whether it is a hit) of the stretch that holds most of the phrases, the earliest of such.

    They join to a stretch of the text as it stands there, with a mark where it was cut. Where no phrase stands in the
    text it is the beginning.
    """
    words = tokenizer.spans(text)
    found = _occurrences([word for word, _, _ in words], phrases)
    if not found:
        return beginning(text)
    first = _start(found, len(words))
    last = min(first + WORDS, len(words))
    start = words[first][1] if first else 0
    end = words[last - 1][2] if last < len(words) else len(text)
    hits = [
        (words[max(a, first)][1], words[min(b, last) - 1][2])
        for a, b in _merged(span for spans in found.values() for span in spans)
        if b > first and a < last
    ]
    return _pieces(text, start, end, hits)


def beginning(text: str) -> Pieces:
    """The first words of a text, for a list that nothing was looked for in."""
    words = text.split(" ")
    short = " ".join(words[:WORDS])
    return ((short + (CUT if len(words) > WORDS else ""), False),) if text else ()


def _occurrences(tokens: Sequence[str], phrases: Iterable[Phrase]) -> dict[Phrase, list[Span]]:
    """Where each phrase stands, as (first word, one past the last)."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, token in enumerate(tokens):
        places[token].append(i)
    found = {each: [(i, i + len(each.tokens)) for i in _starts(tokens, places, each)] for each in phrases}
    return {phrase: spans for phrase, spans in found.items() if spans}


def _starts(tokens: Sequence[str], places: Mapping[str, list[int]], phrase: Phrase) -> list[int]:
    *whole, last = phrase.tokens
    if not whole:
        if not phrase.prefix:
            return places.get(last, [])
        return sorted(i for word, at in places.items() if word.startswith(last) for i in at)
    size = len(whole)
    return [
        i
        for i in places.get(whole[0], ())
        if i + size < len(tokens)
        and list(tokens[i : i + size]) == whole
        and (tokens[i + size].startswith(last) if phrase.prefix else tokens[i + size] == last)
    ]


def _start(found: Mapping[Phrase, list[Span]], length: int) -> int:
    """The first word to show: most phrases within reach of it, and what was found in the middle."""
    spans = sorted((a, min(b, a + WORDS), number) for number, all_of in enumerate(found.values()) for a, b in all_of)
    best: tuple[int, int, int] = (0, 0, 0)
    for i, (first, _, _) in enumerate(spans):
        inside = []
        for span in spans[i:]:
            if span[0] >= first + WORDS:
                break
            if span[1] <= first + WORDS:
                inside.append(span)
        distinct = len({number for _, _, number in inside})
        if distinct > best[0]:
            best = (distinct, first, max(end for _, end, _ in inside))
    _, first, end = best
    return max(0, min(first - (WORDS - (end - first)) // 2, length - WORDS))


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order; those that share a word are one."""
    merged: list[Span] = []
    for a, b in sorted(spans):
        if merged and a < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged


def _pieces(text: str, start: int, end: int, hits: Sequence[Span]) -> Pieces:
    pieces = [(CUT if start else "", False)]
    at = start
    for a, b in hits:
        pieces += [(text[at:a], False), (text[a:b], True)]
        at = b
    pieces += [(text[at:end], False), (CUT if end < len(text) else "", False)]
    return tuple(piece for piece in pieces if piece[0])
