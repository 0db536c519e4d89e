"""The graph taken away: as tables, networks, event data, annotations and other models' entities.

Input: an opened store of the graph, which part of it. Output: bytes and files, the same for the same graph.
kb.projections.export writes RDF itself; kb.service.exchange chooses the graph (now, then, a view of it) and the part.
"""
