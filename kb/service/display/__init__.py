"""Pages about one thing, as sections of facts each with its words."""
