"""The page of dumps: what whoever wants all of the base can take with them.

Input: kb.api.routes.dumps, which sends the files. Output: answers. Never: makes a dump.
"""

from typing import Final

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from kb.api.pages.listing import as_csv
from kb.api.pages.site import Site
from kb.api.routes.dumps import standing

_COLUMNS: Final = ("position", "name", "size", "sha256", "address")


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/dumps")
    def page(request: Request) -> Response:
        """Show the dumps, the last first, each with its files."""
        found = list(standing(site.service.dumps, site.service.log))
        return site.show(request, "dumps.html", site.frame(request), dumps=found)

    @site.table("/dumps")
    def table(request: Request) -> Response:
        """Send a row for each file."""
        rows = [
            {
                "position": dump.position,
                "name": one.name,
                "size": one.size,
                "sha256": one.sha256,
                "address": f"/dumps/{dump.position}/{one.name}",
            }
            for dump in standing(site.service.dumps, site.service.log)
            for one in dump.files
        ]
        return as_csv(request, _COLUMNS, rows)

    @site.triples("/dumps")
    def triples(request: Request) -> Response:
        """Lead to the description of the data set, which names them."""
        return RedirectResponse("/dcat.ttl", 307)
