"""Safe SPARQL over the graph: a gate, killable workers, and results in the standard formats.

Entry: kb.query.service.QueryService. Imports neither rdflib nor a web framework.
"""
