"""Pages of saved queries: which there are, and each as a form with its answer.

Input: kb.api.serving.ports.Service. Output: answers. JSON at the same addresses is of kb.api.endpoint.saved.
Never: pastes a parameter into a query: kb.service.saved.binding makes terms of them.
"""

from dataclasses import replace
from typing import Final

from fastapi import Request
from starlette.responses import Response

from kb.api.pages.begun import begun
from kb.api.pages.negotiation import CSV, JSON, TURTLE
from kb.api.pages.query import lately, show
from kb.api.pages.site import Site
from kb.errors import KbError
from kb.service.saved.binding import bind
from kb.service.saved.form import form

_OWN: Final = frozenset({"asOf", "view", "done", "format", "timeout", "minConfidence"})


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/queries")
    def every(request: Request) -> Response:
        """List them."""
        with site.reading(request) as (then, frame):
            found = then.library()
            saved = [form(one) for one in found.queries.values()]
            return site.show(request, "saved_list.html", frame, saved=saved, problems=found.problems)

    @site.page("/queries/{name}")
    def page(request: Request, name: str) -> Response:
        """Show the form of one, and what it finds with the values in the address."""
        return begun(request, lambda: _shown(site, request, name), lambda: _shown(site, request, name, waits=True))


def _shown(site: Site, request: Request, name: str, *, waits: bool = False) -> Response:
    """Answer with the form of one and what it finds; where it *waits* for that, without."""
    with site.reading(request) as (then, frame):
        saved = then.library().get(name)
        given = {key: value for key, value in request.query_params.items() if key not in _OWN}
        text, found, refused = "", None, None
        if given or not any(one.required for one in form(saved).fields):
            try:
                with then.catalog() as catalog:
                    text = bind(saved, given, catalog, then.base_iri)
            except KbError as error:
                refused = error
        frame = replace(frame, formats=(JSON, CSV, TURTLE) if text else ())  # CSV too is of kb.api.endpoint.saved
        if text and not waits:
            found = lately(site, request, frame, then, text)
        return show(site, request, frame, "saved.html", found, text, form=form(saved), refused=refused)
