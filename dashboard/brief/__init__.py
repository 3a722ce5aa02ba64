"""dashboard/brief."""
