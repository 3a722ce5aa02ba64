"""Make the digest sources of the bundled study from the reference tables.

Usage: python script/make_sources.py REFERENCE_DIR

Reads data/scotland/references.tsv (which statements stand in the study: table, document, date, issuer, ref, n), takes
their text and address from REFERENCE_DIR/*.tsv, and writes data/scotland/sources/*.yaml and data/scotland/sources.yaml.
Sources that people wrote by hand (the article's findings and excerpts, listed in `BY_HAND`) are left as they are and
keep their entries. Running it twice changes nothing.
"""

import csv
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

STUDY = Path(__file__).resolve().parent.parent / "data" / "scotland"
BY_HAND = ("article-findings", "article-excerpts")
LONGEST_TITLE = 48
LONGEST_ISSUER = 28

KIND_BY_ISSUER = {
    "audit": ("accounts-commission", "audit-", "auditor-general", "inspectorate-audit", "strategic-scrutiny-group"),
    "review": ("christie-commission", "feeley-review", "crerar-review", "burns-review", "local-democracy-commission"),
}
KIND_BY_TITLE = (
    ("guidance", ("guidance", "explanatory note", "policy note", "circular", "good practice note", "advice note")),
    ("legislation", (" act 2", "ssi 20", "regulations 20", "order 20", "(scotland) bill", "(scotland) act")),
    ("review", ("review of", "review:")),
    ("standard", ("standard", "charter")),
    ("audit", ("audit",)),
)
MEANT_FOR_PLANS = ("plan", "strategy", "framework", "programme", "prospectus", "vision", "policy")


@dataclass(frozen=True)
class Statement:
    """One row of the tables that stands in the study."""

    table: str
    document: str
    date: str
    issuer: str
    ref: str
    n: str
    heading: str
    gist: str
    url: str


def rows(path: Path) -> list[dict[str, str]]:
    """Rows of a tab-separated file without quoting."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def statements(reference: Path) -> list[Statement]:
    """The statements that references.tsv lists, in the order of the tables."""
    wanted = {
        (r["table"], r["document"], r["date"], r["issuer"], r["ref"], r["n"]) for r in rows(STUDY / "references.tsv")
    }
    found = []
    for table in dict.fromkeys(sorted(w[0] for w in wanted)):
        for r in rows(reference / f"{table}.tsv"):
            key = (table, r["document"], r["date"], r["issuer"], r["ref"], r["n"])
            if key in wanted:
                found.append(
                    Statement(
                        table, *(r[c] for c in ("document", "date", "issuer", "ref", "n", "heading", "gist", "url"))
                    )
                )
                wanted.discard(key)
    if wanted:
        raise SystemExit(f"{len(wanted)} rows of references.tsv stand in no table, such as {sorted(wanted)[0]}")
    return found


def slug(text: str, longest: int = LONGEST_TITLE) -> str:
    """Lower-case words of a text joined by hyphens, cut at a word."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words if len(words) <= longest else words[:longest].rsplit("-", 1)[0]


def source_ids(keys: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
    """An id for each (document, date, issuer): the title; where that is taken, with year, then with issuer."""
    ids: dict[tuple[str, str, str], str] = {}
    taken: set[str] = set()
    for document, date, issuer in keys:
        year = date[:4]
        plain = slug(document)
        dated = plain if not year or year in plain else f"{plain}-{year}"
        by = slug(issuer, LONGEST_ISSUER)
        for candidate in (dated, f"{dated}-{by}", f"{dated}-{by}-{date or 'undated'}", f"{dated}-{by}-{len(taken)}"):
            if candidate not in taken:
                ids[(document, date, issuer)] = candidate
                taken.add(candidate)
                break
    return ids


def kind(statement: Statement) -> str:
    """What kind of document it is, by issuer and title."""
    title = statement.document.lower()
    for name, issuers in KIND_BY_ISSUER.items():
        if statement.issuer.startswith(issuers):
            return name
    if statement.table in ("partnership-voices", "people-voices"):
        plans = statement.table == "partnership-voices" and any(w in title for w in MEANT_FOR_PLANS)
        return "policy" if plans else "statement"
    for name, words in KIND_BY_TITLE:
        if any(w in title for w in words):
            return name
    return "statement" if statement.issuer == "scottish-parliament-committees" else "policy"


def quoted(text: str) -> str:
    """A text as a double-quoted YAML (and JSON) scalar."""
    return json.dumps(text, ensure_ascii=False)


def digest(items: list[Statement]) -> str:
    """The digest file of one source."""
    lines = ["text_kind: digest", "items:"]
    for s in items:
        lines.append(f"  - ref: {quoted(s.ref)}")
        if s.heading:
            lines.append(f"    heading: {quoted(s.heading)}")
        lines.append(f"    text: {quoted(s.gist)}")
        if s.url:
            lines.append(f"    url: {quoted(s.url)}")
    return "\n".join(lines) + "\n"


def entry(source: str, first: Statement, text: str, level: str, published_by: str, ended: dict[str, str]) -> str:
    """The entry of one source in sources.yaml."""
    year = first.date[:4]
    citation = first.document if not year or year in first.document else f"{first.document} ({year})"
    fields = {
        "id": source,
        "title": quoted(first.document),
        "kind": kind(first),
        "issuer": first.issuer,
        "published_by": published_by,
        "level": level,
        "date": quoted(first.date) if first.date else "",
        "until": quoted(ended["until"]) if ended.get("until") else "",
        "replaced_by": ended.get("replaced_by", ""),
        "citation": quoted(citation),
        "url": quoted(first.url),
        "licence": "CC-BY-4.0",
        "clearance": "open",
        "file": f"{source}.yaml",
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "note": quoted(NOTES[first.table]) if first.table in NOTES else "",
    }
    given = [f"{k}: {v}" for k, v in fields.items() if v]
    return "  - " + "\n    ".join(given)


NOTES = {"christie": "Only the openings of the report's chapters were at hand when it was digested."}


def main() -> None:
    """Write the sources and their list."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    reference = Path(sys.argv[1])
    found = statements(reference)
    levels = {r["id"]: r["level"] for r in rows(reference / "actors.tsv")}
    publishers = {(r["document"], r["date"], r["issuer"]): r["published_by"] for r in rows(STUDY / "published_by.tsv")}
    ended = {(r["document"], r["date"], r["issuer"]): r for r in rows(STUDY / "in_force.tsv")}
    by_source: dict[tuple[str, str, str], list[Statement]] = {}
    for s in found:
        by_source.setdefault((s.document, s.date, s.issuer), []).append(s)
    ids = source_ids(by_source)
    folder = STUDY / "sources"
    folder.mkdir(exist_ok=True)
    kept = {f"{ids[k]}.yaml" for k in by_source} | {f"{name}.yaml" for name in BY_HAND}
    for path in folder.glob("*.yaml"):
        if path.name not in kept:
            path.unlink()
    entries = []
    for key, items in by_source.items():
        text = digest(items)
        (folder / f"{ids[key]}.yaml").write_text(text, encoding="utf-8", newline="\n")
        entries.append(entry(ids[key], items[0], text, levels[key[2]], publishers.get(key, ""), ended.get(key, {})))
    by_hand = (STUDY / "sources-by-hand.yaml").read_text(encoding="utf-8")
    for name in BY_HAND:
        digest_of = hashlib.sha256((folder / f"{name}.yaml").read_bytes()).hexdigest()
        by_hand = by_hand.replace(f"sha256: of-{name}", f"sha256: {digest_of}")
    head = (
        "# The sources of the bundled study, made by script/make_sources.py from references.tsv; do not edit by hand.\n"
    )
    text = head + "sources:\n" + "\n".join(entries) + "\n" + by_hand
    (STUDY / "sources.yaml").write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(by_source)} sources, {len(found)} statements")


if __name__ == "__main__":
    main()
