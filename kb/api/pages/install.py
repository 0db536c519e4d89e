"""The pages put into the application.

Input: the application, before the routes of the JSON interface are in it. Output: routes of all pages, files, errors as
pages for browsers.
"""

from collections.abc import Callable
from typing import Final

from fastapi import FastAPI

from kb.api.pages import (
    add,
    add_each,
    answers_data,
    article,
    articles,
    as_data,
    ask,
    beside,
    changes_data,
    conflicts,
    deciding,
    denials,
    documents,
    dumps,
    entities,
    entity,
    event,
    events,
    facts_table,
    log,
    map_page,
    ontology,
    picking,
    problem_page,
    query,
    review,
    revising,
    saved,
    search,
    settling,
    start,
    statements,
    timeline,
)
from kb.api.pages.negotiation import Endings
from kb.api.pages.site import Site
from kb.api.serving.ports import Service
from kb.api.traffic.access import Gatekeeper
from kb.api.traffic.visitors import Visitors

# One module a page, each with add(site).
PAGES: Final[tuple[Callable[[Site], None], ...]] = (
    start.add,
    search.add,
    picking.add,
    ask.add,
    articles.add,
    article.add,
    beside.add,
    revising.add,
    entities.add,
    entity.add,
    events.add,
    event.add,
    timeline.add,
    map_page.add,
    statements.add,
    denials.add,
    conflicts.add,
    review.add,
    query.add,
    saved.add,
    log.add,
    add.add,
    add_each.add,
    ontology.add,
    dumps.add,
    facts_table.add,
    as_data.add,
    answers_data.add,
    changes_data.add,
    documents.add,
    deciding.add,
    settling.add,
)


def install(app: FastAPI, service: Service, gatekeeper: Gatekeeper, visitors: Visitors, root_path: str) -> Site:
    """Add the pages to *app*; what it has for programs is added after this."""
    site = Site(service, gatekeeper, visitors, root_path)
    for put in PAGES:
        put(site)
    for router in site.routers():
        app.include_router(router)
    site.assets.serve(app)
    app.add_middleware(Endings, takes=site.takes)
    app.state.problem_page = problem_page.maker(site)
    return site
