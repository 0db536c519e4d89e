"""Finds the entity or happening that a person names, to decide about it.

Input: an id, an IRI, a name, an event; the catalog. Output: a Thing, or the error that says why there is none.
Never: guesses between several; decides.
"""

import re
from dataclasses import dataclass
from typing import Final

from kb.errors import NotFoundError
from kb.graph.registry_graph import EntityView, HappeningView
from kb.projections.catalog.projection import Catalog
from kb.projections.folding.clusters import cluster
from kb.projections.folding.judging import in_force
from kb.resolution.kinds import group_of
from kb.service.articles.gone import former_owner, left_by
from kb.service.curation.errors import Earlier, EntityStateError, MeanwhileError
from kb.service.display.showing import Shower
from kb.service.history.following import check
from kb.service.identity.named_members import Members, is_member
from kb.service.identity.naming import NothingCalledError
from kb.service.knowledge_base import KnowledgeBase

_OWN: Final = re.compile(r"(?:entity|happening)-([0-9a-f]{20})\Z")


class LeftGraphError(NothingCalledError):
    """An entity or happening of which no article in the graph tells any more."""

    code = "left-graph"

    def __init__(self, identifier: str, article: str, position: int, newer: str = "") -> None:
        self.what = identifier
        self.article = article
        self.position = position
        back = f"Name what article-{newer} tells of, which took its place." if newer else ""
        NotFoundError.__init__(
            self,
            f"No article in the graph tells of {identifier} any more: article-{article} did, and has left it by "
            f"event {position}.",
            hint=back or f"`kb undo {position}` brings it back; `kb show article-{article}` says who withdrew it.",
        )


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity or happening that was named.

    Attributes:
        given: the id that was named, which may be an absorbed one; "" where a name was given.
        view: what it is now.
    """

    given: str
    view: EntityView | HappeningView

    @property
    def id(self) -> str:
        """The id that stands for it now."""
        return self.view.id

    @property
    def words(self) -> str:
        """What to call it in a message."""
        kind = "entity" if isinstance(self.view, EntityView) else "happening"
        return f"{kind}-{self.view.id} ({self.view.label})"


class Things:
    """Finds things.

    Args:
        kb: the home.
        catalog: of it, caught up.
    """

    def __init__(self, kb: KnowledgeBase, catalog: Catalog) -> None:
        self._kb = kb
        self._catalog = catalog
        self._tables = catalog.tables

    def find(self, what: str) -> Thing:
        """Return the entity or happening that an id, an IRI, a name, an event or an article's own stands for.

        Raises:
            NothingCalledError, SeveralCalledError: see Shower.page.
            NoSuchMemberError: ARTICLE#LOCAL or ARTICLE#NAME of what its article does not have.
            LeftGraphError: what told of it has left the graph.
        """
        plain = what.strip().removeprefix("<").removesuffix(">").removeprefix(f"{self._kb.base_iri}id/")
        match = _OWN.match(plain)
        if match:
            view = self._catalog.views.view(match[1])
            if view is None:
                self._refuse_left(plain)
                raise NothingCalledError(what)
            return Thing(match[1], view)
        if is_member(plain) and "#" in plain:
            member = Members(self._catalog, self._kb.base_iri).named(plain)
            if (view := self._catalog.views.view(member.target)) is None:
                raise NothingCalledError(what)
            return Thing("", view)
        page = Shower(self._catalog.connection, self._kb.log, self._kb.iris).page(what)
        identifier = page.id.partition("-")[2]
        if page.kind == "event":
            row = self._catalog.connection.execute(
                "SELECT happening FROM events WHERE id = ?", (identifier,)
            ).fetchone()
            identifier = str(row[0]) if row else ""
        elif page.kind != "entity":
            raise NothingCalledError(what)
        view = self._catalog.views.view(identifier)
        if view is None:
            raise NothingCalledError(what)
        return Thing("", view)

    def _refuse_left(self, plain: str) -> None:
        """Refuse an id that only articles that left the graph tell of."""
        article = former_owner(self._tables, self._catalog.sources, self._kb.iris, plain)
        if article:
            row = self._tables.get("article", article) or {}
            newer = "" if row.get("withdrawn") else str(row.get("replaced_by", ""))
            raise LeftGraphError(plain, article, left_by(self._tables, article), newer)

    def unseen(self, seen: int, *things: Thing) -> None:
        """Refuse if somebody decided about one of *things* after position *seen*, or the log does not go so far."""
        check(self._kb.log, seen)
        for thing in things if seen else ():
            ids = cluster(self._tables, thing.id).members
            later = [int(key) for one in ids for key in self._tables.keys("about", one) if int(key) > seen]
            later = [p for p in later if in_force(self._tables, p)]
            if later:
                raise MeanwhileError(thing.words, seen, self.by(later[0]), self._kb.log.position())

    def by(self, position: int) -> Earlier:
        """Return who decided at a position, and why."""
        recorded = self._catalog.sources.recorded(position)
        reason = getattr(recorded.event, "reason", "") or "; ".join(getattr(recorded.event, "reasons", ()))
        return Earlier(position, recorded.envelope.actor, reason)


def same_kind(one: Thing, other: Thing) -> None:
    """Refuse two that cannot be one.

    Raises:
        EntityStateError: one happened and one is somebody, or their types exclude each other.
    """
    if isinstance(one.view, EntityView) != isinstance(other.view, EntityView):
        raise EntityStateError(
            f"{one.words} and {other.words} cannot be one.", "One of them happened, one is somebody."
        )
    if not isinstance(one.view, EntityView) or not one.view.type or not other.view.type:
        return
    first, second = group_of(one.view.type), group_of(other.view.type)
    if first != second:
        types = f"{one.view.type.replace('_', ' ')} and {other.view.type.replace('_', ' ')}"
        raise EntityStateError(
            f"{one.words} and {other.words} cannot be one: {types}.",
            "If a type is wrong, say so first: `kb set-type ENTITY TYPE`.",
        )
