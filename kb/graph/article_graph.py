"""One article's graph: everything that it says, as quads.

Input: the article, what was read from it, and who its entities are.
Output: the quads of BASE graph/article-ID as docs/graph.md lists them, read by
kb.projections and, before anything is recorded, by kb.validation.
Pure and deterministic: no blank node, no clock; equal input gives equal output.
"""

from collections.abc import Collection, Mapping

from pyoxigraph import NamedNode, Quad

from kb.graph import names, words
from kb.graph.builder import ArticleBuilder
from kb.graph.event_nodes import add_event
from kb.graph.figure_nodes import add_figure, add_office
from kb.graph.iris import Iris
from kb.graph.statement_nodes import add_statement
from kb.model import Article, Extraction


def article_quads(
    article: Article,
    extraction: Extraction | None,
    links: Mapping[str, str],
    base: str,
    *,
    recorded: int = 0,
    certain: Collection[NamedNode] = frozenset(),
) -> tuple[Quad, ...]:
    """Return the graph of one article.

    Args:
        article: the stored revision.
        extraction: what was read from it; None while nothing was.
        links: local entity id -> canonical entity id. An entity that is
            missing gets a canonical id of its own (kb.graph.iris.member_id).
        base: base IRI of the home.
        certain: claims that people made certain, and things of which they made all claims so.
        recorded: log position of the event that recorded *extraction*, or of
            the article's own where there is none; 0 before it is recorded.

    Returns:
        Each quad once, in the order of their N-Quads lines.

    Raises:
        BaseIriError: *base* is no base IRI.
        DanglingReferenceError: the extraction names something it does not have.
    """
    return tuple(
        sorted(article_quad_set(article, extraction, links, base, recorded=recorded, certain=certain), key=str)
    )


def article_quad_set(
    article: Article,
    extraction: Extraction | None,
    links: Mapping[str, str],
    base: str,
    *,
    recorded: int = 0,
    certain: Collection[NamedNode] = frozenset(),
) -> set[Quad]:
    """Return the graph of one article as article_quads does, in no order: to sort it takes a tenth of the time."""
    graph = ArticleBuilder(article, extraction, links, Iris(base), certain)
    _add_article(graph, article)
    if recorded:
        graph.add(graph.node, names.GENERATED_BY, graph.iris.record(recorded))
    if extraction is None:
        return graph.finished()
    extractor = f"{extraction.extractor}/{extraction.version}"
    graph.add(graph.node, names.kb("extractor"), names.text(extractor))
    entities = {entity.id: entity for entity in extraction.entities}
    for local in entities:
        graph.add(graph.node, names.kb("mentions"), graph.entity(local))
    confidence: dict[NamedNode, float] = {}
    for mention in extraction.mentions:
        node = graph.span(mention.span)
        graph.add(node, names.kb("mentionKind"), names.node(words.MENTION_KIND[mention.kind]))
        graph.add(node, names.kb("refersTo"), graph.entity(mention.entity))
        confidence[node] = max(mention.confidence, confidence.get(node, 0.0))
    for node, value in confidence.items():
        graph.add(node, names.kb("confidence"), names.decimal(value, places=4))
    for event in extraction.events:
        add_event(graph, event, entities, extraction.figures)
    for statement in extraction.statements:
        add_statement(graph, statement)
    for figure in extraction.figures:
        add_figure(graph, figure)
    for office in extraction.offices:
        add_office(graph, office)
    return graph.finished()


def _add_article(graph: ArticleBuilder, article: Article) -> None:
    node = graph.node
    graph.add(node, names.TYPE, names.kb("Article"))
    graph.add(node, names.LABEL, names.text(article.title or f"Article {article.id}"))
    graph.add(node, names.kb("sha256"), names.text(article.sha256))
    graph.add(node, names.kb("length"), names.integer(len(article.text)))
    for term, value in (("title", article.title), ("source", article.source), ("language", article.language)):
        if value:
            graph.add(node, names.kb(term), names.text(value))
    if article.url:
        graph.add(node, names.kb("url"), names.any_uri(article.url))
    if article.published:
        graph.add(node, names.kb("published"), names.date(article.published))
        if len(article.published) > 10:
            graph.add(node, names.kb("publishedAt"), names.date_time(article.published))
