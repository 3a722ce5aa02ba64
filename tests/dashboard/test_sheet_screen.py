"""The Evidence screen shows the pages of a PDF, and says in words where it cannot."""

import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).parents[1] / "ingest" / "readers"))

from pdfmaker import lines, make_pdf

from dashboard.context import STUDY_VARIABLE
from ingest.build import build, open_view
from ingest.study.add import Details, add_files
from ingest.study.new import new_study

PICTURE = "image"
SCRIPT = """
from dashboard.context import open_context
from dashboard.screens.evidence import render

context = open_context()
assert context is not None
render(context)
"""


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = new_study(tmp_path / "study", "Small")
    pages = [lines(72, 700, ["Decisions are taken locally."]), lines(72, 700, ["Targets are set nationally."])]
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(make_pdf(pages, catalog="/PageLabels << /Nums [0 << /S /r /St 3 >>] >>"))
    add_files(folder, [plan], Details(kind="policy"))
    build(folder)
    monkeypatch.setenv(STUDY_VARIABLE, str(folder))
    return folder


def opened(passage: str = "") -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=60)
    app.query_params["source"] = "plan"
    if passage:
        app.query_params["passage"] = passage
    return app.run()


def captions(app: AppTest) -> str:
    return " ".join(c.value for c in app.caption).replace("\\", "")


def test_a_passage_opens_its_page_and_pages_are_turned(study: Path) -> None:
    with open_view(study) as view:
        last = view.table("Passage").sort_values("seq").iloc[-1]["id"]
    app = opened(last)
    assert not app.exception
    assert "P. iv, page 2 of the file of 2 · the passage's lines are marked" in captions(app)
    (image,) = app.get(PICTURE)
    assert "are marked: Targets are set nationally" in str(image.proto)
    assert any("p. iv, page 2 of the file" in str(h.proto) for h in app.get("html"))
    next(b for b in app.button if b.label == "Previous").click().run()
    assert not app.exception
    assert "page 1 of the file of 2" in captions(app)
    assert next(b for b in app.button if b.label == "Previous").disabled


def test_a_file_that_is_gone_is_told_in_words(study: Path) -> None:
    (study / "sources" / "plan.pdf").unlink()
    app = opened()
    assert not app.exception
    assert "The pages cannot be shown" in app.info[0].value
    assert "not in the study's sources folder" in app.info[0].value.replace("\\", "")


def test_a_file_that_is_damaged_is_told_in_words(study: Path) -> None:
    (study / "sources" / "plan.pdf").write_bytes(b"%PDF-1.7\nnothing of one")
    app = opened()
    assert not app.exception
    assert "The pages cannot be shown" in app.info[0].value


def test_pages_can_be_put_away(study: Path) -> None:
    app = opened()
    next(t for t in app.toggle if t.label == "Show the pages").set_value(False).run()
    assert not app.exception
    assert not app.get(PICTURE)
