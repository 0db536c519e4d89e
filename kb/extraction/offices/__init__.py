"""Who holds which office of what body."""
