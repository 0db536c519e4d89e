"""Blank nodes out, minted IRIs in.

Input: triples of an imported graph or the ontology. Output: the same triples
without blank nodes, literals in the form that a store keeps; the IRIs come from content, so that the same graph in
another order or with other labels gives the same bytes.
Pure. Read by kb.projections for the ontology, and by the import.
"""

from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple

from kb.errors import InputError
from kb.graph.iris import Iris
from kb.graph.names import stored

MOST: Final = 20_000  # naming blank nodes by content is exponential in the worst case


class TooManyBlankNodesError(InputError):
    """A graph has more blank nodes than can be named by content in reasonable time."""

    code = "too-many-blank-nodes"

    def __init__(self, graph: str, count: int) -> None:
        self.graph = graph
        self.count = count
        super().__init__(
            f"The graph {graph} has {count} blank nodes; at most {MOST} can be given names.",
            hint="Give its nodes IRIs before importing it, or import it in pieces.",
        )


class QuotedTripleError(InputError):
    """A graph has a triple within a triple, which no graph here holds."""

    code = "quoted-triple"

    def __init__(self, graph: str) -> None:
        self.graph = graph
        super().__init__(f"The graph {graph} has a triple as the object of another.", hint="Reify it before importing.")


def skolemised(quads: Iterable[Quad], graph: str, base: str) -> tuple[Quad, ...]:
    """Return the triples of *quads* in *graph*, blank nodes replaced, sorted as N-Quads lines.

    Raises:
        TooManyBlankNodesError, QuotedTripleError: see there.
    """
    name = NamedNode(graph)
    flat = {Quad(quad.subject, quad.predicate, quad.object, name) for quad in quads}
    if any(isinstance(quad.object, Triple) or isinstance(quad.subject, Triple) for quad in flat):
        raise QuotedTripleError(graph)
    blank = {term for quad in flat for term in (quad.subject, quad.object) if isinstance(term, BlankNode)}
    if len(blank) > MOST:
        raise TooManyBlankNodesError(graph, len(blank))
    if blank:
        dataset = Dataset(flat)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        flat = set(dataset)
    iris = Iris(base)
    made = {Quad(_kept(q.subject, graph, iris), q.predicate, _kept(q.object, graph, iris), name) for q in flat}
    return tuple(sorted(made, key=str))


def _kept(term: Any, graph: str, iris: Iris) -> Any:
    if isinstance(term, Literal):
        return stored(term)
    return iris.imported(graph, term.value) if isinstance(term, BlankNode) else term
