/*
title: Messages without evidence at a level
purpose: >-
  Messages of which no counted coding is in the words of a voice at the level, whatever the stance, and what there is
  of them elsewhere: how often they are coded, how often others say that the level sends them, and words from
  elsewhere (the first coding by id; `evidence_for_code` has them all).
parameters:
  levels: {type: strings, default: [], of: [Level], doc: Only at these levels.}
  axes: {type: strings, default: [], of: [Axis], doc: Only messages on these axes.}
columns:
  level: Level.id
  level_label: Level.label
  axis: Axis.id
  axis_label: Axis.label
  message: Message.id
  message_label: Message.label
  pole: Message.pole
  definition: Message.definition
  elsewhere: {type: int, doc: Number of counted codings by voices at other levels or at none.}
  heard: {type: int, doc: "Of these, how many say that this level, or a body at it, sends the message."}
  coding: Coding.id
  voice_label: Coding.voice_label
  voice_level: Coding.voice_level
  quote: Coding.quote
  citation: Coding.citation
  text_kind: Coding.text_kind
  clearance: Coding.clearance
  passage: Coding.passage
  source: Coding.source
order: [level, axis, pole, message]
limit: 0
*/
MATCH (k:Coding {build: $build})-[:EXPRESSES]->(m:Message {build: $build})
WHERE k.counted AND (size($axes) = 0 OR m.axis IN $axes)
WITH m.id AS mid, k.voice_level AS own, k.sender_level AS sent, k.id AS kid
MATCH (v:Level {build: $build})
WHERE size($levels) = 0 OR v.id IN $levels
WITH mid, v.id AS vid, count(kid) AS elsewhere, min(kid) AS first,
     count(CASE WHEN sent = v.id THEN kid END) AS heard, count(CASE WHEN own = v.id THEN kid END) AS here
WHERE here = 0
MATCH (m:Message {build: $build}), (x:Axis {build: $build}), (v:Level {build: $build}), (k:Coding {build: $build})
WHERE m.id = mid AND x.id = m.axis AND v.id = vid AND k.id = first
RETURN v.id AS level, v.label AS level_label, x.id AS axis, x.label AS axis_label, m.id AS message,
       m.label AS message_label, m.pole AS pole, m.definition AS definition, elsewhere, heard, k.id AS coding,
       k.voice_label AS voice_label, k.voice_level AS voice_level, k.quote AS quote, k.citation AS citation,
       k.text_kind AS text_kind, k.clearance AS clearance, k.passage AS passage, k.source AS source
UNION ALL
MATCH (m:Message {build: $build}), (x:Axis {build: $build}), (v:Level {build: $build})
WHERE x.id = m.axis AND (size($axes) = 0 OR x.id IN $axes) AND (size($levels) = 0 OR v.id IN $levels)
  AND NOT EXISTS { MATCH (k:Coding {build: $build})-[:EXPRESSES]->(m) WHERE k.counted }
RETURN v.id AS level, v.label AS level_label, x.id AS axis, x.label AS axis_label, m.id AS message,
       m.label AS message_label, m.pole AS pole, m.definition AS definition, 0 AS elsewhere, 0 AS heard, '' AS coding,
       '' AS voice_label, '' AS voice_level, '' AS quote, '' AS citation, '' AS text_kind, '' AS clearance,
       '' AS passage, '' AS source
