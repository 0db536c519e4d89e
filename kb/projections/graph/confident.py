"""A view of the graph without what is less sure than asked for.

Input: a store of the graph, the least confidence. Output: the view's quads, and a store of them; read by kb.service.
Every quad of the view stands in the graph, but that a label which named what left gives way to the name of the type,
independent sources are counted again, and contradictions need both claims. Ontology and imported graphs are whole.
Never: holds more than one article's graph, the registry's names and what left in memory.
"""

from collections import Counter
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.errors import InputError
from kb.graph import names, words
from kb.graph.iris import Iris
from kb.graph.labels import VAGUE
from kb.graph.standing import ArticleStanding
from kb.log.faults import storage_faults

_EVENT: Final = names.kb("Event")
_VAGUE: Final = frozenset(names.words_of(kind) for kind in VAGUE)
_EVENT_TYPE: Final = names.kb("eventType")
_HAPPENING: Final = names.kb("happening")
_HOLDER: Final = names.kb("holder")
_OFFICIAL: Final = names.kb("Official")
_MENTIONED_IN: Final = names.kb("mentionedIn")
_MENTIONS: Final = names.kb("mentions")
_NAMED_BY: Final = frozenset(names.node(iri) for iri in words.ROLE.values()) | {names.kb("place")}
_REPORTED_BY: Final = names.kb("reportedBy")
_BETWEEN: Final = names.kb("between")
_CLAIM: Final = names.kb("sharedClaim")
_RESTS_ON: Final = names.kb("restsOn")
_SOURCE: Final = names.kb("independentSource")
_SOURCES: Final = names.kb("independentSources")
_WITHIN: Final = names.kb("within")


class BadConfidenceError(InputError):
    """A least confidence that is no chance."""

    code = "bad-confidence"

    def __init__(self, value: float) -> None:
        self.value = value
        super().__init__(f"A confidence lies between 0 and 1; {value:g} does not.", hint="0.9 is nine in ten.")


def least_confidence(value: float) -> float:
    """Return *value* to four decimals, as the graph has confidences.

    Raises:
        BadConfidenceError: it is below 0, above 1 or no number.
    """
    if not (isfinite(value) and 0 <= value <= 1):
        raise BadConfidenceError(value)
    return round(value, 4)


def confident_store(store: Store, base: str, least: float, path: Path | None) -> Store:
    """Return a store of the view.

    Args:
        store: of the graph, read only.
        base: base IRI of the home.
        least: see *least_confidence*.
        path: an empty or missing folder for it; None: in memory.

    Raises:
        BadConfidenceError: *least* is no chance.
        StorageError: the folder cannot be written.
    """
    quads = ConfidentView(store, base, least).quads()
    if path is None:
        view = Store()
        view.extend(quads)
        return view
    with storage_faults(path):
        view = Store(path)
        view.bulk_extend(quads)
        view.flush()
        view.optimize()
    return view


class ConfidentView:
    """The quads of a graph at a least confidence."""

    def __init__(self, store: Store, base: str, least: float) -> None:
        self._store = store
        self._iris = Iris(base)
        self._least = least_confidence(least)
        self._articles = f"{base}graph/article-"
        self._happened = f"{base}graph/happening-"
        self._decided: set[object] = set()
        self._lost: set[object] = set()  # events, entities and happenings, and decided claims
        self._unnamed: set[tuple[object, object]] = set()  # an entity, an article that does not name it any more
        self._relabelled: set[object] = set()  # events
        self._officials: set[object] = set()  # who holds an office that is left
        self._heard: Counter[object] = Counter()  # happening, canonical claim -> independent sources that are left

    def quads(self) -> Iterator[Quad]:
        """Yield the quads of the view, graph by graph."""
        if self._least == 0:
            yield from self._store
            return
        registry, decisions = self._iris.registry_graph(), self._iris.decisions_graph()
        self._decided = {q.object for q in self._graph(decisions) if q.predicate == names.kb("decides")}
        for predicate in (_BETWEEN, _CLAIM):
            self._decided |= {q.object for q in self._store.quads_for_pattern(None, predicate, None, None)}
        for graph in sorted(self._store.named_graphs(), key=str):
            if isinstance(graph, NamedNode) and graph.value.startswith(self._articles):
                yield from self._article(graph)
            elif isinstance(graph, NamedNode) and graph.value.startswith(self._happened):
                yield from self._told(graph)  # sorted after the articles: what left is known
            elif graph not in (registry, decisions):
                yield from self._listed(graph)
        yield from self._registry(registry)
        yield from self._decisions(decisions)

    def _graph(self, graph: object) -> Iterator[Quad]:
        return self._store.quads_for_pattern(None, None, None, graph)  # type: ignore[arg-type]

    def _listed(self, graph: object) -> Iterator[Quad]:
        """Yield a graph that is whole: a row of a list, the ontology, an imported one."""
        for quad in self._graph(graph):
            if quad.predicate == _HOLDER:
                self._officials.add(quad.object)
            yield quad

    def _told(self, graph: NamedNode) -> Iterator[Quad]:
        """Yield what contradicts each other of what is there, and what is said of it by whom, counted again."""
        held = list(self._graph(graph))
        void: set[object] = {quad.subject for quad in held if quad.predicate == _BETWEEN and quad.object in self._lost}
        rests: dict[object, set[object]] = {}
        claims: dict[object, set[object]] = {}
        for quad in held:
            for predicate, kept in ((_RESTS_ON, rests), (_CLAIM, claims)):
                if quad.predicate == predicate:
                    kept.setdefault(quad.subject, set()).update({quad.object} - self._lost)
        void |= {node for found in (rests, claims) for node, left in found.items() if not left}
        events = {node: {self._subject(claim) for claim in left} for node, left in claims.items()}
        heard = [
            quad for quad in held
            if quad.predicate == _SOURCE and not {quad.subject, quad.object} & (void | self._lost)
            and (quad.subject not in events or rests[quad.object] & events[quad.subject])
        ]  # fmt: skip
        self._heard.update(Counter(quad.subject for quad in heard))
        heard_by = set(heard)
        for quad in held:
            if {quad.subject, quad.object} & (void | self._lost) or (
                quad.predicate == _SOURCE and quad not in heard_by
            ):
                continue
            if quad.predicate == _SOURCES:
                quad = Quad(quad.subject, _SOURCES, names.integer(self._heard[quad.subject]), graph)
            yield quad

    def _subject(self, claim: object) -> object:
        found = self._store.quads_for_pattern(claim, names.SUBJECT, None, None)  # type: ignore[arg-type]
        return next((quad.object for quad in found), None)

    # -- articles ---------------------------------------------------------------------------------

    def _article(self, graph: NamedNode) -> Iterator[Quad]:
        held = list(self._graph(graph))
        standing = ArticleStanding(held)
        kept: list[Quad] = []
        left: set[object] = set()
        for quad, value in standing.quads().items():
            if value >= self._least:
                kept.append(quad)
                if quad.predicate == _HOLDER:
                    self._officials.add(quad.object)
            elif quad.predicate == _MENTIONS:
                self._unnamed.add((quad.object, quad.subject))
            elif quad.predicate in _NAMED_BY:
                left.add(quad.subject)
        events = {quad.subject for quad in held if quad.predicate == names.TYPE and quad.object == _EVENT}
        below = {node for node, value in standing.nodes.items() if value < self._least}
        self._lost |= {node for node in below if node in events or node in self._decided}
        relabelled = (left & events) - below
        self._relabelled |= relabelled
        for quad in kept:
            if quad.predicate == names.LABEL and quad.subject in relabelled:
                quad = self._labelled(quad, _EVENT_TYPE)
            yield quad

    def _labelled(self, quad: Quad, by: NamedNode) -> Quad:
        """Return a label that says nothing but the type, or the article's own word for an event without one."""
        types = self._store.quads_for_pattern(quad.subject, by, None, quad.graph_name)
        words_of_type = sorted(names.words_of(str(q.object).rstrip(">").rpartition("#")[2]) for q in types)
        label = words_of_type[0] if words_of_type else ""
        if label in _VAGUE:
            for trigger in self._store.quads_for_pattern(quad.subject, names.kb("trigger"), None, quad.graph_name):
                exact = self._store.quads_for_pattern(trigger.object, names.kb("exact"), None, quad.graph_name)  # type: ignore[arg-type]
                label = next((f"“{q.object.value}”" for q in exact if isinstance(q.object, Literal)), label)
        return Quad(quad.subject, names.LABEL, names.text(label), quad.graph_name) if label else quad

    # -- the registry -----------------------------------------------------------------------------

    def _registry(self, graph: NamedNode) -> Iterator[Quad]:
        told = self._happenings(graph)
        self._entities(graph)
        for quad in self._graph(graph):
            subject, predicate = quad.subject, quad.predicate
            if subject in self._lost or quad.object in self._lost:
                continue
            if predicate == _MENTIONED_IN and (subject, quad.object) in self._unnamed:
                continue
            if quad.object == _OFFICIAL and subject not in self._officials:
                continue
            if subject in told and predicate == _SOURCES:
                count = self._heard[subject] or self._sources(told[subject])
                yield Quad(subject, _SOURCES, names.integer(count), graph)
            elif subject in told and predicate == names.LABEL:
                yield self._labelled(quad, names.kb("happeningType"))
            else:
                yield quad

    def _happenings(self, graph: NamedNode) -> dict[object, list[object]]:
        """Forget happenings that nothing tells of; return those told of by fewer or otherwise, with their events."""
        events: dict[object, list[object]] = {}
        for quad in self._store.quads_for_pattern(None, _REPORTED_BY, None, graph):
            events.setdefault(quad.subject, []).append(quad.object)
        self._lost |= {node for node, held in events.items() if all(event in self._lost for event in held)}
        return {
            node: [event for event in held if event not in self._lost]
            for node, held in events.items()
            if any(event in self._lost or event in self._relabelled for event in held)
        }

    def _sources(self, events: list[object]) -> int:
        """Count the publishers of the events' articles; an article without one counts for itself."""
        found = set()
        for event in events:
            for held in self._store.quads_for_pattern(event, names.kb("article"), None, None):  # type: ignore[arg-type]
                sources = self._store.quads_for_pattern(held.object, names.kb("source"), None, held.graph_name)  # type: ignore[arg-type]
                value = next((q.object.value for q in sources if isinstance(q.object, Literal)), "")
                found.add(" ".join(value.casefold().split()) or str(held.object))
        return len(found)

    def _entities(self, graph: NamedNode) -> None:
        """Forget entities that no article names any more, save places that hold one that is named."""
        before: set[object] = set()
        after: set[object] = set()
        for quad in self._store.quads_for_pattern(None, _MENTIONED_IN, None, graph):
            before.add(quad.subject)
            if (quad.subject, quad.object) not in self._unnamed:
                after.add(quad.subject)
        holders: dict[object, list[object]] = {}
        for quad in self._store.quads_for_pattern(None, _WITHIN, None, graph):
            holders.setdefault(quad.subject, []).append(quad.object)
        self._lost |= _reached(before, holders) - _reached(after, holders)
        for quad in self._store.quads_for_pattern(None, names.REPLACED_BY, None, graph):
            if quad.object in self._lost:
                self._lost.add(quad.subject)

    # -- decisions --------------------------------------------------------------------------------

    def _decisions(self, graph: NamedNode) -> Iterator[Quad]:
        """Yield the account of decisions about something that is there."""
        about: dict[object, list[bool]] = {}
        for quad in self._store.quads_for_pattern(None, names.kb("decides"), None, graph):
            about.setdefault(quad.subject, []).append(quad.object not in self._lost)
        void = {record for record, there in about.items() if not any(there)}
        for quad in self._graph(graph):
            if quad.subject not in void and quad.object not in self._lost and quad.object not in void:
                yield quad


def _reached(named: set[object], holders: dict[object, list[object]]) -> set[object]:
    """Return the places that hold what is named, and what is named."""
    found = set(named)
    waiting = list(named)
    while waiting:
        for holder in holders.get(waiting.pop(), ()):
            if holder not in found:
                found.add(holder)
                waiting.append(holder)
    return found
