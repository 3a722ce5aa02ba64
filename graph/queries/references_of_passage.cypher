/*
title: What a passage refers to, and what refers to it
purpose: >-
  The references between these passages and others, in both directions, as the markup of the sources gives them; a
  reference to a whole section stands at the section's first passage.
parameters:
  passages: {type: strings, of: [Passage], doc: The passages.}
columns:
  passage: Passage.id
  direction: {type: string, doc: refers to or referred to by.}
  other: {type: string, doc: Id of the passage at the other end.}
  citation: Passage.citation
  heading: Passage.heading
  text: Passage.text
  text_kind: Passage.text_kind
  state: Passage.state
  source: Passage.source
  url: Passage.url
  clearance: Passage.clearance
  words: {type: string, doc: What the referring text calls it.}
  address: {type: string, doc: Official address that is referred to.}
order: [passage, direction, source, other, address]
limit: 0
*/
MATCH (p:Passage {build: $build})-[r:REFERS_TO]->(o:Passage {build: $build})
WHERE p.id IN $passages
RETURN p.id AS passage, 'refers to' AS direction, o.id AS other, o.citation AS citation, o.heading AS heading,
       o.text AS text, o.text_kind AS text_kind, o.state AS state, o.source AS source, o.url AS url,
       o.clearance AS clearance, r.words AS words, r.address AS address
UNION ALL
MATCH (o:Passage {build: $build})-[r:REFERS_TO]->(p:Passage {build: $build})
WHERE p.id IN $passages
RETURN p.id AS passage, 'referred to by' AS direction, o.id AS other, o.citation AS citation, o.heading AS heading,
       o.text AS text, o.text_kind AS text_kind, o.state AS state, o.source AS source, o.url AS url,
       o.clearance AS clearance, r.words AS words, r.address AS address
