/*
title: Whom a message is meant for
purpose: Messages and the actors or levels that the words mean to act, where they say so.
parameters:
  axes: {type: strings, default: [], of: [Axis], doc: Only messages on these axes.}
  addressees: {type: strings, default: [], of: [Actor, Level], doc: Only these addressees.}
columns:
  message: Message.id
  message_label: Message.label
  axis: Axis.id
  axis_label: Axis.label
  pole: Message.pole
  addressee: {type: string, doc: Id of the actor or level.}
  addressee_label: {type: string, doc: Its name.}
  addressee_level: {type: string, doc: "Its governance level; empty outside the three."}
  codings: {type: int, doc: Number of codings.}
  voices: {type: int, doc: Number of voices.}
  sources: {type: int, doc: Number of sources.}
order: [-voices, -codings, message, addressee]
limit: 0
*/
MATCH (x:Axis {build: $build})<-[:POLE_OF]-(m:Message {build: $build})-[e:SENT_TO]->(t:Actor|Level {build: $build})
WHERE (size($axes) = 0 OR x.id IN $axes) AND (size($addressees) = 0 OR t.id IN $addressees)
RETURN m.id AS message, m.label AS message_label, x.id AS axis, x.label AS axis_label, m.pole AS pole,
       t.id AS addressee, t.label AS addressee_label, coalesce(t.level, t.id) AS addressee_level,
       e.codings AS codings, e.voices AS voices, e.sources AS sources
