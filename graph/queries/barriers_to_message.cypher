/*
title: Barriers that stand between a message and its delivery
purpose: >-
  Who names a barrier (side a) beside words that carry the message (side b): in one passage, or, where that is asked
  for, anywhere in what the same voice says. One row a pair of codings, with the words of both.
parameters:
  message: {type: string, of: [Message], doc: The message that is to be delivered.}
  near:
    {type: strings, default: [passage], one_of: [passage, voice],
     doc: "passage: barrier and message stand in one passage; voice: one voice speaks of both, in two passages."}
  levels: {type: strings, default: [], one_of: [macro, meso, micro], doc: "Only barriers named at these levels."}
  stances:
    {type: strings, default: [], one_of: [endorses, rejects, reports],
     doc: "Only where the message is endorsed, rejected or reported."}
  barriers: {type: strings, default: [], of: [Barrier], doc: Only these barriers.}
columns:
  barrier: Barrier.id
  barrier_label: Barrier.label
  near: {type: string, doc: "passage or voice: how close the two stand."}
  voice: {type: string, doc: "Who names the barrier, after part_of."}
  voice_label: Coding.voice_label
  voice_level: Coding.voice_level
  a_coding: {type: string, doc: Id of the coding of the barrier.}
  a_quote: Coding.quote
  a_citation: Coding.citation
  a_text_kind: Coding.text_kind
  a_clearance: Coding.clearance
  a_passage: Coding.passage
  a_source: Coding.source
  a_date: Coding.date
  b_coding: {type: string, doc: Id of the coding of the message.}
  b_stance: Coding.stance
  b_sender_label: Coding.sender_label
  b_force: Coding.force
  b_quote: Coding.quote
  b_citation: Coding.citation
  b_text_kind: Coding.text_kind
  b_clearance: Coding.clearance
  b_passage: Coding.passage
  b_source: Coding.source
  b_date: Coding.date
order: [barrier, near, a_coding, b_coding]
limit: 500
*/
MATCH (b:Coding {build: $build}), (m:Coding {build: $build}), (r:Barrier {build: $build})
WHERE m.code = $message AND m.counted AND b.code_kind = 'barrier' AND b.counted AND r.id = b.code
  AND b.passage = m.passage AND b.passage <> ''
  AND (size($near) = 0 OR 'passage' IN $near)
  AND (size($barriers) = 0 OR b.code IN $barriers)
  AND (size($levels) = 0 OR b.voice_level IN $levels)
  AND (size($stances) = 0 OR m.stance IN $stances)
RETURN r.id AS barrier, r.label AS barrier_label, 'passage' AS near, b.voice_body AS voice,
       b.voice_label AS voice_label, b.voice_level AS voice_level, b.id AS a_coding, b.quote AS a_quote,
       b.citation AS a_citation, b.text_kind AS a_text_kind, b.clearance AS a_clearance, b.passage AS a_passage,
       b.source AS a_source, b.date AS a_date, m.id AS b_coding, m.stance AS b_stance,
       m.sender_label AS b_sender_label, m.force AS b_force, m.quote AS b_quote, m.citation AS b_citation,
       m.text_kind AS b_text_kind, m.clearance AS b_clearance, m.passage AS b_passage, m.source AS b_source,
       m.date AS b_date
UNION ALL
MATCH (b:Coding {build: $build}), (m:Coding {build: $build}), (r:Barrier {build: $build})
WHERE m.code = $message AND m.counted AND b.code_kind = 'barrier' AND b.counted AND r.id = b.code
  AND b.voice_body = m.voice_body AND b.voice_body <> '' AND b.passage <> m.passage
  AND (size($near) = 0 OR 'voice' IN $near)
  AND (size($barriers) = 0 OR b.code IN $barriers)
  AND (size($levels) = 0 OR b.voice_level IN $levels)
  AND (size($stances) = 0 OR m.stance IN $stances)
RETURN r.id AS barrier, r.label AS barrier_label, 'voice' AS near, b.voice_body AS voice,
       b.voice_label AS voice_label, b.voice_level AS voice_level, b.id AS a_coding, b.quote AS a_quote,
       b.citation AS a_citation, b.text_kind AS a_text_kind, b.clearance AS a_clearance, b.passage AS a_passage,
       b.source AS a_source, b.date AS a_date, m.id AS b_coding, m.stance AS b_stance,
       m.sender_label AS b_sender_label, m.force AS b_force, m.quote AS b_quote, m.citation AS b_citation,
       m.text_kind AS b_text_kind, m.clearance AS b_clearance, m.passage AS b_passage, m.source AS b_source,
       m.date AS b_date
