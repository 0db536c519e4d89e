"""Numbers about events, and whose they are."""
