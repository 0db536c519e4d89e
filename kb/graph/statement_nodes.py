"""The nodes of statements: who said what, how, to whom, through what.

Input: kb.model.Statement. Output: triples in an ArticleBuilder, as docs/graph.md lists them.
Pure. Never: takes a statement's content for a fact; what it asserts is an event that names it as source.
"""

from pyoxigraph import NamedNode

from kb.graph import names, words
from kb.graph.builder import PARTS, ArticleBuilder, sure
from kb.graph.times import time_node
from kb.model import Span, Statement


def add_statement(graph: ArticleBuilder, statement: Statement) -> None:
    """Put *statement* into the graph. The article is who claims that it was made, or the statement it is nested in.

    Raises:
        DanglingReferenceError: it names something that the extraction does not have.
    """
    node = graph.statement(statement.id)
    add = graph.add
    add(node, names.TYPE, names.kb("Statement"))
    add(node, names.kb("article"), graph.node)
    add(node, names.kb("mode"), names.node(words.MODE[statement.mode]))
    add(node, names.kb("statementStatus"), names.node(words.STATEMENT_STATUS[statement.status]))
    add(node, names.kb("basis"), names.node(words.BASIS[statement.basis]))
    add(node, names.kb("confidence"), names.decimal(statement.confidence, places=4))
    for part in statement.content:
        add(node, names.kb("contentSpan"), graph.span(part))
    if statement.content:
        add(node, names.kb("content"), names.text(PARTS.join(graph.words(part) for part in statement.content)))
    if statement.speaker_span:
        add(node, names.kb("speakerSpan"), graph.span(statement.speaker_span))
    if statement.cue:
        add(node, names.kb("cue"), graph.span(statement.cue))
    if statement.nested_in:
        add(node, names.kb("nestedIn"), graph.statement(statement.nested_in))
    if statement.time:
        add(node, names.kb("time"), time_node(graph, statement.time, statement.id))
    if statement.place:
        add(node, names.kb("place"), graph.entity(statement.place))
    _claim_people(graph, node, statement)


def _claim_people(graph: ArticleBuilder, node: NamedNode, statement: Statement) -> None:
    claimants = graph.claimants((statement.nested_in,) if statement.nested_in else ())
    fallback = tuple(span for span in (statement.cue, *statement.content[:1]) if span)[:1]

    def claim(
        predicate: str, value: NamedNode, span: Span | None, certainty: float | None, named: NamedNode | None = None
    ) -> None:
        evidence = (span,) if span else fallback
        if not evidence:  # nothing in the text to point at: the bare triple, and the shapes will say so
            graph.add(node, names.kb(predicate), value)
            return
        graph.claim(
            node,
            names.kb(predicate),
            value,
            evidence=evidence,
            claimants=claimants,
            certainty=sure(certainty, statement.confidence),
            named=named,
        )

    for local in statement.speakers:
        claim("speaker", graph.entity(local), statement.speaker_span, statement.speaker_confidence, graph.own(local))
    for local in statement.addressees:
        span, certainty = statement.addressee_span, statement.addressee_confidence
        claim("addressee", graph.entity(local), span, certainty, graph.own(local))
    span, certainty = statement.medium_span, statement.medium_confidence
    if graph.is_entity(statement.medium):
        claim("medium", graph.entity(statement.medium), span, certainty, graph.own(statement.medium))
    elif span:
        claim("medium", graph.phrase(span), span, certainty)
    for local in statement.about:
        claim("about", graph.thing(local), None, None, graph.own(local) if graph.is_entity(local) else None)
    for local in statement.claims:
        told = graph.event_value(local).source_confidence
        claim("asserts", graph.event(local), statement.content[0] if statement.content else None, told)
