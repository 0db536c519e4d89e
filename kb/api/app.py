"""The application: routes, errors, limits, cross-origin rules, put together.

Input: a kb.api.serving.ports.Service and settings. Output: an ASGI application for kb.api.server or any other server.
Never: holds state of its own; opens files; binds sockets.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from kb import __version__
from kb.api import layers
from kb.api.beginning import Shared, shared
from kb.api.endpoint import ask, graph_store, saved, short_way, sparql
from kb.api.lists import routes as list_routes
from kb.api.lists import ties as list_ties
from kb.api.pages.install import install as install_pages
from kb.api.routes import (
    agreement,
    beside,
    browse,
    correcting,
    curated,
    datasets,
    decisions,
    denials,
    diff,
    drawings,
    dumps,
    exports,
    files,
    linked_data,
    news,
    reconcile,
    reviewing,
    starting,
    stream,
    timeline,
    withdrawing,
)
from kb.api.routes.feed import Feed
from kb.api.schemas import resources as schemas
from kb.api.schemas.parameters import only_known
from kb.api.serving.ports import Service
from kb.api.traffic import metrics, problems, unheard
from kb.api.traffic.access import Gatekeeper, Owners
from kb.api.traffic.below import free
from kb.api.traffic.guards import Guards
from kb.api.traffic.visitors import Visitors

_ABOUT: Final = """
News articles as a graph with evidence: who did what to whom, where, when, with which numbers, who said what.
SPARQL at `/sparql`; lists and pages as JSON; every IRI of the graph answers. Errors are RFC 9457 problem details.
"""


def create_app(
    service: Service,
    *,
    token: str = "",
    tokens: Owners | None = None,
    guards: Guards = Guards(),  # noqa: B008  frozen
    on_close: Callable[[], None] | None = None,
    parts: Shared | None = None,
) -> FastAPI:
    """Return the application on *service*.

    Args:
        service: the knowledge base behind it.
        token: what writers must send as a bearer token; "" lets programs of this machine write.
        tokens: those of people, each with a name; while there is one, writers must send one.
        guards: bounds on visitors, and where the server tells about itself.
        on_close: called once when the server shuts down.
        parts: what another application has already that answers queries beside it; None: there is none.

    Raises:
        TakenRootPathError: the application has something of its own at the root path.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        if on_close:
            on_close()

    app = FastAPI(
        title="kb",
        summary="A knowledge base that reads the news.",
        description=_ABOUT,
        version=__version__,
        lifespan=lifespan,
        docs_url=None,  # it would load its scripts from elsewhere
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        servers=[{"url": guards.root_path}] if guards.root_path else None,
        dependencies=[Depends(unheard.refuse)],
    )
    problems.install(app, Gatekeeper.refusal)
    app.include_router(list_routes.router(service))  # before the pages: they leave HTML and Turtle to them
    gatekeeper = Gatekeeper(token, tokens)
    parts = parts or shared(service, token, tokens, guards)
    visitors, endpoint, counts = parts.visitors, parts.endpoint, parts.counts
    app.add_middleware(short_way.ShortWay, endpoint=endpoint)  # the innermost
    app.state.pages = install_pages(
        app, service, gatekeeper, visitors, guards.root_path
    )  # first: its routes match only what wants HTML, CSV or Turtle
    app.include_router(sparql.router(endpoint))
    _include(app, service, gatekeeper, visitors)
    app.state.feed = Feed(lambda: service.log)  # kb.api.server tells it when the server ends
    app.include_router(stream.router(app.state.feed))
    _health(app, service)
    app.include_router(metrics.router(counts, gatekeeper))
    free(guards.root_path, app.routes)
    layers.install(app, service, guards, visitors, counts, parts.buckets, token=token, tokens=tokens)
    return app


def _include(app: FastAPI, service: Service, gatekeeper: Gatekeeper, visitors: Visitors) -> None:
    for strict in (
        list_ties.router(service),
        diff.router(service),
        graph_store.router(service),
        browse.router(service, gatekeeper),
        files.router(service, gatekeeper),
        decisions.router(service, gatekeeper),
        reviewing.router(service, gatekeeper),
        correcting.router(service, gatekeeper),
        withdrawing.router(service, gatekeeper),
        curated.router(service, gatekeeper),
        exports.router(service),
        drawings.router(service),
        timeline.router(service),
        beside.router(service),
        ask.router(service, visitors),
        agreement.router(service, app.state.pages.kept),
        denials.router(service),
    ):
        app.include_router(strict, dependencies=[Depends(only_known)])
    app.include_router(linked_data.router(service))  # what addresses of the web are asked with besides is let be
    app.include_router(datasets.router(service))
    app.include_router(news.router(service))
    app.include_router(dumps.router(service))
    app.include_router(reconcile.router(service))
    app.include_router(starting.router(service))
    app.include_router(saved.router(service, visitors))


def _health(app: FastAPI, service: Service) -> None:
    @app.get("/health", tags=["service"], response_model=schemas.Health)
    def health() -> Any:
        """Say how the service is."""
        return {"base_iri": service.base_iri, **service.health()}


def _operation_id(route: APIRoute) -> str:
    return route.name
