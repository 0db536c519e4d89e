"""From an IRI of the graph to the page about what it names, for browsers.

Input: /id/X and /doc/X.html. Output: a redirect: a thing cannot be sent, its page can.
"""

from typing import Annotated

from fastapi import Path, Request
from starlette.responses import RedirectResponse, Response

from kb.api.pages.links import address, page_of
from kb.api.pages.site import Site
from kb.errors import NotFoundError

Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9_~-]+$", max_length=200)]
_SAME: dict[str, str] = {"Vary": "Accept"}


class NoPageError(NotFoundError):
    """A node of the graph has no page of its own."""

    code = "no-page"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"There is no page about {name}.", hint=f"/doc/{name}.ttl has what the graph says about it.")


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/id/{name}")
    def thing(request: Request, name: Name) -> Response:
        """Go to the document about a thing."""
        return RedirectResponse(address(f"/doc/{name}.html", request.query_params.multi_items()), 303, headers=_SAME)

    @site.page("/doc/{name}")  # also as /doc/X.html, the ending taken off
    def document(request: Request, name: Name) -> Response:
        """Go to the page about a thing; about a figure to that of its event, about an office to its holder's."""
        with site.reading(request) as (then, _):
            about = then.page(name).id
        path = page_of(about)
        if path.startswith("/doc/"):
            raise NoPageError(name)
        fragment = name if name != about else ""
        return RedirectResponse(address(path, request.query_params.multi_items(), fragment), 303, headers=_SAME)
