"""Search over everything that is named or said, and suggestions as one types.

Input: words. Output: answers: a page, and a part for htmx.
Matching is that of the catalog's full text; events are found by what they are called.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.entities import apart
from kb.api.pages.site import Site
from kb.api.routes.browse import searched
from kb.api.serving.ports import Reads
from kb.projections.catalog.overview import events_called
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import ArticleRecord, EntityRecord, EventRecord, Hit, StatementRecord
from kb.service.identity.sounding import sounding

_ON_A_PAGE: Final = 10
_SUGGESTED: Final = {"entity": 4, "event": 3, "article": 3, "statement": 2}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, by kind, the best first.

    Attributes:
        alike: entities that are called so in another spelling.
        apart: entity's id -> what tells it from another that looks alike.
    """

    entities: Sequence[tuple[Hit, EntityRecord]]
    events: Sequence[EventRecord]
    articles: Sequence[tuple[Hit, ArticleRecord]]
    statements: Sequence[tuple[Hit, StatementRecord | None, ArticleRecord | None]]
    alike: Sequence[EntityRecord] = ()
    apart: Mapping[str, str] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        """Whether there is anything."""
        return any((self.entities, self.alike, self.events, self.articles, self.statements))


def find(then: Reads, words: str, most: dict[str, int]) -> Found:
    """Return what holds all of *words*, at most so many of each kind."""
    hits = {kind: then.search(words, most[kind], kind) for kind in ("entity", "article", "statement")}
    with then.catalog() as catalog:
        found, told = ([hit.id for hit in hits[kind]] for kind in ("entity", "article"))
        people = {one.id: one for one in catalog.list_entities(ids=found).items} if found else {}
        papers = {one.id: one for one in catalog.list_articles(ids=told).items} if told else {}
        room = most["entity"] - len(people)
        alike = [one for one in sounding(catalog, words, limit=most["entity"]) if one.id not in people][: max(0, room)]
        return Found(
            [(hit, people[hit.id]) for hit in hits["entity"] if hit.id in people],
            events_called(catalog, words, limit=most["event"]),
            [(hit, papers[hit.id]) for hit in hits["article"] if hit.id in papers],
            _told(catalog, hits["statement"]),
            alike,
            apart(catalog, [*people.values(), *alike]),
        )


def _told(
    catalog: CatalogReader, hits: Sequence[Hit]
) -> list[tuple[Hit, StatementRecord | None, ArticleRecord | None]]:
    """Return statements with the articles that have them."""
    if not hits:
        return []
    said = {one.id: one for one in catalog.list_statements(ids=[hit.id for hit in hits], limit=len(hits)).items}
    where = sorted({one.article for one in said.values()})
    papers = {one.id: one for one in catalog.list_articles(ids=where).items} if where else {}
    return [(hit, one, papers.get(one.article) if one else None) for hit in hits for one in (said.get(hit.id),)]


def asked_words(request: Request) -> str:
    """Return what a request looks for.

    Raises:
        LongSearchError: more than is looked for.
    """
    return searched(request.query_params.get("q", "").strip())


def find_page(then: Reads, words: str) -> Found:
    """Return what a page of search shows."""
    return find(then, words, dict.fromkeys(_SUGGESTED, _ON_A_PAGE))


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/search")
    def page(request: Request) -> Response:
        """Show what holds all words."""
        words = asked_words(request)
        with site.reading(request) as (then, frame):
            found = find_page(then, words)
            return site.show(request, "search.html", frame, words=words, found=found, most=_ON_A_PAGE)

    @site.router.get("/suggest")
    def suggest(request: Request) -> Response:
        """Suggest, as a part to be put under the field."""
        words = asked_words(request)
        with site.reading(request) as (then, frame):
            return site.show(request, "suggest.html", frame, words=words, found=find(then, words, _SUGGESTED))
