/*
title: Messages at opposite poles
purpose: For each axis the message at its negative pole and the one at its positive pole, with the codings of both.
parameters:
  axes: {type: strings, default: [], of: [Axis], doc: Only messages on these axes.}
columns:
  axis: Axis.id
  axis_label: Axis.label
  negative: {type: string, doc: Id of the message at the negative pole.}
  negative_label: {type: string, doc: Its label.}
  positive: {type: string, doc: Id of the message at the positive pole.}
  positive_label: {type: string, doc: Its label.}
  codings: {type: int, doc: Number of codings.}
  voices: {type: int, doc: Number of voices.}
  sources: {type: int, doc: Number of sources.}
order: [axis, negative, positive]
limit: 0
*/
MATCH (x:Axis {build: $build})<-[:POLE_OF]-(m:Message {build: $build})-[e:OPPOSES]->(o:Message {build: $build})
WHERE size($axes) = 0 OR x.id IN $axes
RETURN x.id AS axis, x.label AS axis_label, m.id AS negative, m.label AS negative_label, o.id AS positive,
       o.label AS positive_label, e.codings AS codings, e.voices AS voices, e.sources AS sources
