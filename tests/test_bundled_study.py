"""The bundled study is what it says: its references stand in the list, its amounts suffice, nothing is copied."""

import csv
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
STUDY = ROOT / "data" / "scotland"
SHARED = ROOT.parent / "shared"


def table(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def sources():
    listed = yaml.load((STUDY / "sources.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)["sources"]
    for source in listed:
        text = (STUDY / "sources" / source["file"]).read_text(encoding="utf-8")
        source["items"] = yaml.load(text, yaml.CSafeLoader)["items"]
    return listed


def test_references_are_those_of_the_list(sources):
    listed = Counter((r["document"], r["date"], r["issuer"], r["ref"]) for r in table(STUDY / "references.tsv"))
    found = Counter(
        (s["title"], s.get("date", ""), s["issuer"], item["ref"])
        for s in sources
        if not s["id"].startswith("article-")
        for item in s["items"]
    )
    assert found == listed


def test_the_list_stands_in_the_tables():
    if not (SHARED / "reference").is_dir():
        pytest.skip("the reference tables are not beside the checkout")
    columns = ("document", "date", "issuer", "ref", "n", "heading", "url")
    known = defaultdict(set)
    for path in (SHARED / "reference").glob("*.tsv"):
        for row in table(path):
            if "ref" in row:
                known[path.stem].add(tuple(row[c] for c in columns))
    for row in table(STUDY / "references.tsv"):
        assert tuple(row[c] for c in columns) in known[row["table"]]


def test_there_is_enough_of_each(sources):
    rows = table(STUDY / "references.tsv")
    count = Counter(r["table"] for r in rows)
    least = {"npf": 100, "christie": 25, "act-2014": 180, "wider-signals": 120, "partnership-voices": 100}
    assert all(count[name] >= n for name, n in (least | {"people-voices": 60}).items())
    assert len({(r["document"], r["issuer"]) for r in rows if r["table"] == "wider-signals"}) >= 40
    assert len({r["issuer"] for r in rows if r["table"] == "partnership-voices"}) >= 40
    by_id = {s["id"]: s["items"] for s in sources}
    assert len(by_id["article-findings"]) >= 20
    assert len(by_id["article-excerpts"]) == 30
    assert len({item["case"] for item in by_id["article-excerpts"]}) == 13


def test_no_sentence_of_the_real_documents_stands_in_the_project():
    script = SHARED / "checks" / "borrowed_text.py"
    if not script.is_file():
        pytest.skip("the check is not beside the checkout")
    result = subprocess.run([sys.executable, str(script), str(ROOT)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
