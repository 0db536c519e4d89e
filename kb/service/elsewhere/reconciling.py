"""Our entities put before a reconciliation service elsewhere, batch by batch.

Input: an opened knowledge base, the address of a service. Output: one candidates-found event a batch, and, where it
was asked for, ids taken on without a person; a Reconciled.
Never: holds the home's lock while it waits for the service; takes part of an answer; takes an id on because the
service says so: the name has to be the same by our own comparison, and no other candidate may be near.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kb.errors import ConflictError, InputError
from kb.events import Asked, Candidate, CandidatesFound
from kb.events.streams import RESOLUTION
from kb.graph.registry_graph import EntityView
from kb.log import Append
from kb.model.external import scheme_of
from kb.model.extraction import ENTITY_TYPES
from kb.resolution.folded import names_of
from kb.resolution.kinds import group_of
from kb.resolution.names.bodies import compare_bodies
from kb.resolution.names.persons import compare_persons
from kb.service.elsewhere.external_ids import ExternalIds
from kb.service.knowledge_base import KnowledgeBase, OnWait
from kb.sources.asking import Asker, Bounds
from kb.sources.reconciliation import Manifest, answers, manifest

RULE: Final = "rule:reconciled/1"
MOST_BATCH: Final = 50
_LEAD: Final = 0.05  # of the best score, by which a candidate must lead the next to be taken without a person
_SAME: Final = frozenset({"same", "order"})

OnBatch = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be asked.

    Attributes:
        types: entity types of ours, none for all.
        limit: entities at most.
        batch: entities in one request.
        candidates: of one entity at most.
        service_type: id of a type of the service that every candidate must have, "" for any.
        again: also those about which this service was asked already.
        accept: take on what the service is sure of and our own comparison confirms.
    """

    types: tuple[str, ...] = ()
    limit: int = 100
    batch: int = 10
    candidates: int = 5
    service_type: str = ""
    again: bool = False
    accept: bool = False


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What came of it.

    Attributes:
        asked: entities that were put before the service.
        found: those for which it has candidates.
        accepted: (canonical id, "scheme:id") of what was taken on without a person.
        left: entities that are still to be asked.
        positions: of the events.
    """

    service: str
    name: str
    asked: int
    found: int
    accepted: tuple[tuple[str, str], ...]
    left: int
    positions: tuple[int, ...]


class BrokenOffError(ConflictError):
    """A service failed after some batches; those are in the log, whole."""

    code = "broken-off"

    def __init__(self, error: InputError, done: Reconciled) -> None:
        self.done = done
        super().__init__(
            f"{error} {done.asked} entities were asked before, and what it said of them is kept.",
            hint="The same command goes on with the rest.",
        )


def asker(kb: KnowledgeBase) -> Asker:
    """Return what asks, within the bounds of the settings."""
    settings = kb.settings
    return Asker(settings.reconcile_hosts, Bounds(timeout=settings.reconcile_timeout, pause=settings.reconcile_pause))


def reconcile(
    kb: KnowledgeBase,
    service: str,
    wanted: Wanted = Wanted(),
    *,
    asking: Asker | None = None,
    on_wait: OnWait | None = None,
    on_batch: OnBatch | None = None,
) -> Reconciled:
    """Put entities before a service, and keep what it answers.

    Those that most articles name come first; those that have an id of the service already are not asked.

    Raises:
        InputError: there is no such type, or a number is out of range.
        BadAddressError: the service may not be asked.
        ServiceError: it fails on the first request; nothing was recorded.
        BrokenOffError: it fails later; what it said until then is recorded.
    """
    _check(wanted)
    asks = asking or asker(kb)
    said = manifest(asks, service)
    own = _scheme(said)
    with kb.at(None) as moment, moment.connection() as connection:
        rows = connection.execute(
            "SELECT n.id, n.label, n.type FROM entities n WHERE EXISTS (SELECT 1 FROM state s WHERE s.kind = 'facet' "
            "AND s.part = n.id AND s.key >= 'name:' AND s.key < 'name;') AND NOT EXISTS (SELECT 1 FROM "
            "json_each(n.external) e WHERE e.value LIKE ?) AND (? OR NOT EXISTS (SELECT 1 FROM state a WHERE "
            "a.kind = 'asked' AND a.part = n.id AND a.key = ?)) ORDER BY n.articles DESC, n.id",
            (f"{own}:%", wanted.again, said.address),
        ).fetchall()
    todo = [(str(entity), str(label)) for entity, label, kind in rows if not wanted.types or kind in wanted.types]
    chosen = todo[: wanted.limit]
    done = Reconciled(said.address, said.name, 0, 0, (), len(todo), ())
    for batch in _cut(chosen, wanted.batch):
        try:
            found = answers(
                asks, said, [label for _, label in batch], limit=wanted.candidates, kind=wanted.service_type
            )
        except InputError as error:
            if not done.asked:
                raise
            raise BrokenOffError(error, done) from error
        asked = tuple(Asked(entity, label, one) for (entity, label), one in zip(batch, found, strict=True))
        position, accepted = _keep(kb, said, asked, accept=wanted.accept, on_wait=on_wait)
        done = Reconciled(
            said.address,
            said.name,
            done.asked + len(asked),
            done.found + sum(1 for one in asked if one.candidates),
            (*done.accepted, *accepted),
            done.left - len(asked),
            (*done.positions, position),
        )
        if on_batch:
            on_batch(done.asked, len(chosen))
    return done


def _check(wanted: Wanted) -> None:
    for kind in wanted.types:
        if kind not in ENTITY_TYPES:
            raise InputError(
                f"There is no entity type {kind!r}.", hint=f"Choose from {', '.join(sorted(ENTITY_TYPES))}."
            )
    for name, value, most in (("batch", wanted.batch, MOST_BATCH), ("candidates", wanted.candidates, 50)):
        if not 1 <= value <= most:
            raise InputError(f"{name} cannot be {value}.", hint=f"Give a number from 1 to {most}.")


def _scheme(said: Manifest) -> str:
    """Return the scheme of a service's ids: of a known one its name, of another iri: with the space."""
    from kb.model.external import of_iri

    for example in ("Q1", "1"):
        if known := of_iri(f"{said.space}{example}"):
            return scheme_of(known)
    return f"iri:{said.space}"


def _cut(rows: Sequence[tuple[str, str]], size: int) -> Iterator[Sequence[tuple[str, str]]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _keep(
    kb: KnowledgeBase, said: Manifest, asked: tuple[Asked, ...], *, accept: bool, on_wait: OnWait | None
) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Record what was answered about one batch; return the event's position and what was taken on."""
    with kb.writing(on_wait) as projections:
        event = CandidatesFound(said.address, said.space, asked)
        append = Append(RESOLUTION, kb.log.stream_version(RESOLUTION), [event], kb.actor)
        position = kb.log.append_batch([append])[-1].position
        projections.advance(kb.log)
        taken: list[tuple[str, str]] = []
        if accept:
            ids = ExternalIds(kb, projections, RULE)
            for one in asked:
                view = projections.catalog.views.view(one.entity)
                best = confirmed(view, one.candidates) if isinstance(view, EntityView) else None
                if best is None or projections.catalog.tables.get("rejected", one.entity, best.external) is not None:
                    continue
                reason = f"{said.name} is sure ({best.score:g}), and the names are the same"
                try:
                    ids.set_id(f"entity-{one.entity}", best.external, reason, cause=position)
                except ConflictError:
                    continue  # another entity has it: the candidate waits for a person
                taken.append((one.entity, best.external))
        return position, tuple(taken)


def confirmed(view: EntityView, candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the candidate that a service is sure of and our own comparison confirms, None if there is none.

    The one and only that the service says matches; it leads the next by a twentieth of its score; one of our names is
    its name, words in any order; and a person's name has two words at least.
    """
    sure = [one for one in candidates if one.match]
    if len(sure) != 1 or candidates[0] is not sure[0]:
        return None
    best = sure[0]
    if len(candidates) > 1 and best.score - candidates[1].score < _LEAD * abs(best.score):
        return None
    person = group_of(view.type) == "person"
    compare = compare_persons if person else compare_bodies
    ours = names_of(view.type, (view.label, *view.aliases), view.country)
    theirs = [name for name in names_of(view.type, (best.name,), view.country) if " " in name or not person]
    return best if any(compare(one, other) in _SAME for one in ours for other in theirs) else None
