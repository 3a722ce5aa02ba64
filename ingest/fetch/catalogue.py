"""data/catalogue.yaml: official sources that can be fetched by a short name."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from graph.errors import StudyError
from ingest.bundled import bundled_data

FILE = "catalogue.yaml"
WHOLE, PAGE = "whole", "page"
_WORDS = ("id", "kind", "title", "issuer", "actor", "level", "date", "licence", "url", "seen_as", "scope")


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One official source. `issuer` is a name in words, `actor` the id that the bundled study has for it, or empty.

    `seen`: whether a page was read at this address when the catalogue was made; else it was formed by pattern.
    `seen_as`: the address under which it was seen, where that was another form of `url`. `scope` is `page` where the
    entry means one page of a publication, else `whole`.
    """

    id: str
    title: str
    kind: str
    issuer: str
    url: str
    actor: str = ""
    level: str = ""
    date: str = ""
    licence: str = ""
    seen: bool = True
    seen_as: str = ""
    scope: str = WHOLE


def read_catalogue(path: Path | None = None) -> dict[str, CatalogueEntry]:
    """The entries by id, in their order; the bundled catalogue where no `path` is given. Raises StudyError."""
    place = path or bundled_data() / FILE
    try:
        listed = yaml.load(place.read_text(encoding="utf-8"), yaml.CSafeLoader)["sources"]
        entries = [_entry(item) for item in listed]
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise StudyError(
            f"The catalogue of official sources cannot be read ({error}).",
            where=str(place),
            next_step="Install Crosscurrent again.",
        ) from error
    return {entry.id: entry for entry in entries}


def _entry(item: dict[str, Any]) -> CatalogueEntry:
    words = {name: str(item[name]) for name in _WORDS if name in item}
    return CatalogueEntry(**words, seen=item.get("seen", True) is not False)
