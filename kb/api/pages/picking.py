"""Fields of forms that name an entity or an event: people read and write names, and an id is sent where one was picked.

Input: requests of forms whose field `NAME-called` shows what `NAME` is called. Output: names for templates; an address
without such fields; suggestions as one types, as a part of a page.
Never: guesses between several that a name fits: the page that is asked says which there are.
"""

from collections.abc import Iterable, Mapping

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from kb.api.pages.entities import apart
from kb.api.pages.links import address
from kb.api.pages.site import Site
from kb.api.schemas.shapes import bare
from kb.api.serving.ports import Reads
from kb.projections.catalog.overview import events_called
from kb.projections.catalog.reading import CatalogReader, NoSuchRecordError
from kb.projections.catalog.records import EntityRecord

CALLED = "-called"
_SUGGESTED = 8
_LONGEST = 200


def called(catalog: CatalogReader, given: str) -> str:
    """Return what an entity is called that is given by id; anything else as it is."""
    if not given.startswith("entity-"):
        return given
    try:
        return catalog.get_entity(bare("entity", given)).label
    except NoSuchRecordError:
        return given


def all_called(catalog: CatalogReader, given: Mapping[str, str]) -> dict[str, str]:
    """Return the same as *called* of several fields, by their names."""
    return {name: called(catalog, value) for name, value in given.items()}


def settled(request: Request, catalog: CatalogReader, names: Iterable[str]) -> Response | None:
    """Return where a form leads that says what its fields are called; None where it does not.

    What is written counts, unless it is what the id beside it is called: then that is meant.
    """
    parameters = dict(request.query_params.multi_items())
    written = {name: parameters.pop(f"{name}{CALLED}") for name in names if f"{name}{CALLED}" in parameters}
    if not written:
        return None
    for name, words in written.items():
        held, text = parameters.get(name, ""), words.strip()[:_LONGEST]
        if not (held and text == called(catalog, held)):
            parameters[name] = text
    return RedirectResponse(address(request.url.path, parameters.items()), 303)


def add(site: Site) -> None:
    """Add the routes."""

    @site.router.get("/suggest/entities")
    def suggest(request: Request) -> Response:
        """Suggest entities for a field, as a part to be put under it."""
        words = request.query_params.get("q", "").strip()[:_LONGEST]
        with site.reading(request) as (then, frame):
            return site.show(request, "suggest_entities.html", frame, words=words, found=_found(then, words))

    @site.router.get("/suggest/events")
    def suggest_events(request: Request) -> Response:
        """Suggest events for a field, one a happening, as a part to be put under it."""
        words = request.query_params.get("q", "").strip()[:_LONGEST]
        with site.reading(request) as (then, frame):
            with then.catalog() as catalog:
                found = events_called(catalog, words, limit=_SUGGESTED)
                ids = [one.article for one in found]
                papers = {one.id: one for one in catalog.list_articles(ids=ids).items} if ids else {}
            return site.show(request, "suggest_events.html", frame, words=words, found=found, papers=papers)


def _found(then: Reads, words: str) -> list[tuple[EntityRecord, str]]:
    """Return entities, and of those that look alike what tells them apart, an article as a rule."""
    ids = [hit.id for hit in then.search(words, _SUGGESTED, "entity")] if words else []
    if not ids:
        return []
    with then.catalog() as catalog:
        there = {one.id: one for one in catalog.list_entities(ids=ids).items}
        others = apart(catalog, there.values())
        return [(there[one], others.get(one, "")) for one in ids if one in there]
