"""What is taken away: parts, dumps, tables."""
