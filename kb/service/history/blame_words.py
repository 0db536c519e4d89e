"""The characters that a quad of an article's graph rests on, and who claims it.

Input: a store, a quad of an article's graph. Output: spans of the article's text, claimants, certainty.
Pure but for reading the store. Never: makes a span up: what stands for the article itself has none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kb.graph import names
from kb.model import Span

_POINTING: Final = tuple(map(names.kb, "evidence contentSpan trigger cue speakerSpan mention".split()))


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a quad rests on in its article.

    Attributes:
        claim: id of the claim that states it, "" for none.
        spans: in text order.
        claimants: nodes of the statements that claim it; empty for the article's own voice.
        certainty: of the claim, None without one.
    """

    claim: str = ""
    spans: tuple[Span, ...] = ()
    claimants: tuple[NamedNode, ...] = ()
    certainty: float | None = None


class Words:
    """Looks into one article's graph."""

    def __init__(self, store: Store, graph: NamedNode, article: NamedNode) -> None:
        self._store = store
        self._graph = graph
        self._article = article

    def grounds(self, quad: Quad) -> Grounds:
        """Return what a quad of this graph rests on."""
        claim = self._claim_of(quad)
        if claim is None:
            return Grounds(spans=tuple(sorted(set(self._spans(quad)))))
        claimants = [node for node in self._objects(claim, "claimedBy") if node != self._article]
        certainty = [float(value.value) for value in self._objects(claim, "certainty") if isinstance(value, Literal)]
        return Grounds(
            claim.value.rpartition("/")[2],
            tuple(sorted(set(self._of(claim)))),
            tuple(sorted((node for node in claimants if isinstance(node, NamedNode)), key=str)),
            max(certainty, default=None),
        )

    def naming(self, entity: NamedNode) -> tuple[Span, ...]:
        """Return where the article names an entity."""
        return tuple(sorted({span for node in self._subjects("refersTo", entity) for span in self._of(node)}))

    def _claim_of(self, quad: Quad) -> NamedNode | None:
        """Return the claim that states a quad, or that the quad is about."""
        if any(self._objects(quad.subject, "certainty")):
            return quad.subject if isinstance(quad.subject, NamedNode) else None
        for found in self._store.quads_for_pattern(None, names.SUBJECT, quad.subject, self._graph):
            parts = {
                other.predicate: other.object
                for other in self._store.quads_for_pattern(found.subject, None, None, self._graph)
            }
            if (parts.get(names.PREDICATE), parts.get(names.OBJECT)) == (quad.predicate, quad.object):
                return found.subject if isinstance(found.subject, NamedNode) else None
        return None

    def _spans(self, quad: Quad) -> Iterator[Span]:
        """Yield what a quad without a claim rests on: its object if that has words, else its subject."""
        if quad.subject == self._article:
            yield from self.naming(quad.object) if isinstance(quad.object, NamedNode) else ()
            return
        found = [*self._of(quad.object)] if quad.predicate in _POINTING else []
        yield from found or self._of(quad.subject)

    def _of(self, node: object) -> Iterator[Span]:
        """Yield the spans of a node: its own, those that it points at, or those of what has it for its time."""
        if any(self._objects(node, "exact")):
            yield Span(self._number(node, "start"), self._number(node, "end"))
            return
        for predicate in _POINTING:
            if found := list(self._objects(node, predicate)):
                for one in found:
                    yield from self._of(one)
                return
        for holder in (*self._subjects("time", node), *self._subjects("refersTo", node)):
            yield from self._of(holder)

    def _number(self, node: object, term: str) -> int:
        return next(int(value.value) for value in self._objects(node, term) if isinstance(value, Literal))

    def _objects(self, node: object, predicate: str | NamedNode) -> Iterable[object]:
        if not isinstance(node, NamedNode):
            return ()
        term = names.kb(predicate) if isinstance(predicate, str) else predicate
        return (quad.object for quad in self._store.quads_for_pattern(node, term, None, self._graph))

    def _subjects(self, term: str, node: object) -> Iterable[object]:
        if not isinstance(node, NamedNode):
            return ()
        return (quad.subject for quad in self._store.quads_for_pattern(None, names.kb(term), node, self._graph))
