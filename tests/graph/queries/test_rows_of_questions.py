"""The queries behind the questions give the rows that pandas works out from the tables, on two graphs."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "contract"))

from generated import made_up

from graph.measures.claims import claims
from graph.queries import run
from graph.stores.base import View
from graph.stores.ladybug import LadybugView, LadybugWriter

HOW = {
    ("said", "said"): "says both sides",
    ("said", "heard"): "says one and hears the other",
}


@pytest.fixture(scope="module", params=[3, 4])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """A made-up study: random voices, senders, stances and levels."""
    folder = tmp_path_factory.mktemp("questions") / "g"
    with LadybugWriter(folder, "k") as writer:
        writer.write(made_up(request.param, 9, 40, 260))
    with LadybugView(folder, "k") as view:
        yield view


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return sorted(frame[list(columns)].itertuples(index=False, name=None), key=str)


def voices(view: View) -> list[str]:
    return [*view.table("Respondent")["id"], *view.table("Actor")["id"]]


def test_all_contradictions_of_a_respondent(made: View) -> None:
    table = claims(made.table("Coding"))
    total = 0
    for voice in voices(made):
        own = table[table["by"] == voice].to_dict("records")
        wanted = []
        for a in own:
            for b in own:
                if a["axis"] != b["axis"] or a["side"] + b["side"] or a["coding"] == b["coding"]:
                    continue
                if (a["claim"], b["claim"]) == ("heard", "said") or (
                    a["claim"] == b["claim"] and a["coding"] > b["coding"]
                ):
                    continue
                hears = "hears both from one sender" if a["holder"] == b["holder"] else "hears them from two"
                how = HOW.get((str(a["claim"]), str(b["claim"])), hears)
                both = [
                    x[k] for k in ("coding", "claim", "side", "holder", "holder_label", "holder_level") for x in (a, b)
                ]
                wanted.append((how, a["axis"], *both))
        names = ("coding", "claim", "side", "holder", "holder_label", "holder_level")
        sides = [f"{s}_{n}" for n in names for s in "ab"]
        found = run(made, "contradictions_of_respondent", respondent=voice, limit=0)
        assert rows(found, "how", "axis", *sides) == sorted(wanted, key=str), voice
        total += len(wanted)
    assert total > 50


def test_signals_of_a_sender_against_each_other(made: View) -> None:
    edges, actors = made.edges("CONTRADICTS"), made.table("Actor").set_index("id")["body"].to_dict()
    total = 0
    for sender in [*actors, "macro", "meso", "micro"]:
        body = actors.get(sender, sender)
        own = edges[edges["kind"].isin(["say-hear", "mixed-signal", "ambivalence"])]
        either = own[(own["holder_a"] == body) | (own["holder_b"] == body)]
        both = either[either["holder_a"] == either["holder_b"]]
        said = either[(either["claim_a"] == "said") & (either["claim_b"] == "said")]
        for given, wanted in (({"whose": []}, either), ({}, both), ({"whose": [], "claims": ["said"]}, said)):
            found = run(made, "signals_against_each_other", sender=sender, limit=0, **given)
            assert found["id"].tolist() == wanted.sort_values("rank")["id"].tolist(), (sender, given)
            total += len(found)
    assert total > 50


def test_signals_against_reports(made: View) -> None:
    edges = made.edges("CONTRADICTS")
    codings = made.table("Coding").set_index("id")
    edges = edges.assign(by=codings["voice_level"].loc[edges["to_id"]].tolist())
    edges = edges.assign(voice_kind=codings["voice_kind"].loc[edges["to_id"]].tolist())
    total = 0
    for level in ("macro", "meso", "micro"):
        for by in ("macro", "meso", "micro"):
            at = edges[(edges["claim_a"] == "said") & (edges["claim_b"] == "heard")]
            at = at[(at["holder_level_a"] == level) & (at["by"] == by)].sort_values("rank")
            for of, wanted in (("same", at[at["kind"] == "say-hear"]), ("other", at[at["kind"] != "say-hear"])):
                found = run(made, "signals_against_reports", level=level, by=by, of=[of], limit=0)
                assert found["id"].tolist() == wanted["id"].tolist()
                total += len(found)
            cases = run(made, "signals_against_reports", level=level, by=by, voices=["case"], limit=0)
            assert cases["id"].tolist() == at[at["voice_kind"] == "case"]["id"].tolist()
    assert total > 20


def test_barriers_to_a_message(made: View) -> None:
    codings = made.table("Coding")
    used = codings[codings["counted"]]
    barriers = used[used["code_kind"] == "barrier"]
    total = 0
    for message in made.table("Message")["id"]:
        of = used[used["code"] == message]
        near = barriers.merge(of, on="passage", suffixes=("", "_m"))
        far = barriers[barriers["voice_body"] != ""].merge(of, on="voice_body", suffixes=("", "_m"))
        far = far[far["passage"] != far["passage_m"]]
        for how, wanted in (("passage", near), ("voice", far)):
            found = run(made, "barriers_to_message", message=message, near=[how], limit=0)
            assert rows(found, "barrier", "a_coding", "b_coding") == rows(wanted, "code", "id", "id_m"), (message, how)
            assert set(found["near"]) <= {how}
            total += len(found)
        micro = run(
            made, "barriers_to_message", message=message, near=[], levels=["micro"], stances=["rejects"], limit=0
        )
        both = pd.concat([near, far])
        both = both[(both["voice_level"] == "micro") & (both["stance_m"] == "rejects")]
        assert rows(micro, "a_coding", "b_coding") == rows(both, "id", "id_m")
    assert total > 50


@pytest.mark.parametrize("kept", [None, "micro", "instruct"])
def test_messages_without_evidence(tmp_path: Path, kept: str | None) -> None:
    """On a graph thinned to have gaps: without one level's voices, without one message at all, and with few codings."""
    tables = made_up(5, 6, 20, 30)
    codings = tables.nodes["Coding"]
    away = codings["voice_level"] == kept if kept == "micro" else codings["code"] == kept
    gone = set(codings[away]["id"])
    nodes = {**tables.nodes, "Coding": codings[~codings["id"].isin(gone)].reset_index(drop=True)}
    edges = {
        key: f[~f["from_id"].isin(gone) & ~f["to_id"].isin(gone)].reset_index(drop=True)
        for key, f in tables.edges.items()
    }
    with LadybugWriter(tmp_path / "g", "k") as writer:
        writer.write(type(tables)(nodes, edges))
    with LadybugView(tmp_path / "g", "k") as view:
        found = run(view, "messages_without_evidence")
        only = run(view, "messages_without_evidence", levels=["meso"])
    used = nodes["Coding"][nodes["Coding"]["counted"]]
    wanted = []
    for message in nodes["Message"]["id"]:
        own = used[used["code"] == message]
        for level in ("macro", "meso", "micro"):
            if not (own["voice_level"] == level).any():
                heard = int((own["sender_level"] == level).sum())
                wanted.append((level, message, len(own), heard, own["id"].min() if len(own) else ""))
    assert wanted
    assert rows(found, "level", "message", "elsewhere", "heard", "coding") == sorted(wanted, key=str)
    assert len(only) == sum(w[0] == "meso" for w in wanted)
    words = used.set_index("id")["quote"].to_dict()
    assert all(row["quote"] == words.get(row["coding"], "") for row in found.to_dict("records"))
