"""Ids, candidates and properties that other knowledge bases ask for or give."""
