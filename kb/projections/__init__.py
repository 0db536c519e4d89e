"""What is derived from the log and can be thrown away: who is who, the graph, the catalog, exports.

Every projection holds its position in the transaction of its rows, stops at a
failing event and names it, and is the same whether it grew or was rebuilt.
"""
