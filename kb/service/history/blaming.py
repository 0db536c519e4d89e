"""Why a triple is in the graph: article, characters, extractor, and every decision that led to it.

Input: a triple or an id; the projections at one position, and the log. Output: a Blame for each quad that is meant.
Never: leaves a quad of the graph without an event.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.graph import names
from kb.graph.iris import Iris
from kb.model import Span
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views
from kb.service.articles.gone import refuse_gone
from kb.service.display.page import quotes
from kb.service.history.asof import AsOf
from kb.service.history.blame_causes import Causes
from kb.service.history.blame_told import Blame, Ground
from kb.service.history.blame_what import (
    NotInGraphError,
    about,
    by_digits,
    looks_like_triple,
    matching,
    node_of,
    part_of,
    short,
    triple_of,
)
from kb.service.history.blame_words import Grounds, Words
from kb.service.history.differing import why
from kb.service.knowledge_base import KnowledgeBase

_ARTICLES: Final = 5  # of many that tell of one entity, so many are named


class Blamer:
    """Finds out.

    Args:
        store: the graph.
        views: the fold, at the same position.
        sources: of the same log.
        position: of both.
    """

    def __init__(self, store: Store, views: Views, sources: LogSources, position: int) -> None:
        self._store = store
        self._views = views
        self._sources = sources
        self._position = position
        self._iris = Iris(views.base())
        self._causes = Causes(views, sources, self._iris)

    def blame(self, what: str, limit: int | None = None) -> tuple[Blame, ...]:
        """Return why what a triple or an id stands for is in the graph, quad by quad, at most *limit*.

        Raises:
            NotATripleError: *what* is none, and no id.
            NotInGraphError: nothing in the graph is meant by it.
        """
        thing, field = part_of(what)
        node = node_of(thing, self._iris) or by_digits(self._store, thing, self._iris)
        found: Iterable[Quad]
        if node is None:
            found = matching(self._store, triple_of(what, self._iris))
        elif field:
            found = self._store.quads_for_pattern(node, NamedNode(names.PREFIXES["kb"] + field), None, None)
        else:
            found = about(self._store, node)
        blamed = tuple(self.of(quad) for quad in islice(dict.fromkeys(found), limit))
        if not blamed:
            raise NotInGraphError(what, self._position)
        return blamed

    def of(self, quad: Quad) -> Blame:
        """Return why one quad of the graph is there."""
        kind, key = self._graph(quad)
        if kind == "article":
            return self._of_article(quad, key)
        if kind == "registry":
            return self._of_registry(quad)
        if kind == "happening":
            return self._of_versions(quad, key)
        return self._made(quad, kind, self._positions(quad, kind))

    def _graph(self, quad: Quad) -> tuple[str, str]:
        name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        local = name.removeprefix(f"{self._iris.base}graph/")
        kind, _, identifier = local.partition("-")
        if kind in ("article", "listing", "happening") and identifier:
            return kind, identifier
        return (local, "") if local in ("registry", "decisions", "ontology") else ("imported", name)

    # -- what an article says ---------------------------------------------------------------------

    def _of_article(self, quad: Quad, article: str) -> Blame:
        graph = quad.graph_name
        assert isinstance(graph, NamedNode)
        words = Words(self._store, graph, self._iris.article(article))
        grounds = words.grounds(quad)
        terms: set[object] = {quad.subject, quad.object}
        field = ""
        if grounds.claim:
            claim = NamedNode(f"{self._iris.base}id/{grounds.claim}")
            stated = list(self._store.quads_for_pattern(claim, None, None, graph))
            terms |= {claim, *(q.object for q in stated if q.predicate in (names.SUBJECT, names.OBJECT))}
            if quad.subject != claim:
                field = quad.predicate.value.rpartition("#")[2]
        positions = [*self._causes.article(article), *self._causes.decisions(article, terms, field)]
        for term in terms:
            kind, identifier = self._named(term)
            if kind == "entity":
                positions += self._causes.links(article, identifier)
        return self._made(quad, "article", positions, [(article, grounds.spans)], grounds)

    # -- what all articles amount to --------------------------------------------------------------

    def _of_registry(self, quad: Quad) -> Blame:
        kind, identifier = self._named(quad.subject)
        other, article = self._named(quad.object)
        if kind == "article":  # replaced by another
            replaced = [*self._causes.article(identifier)]
            return self._made(quad, "registry", replaced, [(article, ())])
        if kind == "event":
            return self._of_happening(quad, article, quad.subject)
        if kind == "happening" and other == "event":
            return self._of_happening(quad, identifier, quad.object)
        if quad.predicate == names.kb("mentionedIn"):
            positions = [*self._causes.article(article), *self._causes.links(article, identifier)]
            return self._made(quad, "registry", positions, [(article, self._naming(article, identifier))])
        if quad.object == names.kb("Official"):
            return self._of_official(quad, identifier)
        return self._of_entity(quad, identifier)

    def _of_happening(self, quad: Quad, happening: str, event: object) -> Blame:
        members = [(a, local) for a, local in self._causes.members(happening) if self._iris.event(a, local) == event]
        positions: list[int] = []
        grounds = []
        for article, _ in members:
            positions += [*self._causes.article(article), *self._causes.links(article, happening)]
            grounds.append((article, self._telling(article, event)))
        return self._made(quad, "registry", positions, grounds)

    def _of_official(self, quad: Quad, identifier: str) -> Blame:
        """Return why somebody is an official: the articles and lists that give an office, with its words."""
        pattern = self._store.quads_for_pattern(None, names.kb("holder"), quad.subject)
        held = sorted(pattern, key=str)
        positions: list[int] = []
        grounds = []
        for office in held[:_ARTICLES]:
            kind, source = self._graph(office)
            positions += [*self._causes.article(source), *self._causes.links(source, identifier)]
            words = Words(self._store, self._iris.article_graph(source), self._iris.article(source))
            grounds.append((source, words.grounds(office).spans if kind == "article" else ()))
        return self._made(quad, "registry", positions, grounds, more=max(0, len(held) - _ARTICLES))

    def _of_versions(self, quad: Quad, happening: str) -> Blame:
        """Return why a happening's graph says so: every article that tells of it, and who is who in what they share."""
        shared = {quad.subject, quad.object}
        for term in (quad.subject, quad.object):
            if self._named(term)[0] == "canonical":
                shared |= {q.object for q in self._store.quads_for_pattern(term, None, None, quad.graph_name)}  # type: ignore[arg-type]
        named = [identifier for kind, identifier in map(self._named, shared) if kind == "entity"]
        positions = self._causes.descriptions(happening)
        grounds = []
        for article, local in self._causes.members(happening):
            positions += [*self._causes.article(article), *self._causes.decisions(article, shared)]
            positions += [link for one in (happening, *named) for link in self._causes.links(article, one)]
            grounds.append((article, self._telling(article, self._iris.event(article, local))))
        return self._made(quad, "happening", positions, grounds[:_ARTICLES], more=max(0, len(grounds) - _ARTICLES))

    def _of_entity(self, quad: Quad, identifier: str) -> Blame:
        """Return why the registry describes an entity or happening so: all that tells of it has a part in it."""
        positions = self._causes.descriptions(identifier)
        articles = list(dict.fromkeys(article for article, _ in self._causes.members(identifier)))
        name = quad.object.value if isinstance(quad.object, Literal) else ""
        articles.sort(key=lambda article: not self._calls(article, identifier, name))  # those that call it so first
        named = [identifier, *(one for kind, one in [self._named(quad.object)] if kind == "entity")]
        for article in articles[:_ARTICLES]:
            positions += self._causes.article(article)
            positions += [link for one in named for link in self._causes.links(article, one)]
        positions += [merge for one in named for merge in self._causes.merges(one)]
        if not positions:  # a place that only holds others
            for ward in self._views.tables.keys("ward", identifier):
                positions += self._causes.descriptions(ward)
        grounds = [(article, self._naming(article, identifier)) for article in articles[:_ARTICLES]]
        return self._made(quad, "registry", positions, grounds, more=max(0, len(articles) - _ARTICLES))

    def _calls(self, article: str, entity: str, name: str) -> bool:
        rows = (
            self._views.tables.get("member", article, local) or {}
            for local, target in self._views.links(article).items()
            if target == entity
        )
        return any(name in (row.get("name"), row.get("label"), *row.get("aliases", ())) for row in rows)

    def _telling(self, article: str, event: object) -> tuple[Span, ...]:
        words = Words(self._store, self._iris.article_graph(article), self._iris.article(article))
        return words.grounds(Quad(event, names.TYPE, names.kb("Event"))).spans  # type: ignore[arg-type]

    def _naming(self, article: str, entity: str) -> tuple[Span, ...]:
        words = Words(self._store, self._iris.article_graph(article), self._iris.article(article))
        return words.naming(self._iris.entity(entity))

    # -- the rest ---------------------------------------------------------------------------------

    def _positions(self, quad: Quad, kind: str) -> list[int]:
        tables = self._views.tables
        if kind == "ontology":
            return [int(tables.get("ontology", "") or 0)]
        if kind == "listing":
            return [int((self._views.listing_row(self._graph(quad)[1]) or {}).get("position", 0))]
        if kind == "imported":
            return [int(tables.get("graph", self._graph(quad)[1]) or 0)]
        subject, identifier = self._named(quad.subject)
        if subject == "record":
            return [int(identifier)]
        if subject == "agent":  # the first event that this agent answers for
            return [self._first_of(quad.subject)]
        return [self._position]

    def _first_of(self, agent: object) -> int:
        graph = self._iris.decisions_graph()
        found = self._store.quads_for_pattern(None, names.ASSOCIATED_WITH, agent, graph)  # type: ignore[arg-type]
        records = [int(self._named(quad.subject)[1]) for quad in found]
        if records:
            return min(records)
        actors = (actor for actor in self._views.tables.parts("actor") if self._iris.agent(actor) == agent)
        actor = next(actors, "")
        numbers = range(1, self._position + 1)  # all that it decided has left the graph: look it up in the log
        return next((n for n in numbers if self._sources.recorded(n).envelope.actor == actor), 1)

    def _named(self, term: object) -> tuple[str, str]:
        """Return kind and identifier of a node of this home, ("", "") for anything else."""
        prefix = f"{self._iris.base}id/"
        if not isinstance(term, NamedNode) or not term.value.startswith(prefix):
            return "", ""
        kind, _, identifier = term.value.removeprefix(prefix).partition("-")
        return kind, identifier

    def _made(
        self,
        quad: Quad,
        kind: str,
        positions: Iterable[int],
        grounds: Iterable[tuple[str, tuple[Span, ...]]] = (),
        of: Grounds | None = None,
        more: int = 0,
    ) -> Blame:
        of = of or Grounds()
        events = tuple(why(self._sources.recorded(position)) for position in sorted({*positions} - {0}))
        said = tuple(dict.fromkeys(name for node in of.claimants for name in self._speakers(node, quad)))
        told = tuple(ground for article, spans in grounds for ground in self._ground(article, spans))
        return Blame(f"{quad} .", short(quad, self._iris), kind, of.claim, of.certainty, said, told, more, events)

    def _speakers(self, statement: NamedNode, quad: Quad) -> Iterator[str]:
        speakers = [q.object for q in self._store.quads_for_pattern(statement, names.kb("speaker"), None)]
        for speaker in speakers:
            label = next(iter(self._store.quads_for_pattern(speaker, names.LABEL, None)), None)  # type: ignore[arg-type]
            yield str(getattr(label.object if label else speaker, "value", speaker))
        if not speakers and statement != quad.subject:
            yield "an unnamed source"

    def _ground(self, article: str, spans: tuple[Span, ...]) -> Iterator[Ground]:
        stored = self._causes.stored(article)
        if stored is None:
            return
        row = self._views.article_row(article) or {}
        read = self._sources.extraction(int(row["extraction"])) if row.get("extraction") else None
        extractor = f"{read.extractor}/{read.version}" if read else ""
        words = quotes(stored, spans)
        yield Ground(article, stored.title, stored.source, stored.url, stored.published, extractor, words)


def blame(kb: KnowledgeBase, what: str, *, as_of: AsOf = None, limit: int | None = None) -> tuple[Blame, ...]:
    """Return why a triple, or what is said of a thing, is in the graph.

    Args:
        what: a triple; or a thing by id, IRI or name, which stands for all that is said of it.
        as_of: in the graph as it was known after an event or at a time; None for now.
        limit: at most so many quads.

    Raises:
        NotATripleError, NotInGraphError: see Blamer.blame.
        GoneArticleError, ErasedError: what is asked about left the graph with its article.
        SeveralCalledError, NothingCalledError, BadMomentError, NoSuchMomentError: see KnowledgeBase.show and at.
    """
    with kb.at(as_of) as moment, moment.connection() as connection:
        thing, _ = part_of(what)
        store = moment.store()
        node = node_of(thing, kb.iris) or by_digits(store, thing, kb.iris)
        if node is None and not looks_like_triple(what):
            what = moment.show(what).iri
            node = node_of(what, kb.iris)
        tables = Tables(connection)
        try:
            return Blamer(store, Views(tables), LogSources(kb.log), moment.position).blame(what, limit)
        except NotInGraphError:
            if node:
                name = node.value.rpartition("/")[2]
                refuse_gone(tables, kb.log, name.removeprefix("article-"))
                moment.refuse_former(name)
            raise
