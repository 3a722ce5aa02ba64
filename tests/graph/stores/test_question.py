"""A typed question in its cage: answers, limits, crashes, and what the child cannot reach even past the guard."""

import _thread
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from graph.errors import QuestionError, QuestionLimit, QuestionRefused
from graph.stores import question
from graph.stores.base import AskLimits, View
from graph.stores.cage import plain
from graph.stores.plans import ends
from graph.stores.question import _Child

POSIX = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no limits on descriptors; the guard alone holds"
)
BUSY = (
    "MATCH (a:Coding), (b:Coding), (c:Coding), (d:Coding), (e:Coding), (f:Coding), (g:Coding) "
    "WHERE a.start_offset + b.start_offset + c.start_offset + d.start_offset + e.start_offset + f.start_offset "
    "+ g.start_offset = -1 RETURN count(*) AS n"
)


def past_the_guard(folder: Path, text: str, **limits: Any) -> dict[str, Any]:
    bounds = AskLimits(**limits)
    request = {"graph": str(folder / "graph.lbug"), "build": "k1", "text": text, "rows": bounds.rows, "ends": ends()}
    request |= {"seconds": bounds.seconds, "memory": bounds.memory, "answer": bounds.answer}
    return _Child(request, bounds).reply()


def test_an_answer(sample: View) -> None:
    answer = sample.ask("MATCH (a:Actor {build: $build}) RETURN a.level AS level, count(*) AS n ORDER BY level")
    assert answer.complete
    assert answer.table.to_dict("list") == {"level": ["", "macro", "meso", "micro"], "n": [1, 3, 4, 1]}
    assert [str(t) for t in answer.table.dtypes] == ["str", "int64"]


def test_rows_are_limited(sample: View) -> None:
    answer = sample.ask("MATCH (c:Coding) RETURN c.id", limits=AskLimits(rows=5))
    assert len(answer.table) == 5 and not answer.complete


def test_nodes_come_as_maps_without_the_engines_own_ids(sample: View) -> None:
    row = sample.ask("MATCH (a:Actor {id: 'gov'}) RETURN a").table["a"][0]
    assert row["type"] == "Actor" and row["label"] == "The Government" and "_ID" not in row


def test_an_empty_answer(sample: View) -> None:
    answer = sample.ask("MATCH (a:Actor {id: 'nobody'}) RETURN a.id AS who, a.label AS name")
    assert list(answer.table.columns) == ["who", "name"] and answer.table.empty and answer.complete


def test_values_of_many_kinds(sample: View) -> None:
    text = "RETURN date('2020-01-02') AS d, NULL AS n, [1, NULL] AS l, true AS t, sum(3) AS s, 1.5 AS f"
    row = sample.ask(text).table.to_dict("records")[0]
    assert row["d"] == "2020-01-02" and row["l"] == [1, None] and row["s"] == 3 and row["f"] == 1.5
    assert plain({"_LABEL": "A", "_ID": 1, "x": (1, 2)}) == {"type": "A", "x": [1, 2]}


def test_errors_point_at_the_place(sample: View) -> None:
    for text, where, told in (
        ("MATCH (n:Actor)\n  RETURN n.lable", "line 2, column 12", "Actor has no property lable. Did you mean label"),
        ("MATCH (n)\nRETURN n.nothing", "line 2, column 10", "n has no property nothing."),
        ("MATCH (n:Actr) RETURN n", "line 1, column 10", "there is no node type Actr. Did you mean Actor?"),
        ("MATCH (n:Actor)\nRETURN m", "line 2, column 8", "m is not known here."),
        ("MATCH (n:Actor) RETURN foo(n) AS x", "line 1, column 24", "there is no function foo."),
        ("MATCH (n:Actor RETURN n", "line 1, column 16", "RETURN is not understood here."),
        ("MATCH (n:Actor)", "line 1, column 16", "not complete"),
    ):
        with pytest.raises(QuestionError) as error:
            sample.ask(text)
        assert error.value.where == where and told in str(error.value), str(error.value)
    with pytest.raises(QuestionError, match=r"Divide by zero\. docs/graph\.md"):
        sample.ask("RETURN 1 / 0 AS x")


def children() -> set[str]:
    """Processes that this one has started and that are still there; a browser of other tests may be among them."""
    listed = Path("/proc/self/task").glob("*/children")
    return {pid for each in listed for pid in each.read_text().split()}


def test_a_stopped_question_ends_its_child(sample: View, monkeypatch: pytest.MonkeyPatch) -> None:
    before = children()
    cancel = threading.Event()
    threading.Timer(1.0, cancel.set).start()
    with pytest.raises(QuestionLimit, match="was stopped"):
        sample.ask(BUSY, limits=AskLimits(seconds=60), cancel=cancel)
    with pytest.raises(QuestionLimit, match="was stopped"):
        sample.ask("RETURN 1 AS x", cancel=cancel)
    assert children() <= before


def test_an_interrupted_caller_leaves_no_child(sample: View) -> None:
    before = children()
    threading.Timer(1.0, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt):
        sample.ask(BUSY, limits=AskLimits(seconds=60))
    assert children() <= before


def test_a_refusal_starts_no_child(sample: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question, "_Child", None)
    with pytest.raises(QuestionRefused):
        sample.ask("COPY Actor FROM 'x.csv'")


def test_a_runaway_is_ended(sample: View) -> None:
    with pytest.raises(QuestionLimit, match=r"longer than 0\.5 seconds"):
        sample.ask(BUSY, limits=AskLimits(seconds=0.5))
    assert sample.ask("RETURN 1 AS x").complete


def test_a_runaway_that_the_engine_does_not_end_is_killed(sample: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question, "GRACE", -0.6)
    with pytest.raises(QuestionLimit, match="was ended"):
        sample.ask(BUSY, limits=AskLimits(seconds=1))


def test_memory_is_limited(sample: View) -> None:
    with pytest.raises(QuestionLimit, match="more memory than 128 MiB"):
        sample.ask("UNWIND range(1, 1000000000) AS x RETURN sum(x) AS s", limits=AskLimits(memory=2**27))


def test_the_size_of_an_answer_is_limited(sample: View) -> None:
    with pytest.raises(QuestionLimit, match="larger than 1 MiB"):
        sample.ask("UNWIND range(1, 300) AS x RETURN repeat('y', 10000) AS s", limits=AskLimits(answer=2**20))


def test_a_crash_is_a_plain_error(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "crash"
    package.mkdir()
    (package / "ladybug.py").write_text("import os\nos.abort()\n")
    monkeypatch.setenv("PYTHONPATH", str(package))
    with pytest.raises(QuestionError, match="the engine stopped"):
        past_the_guard(folder, "RETURN 1")


def test_a_missing_graph(tmp_path: Path) -> None:
    reply = past_the_guard(tmp_path, "RETURN 1")
    assert "error" in reply


@POSIX
@pytest.mark.parametrize(
    "text",
    [
        "COPY (MATCH (n:Coding) RETURN n.quote) TO '{out}/stolen.csv'",
        "LOAD FROM '{out}/secret.csv' RETURN *",
        "EXPORT DATABASE '{out}/stolen'",
        "RETURN 1; EXPORT DATABASE '{out}/stolen'",
        "EXPLAIN EXPORT DATABASE '{out}/stolen'",
        "INSTALL httpfs",
        "LOAD EXTENSION '{out}/secret.csv'",
        "ATTACH '{out}/other.lbug' AS other (dbtype lbug)",
        "LOAD FROM 'http://127.0.0.1:9/x.csv' RETURN *",
        "CREATE (n:Actor {id: 'x'})",
    ],
)
def test_the_cage_holds_past_the_guard(folder: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    before = sorted(p.name for p in folder.iterdir())
    reply = past_the_guard(folder, text.replace("{out}", str(tmp_path)))
    assert "error" in reply, reply
    assert sorted(p.name for p in tmp_path.iterdir()) == ["secret.csv"]
    assert sorted(p.name for p in folder.iterdir()) == before


@POSIX
def test_no_child_outlives_its_question(sample: View) -> None:
    before = children()
    sample.ask("RETURN 1 AS x")
    assert children() <= before
    assert signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL


def test_a_module_of_the_users_own_does_not_hide_ours(
    sample: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "graph.py").write_text("raise SystemExit('wrong graph')\n")
    monkeypatch.chdir(tmp_path)
    assert sample.ask("RETURN 1 AS x").table["x"].tolist() == [1]
