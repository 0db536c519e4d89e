"""The page of dumps: what whoever wants all of the base can take with them.

Input: kb.api.routes.dumps, which sends the files. Output: answers. Never: makes a dump.
"""

from typing import Final

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from kb.api.pages.listing import as_csv
from kb.api.pages.site import Site
from kb.api.routes.dumps import standing
from kb.api.traffic.below import path_of
from kb.exporting.formats import BY_ENDING

_DESCRIBED: Final = "what the files are and how many triples of each class there are, in VoID and DCAT"
_COLUMNS: Final = ("position", "name", "size", "sha256", "address")


def _about(name: str) -> str:
    """Return what a file of a dump is for: by its ending, since all of them are called kb."""
    form = BY_ENDING.get(name.partition(".")[2]) if name.startswith("kb.") else None
    return form.about if form is not None else _DESCRIBED if name == "dataset.ttl" else ""


def add(site: Site) -> None:
    """Add the routes."""

    @site.page("/dumps")
    def page(request: Request) -> Response:
        """Show the dumps, the last first, each with its files."""
        found = list(standing(site.service.dumps, site.service.log))
        return site.show(request, "dumps.html", site.frame(request), dumps=found, about=_about)

    @site.table("/dumps")
    def table(request: Request) -> Response:
        """Send a row for each file."""
        rows = [
            {
                "position": dump.position,
                "name": one.name,
                "size": one.size,
                "sha256": one.sha256,
                "address": path_of(request, f"/dumps/{dump.position}/{one.name}"),
            }
            for dump in standing(site.service.dumps, site.service.log)
            for one in dump.files
        ]
        return as_csv(request, _COLUMNS, rows)

    @site.triples("/dumps")
    def triples(request: Request) -> Response:
        """Lead to the description of the data set, which names them."""
        return RedirectResponse("/dcat.ttl", 307)
