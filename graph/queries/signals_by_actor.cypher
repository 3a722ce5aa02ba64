/*
title: Who sends which message
purpose: >-
  Every message that an actor, a respondent or a level stands for, turns down, or is heard to send, with how often.
parameters:
  actors: {type: strings, default: [], of: [Actor, Respondent, Level], doc: "Only these senders."}
  axes: {type: strings, default: [], of: [Axis], doc: Only messages on these axes.}
  modes:
    {type: strings, default: [], one_of: [endorses, rejects, heard],
     doc: "Only what is endorsed, rejected or heard."}
columns:
  sender: {type: string, doc: "Id of the actor, respondent or level."}
  sender_label: {type: string, doc: Its name.}
  sender_kind: {type: string, doc: "actor, case or level."}
  sender_level: {type: string, doc: "Its governance level; empty outside the three."}
  message: Message.id
  message_label: Message.label
  axis: Axis.id
  axis_label: Axis.label
  pole: Message.pole
  mode: SENDS.mode
  by: SENDS.by
  side: SENDS.side
  codings: {type: int, doc: Number of codings.}
  voices: {type: int, doc: Number of voices.}
  sources: {type: int, doc: Number of sources.}
order: [sender_label, sender, axis, pole, mode, by, side]
limit: 1000
*/
MATCH (s:Actor|Respondent|Level {build: $build})-[e:SENDS]->(m:Message {build: $build}),
      (x:Axis {build: $build})
WHERE x.id = m.axis AND (size($actors) = 0 OR s.id IN $actors) AND (size($axes) = 0 OR x.id IN $axes)
  AND (size($modes) = 0 OR e.mode IN $modes)
RETURN s.id AS sender, s.label AS sender_label,
       CASE WHEN s.level IS NULL THEN 'level' WHEN s.role_group IS NULL THEN 'actor' ELSE 'case' END AS sender_kind,
       coalesce(s.level, s.id) AS sender_level, m.id AS message, m.label AS message_label, x.id AS axis,
       x.label AS axis_label, m.pole AS pole,
       e.mode AS mode, e.by AS by, e.side AS side, e.codings AS codings, e.voices AS voices, e.sources AS sources
