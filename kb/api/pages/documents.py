"""From an IRI of the graph to the page about what it names, for browsers.

Input: /id/X and /doc/X.html. Output: a redirect: a thing cannot be sent, its page can. What has no page of its own (a
claim, a mention, a time) is shown as what the graph says of it, by a query that can be changed.
"""

import json
from typing import Annotated, Final

from fastapi import Path, Request
from starlette.responses import RedirectResponse, Response

from kb.api.pages.links import address, page_of
from kb.api.pages.negotiation import wants_pages
from kb.api.pages.site import Site
from kb.api.serving.ports import Reads
from kb.service.identity.naming import NothingCalledError

Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9_~-]+$", max_length=200)]
_SAME: dict[str, str] = {"Vary": "Accept"}


_SAYS: Final = "SELECT ?property ?value WHERE {{ <{iri}> ?property ?value }} ORDER BY ?property ?value"


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/id/{name}")
    def thing(request: Request, name: Name) -> Response:
        """Go to the document about a thing."""
        return RedirectResponse(address(f"/doc/{name}.html", request.query_params.multi_items()), 303, headers=_SAME)

    @site.page("/doc/{name}")  # also as /doc/X.html, the ending taken off
    def document(request: Request, name: Name) -> Response:
        """Go to the page about a thing; about a figure to that of its event, about an office to its holder's."""
        given = request.query_params.multi_items()
        ending = "" if wants_pages(request.scope) else ".html"
        with site.reading(request) as (then, _):
            try:
                about = then.page(name).id
            except NothingCalledError:
                iri = f"{then.base_iri}id/{name}"
                if not _is_told_of(then, iri):
                    raise
                query = ("query", _SAYS.format(iri=iri))
                return RedirectResponse(address(f"/query{ending}", [query, *given]), 303, headers=_SAME)
        fragment = name if name != about else ""
        return RedirectResponse(address(f"{page_of(about)}{ending}", given, fragment), 303, headers=_SAME)


def _is_told_of(then: Reads, iri: str) -> bool:
    """Say whether the graph says anything of a node."""
    with then.query(f"ASK {{ <{iri}> ?property ?value }}", format="json") as result:
        return bool(json.loads(result.read())["boolean"])
