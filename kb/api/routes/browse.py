"""Routes for programs that want JSON: one thing, search, and adding an article. Lists are in kb.api.lists.

Input: kb.api.serving.ports.Service. Output: kb.api.schemas.resources.
"""

from typing import Annotated, Any, Final

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from kb.api.schemas import pages as page_schemas
from kb.api.schemas import resources as schemas
from kb.api.schemas.parameters import only_known
from kb.api.schemas.shapes import added, bare, qualified, sent
from kb.api.serving.ports import Draft, Reads, Record, Service
from kb.api.traffic.access import Gatekeeper
from kb.api.traffic.validators import answered
from kb.errors import InputError
from kb.projections.catalog.reading import CatalogReader, NoSuchRecordError
from kb.projections.catalog.records import EventRecord
from kb.service.articles.article_history import stored_text

Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]
Cursor = Annotated[str, Query(max_length=1000, description="Where the part before ended; `next` has it.")]
AsOf = Annotated[
    str,
    Query(alias="asOf", max_length=40, description="As known after this event, or at this time: 120, 2024-07-05 ..."),
]

_DOCUMENTS: Final = frozenset({"jsonld", "nt", "rdf"})
LONGEST: Final = 1000  # characters that are looked for
PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": schemas.Problem, "description": text, "content": {"application/problem+json": {}}}
    for code, text in (
        (400, "Something given cannot be used."),
        (404, "There is nothing of this id."),
        (410, "It was here: its article was withdrawn, corrected or erased; `detail` says when, by whom and why."),
        (422, "A parameter or field is wrong."),
        (503, "The home is busy or cannot be read; try again."),
    )
}
SEVERAL: dict[int | str, dict[str, Any]] = {
    409: {
        "model": schemas.Problem,
        "description": "A name fits several things; `detail` names them.",
        "content": {"application/problem+json": {}},
    }
}
WRITING: dict[int | str, dict[str, Any]] = {
    200: {"model": schemas.ArticleAdded, "description": "The same text is there already."},
    **{
        code: {"model": schemas.Problem, "description": text, "content": {"application/problem+json": {}}}
        for code, text in (
            (401, "Writing needs the token."),
            (403, "A page of another site may not write."),
            (409, "Another article has this id, with other text."),
            (413, "The text is too large."),
            (507, "The disk is full."),
        )
    },
}


class LongSearchError(InputError):
    """More words than are looked for at once."""

    code = "long-search"

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(
            f"Of {length:,} characters to look for at most {LONGEST:,} are taken.",
            hint="Give the words that tell it from everything else.",
        )


def router(service: Service, gatekeeper: Gatekeeper) -> APIRouter:
    """Return the routes on *service*."""
    routes = APIRouter(responses=PROBLEMS)
    _articles(routes, service)
    _adding(routes, service, gatekeeper)
    _entities(routes, service)
    _events(routes, service)
    _statements(routes, service)
    _search(routes, service)
    return routes


def _articles(routes: APIRouter, service: Service) -> None:
    @routes.get("/articles/{identifier}", tags=["articles"], response_model=page_schemas.ArticleDetail)
    def show_article(request: Request, identifier: str, as_of: AsOf = "") -> Any:
        """Show one article with all that it says, each fact with its words."""
        with service.at(as_of) as then:
            return _detail(request, then, "article", then.record("article", bare("article", identifier)))

    @routes.get(
        "/articles/{identifier}/text",
        tags=["articles"],
        response_class=PlainTextResponse,
        responses={200: {"content": {"text/plain": {"example": "OSLO - Three people were killed in a fire ..."}}}},
    )
    def article_text(request: Request, identifier: str, as_of: AsOf = "") -> Response:
        """Send an article's stored text, whose code points every start and end of answers and exports counts."""
        with service.at(as_of) as then, then.moment() as moment:
            record = then.record("article", bare("article", identifier))
            text = stored_text(moment, record.id).text
        return answered(request, text.encode(), "text/plain; charset=utf-8")


def _adding(routes: APIRouter, service: Service, gatekeeper: Gatekeeper) -> None:
    @routes.post(
        "/articles", tags=["articles"], response_model=schemas.ArticleAdded, status_code=201, responses=WRITING,
    )  # fmt: skip
    async def add_article(
        article: schemas.NewArticle, response: Response, actor: Annotated[str, Depends(gatekeeper)]
    ) -> Any:
        """Read an article and add it; one that is in already is filed anew if another date, source, title or URL comes.

        Queries that start after the answer see it.
        """
        result = await to_thread.run_sync(service.add, Draft(**article.model_dump()), actor)
        response.status_code = 200 if result.status in ("known", "refiled") else 201
        response.headers["Location"] = f"/articles/{qualified('article', result.article)}"
        return added(service.base_iri, result)


def _entities(routes: APIRouter, service: Service) -> None:
    @routes.get("/entities/{identifier}", tags=["entities"], response_model=page_schemas.EntityDetail)
    def show_entity(request: Request, identifier: str, as_of: AsOf = "") -> Any:
        """Show one entity. One that was merged into another redirects to it."""
        with service.at(as_of) as then:
            record = then.record("entity", bare("entity", identifier))
            if record.id != bare("entity", identifier):
                further = f"?{request.url.query}" if request.url.query else ""
                return RedirectResponse(f"/entities/{qualified('entity', record.id)}{further}", 307)
            return _detail(request, then, "entity", record)


def _events(routes: APIRouter, service: Service) -> None:
    @routes.get("/events/{identifier}", tags=["events"], response_model=page_schemas.EventDetail)
    def show_event(request: Request, identifier: str, as_of: AsOf = "") -> Any:
        """Show one event: who, what, where, when, figures, and who says so. A happening redirects to its first."""
        with service.at(as_of) as then:
            if identifier.startswith("happening-"):
                with then.catalog() as catalog:
                    first = of_happening(catalog, identifier)[0]
                further = f"?{request.url.query}" if request.url.query else ""
                return RedirectResponse(f"/events/event-{first.id}{further}", 307)
            return _detail(request, then, "event", then.record("event", bare("event", identifier)))


def of_happening(catalog: CatalogReader, identifier: str, most: int = 1) -> list[EventRecord]:
    """Return what articles tell of a happening, or of the one that it was merged into; the first that came first.

    Raises:
        NoSuchRecordError: nothing does.
    """
    happening = bare("happening", identifier)
    found = catalog.list_events(happening=catalog.stands_as(happening), sort="added", limit=most).items
    if not found:
        raise NoSuchRecordError("happening", happening)
    return list(found)


def _statements(routes: APIRouter, service: Service) -> None:
    @routes.get("/statements/{identifier}", tags=["statements"], response_model=page_schemas.StatementDetail)
    def show_statement(request: Request, identifier: str, as_of: AsOf = "") -> Any:
        """Show one statement: who, how, to whom, about what, and what it claims happened."""
        with service.at(as_of) as then:
            return _detail(request, then, "statement", then.record("statement", bare("statement", identifier)))


def searched(words: str) -> str:
    """Return words that are looked for, as they came.

    Raises:
        LongSearchError: they are too long.
    """
    if len(words) > LONGEST:
        raise LongSearchError(len(words))
    return words


def _search(routes: APIRouter, service: Service) -> None:
    @routes.get("/search", tags=["search"], response_model=schemas.Found, dependencies=[Depends(only_known)])
    def search(
        q: Annotated[
            str,
            Query(
                min_length=1, description="Words to look for, all of them.", json_schema_extra={"maxLength": LONGEST}
            ),
        ],
        kind: Annotated[str, Query(pattern="^(article|entity|statement|)$", description="Only this kind.")] = "",
        limit: Annotated[int, Query(ge=1, le=200)] = 20,
        as_of: AsOf = "",
    ) -> Any:
        """Search articles, names and statements; last come entities that are only called much the same."""
        with service.at(as_of) as then:
            found = then.search(searched(q), limit, kind, alike=True)
        return {"items": [sent(service.base_iri, hit.kind, hit) for hit in found]}


def _detail(request: Request, then: Reads, kind: str, record: Record) -> dict[str, Any] | RedirectResponse:
    """Return a thing with its page; whoever wants RDF of it, but for Turtle, is led to its document."""
    ending = request.scope.get("state", {}).get("wanted_format", "")
    if ending in _DOCUMENTS:
        further = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/doc/{qualified(kind, record.id)}.{ending}{further}", 303)
    fields = sent(then.base_iri, kind, record)
    return fields | {"page": then.page(fields["id"])}
