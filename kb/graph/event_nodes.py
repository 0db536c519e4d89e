"""The nodes of events: type, participants, place, time, reality, each with its claim.

Input: kb.model.Event. Output: triples in an ArticleBuilder, as docs/graph.md lists them.
Pure. Never: joins two events; the happening they tell of is in the registry.
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from kb.graph import names, words
from kb.graph.builder import ArticleBuilder, sure
from kb.graph.labels import event_label
from kb.graph.reality import reality
from kb.graph.times import bounds, time_node
from kb.model import Entity, Event, Figure, Role, Span


def add_event(graph: ArticleBuilder, event: Event, entities: Mapping[str, Entity], figures: Iterable[Figure]) -> None:
    """Put *event* into the graph.

    Raises:
        DanglingReferenceError: it names something that the extraction does not have.
    """
    node = graph.event(event.id)
    claimants = graph.claimants(event.sources)
    graph.add(node, names.TYPE, names.kb("Event"))
    graph.add(node, names.LABEL, names.text(event_label(graph.article.text, event, entities, figures)))
    graph.add(node, names.kb("article"), graph.node)
    graph.add(node, names.kb("modality"), names.node(words.MODALITY[event.modality]))
    graph.add(node, names.kb("confidence"), names.decimal(event.confidence, places=4))
    for source in event.sources:
        graph.add(node, names.kb("source"), graph.statement(source))
    trigger = graph.span(event.trigger)
    graph.add(node, names.kb("trigger"), trigger)
    graph.add(node, names.kb("mention"), trigger)
    for span in event.other_mentions:
        graph.add(node, names.kb("mention"), graph.span(span))
    _claim_kind(graph, node, event, claimants)
    for role in event.roles:
        graph.claim(
            node,
            names.node(words.ROLE[role.role]),
            _filler(graph, role),
            evidence=(role.span,),
            claimants=claimants,
            certainty=min(role.confidence, event.confidence),
            named=graph.own(role.entity) if role.entity else None,
        )
    _claim_circumstances(graph, node, event, claimants)


def _claim_kind(graph: ArticleBuilder, node: NamedNode, event: Event, claimants: tuple[NamedNode, ...]) -> None:
    cues = []
    for local in event.sources:
        statement = graph.statement_value(local)
        cues.append(graph.words(statement.cue) if statement.cue else "")
    real = names.kb(reality(event.polarity, event.modality, cues))
    for predicate, value, certainty in (
        (names.kb("eventType"), names.event_type(event.type), event.confidence),
        (names.kb("reality"), real, sure(event.reality_confidence, event.confidence)),
    ):
        graph.claim(node, predicate, value, evidence=(event.trigger,), claimants=claimants, certainty=certainty)


def _filler(graph: ArticleBuilder, role: Role) -> NamedNode:
    if role.entity:
        return graph.entity(role.entity)
    return graph.event(role.event) if role.event else graph.phrase(role.span)


def _claim_circumstances(
    graph: ArticleBuilder, node: NamedNode, event: Event, claimants: tuple[NamedNode, ...]
) -> None:
    def claim(
        predicate: str,
        value: NamedNode,
        certainty: float | None,
        *evidence: Span | None,
        named: NamedNode | None = None,
    ) -> None:
        spans = [span for span in evidence if span is not None] or [event.trigger]
        graph.claim(
            node,
            names.kb(predicate),
            value,
            evidence=spans,
            claimants=claimants,
            certainty=sure(certainty, event.confidence),
            named=named,
        )

    for index, place in enumerate(event.places):
        certainty = event.place_confidences[index] if index < len(event.place_confidences) else None
        span = event.place_spans[index] if index < len(event.place_spans) else None
        claim("place", graph.entity(place), certainty, span, named=graph.own(place))
    if event.time:
        claim("time", time_node(graph, event.time, event.id), event.time_confidence, event.time.words)
        bounds(graph, node, event.time)
    if event.part_of:
        claim("partOf", graph.event(event.part_of), event.link_confidence)
    for cause in event.causes:
        claim("causedBy", graph.event(cause), event.link_confidence)
