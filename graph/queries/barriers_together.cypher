/*
title: Which barriers stand together
purpose: Pairs of barriers that are coded in one passage, and how often; each pair once.
parameters:
  barriers: {type: strings, default: [], of: [Barrier], doc: Only pairs with one of these barriers.}
columns:
  barrier: Barrier.id
  barrier_label: Barrier.label
  other: {type: string, doc: Id of the other barrier.}
  other_label: {type: string, doc: Its name.}
  codings: {type: int, doc: Number of codings.}
  voices: {type: int, doc: Number of voices.}
  sources: {type: int, doc: Number of sources.}
order: [-voices, -codings, barrier, other]
limit: 1000
*/
MATCH (r:Barrier {build: $build})-[e:CO_OCCURS]->(o:Barrier {build: $build})
WHERE size($barriers) = 0 OR r.id IN $barriers OR o.id IN $barriers
RETURN r.id AS barrier, r.label AS barrier_label, o.id AS other, o.label AS other_label,
       e.codings AS codings, e.voices AS voices, e.sources AS sources
