"""data/catalogue.yaml: official addresses only, and honest about those that nobody saw."""

import csv
import runpy
import sys
from pathlib import Path

import pytest

from graph.errors import StudyError
from graph.ids import is_given_id
from graph.model import LEVELS, SOURCE_KINDS
from ingest.bundled import bundled_data
from ingest.fetch.catalogue import FILE, read_catalogue
from ingest.fetch.owners import OFFICIAL
from ingest.fetch.run import everything
from ingest.study.schema import is_date

ROOT = Path(__file__).parents[3]
TABLE = ROOT.parent / "shared" / "reference" / "catalogue.tsv"


def test_every_entry_is_sound_and_official() -> None:
    entries = read_catalogue()
    assert len(entries) == 103
    for entry in entries.values():
        assert is_given_id(entry.id) and entry.title and entry.issuer and entry.licence
        assert entry.kind in SOURCE_KINDS and entry.level in LEVELS
        assert not entry.date or is_date(entry.date)
        assert entry.url.startswith("https://") and OFFICIAL.checked(entry.url) == entry.url
        assert not entry.seen_as or (entry.seen and entry.seen_as != entry.url)
        assert entry.scope in ("whole", "page")


def test_what_was_never_seen_says_so() -> None:
    unseen = {entry.id for entry in read_catalogue().values() if not entry.seen}
    assert "joint-working-act-2014-xml" in unseen and "npf-how-it-works" not in unseen
    assert len(unseen) == 11


def test_everything_is_each_document_once() -> None:
    entries = read_catalogue()
    names = everything(entries)
    assert "christie-2011" in names and "christie-2011-ch1" not in names
    assert len(names) == len(entries) - 10


def test_the_file_is_what_its_script_makes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not TABLE.is_file():
        pytest.skip("the reference tables are not beside the checkout")
    before = (bundled_data() / FILE).read_bytes()
    with TABLE.open(encoding="utf-8", newline="") as stream:
        unseen = {r["id"] for r in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if r["seen"] == "no"}
    assert {e.id for e in read_catalogue().values() if not e.seen} == unseen
    script = runpy.run_path(str(ROOT / "script" / "make_catalogue.py"))
    script["main"].__globals__["TARGET"] = tmp_path / FILE
    monkeypatch.setattr(sys, "argv", ["make_catalogue.py", str(TABLE.parent)])
    script["main"]()
    assert (tmp_path / FILE).read_bytes() == before


def test_a_broken_catalogue_is_told(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("sources: 3", encoding="utf-8")
    with pytest.raises(StudyError, match="catalogue"):
        read_catalogue(tmp_path / "c.yaml")
