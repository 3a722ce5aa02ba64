"""The classes for py2neo: all of the ontology, and on a real server what a notebook does with them."""

import subprocess
import sys
from collections.abc import Iterator

import neo4j
import pandas as pd
import pytest
from graph_on_server import listing, load
from neo4j_server import Server

pytest.importorskip("py2neo")

from py2neo import Graph
from py2neo.errors import ConnectionUnavailable
from py2neo.ogm import GraphObject, Property, RelatedFrom, RelatedTo, Repository

from graph import py2neo_models as models
from graph.errors import BuildMissing, StoreError
from graph.ontology import ontology
from graph.py2neo_models import Actor, Coding, Level, Message, Passage, Respondent, Source, Study, StudyRepository
from graph.stores.base import View
from graph.tables import GraphTables

BUILD = "k1"


@pytest.fixture
def driver(neo4j_database: Server) -> Iterator[neo4j.Driver]:
    auth = (neo4j_database.user, neo4j_database.password)
    with neo4j.GraphDatabase.driver(neo4j_database.uri, auth=auth, notifications_min_severity="OFF") as opened:
        yield opened


@pytest.fixture
def graph(driver: neo4j.Driver, neo4j_database: Server, tables: GraphTables) -> Graph:
    """The sample as the current build, and beside it an actor of a build that is being loaded."""
    load(driver, tables, BUILD)
    driver.execute_query("MATCH (s:Study) SET s.current = true, s.whole = true")
    driver.execute_query("CREATE (:Study {id: 'sample', build: 'k2', current: false, whole: false})")
    driver.execute_query("CREATE (:Actor {id: 'gov', build: 'k2', label: 'Another Government', level: 'macro'})")
    return Graph(neo4j_database.uri, auth=(neo4j_database.user, neo4j_database.password))


@pytest.fixture
def repository(graph: Graph) -> StudyRepository:
    return StudyRepository.wrap(graph)


def test_every_type_has_its_class() -> None:
    types = ontology()
    assert set(types.nodes) < set(models.__all__) and set(models.MODELS) == set(types.nodes)
    for name, node in types.nodes.items():
        model = getattr(models, name)
        assert issubclass(model, GraphObject) and model.__primarylabel__ == name and model.__primarykey__ == "id"
        assert model.__doc__ == node.doc and model.__module__ == models.__name__
        for own in ("id", "build", "label", *(p.name for p in node.properties)):
            assert isinstance(vars(model)[own], Property) and vars(model)[own].key == own


def test_every_edge_has_its_attribute_at_both_ends() -> None:
    for name, edge in ontology().edges.items():
        for start, end in edge.pairs:
            out, back = vars(models.MODELS[start])[name.lower()], vars(models.MODELS[end])[f"{name.lower()}_from"]
            assert isinstance(out, RelatedTo) and out.relationship_type == name and end in out.labels
            assert isinstance(back, RelatedFrom) and back.relationship_type == name and start in back.labels
            assert edge.doc in out.__doc__
    assert Actor.sends.labels == ("Message",) and Message.sends_from.labels == ("Actor", "Respondent", "Level")


def test_what_is_no_type_is_no_attribute() -> None:
    with pytest.raises(ImportError):
        from graph.py2neo_models import Country  # noqa: F401
    with pytest.raises(AttributeError, match="there are: Study, Source"):
        _ = models.Country


def test_without_py2neo_it_says_what_to_install() -> None:
    text = "import sys; sys.modules['py2neo'] = None; import graph.py2neo_models"
    said = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert said.returncode and "pip install 'crosscurrent[py2neo]'" in said.stderr


def test_it_matches_in_the_current_build(repository: StudyRepository, graph: Graph, sample: View) -> None:
    assert repository.build == BUILD
    actors = sample.table("Actor")
    assert [a.id for a in repository.match(Actor).order_by("_.id")] == actors["id"].tolist()
    gov = repository.get(Actor, "gov")
    assert (gov.label, gov.level, gov.build) == ("The Government", "macro", BUILD)
    assert repository.get(Actor, "nobody") is None and len(repository.match(Actor, "gov")) == 1
    assert Actor.match(graph, "gov").first() == gov == Actor.match(Repository.wrap(graph), "gov").first()
    assert Actor.match(repository, "gov").first() == gov
    assert len(Repository.wrap(graph).match(Actor, "gov")) == 2
    assert StudyRepository.wrap(graph, build="k2").get(Actor, "gov").label == "Another Government"
    assert [s.build for s in repository.match(Study)] == [BUILD]
    macro = repository.match(Actor).where(level="macro").where("_.kind = 'government'").order_by("_.id").limit(1)
    assert [a.id for a in macro] == ["gov"]
    chained = repository.match(Actor).where(kind="government").where(level="macro").where("_.part_of IS NULL")
    assert {a.id for a in chained} == {"gov", "ministers"} and len(repository.match(Actor, "gov").where(level="")) == 0


def test_values_have_their_types_and_what_is_absent_is_none(repository: StudyRepository) -> None:
    passage = repository.get(Passage, "p1")
    assert passage.page is None and passage.respondent == "" and isinstance(passage.seq, int)
    assert repository.get(Coding, "c05").counted is True and repository.get(Coding, "c05").pole == 1


def test_every_edge_is_found_from_both_ends(repository: StudyRepository, sample: View) -> None:
    for name in ontology().edges:
        wanted = sample.edges(name)
        if wanted.empty:
            continue
        for here, there, attribute in (("from", "to", name.lower()), ("to", "from", f"{name.lower()}_from")):
            label, own = wanted.loc[0, f"{here}_label"], wanted.loc[0, f"{here}_id"]
            same = wanted[(wanted[f"{here}_label"] == label) & (wanted[f"{here}_id"] == own)]
            related = getattr(repository.get(models.MODELS[label], own), attribute)
            ends = {(type(o).__name__, o.id) for o in related}
            assert ends == set(zip(same[f"{there}_label"], same[f"{there}_id"], strict=True)), (name, attribute)
            assert len(list(related.triples())) == len(same) and len(related) == len(ends)


def test_edges_carry_their_properties_also_between_the_same_two(repository: StudyRepository, sample: View) -> None:
    sends = sample.edges("SENDS")
    sizes = sends.groupby(["from_label", "from_id", "to_id"]).size()
    label, sender, message = sizes.idxmax()
    assert sizes.max() > 1
    related = repository.get(models.MODELS[label], sender).sends
    found = [about for _, (kind, about), other in related.triples() if other.id == message and kind == "SENDS"]
    wanted = sends[(sends["from_id"] == sender) & (sends["to_id"] == message)]
    assert sorted(a["mode"] + a["by"] for a in found) == sorted(wanted["mode"] + wanted["by"])
    assert related.get(repository.get(Message, message), "codings") >= 1
    assert [o.id for o in related] == sorted({o.id for o in related})


def test_it_walks_over_several_types(repository: StudyRepository) -> None:
    source = repository.get(Coding, "c06").found_in
    assert [(type(p), p.id) for p in source] == [(Passage, "p4")]
    assert [(type(s), s.id) for p in source for s in p.part_of] == [(Source, "audit")]
    assert {type(s) for m in repository.match(Message) for s in m.sends_from} == {Actor, Respondent, Level}
    assert repository.get(Actor, "board-a") in repository.get(Source, "audit").issued_from


def test_a_table(repository: StudyRepository, sample: View) -> None:
    text = "MATCH (a:Actor {build: $build}) RETURN a.id AS id, a.label AS label ORDER BY id"
    table = repository.graph.run(text, build=repository.build).to_data_frame()
    pd.testing.assert_frame_equal(table.astype(str), sample.table("Actor")[["id", "label"]].astype(str))


def test_a_build_is_only_read(repository: StudyRepository, graph: Graph, driver: neo4j.Driver) -> None:
    before = listing(driver)
    gov = repository.get(Actor, "gov")
    gov.label = "Changed"
    gov.sends.clear()
    for attempt in (repository.save, repository.delete, graph.push, graph.create, graph.merge, graph.delete):
        with pytest.raises(StoreError, match="only read"):
            attempt(gov)
    with pytest.raises(StoreError, match="only read"):
        repository.save(Actor("new"))
    assert listing(driver) == before
    repository.reload(gov)
    assert gov.label == "The Government" and len(gov.sends)
    assert repository.exists(gov)


def test_classes_of_ones_own_are_matched_as_py2neo_does(repository: StudyRepository) -> None:
    own = type("Actor", (GraphObject,), {"__primarykey__": "id", "id": Property()})
    assert len(repository.match(own, "gov")) == 2


def test_without_a_build(neo4j_database: Server) -> None:
    with pytest.raises(BuildMissing, match="no finished build"):
        StudyRepository(neo4j_database.uri, auth=(neo4j_database.user, neo4j_database.password))


def test_a_wrong_password_shows_as_the_page_says(neo4j_server: Server) -> None:
    with pytest.raises(ConnectionUnavailable):
        StudyRepository(neo4j_server.uri, auth=(neo4j_server.user, "wrong-password"))
