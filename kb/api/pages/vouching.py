"""Who vouches for what an event's versions say, for the pages of events, entities and statements.

Input: versions of events from the catalog, kb.api.serving.ports.Reads. Output: Voices, asked by templates claim by
claim. What several articles tell of is counted in the graph; what one alone tells has the sources that the article
names, or the article itself.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from kb.api.serving.ports import Reads
from kb.errors import QueryRefusedError
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EventRecord, FigureRecord, StatementRecord
from kb.service.happenings.vouchers import Vouched, Voucher, vouched

_AT_ONCE = 100  # statements or articles looked up by one question


class Voices:
    """Sources of the claims of some events.

    Args:
        counted: what the graph counts.
        alone: ids of events that one article alone tells of.
        statements: id -> those by which articles have it.
        papers: article's id -> what it is called.
        busy: whether the graph could not be asked just now, so that what several articles tell is not counted.
    """

    def __init__(
        self,
        counted: Vouched | None,
        alone: Collection[str],
        statements: dict[str, StatementRecord],
        papers: dict[str, str],
    ) -> None:
        self._counted, self.busy = counted or Vouched(), counted is None
        self._alone, self._statements, self.papers = alone, statements, papers

    def part(self, event: EventRecord, role: str, entity: str) -> tuple[Voucher, ...]:
        """Return who says that an entity stands in a role of an event, or is its place."""
        return self._said(event, role, f"entity-{entity}")

    def reality(self, event: EventRecord) -> tuple[Voucher, ...]:
        """Return who says that it is as this version has it: that it happened, that it was denied ..."""
        return self._said(event, "reality", event.reality)

    def figure(self, event: EventRecord, figure: FigureRecord) -> tuple[Voucher, ...]:
        """Return who gives a figure."""
        found = self._counted.named(f"figure-{figure.id}")
        return found or self._own(event, figure.claimed_by or event.claimed_by)

    def named(self, name: str) -> tuple[Voucher, ...]:
        """Return who vouches for a claim or figure by its id, as far as the graph counts it."""
        return self._counted.named(name)

    def _said(self, event: EventRecord, predicate: str, value: str) -> tuple[Voucher, ...]:
        found = self._counted.said(event.happening, predicate, value)
        return found or self._own(event, event.claimed_by)

    def _own(self, event: EventRecord, claimed_by: Sequence[str]) -> tuple[Voucher, ...]:
        """Return the sources of what one article alone tells; nobody where others do too and the graph counts none."""
        if event.id not in self._alone:
            return ()
        said = [self._statements[one] for one in claimed_by if one in self._statements]
        speakers = {who.id: who.label for one in said for who in one.speakers}
        if speakers:
            return tuple(Voucher(name, f"entity-{who}", (event.article,)) for who, name in speakers.items())
        unnamed = next((one.speaker_words for one in said if one.speaker_words), "")
        return (Voucher(unnamed or self.papers.get(event.article, event.article), "", (event.article,)),)


def voices(then: Reads, catalog: CatalogReader, events: Sequence[EventRecord]) -> Voices:
    """Return who vouches for the claims of events.

    Args:
        events: all versions, as far as a page shows them, of each happening.

    Returns:
        With *busy* where the query was refused for load or time.
    """

    def ask(text: str) -> bytes:
        with then.query(text, format="json") as answer:
            return answer.read()

    told = catalog.told_in(list(dict.fromkeys(one.happening for one in events if one.happening)))
    several = [happening for happening, articles in told.items() if articles > 1]
    alone = {one.id: one for one in events if told.get(one.happening, 1) == 1}
    ids = dict.fromkeys(
        s for e in alone.values() for s in (*e.claimed_by, *(s for f in e.figures for s in f.claimed_by))
    )
    statements = {
        one.id: one for some in _parts(ids) for one in catalog.list_statements(ids=some, limit=_AT_ONCE).items
    }
    papers = dict.fromkeys(one.article for one in events)
    called = {
        one.id: one.source or one.title or one.id
        for some in _parts(papers)
        for one in catalog.list_articles(ids=some, limit=_AT_ONCE).items
    }
    counted: Vouched | None
    try:
        counted = vouched(ask, then.base_iri, several)
    except QueryRefusedError:
        counted = None  # the rest of the page does not wait for it
    return Voices(counted, alone, statements, called)


def _parts(ids: Iterable[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while some := list(islice(left, _AT_ONCE)):
        yield some
