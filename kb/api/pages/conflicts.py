"""What articles tell differently: the accounts of one happening beside each other, each with its sentence and source.

Input: kb.api.routes.disputes, which has the same for programs. Output: answers.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.responses import Response

from kb.api.pages.begun import begun
from kb.api.pages.frame import Frame
from kb.api.pages.listing import FacetPart, Filter, apart_of, as_csv, as_turtle, chips, facet_part
from kb.api.pages.site import Site
from kb.api.routes import disputes
from kb.api.routes.disputes import DisputesAsked, Standing
from kb.api.serving.ports import Reads
from kb.projections.catalog.disputed import Fitting, facets_of
from kb.projections.catalog.facets import Facet, FacetValue
from kb.projections.catalog.reading import CatalogReader
from kb.projections.graph.opposition import KINDS
from kb.service.happenings.quantity import HISTORY

ON_A_PAGE: Final = 8  # happenings
FILTERS: Final = (
    Filter("kind", "disputed", "dispute"),
    Filter("type", "type", "term"),
    Filter("actor", "actor", "entity"),
    Filter("entity", "with", "entity"),
    Filter("place", "at", "entity"),
    Filter("source", "source"),
    Filter("article", "told in", "article"),
    Filter("happening", "event", "happening"),
    Filter("since", "since", "day"),
    Filter("until", "until", "day"),
)
QUESTIONS: Final = {
    "happened": "Whether it happened",
    "time": "When",
    "place": "Where",
    "actor": "Who did it",
    "figure": "How many",
    HISTORY: "How the figure changed",
}
_FACETS: Final = {"kind": "What is disputed", "type": "Type", "actor": "Actor", "place": "Place", "source": "Source"}
_OWN: Final = frozenset({"done"})


def asked_of(request: Request) -> DisputesAsked:
    """Return what a request asks for.

    Raises:
        RequestValidationError: a parameter that there is none of, or a value of another kind.
    """
    given = {name: value for name, value in request.query_params.items() if name not in _OWN}
    try:
        return DisputesAsked.model_validate(given)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


def add(site: Site) -> None:
    """Add the routes."""

    def shown(then: Reads, catalog: CatalogReader, asked: DisputesAsked) -> tuple[Standing, Fitting, Fitting]:
        """Return all that is at odds, what of it fits the filters, and of this what is of the kind asked for."""
        all_ = disputes.standing(then, catalog, site.kept)
        fit = disputes.found(then, catalog, all_, asked)
        return all_, fit, disputes.of_kind(fit, all_, asked.kind)

    @site.page("/conflicts")
    def page(request: Request) -> Response:
        """Show accounts that differ beside each other, those told of last first."""
        return begun(request, lambda: whole(request), lambda: above(request))

    def whole(request: Request) -> Response:
        with site.reading(request) as (then, frame), then.catalog() as catalog:
            asked = asked_of(request)
            all_, fit, told = shown(then, catalog, asked)
            most = asked.limit if "limit" in asked.model_fields_set else ON_A_PAGE
            found = disputes.accounts(then, catalog, all_, told, asked, most, site.kept)
            return site.show(
                request,
                "conflicts.html",
                replace(frame, data=(("accounts", "true"), ("kind", asked.kind or "all"))),
                found=found,
                chips=_chips(then, frame),
                facets=_facets(catalog, frame, all_, fit, told, asked),
                questions=QUESTIONS,
                opposed=sum(all_.kinds[one] != {HISTORY} for one in told),
            )

    def above(request: Request) -> Response:
        asked_of(request)
        with site.reading(request) as (_, frame):
            nothing = {"items": (), "total": 0, "next": ""}
            return site.show(
                request, "conflicts.html", frame, found=nothing, chips=(), facets=(), questions=QUESTIONS, opposed=0
            )

    @site.table("/conflicts")
    def table(request: Request) -> Response:
        """Send a row for each telling of each account."""
        with site.reading(request) as (then, _), then.catalog() as catalog:
            asked = asked_of(request)
            all_, _, told = shown(then, catalog, asked)
            found = disputes.accounts(then, catalog, all_, told, asked, asked.limit, site.kept)
            return as_csv(request, disputes.COLUMNS, disputes.rows(found.items), found.next)

    @site.triples("/conflicts")
    def triples(request: Request) -> Response:
        """Send what the graph says of the happenings."""
        with site.reading(request) as (then, _), then.catalog() as catalog:
            asked = asked_of(request)
            _, _, told = shown(then, catalog, asked)
            return as_turtle(then, [disputes.named(told, one) for one in disputes.shown(told, asked, asked.limit)[0]])


def _chips(then: Reads, frame: Frame) -> list[tuple[str, str, str]]:
    return [
        (name, label, QUESTIONS.get(value, value).lower() if name == "kind" else value)
        for name, label, value in chips(then, frame, FILTERS)
        if (name, value) != ("kind", "all")
    ]


def _facets(
    catalog: CatalogReader, frame: Frame, all_: Standing, fit: Fitting, told: Fitting, asked: DisputesAsked
) -> list[FacetPart]:
    kinds = tuple(_counted(fit, all_))
    found = [Facet("kind", kinds)] if len(kinds) > 1 else []
    found += facets_of(catalog, told, asked.narrows.keys())
    apart = apart_of(catalog, found)
    return [facet_part(frame, one, _FACETS[one.name], apart) for one in found]


def _counted(fit: Fitting, all_: Standing) -> Iterable[FacetValue]:
    for kind in (*KINDS, HISTORY):
        if number := sum(kind in all_.kinds[happening] for happening in fit):
            yield FacetValue({"kind": kind}, QUESTIONS[kind], number)
