"""graph/export."""
