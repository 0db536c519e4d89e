"""The graph in parts: the quads of each key, from the fold and the log.

Input: Views, and events read again by position. Output: for an article, an
entity, a decision, an imported graph or the ontology, the quads that are its
own. Every quad of the graph belongs to exactly one part, so that a step, a
rebuild and a verification all make the graph part by part.
Never: writes.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from pyoxigraph import Quad, RdfFormat, parse

from kb.errors import IntegrityError
from kb.events import GraphImported, OntologyAdopted
from kb.graph.article_graph import article_quad_set
from kb.graph.curation import curated_quad_set
from kb.graph.decisions_graph import agent_quads, decision_quads, position_quad
from kb.graph.former import former_quads
from kb.graph.iris import Iris
from kb.graph.listing_graph import listing_quads
from kb.graph.registry_graph import (
    EntityView,
    HappeningView,
    entity_quads,
    happening_quads,
    mention_quads,
    replaced_quads,
)
from kb.graph.skolem import skolemised
from kb.model import Article, Extraction
from kb.model.listing import is_listing
from kb.projections.contract import Touched
from kb.projections.folding.curating import curated_reading
from kb.projections.folding.revisions import earlier, last
from kb.projections.folding.standing import Standing
from kb.projections.graph.contradictions import contradictions
from kb.projections.graph.opposition import contradiction_quads
from kb.projections.graph.part_looks import Part
from kb.projections.graph.telling import Telling, tellings, told_of
from kb.projections.graph.vouching import vouched
from kb.projections.graph.within import Within, within_quads


class FoldedAt(Standing, Protocol):
    """The fold's outcome, and the event that it stands at."""

    @property
    def position(self) -> int:
        """Position of the last event taken in, 0 for none."""


class GraphParts:
    """Makes the quads of each part as they should be."""

    def __init__(self, catalog: Standing) -> None:
        self._catalog = catalog
        self._views = catalog.views
        self._sources = catalog.sources

    @property
    def base(self) -> str:
        """Base IRI of the home.

        Raises:
            IntegrityError: the log did not begin with base-created.
        """
        base = self._views.base()
        if not base:
            raise IntegrityError("The log names no base IRI.", hint="`kb init` makes a home.")
        return base

    def quads(self, part: Part) -> set[Quad]:
        """Return what the graph should hold of one part."""
        makers: dict[str, Callable[[str], set[Quad]]] = {
            "article": self._article,
            "entity": self._entity,
            "record": self._record,
            "actor": lambda actor: set(agent_quads(actor, self.base)),
            "graph": self._imported,
            "ontology": self._ontology,
            "position": lambda position: {position_quad(int(position), self.base)} if int(position) else set(),
        }
        return makers[part[0]](part[1])

    def _record(self, position: str) -> set[Quad]:
        return set(decision_quads(self._sources.recorded(int(position)), self._views, self.base))

    def _article(self, article: str) -> set[Quad]:
        if is_listing(article):
            return self._listing(article)
        row = self._views.article_row(article)
        if row is None:
            return set()
        mentioned = self._views.mentioned(article)
        gone = last(article, self._views.article_row).get("withdrawn")
        newer = "" if gone else str(row.get("replaced_by", ""))
        found = set(mention_quads(article, mentioned, newer, self.base))
        if not self._views.article_is_live(article):
            return found
        links, brought = self._views.links(article), int(row["position"])
        reading = curated_reading(self._catalog.tables, self._sources, article)
        if reading is None:
            return found | article_quad_set(self._sources.article(brought), None, links, self.base, recorded=brought)
        stored, curated = reading
        found.update(self._former(article))
        quads = curated_quad_set(stored, curated, links, self.base, recorded=int(row["extraction"]))
        quads |= found
        iris = Iris(self.base)
        quads.update(within_quads(article, Within(stored, curated, iris).found(), iris))
        return quads

    def _listing(self, listing: str) -> set[Quad]:
        row = self._views.listing_row(listing)
        if row is None:
            return set()
        entry, links = self._sources.listing(row), self._views.links(listing)
        first, recorded = "first" in row, int(row["position"])
        return set(listing_quads(listing, row["list"], entry, links, self.base, recorded=recorded, first=first))

    def _former(self, article: str) -> Iterator[Quad]:
        """Yield what earlier texts of an article claimed, as people left it, and what took their place does not."""
        for newer, former in pairwise(earlier(article, self._views.article_row)):
            texts = [self._text(one) for one in (newer, former)]
            if texts[0] is None or texts[1] is None:
                return
            yield from former_quads(texts[0], texts[1], self.base, article)

    def _text(self, article: str) -> tuple[Article, Extraction | None] | None:
        reading = curated_reading(self._catalog.tables, self._sources, article)
        if reading is not None:
            return reading[0], reading[1].extraction
        row = self._views.article_row(article)
        return (self._sources.article(int(row["position"])), None) if row else None

    def _entity(self, entity: str) -> set[Quad]:
        view = self._views.view(entity)
        if view is None:
            return set()
        iris = Iris(self.base)
        mint = iris.entity if isinstance(view, EntityView) else iris.happening
        if view.id != entity:
            return set(replaced_quads(mint(entity), mint(view.id), self.base))
        if isinstance(view, EntityView):
            return set(entity_quads(view, self.base))
        told = told_of(self._tellings(view), iris)
        if not told:
            return set(happening_quads(view, self.base))
        sources, quads = vouched(view, told, iris)
        odds = contradiction_quads(view.id, contradictions(told), iris)
        return {*happening_quads(replace(view, sources=sources), self.base), *quads, *odds}

    def _tellings(self, view: HappeningView) -> list[Telling]:
        """What the articles that tell of a happening say of it; nothing where one alone does."""
        if len({article for article, _ in view.events}) < 2:
            return []
        return tellings(self._catalog.tables, self._sources, view.events)

    def _imported(self, graph: str) -> set[Quad]:
        position = self._catalog.tables.get("graph", graph)
        if position is None:
            return set()
        event = self._sources.recorded(position).event
        if not isinstance(event, GraphImported):
            raise IntegrityError(f"Event {position} imports no graph.", hint="Run `kb rebuild`.")
        return set(skolemised(parse(event.ntriples, format=RdfFormat.N_TRIPLES), graph, self.base))

    def _ontology(self, _: str) -> set[Quad]:
        position = self._catalog.tables.get("ontology", "")
        if position is None:
            return set()
        event = self._sources.recorded(position).event
        if not isinstance(event, OntologyAdopted):
            raise IntegrityError(f"Event {position} adopts no ontology.", hint="Run `kb rebuild`.")
        return set(_adopted(event.turtle, self.base))


@lru_cache(maxsize=2)
def _adopted(turtle: str, base: str) -> frozenset[Quad]:
    """Return the ontology's quads; states of the past, checks and rebuilding make them again, 0.1 s each time."""
    return frozenset(skolemised(parse(turtle, format=RdfFormat.TURTLE), Iris(base).ontology_graph().value, base))


def parts_of(touched: Touched, catalog: FoldedAt) -> Iterator[Part]:
    """Yield the parts that a step has to make again, each once; the position last, at the catalog's own."""
    yield from touched_parts(touched)
    yield from (("actor", actor) for actor in catalog.tables.parts("actor"))
    yield "position", str(catalog.position)


def touched_parts(touched: Touched) -> Iterator[Part]:
    """Yield the parts of what was touched, each once, without those that any step may touch: actors and position."""
    yield from (("article", article) for article in sorted(touched.articles))
    yield from (("entity", entity) for entity in sorted(touched.entities))
    yield from (("record", str(position)) for position in sorted(touched.records))
    yield from (("graph", graph) for graph in sorted(touched.graphs))
    if touched.ontology:
        yield "ontology", ""
