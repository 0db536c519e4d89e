"""Two claims that cannot both be true, and what the graph says of them.

Input: claims that kb.projections.graph.contradictions and kb.projections.graph.within find at odds. Output: values and
quads; read by kb.projections.graph.parts and kb.service.happenings.odds.
Pure. Never: says which claim is right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, Quad

from kb.graph import names
from kb.graph.iris import Iris

KINDS: Final = {
    "happened": "one says that it happened, the other that it did not",
    "time": "two times that do not meet",
    "place": "two places of which neither holds the other",
    "actor": "done by one, done by another",
    "figure": "two numbers that cannot both be true",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of two claims: its node, where it is made, and what it says."""

    claim: NamedNode
    article: str
    local: str
    words: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that cannot both be true; *kind* is one of KINDS, *why* says it better than its words, if at all."""

    kind: str
    one: Side
    other: Side
    why: str = field(default="", kw_only=True)

    @property
    def reason(self) -> str:
        """Why, in words."""
        return f"{self.why or KINDS[self.kind]}: {self.one.words}; {self.other.words}"


def contradiction_quads(happening: str, found: Sequence[Contradiction], iris: Iris) -> Iterator[Quad]:
    """Return what the graph of a happening's contradictions says of them."""
    return quads_of(found, iris.happening(happening), iris.contradictions_graph(happening), iris)


def quads_of(found: Sequence[Contradiction], about: NamedNode, graph: NamedNode, iris: Iris) -> Iterator[Quad]:
    """Yield what *graph* says of contradictions *about* a happening or an event."""
    for each in found:
        claims = each.one.claim, each.other.claim
        node = iris.contradiction(*sorted(claim.value for claim in claims))
        yield Quad(node, names.TYPE, names.kb("Contradiction"), graph)
        yield Quad(about, names.kb("contradiction"), node, graph)
        yield Quad(node, names.kb("contradictionKind"), names.text(each.kind), graph)
        yield Quad(node, names.kb("because"), names.text(each.reason), graph)
        for claim, rival in (claims, claims[::-1]):
            yield Quad(node, names.kb("between"), claim, graph)
            yield Quad(claim, names.kb("contradicts"), rival, graph)
