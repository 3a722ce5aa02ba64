/*
title: Which barriers each level names
purpose: >-
  For each level, the barriers that its voices name, and how many do. Voices at no level stand under `outside`.
parameters:
  levels: {type: strings, default: [], one_of: [macro, meso, micro], doc: "Only voices at these levels."}
  barriers: {type: strings, default: [], of: [Barrier], doc: Only these barriers.}
columns:
  level: {type: string, doc: "macro, meso, micro or outside."}
  barrier: Barrier.id
  barrier_label: Barrier.label
  codings: {type: int, doc: Number of codings.}
  voices: {type: int, doc: Number of voices.}
  sources: {type: int, doc: Number of sources.}
order: [level, -voices, -codings, barrier]
limit: 0
*/
MATCH (k:Coding {build: $build})
WHERE k.counted AND k.code_kind = 'barrier'
WITH CASE WHEN k.voice_level = '' THEN 'outside' ELSE k.voice_level END AS lane, k.code AS named,
     count(k.id) AS n, count(DISTINCT k.voice_body) AS v, count(DISTINCT k.source) AS q
MATCH (r:Barrier {build: $build})
WHERE r.id = named AND (size($levels) = 0 OR lane IN $levels) AND (size($barriers) = 0 OR r.id IN $barriers)
RETURN lane AS level, r.id AS barrier, r.label AS barrier_label, n AS codings, v AS voices, q AS sources
