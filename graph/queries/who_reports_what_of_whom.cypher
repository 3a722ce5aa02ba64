/*
title: Who reports what of whom
purpose: >-
  What voices at one level say that somebody else sends: the level that reports, the actor or level it reports of, and
  the message, with how many voices say so. `reports_of_sender` shows the voices and their words for one sender.
parameters:
  reporters:
    {type: strings, default: [], one_of: [macro, meso, micro, outside],
     doc: "Only what voices at these levels report."}
  senders: {type: strings, default: [], of: [Actor, Level], doc: "Only what is reported of these actors or levels."}
  axes: {type: strings, default: [], of: [Axis], doc: Only messages on these axes.}
columns:
  reporter_level: {type: string, doc: "Level of the voices that report, or `outside`."}
  sender: {type: string, doc: "Id of the actor or level that is reported of."}
  sender_label: {type: string, doc: Its name.}
  sender_level: {type: string, doc: "Its governance level; empty outside the three."}
  message: Message.id
  message_label: Message.label
  axis: Axis.id
  axis_label: Axis.label
  pole: Message.pole
  codings: {type: int, doc: Number of codings.}
  voices: {type: int, doc: Number of voices.}
  sources: {type: int, doc: Number of sources.}
order: [-voices, -codings, reporter_level, sender, message]
limit: 1000
*/
MATCH (s:Actor|Level {build: $build})-[e:SENDS {mode: 'heard'}]->(m:Message {build: $build}),
      (x:Axis {build: $build})
WHERE x.id = m.axis AND (size($reporters) = 0 OR e.by IN $reporters) AND (size($senders) = 0 OR s.id IN $senders)
  AND (size($axes) = 0 OR x.id IN $axes)
RETURN e.by AS reporter_level, s.id AS sender, s.label AS sender_label, coalesce(s.level, s.id) AS sender_level,
       m.id AS message, m.label AS message_label, x.id AS axis, x.label AS axis_label, m.pole AS pole,
       e.codings AS codings, e.voices AS voices, e.sources AS sources
