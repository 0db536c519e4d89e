"""The nodes of times: what the words say, and the outermost days.

Input: kb.model.TimeValue. Output: kb:Time nodes and kb:begin, kb:end.
Pure. Never: fills a bound that the words leave open.
"""

from pyoxigraph import NamedNode

from kb.graph import names, words
from kb.graph.builder import ArticleBuilder
from kb.graph.iris import Iris
from kb.model import TimeValue

_STAMPS = (
    ("earliest_begin", "earliestBegin", False),
    ("latest_begin", "latestBegin", True),
    ("earliest_end", "earliestEnd", False),
    ("latest_end", "latestEnd", True),
)


def time_node(graph: ArticleBuilder, value: TimeValue, owner: str) -> NamedNode:
    """Return the kb:Time of *value*, made if need be.

    Its IRI comes from the words (from *owner*, a local id, where there are
    none) and from the stamps: the same "Thursday" read two ways is two times.
    """
    stamps = stamps_of(value)
    node = time_iri(graph.iris, graph.id, value, owner)
    graph.add(node, names.TYPE, names.kb("Time"))
    for (_, term, last), stamp in zip(_STAMPS, stamps, strict=True):
        if stamp:
            graph.add(node, names.kb(term), names.date_time(stamp, last=last))
    if value.granularity:
        graph.add(node, names.kb("granularity"), names.text(value.granularity))
    graph.add(node, names.kb("basis"), names.node(words.BASIS[value.basis]))
    if value.words:
        graph.add(node, names.kb("evidence"), graph.span(value.words))
        graph.add(node, names.LABEL, names.text(graph.words(value.words)))
    return node


def stamps_of(value: TimeValue) -> tuple[str, ...]:
    """Return earliest and latest begin, earliest and latest end; "" where unknown."""
    return tuple(getattr(value, name) for name, _, _ in _STAMPS)


def time_iri(iris: Iris, article: str, value: TimeValue, owner: str) -> NamedNode:
    """Return the IRI of the kb:Time of *value*; see time_node."""
    place = (value.words.start, value.words.end) if value.words else (owner,)
    return iris.time(article, *place, *stamps_of(value), value.granularity, value.basis)


def bounds(graph: ArticleBuilder, node: NamedNode, value: TimeValue) -> None:
    """Put kb:begin and kb:end on *node*: the first and the last day it may have been."""
    if value.earliest_begin:
        graph.add(node, names.kb("begin"), names.date(value.earliest_begin))
    if value.latest_end:
        graph.add(node, names.kb("end"), names.date(value.latest_end))
