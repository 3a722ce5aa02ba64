/*
title: What links two actors
purpose: >-
  The ways from one actor, respondent or level to another through messages and barriers, in two, three or four steps,
  the shortest first: what both send or name, what one means for the other, messages at opposite poles, a message and
  a barrier that stand in one passage, and a third that shares a message with one and a barrier with the other (one
  row a third, with the first of what is shared by id and the number of ways through it).
parameters:
  actor: {type: string, of: [Actor, Respondent, Level], doc: Where the path begins.}
  other: {type: string, of: [Actor, Respondent, Level], doc: Where it ends.}
columns:
  steps: {type: int, doc: "Number of edges on the way: 2, 3 or 4."}
  how: {type: string, doc: What kind of way it is.}
  first: {type: string, doc: Id of the first message or barrier on the way.}
  first_label: {type: string, doc: Its label.}
  second: {type: string, doc: "Id of the second node on the way; empty on two steps."}
  second_label: {type: string, doc: Its label.}
  third: {type: string, doc: "Id of the third node on the way; empty unless four steps."}
  third_label: {type: string, doc: Its label.}
  ways: {type: int, doc: "Number of ways of this kind through a third; 1 on two or three steps."}
order: [steps, -ways, how, first, second, third]
limit: 200
*/
MATCH (a:Actor|Respondent|Level {build: $build})-[:SENDS]->(m:Message {build: $build})
      <-[:SENDS]-(b:Actor|Respondent|Level {build: $build})
WHERE a.id = $actor AND b.id = $other AND $actor <> $other
RETURN DISTINCT 2 AS steps, 'both send or turn down a message' AS how, m.id AS first, m.label AS first_label,
       '' AS second, '' AS second_label, '' AS third, '' AS third_label, 1 AS ways
UNION ALL
MATCH (a:Actor|Respondent {build: $build})-[:NAMES]->(r:Barrier {build: $build})
      <-[:NAMES]-(b:Actor|Respondent {build: $build})
WHERE a.id = $actor AND b.id = $other AND $actor <> $other
RETURN DISTINCT 2 AS steps, 'both name a barrier' AS how, r.id AS first, r.label AS first_label,
       '' AS second, '' AS second_label, '' AS third, '' AS third_label, 1 AS ways
UNION ALL
MATCH (a:Actor|Respondent|Level {build: $build})-[:SENDS]->(m:Message {build: $build})
      -[:SENT_TO]->(b:Actor|Level {build: $build})
WHERE a.id = $actor AND b.id = $other AND $actor <> $other
RETURN DISTINCT 2 AS steps, 'a message meant for the other' AS how, m.id AS first, m.label AS first_label,
       '' AS second, '' AS second_label, '' AS third, '' AS third_label, 1 AS ways
UNION ALL
MATCH (a:Actor|Level {build: $build})<-[:SENT_TO]-(m:Message {build: $build})
      <-[:SENDS]-(b:Actor|Respondent|Level {build: $build})
WHERE a.id = $actor AND b.id = $other AND $actor <> $other
RETURN DISTINCT 2 AS steps, 'a message that the other means for it' AS how, m.id AS first, m.label AS first_label,
       '' AS second, '' AS second_label, '' AS third, '' AS third_label, 1 AS ways
UNION ALL
MATCH (a:Actor|Respondent|Level {build: $build})-[:SENDS]->(m:Message {build: $build})
      -[:OPPOSES]-(o:Message {build: $build})<-[:SENDS]-(b:Actor|Respondent|Level {build: $build})
WHERE a.id = $actor AND b.id = $other AND $actor <> $other
RETURN DISTINCT 3 AS steps, 'messages at opposite poles' AS how, m.id AS first, m.label AS first_label,
       o.id AS second, o.label AS second_label, '' AS third, '' AS third_label, 1 AS ways
UNION ALL
MATCH (a:Actor|Respondent {build: $build})-[:NAMES]->(r:Barrier {build: $build})
      -[:CO_OCCURS]->(m:Message {build: $build})<-[:SENDS]-(b:Actor|Respondent|Level {build: $build})
WHERE a.id = $actor AND b.id = $other AND $actor <> $other
RETURN DISTINCT 3 AS steps, 'a barrier beside a message' AS how, r.id AS first, r.label AS first_label,
       m.id AS second, m.label AS second_label, '' AS third, '' AS third_label, 1 AS ways
UNION ALL
MATCH (a:Actor|Respondent|Level {build: $build})-[:SENDS]->(m:Message {build: $build})
      <-[:CO_OCCURS]-(r:Barrier {build: $build})<-[:NAMES]-(b:Actor|Respondent {build: $build})
WHERE a.id = $actor AND b.id = $other AND $actor <> $other
RETURN DISTINCT 3 AS steps, 'a message beside a barrier' AS how, m.id AS first, m.label AS first_label,
       r.id AS second, r.label AS second_label, '' AS third, '' AS third_label, 1 AS ways
UNION ALL
MATCH (a:Actor|Respondent {build: $build})-[:NAMES]->(r:Barrier {build: $build})
      <-[:NAMES]-(c:Actor|Respondent {build: $build})
WHERE a.id = $actor AND c.id <> $actor AND c.id <> $other AND $actor <> $other
WITH c, count(DISTINCT r.id) AS near, min(r.id) AS near_id
MATCH (c)-[:SENDS]->(m:Message {build: $build})<-[:SENDS]-(b:Actor|Respondent|Level {build: $build})
WHERE b.id = $other
WITH c.id AS third_id, c.label AS third_name, near, near_id, count(DISTINCT m.id) AS far, min(m.id) AS far_id
MATCH (r:Barrier {build: $build}), (m:Message {build: $build})
WHERE r.id = near_id AND m.id = far_id
RETURN 4 AS steps, 'a third that shares a barrier and a message' AS how, r.id AS first, r.label AS first_label,
       third_id AS second, third_name AS second_label, m.id AS third, m.label AS third_label, near * far AS ways
UNION ALL
MATCH (a:Actor|Respondent|Level {build: $build})-[:SENDS]->(m:Message {build: $build})
      <-[:SENDS]-(c:Actor|Respondent {build: $build})
WHERE a.id = $actor AND c.id <> $actor AND c.id <> $other AND $actor <> $other
WITH c, count(DISTINCT m.id) AS near, min(m.id) AS near_id
MATCH (c)-[:NAMES]->(r:Barrier {build: $build})<-[:NAMES]-(b:Actor|Respondent {build: $build})
WHERE b.id = $other
WITH c.id AS third_id, c.label AS third_name, near, near_id, count(DISTINCT r.id) AS far, min(r.id) AS far_id
MATCH (m:Message {build: $build}), (r:Barrier {build: $build})
WHERE m.id = near_id AND r.id = far_id
RETURN 4 AS steps, 'a third that shares a message and a barrier' AS how, m.id AS first, m.label AS first_label,
       third_id AS second, third_name AS second_label, r.id AS third, r.label AS third_label, near * far AS ways
