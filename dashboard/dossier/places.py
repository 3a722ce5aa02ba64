"""The context of quotes: whole passages with the one before and the one after."""

import pandas as pd

from dashboard.dossier.content import Neighbour, Place
from dashboard.dossier.reading import Names, neighbours, records
from dashboard.views.quotes import KIND_OF_TEXT
from graph.stores.base import View


def places_of(view: View, passages: pd.DataFrame, names: Names) -> dict[str, Place]:
    """The place of each passage by its id; `passages` is a `Passage` frame."""
    around = {
        (str(row["source"]), int(row["seq"])): Neighbour(str(row["citation"]), str(row["text"]), str(row["clearance"]))
        for row in records(neighbours(view, passages))
    }
    found = {}
    for row in records(passages):
        source, place = str(row["source"]), int(row["seq"])
        found[str(row["id"])] = Place(
            passage=str(row["id"]),
            source=source,
            source_label=str(names.sources[source]["label"]),
            citation=str(row["citation"]),
            heading=str(row["heading"]),
            url=_address(str(row["url"])),
            text_note=KIND_OF_TEXT.get(str(row["text_kind"]), str(row["text_kind"])),
            text=str(row["text"]),
            before=around.get((source, place - 1)),
            after=around.get((source, place + 1)),
            clearance=str(row["clearance"]),
        )
    return found


def _address(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""
