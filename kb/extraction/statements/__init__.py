"""Who said what, through which channel."""
