"""The log for reading: moments of the past, what changed between them, and why."""
