"""Saved queries: a file with a commented header each, at once a command, a route, a form and an item of the docs."""
