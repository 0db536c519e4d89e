"""How far each event, statement, figure and office of an article stands, for tables.

Input: an article's reading as people left it. Output: local id -> standing, 0 to 1: the highest confidence asked for at
which a view of the graph still has it.
Pure. Never: has a rule of its own. kb.graph.standing has them, on quads, and judges wherever something is certain; else
the same is reckoned from the values alone, at a fiftieth of the cost, and a test holds the two together.
"""

from collections.abc import Iterable, Mapping

from kb.graph.builder import DanglingReferenceError, sure
from kb.graph.curation import Curated, curated_quad_set
from kb.graph.iris import Iris
from kb.graph.standing import SURE, ArticleStanding
from kb.model import Article, Event, Extraction, Figure, Office, Statement


def item_standing(article: Article, curated: Curated, links: Mapping[str, str], base: str) -> dict[str, float]:
    """Return the standing of every event, statement, figure and office, by local id.

    A reading that no graph can be made of has none: the graph's projection stops at its event and names it.
    """
    try:
        if curated.certain or any(max(_chances(item)) >= SURE for item in _items(curated.extraction)):
            return _by_quads(article, curated, links, base)
        return _Reckoning(curated.extraction).all()
    except (DanglingReferenceError, ValueError, KeyError):
        return {}


def _items(found: Extraction) -> tuple[Event | Statement | Figure | Office, ...]:
    return (*found.events, *found.statements, *found.figures, *found.offices)


def _by_quads(article: Article, curated: Curated, links: Mapping[str, str], base: str) -> dict[str, float]:
    iris = Iris(base)
    nodes = ArticleStanding(curated_quad_set(article, curated, links, base)).nodes
    return {item.id: nodes[iris.local(article.id, item.id)] for item in _items(curated.extraction)}


class _Reckoning:
    """Standings of a reading in which nothing is certain."""

    def __init__(self, extraction: Extraction) -> None:
        self._extraction = extraction
        self._statements = {statement.id: statement for statement in extraction.statements}
        self._events = {event.id: event for event in extraction.events}
        self._known: dict[str, float] = {}

    def all(self) -> dict[str, float]:
        """Return every standing."""
        found: dict[str, float] = {}
        for statement in self._extraction.statements:
            found[statement.id] = self._statement(statement.id, ())
        for event in self._extraction.events:
            found[event.id] = self._event(event)
        for figure in self._extraction.figures:
            own = min(_chances(figure))
            found[figure.id] = min(own, self._event(self._events[figure.event]), self._voices(figure.sources))
        for office in self._extraction.offices:
            found[office.id] = min(_chances(office))
        return found

    def _statement(self, local: str, above: tuple[str, ...]) -> float:
        if local in self._known:
            return self._known[local]
        if local in above:
            return SURE
        one = self._statements[local]
        value = min(_chances(one))
        if one.nested_in:
            value = min(value, self._statement(one.nested_in, (*above, local)))
        if not above:
            self._known[local] = value
        return value

    def _event(self, event: Event) -> float:
        return min(*_chances(event), self._voices(event.sources))

    def _voices(self, sources: Iterable[str]) -> float:
        return max((self._statement(source, ()) for source in sources), default=SURE)


def _chances(item: Event | Statement | Figure | Office) -> tuple[float, ...]:
    """Return what the graph has on an item and on those claims that it cannot be without, as the graph writes them."""
    values = [item.confidence]
    if isinstance(item, Event):
        values.append(sure(item.reality_confidence, item.confidence))
    return tuple(float(f"{value:.4f}") for value in values)
