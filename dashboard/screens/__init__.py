"""dashboard/screens."""
