"""Curated lists: how they come in, change and leave."""
