"""How respondents are called in published research: `L04`, `Participant 7`, `[P12, nurse]`, `– Chief Officer, HSCP 4`.

A short code is believed once the text uses its family (`L04`, `L09`) as codes are used: in brackets after a quotation,
on a line of its own under a block quote, before a colon, or with a verb of saying. What looks like one but is a part
of a document (`Table 3`, `Article 5`) or a work of literature (with a year) is none.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.readers.outline import Piece

SHORT: Final = r"[A-Z]{1,4}[-_]?\d{1,3}(?:[-_/.]?[A-Z]{1,3}[-_]?\d{1,3})?[a-z]?"
_NOUN: Final = r"(?:[Pp]articipant|[Rr]espondent|[Ii]nterviewee|[Ii]nformant|[Ii]nterview|[Ff]ocus [Gg]roup)"
PERSON: Final = rf"{_NOUN}\s+(?:(?:[Nn]o\.?|[Nn]umber|[Nn]r\.?|[Cc]ode)\s*|#)?(?:\d{{1,3}}[a-z]?|[A-Z])(?!\w)"
_AGENT: Final = (
    r"(?:[A-Za-z-]{1,30}(?:ers?|ors?|ists?|ians?|ees?|eers?|wife|man|woman)|[Nn]urse|[Cc]arer|[Cc]hief|[Hh]ead|[Ll]ead"
    r"|[Cc]hair|[Pp]atient|[Pp]arent|[Ss]tudent|[Rr]esident|[Cc]onsultant|[Aa]ssistant|[Aa]ttendant|[Cc]lient"
    r"|[Ee]xecutive|[Rr]epresentative|[Pp]rofessional|[Pp]erson|[Cc]hild|[Aa]dult|[Ss]taff|GP|CEO|MSP|MP|MD|HCP)"
)
_PARTS: Final = (
    r"(?:[Cc]hapter|[Pp]aper|[Ll]etter|[Oo]rder|[Nn]umber|[Pp]oster|[Nn]ewsletter|[Ff]actor|[Ii]ndicator|[Ss]ector"
    r"|[Pp]arameter|[Vv]ector|[Ee]rror|[Ss]eptember|[Oo]ctober|[Nn]ovember|[Dd]ecember|[Mm]atter|[Pp]aragraph"
    r"|[Bb]arrier|[Oo]ffer|[Qq]uarter|[Cc]luster|[Ll]ayer|[Tt]ier|[Dd]egree|[Cc]ommittee|[Rr]egister|[Bb]anner)"
)
_LEADING: Final = r"(?:[A-Z][\w’'-]{0,30}\s+)?(?:[\w’'-]{1,30}\s+){0,2}?"
ROLE: Final = rf"(?!{_PARTS}\s){_LEADING}(?!{_PARTS}\s){_AGENT}\s+#?\d{{1,3}}(?!\w)"
"""A numbered role: `Chief Officer 3`, `Nurse 12`."""

CODE: Final = rf"(?:{SHORT}|{PERSON}|{ROLE})"
_REST: Final = r"(?:\s*[,;:–—/]\s*[^()\[\]\n]{1,120}|\s+[–-]\s*[^()\[\]\n]{1,120})?"
_BEFORE: Final = (
    r"(?:(?!(?:see|cf|e\.?g|i\.?e|for|as|in|and|also|from|after|table|figure|fig)\b)[^()\[\]\n,;:]{1,60}[,;:–—]\s*)?"
)
BRACKETED: Final = re.compile(rf"[(\[](?P<before>{_BEFORE})(?P<code>{CODE}){_REST}\s*[)\]]")
DASHED: Final = re.compile(rf"\s*[–—―-]{{1,2}}\s*(?P<code>{CODE})(?!\w)")
_LINE_REST: Final = r"(?:\s*[,;–—/-]\s*[^()\[\]\n:]{1,80}|\s*[(\[][^()\[\]\n]{0,80}[)\]])?"
CODE_LINE: Final = re.compile(
    rf"[–—―-]{{0,2}}\s*[(\[]?(?P<before>{_BEFORE})(?P<code>{CODE}){_LINE_REST}\s*[)\]]?[.,;]?\Z"
)
LABEL: Final = re.compile(
    rf"[(\[]?(?P<code>{SHORT}|{PERSON}|{ROLE})[)\]]?(?:\s*[,(\[][^:\n“”‘\"]{{0,80}})?\s*:(?:\s+|\Z)"
)
ATTRIBUTION: Final = re.compile(
    r"(?:[–—―-]{1,2}\s*(?P<dashed>[A-Z][^\n()\[\]“”\"]{1,90}?)|[(\[](?P<boxed>[A-Z][^\n()\[\]“”\"]{1,90}?)[)\]])[.,;]?\Z"
)
"""A line under a block quote that says who spoke without any code: `— Chief Officer, HSCP 4`, `(Mary, carer)`."""

SAYING: Final = (
    r"(?:said|says|sa(?:id|ys) that|stat(?:es|ed)|not(?:es|ed)|explain(?:s|ed)|describ(?:es|ed)|felt|feels|add(?:s|ed)"
    r"|argu(?:es|ed)|reflect(?:s|ed)|comment(?:s|ed)|told|tells|put|puts|observ(?:es|ed)|recall(?:s|ed)"
    r"|suggest(?:s|ed)|believ(?:es|ed)|report(?:s|ed)|call(?:s|ed)|sp(?:oke|eaks)|th(?:ought|inks)|remark(?:s|ed)"
    r"|point(?:s|ed) out|highlight(?:s|ed)|acknowledg(?:es|ed)|emphasi[sz](?:es|ed)|stress(?:es|ed)|express(?:es|ed)"
    r"|claim(?:s|ed)|mention(?:s|ed)|ask(?:s|ed)|repl(?:ies|ied)|answer(?:s|ed)|warn(?:s|ed)|admit(?:s|ted)"
    r"|continu(?:es|ed)|conclud(?:es|ed)|insist(?:s|ed)|complain(?:s|ed)|s(?:aw|ees)|summ(?:ed|ari[sz]ed)|spoke)"
)
YEAR: Final = re.compile(r"\b[^\W\d_]*(?:1[89]|20)\d\d[a-z]?\b")
_PADDED: Final = re.compile(r"(?<!\d)0\d")
_LONGEST_CASE: Final = 100


def case_id(label: str) -> str:
    """The id under which cases.csv knows a respondent: `Participant-7` for "participant no. 7", `Chief-Officer-3`."""
    label = re.sub(r"(?<=\s)(?:no\.?|number|nr\.?|code)\s*(?=\d)|#", "", label, flags=re.IGNORECASE)
    folded = "".join(c for c in unicodedata.normalize("NFKD", label.strip()) if not unicodedata.combining(c))
    plain = re.sub(r"[^\w.-]+", "-", folded, flags=re.ASCII).strip("-.")[:_LONGEST_CASE].rstrip("-.")
    return plain[:1].upper() + plain[1:] or label.strip()


def is_person(code: str) -> bool:
    """Whether a code says by itself that it is a respondent's: `Participant 7`."""
    return bool(re.fullmatch(PERSON, code))


class Codes:
    """The families of codes that one text uses for its respondents."""

    def __init__(self, text: str, pieces: Sequence[Piece], ends: Sequence[int] = ()) -> None:
        """`ends`: where stretches in italics end, after which a bracket may hold a code."""
        self._text = text
        self._ends = ends
        self._families: dict[str, set[int]] = {}
        self._padded: set[str] = set()
        for code in self._used(pieces):
            prefix, digits = _family(code)
            self._families.setdefault(prefix, set()).add(digits)
            if _PADDED.search(code):
                self._padded.add(prefix)

    def _used(self, pieces: Sequence[Piece]) -> Iterator[str]:
        """Codes that stand where only a respondent's stands."""
        text = self._text
        for position, piece in enumerate(pieces):
            words = text[piece.start : piece.end]
            if (match := CODE_LINE.match(words)) and not YEAR.search(words) and self._stands_apart(pieces, position):
                yield match["code"]
            if (match := AT_END.search(words)) and not YEAR.search(match.group()):
                yield match["code"]
            if not piece.level and (match := LABEL.match(words)) and len(words) > match.end():
                yield match["code"]
        for end in self._ends:
            if (match := _BRACKET_NEXT.match(text, end)) and not YEAR.search(match.group()):
                yield match["code"]
        for pattern in (_AFTER_QUOTE, _DASH_AFTER_QUOTE, _SAYS, _SAID_BY):
            for match in pattern.finditer(text):
                if not YEAR.search(match.group()):
                    yield match["code"]

    def knows(self, code: str) -> bool:
        """Whether a code is one of this text's respondents'."""
        if is_person(code):
            return True
        prefix, digits = _family(code)
        widths = self._families.get(prefix)
        return widths is not None and (prefix not in self._padded or digits in widths)

    def line(self, pieces: Sequence[Piece], position: int) -> str:
        """The case named by a piece that is only a code, under somebody's words; empty for others."""
        if not 0 < position < len(pieces):
            return ""
        piece = pieces[position]
        match = CODE_LINE.match(self._text[piece.start : piece.end])
        if not match or YEAR.search(match.group()) or not self.knows(match["code"]):
            return ""
        return case_id(match["code"]) if self._stands_apart(pieces, position) or not piece.level else ""

    def _stands_apart(self, pieces: Sequence[Piece], position: int) -> bool:
        """Whether a line is set as one that names the speaker above it: by a bracket, a dash, or after a quotation."""
        piece, text = pieces[position], self._text
        if text[piece.start] in "([–—―" or dashed(text, piece):
            return not piece.level or dashed(text, piece)
        return position > 0 and not pieces[position - 1].level and introduced(text, pieces, position - 1)

    def label(self, piece: Piece) -> tuple[str, int]:
        """The case that a label before a colon names, and how many characters the label takes; else empty and 0."""
        match = LABEL.match(self._text[piece.start : piece.end])
        return (case_id(match["code"]), match.end()) if match and self.knows(match["code"]) else ("", 0)

    def bracketed(self, start: int, end: int) -> list[tuple[int, str]]:
        """Codes in brackets in [start, end), with the place of the bracket; several in one bracket name nobody."""
        found = []
        for match in BRACKETED.finditer(self._text, start, end):
            if self.knows(match["code"]) and not YEAR.search(match.group()) and len(self.named(*match.span())) == 1:
                found.append((match.start(), case_id(match["code"])))
        return found

    def named(self, start: int, end: int) -> list[tuple[int, str]]:
        """Codes anywhere in [start, end), with or without brackets."""
        found, position = [], start
        while match := _ANYWHERE.search(self._text, position, end):
            known = self.knows(match.group())
            if known:
                found.append((match.start(), case_id(match.group())))
            # What is none may begin one word too early: "As Interviewee 3" reads like a role.
            position = match.end() if known else match.start() + 1
        return found


_ANYWHERE: Final = re.compile(rf"(?<![\w-])(?:{PERSON}|{SHORT}|{ROLE})(?![\w-])")


def dashed(text: str, piece: Piece) -> bool:
    """Whether a dash stands before a piece, which readers of plain text take for a bullet."""
    return bool(re.search(r"(?:\A|\n)[ \t]*[–—―-]{1,2}[ \t]*\Z", text[max(0, piece.start - 6) : piece.start]))


def introduced(text: str, pieces: Sequence[Piece], position: int) -> bool:
    """Whether the paragraph before ends in a colon."""
    before = pieces[position - 1] if position > 0 else None
    return before is not None and not before.level and text[before.end - 1] == ":"


AT_END: Final = re.compile(rf"(?<=[.?!…’”\"'»\])])\s*{BRACKETED.pattern}\.?\Z")
_AFTER_QUOTE: Final = re.compile(rf"(?<=\S)\s?[’”“\"'»›」]\s?{BRACKETED.pattern}")
_BRACKET_NEXT: Final = re.compile(rf"[ .,]{{0,3}}{BRACKETED.pattern}")
_DASH_AFTER_QUOTE: Final = re.compile(rf"(?<=[’”\"'»]){DASHED.pattern}")
_SAYS: Final = re.compile(
    rf"(?<![\w-])(?P<code>{SHORT})(?:\s*[(\[][^()\[\]\n]{{1,80}}[)\]]|,[^,.\n]{{1,60}},)?\s+(?:\w+ly\s+)?{SAYING}\b"
)
_SAID_BY: Final = re.compile(rf"[’”\"'»],?\s*{SAYING}\s+(?P<code>{SHORT})(?![\w-])")


def _family(code: str) -> tuple[str, int]:
    """What stays the same between the codes of one text, and how many digits the last number has."""
    return re.sub(r"\d+", "#", code).rstrip("abcdefghijklmnopqrstuvwxyz").lower(), len(re.findall(r"\d", code))
