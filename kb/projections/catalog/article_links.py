"""Who an article's entities and events are, worked out for those that somebody asks about.

Input: Tables as kb.projections.folding.projection keeps them. Output: a mapping from local to canonical ids;
Views.links has all.
Never: outlives the tables; knows what changes in them meanwhile.
"""

from collections.abc import Callable, Iterator, Mapping

from kb.model.identity import own_id
from kb.projections.folding.clusters import canonical
from kb.projections.folding.tables import Tables

Links = Callable[[str], Mapping[str, str]]  # of an article by its id


class ArticleLinks(Mapping[str, str]):
    """Local id -> canonical id, after merges, of all entities and events of an article.

    Args:
        tables: the fold's outcome.
        article: id.
    """

    def __init__(self, tables: Tables, article: str) -> None:
        self._tables, self._article = tables, article
        self._linked = dict(tables.items("link", article))
        left = {local: row is not None for local, row in tables.items("changed", article)}
        self._locals = {one: None for one in tables.keys("member", article) if left.get(one, True)}
        self._locals.update(dict.fromkeys(one for one, stands in left.items() if stands))
        self._known: dict[str, str] = {}

    def __getitem__(self, local: str) -> str:
        """Return the canonical id of one."""
        if local not in self._locals:
            raise KeyError(local)
        if local not in self._known:
            own = self._linked.get(local) or own_id(self._article, local)
            self._known[local] = canonical(self._tables, own)
        return self._known[local]

    def __contains__(self, local: object) -> bool:
        """Say whether the article has it."""
        return local in self._locals

    def __iter__(self) -> Iterator[str]:
        """Yield the local ids."""
        return iter(self._locals)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._locals)
