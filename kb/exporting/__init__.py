"""The graph taken away: as tables, networks, event data, annotations and other models' entities.

Input: an opened store of the graph, which part of it. Output: bytes and files, the same for the same graph.
kb.projections.files.rdf writes RDF itself; kb.service.export.take_away chooses the graph (now, then, a view) and the
part.
"""
