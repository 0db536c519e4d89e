"""Crash points: a process dies, or its disk fails it, at a chosen call; then the home must be as it should."""
