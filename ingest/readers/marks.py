"""Marked references at the beginning of a paragraph: `7.2`, `12.`, `(a)`, `para 7.2`, `[NPF 3]`, `§ 4`, `s. 4(1)`.

Two steps: `find_mark` says what stands at the beginning of a paragraph, and `Numbering` turns a run of marks into
references as readers cite them, nesting `(a)` under `12` as `para 12(a)`.
"""

import re
from dataclasses import dataclass
from typing import Final

_BRACKETED: Final = re.compile(r"\[(?P<label>(?:[A-Z0-9§]|s\. |para )[^\[\]\n]{0,59})\][ \t]+(?=\S)")
_WORDED: Final = re.compile(
    r"(?P<word>[Pp]ara(?:graph)?s?\.?|§§?|ss?\.)[ \t]*(?P<number>\d[\w.]*(?:\(\w{1,4}\))*)[.:)]?[ \t]+"
)
RECOMMENDATION: Final = "Recommendation "
"""What the reference of a numbered recommendation begins with."""
_RECOMMENDATION: Final = re.compile(
    r"(?:Recommendation|RECOMMENDATION)\s+(?P<number>\d{1,3}[a-z]?)\s*(?:[:.)]|\s[-–—])\s+(?=\S)"
)
_DECIMAL: Final = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,4})\.?(?:[ \t]+|\Z)")
_NUMBER: Final = re.compile(r"(?P<number>\d{1,3}[A-Z]{0,2})[.)](?:[ \t]+|\Z)")
_BARE: Final = re.compile(r"(?P<number>\d{1,3}[A-Z]{0,2})[ \t]+(?=[A-Z‘“(])")
_INNER: Final = re.compile(r"\((?P<label>\d{1,3}[A-Z]{0,2}|[a-z]{1,2}|[ivx]{1,5}|[A-Z])\)[ \t]*(?=[^\s(),.;:]|\()")
_ROMAN: Final = re.compile(r"(?=[ivxl])x{0,3}(?:ix|iv|v?i{0,3})\Z")
FIRST_LABELS: Final = ("a", "i", "1", "A")
"""The labels that begin a bracketed list."""

_GOES_ON: Final = re.compile(r"\b(?:an?|and|are|at|by|for|from|in|is|of|on|or|that|the|to|under|which|with)\Z")
_INNER_END: Final = re.compile(r"[a-z)’”][.?!…]\s")
_ENDS_SENTENCE: Final = (".", ",", ";", ":", "?", "!", "…")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark and its `length` in characters, the white space after it included.

    `kind` is `given` (the reference stands there in full), `number` (a numbered paragraph) or `inner` (a bracketed
    label that counts within what stands before it); `strong` marks need no sequence to be believed.
    """

    kind: str
    label: str
    length: int
    strong: bool


def find_mark(text: str) -> Mark | None:
    """The mark at the beginning of `text`, or None."""
    if match := _BRACKETED.match(text):
        return Mark("given", " ".join(match["label"].split()), match.end(), True)
    if match := _WORDED.match(text):
        word = match["word"].lower().rstrip(".")
        prefix = "para " if word.startswith("para") else "§ " if word.startswith("§") else "s. "
        return Mark("given", prefix + match["number"].rstrip(".:"), match.end(), True)
    if match := _RECOMMENDATION.match(text):
        return Mark("given", f"{RECOMMENDATION}{match['number']}", match.end(), True)
    if match := _DECIMAL.match(text) or _NUMBER.match(text):
        begins = text[match.end() : match.end() + 1]
        return Mark("number", match["number"], match.end(), bool(begins) and not (begins.islower() or begins.isdigit()))
    if match := _INNER.match(text):
        return Mark("inner", match["label"], match.end(), False)
    if match := _BARE.match(text):
        return Mark("number", match["number"], match.end(), False)
    return None


def follows(number: str, before: str) -> bool:
    """Whether one paragraph number comes next after another: 7.2 after 7.1, 8.1 after 7.9, 13 after 12 or 12A."""
    now, then = _parts(number), _parts(before)
    if not now or not then:
        return False
    if len(now) == len(then) and now[:-1] == then[:-1]:
        return 0 <= now[-1] - then[-1] <= 1 and number != before
    if now[-1] != 1:
        return False
    head = now[:-1]
    return head == then[: len(head)] or (len(head) <= len(then) and [*head[:-1], head[-1] - 1] == then[: len(head)])


def _parts(number: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", number)]


def style(label: str, before: str, after: str) -> str:
    """Whether a bracketed label counts as `number`, `letter`, `roman` or `capital`.

    (i), (v) and (x) may be letters or numerals: the labels `before` and `after` it in the text decide.
    """
    if label[0].isdigit():
        return "number"
    if label.isupper():
        return "capital"
    if not _ROMAN.match(label):
        return "letter"
    if len(label) > 1:
        return "letter" if (before, label) == ("hh", "ii") else "roman"
    next_letter = chr(ord(label) + 1)
    if after == next_letter:
        return "letter"
    follows_letter = before == chr(ord(label) - 1)
    return "letter" if follows_letter and after not in (label + "i", "iv", "vi", "xi") else "roman"


class Numbering:
    """References for the marks of a text, one after the other.

    `base` names what numbered paragraphs are called (`para `); a heading may set a `section` under which bracketed
    labels count (`s. 4` gives `s. 4(1)(b)`).
    """

    def __init__(self, base: str = "para ") -> None:
        self._base = base
        self._outer = ""
        self._inner: list[tuple[str, str]] = []
        self.last_number = ""

    @property
    def base(self) -> str:
        """What stands before the number in a reference."""
        return self._base

    @property
    def outer(self) -> str:
        """The reference that marks without a number of their own count within; empty before the first."""
        return self._outer

    @property
    def nested(self) -> bool:
        """Whether bracketed labels are being counted."""
        return bool(self._inner)

    @property
    def current(self) -> str:
        """The reference given last."""
        return self._outer + "".join(f"({label})" for _, label in self._inner)

    @property
    def tail(self) -> str:
        """The reference of words that go on after a list: the subsection, or what counts the list."""
        first = self._inner[0] if self._inner else ("", "")
        return f"{self._outer}({first[1]})" if first[0] == "number" else self._outer

    def section(self, ref: str) -> None:
        """Begin a section known by its heading; an empty `ref` ends what was counted before."""
        self._outer = ref
        self._inner = []

    def ref(self, mark: Mark, label_before: str = "", label_after: str = "") -> str:
        """The reference of the paragraph with this mark, given the bracketed labels before and after it."""
        if mark.kind == "given":
            self.section(mark.label)
            return mark.label
        if mark.kind == "number":
            self.last_number = mark.label
            self.section(self._base + mark.label)
            return self._outer
        self._nest(style(mark.label, label_before, label_after), mark.label)
        return self.current

    def _nest(self, kind: str, label: str) -> None:
        kinds = [known for known, _ in self._inner]
        if kind in kinds:
            del self._inner[kinds.index(kind) :]
        self._inner.append((kind, label))


def is_title(text: str, *, words: int = 14, characters: int = 110) -> bool:
    """Whether a line reads like a heading: short, one line, begins like one, does not end like a sentence."""
    text = text.strip()
    if not text or "\n" in text or len(text) > characters or len(text.split()) > words:
        return False
    if (
        text.rstrip("”’»\"'").endswith(_ENDS_SENTENCE)
        or _INNER_END.search(text)
        or _GOES_ON.search(text)
        or text[0] in "-•*–·([‘“'\"…"
        or not any(c.isalpha() for c in text)
    ):
        return False
    return text[0].isupper() or text[0].isdigit()
