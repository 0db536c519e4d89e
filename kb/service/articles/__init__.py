"""What becomes of an article afterwards: its publisher's corrections, other readings, withdrawal."""
