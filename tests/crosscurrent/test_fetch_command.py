"""`crosscurrent fetch`: what it prints and how it ends; no address outside this machine is ever asked."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "ingest" / "fetch"))
from badserver import QUICK, Place, fails, goes_on, running, sends

from crosscurrent.cli import fetching
from crosscurrent.cli.all import app
from dashboard.views.evidence import source_page
from dashboard.views.official import official_passages
from graph.errors import CrosscurrentError
from ingest.build import build, open_view
from ingest.fetch.web import Web
from ingest.study.new import new_study

PAGE = (
    b"<!DOCTYPE html><html><head><title>News of a plan</title></head><body><main><h1>News of a plan</h1>"
    b"<p>These made-up words say that there is a plan.</p></main></body></html>"
)
ACT = b"""<?xml version="1.0" encoding="utf-8"?>
<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata" DocumentURI="http://www.legislation.gov.uk/asp/2099/1"
 IdURI="http://www.legislation.gov.uk/id/asp/2099/1">
<ukm:Metadata><dc:title>Made-up Act 2099</dc:title></ukm:Metadata>
<Primary><Body><P1group><Title>Boards</Title><P1 DocumentURI="http://www.legislation.gov.uk/asp/2099/1/section/1"
 id="section-1"><Pnumber>1</Pnumber><P1para>
<P2 id="section-1-1"><Pnumber>1</Pnumber><P2para><Text>There is to be a made-up board.</Text></P2para></P2>
<P2 id="section-1-2"><Pnumber>2</Pnumber><P2para><Text>The made-up board must plan together.</Text></P2para></P2>
</P1para></P1></P1group></Body></Primary></Legislation>
"""
DIGEST = """text_kind: digest
items:
  - {ref: "s. 1(1)", text: "It sets up a board.", url: "https://www.legislation.gov.uk/asp/2099/1/section/1"}
  - {ref: "s. 1(2)", text: "It makes the board plan with others.", url: "https://www.legislation.gov.uk/asp/2099/1"}
"""
CODING = {
    "op": "add", "coder": "anna", "source": "act-digest", "start": 21, "end": 36, "exact": "It makes the bo",
    "code": "decide-locally", "stance": "endorses", "force": "duty",
}  # fmt: skip


@pytest.fixture
def place():
    with running() as found:
        yield found


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return new_study(tmp_path / "study", "Fetched")


@pytest.fixture
def run(study: Path, place: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fetching, "make_web", lambda coming: place.web(QUICK, coming=coming))

    def call(*words: str):
        return CliRunner().invoke(app, ["--study", str(study), "fetch", *words])

    return call


def test_the_catalogue_is_listed_without_asking_anybody(run, place: Place) -> None:
    result = run("--list", "--json")
    rows = json.loads(result.stdout)
    assert result.exit_code == 0 and len(rows) == 103 and place.server.asked == []
    assert list(rows[0]) == ["id", "kind", "title", "issuer", "level", "date", "licence", "seen", "url"]
    assert {row["seen"] for row in rows} == {True, False}
    as_csv = run("--list", "--csv").stdout
    assert len(list(csv.DictReader(io.StringIO(as_csv)))) == 103


def test_one_is_fetched_and_told(run, place: Place, study: Path) -> None:
    place.put("/news/plan/", sends(PAGE, "text/html; charset=utf-8"))
    result = run(place.at("/news/plan/"))
    assert result.exit_code == 0, result.output
    assert "added plan: " in result.stderr and result.stdout == ""
    listed = yaml.safe_load((study / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    assert [s["url"] for s in listed] == [place.at("/news/plan/")]


def test_json_has_one_row_for_each_and_the_others_go_on(run, place: Place) -> None:
    place.put("/news/plan/", sends(PAGE, "text/html"))
    place.put("/news/gone/", fails(404))
    result = run(place.at("/news/gone/"), "no-such-id", place.at("/news/plan/"), "--json")
    assert result.exit_code == 1
    rows = json.loads(result.stdout)
    assert [row["state"] for row in rows] == ["failed", "failed", "added"]
    names = ["name", "state", "source", "url", "bytes", "sha256", "pages", "note", "problem", "offline"]
    assert list(rows[0]) == names
    assert "404" in rows[0]["problem"] and rows[2]["problem"] is None and len(rows[2]["sha256"]) == 64
    assert "failed no-such-id: The catalogue has no such source." in result.stderr


def test_offline_is_one_line(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_name(host: str, port: int) -> list[str]:
        raise OSError(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(fetching, "make_web", lambda coming: Web(resolve=no_name, coming=coming))
    result = run("christie-2011", "localities-guidance-2015", "msg-review-2019", "finance-guidance-2015")
    assert result.exit_code == 1
    assert result.stderr.strip().count("\n") == 0
    assert result.stderr.startswith("offline: 4 not fetched (christie-2011, ") and "no connection" in result.stderr


def test_ctrl_c_keeps_what_is_done_and_what_has_come(
    run, place: Place, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = b"%PDF-1.4\n" + bytes(range(256)) * 600 + b"\n%%EOF\n"
    place.put("/news/plan/", sends(PAGE, "text/html"))
    place.put("/binaries/big.pdf", goes_on(pdf, "application/pdf", '"1"'))

    def stop(address: str, done: int, total: int) -> None:
        if address.endswith("big.pdf") and done:
            raise KeyboardInterrupt

    monkeypatch.setattr(fetching, "make_web", lambda coming: place.web(QUICK, coming=stop))
    result = run(place.at("/news/plan/"), place.at("/binaries/big.pdf"), place.at("/news/later/"), "--json")
    assert result.exit_code == 1 and "Stopped; 1 are done" in result.stderr
    assert [row["source"] for row in json.loads(result.stdout)] == ["plan"]
    assert "plan" in (study / "sources.yaml").read_text(encoding="utf-8")
    monkeypatch.setattr(fetching, "make_web", lambda coming: place.web(QUICK, coming=coming))
    run(place.at("/binaries/big.pdf"))
    assert int(place.headers("/binaries/big.pdf")[-1]["Range"].removeprefix("bytes=").rstrip("-")) > 0


def test_nothing_asked_for_cannot_be_carried_out(run, tmp_path: Path) -> None:
    assert isinstance(run().exception, CrosscurrentError)
    assert isinstance(run("--json", "--csv", "x").exception, CrosscurrentError)


def test_the_official_rules_are_the_default() -> None:
    web = fetching.make_web(lambda address, done, total: None)
    assert (web.owners.schemes, web.owners.ports, web.owners.private) == (("https",), (443,), False)
    with pytest.raises(CrosscurrentError):
        web.owners.entered("http://127.0.0.1/x")


def test_digest_and_official_text_stand_side_by_side(run, place: Place, study: Path) -> None:
    (study / "sources" / "act-digest.yaml").write_text(DIGEST, encoding="utf-8")
    listed = "sources:\n  - id: act-digest\n    title: The Act\n    kind: legislation\n    file: act-digest.yaml\n"
    address = "https://www.legislation.gov.uk/asp/2099/1/section/1"
    (study / "sources.yaml").write_text(f"{listed}    url: {address}\n", encoding="utf-8")
    (study / "codings").mkdir(exist_ok=True)
    codes = yaml.safe_load((study / "codebook.yaml").read_text(encoding="utf-8"))
    code = codes["axes"][0]["messages"][0]["id"]
    line = json.dumps(CODING | {"code": code, "exact": DIGEST_TEXT[21:36]})
    (study / "codings" / "anna.jsonl").write_text(f"{line}\n", encoding="utf-8")
    place.put("/asp/2099/1/data.xml", sends(ACT, "application/xml"))
    result = run(place.at("/asp/2099/1", "www.legislation.gov.uk"))
    assert result.exit_code == 0, result.output
    assert "added asp-2099-1: " in result.stderr
    build(study)
    with open_view(study) as view:
        texts = official_passages(view, "act-digest")
        page = source_page(view, "act-digest")
        codings = view.table("Coding")
    shown = {p.ref: texts[p.id] for s in page.sections for p in s.passages}
    assert shown["s. 1(2)"].note == "the same reference"
    assert [p.text for p in shown["s. 1(2)"].passages] == ["The made-up board must plan together."]
    assert shown["s. 1(1)"].source == "asp-2099-1"
    people = codings[codings["coder"] == "anna"]
    assert list(people["source"]) == ["act-digest"] and list(people["anchor"]) == ["exact"]


DIGEST_TEXT = "It sets up a board.\n\nIt makes the board plan with others."
