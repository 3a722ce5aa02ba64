"""What a file that is added may be, where its owner does not say; each guess says what it was made from."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import PurePath
from typing import Final

from graph.errors import SourceError
from graph.model import INTERVIEW_KINDS, SOURCE_KINDS, Codebook, Source
from ingest import readers
from ingest.readers import Document, ReadOptions
from ingest.reading.task import read_data
from ingest.study.guess_date import date_in_name, date_in_words, is_only_a_date
from ingest.study.guess_issuer import issuer_in_words, issuer_named
from ingest.study.schema import is_date

GIVEN, DOCUMENT, PROPERTIES = "as given", "document", "file properties"
WORDS, FILE_NAME, RULE, STUDY = "first page", "file name", "rule", "other sources"
"""What a guess was made from; `rule` is what holds where nothing speaks against it."""

_ENOUGH: Final = 3
"""So many stretches with a respondent's code make an interview; one or two may be chance."""
_TURNS: Final = 6
_LONGEST_TITLE: Final = 160
_FIRST_WORDS: Final = 2_000
"""The first page of a document without pages, in characters."""
_COVER: Final = 400
"""A page with fewer characters is a cover, which the next page goes on."""
_STEERS: Final = (*INTERVIEW_KINDS, "article", "legislation")
"""Kinds that are read in a way of their own."""
_BY_TITLE: Final[Mapping[str, re.Pattern[str]]] = {
    "legislation": re.compile(r"\b(?:Act|Regulations|Order|Rules)\s+(?:\([^()]*\)\s+)?(?:19|20)\d\d\Z"),
    "guidance": re.compile(r"\b(?:guidance|guidelines?|code of practice|handbook|toolkit|explanatory notes)\b", re.I),
    "audit": re.compile(r"\baudit\b", re.I),
    "review": re.compile(r"\breview\b", re.I),
    "standard": re.compile(r"\bstandards\b|\bstandard for\b", re.I),
    "statement": re.compile(r"\bstatement\b", re.I),
}
_ARTICLE: Final = re.compile(r"^\s*abstract\b.*^\s*key\s?words?\b|\bdoi(?:\.org/|:\s?)10\.\d{4}", re.I | re.M | re.S)


_NOTES: Final = re.compile(r"^\s*(?:explanatory notes?|code of practice|statutory guidance)\s*$", re.I | re.M)
"""A line of the first page that says by itself what the document is, under the name of the law that it is about."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A value and what it was made from; both empty where nothing is sure enough."""

    value: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Guesses:
    """What is taken for a file's description; `issuer` is an actor's id, `language` a BCP 47 tag."""

    kind: Guess = Guess()
    title: Guess = Guess()
    date: Guess = Guess()
    issuer: Guess = Guess()
    language: Guess = Guess()
    url: Guess = Guess()

    def items(self) -> tuple[tuple[str, Guess], ...]:
        """Name and guess, in order."""
        return tuple((field.name, getattr(self, field.name)) for field in fields(self))


def read_and_guess_kind(data: bytes, name: str, given: str, options: ReadOptions) -> tuple[Guess, Document]:
    """The kind of a file, `given` where its owner said, and its document read as that kind.

    Without a word of the document itself: a transcript has turns of respondents, excerpts are mostly respondents'
    words, an article quotes some, a title may name what it is; else `policy`. Raises SourceError where the file cannot
    be read.
    """
    if given:
        return Guess(given, GIVEN), read_data(data, name, given, options)[0]
    document, _ = read_data(data, name, "policy", options)
    guess = _kind(document, PurePath(name).stem)
    if guess.value not in _STEERS:
        return guess, document
    try:
        return guess, read_data(data, name, guess.value, options)[0]
    except SourceError:
        return Guess("policy", RULE), document


def _kind(document: Document, stem: str) -> Guess:
    if document.about.kind in SOURCE_KINDS:
        return Guess(document.about.kind, DOCUMENT)
    if spoken := _interview(document):
        return Guess(spoken, RULE)
    if _NOTES.search(first_page(document)):
        return Guess("guidance", WORDS)
    title = guess_title(document, stem).value
    if len(kinds := [kind for kind, words in _BY_TITLE.items() if words.search(title)]) == 1:
        return Guess(kinds[0], WORDS)
    return Guess("article", WORDS) if _ARTICLE.search(first_page(document)) else Guess("policy", RULE)


def _interview(document: Document) -> str:
    """`transcript`, `excerpts` or `article` where the words of respondents show it; else empty.

    The canonical text is read as plain text: the layout is not analysed again for the sake of a guess.
    """
    if sum(bool(block.time) for block in document.blocks) >= _ENOUGH:
        return "transcript"
    if _spoken(document)[0] >= _ENOUGH and document.text_kind != "verbatim":
        return "excerpts"
    text = document.text.encode("utf-8")
    if (as_transcript := _plain(text, "transcript")) and _turns(as_transcript):
        return "transcript"
    if (as_article := _plain(text, "article")) is None:
        return ""
    stretches, share = _spoken(as_article)
    if stretches < _ENOUGH:
        return ""
    return "excerpts" if share > 0.5 else "article"


def _plain(text: bytes, kind: str) -> Document | None:
    try:
        return readers.choose(text, "words.txt", kind).read(text, "words.txt", kind)
    except SourceError:
        return None


def _turns(document: Document) -> bool:
    """Whether a text read as a transcript is one: most of its blocks are turns, of coded people or of two labels."""
    said = [block for block in document.blocks if block.speaker or block.case]
    if 2 * len(said) < len(document.blocks):
        return False
    if sum(bool(block.case) for block in said) >= _ENOUGH:
        return True
    labels = Counter(block.speaker for block in said)
    often = sum(turns >= _ENOUGH for turns in labels.values())
    whole = sum(block.end - block.start for block in document.blocks)
    return len(said) >= _TURNS and often >= 2 and sum(b.end - b.start for b in said) > 0.6 * whole


def _spoken(document: Document) -> tuple[int, float]:
    """How many blocks are respondents' words, and their share of all blocks' characters."""
    spoken = [block.end - block.start for block in document.blocks if block.case]
    whole = sum(block.end - block.start for block in document.blocks)
    return len(spoken), sum(spoken) / whole if whole else 0.0


def guesses(document: Document, name: str, kind: Guess, codebook: Codebook, others: Mapping[str, Source]) -> Guesses:
    """All that can be told of a document; `others` are the study's sources, which show who issues its interviews."""
    about, stem, page = document.about, PurePath(name).stem, first_page(document)
    published = bool(about.url or about.issuer or about.kind)
    printed = Guess(date, WORDS) if (date := date_in_words(page)) else Guess()
    of_itself = Guess(about.date, DOCUMENT if published else PROPERTIES) if is_date(about.date) else Guess()
    named = Guess(date, FILE_NAME) if (date := date_in_name(stem)) else Guess()
    # The date in the properties of a file is often that of a copy, so what is printed goes before it.
    order = (of_itself, printed, named) if published else (printed, named, of_itself)
    return Guesses(
        kind=kind,
        title=guess_title(document, stem),
        date=next((guess for guess in order if guess.value), Guess()),
        issuer=_issuer(document, kind.value, page, codebook, others),
        language=Guess(about.language, DOCUMENT) if about.language else Guess(),
        url=Guess(about.url, DOCUMENT) if about.url.startswith(("https://", "http://")) else Guess(),
    )


def _issuer(document: Document, kind: str, page: str, codebook: Codebook, others: Mapping[str, Source]) -> Guess:
    if kind in INTERVIEW_KINDS:
        known = [source.issuer for source in others.values() if source.kind == kind]
        same = set(known) - {""}
        return Guess(same.pop(), STUDY) if len(same) == 1 and "" not in known else Guess()
    if document.about.issuer and (found := issuer_named(document.about.issuer, codebook)):
        return Guess(found, DOCUMENT)
    found = issuer_in_words(page, codebook)
    return Guess(found, WORDS) if found else Guess()


def first_page(document: Document) -> str:
    """The words of the first page that has any, and of the next where those are few; else the document's beginning.

    Lines of a page are lines of this text, as far as the reader knows them.
    """
    if not document.regions:
        cut = document.text.find("\n", _FIRST_WORDS)
        return document.text[:cut] if 0 <= cut <= 2 * _FIRST_WORDS else document.text[:_FIRST_WORDS]
    lines: list[str] = []
    size, last = 0, 0
    for region in document.regions:
        if region.page != last and size >= _COVER:
            break
        last = region.page
        lines.append(document.text[region.start : region.end].strip())
        size += region.end - region.start
    return "\n".join(lines)


def guess_title(document: Document, stem: str) -> Guess:
    """What the document calls itself, the largest words of its first page or its first line; else the file's name."""
    if title := _clean(document.about.title):
        return Guess(title, DOCUMENT)
    if document.text_kind == "verbatim" and not any(block.case for block in document.blocks[:1]):
        for line in (_largest(document), _first_line(document)):
            if _like_a_title(line):
                return Guess(line, WORDS)
    words = " ".join(stem.replace("_", " ").replace("-", " ").split())
    return Guess(words[:1].upper() + words[1:] if words else "Untitled", FILE_NAME)


def _largest(document: Document) -> str:
    """The lines of the first page in the largest letters, where they stand together and are larger than the rest."""
    if not document.regions:
        return ""
    first = min(region.page for region in document.regions)
    lines = [r for r in document.regions if r.page == first and r.bottom > r.top and r.end - r.start > 2]
    heights = sorted(r.bottom - r.top for r in lines)
    if len(heights) < 2 or heights[-1] < 1.15 * heights[(len(heights) - 1) // 2]:
        return ""
    big = [at for at, r in enumerate(lines) if r.bottom - r.top > 0.93 * heights[-1]]
    if big[-1] - big[0] != len(big) - 1:
        return ""
    return _clean(" ".join(document.text[lines[at].start : lines[at].end] for at in big))


def _first_line(document: Document) -> str:
    lines = (line.strip(" \t#*_=") for line in document.text.split("\n") if line.strip(" \t#*_=-—–"))
    return _clean(next(lines, ""))


def _like_a_title(line: str) -> bool:
    if not 8 <= len(line) <= _LONGEST_TITLE or " " not in line or is_only_a_date(line):
        return False
    return not line[0].islower() and line[0].isalnum() and not line.endswith((".", ":", ",", ";"))


def _clean(text: str) -> str:
    return " ".join(text.split())[:500]


def with_given(made: Guesses, given: Mapping[str, str]) -> Guesses:
    """The guesses with what the owner said in place of them."""
    said = {name: Guess(value, GIVEN) for name, value in given.items() if value and hasattr(made, name)}
    return replace(made, **said)
