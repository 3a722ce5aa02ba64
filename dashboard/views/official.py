"""The official wording beside a digest: which source is the text of which, and which passage has the same reference."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dashboard.views.references import Key, enclosing, names_several, plain_reference, reference_key
from graph.queries import run
from graph.stores.base import View
from ingest.fetch.keys import document_key, version_of

Row = Mapping[Any, Any]
MOST_PASSAGES = 12
"""So many passages of one provision are shown; a whole Part would fill the screen."""


@dataclass(frozen=True, slots=True)
class OfficialPassage:
    """One passage of an official text, as it is read there."""

    id: str
    ref: str
    text: str
    lead_in: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class Official:
    """The official wording for a passage of a digest.

    `note` says how it was found: the same reference, or the provision that encloses it. `more` counts passages of the
    provision that are not among `passages`.
    """

    source: str
    label: str
    note: str
    passages: tuple[OfficialPassage, ...]
    more: int = 0


def texts_of(view: View) -> dict[str, str]:
    """For each digest or paraphrase the source that is its official text, where the study has one.

    A source whose `text_of` names the digest is taken first; else one whose address is of the same document. Of
    several, one that is replaced by none, in the version that the digest's address names, fetched last.
    """
    rows = view.table("Source").to_dict("records")
    official: dict[str, list[Row]] = defaultdict(list)
    named: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["text_kind"] == "verbatim" and int(row["passages"]):
            official[document_key(str(row["url"]))].append(row)
            named[str(row["text_of"])].append(row)
    found = {}
    for row in rows:
        if row["text_kind"] == "verbatim":
            continue
        key = document_key(str(row["url"]))
        candidates = named.get(str(row["id"])) or (official.get(key, []) if key else [])
        if candidates:
            found[str(row["id"])] = str(_best(row, candidates)["id"])
    return found


def _best(digest: Row, candidates: Sequence[Row]) -> Row:
    wanted = version_of(str(digest["url"]))
    by_id = sorted(candidates, key=lambda r: str(r["id"]))
    newest_first = sorted(by_id, key=lambda r: str(r["retrieved"]), reverse=True)
    return min(
        newest_first,
        key=lambda r: (
            bool(r["replaced_by"]),
            version_of(str(r["url"])) != wanted,
            "/binaries/" in str(r["url"]),
            len(urlsplit(str(r["url"])).path),
        ),
    )


def official_passages(view: View, source: str) -> dict[str, Official]:
    """By id of each passage of a digest what the official text says there; empty where the study has no such text."""
    text = texts_of(view).get(source, "")
    if not text:
        return {}
    about = next(r for r in view.table("Source").to_dict("records") if r["id"] == text)
    places = _Places(run(view, "source_passages", source=text).to_dict("records"))
    found = {}
    for row in run(view, "source_passages", source=source).to_dict("records"):
        rows, note = places.of(str(row["ref"]), str(row["url"]))
        if rows:
            shown = tuple(_passage(r) for r in rows[:MOST_PASSAGES])
            more = max(len(rows) - MOST_PASSAGES, 0)
            found[str(row["passage"])] = Official(text, str(about["label"]), note, shown, more)
    return found


def _passage(row: Row) -> OfficialPassage:
    words = [str(row[name]) for name in ("passage", "ref", "text", "lead_in", "state", "url")]
    return OfficialPassage(*words)


class _Places:
    """The passages of one official text, to be found by reference."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._by_key: dict[Key, list[Row]] = defaultdict(list)
        self._by_words: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            ref = str(row["ref"])
            key = reference_key(ref)
            self._by_words[plain_reference(ref)].append(row)
            for length in range(1, len(key) + 1):
                self._by_key[key[:length]].append(row)

    def of(self, ref: str, url: str) -> tuple[list[Row], str]:
        """The passages with a reference, or of the nearest provision that encloses it, and how they were found."""
        key = reference_key(ref)
        if not key:
            found = self._narrowed(self._by_words.get(plain_reference(ref), []), url)
            return found, "the same reference" if found else ""
        if found := self._narrowed(self._by_key.get(key, []), url):
            return found, f"where {ref} begins" if names_several(ref) else "the same reference"
        for shorter in enclosing(key):
            if found := self._narrowed(self._exact(shorter), url):
                return found, f"no passage has the reference {ref}; this is {found[0]['ref']}, which encloses it"
        return [], ""

    def _exact(self, key: Key) -> list[Row]:
        """What stands at an enclosing provision itself, else all of its parts."""
        rows = self._by_key.get(key, [])
        return [r for r in rows if reference_key(str(r["ref"])) == key] or rows

    def _narrowed(self, rows: list[Row], url: str) -> list[Row]:
        """Where a reference stands in several places, those at the digest's own page, if there are any."""
        if len({str(r["heading"]) for r in rows}) < 2 or not url:
            return rows
        page = urlsplit(url).path.rstrip("/")
        return [r for r in rows if urlsplit(str(r["url"])).path.rstrip("/") == page] or rows
