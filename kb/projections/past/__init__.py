"""The projections as they stood after any event."""
