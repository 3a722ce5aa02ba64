"""The timeline: marks by date and lane, the running pull, what has no date, and the figure."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from graph_sample import sample_evidence
from streamlit.testing.v1 import AppTest

from dashboard.figures.timeline import timeline_chart
from dashboard.views import timeline as views


def codings(rows: list[tuple[str, str, int, str, str]]) -> pd.DataFrame:
    """Rows of (source, level, side, date, force), one counted coding each, over the sample's columns."""
    base = sample_evidence().codings
    first = base[(base["code_kind"] == "message") & base["counted"] & (base["stance"] == "endorses")].iloc[0]
    made = []
    for i, (source, level, side, when, force) in enumerate(rows):
        made.append(
            {
                **first.to_dict(), "id": f"k{i}", "axis": "lead", "pole": side, "source": source, "date": when,
                "voice_body": f"v-{source}", "voice_label": f"Body {source}", "voice_level": level, "sender": "",
                "sender_body": "", "voice_standing": "governs", "force": force, "code_kind": "message",
            }
        )  # fmt: skip
    return pd.DataFrame(made)


def laid_out(rows: list[tuple[str, str, int, str, str]], request: views.Request) -> views.Timeline:
    nodes = sample_evidence().nodes
    sources = pd.DataFrame({"id": sorted({r[0] for r in rows}), "label": sorted({r[0].upper() for r in rows})})
    return views.timeline(codings(rows), sources, nodes["Axis"], nodes["Message"], request)


LEAD = views.Request(axis="lead")
FIVE = [
    ("a", "macro", -1, "2011", "aspiration"),
    ("a", "macro", 1, "2011", "duty"),
    ("b", "macro", -1, "2011", ""),
    ("c", "macro", 1, "2014-04-01", "power"),
    ("d", "macro", 1, "2018-06", ""),
    ("e", "macro", 1, "2019", ""),
    ("f", "macro", 1, "2020", ""),
    ("g", "meso", -1, "2020", ""),
    ("h", "meso", 1, "", ""),
]


def test_interval() -> None:
    assert views.interval("2012-02") == (date(2012, 2, 1), date(2012, 2, 29))
    assert views.interval("2014") == (date(2014, 1, 1), date(2014, 12, 31))
    assert views.interval("2014-04-01") == (date(2014, 4, 1),) * 2


def test_one_mark_a_source_with_its_mean_side_and_strongest_force() -> None:
    marks = {m.id: m for m in laid_out(FIVE, LEAD).marks}
    assert set(marks) == set("abcdefg")
    assert (marks["a"].position, marks["a"].force, len(marks["a"].codings)) == (0, "duty", 2)
    assert marks["c"].day == date(2014, 4, 1)
    assert {marks[k].day.year for k in "ab"} == {2011} and marks["a"].day != marks["b"].day
    single = laid_out(FIVE, views.Request(axis="lead", unit="coding"))
    assert len(single.marks) == 8 and {m.position for m in single.marks} == {-1, 1}


def test_the_running_pull_begins_with_three_sources() -> None:
    steps = laid_out(FIVE, LEAD).steps
    assert {s.lane for s in steps} == {"macro"}
    assert next((s.day, s.n) for s in steps) == (date(2014, 4, 1), 3)
    assert [s.pull for s in steps] == pytest.approx([0, 1 / 4, 2 / 5, 3 / 6])


def test_what_represents_has_a_mark_and_no_part_in_the_pull() -> None:
    frame = codings(FIVE)
    frame.loc[frame["source"] == "c", "voice_standing"] = "represents"
    nodes = sample_evidence().nodes
    sources = pd.DataFrame({"id": list("abcdefgh"), "label": list("abcdefgh")})
    shown = views.timeline(frame, sources, nodes["Axis"], nodes["Message"], LEAD)
    assert not next(m for m in shown.marks if m.id == "c").counts
    assert shown.steps[0].day == date(2018, 6, 30)


def test_undated_sources_are_named_and_can_be_read() -> None:
    shown = laid_out(FIVE, LEAD)
    assert shown.undated == "1 source that speaks here carries no date and no mark: H."
    assert shown.undated_codings == ("k8",)
    assert "Every source" in laid_out(FIVE[:3], LEAD).undated


def test_the_sentence() -> None:
    said = laid_out(FIVE, LEAD).sentence
    assert said.startswith(
        "Of 6 dated sources at macro on “How change is led”, 1 speaks for “Empower” and 4 for “Instruct”"
    )
    assert "1 for both alike; up to 2014 1 of 3 for “Empower”, later 0 of 3." in said
    assert "1 dated source at meso on “How change is led”: too few to count." in said
    assert laid_out([FIVE[-1]], LEAD).sentence == "No dated source speaks here."


def test_filters() -> None:
    assert {m.id for m in laid_out(FIVE, views.Request(axis="lead", levels=("meso",))).marks} == {"g"}
    assert {m.id for m in laid_out(FIVE, views.Request(axis="lead", issuers=("v-c", "v-d"))).marks} == {"c", "d"}
    every = laid_out(FIVE, views.Request())
    assert [lane.id for lane in every.lanes] == ["decide", "lead"] and {m.lane for m in every.marks} == {"lead"}
    assert views.issuers(codings(FIVE))["v-a"] == "Body a"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("rows", [FIVE, FIVE[-1:], FIVE[:2]], ids=["many", "none dated", "few"])
def test_the_chart_is_valid_and_can_be_clicked(rows: list[tuple[str, str, int, str, str]], dark: bool) -> None:
    shown = laid_out(rows, LEAD)
    spec = timeline_chart(shown, dark).to_dict()
    assert [p["name"] for p in spec["params"]] == ["pick"]
    frame = views.table(shown)
    assert len(frame) == len(shown.marks) + len(shown.steps)
    assert list(frame.columns) == views.COLUMNS


def _timeline() -> None:
    from dashboard.context import open_context
    from dashboard.screens.timeline import render

    context = open_context()
    assert context is not None
    render(context)


@pytest.fixture
def app(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("CROSSCURRENT_STUDY", str(bundled))
    yield AppTest.from_function(_timeline, default_timeout=60)


def test_the_screen_opens_the_axis_of_its_address(app: AppTest) -> None:
    app.query_params["axis"] = "who-decides"
    app.run()
    assert not app.exception
    assert app.selectbox(key="timeline-axis").value == "who-decides"
    assert any("dated sources at macro on “Who decides”" in code.value for code in app.code)
    assert any("no date" in caption.value for caption in app.caption)
    app.toggle(key="timeline-undated").set_value(True).run()
    assert not app.exception and app.text


def test_all_axes_and_an_empty_choice(app: AppTest) -> None:
    app.run()
    app.selectbox(key="timeline-axis").set_value("").run()
    assert not app.exception
    app.selectbox(key="timeline-axis").set_value("how-services-are-made").run()
    app.multiselect(key="timeline-issuers").set_value(["spice"]).run()
    assert not app.exception
