"""Both engines side by side: every query, count, search and picture's data, row for row and in the same order."""

import dataclasses
import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from generated import made_up
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from neo4j_server import Server

from dashboard.brief import brief
from dashboard.figures import map as map_figure
from dashboard.views import ask as ask_view
from dashboard.views import contradictions as contradictions_view
from dashboard.views import evidence as evidence_view
from dashboard.views import map as map_view
from dashboard.views import tensions as tensions_view
from graph.export import export
from graph.ontology import ontology
from graph.queries import catalogue, run
from graph.queries.catalogue import NamedQuery, Parameter
from graph.stores.base import SearchRequest, View
from graph.tables import GraphTables
from ingest.build import build, needs_build, open_view, status

Engine = Callable[[GraphTables, Path, str], View]
SEARCHES = (
    "", "local", "co-production", '"health and social care"', "nation*", "local OR national", "audit NOT council",
    '(outcome OR target*) AND "integration authorit"*', "CAFÉ", "the", "2014", "naïve coöperation",
)  # fmt: skip
FEW = ("local", "café NOT plan", "stra* OR istanbul")


QUESTIONS = (
    "MATCH (s:Actor {build: $build})-[e:SENDS]->(m:Message)-[:POLE_OF]->(x:Axis) WHERE e.mode = 'heard' "
    "RETURN count(*) AS n",
    "MATCH (s:Actor|Level {build: $build})-[e:SENDS]->(m:Message)-[:POLE_OF]->(x:Axis) WHERE e.mode <> 'heard' "
    "RETURN x.id AS axis, m.id AS message, sum(e.codings) AS codings ORDER BY axis, message",
    "MATCH (a:Coding {build: $build})-[e:CONTRADICTS]->(b:Coding)-[:FOUND_IN]->(p:Passage) WHERE e.kind = 'say-hear' "
    "RETURN p.source AS source, count(*) AS n ORDER BY n DESC, source LIMIT 20",
    "MATCH (v:Respondent {build: $build})-[n:NAMES]->(b:Barrier)-[c:CO_OCCURS]->(m:Message) WHERE c.codings > 1 "
    "RETURN v.id AS voice, b.id AS barrier, m.id AS message ORDER BY voice, barrier, message",
    "MATCH (p:Passage {build: $build}) WHERE p.text CONTAINS 'local' "
    "RETURN p.level AS level, count(*) AS n ORDER BY level",
)


def choices(view: View, parameter: Parameter, dice: random.Random) -> list[Any]:
    """A few values that a parameter can take in this graph."""
    if parameter.type == "int":
        return [parameter.default or 1, 3]
    known = [*parameter.one_of]
    for label in parameter.of:
        known += view.table(label)["id"].tolist()
    if not known:
        return []
    picked = dice.sample(known, min(3, len(known)))
    return picked if parameter.type == "string" else [picked[:1], picked]


def calls(view: View, query: NamedQuery, dice: random.Random) -> Iterator[dict[str, Any]]:
    """Parameters to call a query with: the required ones alone, each other one beside them, and all at once."""
    found = {p.name: choices(view, p, dice) for p in query.parameters.values()}
    needed = [p.name for p in query.parameters.values() if p.required]
    if any(not found[name] for name in needed):
        return
    for values in (
        itertools.islice(zip(*(itertools.cycle(found[n]) for n in needed), strict=False), 2) if needed else [()]
    ):
        base = dict(zip(needed, values, strict=True))
        yield base
        others = {n: v for n, v in found.items() if n not in needed and v}
        for name, ways in others.items():
            for value in ways:
                yield {**base, name: value}
        if len(others) > 1:
            yield {**base, **{n: v[-1] for n, v in others.items()}}


def same_rows(one: View, two: View, seed: int, most: int | None = None) -> int:
    """Compare every query with every call, or at most so many drawn ones; the number of rows that were compared."""
    total = 0
    for name, query in catalogue().items():
        dice = random.Random(f"{seed} {name}")
        wanted = list(calls(one, query, dice))
        for given_values in wanted if most is None else dice.sample(wanted, min(most, len(wanted))):
            first, second = run(one, name, **given_values), run(two, name, **given_values)
            pd.testing.assert_frame_equal(first, second, obj=f"{name} {given_values}")
            assert first.attrs == second.attrs
            total += len(first)
    return total


def same_tables(one: View, two: View) -> None:
    assert one.counts() == two.counts()
    for label in ontology().nodes:
        pd.testing.assert_frame_equal(one.table(label), two.table(label), obj=label)
    for kind in ontology().edges:
        pd.testing.assert_frame_equal(one.edges(kind), two.edges(kind), obj=kind)


def same_searches(one: View, two: View, words: tuple[str, ...] = SEARCHES) -> int:
    total = 0
    levels, codes = ("meso",), tuple(one.table("Message")["id"].head(3))
    for each in words:
        for request in (
            SearchRequest(each),
            SearchRequest(each, limit=5, offset=3),
            SearchRequest(each, levels=levels),
            SearchRequest(each, codes=codes, limit=10),
        ):
            first = one.search(request)
            assert first == two.search(request), request
            total += first.total
    return total


@pytest.fixture
def on_both(bundled: Path, neo4j_database: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[View, View]]:
    """The bundled study in its own folder and, built through the same door, on the server."""
    with open_view(bundled) as own:
        monkeypatch.setenv("CROSSCURRENT_STORE", neo4j_database.uri)
        monkeypatch.setenv("CROSSCURRENT_NEO4J_PASSWORD", neo4j_database.password)
        assert needs_build(bundled)
        made = build(bundled)
        assert made.built
        assert made.key == own.build
        assert not build(bundled).built
        assert not status(bundled).outdated
        with open_view(bundled) as served:
            yield own, served


def test_the_bundled_study_is_the_same_on_both(on_both: tuple[View, View], tmp_path: Path) -> None:
    own, served = on_both
    same_tables(own, served)
    assert same_rows(own, served, 1) > 2000
    assert same_searches(own, served) > 1000
    for text in QUESTIONS:
        first, second = own.ask(text), served.ask(text)
        assert first.complete == second.complete
        assert len(first.table), text
        pd.testing.assert_frame_equal(first.table, second.table, obj=text)
    for name in ("json", "graphml"):
        for which, view in zip("ab", on_both, strict=True):
            export(view, name, tmp_path / f"{which}.{name}")
        assert (tmp_path / f"a.{name}").read_bytes() == (tmp_path / f"b.{name}").read_bytes()
    for picture in (tension_picture, map_pictures, lists, pages):
        first, second = picture(own), picture(served)
        assert len(first) == len(second) > 0
        for one, two in zip(first, second, strict=True):
            if isinstance(one, pd.DataFrame):
                pd.testing.assert_frame_equal(one, two)
            else:
                assert one == two
    assert brief(own) == brief(served)


def tension_picture(view: View) -> list[Any]:
    found = tensions_view.measured(view, tensions_view.message_codings(view), "scottish-government", 7)
    return [tensions_view.figures_table(tensions_view.rows(found)), *(repr(each) for each in found)]


def map_pictures(view: View) -> list[Any]:
    found: list[Any] = []
    for request in (map_view.MapRequest(), map_view.MapRequest(axes=("who-decides",))):
        model = map_view.map_model(view, request)
        found += [map_view.table(model), map_figure.svg(model, "", "")]
    return found


def lists(view: View) -> list[Any]:
    forms = [ask_view.fields(view, query.name) for query in ask_view.questions()]
    listed = contradictions_view.listing(view, contradictions_view.Filters())
    dossiers = [contradictions_view.gather(view, row.id) for row in listed.rows[:3]]
    return [listed, *dossiers, *forms]


def pages(view: View) -> list[Any]:
    listed = evidence_view.sources(view)
    chosen = [listed[i].id for i in (0, len(listed) // 2, -1)]
    return [listed, *(dataclasses.asdict(evidence_view.source_page(view, each)) for each in chosen)]


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10_000), size=st.sampled_from([(1, 0, 0), (2, 4, 5), (6, 20, 60), (9, 40, 160)]))
def test_made_up_graphs_are_the_same_on_both(
    both: tuple[Engine, Engine], tmp_path: Path, seed: int, size: tuple[int, int, int]
) -> None:
    tables = made_up(seed, *size)
    key = f"g{seed}-{size[2]}-{len(list(tmp_path.iterdir()))}"
    with both[0](tables, tmp_path, key) as own, both[1](tables, tmp_path, key) as served:
        same_tables(own, served)
        same_rows(own, served, seed, most=2)
        same_searches(
            own, served, ("", "local", "café", "co-production", '"local national"', "stra* OR istanbul", "fig*")
        )
