"""Who is who across articles: blocking, comparison, weight in bits, clusters, decisions.

Pure: profiles come in, clusters and weights go out. A wrong link is worse than a missed one.
"""
