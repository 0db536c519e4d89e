"""Collects the quads of one article's graph: nodes, words, claims.

Input: an article, the IRIs of its home and who its entities are.
Output: a set of quads, read by kb.graph.article_graph, filled by the modules
that know what an event, a statement or a figure looks like.
Never: makes a blank node, a claim without words, or a node for an id that the
extraction does not have.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kb.errors import IntegrityError
from kb.graph import names
from kb.graph.iris import Iris
from kb.model import Article, Entity, Event, Extraction, Span, Statement
from kb.model.identity import own_id

Term = NamedNode | Literal

PARTS: Final = " … "  # between the parts of a content that is not one run of characters


class DanglingReferenceError(IntegrityError):
    """An extraction names something that it does not have."""

    code = "dangling-reference"

    def __init__(self, article: str, reference: str) -> None:
        self.article = article
        self.reference = reference
        super().__init__(
            f"The extraction of article {article} names {reference}, which it does not have.",
            hint="The extractor is at fault: report it with the article.",
        )


def sure(own: float | None, whole: float) -> float:
    """Return how sure a part of an event or statement is: its own confidence, or the whole's where it has none."""
    return whole if own is None else own


class ArticleBuilder:
    """The graph of one article while it is made.

    Attributes:
        node: the article's own node.
        quads: what has been collected so far.
    """

    def __init__(
        self,
        article: Article,
        extraction: Extraction | None,
        links: Mapping[str, str],
        iris: Iris,
        certain: Collection[NamedNode] = frozenset(),
    ) -> None:
        self.article = article
        self.id = article.id
        self.iris = iris
        self.node = iris.article(self.id)
        self.quads: set[Quad] = set()
        self.graph = iris.article_graph(self.id)
        self._links = links
        self._certain = certain  # claims, and things all claims about which are certain
        self._certainty: dict[NamedNode, float] = {}
        self._spans: dict[Span, NamedNode] = {}
        self._entities: dict[str, Entity] = {e.id: e for e in extraction.entities} if extraction else {}
        self._events: dict[str, Event] = {e.id: e for e in extraction.events} if extraction else {}
        self._statements: dict[str, Statement] = {s.id: s for s in extraction.statements} if extraction else {}

    def add(self, subject: NamedNode, predicate: NamedNode, value: Term) -> None:
        """Put one triple into the article's graph."""
        self.quads.add(Quad(subject, predicate, value, self.graph))

    def words(self, span: Span) -> str:
        """Return the characters of *span*.

        Raises:
            DanglingReferenceError: it ends beyond the text.
        """
        if span.end > len(self.article.text):
            raise DanglingReferenceError(self.id, f"characters {span.start} to {span.end}")
        return span.of(self.article.text)

    def span(self, span: Span) -> NamedNode:
        """Return the kb:Mention of *span*, made if need be."""
        made = self._spans.get(span)
        if made is not None:
            return made
        node = self._spans[span] = self.iris.mention(self.id, span.start, span.end)
        self.add(node, names.TYPE, names.kb("Mention"))
        self.add(node, names.kb("article"), self.node)
        self.add(node, names.kb("start"), names.integer(span.start))
        self.add(node, names.kb("end"), names.integer(span.end))
        self.add(node, names.kb("exact"), names.text(self.words(span)))
        return node

    def phrase(self, span: Span) -> NamedNode:
        """Return the kb:Phrase of a participant given only by words."""
        node = self.iris.phrase(self.id, span.start, span.end)
        self.add(node, names.TYPE, names.kb("Phrase"))
        self.add(node, names.LABEL, names.text(self.words(span)))
        self.add(node, names.kb("evidence"), self.span(span))
        return node

    def is_entity(self, local: str) -> bool:
        """Say whether *local* is an entity of this article."""
        return local in self._entities

    def entity(self, local: str) -> NamedNode:
        """Return the canonical entity of a local id; one of its own if nothing linked it.

        Raises:
            DanglingReferenceError: the article has no such entity.
        """
        if local not in self._entities:
            raise DanglingReferenceError(self.id, f"entity {local}")
        return self.iris.entity(self._links.get(local) or own_id(self.id, local))

    def own(self, local: str) -> NamedNode:
        """Return the name of an entity by which the article's own claims know it, whoever it is."""
        return self.iris.entity(own_id(self.id, local))

    def event_value(self, local: str) -> Event:
        """Return an event of this article as the extraction has it.

        Raises:
            DanglingReferenceError: the article has no such event.
        """
        if local not in self._events:
            raise DanglingReferenceError(self.id, f"event {local}")
        return self._events[local]

    def event(self, local: str) -> NamedNode:
        """Return the node of an event of this article.

        Raises:
            DanglingReferenceError: the article has no such event.
        """
        if local not in self._events:
            raise DanglingReferenceError(self.id, f"event {local}")
        return self.iris.event(self.id, local)

    def statement(self, local: str) -> NamedNode:
        """Return the node of a statement of this article.

        Raises:
            DanglingReferenceError: the article has no such statement.
        """
        if local not in self._statements:
            raise DanglingReferenceError(self.id, f"statement {local}")
        return self.iris.statement(self.id, local)

    def statement_value(self, local: str) -> Statement:
        """Return a statement of this article as the extraction has it.

        Raises:
            DanglingReferenceError: the article has no such statement.
        """
        if local not in self._statements:
            raise DanglingReferenceError(self.id, f"statement {local}")
        return self._statements[local]

    def thing(self, local: str) -> NamedNode:
        """Return the node of an entity or event, whichever *local* is."""
        return self.event(local) if local in self._events else self.entity(local)

    def entity_value(self, local: str) -> Entity:
        """Return an entity of this article as the extraction has it.

        Raises:
            DanglingReferenceError: the article has no such entity.
        """
        if local not in self._entities:
            raise DanglingReferenceError(self.id, f"entity {local}")
        return self._entities[local]

    def claimants(self, sources: Iterable[str]) -> tuple[NamedNode, ...]:
        """Return who claims something: the statements, or the article where there are none."""
        return tuple(self.statement(local) for local in sources) or (self.node,)

    def claim(
        self,
        subject: NamedNode,
        predicate: NamedNode,
        value: Term,
        *,
        evidence: Iterable[Span],
        claimants: Iterable[NamedNode],
        certainty: float,
        named: NamedNode | None = None,
    ) -> NamedNode:
        """Put a triple into the graph together with the claim that says where it stands and who says it.

        Args:
            evidence: the words it rests on, at least one span.
            claimants: the article, or statements of it.
            certainty: 0 to 1. Where two roles make the same claim, the
                evidence adds up and the higher certainty holds.
            named: by which the claim knows its value, where that is not the
                value itself: an entity's own name in this article, which no
                merge changes.

        Returns:
            The node of the claim.
        """
        self.add(subject, predicate, value)
        node = self.iris.claim(self.id, str(subject), str(predicate), str(named or value))
        self.add(node, names.TYPE, names.kb("Claim"))
        self.add(node, names.SUBJECT, subject)
        self.add(node, names.PREDICATE, predicate)
        self.add(node, names.OBJECT, value)
        self.add(node, names.kb("article"), self.node)
        for span in evidence:
            self.add(node, names.kb("evidence"), self.span(span))
        for claimant in claimants:
            self.add(node, names.kb("claimedBy"), claimant)
        if any(one in self._certain for one in (node, subject, value)):
            certainty = 1.0
        self._certainty[node] = max(certainty, self._certainty.get(node, 0.0))
        return node

    def finished(self) -> set[Quad]:
        """Return the quads."""
        for node, certainty in self._certainty.items():
            self.add(node, names.kb("certainty"), names.decimal(certainty, places=4))
        return self.quads
