"""An article's reading without what is less sure than asked for: the same as the view of the graph has.

Input: the fold and the log, the least confidence. Output: Extractions with what stands, for pages; whether an event or
statement stands, for lists.
Never: decides what stands: kb.graph.standing does, people's decisions counted in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kb.graph import names, words
from kb.graph.curation import curated_quads
from kb.graph.iris import Iris
from kb.graph.standing import ArticleStanding
from kb.model import Event, Extraction, Role, Statement
from kb.model.identity import own_id
from kb.projections.folding.curating import curated_reading
from kb.projections.folding.sources import LogSources
from kb.projections.folding.views import Views

_KEPT: Final = 32  # articles whose standing is remembered


class Surer:
    """Tells what stands at a least confidence.

    Args:
        views, sources: of the home.
        iris: of the home.
        least: see kb.projections.graph.confident.least_confidence.
    """

    def __init__(self, views: Views, sources: LogSources, iris: Iris, least: float) -> None:
        self._views = views
        self._sources = sources
        self._iris = iris
        self._least = least
        self._standing = lru_cache(maxsize=_KEPT)(self._find)

    def stands(self, article: str, local: str) -> bool:
        """Say whether an event, statement, figure or office of an article is in the view."""
        return self._node(article, self._iris.local(article, local))

    def reading(self, article: str, extraction: Extraction) -> Extraction:
        """Return what stands of an article's extraction; nothing in it refers to what does not."""
        one = _Reading(self, article, self._iris, self._views.links(article))
        quads, mentions = self._standing(article)[1], extraction.mentions
        node = self._iris.article(article)
        graph = self._iris.article_graph(article)
        kept = tuple(
            e
            for e in extraction.entities
            if quads.get(Quad(node, names.kb("mentions"), one.entity(e.id), graph), 0.0) >= self._least
        )
        ids = {entity.id for entity in kept}
        return replace(
            extraction,
            events=tuple(one.event(v) for v in extraction.events if self.stands(article, v.id)),
            statements=tuple(one.statement(s) for s in extraction.statements if self.stands(article, s.id)),
            figures=tuple(q for q in extraction.figures if self.stands(article, q.id)),
            offices=tuple(o for o in extraction.offices if self.stands(article, o.id)),
            mentions=tuple(m for m in mentions if m.entity in ids),
            entities=tuple(replace(e, within=e.within if e.within in ids else "") for e in kept),
        )

    def triple(self, article: str, subject: NamedNode, term: str, value: NamedNode | Literal) -> bool:
        """Say whether a triple of an article's graph is in the view."""
        quad = Quad(subject, NamedNode(term), value, self._iris.article_graph(article))
        return self._standing(article)[1].get(quad, 0.0) >= self._least

    def timed(self, article: str, event: NamedNode) -> bool:
        """Say whether the time of an event is in the view."""
        term = names.kb("time")
        return any(
            value >= self._least
            for quad, value in self._standing(article)[1].items()
            if quad.predicate == term and quad.subject == event
        )

    def _node(self, article: str, node: NamedNode) -> bool:
        return self._standing(article)[0].get(node, 0.0) >= self._least

    def _find(self, article: str) -> tuple[dict[object, float], dict[Quad, float]]:
        reading = curated_reading(self._views.tables, self._sources, article)
        if reading is None or not self._views.article_is_live(article):
            return {}, {}
        quads = curated_quads(*reading, self._views.links(article), self._iris.base)
        standing = ArticleStanding(quads)
        return dict(standing.nodes), standing.quads()


class _Reading:
    """One article's names for what an event or statement has."""

    def __init__(self, surer: Surer, article: str, iris: Iris, links: Mapping[str, str]) -> None:
        self._surer = surer
        self._article = article
        self._iris = iris
        self._links = links

    def entity(self, local: str) -> NamedNode:
        return self._iris.entity(self._links.get(local) or own_id(self._article, local))

    def event(self, event: Event) -> Event:
        node = self._iris.event(self._article, event.id)
        places = [n for n, place in enumerate(event.places) if self._is(node, words.ROLE["place"], self.entity(place))]

        def other(local: str, term: str) -> bool:
            return self._is(node, names.kb(term).value, self._iris.event(self._article, local))

        timed = event.time is not None and self._surer.timed(self._article, node)
        return replace(
            event,
            roles=tuple(r for r in event.roles if self._is(node, words.ROLE[r.role], self._filler(r))),
            places=tuple(event.places[n] for n in places),
            place_spans=tuple(event.place_spans[n] for n in places if n < len(event.place_spans)),
            place_confidences=tuple(event.place_confidences[n] for n in places if n < len(event.place_confidences)),
            time=event.time if timed else None,
            part_of=event.part_of if event.part_of and other(event.part_of, "partOf") else "",
            causes=tuple(cause for cause in event.causes if other(cause, "causedBy")),
            sources=tuple(s for s in event.sources if self._surer.stands(self._article, s)),
        )

    def statement(self, statement: Statement) -> Statement:
        node = self._iris.statement(self._article, statement.id)

        def people(term: str, who: Iterable[str]) -> tuple[str, ...]:
            return tuple(local for local in who if self._is(node, names.kb(term).value, self.entity(local)))

        speakers = people("speaker", statement.speakers)
        medium = people("medium", [statement.medium] if statement.medium else [])
        span = statement.medium_span
        heard = bool(medium) or (
            span is not None
            and not statement.medium
            and self._is(node, names.kb("medium").value, self._iris.phrase(self._article, span.start, span.end))
        )
        return replace(
            statement,
            speakers=speakers,
            speaker_span=statement.speaker_span if speakers or not statement.speakers else None,
            medium=medium[0] if medium else "",
            medium_span=span if heard else None,
            addressees=people("addressee", statement.addressees),
            claims=tuple(
                e
                for e in statement.claims
                if self._is(node, names.kb("asserts").value, self._iris.event(self._article, e))
            ),
            about=tuple(
                local for local in statement.about if self._is(node, names.kb("about").value, self._thing(local))
            ),
        )

    def _thing(self, local: str) -> NamedNode:
        return self._iris.event(self._article, local) if local.startswith("v") else self.entity(local)

    def _filler(self, role: Role) -> NamedNode:
        if role.entity:
            return self.entity(role.entity)
        if role.event:
            return self._iris.event(self._article, role.event)
        return self._iris.phrase(self._article, role.span.start, role.span.end)

    def _is(self, subject: NamedNode, term: str, value: NamedNode) -> bool:
        return self._surer.triple(self._article, subject, term, value)
