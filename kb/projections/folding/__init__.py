"""The fold: what the log amounts to, event by event."""
