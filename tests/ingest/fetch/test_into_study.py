"""What is fetched becomes a source; nothing that is there is ever written over, and nothing is lost by a fault."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
import yaml
from badserver import PDF, QUICK, XML, Place, cut, fails, goes_on, sends
from studyfolder import StudyFolder, Told
from test_publications import HOME, html, page

from graph.errors import StudyError
from ingest.fetch.catalogue import CatalogueEntry
from ingest.fetch.run import Fetching, Outcome, Wanted, fetch
from ingest.fetch.web import Web
from ingest.files import locked
from ingest.study.load import load_study

DAY = date(2026, 11, 24)
LATER = date(2027, 1, 2)
TEXT = b"# A made up guide\n\n1 First words of it.\n\n2 Second words of it.\n"


def run(
    study: StudyFolder,
    place: Place,
    *names: str,
    day: date = DAY,
    catalogue: dict[str, CatalogueEntry] | None = None,
    web: Web | None = None,
    **wanted: bool,
) -> list[Outcome]:
    way = web or place.web(replace(QUICK, attempts=2))
    fetching = Fetching(study.path, way, catalogue or {}, day)
    return list(fetch(fetching, Wanted(names, **wanted)))


def entry(place: Place, own: str = "plan-2020", path: str = HOME, **fields: object) -> dict[str, CatalogueEntry]:
    made = CatalogueEntry(
        own, "The plan of 2020", "policy", "Government", place.at(path), licence="OGL-3.0", date="2020"
    )
    return {own: replace(made, **fields)}  # type: ignore[arg-type]


def sources(study: StudyFolder) -> dict[str, dict[str, str]]:
    return {s["id"]: s for s in yaml.safe_load(study.read("sources.yaml"))["sources"]}


def left(study: StudyFolder) -> list[str]:
    folder = study.path / ".crosscurrent" / "fetch"
    return sorted(p.name for p in folder.iterdir() if p.name != "lock")


def everything(study: StudyFolder) -> dict[str, bytes]:
    found = [p for p in study.path.rglob("*") if p.is_file() and ".crosscurrent" not in p.parts]
    return {p.relative_to(study.path).as_posix(): p.read_bytes() for p in found}


def put_plan(place: Place, *words: str) -> None:
    names = [f"{HOME}pages/{n}/" for n in range(1, len(words) + 1)]
    place.put(HOME, html(page("The plan", "Contents", *names)))
    for name, text in zip(names, words, strict=True):
        place.put(name, html(page("A part", text)))


def test_a_publication_becomes_one_described_source(small_study: StudyFolder, place: Place, problems_of: Told) -> None:
    put_plan(place, "The first part says this.", "The second part says that.")
    before = everything(small_study)
    (outcome,) = run(small_study, place, "plan-2020", catalogue=entry(place))
    assert (outcome.state, outcome.source, outcome.pages, outcome.problem) == ("added", "plan-2020", 2, "")
    made = sources(small_study)["plan-2020"]
    data = (small_study.path / "sources" / made["file"]).read_bytes()
    assert made["sha256"] == outcome.sha256 == hashlib.sha256(data).hexdigest()
    assert made | {"sha256": "", "note": ""} == {
        "id": "plan-2020",
        "title": "The plan of 2020",
        "kind": "policy",
        "issuer": "government",
        "date": "2020",
        "citation": "The plan of 2020",
        "url": place.at(HOME),
        "retrieved": "2026-11-24",
        "licence": "OGL-3.0",
        "note": "",
        "file": "plan-2020.html",
        "sha256": "",
    }
    after = everything(small_study)
    assert {k: after[k] for k in before if k != "sources.yaml"} == {
        k: v for k, v in before.items() if k != "sources.yaml"
    }
    assert after["sources.yaml"].startswith(before["sources.yaml"])
    assert left(small_study) == [] and problems_of(small_study) == []


def test_an_address_is_described_as_far_as_it_tells(small_study: StudyFolder, place: Place) -> None:
    put_plan(place, "The first part says this.")
    (outcome,) = run(small_study, place, f"www.gov.scot:{place.port}/publications/a-plan/pages/1/")
    made = sources(small_study)["a-plan"]
    assert made["url"] == place.at(HOME) and made["licence"] == "OGL-3.0" and "issuer" not in made
    assert "no actor of the codebook" in outcome.note


def test_fetched_again_it_is_unchanged(small_study: StudyFolder, place: Place) -> None:
    put_plan(place, "The first part says this.")
    run(small_study, place, "plan-2020", catalogue=entry(place))
    before = everything(small_study)
    (outcome,) = run(small_study, place, "plan-2020", catalogue=entry(place), day=LATER)
    assert (outcome.state, outcome.note) == ("unchanged", "unchanged since 2026-11-24")
    assert everything(small_study) == before


def test_other_markup_with_the_same_words_is_no_change(small_study: StudyFolder, place: Place) -> None:
    put_plan(place, "The first part says this.")
    run(small_study, place, "plan-2020", catalogue=entry(place))
    before = everything(small_study)
    place.put(f"{HOME}pages/1/", html(page("A part", "The first part says this.").replace(b"<p>", b'<p class="v2">')))
    (outcome,) = run(small_study, place, "plan-2020", catalogue=entry(place), day=LATER)
    assert (outcome.state, outcome.note) == ("unchanged", "the same words since 2026-11-24")
    assert everything(small_study) == before


def test_what_has_changed_stands_beside_what_was_coded(
    small_study: StudyFolder, place: Place, problems_of: Told
) -> None:
    put_plan(place, "The first part says this.")
    run(small_study, place, "plan-2020", catalogue=entry(place))
    before = everything(small_study)
    put_plan(place, "The first part says something else.")
    (outcome,) = run(small_study, place, "plan-2020", catalogue=entry(place), day=LATER)
    assert (outcome.state, outcome.source) == ("changed", "plan-2020-2027-01-02")
    made = sources(small_study)
    assert made["plan-2020"]["replaced_by"] == "plan-2020-2027-01-02"
    assert made["plan-2020-2027-01-02"]["retrieved"] == "2027-01-02"
    assert everything(small_study)["sources/plan-2020.html"] == before["sources/plan-2020.html"]
    assert problems_of(small_study) == []
    (again,) = run(small_study, place, "plan-2020", catalogue=entry(place), day=LATER)
    assert (again.state, again.source) == ("unchanged", "plan-2020-2027-01-02")
    put_plan(place, "The first part says a third thing.")
    (third,) = run(small_study, place, "plan-2020", catalogue=entry(place), day=LATER)
    assert third.source == "plan-2020-2027-01-02-2"


def test_a_list_that_cannot_be_written_into_is_told_with_the_line(small_study: StudyFolder, place: Place) -> None:
    put_plan(place, "The first part says this.")
    run(small_study, place, "plan-2020", catalogue=entry(place))
    put_plan(place, "The first part says something else.")
    small_study.replace("sources.yaml", "- id: plan-2020\n", '- "id": plan-2020\n')
    (outcome,) = run(small_study, place, "plan-2020", catalogue=entry(place), day=LATER)
    assert outcome.state == "changed" and "replaced_by: plan-2020-2027-01-02" in outcome.problem


def test_the_same_bytes_are_not_kept_twice(small_study: StudyFolder, place: Place) -> None:
    small_study.write("sources/own.pdf", PDF)
    place.put("/news/x", sends(TEXT, "text/plain"))
    put_plan(place, "Same words.")
    names = (place.at(HOME), place.at(f"{HOME}pages/1/"))
    first, second = run(small_study, place, *names)
    assert (first.state, second.state, second.source) == ("added", "already", "a-plan")


def test_one_that_fails_does_not_stop_the_others(small_study: StudyFolder, place: Place) -> None:
    put_plan(place, "The first part says this.")
    catalogue = entry(place) | entry(place, "lost", "/news/lost", seen=False)
    catalogue |= entry(place, "moved", "/news/moved", seen_as="http://old.example/moved")
    names = ("lost", "no-such-id", "http://example.org/x", "moved", "plan-2020")
    found = run(small_study, place, *names, catalogue=catalogue)
    assert [o.state for o in found] == ["failed"] * 4 + ["added"]
    assert "never seen" in found[0].problem and "404" in found[0].problem
    assert "no such source" in found[1].problem and "official" in found[2].problem
    assert "saw it as http://old.example/moved" in found[3].problem and "never seen" not in found[3].problem


def test_a_publication_that_fails_leaves_the_study_as_it_was(small_study: StudyFolder, place: Place) -> None:
    put_plan(place, "The first part says this.", "The second.")
    place.put(f"{HOME}pages/2/", fails(503))
    before = everything(small_study)
    (outcome,) = run(small_study, place, "plan-2020", catalogue=entry(place))
    assert outcome.state == "failed" and everything(small_study) == before
    put_plan(place, "The first part says this.", "The second.")
    assert run(small_study, place, "plan-2020", catalogue=entry(place))[0].state == "added"
    assert place.paths().count(f"{HOME}pages/1/") == 1
    assert left(small_study) == []


def test_what_no_reader_can_read_is_asked_for_afresh(small_study: StudyFolder, place: Place) -> None:
    path = "/binaries/content/a.pdf"
    place.put(path, sends(PDF, "application/pdf"))
    before = everything(small_study)
    (outcome,) = run(small_study, place, place.at(path))
    assert outcome.state == "failed" and everything(small_study) == before and left(small_study) == []


def test_an_interrupted_file_goes_on_in_the_next_run(small_study: StudyFolder, place: Place) -> None:
    path = "/binaries/content/a.csv"
    body = b"id,text\n" + b"L01,Words that somebody said\n" * 300
    place.put(path, cut(body, "text/csv", 3000, ETag='"1"'), fails(500))
    (outcome,) = run(small_study, place, place.at(path))
    assert outcome.state == "failed" and len(left(small_study)) == 2
    place.put(path, goes_on(body, "text/csv", '"1"'))
    run(small_study, place, place.at(path))
    assert place.headers(path)[-1]["Range"] == "bytes=3000-"


def test_offline_is_found_once_for_a_host(small_study: StudyFolder, place: Place) -> None:
    asked: list[str] = []

    def no_name(host: str, port: int) -> list[str]:
        asked.append(host)
        raise OSError(-2, "Name or service not known")

    web = Web(place.owners, QUICK, resolve=no_name, pause=place.pauses.append)
    found = run(
        small_study, place, place.at(HOME), place.at("/news/x"), place.at("/asp/2014/9", "legislation.gov.uk"), web=web
    )
    assert [(o.state, o.offline) for o in found] == [("failed", True)] * 3
    assert asked == ["www.gov.scot", "www.legislation.gov.uk"] and place.pauses == []


def test_files_that_are_offered_come_only_when_asked_for(small_study: StudyFolder, place: Place) -> None:
    file = "/binaries/content/documents/govscot/publications/plan/2020/05/a-plan/documents/t/Table.csv"
    place.put(HOME, html(page("The plan", "Words of the plan. " * 150, more=f'<a href="{file}">Table</a>')))
    place.put(file, sends(b"id,text\nL01,Words that somebody said\n", "text/csv"))
    (only,) = run(small_study, place, "plan-2020", catalogue=entry(place))
    assert "--documents" in only.note and file not in place.paths()
    again = run(small_study, place, "plan-2020", catalogue=entry(place), documents=True)
    assert place.paths()[-1] == file and [o.name for o in again][-1] == "plan-2020 (Table.csv)"


def test_an_old_address_that_leads_to_a_publication_brings_all_of_it(small_study: StudyFolder, place: Place) -> None:
    put_plan(place, "The first part says this.", "The second part says that.")
    place.put("/Publications/2015/07/5055", lambda handler: handler.answer(301, b"", {"Location": HOME}))
    (outcome,) = run(small_study, place, place.at("/Publications/2015/07/5055"))
    assert (outcome.state, outcome.source, outcome.pages) == ("added", "a-plan", 2)


def test_a_study_that_cannot_be_added_to_is_told_and_nothing_is_lost(small_study: StudyFolder, place: Place) -> None:
    put_plan(place, "The first part says this.")
    small_study.write("study.yaml", "title: [")
    with pytest.raises(StudyError, match="cannot be added to"):
        run(small_study, place, "plan-2020", catalogue=entry(place))
    assert left(small_study) != []


def test_two_runs_at_once_are_one_too_many(small_study: StudyFolder, place: Place) -> None:
    lock = small_study.path / ".crosscurrent" / "fetch" / "lock"
    with locked(lock, wait_seconds=1) as held:
        if not held:
            pytest.skip("this file system knows no locks")
        with pytest.raises(StudyError, match="Another program"):
            run(small_study, place, "plan-2020", catalogue=entry(place))
    assert place.paths() == []


def test_xml_with_a_name_of_the_study_gets_another_id(small_study: StudyFolder, place: Place) -> None:
    put_plan(place, "The first part says this.")
    (outcome,) = run(small_study, place, "plan", catalogue=entry(place, "plan"))
    assert outcome.source == "plan-2026-11-24" and outcome.state == "added"
    study, _ = load_study(small_study.path)
    assert study is not None and study.sources["plan"].file == "plan.yaml"


def test_xml_that_breaks_off_without_a_length_is_not_kept(small_study: StudyFolder, place: Place) -> None:
    host = "www.legislation.gov.uk"

    def answer(handler) -> None:
        handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n\r\n" + XML[:300])

    place.put("/asp/2099/1/data.xml", answer)
    before = everything(small_study)
    (outcome,) = run(small_study, place, place.at("/asp/2099/1", host))
    assert outcome.state == "failed" and everything(small_study) == before and left(small_study) == []
