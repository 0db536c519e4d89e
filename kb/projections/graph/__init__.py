"""The graph: its quads part by part, its store, views of it."""
