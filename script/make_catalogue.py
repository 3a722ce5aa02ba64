"""Make data/catalogue.yaml, the official sources that `crosscurrent fetch` knows by name.

Usage: python script/make_catalogue.py REFERENCE_DIR

Reads REFERENCE_DIR/catalogue.tsv and actors.tsv. Rows whose address is no official owner's are left out; an `http:`
address becomes `https:`, with the form that was seen beside it. Running it twice changes nothing.
"""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

from graph.errors import SourceError
from ingest.fetch.keys import document_key
from ingest.fetch.owners import OFFICIAL

TARGET = Path(__file__).resolve().parent.parent / "data" / "catalogue.yaml"
HEAD = (
    "# Official sources that `crosscurrent fetch` knows by name; made by script/make_catalogue.py, not by hand.\n"
    "# seen: no is an address that was formed by pattern and never read.\n"
    "sources:\n"
)
ACTORS = {
    "Commission on the Future Delivery of Public Services": "christie-commission",
    "Derek Feeley for Scottish Government": "feeley-review",
    "Lorne Crerar for Scottish Ministers": "crerar-review",
    "Sir Harry Burns for Scottish Government": "burns-review",
    "Scottish Executive": "scottish-government",
    "Scottish Government and BMA": "sg-bma",
    "Scottish Government and COSLA": "sg-cosla",
}
"""Issuers whose name in the catalogue is not the label of an actor."""


def rows(path: Path) -> list[dict[str, str]]:
    """Rows of a tab-separated file without quoting."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def official(listed: list[dict[str, str]]) -> list[tuple[dict[str, str], str]]:
    """The rows whose address may be fetched, each with the address in its normal form."""
    found = []
    for row in listed:
        try:
            found.append((row, OFFICIAL.entered(row["url"])))
        except SourceError as error:
            print(f"left out: {row['id']} ({error.where})")
    return found


def entry(row: dict[str, str], address: str, actor: str, of_its_document: int) -> str:
    """The lines of one entry. A page of a publication that has several entries stands for itself."""
    one_page = of_its_document > 1 and "/pages/" in address
    fields = {
        "id": row["id"],
        "title": json.dumps(row["title"], ensure_ascii=False),
        "kind": row["kind"],
        "issuer": json.dumps(row["issuer"], ensure_ascii=False),
        "actor": actor,
        "level": row["level"],
        "date": json.dumps(row["date"]) if row["date"] else "",
        "licence": json.dumps(row["licence"], ensure_ascii=False),
        "url": json.dumps(address),
        "seen": row["seen"],
        "seen_as": json.dumps(row["url"]) if row["url"] != address and row["seen"] == "yes" else "",
        "scope": "page" if one_page else "",
    }
    return "  - " + "\n    ".join(f"{name}: {value}" for name, value in fields.items() if value) + "\n"


def main() -> None:
    """Write the catalogue."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    reference = Path(sys.argv[1])
    by_label = {row["actor"]: row["id"] for row in rows(reference / "actors.tsv")}
    found = official(rows(reference / "catalogue.tsv"))
    count = Counter(document_key(address) for _, address in found)
    lines = [
        entry(row, address, ACTORS.get(row["issuer"], by_label.get(row["issuer"], "")), count[document_key(address)])
        for row, address in found
    ]
    TARGET.write_text(HEAD + "".join(lines), encoding="utf-8", newline="\n")
    print(f"{len(lines)} sources")


if __name__ == "__main__":
    main()
