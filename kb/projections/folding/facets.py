"""What the members of an article add to entities, before a change and after it: the difference is moved once.

Input: Tables, articles before they change. Output: what goes and comes of each, as (canonical id, local id, facet).
Never: looks at members that keep their entity where links alone change.
"""

from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass

from kb.model.identity import own_id
from kb.projections.folding.members import Told, is_live, standing, told
from kb.projections.folding.tables import Tables

Facets = set[tuple[str, str, str]]


@dataclass(slots=True)
class _Before:
    facets: Facets
    scope: set[str] | None  # local ids that this is of, None for all of the article


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed of one article.

    Attributes:
        gone, come: facets.
        entities: canonical ids that the article names, before or after.
    """

    article: str
    gone: Facets
    come: Facets
    entities: Set[str]


class FacetMoves:
    """Follows the facets of articles that change; *after* those of a fold of the events just before, on equal tables.

    Call *whole* or *links* before a change, and *forget* after it where members changed.
    """

    def __init__(self, tables: Tables, after: "FacetMoves | None" = None) -> None:
        self._tables = tables
        self._told: dict[str, Told] = after._told if after else {}
        self._before: dict[str, _Before] = {}

    def whole(self, article: str) -> None:
        """Keep what all of an article adds, before anything of it changes."""
        known = self._before.get(article)
        if known is None:
            self._before[article] = _Before(self._facets(article, None), None)
        elif known.scope is not None:
            others = {local for local, _, _ in self._members(article)} - known.scope
            facets = known.facets | self._facets(article, others)
            self._before[article] = _Before(facets | self._counted(article, facets), None)

    def links(self, article: str, locals_: Collection[str]) -> None:
        """Keep what some members of an article add, before they get another entity."""
        known = self._before.setdefault(article, _Before(set(), set()))
        if known.scope is not None:
            wanted = {local for local, _, within in self._members(article) if local in locals_ or within in locals_}
            known.facets |= self._facets(article, wanted - known.scope)
            known.scope |= wanted

    def forget(self, article: str) -> None:
        """Read the members of an article anew."""
        self._told.pop(article, None)

    def moves(self) -> Iterator[Moved]:
        """Yield what changed of each article, in the order of their ids; from then on nothing did."""
        changed, self._before = self._before, {}
        for article, before in sorted(changed.items()):
            gone, come = before.facets, self._facets(article, before.scope)
            named, others = self._named(article, before.scope)
            entities = {entity for entity, _, _ in gone | come} | named
            if before.scope is not None:
                gone, come = (one | self._counted(article, one, others) for one in (gone, come))
            yield Moved(article, gone - come, come - gone, entities)

    def _row(self, article: str) -> dict[str, object] | None:
        row = self._tables.get("article", article) or self._tables.get("listing", article)
        return row if row and is_live(row) else None

    def _members(self, article: str) -> Told:
        if article not in self._told:
            self._told[article] = told(article, standing(self._tables, article))
        return self._told[article]

    def _facets(self, article: str, scope: Collection[str] | None) -> Facets:
        """Return what some members of an article add, or all with what it adds itself; nothing where it is not live."""
        row = self._row(article)
        if row is None:
            return set()
        members = self._members(article)
        if scope is None:
            ids = self._ids(article)
            found = {facet for member in members for facet in _of(member, ids)}
            return found | self._counted(article, found)
        chosen = [member for member in members if member[0] in scope]
        wanted = {local for local, _, within in chosen for local in (local, within) if local}
        known = {local for local, _, _ in members}
        links = {local: self._tables.get("link", article, local) for local in wanted & known}
        ids = {local: entity or own_id(article, local) for local, entity in links.items()}
        return {facet for member in chosen for facet in _of(member, ids)}

    def _counted(self, article: str, facets: Facets, others: Set[str] = frozenset()) -> Facets:
        """Return that each entity of some facets is in one article, but for those that *others* of it are as well."""
        row = self._row(article)
        if row is None or "list" in row:
            return set()
        return {(entity, "", "articles:") for entity in {entity for entity, _, _ in facets} - others}

    def _named(self, article: str, scope: Collection[str] | None) -> tuple[set[str], set[str]]:
        """Return what a live article names now, and of it what members outside *scope* are."""
        if scope is None or self._row(article) is None:
            return set(), set()
        ids = self._ids(article)
        return set(ids.values()), {entity for local, entity in ids.items() if local not in scope}

    def _ids(self, article: str) -> dict[str, str]:
        links = dict(self._tables.items("link", article))
        return {local: links.get(local) or own_id(article, local) for local, _, _ in self._members(article)}


def _of(member: tuple[str, tuple[str, ...], str], ids: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    local, own, within = member
    entity = ids[local]
    for facet in own:
        yield entity, local, facet
    if within in ids:
        yield entity, local, f"within:{ids[within]}"
