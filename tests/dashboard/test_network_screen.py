"""The Network screen: view model, figure, and the screen itself on the bundled study."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from graph_sample import sample_evidence
from streamlit.testing.v1 import AppTest

from dashboard.figures.network import network_chart
from dashboard.views import network as views

SMALL = views.Request(statements=1)


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    nodes = sample_evidence().nodes
    return {name: nodes[name] for name in ("Coding", "Axis", "Message")}


def test_voices_are_laid_out_with_their_clusters(tables: dict[str, pd.DataFrame]) -> None:
    shown = views.discourse(tables, SMALL, seed=1)
    assert shown.ties
    assert all(-1 <= v.x <= 1 and -1 <= v.y <= 1 for v in shown.voices)
    assert {t.one for t in shown.ties} | {t.two for t in shown.ties} == {v.id for v in shown.voices}
    assert "modularity" in shown.sentence
    assert "seed 1" in shown.sentence


def test_the_same_request_gives_the_same_figure(tables: dict[str, pd.DataFrame]) -> None:
    assert views.discourse(tables, SMALL, seed=1) == views.discourse(tables, SMALL, seed=1)


def test_fewer_than_three_voices_are_words(tables: dict[str, pd.DataFrame]) -> None:
    shown = views.discourse(tables, views.Request(statements=50), seed=1)
    assert not shown.voices
    assert shown.sentence == ""
    assert "a network needs 3" in shown.why


def test_a_voice_has_its_codings_by_side_and_a_tie_those_of_both(tables: dict[str, pd.DataFrame]) -> None:
    agree = views.discourse(tables, SMALL, seed=1)
    tie = agree.ties[-1]
    found = views.words(tables["Coding"], agree, tie.one, tie.two)
    assert found is not None
    codings = tables["Coding"].set_index("id")
    for end, (_, own) in ((tie.one, found.left), (tie.two, found.right)):
        assert own
        assert {codings.loc[q.coding, "voice_body"] for q in own} == {end}
    alone = views.words(tables["Coding"], agree, tie.one)
    assert alone is not None
    assert alone.left[1] or alone.right[1]
    assert views.words(tables["Coding"], agree, "nobody") is None


def test_where_two_differ_their_words_stand_on_opposite_sides(tables: dict[str, pd.DataFrame]) -> None:
    shown = views.discourse(tables, views.Request(type="conflict", statements=1), seed=1)
    assert shown.ties
    codings = tables["Coding"].set_index("id")
    sign = {"endorses": 1, "rejects": -1}
    for tie in shown.ties:
        found = views.words(tables["Coding"], shown, tie.one, tie.two)
        assert found is not None
        sides = [
            {(codings.loc[q.coding, "axis"], codings.loc[q.coding, "pole"] * sign[q.stance]) for q in own}
            for _, own in (found.left, found.right)
        ]
        assert sides[0]
        assert {(axis, -side) for axis, side in sides[0]} == sides[1] or sides[0] & {(a, -s) for a, s in sides[1]}


def test_which_ties_are_drawn() -> None:
    weights = np.array([[0, 5, 1, 1], [5, 0, -2, 0], [1, -2, 0, 0], [1, 0, 0, 0]], dtype=float)
    strongest = views.drawn(weights, views.Request(strongest=1))
    assert {tuple(x) for x in np.argwhere(np.triu(strongest))} == {(0, 1), (1, 2), (0, 3)}
    least = views.drawn(weights, views.Request(drawn="all", least=2))
    assert {tuple(x) for x in np.argwhere(np.triu(least))} == {(0, 1), (1, 2)}
    # Of the tie of 5 the disparity is (1 - 5/7) ^ 2 seen from 0 and 1 - 5/7 from 1: 0.08.
    assert views.drawn(weights, views.Request(drawn="disparity", alpha=0.09))[0, 1] == 5
    assert not views.drawn(weights, views.Request(drawn="disparity", alpha=0.05)).any()


def test_no_more_ties_than_a_picture_holds() -> None:
    rng = np.random.default_rng(1)
    half = np.triu(rng.random((60, 60)), 1)
    kept = views.drawn(half + half.T, views.Request(drawn="all"))
    assert 0 < int((np.triu(kept, 1) > 0).sum()) <= views.MOST_TIES


def test_a_picture_holds_the_most_active_voices(
    tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = views.discourse(tables, views.Request(statements=1, drawn="all"), seed=1)
    monkeypatch.setattr(views, "MOST_VOICES", 3)
    few = views.discourse(tables, views.Request(statements=1, drawn="all"), seed=1)
    assert len(few.voices) <= 3 < len(whole.voices)
    assert min(v.statements for v in few.voices) >= sorted(v.statements for v in whole.voices)[-3]
    assert few.groups == whole.groups


def test_the_table_names_both_ends(tables: dict[str, pd.DataFrame]) -> None:
    shown = views.discourse(tables, SMALL, seed=1)
    table = views.table(shown)
    assert len(table) == len(shown.ties)
    assert table["weight"].abs().is_monotonic_decreasing
    assert list(table.columns) == views.TABLE


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", list(views.TYPES))
def test_the_chart_is_valid_and_can_be_clicked(tables: dict[str, pd.DataFrame], kind: str, dark: bool) -> None:
    spec = network_chart(views.discourse(tables, views.Request(type=kind, statements=1), seed=1), dark).to_dict()
    assert [p["name"] for p in spec["params"]] == ["pick"]


def _network() -> None:
    from dashboard.context import open_context
    from dashboard.screens.network import render

    context = open_context()
    assert context is not None
    render(context)


def test_the_screen_runs_and_shows_both_sides(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSCURRENT_STUDY", str(bundled))
    app = AppTest.from_function(_network, default_timeout=60).run()
    assert not app.exception
    ties = [option for option in app.selectbox(key="network-pick").options if " – " in option]
    app.selectbox(key="network-pick").select_index(app.selectbox(key="network-pick").options.index(ties[0])).run()
    assert not app.exception
    assert any(head.value.startswith("Where ") for head in app.subheader)
    assert len(app.text) >= 2
    app.number_input(key="network-statements").set_value(50).run()
    assert not app.exception


def test_the_screen_says_which_messages_carry_the_network(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSCURRENT_STUDY", str(bundled))
    app = AppTest.from_function(_network, default_timeout=60).run()
    app.toggle(key="network-backbone").set_value(True).run()
    assert not app.exception
    losses = app.dataframe[0].value["loss without it"]
    assert losses.iloc[0] >= losses.iloc[-1]
