"""The context of the JSON-LD export, inline in every file so that nothing is fetched to read one.

Terms of others: Web Annotation (oa), provenance (prov), SKOS, Dublin Core. Our own begin with `cc:`, and stand for
`urn:crosscurrent:terms:` and a node type, edge type or property of graph/ontology.yaml.
"""

from typing import Any

from graph.ontology import ontology

TERMS = "urn:crosscurrent:terms:"
PREFIXES = {
    "cc": TERMS,
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
NAMED = {
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "Concept": "skos:Concept",
    "Agent": "prov:Agent",
    "Person": "prov:Person",
    "SoftwareAgent": "prov:SoftwareAgent",
    "Entity": "prov:Entity",
    "classifying": "oa:classifying",
    "tagging": "oa:tagging",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "label": "rdfs:label",
    "identifier": "dcterms:identifier",
    "title": "dcterms:title",
    "prefLabel": "skos:prefLabel",
    "definition": "skos:definition",
}
LINKS = {
    "body": "oa:hasBody",
    "target": "oa:hasTarget",
    "source": "oa:hasSource",
    "selector": "oa:hasSelector",
    "creator": "dcterms:creator",
    "isPartOf": "dcterms:isPartOf",
    "wasAttributedTo": "prov:wasAttributedTo",
    "wasDerivedFrom": "prov:wasDerivedFrom",
    "cc:from": f"{TERMS}from",
    "cc:to": f"{TERMS}to",
}
TYPED = {
    "start": ("oa:start", "xsd:nonNegativeInteger"),
    "end": ("oa:end", "xsd:nonNegativeInteger"),
    "created": ("dcterms:created", "xsd:dateTime"),
    "generatedAtTime": ("prov:generatedAtTime", "xsd:dateTime"),
}
XSD = {"int": "xsd:integer", "float": "xsd:double", "bool": "xsd:boolean"}


def context() -> dict[str, Any]:
    """The context: prefixes, terms, and the types of our own properties that are not texts."""
    types = ontology()
    made: dict[str, Any] = {"id": "@id", "type": "@type", **PREFIXES, **NAMED}
    made["motivation"] = {"@id": "oa:motivatedBy", "@type": "@vocab"}
    made |= {term: {"@id": iri, "@type": "@id"} for term, iri in LINKS.items()}
    made |= {term: {"@id": iri, "@type": kind} for term, (iri, kind) in TYPED.items()}
    for kind in types.edges.values():
        if not kind.properties:
            made[f"cc:{kind.name}"] = {"@id": f"{TERMS}{kind.name}", "@type": "@id"}
    properties = [p for node in types.nodes.values() for p in node.properties]
    properties += [p for edge in types.edges.values() for p in edge.properties]
    for own in properties:
        if own.type in XSD:
            made[f"cc:{own.name}"] = {"@id": f"{TERMS}{own.name}", "@type": XSD[own.type]}
    return made
