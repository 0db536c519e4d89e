"""Whether anything that an entity's or a happening's part is made of differs between two events.

Input: what lies between them. Output: whether a part stayed what it was, for kb.projections.graph.changes.
Never: makes a part. A happening is touched with each article that tells of it, and mostly stays as it is: what an
article says of one event does not change with whom its other events are linked to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from kb.graph.registry_graph import HappeningView
from kb.model import Extraction, Office
from kb.projections.folding.curating import curated_reading
from kb.projections.folding.sources import LogSources
from kb.projections.graph.attribution import Made


class Retold:
    """Compares the two ends of a span.

    Args:
        of: the span.
        articles: those that events between may have touched.
        sources: of the log.
    """

    def __init__(self, of: Made, articles: frozenset[str], sources: LogSources) -> None:
        self._before, self._after = of.views(of.start), of.views(of.goal)
        self._articles = articles
        self._sources = sources
        self._moved: dict[str, frozenset[str] | None] = {}

    def same(self, entity: str) -> bool:
        """Say whether the part of a canonical id is certainly the same at both ends."""
        view = self._after.view(entity)
        if view != self._before.view(entity):
            return False
        if not isinstance(view, HappeningView):
            return True
        return all(self._tells_the_same(article, local) for article, local in view.events if article in self._articles)

    def _tells_the_same(self, article: str, local: str) -> bool:
        if article not in self._moved:
            self._moved[article] = self._moved_in(article)
        moved = self._moved[article]
        if not moved:
            return moved is not None
        read = curated_reading(self._after.tables, self._sources, article)
        return read is not None and not moved & named_by(read[1].extraction, local)

    def _moved_in(self, article: str) -> frozenset[str] | None:
        """Return the entities and events of an article that have another canonical id; None where more than that."""
        for views in (self._before, self._after):
            if views.article_row(article) is None:
                return None
        if self._before.article_row(article) != self._after.article_row(article):
            return None
        if self._before.curations(article) != self._after.curations(article):
            return None
        was, now = self._before.links(article), self._after.links(article)
        return frozenset(one for one in {*was, *now} if was.get(one) != now.get(one))


def named_by(extraction: Extraction, local: str) -> frozenset[str]:
    """Return the ids in a reading that what it tells of one event may name; rather too many than too few."""
    event = next((one for one in extraction.events if one.id == local), None)
    figures = [one for one in extraction.figures if one.event == local]
    statements = {one.id: one for one in extraction.statements}
    entities = {one.id: one for one in extraction.entities}
    offices: dict[str, list[Office]] = {}
    for office in extraction.offices:
        offices.setdefault(office.person, []).append(office)
    found = {local}
    waiting = list(_words((event, figures)))
    while waiting:
        word = waiting.pop()
        if word not in found:
            found.add(word)
            waiting += _words((statements.get(word), entities.get(word), offices.get(word, [])))
    return frozenset(found)


def _words(value: object) -> Iterator[str]:
    """Yield every text in a value of the model."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _words(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _words(one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _words(one)
