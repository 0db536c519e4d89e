"""The page of one event, with what every article tells of the same happening.

Input: kb.api.serving.ports.Reads. Output: answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from kb.api.pages import event_view
from kb.api.pages.links import address
from kb.api.pages.listing import as_turtle
from kb.api.pages.site import Site
from kb.api.pages.vouching import voices
from kb.api.pages.wording import became, between, day, spaced
from kb.api.routes.browse import of_happening
from kb.api.schemas.shapes import bare
from kb.api.serving.ports import Reads
from kb.projections.catalog.namesakes import told_apart
from kb.projections.catalog.reading import CatalogReader
from kb.projections.catalog.records import EventRecord
from kb.service.display.reading import Reading
from kb.service.happenings.conflicts import conflicts
from kb.service.happenings.odds import Odds, odds

_MOST: Final = 200  # versions in the table
_READ: Final = 3  # versions whose articles are read with the page; others when they are unfolded


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/events/{identifier}")
    def page(request: Request, identifier: str) -> Response:
        """Show an event."""
        with site.reading(request) as (then, frame), then.catalog() as catalog:
            if identifier.startswith("happening-"):
                first = of_happening(catalog, identifier)[0]
                return RedirectResponse(address(f"/events/event-{first.id}", request.query_params.multi_items()), 303)
            event = catalog.get_event(bare("event", identifier))
            versions = of_happening(catalog, event.happening, _MOST) if event.happening else [event]
            versions = [event, *(one for one in versions if one.id != event.id)]
            shown = _shown(catalog, then, event, versions)
            return site.show(request, "event.html", frame, event=event, **shown)

    @site.router.get("/events/{identifier}/version")
    def version(request: Request, identifier: str) -> Response:
        """Show what its article says of it, as a part of the page of all versions."""
        with site.reading(request) as (then, frame), then.catalog() as catalog:
            event = catalog.get_event(bare("event", identifier))
            told = event_view.version(event, None, _readings(then, [event])[event.article])
            own = replace(frame, path=f"/events/event-{event.id}")  # where one comes back to after a decision
            return site.show(request, "event_version.html", own, version=told)

    @site.triples("/events/{identifier}")
    def triples(request: Request, identifier: str) -> Response:
        """Send what the graph says of it."""
        with site.reading(request) as (then, _), then.catalog() as catalog:
            one = of_happening(catalog, identifier)[0].id if identifier.startswith("happening-") else identifier
            return as_turtle(then, [f"event-{then.record('event', bare('event', one)).id}"])


def _shown(catalog: CatalogReader, then: Reads, event: EventRecord, versions: list[EventRecord]) -> dict[str, Any]:
    ids = [one.id for one in versions]
    papers = catalog.list_articles(ids=list(dict.fromkeys(one.article for one in versions))[:100], limit=100).items
    by_id = {article.id: article for article in papers}
    readings = _readings(then, versions[:_READ])
    links = catalog.event_links(ids)
    ends = dict.fromkeys(end for link in links for end in (link.event, link.other) if end not in ids)
    others = {end: catalog.get_event(end) for end in ends}
    called = catalog.happening_labels([event.happening, *(one.happening for one in others.values())])
    name = called.get(event.happening, event.label)
    opposites = event_view.opposed(_odds(then, event.happening))
    quantities = conflicts(catalog, event.happening or event.id, agreeing=True)
    grouped = {figure for one in quantities for value in one.values for figure in (value.figure, *value.also)}
    return {
        "versions": [event_view.version(one, by_id.get(one.article), readings.get(one.article)) for one in versions],
        "parts": (parts := event_view.parts(versions)),
        "which": _which(catalog, parts.values()),
        "times": event_view.values(versions, {one.id: between(one.begin, one.end) for one in versions}),
        "realities": event_view.values(versions, {one.id: became(one.reality) for one in versions}),
        "types": event_view.values(versions, {one.id: spaced(one.type) for one in versions}),
        "scales": event_view.scales(quantities),
        "single": [(one, figure) for one in versions for figure in one.figures if figure.id not in grouped],
        "called": name,
        "named_so": sum(one.label == name for one in versions),
        "ties": event_view.ties(ids, links, others),
        "tied": {one.id: called.get(one.happening, one.label) for one in others.values()},
        "odds": opposites,
        "apart": len({pair for one in quantities for pair in event_view.apart(one)}),
        "articles": by_id,
        "voices": voices(then, catalog, versions),
    }


def _which(catalog: CatalogReader, parts: Iterable[Sequence[event_view.Part]]) -> dict[str, str]:
    """Return what tells those apart that stand in one role and are called the same, by their ids."""
    named = ({one.named.id: one.named.label for one in rows if one.named} for rows in parts)
    return {one: words for called in named for one, words in told_apart(catalog, called, day).items()}


def _readings(then: Reads, versions: list[EventRecord]) -> dict[str, Reading]:
    with then.moment() as moment, moment.shower() as shower:
        return {article: shower.reading(article) for article in dict.fromkeys(one.article for one in versions)}


def _odds(then: Reads, happening: str) -> tuple[Odds, ...]:
    if not happening:
        return ()

    def ask(text: str) -> bytes:
        with then.query(text, format="json") as answer:
            return answer.read()

    return odds(ask, then.base_iri, happening, without="figure")  # figures are at odds where they are drawn
