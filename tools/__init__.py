"""Scripts that write committed files from the ontology; a test asks that each is up to date."""
