"""What people decided about claims, applied to an article's graph.

Input: the quads that an extraction amounts to, and decisions in log order.
Output: the quads that hold; read by kb.projections.
Pure. Never: changes the extraction; an undone decision simply is not among the input.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kb.events import ClaimAmended, ClaimConfirmed
from kb.graph import names
from kb.graph.builder import Term
from kb.graph.iris import Iris

_CERTAINTY: Final = names.kb("certainty")
_CONFIDENCE: Final = names.kb("confidence")


@dataclass(frozen=True, slots=True)
class Curation:
    """One decision in force.

    Attributes:
        claim: local id: v1, s1, q1, o1, or claim-HASH.
        kind: literal type of the event.
        value: for an amendment, an IRI or the text of a literal.
    """

    claim: str
    kind: str
    value: str = ""


def curate(quads: Iterable[Quad], decisions: Sequence[Curation], article: str, base: str) -> tuple[Quad, ...]:
    """Return the quads with *decisions* applied in order, sorted as N-Quads lines."""
    held = set(quads)
    iris = Iris(base)
    for decision in decisions:
        node = iris.local(article, decision.claim)
        if decision.kind == ClaimConfirmed.TYPE:
            _confirm(held, node)
        elif decision.kind == ClaimAmended.TYPE:
            _amend(held, node, decision.value)
        else:
            _retract(held, node)
    return tuple(sorted(held, key=str))


def _claims(held: set[Quad], node: NamedNode) -> set[object]:
    """Return the claims about *node*; itself if it is one."""
    return {node} | {q.subject for q in held if q.predicate in (names.SUBJECT, names.OBJECT) and q.object == node}


def _confirm(held: set[Quad], node: NamedNode) -> None:
    claims = _claims(held, node)
    _make_certain(held, [q for q in held if q.predicate == _CERTAINTY and q.subject in claims])
    _make_certain(held, [q for q in held if q.predicate == _CONFIDENCE and q.subject == node])


def _make_certain(held: set[Quad], quads: Iterable[Quad]) -> None:
    for quad in quads:
        held.discard(quad)
        held.add(Quad(quad.subject, quad.predicate, names.decimal(1), quad.graph_name))


def _retract(held: set[Quad], node: NamedNode) -> None:
    claims = _claims(held, node)
    for claim in claims:
        held.difference_update(_stated(held, claim))
    held.difference_update([q for q in held if q.subject in claims or q.object in claims])


def _amend(held: set[Quad], node: NamedNode, value: str) -> None:
    stated = _stated(held, node)
    for quad in [*stated, *(q for q in held if q.subject == node and q.predicate == names.OBJECT)]:
        held.discard(quad)
        held.add(Quad(quad.subject, quad.predicate, _like(quad.object, value), quad.graph_name))
    _make_certain(held, [q for q in held if q.predicate == _CERTAINTY and q.subject == node])


def _stated(held: set[Quad], claim: object) -> list[Quad]:
    """Return the triple that a claim is about, as it stands in the graph."""
    parts = {q.predicate: q.object for q in held if q.subject == claim}
    triple = tuple(parts.get(part) for part in (names.SUBJECT, names.PREDICATE, names.OBJECT))
    return [] if None in triple else [q for q in held if (q.subject, q.predicate, q.object) == triple]


def _like(old: object, value: str) -> Term:
    if isinstance(old, Literal):
        return names.stored(Literal(value, datatype=old.datatype))
    return NamedNode(value)
