"""What full text finds, as IRIs for kb:search in a query.

Input: words, a catalog. Output: IRIs with scores; handed to kb.query.
"""

from collections.abc import Sequence

from kb.projections.catalog.reading import CatalogReader


def found_in(catalog: CatalogReader, base: str, words: str, most: int) -> Sequence[tuple[str, float]]:
    """Return the IRIs of articles, entities and statements that hold all of *words*, the best first, with a score.

    Args:
        base: what the home's IRIs begin with.
        most: how many at most.
    """
    return [(f"{base}id/{hit.kind}-{hit.id}", hit.score) for hit in catalog.search(words, limit=most)]
