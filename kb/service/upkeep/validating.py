"""The whole graph held to the shapes: one article after another, registry, decisions and imported graphs.

Input: an opened knowledge base. Output: a Verdict for each graph.
Never: validates the whole at once; changes anything.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from kb.errors import NotFoundError
from kb.graph.vocabulary import KB
from kb.projections.folding.sources import LogSources
from kb.projections.folding.tables import Tables
from kb.projections.folding.views import Views
from kb.service.history.asof import Moment
from kb.service.knowledge_base import KnowledgeBase

_HOLDER: Final = NamedNode(KB.holder)
_OFFICIAL: Final = NamedNode(KB.Official)
_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_AT_ONCE: Final = 200  # nodes of a shared graph that are judged together


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the shapes say of one graph.

    Attributes:
        graph: its name.
        conforms: whether nothing is a violation.
        lines: one a result.
    """

    graph: str
    conforms: bool
    lines: tuple[str, ...] = ()


class Validation:
    """The graphs to validate; iterate for the verdicts.

    Args:
        kb: opened; its projections are brought up to date.
        article: only this one's graph, "" for all.
        moment: the graph as it was known then; None for now.

    Raises:
        NotFoundError: the graph has no such article, or has it no more.
    """

    def __init__(self, kb: KnowledgeBase, article: str = "", moment: Moment | None = None) -> None:
        self._kb = kb
        with ExitStack() as stack:
            self._read(article, moment or stack.enter_context(kb.at()))

    def _read(self, article: str, moment: Moment) -> None:
        kb = self._kb
        self._store = moment.store()
        with moment.connection() as connection:
            tables = Tables(connection)
            views = Views(tables)
            rows = {one: views.article_row(one) or {} for one in tables.parts("article") if views.article_is_live(one)}
            self._imported = [] if article else list(tables.parts("graph"))
        if article and article not in rows:
            moment.refuse_gone(article)
            raise NotFoundError(
                f"The graph has no article {article!r}.", hint="`kb list articles` shows what there is."
            )
        self._articles = {article: rows[article]} if article else rows

        self._shared = [] if article else [kb.iris.registry_graph(), kb.iris.decisions_graph()]

    def __len__(self) -> int:
        return len(self._articles) + len(self._shared) + len(self._imported)

    def __iter__(self) -> Iterator[Verdict]:
        from kb.validation import validate, validate_imported

        sources = LogSources(self._kb.log)
        for article, row in self._articles.items():
            name = self._kb.iris.article_graph(article)
            quads = list(self._store.quads_for_pattern(None, None, None, name))
            report = validate(quads, sources.article(row["position"]).text, one_hop(self._store, self._kb, quads))
            yield Verdict(name.value, report.conforms, tuple(report.text().splitlines()))
        for shared in self._shared:
            lines = tuple(line for part in _groups(self._store, shared) for line in self._shared_lines(part))
            yield Verdict(shared.value, not lines, lines)
        for graph in self._imported:
            report = validate_imported(list(self._store.quads_for_pattern(None, None, None, NamedNode(graph))))
            yield Verdict(graph, report.conforms, tuple(report.text().splitlines()))

    def _shared_lines(self, quads: list[Quad]) -> tuple[str, ...]:
        """What the shapes say of these nodes themselves, beside what is known of those that they name."""
        from kb.validation import Report, validate

        # What is described elsewhere (an event, of which the registry has only its happening) is judged there.
        own = {str(quad.subject).strip("<>") for quad in quads if quad.predicate == _TYPE}
        around = [
            *one_hop(self._store, self._kb, quads), *_types(self._store, quads), *_offices(self._store, quads)
        ]  # fmt: skip
        report = validate(quads, closure=around)
        return tuple(Report(tuple(r for r in report.violations if r.focus in own)).text().splitlines())


def _groups(store: Store, graph: NamedNode) -> Iterator[list[Quad]]:
    """Yield a graph some nodes at a time, each whole."""
    group: dict[object, list[Quad]] = {}
    for node in sorted({quad.subject for quad in store.quads_for_pattern(None, None, None, graph)}, key=str):
        group[node] = list(store.quads_for_pattern(node, None, None, graph))
        if len(group) == _AT_ONCE:
            yield [quad for quads in group.values() for quad in quads]
            group.clear()
    if group:
        yield [quad for quads in group.values() for quad in quads]


def _types(store: Store, quads: list[Quad]) -> Iterator[Quad]:
    """Yield of what class the nodes are that *quads* name and do not describe.

    An absorbed entity names the one that it is now: what articles make of that one (an official) is judged with them.
    """
    named = {quad.object for quad in quads if isinstance(quad.object, NamedNode)}
    for node in sorted(named - {quad.subject for quad in quads}, key=str):
        yield from store.quads_for_pattern(node, _TYPE, None)


def _offices(store: Store, quads: list[Quad]) -> Iterator[Quad]:
    """Yield an office that makes an official of each who is called one, since articles and lists hold the offices."""
    for quad in quads:
        if quad.object == _OFFICIAL:
            for held in islice(store.quads_for_pattern(None, _HOLDER, quad.subject), 1):
                yield held
                yield from store.quads_for_pattern(held.subject, _TYPE, None)


def one_hop(store: Store, kb: KnowledgeBase, quads: list[Quad]) -> Iterator[Quad]:
    """Yield what the registry says of the entities that an article's graph names.

    Not that somebody is an official: the office may be in another article, and is looked for with the registry.
    """
    registry = kb.iris.registry_graph()
    named = {quad.object for quad in quads if isinstance(quad.object, NamedNode)}
    mentioned = NamedNode(KB.mentionedIn)
    for node in sorted(named, key=str):
        for quad in store.quads_for_pattern(node, None, None, registry):
            # A country is mentioned in thousands of articles.
            if quad.predicate != mentioned and quad.object != _OFFICIAL:
                yield quad
