"""The events of the log by which a quad is in the graph, found from what the fold keeps.

Input: the fold as it stands, the log. Output: positions of events, by what the quad is about: an article's claim, an
entity, a happening.
Never: reads the log from its beginning.
"""

from collections.abc import Iterable, Iterator, Set
from typing import Final

from pyoxigraph import NamedNode

from kb import events as ev
from kb.graph.iris import BadIdError, Iris
from kb.model import Article
from kb.projections.folding.clusters import cluster
from kb.projections.folding.curating import curated_reading
from kb.projections.folding.judging import in_force
from kb.projections.folding.members import split
from kb.projections.folding.sources import LogSources
from kb.projections.folding.views import Views

_NO_GROUND: Final = (ev.EntitiesKeptApart, ev.ExtractionRejected, ev.MembersMoved)  # say nothing that is in the graph


class Causes:
    """Finds positions."""

    def __init__(self, views: Views, sources: LogSources, iris: Iris) -> None:
        self._views = views
        self._tables = views.tables
        self._sources = sources
        self._iris = iris
        self._without_effect: dict[str, set[int]] = {}

    def article(self, article: str) -> list[int]:
        """Return what brought an article, or a row of a list, and the reading in force; what replaced it."""
        row = self._views.article_row(article) or self._views.listing_row(article) or {}
        found = [int(row[name]) for name in ("position", "extraction") if row.get(name)]
        newer = self._views.article_row(str(row.get("replaced_by", ""))) or {}
        return [*found, int(newer["position"])] if newer else found

    def stored(self, article: str) -> Article | None:
        """Return the text of an article, None if it is no article of the log."""
        row = self._views.article_row(article)
        return self._sources.article(int(row["position"])) if row else None

    def members(self, entity: str) -> list[tuple[str, str]]:
        """Return (article, local id) of all that belongs to an entity or happening."""
        together = cluster(self._tables, entity).members
        return sorted(split(member) for one in together for member in self._tables.keys("linked", one))

    def links(self, article: str, entity: str) -> list[int]:
        """Return what made an article's own members be a canonical entity or happening: links, and merges after."""
        locals_ = {local for local, target in self._views.links(article).items() if target == entity}
        members = {f"{article}#{local}" for local in locals_}
        linked: dict[str, int] = {}
        for position in self._named(article):
            event = self._sources.recorded(position).event
            if isinstance(event, ev.EntitiesLinked | ev.HappeningsLinked | ev.MembersMoved):
                if isinstance(event, ev.MembersMoved) and not in_force(self._tables, position):
                    continue
                linked.update(dict.fromkeys(members & set(event.members), position))
        return sorted({*linked.values(), *self.merges(entity)})

    def merges(self, entity: str) -> list[int]:
        """Return the merges in force that join others to an entity or happening."""
        together = cluster(self._tables, entity).members
        return sorted({int(position) for one in together for position in self._tables.keys("edge", one)})

    def descriptions(self, entity: str) -> list[int]:
        """Return what was said of an entity itself: descriptions, amendments, merges in force."""
        found = set(self.merges(entity))
        for one in cluster(self._tables, entity).members:
            for position in map(int, self._tables.keys("about", one)):
                event = self._sources.recorded(position).event
                if not isinstance(event, (*_NO_GROUND, ev.EntitiesMerged, ev.MergeUndone)):
                    found.add(position)
        return sorted(found)

    def decisions(self, article: str, nodes: Set[object], field: str = "") -> list[int]:
        """Return the decisions about claims of an article that hold and concern one of *nodes*.

        Args:
            article: id.
            nodes: of claims, and of what they are claims about.
            field: of a claim about one part of a thing, the property; decisions on other parts do not bear on it.
        """
        found = []
        for position in map(int, self._tables.keys("curation", article)):
            event = self._sources.recorded(position).event
            part = str(getattr(getattr(event, "judged", None), "field", ""))
            if field and part not in ("", field):
                continue
            if nodes & set(self._judged(article, event)) and position not in self._idle(article):
                found.append(position)
        return found

    def _idle(self, article: str) -> Set[int]:
        """Return the decisions about claims of an article that have no effect: lost ones, and overruled ones."""
        if article not in self._without_effect:
            reading = curated_reading(self._tables, self._sources, article)
            self._without_effect[article] = {*reading[1].lost, *reading[1].overruled} if reading else set()
        return self._without_effect[article]

    def _judged(self, article: str, event: object) -> Iterator[NamedNode]:
        """Yield the nodes that a decision about a claim names: the claim, and what it is a claim about."""
        judged = getattr(event, "judged", None)
        for local in (str(getattr(event, "claim", "")).partition("#")[2], getattr(judged, "local", "")):
            try:
                yield self._iris.local(article, local)
            except BadIdError:
                continue

    def _named(self, article: str) -> Iterable[int]:
        return map(int, self._tables.keys("named", article))
