"""Which passages two coders both read: sample.tsv says so, one row a coder and passage."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import StudyError
from graph.ids import passage_id

if TYPE_CHECKING:
    import pandas as pd

FILE = "sample.tsv"
"""Tab-separated: coder, source, ref, count; a passage in it was read by the coder and by those who code the whole."""


def compared(folder: Path, codings: "pd.DataFrame") -> tuple[str, str]:
    """The two coders to compare where none are named: whom measures use, and the one who coded the sample.

    Raises StudyError where there are not two.
    """
    people = codings[codings["status"] == "accepted"]
    first = sorted(set(people[people["counted"].astype(bool)]["coder"]))
    second = sorted(set(people["coder"]) - set(first[:1]))
    if not first or not second:
        raise StudyError("Only one coder has coded this study.", where=str(folder), next_step="Agreement needs two.")
    return first[0], second[0]


def sampled(folder: Path, coders: tuple[str, str], passages: "pd.DataFrame", codings: "pd.DataFrame") -> list[str]:
    """Ids of the passages that both coders read, in order.

    Those that sample.tsv gives for either coder; where it has none, the passages that either of the two coded. Raises
    StudyError for a coder without a coding.
    """
    for coder in coders:
        if coder not in set(codings["coder"]):
            known = ", ".join(sorted(set(codings["coder"])))
            raise StudyError(f"no coding is by {coder!r}.", where=str(folder), next_step=f"Coders are {known}.")
    path = folder / FILE
    drawn: dict[str, list[str]] = defaultdict(list)
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                drawn[row["coder"]].append(passage_id(row["source"], row["ref"], int(row["count"])))
    chosen = set(drawn[coders[0]]) | set(drawn[coders[1]])
    if not chosen:
        chosen = set(codings[codings["coder"].isin(coders) & (codings["status"] == "accepted")]["passage"])
    return sorted(chosen & set(passages["id"]))
