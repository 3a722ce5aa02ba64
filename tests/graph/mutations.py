"""Harmless questions with hostile parts spliced in, in any case, with comments and escapes: for fuzzing the guards."""

import re

from hypothesis import strategies as st

GAPS = (" ", "\n", "\t", "/**/", " /* x */ ", "//\n", "  ", "\r\n")
WORD = re.compile(r"[A-Za-z]{3,}")


@st.composite
def mutated(draw: st.DrawFn, harmless: list[str], parts: list[str]) -> str:
    """One harmless question, changed in up to three ways."""
    text = draw(st.sampled_from(harmless))
    for _ in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(("splice", "splice", "replace", "gaps", "case", "escape", "cut", "join")))
        at = draw(st.integers(0, len(text)))
        part = draw(st.sampled_from(parts))
        if way == "splice":
            places = [m.start() for m in re.finditer(r"[\s(){}\[\]|,]", text)] or [at]
            at = draw(st.sampled_from(places))
            text = f"{text[:at]} {_cased(draw, part)} {text[at:]}"
        elif way == "replace" and (words := list(WORD.finditer(text))):
            word = draw(st.sampled_from(words))
            text = text[: word.start()] + _cased(draw, part) + text[word.end() :]
        elif way == "gaps":
            gap = draw(st.sampled_from(GAPS))
            text = text.replace(" ", gap)
        elif way == "case":
            text = _cased(draw, text)
        elif way == "escape" and (letters := list(re.finditer(r"[A-Za-z'`;*/]", text))):
            letter = draw(st.sampled_from(letters))
            text = f"{text[: letter.start()]}\\u{ord(letter.group()):04x}{text[letter.end() :]}"
        elif way == "cut":
            text = text[:at]
        elif way == "join":
            joint = draw(st.sampled_from((" UNION ALL ", "; ", " WITH * ", " UNION ", "\n")))
            text = text + joint + part
    return text


def _cased(draw: st.DrawFn, text: str) -> str:
    way = draw(st.sampled_from(("as it is", "small", "large", "mixed")))
    if way == "mixed":
        return "".join(c.upper() if i % 2 else c.lower() for i, c in enumerate(text))
    return {"small": text.lower(), "large": text.upper()}.get(way, text)
