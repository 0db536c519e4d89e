"""People decide who is who: merge, part, keep apart; what an entity is called, of which type it is, its ids elsewhere.

Input: entities or happenings by id, IRI or name; who decides and why. Output: one event, and Done for reading.
Never: joins what cannot be one (a person with a place); decides what holds already. All say the present state.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from kb.errors import InputError
from kb.events import EntitiesKeptApart, EntitiesMerged, EntityAmended, MergeUndone
from kb.events.streams import CURATION, RESOLUTION
from kb.graph.registry_graph import EntityView
from kb.model.extraction import ENTITY_TYPES
from kb.model.identity import digest
from kb.projections.folding.clusters import cluster
from kb.projections.folding.judging import key, parted
from kb.projections.opening import Projections
from kb.service.curation.deciding import Done, record
from kb.service.curation.errors import Earlier, EntityStateError
from kb.service.curation.joined import called, chains
from kb.service.curation.parting import Parter
from kb.service.curation.things import Thing, Things, same_kind
from kb.service.elsewhere.external_ids import ExternalIds
from kb.service.identity.named_members import is_member
from kb.service.knowledge_base import KnowledgeBase, OnWait

_LONGEST: Final = 300


class Identifier:
    """Records decisions about entities. The caller holds the home's lock; projections have caught up."""

    def __init__(self, kb: KnowledgeBase, projections: Projections, actor: str) -> None:
        self._kb = kb
        self._projections = projections
        self._catalog = projections.catalog
        self._tables = projections.catalog.tables
        self._actor = actor
        self._things = Things(kb, self._catalog)

    # -- who is who -------------------------------------------------------------------------------

    def merge(self, kept: str, absorbed: str, reason: str = "", seen: int = 0) -> Done:
        """Say that two are one; *absorbed* keeps answering as *kept*.

        Raises:
            NothingCalledError, SeveralCalledError: no such entity, or several of that name.
            EntityStateError: they are one already, or cannot be.
            MeanwhileError: somebody decided about one of them after position *seen*.
        """
        one, other = self._things.find(kept), self._things.find(absorbed)
        self._things.unseen(seen, one, other)
        if one.id == other.id:
            raise self._one_already(kept, absorbed, one, other)
        same_kind(one, other)
        against = parted(self._tables, one.id, other.id)
        event = EntitiesMerged(
            digest("merge", one.id, other.id, self._kb.log.position()), one.id, other.id, 0.0, self._reasons(reason)
        )
        position = record(self._kb, self._projections, event, self._actor, against, RESOLUTION)
        overturns = tuple(e for e in (self._things.by(against),) if e.actor != self._actor) if against else ()
        return Done(position, self._actor, f"{other.words} is {one.words} now{self._called(one)}.", overturns)

    def _called(self, one: Thing) -> str:
        """Return what a thing is called since it was merged, if it is another name: that of all its mentions counts."""
        view = self._catalog.views.view(one.id)
        if view is None or view.label == one.view.label:
            return ""
        hint = "; `kb rename` sets another name" if isinstance(view, EntityView) else ""
        return f", and called {view.label}{hint}"

    def unmerge(self, what: str, reason: str = "", seen: int = 0) -> Done:
        """Part what the one merge in force that made *what* another's, or joined another to it, has joined.

        Raises:
            EntityStateError: no merge is in force there, or several: names them.
        """
        thing = self._things.find(what)
        self._things.unseen(seen, thing)
        ids = (
            [thing.given] if thing.given and thing.given != thing.id else list(cluster(self._tables, thing.id).members)
        )
        merges = sorted({int(key) for one in ids for key, _ in self._tables.items("edge", one)})
        if not merges:
            raise self._not_merged(thing, ids)
        if len(merges) > 1:
            said = "; ".join(f"{self._merge_words(each, thing)}, {self._things.by(each)}" for each in merges)
            raise EntityStateError(f"{thing.words} is joined by several merges: {said}.", "Say which: `kb undo N`.")
        event = self._catalog.sources.recorded(merges[0]).event
        assert isinstance(event, EntitiesMerged)
        undone = MergeUndone(event.merge_id, reason)
        position = record(self._kb, self._projections, undone, self._actor, merges[0], RESOLUTION)
        by = self._things.by(merges[0])
        kind = _kind(thing)
        said = f"{kind}-{event.entity} and {kind}-{event.absorbed} are two again."
        return Done(position, self._actor, said, (by,) if by.actor != self._actor else ())

    def keep_apart(self, first: str, second: str, reason: str = "", seen: int = 0) -> Done:
        """Say that two are not one, so that no rule joins them. Two members of one part it: see Parter.part.

        Raises:
            EntityStateError: they are one, or are kept apart by a person already.
        """
        one, other = self._things.find(first), self._things.find(second)
        self._things.unseen(seen, one, other)
        if one.id == other.id:
            if is_member(first) and is_member(second):
                return Parter(self._kb, self._projections, self._actor).part(first, second, reason, seen)
            raise self._one_already(first, second, one, other)
        if by := parted(self._tables, one.id, other.id):
            said = f"{one.words} and {other.words} are kept apart already, by {self._things.by(by)}."
            raise EntityStateError(said, f"`kb undo {by}` takes that back.", by)
        event = EntitiesKeptApart((one.id, other.id), 0.0, self._reasons(reason))
        position = record(self._kb, self._projections, event, self._actor, 0, RESOLUTION)
        return Done(position, self._actor, f"{one.words} and {other.words} stay two; no rule joins them.")

    # -- what it is -------------------------------------------------------------------------------

    def rename(self, what: str, label: str, reason: str = "", seen: int = 0) -> Done:
        """Give an entity another name to be called by; the old one stays as one of its names."""
        label = " ".join(label.split())
        if len(label) > _LONGEST:
            raise InputError(
                f"A name of {len(label):,} characters is too long; it begins with {label[:40]!r}.",
                hint=f"Give one line of words, of {_LONGEST} characters at most.",
            )
        if not label or not label.isprintable():
            raise InputError(f"An entity cannot be called {label!r}.", hint="Give one line of words.")
        view = self._entity(what, seen)
        if view.label == label:
            raise EntityStateError(f"entity-{view.id} is called {label} already.", "Nothing was recorded.")
        return self._amended(view, "label", label, reason, f"entity-{view.id} is called {label} now, not {view.label}.")

    def set_type(self, what: str, kind: str, reason: str = "", seen: int = 0) -> Done:
        """Say of which type an entity is.

        Raises:
            InputError: there is no such type.
            EntityStateError: it is of that type already, or holds an office, which a person does.
        """
        kind = kind.strip().replace(" ", "_")
        if kind not in ENTITY_TYPES:
            known = ", ".join(sorted(ENTITY_TYPES))
            raise InputError(f"There is no entity type {kind!r}.", hint=f"Choose from {known}.")
        view = self._entity(what, seen)
        if view.type == kind:
            raise EntityStateError(
                f"entity-{view.id} ({view.label}) is of type {kind} already.", "Nothing was recorded."
            )
        held = self._catalog.connection.execute(
            "SELECT title FROM offices WHERE person = ? ORDER BY position, start, id", (view.id,)
        ).fetchone()
        if held and kind != "person":
            raise EntityStateError(
                f"entity-{view.id} ({view.label}) holds an office, {held[0]}: only a person does.",
                f"`kb show entity-{view.id}` has the office's id; `kb retract` it first if it is no office.",
            )
        said = f"entity-{view.id} ({view.label}) is of type {kind} now, not {view.type or 'unknown'}."
        return self._amended(view, "type", kind, reason, said)

    def set_id(self, what: str, external: str, reason: str = "", seen: int = 0) -> Done:
        """Say which id an entity has elsewhere, in the place of another of that scheme; "SCHEME:" for none.

        Raises:
            BadExternalIdError, EntityStateError, TakenExternalIdError: see ExternalIds.set_id.
        """
        return ExternalIds(self._kb, self._projections, self._actor).set_id(what, external, reason, seen)

    def _amended(self, view: EntityView, field: str, value: str, reason: str, said: str) -> Done:
        earlier = self._last_amendment(view.id, field)
        event = EntityAmended(view.id, field, value, reason)
        position = record(self._kb, self._projections, event, self._actor, earlier.position if earlier else 0, CURATION)
        overturns = (earlier,) if earlier and earlier.actor != self._actor else ()
        return Done(position, self._actor, said, overturns)

    def _last_amendment(self, entity: str, field: str) -> Earlier | None:
        found = [
            int(key)
            for one in cluster(self._tables, entity).members
            for key, row in self._tables.items("amendment", one)
            if row["field"] == field
        ]
        return self._things.by(max(found)) if found else None

    # -- what is there ----------------------------------------------------------------------------

    def _entity(self, what: str, seen: int) -> EntityView:
        thing = self._things.find(what)
        if not isinstance(thing.view, EntityView):
            said = f"{thing.words} is something that happened."
            raise EntityStateError(said, "What articles say of it is amended claim by claim: `kb amend event-ID.type`.")
        self._things.unseen(seen, thing)
        return thing.view

    def _one_already(self, first: str, second: str, one: Thing, other: Thing) -> EntityStateError:
        mine, theirs = self._own_id(first, one), self._own_id(second, other)
        ways = chains(self._tables, mine, theirs) if mine and theirs else []
        if mine and mine == theirs:
            return EntityStateError(f"Both are {one.words}.", "Name two.")
        if not ways:
            return self._one_by_whatever(one)
        by = "; ".join(str(self._things.by(position)) for position in sorted({p for way in ways for p in way}))
        undoing = " and ".join(f"`kb undo {way[-1]}`" for way in ways)
        parts = "parts" if len(ways) == 1 else "part"
        said = f"They are one already: {one.words}, by {by}."
        return EntityStateError(said, f"{undoing} {parts} them.", ways[-1][-1])

    def _not_merged(self, thing: Thing, ids: Iterable[str]) -> EntityStateError:
        """Return the error for what no merge in force names: which was the last that did, and what undid it."""
        said = f"No merge of {thing.words} is in force"
        for position in sorted({int(one) for each in ids for one in self._tables.keys("about", each)}, reverse=True):
            row = self._tables.get("decision", key(position)) or {}
            state = self._tables.get("force", key(position))
            if row.get("kind") == "merge" and state and not state["on"]:
                by = self._things.by(int(state["by"]))
                merged = f"event {position} merged {self._merge_words(position, thing)}, and was undone by {by}"
                parted = (self._tables.get("decision", key(by.position)) or {}).get("kind") == "move"
                again = f"`kb undo {by.position}`" if parted else f"`kb redo {position}`"
                return EntityStateError(f"{said}: {merged}.", f"{again} joins them again.", by.position)
        return EntityStateError(f"{said}.", "`kb show` says why mentions are one; `kb undo N` parts them.")

    def _one_by_whatever(self, one: Thing) -> EntityStateError:
        """Return the error for two names of one entity of which it is not known which of its ids they were."""
        rows = [self._tables.items("edge", each) for each in cluster(self._tables, one.id).members]
        merges = sorted({int(key) for edges in rows for key, _ in edges})
        if not merges:
            return EntityStateError(f"Both are {one.words}.", "Name two.")
        by = "; ".join(f"{self._merge_words(p, one)}, {self._things.by(p)}" for p in merges)
        hint = f"`kb list members {_kind(one)}-{one.id}` says who is who there; `kb undo N` parts what a merge joined."
        if len(merges) == 1:
            hint = f"`kb undo {merges[0]}` parts them."
        return EntityStateError(f"They are one already: {one.words}, by {by}.", hint, merges[-1])

    def _own_id(self, what: str, thing: Thing) -> str:
        """Return the id that a name had before any merge; "" where several of the entity's ids have it."""
        if thing.given:
            return thing.given
        ids = called(self._tables, thing.id, what)
        return ids.pop() if len(ids) == 1 else ""

    def _pair(self, position: int) -> tuple[str, str]:
        row = self._tables.get("decision", key(position)) or {"pair": ["", ""]}
        return row["pair"][0], row["pair"][1]

    def _merge_words(self, position: int, thing: Thing) -> str:
        kept, absorbed = self._pair(position)
        return f"{_kind(thing)}-{absorbed} into {_kind(thing)}-{kept}"

    def _reasons(self, reason: str) -> tuple[str, ...]:
        return (reason,) if reason else ()


def _kind(thing: Thing) -> str:
    return "entity" if isinstance(thing.view, EntityView) else "happening"


@contextmanager
def identifying(kb: KnowledgeBase, actor: str = "", on_wait: OnWait | None = None) -> Iterator[Identifier]:
    """Hold the home's lock and decide who is who; see kb.service.curation.deciding.deciding."""
    with kb.writing(on_wait) as projections:
        yield Identifier(kb, projections, actor or kb.actor)
