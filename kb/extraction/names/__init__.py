"""Who and what an article speaks of: mentions, what they have in common, entities."""
