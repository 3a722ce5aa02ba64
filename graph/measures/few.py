"""Numbers as a sentence has them, and words in place of a number where there are too few units to measure."""

from graph.measures.resampling import FEWEST

Phrase = tuple[str, str]
"""What is counted, of one and of several: `source that binds`, `sources that bind`."""


def counted(n: int, phrase: Phrase) -> str:
    """A count with what it counts: `no voice`, `1 voice`, `4 voices`."""
    return f"{n or 'no'} {phrase[n > 1]}"


def too_few(n: tuple[int, int], first: Phrase, second: Phrase) -> str:
    """Why there is no gap, with both n; empty where both have enough."""
    if min(n) >= FEWEST:
        return ""
    return (
        f"too few to measure ({counted(n[0], first)}, {counted(n[1], second)}; {FEWEST} are needed at each): read them"
    )


def joined(names: tuple[str, ...], word: str = "and", most: int = 4) -> str:
    """Names as a sentence has them, joined by `word`; of more than `most` the rest as a number."""
    shown, more = names[:most], len(names) - most
    if more > 0:
        return f"{', '.join(shown)} {word} {more} more"
    return f" {word} ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def p_words(value: float) -> str:
    """A p-value as it is written: two places, three where two would be 0.00, and below that a bound."""
    if value < 0.001:
        return "< 0.001"
    return f"{value:.3f}" if value < 0.01 else f"{value:.2f}"


def signed(value: float) -> str:
    """A position with its sign, two places."""
    return f"{value:+.2f}".replace("-", "−") if round(value, 2) else "0.00"
