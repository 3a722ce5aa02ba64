import pandas as pd
import pytest

from dashboard.views.map import MapRequest, draw, evidence, table

TABLES = {
    "Actor": pd.DataFrame(
        [("gov", "The government", "macro", "government", "gov"), ("min", "Ministers", "macro", "government", "gov")]
        + [(f"c{i}", f"Council {i}", "meso", "council", f"c{i}") for i in range(3)],
        columns=["id", "label", "level", "kind", "body"],
    ),
    "Respondent": pd.DataFrame(
        [(f"L0{i}", f"L0{i}", "meso", "partnership leader") for i in range(3)],
        columns=["id", "label", "level", "role_group"],
    ),
    "Level": pd.DataFrame([("macro", "national"), ("meso", "partnership")], columns=["id", "label"]),
    "Message": pd.DataFrame(
        [("local", "Decide locally", "who", -1, 0), ("central", "Decide nationally", "who", 1, 1)],
        columns=["id", "label", "axis", "pole", "seq"],
    ),
    "Barrier": pd.DataFrame([("money", "Too little money")], columns=["id", "label"]),
}


def coding(number: int, voice: str, code: str, **more: object) -> dict[str, object]:
    case = voice.startswith("L")
    row: dict[str, object] = {
        "id": f"k{number:02}",
        "source": f"s{number}",
        "passage": f"p{number}",
        "code": code,
        "code_kind": "barrier" if code == "money" else "message",
        "axis": "" if code == "money" else "who",
        "voice": voice,
        "voice_body": voice,
        "voice_kind": "case" if case else "actor",
        "voice_level": "macro" if voice == "gov" else "meso",
        "voice_label": voice,
        "stance": "" if code == "money" else "endorses",
        "counted": True,
    }
    empty = ("sender", "sender_body", "sender_label", "addressee", "addressee_label", "force", "status", "memo")
    row |= dict.fromkeys((*empty, "date", "clearance", "text_kind", "citation", "quote"), "")
    return row | {"start_offset": 0, "status": "accepted"} | more


@pytest.fixture
def codings() -> pd.DataFrame:
    rows = [coding(i, "gov", "central", addressee="c0") for i in range(12)]
    rows += [coding(20 + i, f"c{i}", "local") for i in range(3)]
    rows += [coding(30 + i, f"L0{i}", "central", stance="rejects") for i in range(3)]
    heard = {"stance": "reports", "sender": "min", "sender_body": "gov"}
    rows += [coding(40 + i, f"L0{i}", "central", **heard) for i in range(2)]
    rows += [coding(50 + i, f"c{i}", "money") for i in range(2)]
    rows += [coding(60, "gov", "local", counted=False)]
    return pd.DataFrame(rows)


def relations(codings: pd.DataFrame, request: MapRequest) -> set[tuple[str, str, str, int, int]]:
    edges = draw(codings, TABLES, request).edges
    return {(e.start, e.mode, e.end, len(e.codings), e.voices) for e in edges}


def test_groups_the_weak_and_draws_the_strong_alone(codings: pd.DataFrame) -> None:
    found = relations(codings, MapRequest(expand=()))
    assert ("gov", "endorses", "central", 12, 1) in found
    assert ("gov", "heard", "central", 2, 2) in found
    assert ("group:meso:council", "names", "money", 1, 1) not in found
    assert ("local", "opposes", "central", 20, 7) in found


def test_respondents_only_as_role_groups_even_when_expanded(codings: pd.DataFrame) -> None:
    expand = ("role:meso:partnership leader",)
    model = draw(codings, TABLES, MapRequest(expand=expand))
    assert "Partnership leaders (3)" in model.labels.values()
    assert not [n for n in model.nodes if n.id.startswith("L0") or n.label.startswith("L0")]
    assert not [g for g, _ in model.groups if g.startswith("role:")]


def test_a_group_opens_into_its_members(codings: pd.DataFrame) -> None:
    assert dict(draw(codings, TABLES, MapRequest()).groups) == {"group:meso:council": "Councils"} | {
        g: label for g, label in draw(codings, TABLES, MapRequest()).groups if "government" in g
    }
    opened = relations(codings, MapRequest(minimum=1, expand=("group:meso:council",)))
    assert ("c1", "endorses", "local", 1, 1) in opened


def test_weak_lines_and_nodes_beyond_the_cap_are_counted_not_lost(codings: pd.DataFrame) -> None:
    strict = draw(codings, TABLES, MapRequest(minimum=13))
    assert {e.mode for e in strict.edges} == {"opposes"} or not strict.edges
    assert strict.weak_edges > 0
    capped = draw(codings, TABLES, MapRequest(minimum=1, most=1, expand=("group:meso:council",)))
    assert capped.hidden_nodes > 0


def test_level_filter_keeps_addressees_of_that_level_s_words(codings: pd.DataFrame) -> None:
    found = relations(codings, MapRequest(levels=("macro",)))
    assert {mode for _, mode, _, _, _ in found} == {"endorses", "heard", "addressed", "opposes"}
    assert "endorses" not in {m for s, m, *_ in relations(codings, MapRequest(levels=("meso",))) if s == "gov"}


def test_barriers_and_addressees_can_be_left_out(codings: pd.DataFrame) -> None:
    found = relations(codings, MapRequest(minimum=1, barriers=False, addressees=False))
    assert not {m for _, m, *_ in found} & {"names", "addressed"}


def test_evidence_of_node_and_edge(codings: pd.DataFrame) -> None:
    model = draw(codings, TABLES, MapRequest())
    index = next(i for i, e in enumerate(model.edges) if e.mode == "rejects")
    title, found = evidence(model, codings, "edge", index)
    assert title == "Partnership leaders (3) turns down Decide nationally"
    assert sorted(q.coding for q in found) == ["k30", "k31", "k32"]
    node = next(i for i, n in enumerate(model.nodes) if n.id == "gov")
    assert {q.coding for q in evidence(model, codings, "node", node)[1]} == {
        *(f"k{i:02}" for i in range(12)),
        "k40",
        "k41",
    }
    assert evidence(model, codings, "node", 999) == ("", ())


def test_table_has_every_edge(codings: pd.DataFrame) -> None:
    model = draw(codings, TABLES, MapRequest(minimum=1))
    assert len(table(model)) == len(model.edges)


def test_order_of_rows_does_not_matter(codings: pd.DataFrame) -> None:
    assert draw(codings, TABLES, MapRequest(minimum=1)) == draw(codings[::-1], TABLES, MapRequest(minimum=1))


def test_nothing_counted_gives_an_empty_map(codings: pd.DataFrame) -> None:
    model = draw(codings.assign(counted=False), TABLES, MapRequest())
    assert (model.nodes, model.edges) == ((), ())
