/*
title: What reconciles an axis
purpose: >-
  Passages in which one holder says both sides of an axis, and codings whose wording is conditional (their memo begins
  with `conditional`): where the text itself holds the two poles together. A coding that is both stands twice.
parameters:
  axis: {type: string, of: [Axis], doc: The axis.}
columns:
  why: {type: string, doc: both sides or conditional.}
  coding: Coding.id
  quote: Coding.quote
  code: Coding.code
  pole: Coding.pole
  stance: Coding.stance
  force: Coding.force
  memo: Coding.memo
  voice: Coding.voice
  voice_label: Coding.voice_label
  voice_level: Coding.voice_level
  citation: Coding.citation
  text_kind: Coding.text_kind
  clearance: Coding.clearance
  passage: Coding.passage
  source: Coding.source
  start_offset: Coding.start_offset
  message_label: Message.label
  passage_text: Passage.text
order: [why, source, passage, start_offset, coding]
limit: 500
*/
MATCH (k:Coding {build: $build})-[:FOUND_IN]->(p:Passage {build: $build})<-[:FOUND_IN]-(o:Coding {build: $build}),
      (m:Message {build: $build})
WHERE k.axis = $axis AND o.axis = $axis AND m.id = k.code AND k.id <> o.id AND k.counted AND o.counted
  AND k.voice_body = o.voice_body AND k.stance <> 'reports' AND o.stance <> 'reports'
  AND ((k.pole = o.pole AND k.stance <> o.stance) OR (k.pole <> o.pole AND k.stance = o.stance))
RETURN DISTINCT 'both sides' AS why, k.id AS coding, k.quote AS quote, k.code AS code, k.pole AS pole,
       k.stance AS stance, k.force AS force,
       k.memo AS memo, k.voice AS voice, k.voice_label AS voice_label, k.voice_level AS voice_level,
       k.citation AS citation, k.text_kind AS text_kind, k.clearance AS clearance, k.passage AS passage,
       k.source AS source, k.start_offset AS start_offset,
       m.label AS message_label, p.text AS passage_text
UNION ALL
MATCH (k:Coding {build: $build})-[:FOUND_IN]->(p:Passage {build: $build}), (m:Message {build: $build})
WHERE k.axis = $axis AND m.id = k.code AND k.counted AND toLower(k.memo) STARTS WITH 'conditional'
RETURN 'conditional' AS why, k.id AS coding, k.quote AS quote, k.code AS code, k.pole AS pole,
       k.stance AS stance, k.force AS force,
       k.memo AS memo, k.voice AS voice, k.voice_label AS voice_label, k.voice_level AS voice_level,
       k.citation AS citation, k.text_kind AS text_kind, k.clearance AS clearance, k.passage AS passage,
       k.source AS source, k.start_offset AS start_offset,
       m.label AS message_label, p.text AS passage_text
