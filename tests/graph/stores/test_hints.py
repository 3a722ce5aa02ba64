"""Names in typed questions: what is wrong is named with its place and the nearest, and nothing else is."""

import pytest
from harmless_ladybug import HARMLESS as EMBEDDED
from harmless_neo4j import HARMLESS as SERVER

from dashboard.views.ask import EXAMPLES
from graph.errors import QuestionError
from graph.queries import catalogue
from graph.stores.complaints import excerpt, of_ladybug, of_neo4j
from graph.stores.hints import LADYBUG, NEO4J, Engine, check_names, nearest

RIGHT = [
    "MATCH (a:Actor) WITH a.label AS a RETURN a.nothing",
    "MATCH (a:Actor) WITH {foo: a.id} AS m RETURN m.foo",
    "MATCH (a:Actor) WITH collect(a) AS actors UNWIND actors AS x RETURN x.foo",
    "MATCH (a:Actor) RETURN [a IN [{foo: 1}] | a.foo] AS l",
    "MATCH (a:Actor) RETURN reduce(a = {foo: 1}, x IN [1] | a) AS l, all(x IN [{foo: 1}] WHERE x.foo = 1) AS b",
    "UNWIND [{foo: 1}] AS m RETURN m.foo",
    "MATCH (n) RETURN n.foo",
    "MATCH (n:!Actor) RETURN n.quote",
    "MATCH (n:%) RETURN n.quote",
    "MATCH (n:Actor|Coding) RETURN n.quote, n.kind",
    "MATCH (n:Actor&Level) RETURN n.rank, n.kind",
    "MATCH (n:(Actor|Coding)&!Level) RETURN n.quote",
    "MATCH (a:Actor) WITH 1 AS x MATCH (a {quote: 'x'}) RETURN a.quote",
    "MATCH (a:Actor) RETURN a.id AS x UNION MATCH (a) RETURN a.quote AS x",
    "MATCH (a:Actor) RETURN a.id AS x UNION MATCH (a:Coding) RETURN a.quote AS x",
    "MATCH (a)-[e]->(b) WHERE (e:SENDS) AND e:SENDS AND a:Actor RETURN a.id",
    "MATCH (a)-[es:SENDS*1..2]->(b) RETURN es.foo",
    "MATCH (a:Actor) RETURN a {.id, .label, foo: 1} AS a_map",
    "MATCH (n:Actor) RETURN date.truncate('year', date()) AS d, point({x: 1, y: 2}).x AS x",
    "MATCH (a:Actor {id: 'x', build: $build, label: 'y'}) RETURN a.build, a.id, a.label",
    "MATCH (a:Actor) RETURN [x IN [a] WHERE x:Actor | x.foo] AS l",
    "RETURN 'MATCH (n:Nothing) RETURN n.foo' AS text // (n:Nothing)",
    "MATCH (`a b`:Actor) RETURN `a b`.`label`",
    "MATCH p = (:Actor)-[:AT]->(:Level) RETURN p",
    "CALL db.index.fulltext.queryNodes('x', 'y') YIELD node, score RETURN node.foo",
    "MATCH (n:Actor) CALL { MATCH (n:Coding) RETURN n.quote AS q } RETURN q",
    "MATCH (n:Actor) WHERE n.label STARTS WITH 'x' MATCH (n)-[:AT]->(l) RETURN n.id",
    "MATCH (n:Actor) RETURN CASE WHEN n.level = 'macro' THEN {a: 1}.a ELSE 0 END AS x",
    "MATCH (n:Actor) WHERE size([(n)-[:SENDS]->(m:Message) | m.pole]) > 0 RETURN n.id",
    "MATCH (count:Actor) RETURN count.id",
]
WRONG = [
    ("MATCH (n:Actr) RETURN n", "line 1, column 10", "there is no node type Actr.", "Did you mean Actor?"),
    ("MATCH (n:Zebra) RETURN n", "line 1, column 10", "there is no node type Zebra.", "Node types are Study, Source"),
    ("MATCH (:Actor|Levle) RETURN 1 AS x", "line 1, column 15", "there is no node type Levle.", "Did you mean Level?"),
    ("MATCH (n:SENDS) RETURN n", "line 1, column 10", "SENDS is an edge type, not node type.", "-[:SENDS]-"),
    ("MATCH (a)-[:Actor]->(b) RETURN a", "line 1, column 13", "Actor is a node type, not edge type.", "(n:Actor)"),
    ("MATCH (a)-[:SEND]->(b) RETURN a", "line 1, column 13", "there is no edge type SEND.", "Did you mean SENDS"),
    ("MATCH (a)-[:SENDS|AT|XX]->(b) RETURN a", "line 1, column 22", "there is no edge type XX.", "Edge types are"),
    ("MATCH (n:Actor)\nRETURN n.lable", "line 2, column 10", "Actor has no property lable.", "Did you mean label"),
    ("MATCH (n:Actor {lable: 'x'}) RETURN n", "line 1, column 17", "Actor has no property lable.", "label"),
    ("MATCH (n:Level) RETURN n.zebra", "line 1, column 26", "Level has no property zebra.", "It has id, label, build"),
    ("MATCH (n:Actor|Level) RETURN n.quote", "line 1, column 32", "Actor or Level has no property quote.", ""),
    ("MATCH (a)-[e:SENDS]->(b) RETURN e.mood", "line 1, column 35", "SENDS has no property mood.", "mode"),
    ("MATCH (a)-[e:SENDS {mod: 'x'}]->(b) RETURN e", "line 1, column 21", "SENDS has no property mod.", "mode"),
    ("MATCH (a)-[e:AT]->(b) RETURN e.x", "line 1, column 32", "AT has no property x.", ""),
    ("MATCH (n:Actor) WITH n MATCH (n)-[:AT]->(l) RETURN n.foo", "line 1, column 54", "Actor has no property foo.", ""),
    ("MATCH (n:Actor) WHERE EXISTS { (n)-[:ATT]->() } RETURN n", "line 1, column 38", "no edge type ATT.", "AT"),
]


@pytest.mark.parametrize("text", RIGHT)
def test_nothing_is_said_of_what_may_be_right(text: str) -> None:
    check_names(text, NEO4J)
    check_names(text, LADYBUG)


def test_nothing_is_said_of_questions_that_are_answered() -> None:
    for text in EMBEDDED:
        check_names(text, LADYBUG)
    for text in SERVER:
        check_names(text, NEO4J)
    for text in (*(q.text for q in catalogue().values()), *(e.text for e in EXAMPLES)):
        check_names(text, NEO4J)
        check_names(text, LADYBUG)


@pytest.mark.parametrize(("text", "where", "what", "hint"), WRONG)
@pytest.mark.parametrize("engine", [LADYBUG, NEO4J], ids=["embedded", "server"])
def test_what_is_wrong_is_named_with_its_place(text: str, where: str, what: str, hint: str, engine: Engine) -> None:
    with pytest.raises(QuestionError) as error:
        check_names(text, engine)
    assert error.value.where == where
    assert what in error.value.what and hint in error.value.next_step


def test_capitals_matter_where_the_engine_minds_them() -> None:
    for text, near in (
        ("MATCH (n:actor) RETURN n", "Actor"),
        ("MATCH (a)-[:sends]->(b) RETURN a", "SENDS"),
        ("MATCH (n:Coding) RETURN n.Quote", "quote"),
    ):
        check_names(text, LADYBUG)
        with pytest.raises(QuestionError) as error:
            check_names(text, NEO4J)
        assert error.value.next_step.startswith(f"Did you mean {near}")


def test_what_the_store_keeps_for_itself_may_be_asked_for_there() -> None:
    text = "MATCH (p:Passage), (s:Study) RETURN p.search_words, s.whole"
    check_names(text, NEO4J)
    with pytest.raises(QuestionError):
        check_names(text, LADYBUG)


def test_the_nearest_names() -> None:
    assert nearest("qoute", ["quote", "note", "id"])[0] == "quote"
    assert nearest("zzz", ["quote"]) == []


def test_messages_of_the_engines_in_one_form() -> None:
    text = "MATCH (n:Actor)\nRETRN n"
    parser = 'Parser exception: Invalid input <RETRN>: expected rule oC_SingleQuery (line: 2, offset: 0)\n"x"'
    server = "Invalid input 'RETRN': expected 'RETURN' (line 2, column 1 (offset: 24))\n\"RETRN n\"\n ^"
    for error in (of_ladybug(parser, text), of_neo4j(server, text, 8)):
        assert error.where == "line 2, column 1"
        assert str(error).endswith("RETRN is not understood here. Did you mean RETURN?")
    first = of_neo4j('Variable `m` not defined (line 1, column 16 (offset: 15))\n"x"', "RETURN m", 8)
    assert first.where == "line 1, column 8" and first.what == "m is not known here."
    assert of_ladybug("Runtime exception: Divide by zero.", "RETURN 1/0").what.endswith("Divide by zero.")
    assert of_ladybug("Binder exception: Table Actr does not exist.", "MATCH (n:Actr)").where == "line 1, column 10"
    long = of_ladybug("Binder exception: " + "x" * 900, "RETURN 1")
    assert len(long.what) < 400


def test_a_line_with_a_mark_under_the_place() -> None:
    assert excerpt("MATCH (n)\n\tRETRN n", "line 2, column 2") == " RETRN n\n ^"
    assert excerpt("RETURN 1", "") == "" and excerpt("RETURN 1", "line 7, column 1") == ""
    line, mark = excerpt(f"RETURN {'x' * 200} oops", "line 1, column 209").splitlines()
    assert line[mark.index("^") :] == "oops"
