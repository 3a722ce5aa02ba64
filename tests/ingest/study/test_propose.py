"""Proposals change nothing; keeping them adds what was read, whatever happened meanwhile."""

from pathlib import Path

import pytest
from studyfolder import StudyFolder

from ingest.check import check_study
from ingest.study.add import Details, add_files, keep, missing_cases, propose
from ingest.study.proposals import corrected

TEXT = "Care in the community\n\nThe board plans services.\n\nIt reports once a year.\n"


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[Path, str]]:
    folder = tmp_path / "given"
    folder.mkdir()
    texts = {"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT + "\nMore.\n", "empty.txt": ""}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [(folder / name, name) for name in texts]


@pytest.mark.parametrize("workers", [0, 2])
def test_files_are_read_and_nothing_is_changed(
    small_study: StudyFolder, files: list[tuple[Path, str]], workers: int
) -> None:
    before = sorted(p for p in small_study.path.rglob("*") if ".crosscurrent" not in p.parts)
    told: list[int] = []
    seen: list[str] = []
    found = propose(
        small_study.path, files, workers=workers, done=told.append, on_read=lambda p, d: seen.append(d.text)
    )
    assert [p.name for p in found.proposals] == ["a.txt", "c.txt"]
    assert found.already == (("b.txt", "a"),)
    assert [p.where for p in found.problems] == ["empty.txt"]
    assert told == [1, 2, 3, 4]
    assert [text.split()[-1] for text in seen] == ["year.", "More."]
    assert sorted(p for p in small_study.path.rglob("*") if ".crosscurrent" not in p.parts) == before


def test_what_a_person_corrects_is_what_is_kept(small_study: StudyFolder, files: list[tuple[Path, str]]) -> None:
    (proposal,) = propose(small_study.path, files[:1], Details(kind="policy")).proposals
    found = propose(small_study.path, files[:1], Details(kind="policy"))
    own = corrected(proposal, {"title": "Ours", "issuer": "council", "date": "2019-03"})
    result = keep(small_study.path, type(found)((own,), (), ()))
    assert [(s.title, s.issuer, s.date) for s in result.added] == [("Ours", "council", "2019-03")]
    assert check_study(small_study.path) == ()


def test_a_file_that_changed_since_is_left_out(small_study: StudyFolder, files: list[tuple[Path, str]]) -> None:
    found = propose(small_study.path, files[:3], Details(kind="policy"))
    files[0][0].write_text("Another text.", encoding="utf-8")
    result = keep(small_study.path, found)
    assert [s.id for s in result.added] == ["c"]
    assert "changed while it was being added" in str(result.problems[0])


def test_an_id_that_was_taken_meanwhile_is_another(small_study: StudyFolder, files: list[tuple[Path, str]]) -> None:
    found = propose(small_study.path, files[2:3], Details(kind="policy"))
    other = files[0][0].with_name("c.md")
    other.write_text(TEXT + "\nOther.\n", encoding="utf-8")
    add_files(small_study.path, [other], Details(kind="policy"))
    assert [s.id for s in keep(small_study.path, found).added] == ["c-2"]
    assert keep(small_study.path, found).already == (("c.txt", "c-2"),)


def test_missing_cases(small_study: StudyFolder, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("L01: We plan.\n\nL04: They do.\n\nL01: So it is.\n\nL04: It is.\n", encoding="utf-8")
    found = propose(small_study.path, [(path, "talk.txt")])
    assert missing_cases(small_study.path, found.proposals) == ("L04",)
