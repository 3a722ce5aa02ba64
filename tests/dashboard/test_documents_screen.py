"""Documents are dropped, looked at, kept, taken out again and built, on a copy of a small study."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.context import STUDY_VARIABLE
from ingest.build import build, needs_build
from ingest.study import load_study
from ingest.study.new import new_study

SCRIPT = """
from dashboard.context import open_context
from dashboard.screens.documents import render

context = open_context()
assert context is not None
render(context)
"""
PLAN = "# A plan for care\n\nPublished 12 May 2019\n\nDecisions are taken locally.\n\nTargets are set nationally.\n"
TALK = "L01: We plan it together.\n\nINT: So?\n\nL02: They decide.\n\nL01: So it is.\n\nL02: Yes.\n"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = new_study(tmp_path / "study", "Small")
    build(folder)
    monkeypatch.setenv(STUDY_VARIABLE, str(folder))
    return folder


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def app(study: Path) -> Iterator[AppTest]:
    return AppTest.from_string(SCRIPT, default_timeout=60).run()


def dropped(app: AppTest, **files: str | bytes) -> AppTest:
    texts = {name.replace("_", "."): text for name, text in files.items()}
    given = [(name, text.encode() if isinstance(text, str) else text, "") for name, text in texts.items()]
    app.file_uploader[0].set_value(given)
    return app.run()


def button(app: AppTest, label: str) -> Callable[[], AppTest]:
    found = next(b for b in app.button if b.label.startswith(label))
    return lambda: found.click().run()


def test_nothing_is_written_before_keep_and_discard_leaves_nothing(app: AppTest, study: Path, temporary: Path) -> None:
    before = {p: p.read_bytes() for p in study.rglob("*") if p.is_file() and ".crosscurrent" not in p.parts}
    app = dropped(app, plan_md=PLAN, talk_txt=TALK)
    assert not app.exception
    assert [b.label for b in app.button][-2:] == ["Keep 2 documents", "Discard"]
    assert any("Decisions are taken locally." in str(h.proto) for h in app.get("html"))
    assert list(temporary.iterdir())
    app = button(app, "Discard")()
    assert {p: p.read_bytes() for p in study.rglob("*") if p.is_file() and ".crosscurrent" not in p.parts} == before
    assert list(temporary.iterdir()) == []
    assert "Keep" not in " ".join(b.label for b in app.button)


def test_keep_undo_keep_and_build(app: AppTest, study: Path) -> None:
    app = button(dropped(app, plan_md=PLAN, talk_txt=TALK), "Keep")()
    assert not app.exception
    found, _ = load_study(study)
    assert found is not None
    kept = {(s.id, s.kind, s.date) for s in found.sources.values()}
    assert kept == {("plan", "policy", "2019-05-12"), ("talk", "transcript", "")}
    assert set(found.cases) == {"L01", "L02"}
    assert "Kept 2 documents" in app.success[0].value.replace("\\", "")
    app = button(app, "Undo")()
    found, _ = load_study(study)
    assert found is not None
    assert (dict(found.sources), dict(found.cases)) == ({}, {})
    assert "Taken out again" in app.info[0].value
    removed = (study / ".crosscurrent" / "removed").iterdir()
    assert sorted(p.name.rsplit("-", 1)[-1] for p in removed) == ["plan.md", "talk.txt"]
    app = button(dropped(app, plan_md=PLAN), "Keep")()
    app = button(app, "Build now")()
    assert not app.exception
    assert not needs_build(study)
    assert "Built: 1 sources" in app.info[0].value.replace("\\", "")


def test_what_cannot_be_read_or_is_there_already_is_told(app: AppTest) -> None:
    app = button(dropped(app, plan_md=PLAN), "Keep")()
    app = dropped(app, again_md=PLAN, empty_txt="", broken_pdf=b"%PDF-1.7 nothing")
    assert not app.exception
    told = " ".join([w.value for w in app.warning] + [i.value for i in app.info]).replace("\\", "")
    assert "again.md stands in the study already, as plan" in told
    assert "empty.txt: The file is empty" in told


def test_words_are_searched_before_anything_is_kept(app: AppTest) -> None:
    app = dropped(app, plan_md=PLAN)
    next(t for t in app.text_input if t.label.startswith("Search")).set_value("targets").run()
    assert any("1 passage with these words" in c.value for c in app.caption)


def test_a_name_leads_nowhere(app: AppTest, study: Path, temporary: Path) -> None:
    app.file_uploader[0].set_value([("..\\..\\..\\evil.md", PLAN.encode(), "")])
    app = button(app.run(), "Keep")()
    assert not app.exception
    assert [p.name for p in (study / "sources").iterdir() if not p.name.startswith(".")] == ["evil.md"]
