/*
# coalesce(…) round a holder's name and level: with one property under two names in a part of a UNION, the embedded
# engine (0.22) gives the later parts' columns wrongly; tests/graph/queries/test_rows_of_questions.py would tell.
title: The contradictions that one respondent lives with
purpose: >-
  Every pair of claims on opposite sides of an axis that one voice makes in its own words: it says both, it says one
  and hears the other, or it hears both. All pairs are given, stored as a contradiction or not; two claims of one
  coding are none. A rejection stands on the other side of the message that it rejects.
parameters:
  respondent: {type: string, of: [Respondent, Actor], doc: "The respondent, or a body that speaks."}
  axes: {type: strings, default: [], of: [Axis], doc: Only pairs on these axes.}
columns:
  how: {type: string, doc: "says both sides, says one and hears the other, hears both from one sender, or hears them from two."}
  axis: Axis.id
  axis_label: Axis.label
  a_claim: {type: string, doc: said or heard.}
  a_holder: {type: string, doc: "Whose side it is: the respondent's own, or the sender's, after part_of."}
  a_holder_label: {type: string, doc: Name of that holder.}
  a_holder_level: {type: string, doc: Level of that holder.}
  a_side: {type: int, doc: -1 or 1.}
  a_coding: Coding.id
  a_voice: Coding.voice
  a_voice_label: Coding.voice_label
  a_voice_level: Coding.voice_level
  a_sender: Coding.sender
  a_sender_label: Coding.sender_label
  a_code: Coding.code
  a_stance: Coding.stance
  a_force: Coding.force
  a_date: Coding.date
  a_quote: Coding.quote
  a_citation: Coding.citation
  a_text_kind: Coding.text_kind
  a_clearance: Coding.clearance
  a_passage: Coding.passage
  a_source: Coding.source
  b_claim: {type: string, doc: said or heard.}
  b_holder: {type: string, doc: "Whose side it is: the respondent's own, or the sender's, after part_of."}
  b_holder_label: {type: string, doc: Name of that holder.}
  b_holder_level: {type: string, doc: Level of that holder.}
  b_side: {type: int, doc: -1 or 1.}
  b_coding: Coding.id
  b_voice: Coding.voice
  b_voice_label: Coding.voice_label
  b_voice_level: Coding.voice_level
  b_sender: Coding.sender
  b_sender_label: Coding.sender_label
  b_code: Coding.code
  b_stance: Coding.stance
  b_force: Coding.force
  b_date: Coding.date
  b_quote: Coding.quote
  b_citation: Coding.citation
  b_text_kind: Coding.text_kind
  b_clearance: Coding.clearance
  b_passage: Coding.passage
  b_source: Coding.source
order: [axis, how, a_coding, b_coding]
limit: 500
*/
MATCH (a:Coding {build: $build}), (b:Coding {build: $build}), (x:Axis {build: $build})
WHERE a.voice_body = $respondent AND b.voice_body = $respondent AND a.axis = b.axis AND x.id = a.axis
  AND a.counted AND b.counted AND a.code_kind = 'message' AND b.code_kind = 'message'
  AND a.stance IN ['endorses', 'rejects']
  AND b.stance IN ['endorses', 'rejects']
  AND (CASE WHEN a.stance = 'rejects' THEN -a.pole ELSE a.pole END) + (CASE WHEN b.stance = 'rejects' THEN -b.pole ELSE b.pole END) = 0 AND a.id < b.id
  AND (size($axes) = 0 OR a.axis IN $axes)
RETURN 'says both sides' AS how, x.id AS axis, x.label AS axis_label, 'said' AS a_claim, a.voice_body AS a_holder,
       coalesce(a.voice_label, '') AS a_holder_label, coalesce(a.voice_level, '') AS a_holder_level,
       (CASE WHEN a.stance = 'rejects' THEN -a.pole ELSE a.pole END) AS a_side, a.id AS a_coding, a.voice AS a_voice,
       a.voice_label AS a_voice_label, a.voice_level AS a_voice_level, a.sender AS a_sender,
       a.sender_label AS a_sender_label, a.code AS a_code, a.stance AS a_stance, a.force AS a_force, a.date AS a_date,
       a.quote AS a_quote, a.citation AS a_citation, a.text_kind AS a_text_kind, a.clearance AS a_clearance,
       a.passage AS a_passage, a.source AS a_source, 'said' AS b_claim, b.voice_body AS b_holder,
       coalesce(b.voice_label, '') AS b_holder_label, coalesce(b.voice_level, '') AS b_holder_level,
       (CASE WHEN b.stance = 'rejects' THEN -b.pole ELSE b.pole END) AS b_side, b.id AS b_coding, b.voice AS b_voice,
       b.voice_label AS b_voice_label, b.voice_level AS b_voice_level, b.sender AS b_sender,
       b.sender_label AS b_sender_label, b.code AS b_code, b.stance AS b_stance, b.force AS b_force, b.date AS b_date,
       b.quote AS b_quote, b.citation AS b_citation, b.text_kind AS b_text_kind, b.clearance AS b_clearance,
       b.passage AS b_passage, b.source AS b_source
UNION ALL
MATCH (a:Coding {build: $build}), (b:Coding {build: $build}), (x:Axis {build: $build})
WHERE a.voice_body = $respondent AND b.voice_body = $respondent AND a.axis = b.axis AND x.id = a.axis
  AND a.counted AND b.counted AND a.code_kind = 'message' AND b.code_kind = 'message'
  AND a.stance IN ['endorses', 'rejects']
  AND b.sender <> '' AND b.sender_body <> b.voice_body
  AND (CASE WHEN a.stance = 'rejects' THEN -a.pole ELSE a.pole END) + b.pole = 0 AND a.id <> b.id
  AND (size($axes) = 0 OR a.axis IN $axes)
RETURN 'says one and hears the other' AS how, x.id AS axis, x.label AS axis_label, 'said' AS a_claim,
       a.voice_body AS a_holder, coalesce(a.voice_label, '') AS a_holder_label,
       coalesce(a.voice_level, '') AS a_holder_level,
       (CASE WHEN a.stance = 'rejects' THEN -a.pole ELSE a.pole END) AS a_side, a.id AS a_coding, a.voice AS a_voice,
       a.voice_label AS a_voice_label, a.voice_level AS a_voice_level, a.sender AS a_sender,
       a.sender_label AS a_sender_label, a.code AS a_code, a.stance AS a_stance, a.force AS a_force, a.date AS a_date,
       a.quote AS a_quote, a.citation AS a_citation, a.text_kind AS a_text_kind, a.clearance AS a_clearance,
       a.passage AS a_passage, a.source AS a_source, 'heard' AS b_claim, b.sender_body AS b_holder,
       coalesce(b.sender_label, '') AS b_holder_label, coalesce(b.sender_level, '') AS b_holder_level,
       b.pole AS b_side, b.id AS b_coding, b.voice AS b_voice, b.voice_label AS b_voice_label,
       b.voice_level AS b_voice_level, b.sender AS b_sender, b.sender_label AS b_sender_label, b.code AS b_code,
       b.stance AS b_stance, b.force AS b_force, b.date AS b_date, b.quote AS b_quote, b.citation AS b_citation,
       b.text_kind AS b_text_kind, b.clearance AS b_clearance, b.passage AS b_passage, b.source AS b_source
UNION ALL
MATCH (a:Coding {build: $build}), (b:Coding {build: $build}), (x:Axis {build: $build})
WHERE a.voice_body = $respondent AND b.voice_body = $respondent AND a.axis = b.axis AND x.id = a.axis
  AND a.counted AND b.counted AND a.code_kind = 'message' AND b.code_kind = 'message'
  AND a.sender <> '' AND a.sender_body <> a.voice_body
  AND b.sender <> '' AND b.sender_body <> b.voice_body
  AND a.pole + b.pole = 0 AND a.id < b.id
  AND (size($axes) = 0 OR a.axis IN $axes)
RETURN
       CASE WHEN a.sender_body = b.sender_body THEN 'hears both from one sender' ELSE 'hears them from two' END AS how,
       x.id AS axis, x.label AS axis_label, 'heard' AS a_claim, a.sender_body AS a_holder,
       coalesce(a.sender_label, '') AS a_holder_label, coalesce(a.sender_level, '') AS a_holder_level,
       a.pole AS a_side, a.id AS a_coding, a.voice AS a_voice, a.voice_label AS a_voice_label,
       a.voice_level AS a_voice_level, a.sender AS a_sender, a.sender_label AS a_sender_label, a.code AS a_code,
       a.stance AS a_stance, a.force AS a_force, a.date AS a_date, a.quote AS a_quote, a.citation AS a_citation,
       a.text_kind AS a_text_kind, a.clearance AS a_clearance, a.passage AS a_passage, a.source AS a_source,
       'heard' AS b_claim, b.sender_body AS b_holder, coalesce(b.sender_label, '') AS b_holder_label,
       coalesce(b.sender_level, '') AS b_holder_level, b.pole AS b_side, b.id AS b_coding, b.voice AS b_voice,
       b.voice_label AS b_voice_label, b.voice_level AS b_voice_level, b.sender AS b_sender,
       b.sender_label AS b_sender_label, b.code AS b_code, b.stance AS b_stance, b.force AS b_force, b.date AS b_date,
       b.quote AS b_quote, b.citation AS b_citation, b.text_kind AS b_text_kind, b.clearance AS b_clearance,
       b.passage AS b_passage, b.source AS b_source
