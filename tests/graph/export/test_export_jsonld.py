"""JSON-LD, read back by rdflib without a network: annotations, provenance, and every node, edge and attribute."""

import json
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pytest
from rdflib import RDF, Graph, Literal, URIRef

from graph.export import export
from graph.export.jsonld_context import PREFIXES, TERMS
from graph.ontology import ontology
from graph.stores.base import View

# rdflib's own reader of JSON-LD still uses what rdflib advises against
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

Q = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def iri(label: str, ident: str) -> URIRef:
    return URIRef(f"urn:crosscurrent:sample:{label}:{quote(ident, safe='')}")


def read(path: Path) -> Graph:
    return Graph().parse(path, format="json-ld")


@pytest.fixture(scope="module")
def rdf(nasty: View, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return read(export(nasty, "jsonld", tmp_path_factory.mktemp("ld") / "g.jsonld"))


def values(graph: Graph, thing: URIRef, name: str) -> list[object]:
    return [each.toPython() for each in graph.objects(thing, URIRef(TERMS + name))]


def wanted(value: object) -> list[object]:
    return [] if value is None or value is pd.NA or value == "" else [value]


def test_every_node_and_attribute(rdf: Graph, nasty: View) -> None:
    for label, node in ontology().nodes.items():
        frame = nasty.table(label)
        found = rdf.query(f"{Q} SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a cc:{label} }}")
        assert next(iter(found))[0].toPython() == len(frame) == nasty.counts()[label]
        for row in frame.to_dict("records"):
            thing = iri(label, row["id"])
            shown = [each.toPython() for each in rdf.objects(thing, URIRef(PREFIXES["rdfs"] + "label"))]
            assert shown == wanted(row["label"])
            for own in node.properties:
                if own.name not in ontology().edges:
                    assert values(rdf, thing, own.name) == wanted(row[own.name]), (label, own.name)


def test_every_edge_and_attribute(rdf: Graph, nasty: View) -> None:
    for kind, edge in ontology().edges.items():
        rows = nasty.edges(kind).to_dict("records")
        if not edge.properties:
            found = sorted((str(s), str(o)) for s, o in rdf.subject_objects(URIRef(TERMS + kind)))
            made = [(str(iri(r["from_label"], r["from_id"])), str(iri(r["to_label"], r["to_id"]))) for r in rows]
            assert found == sorted(made) and len(made) == nasty.counts()[kind]
            continue
        things = list(rdf.subjects(RDF.type, URIRef(TERMS + kind)))
        names = ("from", "to", *(p.name for p in edge.properties))
        found = [tuple(str(v) for name in names for v in (values(rdf, x, name) or [""])) for x in things]
        made = [
            (
                str(iri(r["from_label"], r["from_id"])),
                str(iri(r["to_label"], r["to_id"])),
                *(str((wanted(r[p.name]) or [""])[0]) for p in edge.properties),
            )
            for r in rows
        ]
        assert sorted(found) == sorted(made), kind


def test_codings_are_annotations_that_find_their_words(sample: View, tmp_path: Path) -> None:
    graph = read(export(sample, "jsonld", tmp_path / "g.jsonld"))
    found = graph.query(
        f"""{Q} SELECT ?x ?motive ?body ?source ?start ?end ?exact ?prefix ?suffix WHERE {{
            ?x a oa:Annotation ; oa:motivatedBy ?motive ; oa:hasBody ?body ; oa:hasTarget ?t .
            ?t a oa:SpecificResource ; oa:hasSource ?source ; oa:hasSelector ?q .
            ?q a oa:TextQuoteSelector ; oa:exact ?exact .
            OPTIONAL {{ ?q oa:prefix ?prefix }} OPTIONAL {{ ?q oa:suffix ?suffix }}
            OPTIONAL {{ ?t oa:hasSelector ?p . ?p a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end }} }}"""
    )
    by_id = {str(row.x): row for row in found}
    codings, passages = sample.table("Coding"), sample.table("Passage").set_index("id")
    assert len(by_id) == len(found) == len(codings)
    for row in codings.to_dict("records"):
        made = by_id[str(iri("Coding", row["id"]))]
        kind = row["code_kind"].capitalize()
        assert made.body == iri(kind, row["code"]) and made.source == iri("Source", row["source"])
        assert str(made.motive).endswith("#tagging" if kind == "Actor" else "#classifying")
        assert str(made.exact) == row["quote"]
        if not row["passage"]:
            assert made.start is None
            continue
        passage = passages.loc[row["passage"]]
        start = made.start.toPython() - passage["start_offset"]
        assert passage["text"][start : made.end.toPython() - passage["start_offset"]] == row["quote"]
        whole = f"{made.prefix or ''}{made.exact}{made.suffix or ''}"
        assert whole in passage["text"] and len(made.prefix or "") == min(32, start)


def test_provenance(rdf: Graph, nasty: View) -> None:
    codings, sources = nasty.table("Coding"), nasty.table("Source")
    found = rdf.query(
        f"""{Q} SELECT ?name ?kind (COUNT(?x) AS ?n) (COUNT(?at) AS ?dated) WHERE {{
            ?x a oa:Annotation ; prov:wasAttributedTo ?coder ; dcterms:creator ?coder ; prov:wasDerivedFrom ?s .
            ?coder dcterms:identifier ?name ; a ?kind . ?s a prov:Entity
            OPTIONAL {{ ?x prov:generatedAtTime ?at }}
            FILTER(?kind IN (prov:Person, prov:SoftwareAgent)) }} GROUP BY ?name ?kind"""
    )
    kinds = {"person": "Person", "machine": "SoftwareAgent"}
    coders = nasty.table("Coder").set_index("id")["kind"]
    dated = codings["created"].str.contains("T")
    made = {str(r.name): (str(r.kind).split("#")[1], r.n.toPython(), r.dated.toPython()) for r in found}
    assert made == {
        name: (kinds[coders[name]], len(rows), int(dated[rows.index].sum())) for name, rows in codings.groupby("coder")
    }
    times = set(rdf.objects(None, URIRef(PREFIXES["prov"] + "generatedAtTime")))
    assert times and all(isinstance(t, Literal) and str(t.datatype).endswith("dateTime") for t in times)
    issued = rdf.query(f"{Q} SELECT ?s ?a WHERE {{ ?s a cc:Source ; prov:wasAttributedTo ?a . ?a a prov:Agent }}")
    assert len(issued) == (sources["issuer"] != "").sum()
    defined = rdf.query(f"{Q} SELECT ?c WHERE {{ ?c a skos:Concept, cc:Message ; skos:definition ?d }}")
    assert len(defined) == (nasty.table("Message")["definition"] != "").sum()


def test_the_context_stands_in_the_file(sample: View, tmp_path: Path) -> None:
    text = export(sample, "jsonld", tmp_path / "g.jsonld").read_text(encoding="utf-8")
    found = json.loads(text)["@context"]
    assert isinstance(found, dict) and "@import" not in text and found["cc"] == TERMS
