"""The graph as files, and files as graphs."""
