"""crosscurrent."""
