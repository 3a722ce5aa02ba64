"""Pure functions from tables to tables: claims first, then positions, gaps, contradictions, agreement.

Every function takes the `Coding` frame of `graph.evidence` (columns as in graph/ontology.yaml) or what another
function here made of it. docs/measures.md gives each formula with its source.
"""
