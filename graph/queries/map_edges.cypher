/*
title: What the map draws between senders and messages
purpose: >-
  Every sender with every message it stands for, turns down or is heard to send, with all that the map needs to group
  and colour them. Respondents come one by one; the map shows them as role groups.
parameters:
  axes: {type: strings, default: [], of: [Axis], doc: Only messages on these axes.}
  levels: {type: strings, default: [], one_of: [macro, meso, micro], doc: "Only senders at these levels."}
columns:
  sender: {type: string, doc: "Id of the actor, respondent or level."}
  sender_label: {type: string, doc: Its name.}
  sender_kind: {type: string, doc: "actor, case or level."}
  sender_level: {type: string, doc: "Its governance level; empty outside the three."}
  standing: {type: string, doc: "governs, represents or outside for an actor; empty for others."}
  role_group: {type: string, doc: Role group of a respondent; empty for others.}
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
order: [sender_kind, sender, axis, pole, mode, by, side]
limit: 0
*/
MATCH (s:Actor|Respondent|Level {build: $build})-[e:SENDS]->(m:Message {build: $build}),
      (x:Axis {build: $build})
WHERE x.id = m.axis AND (size($axes) = 0 OR x.id IN $axes) AND (size($levels) = 0 OR coalesce(s.level, s.id) IN $levels)
RETURN s.id AS sender, s.label AS sender_label,
       CASE WHEN s.level IS NULL THEN 'level' WHEN s.role_group IS NULL THEN 'actor' ELSE 'case' END AS sender_kind,
       coalesce(s.level, s.id) AS sender_level, coalesce(s.standing, '') AS standing,
       coalesce(s.role_group, '') AS role_group, m.id AS message, m.label AS message_label, x.id AS axis,
       x.label AS axis_label, m.pole AS pole,
       e.mode AS mode, e.by AS by, e.side AS side, e.codings AS codings, e.voices AS voices, e.sources AS sources
