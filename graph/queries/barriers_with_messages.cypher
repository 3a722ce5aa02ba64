/*
title: Which messages stand beside which barriers
purpose: Barriers and messages that are coded in one passage, and how often.
parameters:
  barriers: {type: strings, default: [], of: [Barrier], doc: Only these barriers.}
  axes: {type: strings, default: [], of: [Axis], doc: Only messages on these axes.}
columns:
  barrier: Barrier.id
  barrier_label: Barrier.label
  message: Message.id
  message_label: Message.label
  axis: Axis.id
  axis_label: Axis.label
  pole: Message.pole
  codings: {type: int, doc: Number of codings.}
  voices: {type: int, doc: Number of voices.}
  sources: {type: int, doc: Number of sources.}
order: [-voices, -codings, barrier, message]
limit: 1000
*/
MATCH (r:Barrier {build: $build})-[e:CO_OCCURS]->(m:Message {build: $build})-[:POLE_OF]->(x:Axis {build: $build})
WHERE (size($barriers) = 0 OR r.id IN $barriers) AND (size($axes) = 0 OR x.id IN $axes)
RETURN r.id AS barrier, r.label AS barrier_label, m.id AS message, m.label AS message_label, x.id AS axis,
       x.label AS axis_label, m.pole AS pole,
       e.codings AS codings, e.voices AS voices, e.sources AS sources
