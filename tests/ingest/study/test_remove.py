"""A source that was just added is taken out again, unless something is coded on it."""

from pathlib import Path

import pytest
from studyfolder import StudyFolder

from graph.errors import StudyError
from graph.model import Case
from ingest.check import check_study
from ingest.study import load_study
from ingest.study.add import Details, keep, propose
from ingest.study.remove import remove_sources, undo
from ingest.study.sourceedit import without_entries

TALK = "L01: We plan it.\n\nINT: And?\n\nL04: They tell us what to do.\n\nL01: So it is.\n\nL04: It is.\n"


def given(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / "given" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_undo_leaves_the_study_as_it_was(small_study: StudyFolder, tmp_path: Path) -> None:
    small_study.write("sources.yaml", small_study.read("sources.yaml") + "  # the end\n")
    before = {name: small_study.read(name) for name in ("sources.yaml", "cases.csv")}
    path = given(tmp_path, "talk.txt", TALK)
    proposed = propose(small_study.path, [(path, "talk.txt")])
    result = keep(small_study.path, proposed, [Case("L04", "meso")])
    assert small_study.read("cases.csv").endswith("L04,meso,,restricted\n")
    assert check_study(small_study.path) == ()
    moved, rows_gone = undo(small_study.path, result)
    assert rows_gone
    assert {name: small_study.read(name) for name in before} == before
    assert [path.read_text(encoding="utf-8") for path in moved] == [TALK]
    assert moved[0].parent == small_study.path / ".crosscurrent" / "removed"
    assert not (small_study.path / "sources" / "talk.txt").exists()


def test_what_is_coded_on_stays(small_study: StudyFolder) -> None:
    before = small_study.read("sources.yaml")
    with pytest.raises(StudyError, match="Something is coded on plan"):
        remove_sources(small_study.path, ["plan"])
    assert small_study.read("sources.yaml") == before
    assert (small_study.path / "sources" / "plan.yaml").exists()


def test_what_another_source_names_stays(small_study: StudyFolder, tmp_path: Path) -> None:
    path = given(tmp_path, "new.txt", "The new plan\n\nIt goes on.\n")
    keep(small_study.path, propose(small_study.path, [(path, "new.txt")], Details(kind="policy")))
    small_study.replace("sources.yaml", "title: The plan", "title: The plan\n    replaced_by: new")
    with pytest.raises(StudyError, match="plan names the source new"):
        remove_sources(small_study.path, ["new"])


def test_an_unknown_source_is_told(small_study: StudyFolder) -> None:
    with pytest.raises(StudyError, match="no source nowhere"):
        remove_sources(small_study.path, ["nowhere"])


def test_a_file_that_is_gone_already_is_no_fault(small_study: StudyFolder, tmp_path: Path) -> None:
    path = given(tmp_path, "new.txt", "The new plan\n\nIt goes on.\n")
    keep(small_study.path, propose(small_study.path, [(path, "new.txt")], Details(kind="policy")))
    (small_study.path / "sources" / "new.txt").unlink()
    remove_sources(small_study.path, ["new"])
    study, _ = load_study(small_study.path)
    assert study is not None
    assert list(study.sources) == ["plan", "talks"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# c\nsources:\n  - id: a\n    title: A # why\n\n  # of b\n  - id: b\n    title: B\n",
         "# c\nsources:\n\n  # of b\n  - id: b\n    title: B\n"),
        ("- id: b\n- id: a\n  note: x", "- id: b\n"),
        ("sources:\r\n- id: a\r\n  title: A\r\n# end\r\n", "sources:\r\n# end\r\n"),
        ('- {id: a, title: A}\n- {id: b}\n', '- {id: b}\n'),
    ],
)  # fmt: skip
def test_only_the_lines_of_the_entry_go(before: str, after: str) -> None:
    assert without_entries(before.encode(), ["a"]).decode() == after


@pytest.mark.parametrize("before", ["sources: [{id: a}, {id: b}]\n", "- id: b\n", ""])
def test_a_list_that_cannot_be_cut_is_left(before: str) -> None:
    with pytest.raises(StudyError, match="by hand"):
        without_entries(before.encode(), ["a"])
