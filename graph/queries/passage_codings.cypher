/*
title: All codings in a passage
purpose: Every coding of these passages by every coder, suggested, accepted and rejected, counted or not.
parameters:
  passages: {type: strings, of: [Passage], doc: The passages.}
columns:
  coding: Coding.id
  quote: Coding.quote
  citation: Coding.citation
  text_kind: Coding.text_kind
  clearance: Coding.clearance
  code: Coding.code
  code_kind: Coding.code_kind
  axis: Coding.axis
  pole: Coding.pole
  stance: Coding.stance
  force: Coding.force
  voice: Coding.voice
  voice_body: Coding.voice_body
  voice_kind: Coding.voice_kind
  voice_label: Coding.voice_label
  voice_level: Coding.voice_level
  sender: Coding.sender
  sender_body: Coding.sender_body
  sender_label: Coding.sender_label
  sender_level: Coding.sender_level
  addressee: Coding.addressee
  addressee_label: Coding.addressee_label
  memo: Coding.memo
  coder: Coding.coder
  date: Coding.date
  passage: Coding.passage
  source: Coding.source
  source_kind: Coding.source_kind
  start_offset: Coding.start_offset
  end_offset: Coding.end_offset
  status: Coding.status
  counted: Coding.counted
  anchor: Coding.anchor
order: [source, start_offset, end_offset, coding]
limit: 0
*/
MATCH (k:Coding {build: $build})-[:FOUND_IN]->(p:Passage {build: $build})
WHERE p.id IN $passages
RETURN k.id AS coding, k.quote AS quote, k.citation AS citation, k.text_kind AS text_kind,
       k.clearance AS clearance, k.code AS code, k.code_kind AS code_kind, k.axis AS axis, k.pole AS pole,
       k.stance AS stance, k.force AS force, k.voice AS voice, k.voice_body AS voice_body,
       k.voice_kind AS voice_kind, k.voice_label AS voice_label, k.voice_level AS voice_level,
       k.sender AS sender, k.sender_body AS sender_body, k.sender_label AS sender_label,
       k.sender_level AS sender_level, k.addressee AS addressee, k.addressee_label AS addressee_label,
       k.memo AS memo, k.coder AS coder, k.date AS date, k.passage AS passage, k.source AS source,
       k.source_kind AS source_kind, k.start_offset AS start_offset, k.end_offset AS end_offset,
       k.status AS status, k.counted AS counted, k.anchor AS anchor
