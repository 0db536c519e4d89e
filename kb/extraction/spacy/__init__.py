"""Any installed spaCy pipeline as an extractor, "spacy:NAME"."""
