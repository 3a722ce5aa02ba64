"""Codings: read, appended, resolved, anchored in the text, and suggested by the codebook's terms."""
