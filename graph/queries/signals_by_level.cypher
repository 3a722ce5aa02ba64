/*
title: Which messages each level sends
purpose: >-
  For each governance level and message, how many voices at that level stand for it or turn it down, and how many
  voices hear the level, or a body at it, send it. Voices outside the three levels stand under `outside`.
parameters:
  levels: {type: strings, default: [], one_of: [macro, meso, micro], doc: "Only these levels."}
  axes: {type: strings, default: [], of: [Axis], doc: Only messages on these axes.}
columns:
  level: {type: string, doc: "macro, meso, micro or outside."}
  message: Message.id
  message_label: Message.label
  axis: Axis.id
  axis_label: Axis.label
  pole: Message.pole
  mode: {type: string, doc: "endorses, rejects, or heard (others say that the level sends it)."}
  by: {type: string, doc: "Level of the voices that report it, or `outside`; empty unless heard."}
  side: {type: int, doc: "Side of the axis: -1 or 1."}
  codings: {type: int, doc: Number of codings.}
  voices: {type: int, doc: Number of voices.}
  sources: {type: int, doc: Number of sources.}
order: [level, axis, pole, mode, by, side]
limit: 0
*/
MATCH (k:Coding {build: $build})
WHERE k.counted AND k.code_kind = 'message' AND (k.stance = 'endorses' OR k.stance = 'rejects')
WITH CASE WHEN k.voice_level = '' THEN 'outside' ELSE k.voice_level END AS lane, k.code AS said, k.stance AS how,
     count(k.id) AS n, count(DISTINCT k.voice_body) AS v, count(DISTINCT k.source) AS q
MATCH (m:Message {build: $build})-[:POLE_OF]->(x:Axis {build: $build})
WHERE m.id = said AND (size($levels) = 0 OR lane IN $levels) AND (size($axes) = 0 OR x.id IN $axes)
RETURN lane AS level, m.id AS message, m.label AS message_label, x.id AS axis, x.label AS axis_label,
       m.pole AS pole,
       how AS mode, '' AS by, CASE WHEN how = 'rejects' THEN 0 - m.pole ELSE m.pole END AS side,
       n AS codings, v AS voices, q AS sources
UNION ALL
MATCH (k:Coding {build: $build})
WHERE k.counted AND k.code_kind = 'message' AND k.sender <> '' AND k.sender_body <> k.voice_body
WITH CASE WHEN k.sender_level = '' THEN 'outside' ELSE k.sender_level END AS lane, k.code AS said,
     CASE WHEN k.voice_level = '' THEN 'outside' ELSE k.voice_level END AS how,
     count(k.id) AS n, count(DISTINCT k.voice_body) AS v, count(DISTINCT k.source) AS q
MATCH (m:Message {build: $build})-[:POLE_OF]->(x:Axis {build: $build})
WHERE m.id = said AND (size($levels) = 0 OR lane IN $levels) AND (size($axes) = 0 OR x.id IN $axes)
RETURN lane AS level, m.id AS message, m.label AS message_label, x.id AS axis, x.label AS axis_label,
       m.pole AS pole,
       'heard' AS mode, how AS by, m.pole AS side, n AS codings, v AS voices, q AS sources
