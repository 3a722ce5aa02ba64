/*
title: Signals that contradict each other
purpose: >-
  Pairs of claims on opposite sides of one axis, the most salient first, with the words of both sides. For each coding
  its most salient partners of every kind are stored, not every possible pair.
parameters:
  axes: {type: strings, default: [], of: [Axis], doc: Only pairs on these axes.}
  levels:
    {type: strings, default: [], one_of: [macro, meso, micro],
     doc: "Only pairs in which both holders stand at these levels."}
  kinds:
    {type: strings, default: [], one_of: [say-hear, mixed-signal, cross-level, within-level, ambivalence],
     doc: Only these kinds.}
  forces:
    {type: strings, default: [], one_of: [hard-hard, hard-soft, soft-soft, hard-none, soft-none, none-none],
     doc: "Only pairs whose forces stand so: hard is duty or power, soft guidance or aspiration."}
  orders:
    {type: strings, default: [], one_of: [older-newer, newer-older, unknown],
     doc: "Only pairs in which side a came first, side b did, or neither is known to have."}
columns:
  id: CONTRADICTS.id
  rank: CONTRADICTS.rank
  dossier: CONTRADICTS.dossier
  dossier_rank: CONTRADICTS.dossier_rank
  kind: CONTRADICTS.kind
  axis: CONTRADICTS.axis
  axis_label: Axis.label
  salience: CONTRADICTS.salience
  parts: CONTRADICTS.parts
  judgement: CONTRADICTS.judgement
  came_first: CONTRADICTS.came_first
  forces: CONTRADICTS.forces
  force_group: CONTRADICTS.force_group
  a_claim: CONTRADICTS.claim_a
  a_holder: CONTRADICTS.holder_a
  a_holder_label: CONTRADICTS.holder_label_a
  a_holder_level: CONTRADICTS.holder_level_a
  a_side: CONTRADICTS.side_a
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
  a_memo: Coding.memo
  b_claim: CONTRADICTS.claim_b
  b_holder: CONTRADICTS.holder_b
  b_holder_label: CONTRADICTS.holder_label_b
  b_holder_level: CONTRADICTS.holder_level_b
  b_side: CONTRADICTS.side_b
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
  b_memo: Coding.memo
order: [rank]
limit: 200
narrow: e.rank
*/
MATCH (a:Coding {build: $build})-[e:CONTRADICTS]->(b:Coding {build: $build}), (x:Axis {build: $build})
WHERE x.id = e.axis AND e.rank <= $last AND (size($axes) = 0 OR e.axis IN $axes)
  AND (size($kinds) = 0 OR e.kind IN $kinds) AND (size($forces) = 0 OR e.force_group IN $forces)
  AND (size($orders) = 0 OR (e.came_first = 'a' AND 'older-newer' IN $orders)
    OR (e.came_first = 'b' AND 'newer-older' IN $orders) OR (e.came_first = '' AND 'unknown' IN $orders))
  AND (size($levels) = 0 OR (e.holder_level_a IN $levels AND e.holder_level_b IN $levels))
RETURN e.id AS id, e.rank AS rank, e.dossier AS dossier, e.dossier_rank AS dossier_rank, e.kind AS kind, e.axis AS axis, x.label AS axis_label, e.salience AS salience,
       e.parts AS parts, e.judgement AS judgement, e.came_first AS came_first, e.forces AS forces, e.force_group AS force_group,
       e.claim_a AS a_claim, e.holder_a AS a_holder, e.holder_label_a AS a_holder_label,
       e.holder_level_a AS a_holder_level, e.side_a AS a_side,
       a.id AS a_coding, a.voice AS a_voice, a.voice_label AS a_voice_label, a.voice_level AS a_voice_level,
       a.sender AS a_sender, a.sender_label AS a_sender_label, a.code AS a_code, a.stance AS a_stance,
       a.force AS a_force, a.date AS a_date, a.quote AS a_quote, a.citation AS a_citation,
       a.text_kind AS a_text_kind, a.clearance AS a_clearance, a.passage AS a_passage, a.source AS a_source,
       a.memo AS a_memo,
       e.claim_b AS b_claim, e.holder_b AS b_holder, e.holder_label_b AS b_holder_label,
       e.holder_level_b AS b_holder_level, e.side_b AS b_side,
       b.id AS b_coding, b.voice AS b_voice, b.voice_label AS b_voice_label, b.voice_level AS b_voice_level,
       b.sender AS b_sender, b.sender_label AS b_sender_label, b.code AS b_code, b.stance AS b_stance,
       b.force AS b_force, b.date AS b_date, b.quote AS b_quote, b.citation AS b_citation,
       b.text_kind AS b_text_kind, b.clearance AS b_clearance, b.passage AS b_passage, b.source AS b_source,
       b.memo AS b_memo
