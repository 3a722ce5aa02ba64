/*
title: Who names which barrier
purpose: Every actor and respondent with the barriers that it names, and how often.
parameters:
  barriers: {type: strings, default: [], of: [Barrier], doc: Only these barriers.}
  levels: {type: strings, default: [], one_of: [macro, meso, micro], doc: "Only voices at these levels."}
columns:
  voice: {type: string, doc: Id of the actor or respondent.}
  voice_label: {type: string, doc: Its name.}
  voice_kind: {type: string, doc: actor or case.}
  voice_level: {type: string, doc: "Its governance level; empty outside the three."}
  standing: {type: string, doc: "governs, represents or outside for an actor; empty for a respondent."}
  role_group: {type: string, doc: Role group of a respondent; empty for an actor.}
  barrier: Barrier.id
  barrier_label: Barrier.label
  codings: {type: int, doc: Number of codings.}
  voices: {type: int, doc: Number of voices.}
  sources: {type: int, doc: Number of sources.}
order: [barrier, voice_kind, voice]
limit: 0
*/
MATCH (v:Actor|Respondent {build: $build})-[e:NAMES]->(r:Barrier {build: $build})
WHERE (size($barriers) = 0 OR r.id IN $barriers) AND (size($levels) = 0 OR v.level IN $levels)
RETURN v.id AS voice,
       v.label AS voice_label, CASE WHEN v.role_group IS NULL THEN 'actor' ELSE 'case' END AS voice_kind,
       v.level AS voice_level, coalesce(v.standing, '') AS standing, coalesce(v.role_group, '') AS role_group,
       r.id AS barrier, r.label AS barrier_label, e.codings AS codings, e.voices AS voices, e.sources AS sources
