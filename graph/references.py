"""Which passages of a study refer to which, by the official addresses that the markup of legislation gives."""

from collections.abc import Iterator, Sequence

import pandas as pd

from graph.addresses import address_key, document_key
from graph.frames import from_rows
from graph.model import Passage
from graph.ontology import ontology


def references(passages: Sequence[Passage]) -> pd.DataFrame:
    """The rows of REFERS_TO: from_id, to_id, address and the words that refer, one a pair and address.

    A reference to a provision goes to its first passage, in the same source before another; one to a whole document,
    to a provision that the study does not have, or to the passage itself gives no row.
    """
    rows: dict[tuple[str, str, str], tuple[str, str, str, str]] = {}
    if any(passage.refers for passage in passages):
        everywhere, within = _index(passages)
        for passage in passages:
            for address, words in passage.refers:
                key = address_key(address)
                found = within.get((passage.source, key)) or everywhere.get(key, "")
                if found and found != passage.id:
                    rows.setdefault((passage.id, found, address), (passage.id, found, address, words))
    return from_rows(rows.values(), ontology().edges["REFERS_TO"].columns)


def _index(passages: Sequence[Passage]) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """The first passage of each provision by its key, in all sources and in each."""
    everywhere: dict[str, str] = {}
    within: dict[tuple[str, str], str] = {}
    for passage in passages:
        for key in _provisions(passage.url):
            everywhere.setdefault(key, passage.id)
            within.setdefault((passage.source, key), passage.id)
    return everywhere, within


def _provisions(url: str) -> Iterator[str]:
    """The keys of a provision and of all that hold it, but for the document."""
    key, document = address_key(url), document_key(url)
    steps = key[len(document) :].strip("/").split("/") if document and key != document else []
    for depth in range(len(steps), 0, -1):
        yield f"{document}/{'/'.join(steps[:depth])}"
