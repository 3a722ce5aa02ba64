"""A new study works at once and refuses a folder that holds something."""

from pathlib import Path

import pytest

from graph.errors import StudyError
from ingest.build import build, open_view
from ingest.check import check_study
from ingest.study import load_study
from ingest.study.add import Details, add_files
from ingest.study.new import new_study


def test_a_new_study_has_no_problem_and_a_codebook_to_start_from(tmp_path: Path) -> None:
    folder = new_study(tmp_path / "my-study", 'Küste: "a" {id} plan')
    study, problems = load_study(folder)
    assert problems == check_study(folder) == ()
    assert study is not None
    assert study.title == 'Küste: "a" {id} plan'
    assert len(study.codebook.axes) == 2
    assert {message.pole for message in study.codebook.messages.values()} == {-1, 1}
    assert len(study.codebook.barriers) >= 3
    assert len(study.codebook.actors) >= 4
    assert study.focus_actor in study.codebook.actors
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("# Küste")


def test_the_folder_gives_the_title_and_ids_differ(tmp_path: Path) -> None:
    first, _ = load_study(new_study(tmp_path / "local-care"))
    second, _ = load_study(new_study(tmp_path / "b" / "local-care"))
    assert first is not None
    assert second is not None
    assert first.title == second.title == "local care"
    assert first.id != second.id


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StudyError, match="nothing was changed"):
        new_study(tmp_path)
    with pytest.raises(StudyError, match="nothing was changed"):
        new_study(tmp_path / "notes.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    assert new_study(tmp_path) == tmp_path


def test_from_nothing_to_suggestions(tmp_path: Path) -> None:
    folder = new_study(tmp_path / "study")
    document = tmp_path / "Council Plan 2024.txt"
    document.write_text(
        "1. Services are decided locally by the council.\n\n2. There is budget pressure.\n", encoding="utf-8"
    )
    result = add_files(folder, [document], Details(issuer="councils", kind="policy"))
    assert result.problems == ()
    assert build(folder).problems == ()
    with open_view(folder) as view:
        codings = view.table("Coding")
    assert set(codings["code"]) >= {"decide-locally", "limited-resources", "councils"}
    assert set(codings["status"]) == {"suggested"}
