"""Ids elsewhere: given, taken away, accepted from a service's candidates, or refused.

Input: an entity by id, IRI or name; an id as "scheme:id" or IRI; who decides and why. Output: one event, and Done.
Never: gives two entities one id; takes an id whose form its scheme does not have, or a place's id for somebody.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from kb.errors import ConflictError, InputError, NotFoundError
from kb.events import CandidateRejected, EntityAmended
from kb.events.streams import CURATION
from kb.graph.registry_graph import EntityView
from kb.model.external import OF_PLACES, NoIdentifierError, checked, scheme_of
from kb.projections.folding.clusters import cluster
from kb.projections.folding.judging import in_force
from kb.projections.opening import Projections
from kb.resolution.kinds import group_of
from kb.service.curation.deciding import Done, record
from kb.service.curation.errors import Earlier, EntityStateError
from kb.service.curation.things import Things
from kb.service.knowledge_base import KnowledgeBase, OnWait

_NONE: Final = re.compile(r"([a-z][a-z0-9_.-]{0,30}):\Z")
_FIELDS: Final = frozenset({"external", "same"})


class BadExternalIdError(InputError):
    """Text is no id elsewhere, or none that this entity could have."""

    code = "bad-external-id"

    def __init__(self, given: str, reason: str) -> None:
        self.given = given
        self.reason = reason
        super().__init__(
            f"{given!r} is no id for it: {reason}.",
            hint="Write SCHEME:ID, as wikidata:Q42 or geonames:703448, or its IRI.",
        )


class TakenExternalIdError(ConflictError):
    """Another entity has the id."""

    code = "taken-id"

    def __init__(self, external: str, owner: str, label: str, entity: str) -> None:
        self.external = external
        self.owner = owner
        super().__init__(
            f"{external} is the id of entity-{owner} ({label}).",
            hint=f"If the two are one: `kb merge entity-{owner} entity-{entity}`.",
        )


class NoCandidateError(NotFoundError):
    """No service proposed this id for the entity."""

    code = "no-candidate"

    def __init__(self, external: str, entity: str, label: str, known: tuple[str, ...]) -> None:
        self.external = external
        self.entity = entity
        hint = f"Proposed are: {', '.join(known)}." if known else "`kb list candidates` shows what is; or `kb set-id`."
        super().__init__(f"No service proposed {external} for entity-{entity} ({label}).", hint=hint)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A candidate as it stands.

    Attributes:
        state: open, accepted or rejected.
        service: who proposed it, and at which event.
    """

    entity: str
    label: str
    type: str
    external: str
    name: str
    score: float
    match: bool
    types: tuple[str, ...]
    description: str
    service: str
    position: int
    state: str


class ExternalIds:
    """Records decisions about ids elsewhere. The caller holds the home's lock; projections have caught up."""

    def __init__(self, kb: KnowledgeBase, projections: Projections, actor: str) -> None:
        self._kb = kb
        self._projections = projections
        self._catalog = projections.catalog
        self._tables = projections.catalog.tables
        self._actor = actor
        self._things = Things(kb, projections.catalog)

    def set_id(self, what: str, external: str, reason: str = "", seen: int = 0, *, cause: int = 0) -> Done:
        """Say which id an entity has elsewhere, in the place of another of that scheme; "SCHEME:" for none.

        Args:
            cause: position of the event that led to it, 0 if none.

        Raises:
            NothingCalledError, SeveralCalledError: no such entity, or several of that name.
            BadExternalIdError: it is no id, or none of such an entity.
            EntityStateError: it has that id already.
            TakenExternalIdError: another entity has it.
            MeanwhileError: somebody decided about it after position *seen*.
        """
        view = self._entity(what, seen)
        if none := _NONE.match(external.strip()):
            scheme = none[1]
            if not any(scheme_of(one) == scheme for one in view.external):
                said = f"entity-{view.id} ({view.label}) has no id of {scheme} already."
                raise EntityStateError(said, "Nothing was recorded.")
            return self._amended(view, "external", f"{scheme}:", reason, f"has no id of {scheme} now", cause)
        return self._given(view, "external", self._checked(view, external), reason, cause)

    def accept(self, what: str, external: str, reason: str = "", *, same: bool = False) -> Done:
        """Take on an id that a service proposed.

        Args:
            same: as owl:sameAs, the very same thing; not skos:exactMatch.

        Raises:
            NoCandidateError: no service proposed it.
            and as set_id.
        """
        view, row, external = self._candidate(what, external)
        why = reason or f"candidate {row['name']} of {row['service']}, score {row['score']:g}"
        return self._given(view, "same" if same else "external", self._checked(view, external), why, row["position"])

    def reject(self, what: str, external: str, reason: str = "") -> Done:
        """Say that an entity is not what a service proposed.

        Raises:
            NoCandidateError: no service proposed it.
            EntityStateError: it was rejected already, or the entity has that id.
        """
        view, row, external = self._candidate(what, external)
        if external in view.external:
            said = f"entity-{view.id} ({view.label}) has the id {external}."
            raise EntityStateError(said, f"Take it away first: `kb set-id entity-{view.id} {scheme_of(external)}:`.")
        for one in cluster(self._tables, view.id).members:
            if by := self._tables.get("rejected", one, external):
                said = f"{external} was rejected for entity-{view.id} ({view.label}) already, by event {by}."
                raise EntityStateError(said, f"`kb undo {by}` takes that back.", by)
        event = CandidateRejected(view.id, external, reason)
        position = record(self._kb, self._projections, event, self._actor, row["position"], CURATION)
        return Done(position, self._actor, f"entity-{view.id} ({view.label}) is not {external} ({row['name']}).")

    # -- what is there ----------------------------------------------------------------------------

    def _entity(self, what: str, seen: int) -> EntityView:
        thing = self._things.find(what)
        if not isinstance(thing.view, EntityView):
            said = f"{thing.words} is something that happened."
            raise EntityStateError(said, "Ids elsewhere are of actors and places.")
        self._things.unseen(seen, thing)
        return thing.view

    def _candidate(self, what: str, external: str) -> tuple[EntityView, dict[str, Any], str]:
        view = self._entity(what, 0)
        try:
            wanted = checked(external)
        except NoIdentifierError as error:
            raise BadExternalIdError(external, error.reason) from error
        rows: dict[str, dict[str, Any]] = {}
        for one in cluster(self._tables, view.id).members:
            rows |= dict(self._tables.items("candidate", one))
        if wanted not in rows:
            raise NoCandidateError(wanted, view.id, view.label, tuple(sorted(rows))[:5])
        return view, rows[wanted], wanted

    def _checked(self, view: EntityView, external: str) -> str:
        try:
            found = checked(external)
        except NoIdentifierError as error:
            raise BadExternalIdError(external, error.reason) from error
        if found.startswith(f"iri:{self._kb.base_iri}"):
            raise BadExternalIdError(
                external, "it is one of this knowledge base; two of its own that are one are joined by `kb merge`"
            )
        if scheme_of(found) in OF_PLACES and view.type and group_of(view.type) not in ("place", "country"):
            raise BadExternalIdError(
                external, f"{scheme_of(found)} is about places, and {view.label} is a {view.type.replace('_', ' ')}"
            )
        return found

    def _given(self, view: EntityView, field: str, external: str, reason: str, cause: int) -> Done:
        if external in view.external and (external in view.same) == (field == "same"):
            said = f"entity-{view.id} ({view.label}) has {external} already."
            raise EntityStateError(said, "Nothing was recorded.")
        if owner := self._owner(external, view.id):
            raise TakenExternalIdError(external, *owner, view.id)
        others = [one for one in view.external if scheme_of(one) == scheme_of(external) and one != external]
        was = f", not {', '.join(others)}" if others and scheme_of(external) != "iri" else ""
        return self._amended(view, field, external, reason, f"has {external} now{was}", cause)

    def _owner(self, external: str, but: str) -> tuple[str, str] | None:
        """Return id and label of another entity that has an id elsewhere."""
        row = self._catalog.connection.execute(
            "SELECT n.id, n.label FROM entities n, json_each(n.external) e WHERE e.value = ? AND n.id <> ? LIMIT 1",
            (external, but),
        ).fetchone()
        return (str(row[0]), str(row[1])) if row else None

    def _amended(self, view: EntityView, field: str, value: str, reason: str, said: str, cause: int) -> Done:
        earlier = self._last(view.id, value)
        event = EntityAmended(view.id, field, value, reason)
        cause = cause or (earlier.position if earlier else 0)
        position = record(self._kb, self._projections, event, self._actor, cause, CURATION)
        overturns = (earlier,) if earlier and earlier.actor != self._actor else ()
        return Done(position, self._actor, f"entity-{view.id} ({view.label}) {said}.", overturns)

    def _last(self, entity: str, value: str) -> Earlier | None:
        found = [
            int(position)
            for one in cluster(self._tables, entity).members
            for position, row in self._tables.items("amendment", one)
            if row["field"] in _FIELDS and scheme_of(row["value"]) == scheme_of(value)
        ]
        return self._things.by(max(found)) if found and in_force(self._tables, max(found)) else None


@contextmanager
def external_ids(kb: KnowledgeBase, actor: str = "", on_wait: OnWait | None = None) -> Iterator[ExternalIds]:
    """Hold the home's lock and decide about ids elsewhere; see kb.service.curation.deciding.deciding."""
    with kb.writing(on_wait) as projections:
        yield ExternalIds(kb, projections, actor or kb.actor)
