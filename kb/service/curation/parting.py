"""People part what is one: a cluster in its members, a member from it, a cluster along its weakest evidence.

Input: entities or happenings, members of them, who decides and why. Output: one event, and Done for reading: who went
where and why.
Never: moves what would change nothing; gives a member an id of another kind of thing.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations
from typing import Final

from kb.events import MembersMoved
from kb.events.streams import RESOLUTION
from kb.graph.registry_graph import EntityView
from kb.model.identity import digest
from kb.projections.folding.clusters import canonical, cluster
from kb.projections.folding.judging import PERSON
from kb.projections.opening import Projections
from kb.resolution.clustering import Pair, ordered
from kb.resolution.judging import Pairs
from kb.resolution.splitting import Split, split
from kb.service.articles.relinking import by_person
from kb.service.curation.deciding import Done, record
from kb.service.curation.errors import Earlier, EntityStateError
from kb.service.curation.things import Thing, Things, same_kind
from kb.service.identity.link_index import LinkIndex
from kb.service.identity.named_members import Member, Members
from kb.service.identity.weighing import pairs_of
from kb.service.knowledge_base import KnowledgeBase, OnWait

_COMPARED: Final = 400  # members of one cluster that are weighed pair by pair
_SAID: Final = 1000.0
_LINKED: Final = 500.0
_MERGED: Final = 250.0
_TOLD: Final = 6  # members that a message names
OWN: Final = ("itself", "new")  # in the place of an id: the member's own


class Parter:
    """Records what parts. The caller holds the home's lock; projections have caught up."""

    def __init__(self, kb: KnowledgeBase, projections: Projections, actor: str) -> None:
        self._kb = kb
        self._projections = projections
        self._catalog = projections.catalog
        self._tables = projections.catalog.tables
        self._actor = actor
        self._things = Things(kb, self._catalog)
        self._found = Members(self._catalog, kb.base_iri)

    def members(self, what: str) -> tuple[Member, ...]:
        """Return the members of an entity or happening in the graph, the first that came first."""
        return self._found.of(self._things.find(what).id)

    # -- decisions --------------------------------------------------------------------------------

    def explode(self, what: str, reason: str = "", seen: int = 0) -> Done:
        """Part an entity or happening into its articles' members, each by itself again.

        Raises:
            NothingCalledError, SeveralCalledError: no such thing, or several of that name.
            EntityStateError: only one article tells of it.
            MeanwhileError: somebody decided about it after position *seen*.
        """
        thing = self._things.find(what)
        self._things.unseen(seen, thing)
        members = self._found.of(thing.id)
        if len(members) < 2:
            raise EntityStateError(f"Only one article tells of {thing.words}.", "There is nothing to part.")
        keeper = next((one for one in members if one.own == thing.id), members[0])
        goes = {one: thing.id if one is keeper else one.own for one in members}
        told = "; ".join(f"{one.words} is {_id(one, target)}" for one, target in list(goes.items())[:_TOLD])
        more = f"; and {len(members) - _TOLD} more" if len(members) > _TOLD else ""
        said = f"{thing.words} is {len(members)} now, each article's own: {told}{more}."
        return self._record(thing, goes, said, reason)

    def move(self, what: str, to: str, reason: str = "", seen: int = 0) -> Done:
        """Have one article's entity or event stand for another one than now; *to* "itself" for nobody else's.

        Raises:
            NoSuchMemberError, NotThereError: see Members.named.
            NothingCalledError, SeveralCalledError: of *to*.
            EntityStateError: it stands for that one already, or cannot be one.
            MeanwhileError: somebody decided about one of them after position *seen*.
        """
        member = self._found.named(what)
        source = self._things.find(f"{member.kind}-{canonical(self._tables, member.target)}")
        alone = len(self._found.of(source.id)) < 2
        if to in OWN:
            if alone:
                raise EntityStateError(f"{member.words} is by itself already: {source.words}.", "Nothing was recorded.")
            self._things.unseen(seen, source)
            target, words = self._free(source.id, [member]), "itself"
        else:
            goal = self._things.find(to)
            self._things.unseen(seen, source, goal)
            if goal.id == source.id:
                raise EntityStateError(f"{member.words} is {source.words} already.", "Nothing was recorded.")
            same_kind(source, goal)
            if alone:
                raise EntityStateError(
                    f"{member.words} is all that there is of {source.words}.",
                    f"`kb merge` makes that one {goal.words}, and its id goes on answering.",
                )
            target, words = goal.id, goal.words
        said = f"{member.words} is {words} now"
        said += f" (entity-{target})" if words == "itself" and member.kind == "entity" else ""
        return self._record(source, {member: target}, f"{said}, not {source.words}.", reason)

    def part(self, one: str, other: str, reason: str = "", seen: int = 0) -> Done:
        """Say that two members of one entity or happening are two: it comes apart along its weakest evidence.

        Args:
            one, other: members, see Members.named; the side of *one* keeps the id if it has as many members.

        Raises:
            as Members.named, and EntityStateError: they are no two of one thing.
        """
        first, second = self._found.named(one), self._found.named(other)
        ids = [canonical(self._tables, member.target) for member in (first, second)]
        if ids[0] != ids[1]:
            raise EntityStateError(
                f"{first.words} and {second.words} are two already.", "`kb keep-apart` keeps them so."
            )
        if first.name == second.name:
            raise EntityStateError(f"Both are {first.words}.", "Name two.")
        thing = self._things.find(f"{first.kind}-{ids[0]}")
        self._things.unseen(seen, thing)
        members = {member.name: member for member in self._found.of(thing.id)}
        bits = self._bits(members, first.name, second.name)
        bonds = {(a, b): value + self._bond(members[a], members[b]) for (a, b), value in bits.items()}
        found = split(tuple(members), bonds, first.name, second.name)
        found = replace(found, bits=bits[found.pair] if found.pair else 0.0)
        stays, goes = found.first, found.second
        if (len(goes), thing.id in self._owns(members, goes)) > (len(stays), thing.id in self._owns(members, stays)):
            stays, goes = goes, stays
        target = self._free(thing.id, [members[name] for name in goes])
        said = self._told(thing, members, found, stays, goes, target)
        return self._record(
            thing, dict.fromkeys((members[name] for name in goes), target), said, reason, found, (first, second)
        )

    # -- how --------------------------------------------------------------------------------------

    def _bits(self, members: Mapping[str, Member], one: str, other: str) -> dict[Pair, float]:
        """Return what the pairs of a cluster weigh; of a great one those of its first members, and with the two."""
        names = list(members)
        near = list(dict.fromkeys([one, other, *names[:_COMPARED]]))
        pairs = self._pairs()
        weigh = pairs.entities if members[one].kind == "entity" else pairs.events
        bits = {ordered(a, b): weigh(a, b).bits for a, b in combinations(near, 2)}
        for name in names[_COMPARED:]:
            bits |= {ordered(name, end): weigh(name, end).bits for end in (one, other) if name not in near}
        return bits

    def _bond(self, one: Member, other: Member) -> float:
        """Return how much more than what they weigh holds two members of one thing together.

        What a person put in one place comes apart last; an id before a merge of it with another.
        """
        if one.target == other.target:
            return _SAID if all(by_person(self._tables, each.name) for each in (one, other)) else _LINKED
        joined = any(other.target in pair for _, pair in self._tables.items("edge", one.target))
        return _MERGED if joined else 0.0

    def _pairs(self) -> Pairs:
        index = LinkIndex(self._catalog.connection, self._kb.parts.coarse())
        return pairs_of(self._tables, index)

    @staticmethod
    def _owns(members: Mapping[str, Member], names: Collection[str]) -> set[str]:
        return {members[name].own for name in names}

    def _free(self, entity: str, goes: Sequence[Member]) -> str:
        """Return the id for who leaves: one that was theirs alone, of the first that has one; else one of their own."""
        stay = {one.target for one in self._found.of(entity) if one not in goes}
        for one in goes:
            for candidate in (one.target, one.own):
                rivals = [name for name in self._tables.keys("linked", candidate) if name not in {m.name for m in goes}]
                if candidate != entity and candidate not in stay and not rivals:
                    return candidate
        return digest("parted", entity, *sorted(one.name for one in goes))

    def _told(
        self,
        thing: Thing,
        members: Mapping[str, Member],
        found: Split,
        stays: Sequence[str],
        goes: Sequence[str],
        target: str,
    ) -> str:
        kind = "entity" if isinstance(thing.view, EntityView) else "happening"
        why = "nothing that was compared speaks for one across"
        if found.pair is not None:
            one, other = (members[name].words for name in found.pair)
            why = f"the strongest across, {one} and {other}, weighs {found.bits:g} bits"
        said = (
            f"{kind}-{thing.id} keeps {_list(members, stays)}; {kind}-{target} is {_list(members, goes)}. "
            f"It came apart where the evidence is weakest: {why}."
        )
        if found.tied:
            said += f" {_list(members, found.tied)} would fit the other side as well: `kb move` puts it there."
        return said

    def _record(
        self,
        thing: Thing,
        goes: Mapping[Member, str],
        said: str,
        reason: str,
        found: Split | None = None,
        different: tuple[Member, ...] = (),
    ) -> Done:
        """Record that members of *thing* go, with the merges that this parts."""
        merges, stranded = self._merges(thing, goes)
        moved = {**goes, **dict.fromkeys(stranded, thing.id)}
        event = MembersMoved(
            thing.id,
            tuple(one.name for one in moved),
            tuple(moved.values()),
            tuple(merges),
            tuple(one.name for one in different),
            found.bits if found else 0.0,
            ((reason,) if reason else ()) + ((said,) if found else ()),
        )
        overturned = tuple(self._overturned(merges, goes))
        position = record(self._kb, self._projections, event, self._actor, 0, RESOLUTION)
        return Done(position, self._actor, said, overturned)

    def _merges(self, thing: Thing, goes: Mapping[Member, str]) -> tuple[list[int], list[Member]]:
        """Return the merges that would join again what goes apart, and who would lose the rest by parting them.

        A merge joins ids. One that has no members any more joins nothing, so that who was joined through it alone
        has to be given the id itself.
        """
        stay = [one for one in self._found.of(thing.id) if one not in goes]
        together = cluster(self._tables, thing.id).members
        held = {one for one in together if self._tables.has("ward", one)}
        side = dict.fromkeys([*held, *(one.target for one in stay), thing.id], thing.id)
        side |= {to: to for to in goes.values()}
        edges = {int(at): set(pair) for one in {*together, *side} for at, pair in self._tables.items("edge", one)}
        ours = {at: pair for at, pair in edges.items() if pair <= side.keys()}
        parts = sorted(at for at, pair in ours.items() if len({side[one] for one in pair}) > 1)
        left = [pair for at, pair in ours.items() if at not in parts]
        told = held | {one.target for one in stay}
        reached = {thing.id} & told
        while grown := {one for pair in left if pair & reached and pair <= told for one in pair} - reached:
            reached |= grown
        return parts, [one for one in stay if one.target not in reached]

    def _overturned(self, merges: Sequence[int], moved: Mapping[Member, str]) -> Iterator[Earlier]:
        made = [int(rows[-1][0]) for one in moved if (rows := self._tables.items("linking", one.name))]
        for position in sorted({*merges, *made}):
            by = self._things.by(position)
            if by.actor.startswith(PERSON) and by.actor != self._actor:
                yield by


def _id(member: Member, target: str) -> str:
    return f"{member.kind}-{target}"


def _list(members: Mapping[str, Member], names: Sequence[str]) -> str:
    told = [members[name].words for name in names[:_TOLD]]
    more = [f"{len(names) - _TOLD} more"] if len(names) > _TOLD else []
    *first, last = [*told, *more]
    return f"{', '.join(first)} and {last}" if first else last


@contextmanager
def parting(kb: KnowledgeBase, actor: str = "", on_wait: OnWait | None = None) -> Iterator[Parter]:
    """Hold the home's lock and part what is one; see kb.service.curation.deciding.deciding."""
    with kb.writing(on_wait) as projections:
        yield Parter(kb, projections, actor or kb.actor)
