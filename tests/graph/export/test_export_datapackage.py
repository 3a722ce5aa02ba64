"""The CSV folder's data package, read back and validated by Frictionless: types, keys, counts and every cell."""

import json
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from graph.export import export
from graph.export.table import safe
from graph.ontology import ontology
from graph.stores.base import View


@pytest.fixture(scope="module")
def made(nasty: View, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(nasty, "csv", tmp_path_factory.mktemp("csv") / "tables")


@pytest.fixture(scope="module")
def package(made: Path) -> frictionless.Package:
    # fields of any length: one of the texts is longer than Python's csv module takes by itself
    import csv

    csv.field_size_limit(2**30)
    return frictionless.Package(made / "datapackage.json")


def test_the_package_is_valid(package: frictionless.Package) -> None:
    report = package.validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "message"])[:5]


def test_the_bundled_studys_package_is_valid(bundled_view: View, tmp_path: Path) -> None:
    report = frictionless.Package(export(bundled_view, "csv", tmp_path / "t") / "datapackage.json").validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "message"])[:5]


def test_every_cell_reads_back(package: frictionless.Package, nasty: View) -> None:
    counts = nasty.counts()
    for name in (*ontology().nodes, *ontology().edges):
        node = name in ontology().nodes
        frame = nasty.table(name) if node else nasty.edges(name)
        resource = package.get_resource(f"{'nodes' if node else 'edges'}-{name.lower().replace('_', '-')}")
        read = [row.to_dict() for row in resource.read_rows()]
        wanted = [
            {k: None if v is pd.NA or v == "" else safe(v) for k, v in row.items()} for row in frame.to_dict("records")
        ]
        assert len(read) == counts[name]
        assert [{k: float(v) if k == "salience" else v for k, v in row.items()} for row in read] == wanted


def test_the_package_says_what_is_in_it(made: Path, nasty: View) -> None:
    package = json.loads((made / "datapackage.json").read_text(encoding="utf-8"))
    assert package["crosscurrent"]["build"] == nasty.build and "licenses" not in package
    resources = {each["path"]: each for each in package["resources"]}
    assert set(resources) == {path.name for path in made.glob("*.csv")}
    coding = resources["nodes-Coding.csv"]["schema"]
    fields = {field["name"]: field for field in coding["fields"]}
    assert fields["quote"]["description"] == "Verbatim text of the span." and fields["pole"]["type"] == "integer"
    assert coding["primaryKey"] == ["id"]
    keys = resources["edges-FOUND_IN.csv"]["schema"]["foreignKeys"]
    assert [key["reference"]["resource"] for key in keys] == ["nodes-coding", "nodes-passage"]


def test_a_broken_reference_is_found(sample: View, tmp_path: Path) -> None:
    folder = export(sample, "csv", tmp_path / "t")
    path = folder / "edges-FOUND_IN.csv"
    path.write_bytes(path.read_bytes().replace(b"c01,", b"gone,"))
    types = {row[0] for row in frictionless.Package(folder / "datapackage.json").validate().flatten(["type"])}
    assert {"foreign-key", "hash-count"} <= types
