/*
title: All that one voice says
purpose: >-
  Every coding of the words of one respondent or body, in the order of its sources; the codings of bodies that count as
  it (`part_of`) are included.
parameters:
  voice: {type: string, of: [Respondent, Actor], doc: The respondent or body.}
  axes: {type: strings, default: [], of: [Axis], doc: Only messages on these axes.}
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
order: [source, start_offset, coding]
limit: 500
*/
MATCH (k:Coding {build: $build})
WHERE (k.voice = $voice OR k.voice_body = $voice) AND k.counted AND (size($axes) = 0 OR k.axis IN $axes)
RETURN k.id AS coding, k.quote AS quote, k.citation AS citation, k.text_kind AS text_kind,
       k.clearance AS clearance, k.code AS code, k.code_kind AS code_kind, k.axis AS axis, k.pole AS pole,
       k.stance AS stance, k.force AS force, k.voice AS voice, k.voice_body AS voice_body,
       k.voice_kind AS voice_kind, k.voice_label AS voice_label, k.voice_level AS voice_level,
       k.sender AS sender, k.sender_body AS sender_body, k.sender_label AS sender_label,
       k.sender_level AS sender_level, k.addressee AS addressee, k.addressee_label AS addressee_label,
       k.memo AS memo, k.coder AS coder, k.date AS date, k.passage AS passage, k.source AS source,
       k.source_kind AS source_kind, k.start_offset AS start_offset, k.end_offset AS end_offset
