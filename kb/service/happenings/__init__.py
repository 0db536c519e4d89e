"""One happening as several articles tell it: versions, figures, sources, what is at odds."""
