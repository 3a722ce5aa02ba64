"""Files are copied and described, never overwritten; what stood in sources.yaml stays."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from studyfolder import StudyFolder

from graph.errors import StudyError
from graph.model import Source
from ingest.check import check_study
from ingest.study import load_study
from ingest.study.add import Details, add_files
from ingest.study.sourcelist import with_entries

TEXT = "Care in the community\n\nThe board plans services together with people.\n\nIt reports once a year.\n"


def given(tmp_path: Path, name: str, text: str | bytes = TEXT) -> Path:
    path = tmp_path / "given" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def test_a_file_is_copied_and_described(small_study: StudyFolder, tmp_path: Path) -> None:
    path = given(tmp_path, "Board Plan (2024).TXT")
    result = add_files(small_study.path, [path], Details(kind="policy", issuer="council", date="2024", citation="Plan"))
    (source,) = result.added
    assert source == Source(
        id="board-plan-2024",
        title="Care in the community",
        kind="policy",
        issuer="council",
        date="2024",
        citation="Plan",
        file="board-plan-2024.txt",
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
    )
    assert (small_study.path / "sources" / source.file).read_text(encoding="utf-8") == TEXT
    study, _ = load_study(small_study.path)
    assert study is not None
    assert study.sources[source.id] == source
    assert check_study(small_study.path) == ()
    assert small_study.read("sources.yaml").startswith("# our sources\n")


def test_the_same_bytes_are_not_added_twice(small_study: StudyFolder, tmp_path: Path) -> None:
    first, same = given(tmp_path, "a.txt"), given(tmp_path, "b.txt")
    result = add_files(small_study.path, [first, same], Details(kind="policy"))
    assert [source.id for source in result.added] == ["a"]
    assert result.already == (("b.txt", "a"),)
    again = add_files(small_study.path, [same])
    assert (again.added, again.already) == ((), (("b.txt", "a"),))


def test_a_file_of_the_same_name_gets_another(small_study: StudyFolder, tmp_path: Path) -> None:
    add_files(small_study.path, [given(tmp_path, "a.txt")], Details(kind="policy"))
    result = add_files(small_study.path, [given(tmp_path, "A.txt", TEXT + "\nMore.\n")], Details(kind="policy"))
    assert [(source.id, source.file) for source in result.added] == [("a-2", "A-2.txt")]
    assert (small_study.path / "sources" / "a.txt").read_text(encoding="utf-8") == TEXT


def test_a_file_that_lies_there_undescribed_is_described(small_study: StudyFolder) -> None:
    path = small_study.write("sources/there.txt", TEXT)
    result = add_files(small_study.path, [path], Details(kind="policy"))
    assert [source.file for source in result.added] == ["there.txt"]
    assert sorted(p.name for p in (small_study.path / "sources").iterdir()) == ["plan.yaml", "talks.yaml", "there.txt"]


def test_a_file_that_cannot_be_read_leaves_the_others(small_study: StudyFolder, tmp_path: Path) -> None:
    paths = [given(tmp_path, "empty.txt", ""), given(tmp_path, "good.txt"), tmp_path / "absent.txt"]
    result = add_files(small_study.path, paths, Details(kind="policy"))
    assert [source.id for source in result.added] == ["good"]
    assert [problem.where for problem in result.problems] == ["empty.txt", "absent.txt"]


def test_cases_that_nobody_defined_are_told(small_study: StudyFolder, tmp_path: Path) -> None:
    text = "L01: We plan it.\n\nL04: They tell us what to do.\n\nL01: So it is.\n\nL04: It is.\n"
    result = add_files(small_study.path, [given(tmp_path, "talk.txt", text)])
    assert [source.kind for source in result.added] == ["transcript"]
    assert result.guessed == ("talk",)
    assert [str(p) for p in result.problems] == [
        'cases.csv: source talk holds words of L04, whom nobody has defined. Did you mean "L01"? Add a row to '
        "cases.csv: L04,level,role group."
    ]


def test_many_cases_that_nobody_defined_are_told_in_one_line(small_study: StudyFolder, tmp_path: Path) -> None:
    text = "".join(f"P{n}: We plan it.\n\nINT: And then?\n\n" for n in range(10, 22))
    result = add_files(small_study.path, [given(tmp_path, "talk.txt", text)], Details(kind="transcript"))
    assert [str(p) for p in result.problems] == [
        "cases.csv: source talk holds words of 12 cases that nobody has defined: P10, P11, P12, P13, P14, P15, P16, "
        "P17 and 4 more. Add a row to cases.csv for each, or add with `--write-cases`."
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TEXT, "policy"),
        ("L01: Yes it is.\n\nINT: Why?\n\nL01: So.\n\nN02: Never so.\n\nL01: Well.\n", "transcript"),
        (
            "\n\n".join(
                f"“The board never asks us about number {n}, not once in a year.” (L0{n})" for n in range(1, 6)
            ),
            "excerpts",
        ),
    ],
)
def test_the_kind_is_guessed(small_study: StudyFolder, tmp_path: Path, text: str, kind: str) -> None:
    (source,) = add_files(small_study.path, [given(tmp_path, "x.txt", text)]).added
    assert source.kind == kind


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        (Details(issuer="counsil"), 'Did you mean "council"?'),
        (Details(kind="polcy"), 'Did you mean "policy"?'),
        (Details(level="mezo"), 'Did you mean "meso"?'),
        (Details(clearance="secret"), "open, internal, restricted"),
        (Details(date="last year"), "is no date"),
        (Details(id="plan"), "There is a source plan already"),
    ],
)
def test_a_wrong_detail_adds_nothing(small_study: StudyFolder, tmp_path: Path, details: Details, expected: str) -> None:
    before = small_study.read("sources.yaml")
    with pytest.raises(StudyError) as caught:
        add_files(small_study.path, [given(tmp_path, "a.txt")], details)
    assert expected in str(caught.value)
    assert small_study.read("sources.yaml") == before
    assert not (small_study.path / "sources" / "a.txt").exists()


def test_a_list_that_is_broken_is_left_as_it_is(small_study: StudyFolder, tmp_path: Path) -> None:
    small_study.replace("sources.yaml", "title: The plan", "title: The: plan")
    before = small_study.read("sources.yaml")
    with pytest.raises(StudyError, match=r"sources.yaml:4.*Then add the files again"):
        add_files(small_study.path, [given(tmp_path, "a.txt")], Details(kind="policy"))
    assert small_study.read("sources.yaml") == before
    assert not (small_study.path / "sources" / "a.txt").exists()


ENTRY = Source(id="new", title="A: 'new' one", kind="policy", date="2024", note="no", file="new.txt")


@pytest.mark.parametrize(
    "before",
    [
        "",
        "# nothing yet\n",
        "sources:\n",
        "# c\nsources:\n  - id: a\n    title: A # why\n  # last\n",
        "sources:\n- id: a\n",
        "- id: a\n  title: A",
        "\ufeffsources:\r\n    - id: a\r\n      title: A\r\n",
        "format: 1\nsources:\n  - {id: a, title: A}\n",
    ],
)
def test_an_entry_goes_to_the_end_and_all_else_stays(before: str) -> None:
    made = with_entries(before.encode("utf-8"), [ENTRY]).decode("utf-8")
    assert made.startswith(before.rstrip("\r\n"))
    assert made.count("\n") == made.count("\r\n") or "\r\n" not in before
    again = with_entries(made.encode("utf-8"), [Source(id="other", title="Other")]).decode("utf-8")
    assert again.startswith(made)
    assert 'note: "no"' in made
    assert 'date: "2024"' in made


@pytest.mark.parametrize(
    "before", ["sources: []\n", "sources: [{id: a}]\n", "sources:\n  - id: a\nformat: 1\n", "a: 1\n"]
)
def test_a_list_that_cannot_be_added_to_gives_the_lines(before: str) -> None:
    with pytest.raises(StudyError, match="- id: new"):
        with_entries(before.encode("utf-8"), [ENTRY])


ADDER = """
import sys
from pathlib import Path
from ingest.study.add import Details, add_files
for path in sys.argv[2:]:
    add_files(Path(sys.argv[1]), [Path(path)], Details(kind="policy"))
"""


def test_two_processes_add_side_by_side(small_study: StudyFolder, tmp_path: Path) -> None:
    names = [str(given(tmp_path, f"{n}-file.txt", f"{TEXT}\nNumber {n}.\n")) for n in range(6)]
    command = [sys.executable, "-P", "-c", ADDER, str(small_study.path)]
    both = [subprocess.Popen([*command, *part]) for part in (names[:3], names[3:])]
    assert [process.wait(60) for process in both] == [0, 0]
    study, problems = load_study(small_study.path)
    assert problems == ()
    assert study is not None
    assert len(study.sources) == 8
