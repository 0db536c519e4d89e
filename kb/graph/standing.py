"""How far each quad of an article's graph stands: the highest confidence asked for at which it is still there.

Input: the quads of one article's graph, with kb:confidence and kb:certainty. Output: quad -> standing, 0 to 1; read by
kb.projections.graph.confident.
Pure. Never: lets a fact outlive the statement that makes it, which would turn what somebody said into what is so.

A view at P is the quads that stand at P or higher. What is asked for by less is in it as well, so a view is a part of
any view at less, and the view at 0 is the graph. What people confirmed has 1, and so has what it cannot do without.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kb.graph import names

SURE: Final = 1.0

Node = object
_KB: Final = {
    term: names.kb(term)
    for term in (
        "Event Statement Figure Position Mention Phrase Time Claim mentions confidence certainty claimedBy "
        "source nestedIn event eventType reality holder roleTitle speaker speakerSpan basis time begin end refersTo "
        "mentionKind figure between"
    ).split()
}
_HELD: Final = frozenset(_KB[c] for c in ("Event", "Statement", "Figure", "Position"))
_BORNE: Final = frozenset(_KB[c] for c in ("Mention", "Phrase", "Time"))  # there for what names them
_NEEDED: Final = frozenset(_KB[p] for p in ("eventType", "reality", "holder", "roleTitle"))  # no node without them
_BOUNDS: Final = frozenset({_KB["begin"], _KB["end"]})
_NAMING: Final = frozenset(_KB[p] for p in ("refersTo", "mentionKind", "confidence"))  # what makes a span a mention


class ArticleStanding:
    """The standing of all that one article's graph holds."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._quads = tuple(quads)
        self._kinds: dict[Node, Node] = {}
        self._out: dict[Node, dict[Node, list[Node]]] = {}
        for quad in self._quads:
            self._out.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
            if quad.predicate == names.TYPE and (quad.object in _HELD or quad.object in _BORNE or _is_claim(quad)):
                self._kinds[quad.subject] = quad.object
        self._claims = {node: self._number(node, "certainty") for node, k in self._kinds.items() if k == _KB["Claim"]}
        self._claims_of: dict[tuple[Node, ...], list[Node]] = {}  # two entities of an article may be one by now
        for claim in self._claims:
            parts = [self._one(claim, p) for p in (names.SUBJECT, names.PREDICATE, names.OBJECT)]
            self._claims_of.setdefault(tuple(parts), []).append(claim)
        self._raised = self._confirmed()
        self._nodes: dict[Node, float] = {}
        for node, kind in self._kinds.items():
            if kind in _HELD:
                self._held(node, ())
        for claim in self._claims:
            self._nodes[claim] = self._claim(claim)
        self._borne()
        for node, out in self._out.items():
            if between := out.get(_KB["between"]):  # a contradiction, of what still claims both
                self._nodes[node] = min(self._nodes.get(claim, SURE) for claim in between)
                self._kinds[node] = _KB["between"]

    @property
    def nodes(self) -> Mapping[Node, float]:
        """Standing of every node that may leave: events, statements, figures, offices, claims, spans, times ..."""
        return self._nodes

    def quads(self) -> dict[Quad, float]:
        """Return the standing of every quad."""
        found = {quad: self._quad(quad) for quad in self._quads}
        named: dict[Node, float] = {}
        for quad, value in found.items():
            if quad.predicate != _KB["mentions"]:
                named[quad.object] = max(value, named.get(quad.object, 0.0))
        for quad in found:
            if quad.predicate == _KB["mentions"]:
                found[quad] = named.get(quad.object, 0.0)
        return found

    # -- nodes ------------------------------------------------------------------------------------

    def _confirmed(self) -> frozenset[Node]:
        """Return what is certain, and what that cannot do without: its subject, its sources, what it is about."""
        waiting = [node for node in self._kinds if self._number(node, "confidence", 0.0) >= SURE]
        waiting = [node for node in waiting if self._kinds[node] in _HELD]
        waiting += [claim for claim, certainty in self._claims.items() if certainty >= SURE]
        found: set[Node] = set()
        while waiting:
            node = waiting.pop()
            if node in found:
                continue
            found.add(node)
            needs = [*self._all(node, "source", "nestedIn", "event", "claimedBy")]
            needs += [self._one(node, p) for p in (names.SUBJECT, names.OBJECT) if node in self._claims]
            waiting += [need for need in needs if self._kinds.get(need) in _HELD]
        return frozenset(found)

    def _held(self, node: Node, above: Collection[Node]) -> float:
        """Return and keep the standing of an event, statement, figure or office."""
        if node in self._raised:
            self._nodes[node] = SURE
        if node in self._nodes:
            return self._nodes[node]
        if node in above:  # a circle: nothing in it can be the reason for the rest
            return SURE
        higher = (*above, node)
        parts = [self._number(node, "confidence")]
        parts += [max(self._claims.get(claim, SURE) for claim in claims) for claims in self._needed(node)]
        parts += [self._held(need, higher) for need in self._all(node, "nestedIn", "event") if need in self._kinds]
        for voices in (self._all(node, "source"), self._all(node, "claimedBy")):
            parts += [max(self._voice(voice, higher) for voice in voices)] if voices else []
        value = min(parts)
        if not above:
            self._nodes[node] = value
        return value

    def _voice(self, node: Node, above: Collection[Node]) -> float:
        return self._held(node, above) if self._kinds.get(node) in _HELD else SURE

    def _needed(self, node: Node) -> list[list[Node]]:
        out = self._out.get(node, {})
        triples = [(node, p, value) for p in _NEEDED & out.keys() for value in out[p]]
        return [self._claims_of[triple] for triple in triples if triple in self._claims_of]

    def _claim(self, claim: Node) -> float:
        subject, predicate, value = (self._one(claim, p) for p in (names.SUBJECT, names.PREDICATE, names.OBJECT))
        ends = [self._nodes[end] for end in (subject, value) if end in self._nodes]
        if predicate in _NEEDED and subject in self._nodes:
            return min(ends)
        voices = self._all(claim, "claimedBy")
        parts = [SURE if claim in self._raised else self._claims[claim], *ends]
        parts += [max(self._nodes.get(voice, SURE) for voice in voices)] if voices else []
        return min(parts)

    def _borne(self) -> None:
        """Give spans, phrases and times the standing of the strongest that names them."""
        borne = [node for node, kind in self._kinds.items() if kind in _BORNE]
        naming: dict[Node, list[Quad]] = {}
        for quad in self._quads:
            if self._kinds.get(quad.object) in _BORNE:
                naming.setdefault(quad.object, []).append(quad)
        for node in sorted(borne, key=lambda n: self._kinds[n] == _KB["Mention"]):  # phrases and times name spans
            own = self._number(node, "confidence", 0.0) if self._out[node].get(_KB["refersTo"]) else 0.0
            self._nodes[node] = max([own, *(self._quad(quad) for quad in naming.get(node, ()))])

    # -- quads ------------------------------------------------------------------------------------

    def _quad(self, quad: Quad) -> float:
        """Return the standing of one quad; of kb:mentions, which an entity is here for, see *quads*."""
        subject, predicate = quad.subject, quad.predicate
        if claims := self._claims_of.get((subject, predicate, quad.object)):
            return max(self._nodes[claim] for claim in claims)
        parts = [self._nodes.get(subject, SURE)]
        if quad.object in self._nodes and self._kinds[quad.object] not in _BORNE:
            parts.append(self._nodes[quad.object])
        if self._kinds.get(subject) == _KB["Mention"] and predicate in _NAMING:
            parts.append(self._number(subject, "confidence"))
        if predicate in _BOUNDS:
            parts.append(self._strongest(subject, "time"))
        elif predicate in (_KB["speakerSpan"], _KB["basis"]):
            parts.append(self._strongest(subject, "speaker"))
        return min(parts)

    def _strongest(self, subject: Node, term: str) -> float:
        """Return the standing of the surest claim of one predicate; without a claim the node's own."""
        claims = [self._claims_of.get((subject, _KB[term], value), []) for value in self._all(subject, term)]
        return max((self._nodes[claim] for found in claims for claim in found), default=SURE)

    # -- reading ----------------------------------------------------------------------------------

    def _all(self, node: Node, *terms: str) -> list[Node]:
        out = self._out.get(node, {})
        return [value for term in terms for value in out.get(_KB[term], ())]

    def _one(self, node: Node, predicate: NamedNode) -> Node:
        return next(iter(self._out.get(node, {}).get(predicate, ())), None)

    def _number(self, node: Node, term: str, missing: float = SURE) -> float:
        values = [float(value.value) for value in self._all(node, term) if isinstance(value, Literal)]
        return max(values, default=missing)


def _is_claim(quad: Quad) -> bool:
    return bool(quad.object == _KB["Claim"])
