"""Files to documents in worker processes: bounded in time and memory, one bad file never in the way of the others."""
