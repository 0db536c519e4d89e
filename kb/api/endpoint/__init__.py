"""The SPARQL endpoint and what stands on it: queries, saved queries, questions, the graph store."""
