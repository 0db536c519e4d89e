"""The fold: what the log amounts to, event by event.

Input: one Recorded at a time, in order, and Tables to keep the outcome in.
Output: the outcome (kinds below) and what each step touched, read by the
graph and the catalog, which project the touched keys again.
Never: reads the clock, depends on anything but the events before; skips one.

Kinds of Tables, as kind: part -> key -> value
    base: "" -> "" -> base IRI          ontology: "" -> "" -> position
    graph: IRI -> "" -> position        article: id -> "" -> row       former: id -> id of a text before it -> 1
    member: article -> local -> row     link: article -> local -> canonical id
    linked: canonical id -> ARTICLE#LOCAL -> 1
    facet: canonical id -> facet -> how often
    described: canonical id -> "" -> row       ward: parent -> child -> 1 (as described)
    telling: canonical id -> position -> row (all descriptions)     told: article -> canonical id -> 1 (described from)
    into: canonical id -> position -> 1 (links that need others to link to)
    child: parent -> child -> how often (as articles say)
    merge: merge id -> "" -> [kept, absorbed, position]; edge: canonical id -> position -> [kept, absorbed]
    about: canonical id -> position -> 1 (merges, descriptions)
    apart: canonical id -> other -> position   parted: canonical id -> position and other -> row (all who say so)
    named: article -> position -> 1 (decisions that name it)
    curation: article -> position -> row (decisions in force on its claims)
    changed: article -> local -> member row as people left it, null for a retracted one
    amendment: canonical id -> position -> row (what people say of it)
    linking: ARTICLE#LOCAL -> position -> canonical id
    parting: position -> position of a merge that it parts -> how that stood before
    list, listing, listed: see kb.projections.folding.listing    asked, candidate, rejected: see
    kb.projections.folding.outside open: canonical id or member -> other and position -> bits (pairs that somebody
    could not decide about) weights: "" -> position -> row (fitted to people's decisions; the last holds)
    decision: position -> "" -> row            force: position -> "" -> row (of one that was undone, or redone)
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from kb import events as ev
from kb.events import Recorded
from kb.graph.iris import is_id
from kb.model.identity import own_id
from kb.projections.contract import BadEventError, Sources, Touched
from kb.projections.folding import articles, base, grounds, judging, listing, members, moving, outside, telling
from kb.projections.folding.clusters import reach
from kb.projections.folding.curating import curated_reading
from kb.projections.folding.facets import FacetMoves
from kb.projections.folding.force import key
from kb.projections.folding.tables import Tables

Step = Callable[["Fold", Recorded, Any], None]


class Fold:
    """Takes in events and says what they touched; *after* a fold of those before, knows the facets it has settled."""

    def __init__(self, tables: Tables, sources: Sources, after: "Fold | None" = None) -> None:
        self.tables = tables
        self.sources = sources
        self.touched = Touched()
        self._flipped: set[str] = set()
        self._facets: FacetMoves = FacetMoves(tables, after._facets if after else None)

    def take(self, recorded: Recorded) -> None:
        """Take in one event; what it touches is added to *touched*.

        Raises:
            BadEventError: it says something that cannot be so.
        """
        step = _STEPS.get(type(recorded.event))
        if step is None:
            raise BadEventError(f"No projection knows {recorded.envelope.type!r}.", hint="Update kb.")
        self.touched.records.add(recorded.position)
        step(self, recorded, recorded.event)

    def expand(self) -> Touched:
        """Return all that is to be projected again for what was touched: clusters, and the places they lie in."""
        self.settle()
        self.touched.entities = self._closure(self.touched.entities | self._told_by_others())
        for entity in self._closure(self._flipped):
            self.touched.records |= {int(position) for position in self.tables.keys("about", entity)}
        return self.touched

    def follow(self, earlier: "Fold") -> None:
        """Go on from a fold of the events just before, which has settled: what it touched is touched here as well."""
        self.touched.add(earlier.touched)
        self._flipped |= earlier._flipped

    def _told_by_others(self) -> set[str]:
        """The happenings of what was touched that several events tell of: what contradicts them may have changed."""
        found = set()
        for article in self.touched.articles:
            links = dict(self.tables.items("link", article))
            for local, row in members.standing(self.tables, article).items():
                happening = links.get(local) or self.own(article, local)
                if row["is"] == "happening" and self._told_by_several(happening):
                    found.add(happening)
        return found

    def _told_by_several(self, happening: str) -> bool:
        return (self.tables.get("facet", happening, "is:happening") or 0) > 1 or len(reach(self.tables, happening)) > 1

    def _closure(self, entities: set[str]) -> set[str]:
        done: set[str] = set()
        waiting = set(entities)
        while waiting:
            entity = waiting.pop()
            if entity in done:
                continue
            together = reach(self.tables, entity)
            done.update(together)
            for one in together:
                described = self.tables.get("described", one)
                if described and described.get("within"):
                    waiting.add(described["within"])
        return done

    def rework(self, article: str, change: Callable[[], None]) -> None:
        """Make a change to what one article has or who its members are; settle() moves its facets along."""
        self._facets.whole(article)
        change()
        self._facets.forget(article)
        self.touched.articles.add(article)

    def link(self, article: str, locals_: Collection[str], entity: str) -> None:
        """Give members of an article a canonical id; else as *rework*."""
        self._facets.links(article, locals_)
        for local in locals_:
            self.tables.put("link", article, local, entity)
        self.touched.articles.add(article)

    def settle(self) -> None:
        """Move the facets of reworked articles, once an article however many events changed it."""
        for moved in self._facets.moves():
            self.touched.entities |= moved.entities
            for entity, local, facet in sorted(moved.gone):
                self._move(moved.article, entity, local, facet, -1)
            for entity, local, facet in sorted(moved.come):
                self._move(moved.article, entity, local, facet, 1)

    def _move(self, article: str, entity: str, local: str, facet: str, change: int) -> None:
        self.tables.count("facet", entity, facet, change)
        if facet.startswith("is:"):
            had = self.tables.has("linked", entity)
            member = f"{article}{members.SEPARATOR}{local}"
            self.tables.count("linked", entity, member, change)
            grounds.moved(self, member, entity)
            if had != self.tables.has("linked", entity):
                self.flip(entity)
        if facet.startswith("within:"):
            self.tables.count("child", facet.removeprefix("within:"), entity, change)

    def flip(self, entity: str) -> None:
        """Have all told again that hangs on whether the graph tells of a canonical id."""
        self._flipped.add(entity)
        joined = reach(self.tables, entity)
        if len(joined) > 1:
            self.around(joined, joined)

    # -- articles ---------------------------------------------------------------------------------

    def article_withdrawn(self, recorded: Recorded, event: ev.ArticleWithdrawn) -> None:
        """Take the article and all that rests on it out."""
        judging.decided(self, recorded, "withdrawal", {"article": event.article_id})

    def withdraw(self, article: str, position: int) -> None:
        """Take an article out by the event at *position*, or 0: put it back in."""
        articles.mark(self, article, "withdrawn", position)

    def name(self, article: str, recorded: Recorded) -> None:
        """Keep that an event names an article."""
        self.tables.put("named", article, key(recorded.position))

    def article(self, article: str) -> dict[str, Any]:
        """Return what is kept of an article.

        Raises:
            BadEventError: no event brought it.
        """
        row = self.tables.get("article", article)
        if row is None:
            raise BadEventError(f"No event before it brought the article {article}.")
        return dict(row)

    # -- who is who -------------------------------------------------------------------------------

    def around(self, entities: Iterable[str], renamed: Iterable[str]) -> None:
        """Touch what hangs on ids of a cluster; of the articles those alone that name other canonical ids now."""
        for entity in entities:
            self.touched.entities.add(entity)
            self._flipped.add(entity)
            self.touched.entities |= set(self.tables.keys("ward", entity))
            self.touched.entities |= set(self.tables.keys("child", entity))
        for entity in renamed:
            self.touched.articles |= {_split(member)[0] for member in self.tables.keys("linked", entity)}

    def about(self, entity: str, recorded: Recorded) -> None:
        """Keep that an event is about a canonical id."""
        if not is_id(entity):
            raise BadEventError(f"{entity!r} is no id.")
        self.tables.put("about", entity, key(recorded.position))

    def listed(self, recorded: Recorded, _: ev.ListAdded | ev.ListWithdrawn) -> None:
        """Put a version of a curated list, or its withdrawal, in force."""
        judging.decided(self, recorded, "list", listing.taken(self, recorded))

    def ontology_adopted(self, recorded: Recorded, _: ev.OntologyAdopted) -> None:
        """Keep where the ontology's text is."""
        self.tables.put("ontology", "", value=recorded.position)
        self.touched.ontology = True

    def graph_imported(self, recorded: Recorded, event: ev.GraphImported) -> None:
        """Keep where the graph's triples are; a second import under one name takes its place."""
        self.tables.put("graph", event.graph, value=recorded.position)
        self.touched.graphs.add(event.graph)

    def graph_dropped(self, _: Recorded, event: ev.GraphDropped) -> None:
        """Forget an imported graph."""
        if self.tables.get("graph", event.graph) is None:
            raise BadEventError(f"There is no imported graph {event.graph}.")
        self.tables.delete("graph", event.graph)
        self.touched.graphs.add(event.graph)

    def erased(self, _: Recorded, event: ev.Erased | ev.PayloadErased) -> None:
        """Do nothing: what an erasure took is not in the log any more; see kb.projections.purging."""

    # -- what people decide -----------------------------------------------------------------------

    def recurate(self, article: str) -> None:
        """Keep which members of an article people retracted or changed; within rework."""
        self.tables.clear("changed", article)
        found = curated_reading(self.tables, self.sources, article) if self.tables.has("curation", article) else None
        if found is None:
            return
        stored, curated = found
        now = members.rows(stored, curated.extraction)
        before = dict(self.tables.items("member", article))
        for local in before.keys() | now.keys():
            if before.get(local) != now.get(local):
                self.tables.put("changed", article, local, now.get(local))

    @staticmethod
    def own(article: str, local: str) -> str:
        """Return the canonical id that a member has by itself."""
        return own_id(article, local)

    @staticmethod
    def split(member: str) -> tuple[str, str]:
        """Return article and local id of ARTICLE#LOCAL.

        Raises:
            BadEventError: it is none.
        """
        return _split(member)


def _split(member: str) -> tuple[str, str]:
    try:
        return members.split(member)
    except ValueError as error:
        raise BadEventError(str(error)) from error


_STEPS: Final[dict[type, Step]] = {
    ev.ArticleAdded: articles.added,
    ev.ArticleCorrected: articles.corrected,
    ev.ArticleWithdrawn: Fold.article_withdrawn,
    ev.ExtractionRecorded: articles.read,
    ev.ExtractionRejected: articles.rejected,
    ev.EntitiesLinked: articles.linked,
    ev.HappeningsLinked: articles.linked,
    ev.EntitiesMerged: judging.merged,
    ev.MergeUndone: judging.merge_undone,
    ev.EntitiesKeptApart: judging.kept_apart,
    ev.EntityDescribed: telling.described,
    ev.MembersMoved: moving.moved,
    ev.PairLeftOpen: moving.left_open,
    ev.WeightsAdopted: moving.weights_adopted,
    ev.CandidatesFound: outside.found,
    ev.CandidateRejected: judging.candidate_rejected,
    ev.ListAdded: Fold.listed,
    ev.ListWithdrawn: Fold.listed,
    ev.BaseCreated: base.based,
    ev.OntologyAdopted: Fold.ontology_adopted,
    ev.GraphImported: Fold.graph_imported,
    ev.GraphDropped: Fold.graph_dropped,
    ev.Erased: Fold.erased,
    ev.PayloadErased: Fold.erased,
    ev.ClaimConfirmed: judging.curated,
    ev.ClaimRetracted: judging.curated,
    ev.ClaimAmended: judging.curated,
    ev.DecisionUndone: judging.decision_undone,
    ev.EntityAmended: judging.entity_amended,
}
