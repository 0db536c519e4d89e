"""Erasure for legal need: of articles, and of persons' names."""
