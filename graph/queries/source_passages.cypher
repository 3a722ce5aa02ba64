/*
title: A source, passage by passage
purpose: The passages of one source in the order in which they stand in it.
parameters:
  source: {type: string, of: [Source], doc: The source.}
columns:
  passage: Passage.id
  ref: Passage.ref
  citation: Passage.citation
  heading: Passage.heading
  text: Passage.text
  text_kind: Passage.text_kind
  start_offset: Passage.start_offset
  end_offset: Passage.end_offset
  page: Passage.page
  respondent: Passage.respondent
  level: Passage.level
  url: Passage.url
  clearance: Passage.clearance
  seq: Passage.seq
  lead_in: Passage.lead_in
  state: Passage.state
  said_at: Passage.said_at
  page_label: Passage.page_label
order: [seq, passage]
limit: 0
*/
MATCH (p:Passage {build: $build})-[:PART_OF]->(s:Source {build: $build})
WHERE s.id = $source
RETURN p.id AS passage, p.ref AS ref, p.citation AS citation, p.heading AS heading, p.text AS text,
       p.text_kind AS text_kind, p.start_offset AS start_offset,
       p.end_offset AS end_offset, p.page AS page, p.respondent AS respondent, p.level AS level, p.url AS url,
       p.clearance AS clearance, p.seq AS seq, p.lead_in AS lead_in, p.state AS state, p.said_at AS said_at,
       p.page_label AS page_label
