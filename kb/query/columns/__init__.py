"""Triples as columns of numbers, predicate by predicate, and counting over them: see kb.query.columns.keeping."""
