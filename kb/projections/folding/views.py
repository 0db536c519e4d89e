"""Canonical entities and happenings, and who an article's entities are, read off the fold.

Input: Tables as kb.projections.folding.projection keeps them. Output: the views that
kb.graph.registry_graph turns into quads and the catalog into rows.
Pure over Tables; reads only what it is asked for.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from kb.events import HappeningsLinked, Recorded
from kb.graph.curation import Curation
from kb.graph.labels import called_together
from kb.graph.registry_graph import EntityView, HappeningView
from kb.model.identity import member, own_id
from kb.model.listing import is_listing
from kb.projections.contract import Touched
from kb.projections.folding import curating, grounds, members
from kb.projections.folding.clusters import Cluster, canonical, cluster
from kb.projections.folding.judging import key
from kb.projections.folding.members import is_live, split
from kb.projections.folding.tables import Tables

_REMEMBERED: Final = 10_000  # entities and happenings
_YEAR: Final = re.compile(r", (?:\w+ )*\d{4}$")


class Views:
    """Reads the fold's outcome; also the Standing of kb.graph.decisions_graph."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def base(self) -> str:
        """Return the base IRI, "" before a home has one."""
        return str(self.tables.get("base", "") or "")

    def everything(self, position: int) -> Touched:
        """Return every key of articles, entities and graphs; *records* up to *position*."""
        entities = set(self.tables.parts("linked"))
        waiting = [*entities, *self.tables.parts("described"), *self.tables.parts("edge")]
        return Touched(
            articles={*self.tables.parts("article"), *self.tables.parts("listing")},
            entities=entities.union(waiting, self.tables.parts("ward")),
            records=set(range(1, position + 1)),
            graphs=set(self.tables.parts("graph")),
            ontology=self.tables.get("ontology", "") is not None,
        )

    def article_row(self, article: str) -> dict[str, Any] | None:
        """Return what the fold keeps of an article, None if it knows none such."""
        row = self.tables.get("article", article)
        return dict(row) if row else None

    def article_is_live(self, article: str) -> bool:
        """Say whether an article is neither withdrawn nor replaced, or a list with this row is in force."""
        row = self.tables.get("article", article) or self.tables.get("listing", article)
        return bool(row) and is_live(row)

    def listing_row(self, document: str) -> dict[str, Any] | None:
        """Return where a row of a curated list stands, None if no list in force has it."""
        row = self.tables.get("listing", document)
        return dict(row) if row else None

    def curations(self, article: str) -> tuple[Curation, ...]:
        """Return the decisions about claims of an article that are in force, in log order."""
        return curating.curations(self.tables, article)

    def links(self, article: str) -> dict[str, str]:
        """Return local id -> canonical id, after merges, of all entities and events of an article."""
        linked = dict(self.tables.items("link", article))
        return {
            local: canonical(self.tables, linked[local]) if local in linked else self._own(article, local)
            for local in members.standing(self.tables, article)
        }

    def _own(self, article: str, local: str) -> str:
        return canonical(self.tables, own_id(article, local))

    def mentioned(self, article: str) -> frozenset[str]:
        """Return the canonical entities that a live article names."""
        if not self.article_is_live(article):
            return frozenset()
        rows = members.standing(self.tables, article)
        return frozenset(entity for local, entity in self.links(article).items() if rows[local]["is"] == "entity")

    def entity_is_live(self, entity: str) -> bool:
        """Say whether the registry describes a canonical id: a live article names it, or it holds a place that is."""
        return self._live(cluster(self.tables, entity).members, set())

    def _live(self, together: Collection[str], seen: set[str]) -> bool:
        seen.update(together)
        if any(self.tables.has("linked", one) for one in together):
            return True
        wards = (ward for one in together for ward in self.tables.keys("ward", one))
        return any(self._live(cluster(self.tables, ward).members, seen) for ward in wards if ward not in seen)

    def told(self, entities: Collection[str]) -> set[str]:
        """Return those canonical ids of which the graph may tell; the registry has nothing of the others."""
        return {one for kind in ("linked", "ward", "edge") for one in self.tables.holding(kind, entities)}

    def entity_is_told(self, entity: str) -> bool:
        """Say whether a live article names this very id, or a place that lies in it."""
        return self.tables.has("linked", entity) or self.tables.has("ward", entity)

    def link_stands(self, recorded: Recorded, members: Sequence[tuple[str, str]]) -> bool:
        """Say whether a link of live members still has what it links to, and was not decided anew."""
        event = recorded.event
        target = event.happening if isinstance(event, HappeningsLinked) else getattr(event, "entity", "")
        live = [member(article, local) for article, local in members]
        return grounds.rests(self.tables, recorded, live, target) and not grounds.superseded(
            self.tables, recorded.position, live
        )

    def description_stands(self, recorded: Recorded, entity: str) -> bool:
        """Say whether the article that a description follows from is in the graph, and none before it tells."""
        row = self.tables.get("telling", entity, key(recorded.position)) or {}
        now = self.tables.get("described", entity) or {}
        return "article" not in row or now.get("position") == recorded.position

    def is_happening(self, entity: str) -> bool:
        """Say whether a canonical id is one of a happening."""
        return any(self.tables.get("facet", one, "is:happening") for one in cluster(self.tables, entity).members)

    def view(self, entity: str) -> EntityView | HappeningView | None:
        """Return the entity or happening that *entity* belongs to, None if it is not in the graph."""
        together = cluster(self.tables, entity)
        if not self._live(together.members, set()):
            return None
        facets = self._facets(together.members)
        if facets.get("is:happening"):
            return self._happening(together, facets)
        return self._entity(together, facets)

    def own_label(self, entity: str) -> str:
        """Return what articles call a canonical id, whatever it was merged into; "" where none of them names it."""
        if not self.entity_is_told(entity):
            return ""
        alone, facets = Cluster(entity), self._facets([entity])
        seen = self._happening(alone, facets) if facets.get("is:happening") else self._entity(alone, facets)
        return seen.label if seen.label != entity else ""

    def name_in_articles(self, entity: str) -> str:
        """Return the name that articles give a canonical id most often, whatever people call it; "" for none."""
        return str(_most(self._facets([entity]), "name") or "")

    def articles_of(self, entity: str) -> frozenset[str]:
        """Return the live articles that mention an entity, or tell of a happening."""
        found = self._members(cluster(self.tables, entity).members)
        return frozenset(article for article, _ in map(split, found) if not is_listing(article))

    def _members(self, together: Iterable[str]) -> set[str]:
        return {member for one in together for member in self.tables.keys("linked", one)}

    def _facets(self, together: Iterable[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in together:
            for facet, count in self.tables.items("facet", one):
                found[facet] = found.get(facet, 0) + count
        return found

    def _happening(self, together: Cluster, facets: dict[str, int]) -> HappeningView:
        events = sorted(split(member) for member in self._members(together.members))
        articles = {article for article, _ in events}
        # Who denies a happening does not vouch for it, unless nobody does anything else.
        vouching = articles - set(_values(facets, "denies"))
        sources = set()
        for article in vouching or articles:
            row = self.tables.get("article", article)
            sources.add(" ".join(str(row["source"]).casefold().split()) or f"article {article}")
        return HappeningView(
            id=together.entity,
            type=_most(facets, "type"),
            label=_called({value: facets[f"label:{value}"] for value in _values(facets, "label")}),
            events=tuple(events),
            absorbed=together.absorbed,
            sources=len(sources),
        )

    def _entity(self, together: Cluster, facets: dict[str, int]) -> EntityView:
        told = [row for row in (self.tables.get("described", one) for one in together.members) if row]
        if together.absorbed and self.tables.get("described", together.entity):
            told = [told[0], *sorted(told[1:], key=lambda row: -row["position"])]
        else:
            told.sort(key=lambda row: -row["position"])

        def first(name: str) -> Any:
            return next((row[name] for row in told if name in row), None)

        said = self._amended(together)
        label = (
            said.get("label")
            or _most(facets, "listed")
            or first("label")
            or _most(facets, "name")
            or _most(facets, "words")
            or together.entity
        )
        others = {value for kind in ("name", "alias") for value in _values(facets, kind)}
        others |= {row["label"] for row in told if row.get("label")} | self._called(together)
        external = {value for row in told for value in row.get("external", ())} | set(_values(facets, "external"))
        schemes = {
            name.removeprefix("external:"): value for name, value in said.items() if name.startswith("external:")
        }
        external = {value for value in external if value.partition(":")[0] not in schemes}
        external |= {value for scheme, value in schemes.items() if value != f"{scheme}:"}
        within = _most(facets, "within") or first("within")  # an article's region is closer than a gazetteer's country
        held_by = canonical(self.tables, within) if within else ""
        at = first("at") or [float(part) for part in _most(facets, "at").split()]
        one_id = not together.absorbed
        return EntityView(
            id=together.entity,
            label=label,
            type=said.get("type") or _most(facets, "kind") or first("type") or _most(facets, "type"),
            absorbed=together.absorbed,
            aliases=tuple(sorted(others - {label})),
            country=first("country") or _most(facets, "country"),
            within="" if held_by == together.entity else held_by,
            latitude=at[0] if at else None,
            longitude=at[1] if at else None,
            external=tuple(sorted(external)),
            same=tuple(sorted(value for name, value in said.items() if name.startswith("same:"))),
            description=first("description") or _most(facets, "description"),
            websites=tuple(sorted(_values(facets, "website"))),
            official="official:" in facets,
            articles=facets.get("articles:", 0) if one_id else len(self.articles_of(together.entity)),
        )

    def _called(self, together: Cluster) -> set[str]:
        """Return every name that people gave an entity and did not take back."""
        rows = [row for one in together.members for _, row in self.tables.items("amendment", one)]
        return {row["value"] for row in rows if row["field"] == "label"}

    def _amended(self, together: Cluster) -> dict[str, str]:
        """Return what people say of an entity last, by field; ids elsewhere by scheme ("external:wikidata")."""
        rows = [(p, row) for one in together.members for p, row in self.tables.items("amendment", one)]
        found: dict[str, str] = {}
        for _, row in sorted(rows, key=lambda pair: (pair[1]["person"], pair[0])):
            if row["field"] in ("external", "same"):  # an id elsewhere takes the place of another of its scheme
                scheme = row["value"].partition(":")[0]
                found.pop(f"same:{scheme}", None)
                found[f"external:{scheme}"] = row["value"]
                if row["field"] == "same":
                    found[f"same:{scheme}"] = row["value"]
                continue
            found[row["field"]] = row["value"]
        return found


class UnchangingViews(Views):
    """The same for who reads them while nobody changes any value: what was seen once is remembered."""

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self._seen: dict[str, EntityView | HappeningView | None] = {}

    def view(self, entity: str) -> EntityView | HappeningView | None:
        """Return the entity or happening that *entity* belongs to, None if it is not in the graph."""
        if entity not in self._seen:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[entity] = super().view(entity)
        return self._seen[entity]


def _values(facets: dict[str, int], kind: str) -> list[str]:
    prefix = f"{kind}:"
    return [facet.removeprefix(prefix) for facet in facets if facet.startswith(prefix)]


def _most(facets: dict[str, int], kind: str) -> str:
    return _first({value: facets[f"{kind}:{value}"] for value in _values(facets, kind)})


def prevailing(values: Iterable[str]) -> str:
    """Return what a happening is called: the most frequent label of its events.

    One death counts as deaths where another of them tells of deaths. Of equals one with a name, then one with a day or
    year, then the shortest that has a name or the longest that has none, then the first in order.
    """
    return _called(Counter(values))


def _called(counted: Mapping[str, int]) -> str:
    def order(label: str) -> tuple[int, bool, bool, int, str]:
        bare = _YEAR.sub("", label)
        nameless = bare.lower() == bare
        return -alike[label], nameless, bare == label, -len(label) if nameless else len(label), label

    names, alike = called_together(counted), Counter[str]()
    for label, count in counted.items():
        alike[names[label]] += count
    return min(alike, key=order, default="")


def _first(counted: Mapping[str, int]) -> str:
    return min(counted, key=lambda value: (-counted[value], -len(value), value), default="")
