"""Pages beside that of a thing: why it is one, with whom it appears, what changed in a text, what two readings tell.

Input: kb.api.routes.beside, which has the same as JSON. Output: answers; why is a part of the page as well, for htmx.
"""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import Query, Request
from starlette.responses import Response

from kb.api.pages.listing import as_csv, as_turtle
from kb.api.pages.members import BESIDE, ON_A_PAGE, members
from kb.api.pages.naming import names_in
from kb.api.pages.site import Site
from kb.api.routes.beside import changes_of, company_of, differences, why_one
from kb.api.schemas.shapes import bare
from kb.api.serving.ports import Reads
from kb.model import Article
from kb.service.articles.article_history import compare_recorded, readings
from kb.service.articles.comparing import Comparison, Told

Skipped = Annotated[int, Query(ge=0, lt=10**9)]
Position = Annotated[int, Query(ge=0, lt=10**15)]
_DECISIONS: Final = ("position", "recorded_at", "actor", "what", "score", "reasons")
_PAIRS: Final = ("first", "first_label", "second", "second_label", "events")
_RUNS: Final = ("kind", "words")
_DIFFERENCES: Final = ("kind", "label", "start", "end", "field", "first", "second")
_FOLDERS: Final = {"entities": "entity", "events": "event"}


def add(site: Site) -> None:
    """Add the routes."""
    for folder, kind in _FOLDERS.items():
        _why(site, f"/{folder}/{{identifier}}/why", kind)
    _company(site, "/entities/{identifier}/company")
    _changes(site, "/articles/{identifier}/changes")
    _readings(site, "/articles/{identifier}/readings")


def _why(site: Site, path: str, kind: str) -> None:
    @site.page(path)
    def page(request: Request, identifier: str, skip: Skipped = 0) -> Response:
        """Show why several are one, which ones, and of an event from how many sources it comes."""
        with site.reading(request) as (then, frame):
            about, title, told = why_one(then, kind, identifier)
            alone = bool(request.headers.get("hx-request"))
            with then.catalog() as catalog:
                names = names_in(catalog, [one.what for one in told.decisions])
                one = about.partition("-")[2]
                one = one if kind == "entity" else catalog.get_event(one).happening
            found = members(then, site.service.log, one, most=BESIDE if alone else ON_A_PAGE, skip=0 if alone else skip)
            template = "why_part.html" if alone else "why.html"
            return site.show(
                request, template, frame, about=about, title=title, told=told, names=names, found=found, kind=kind
            )

    @site.table(path)
    def table(request: Request, identifier: str) -> Response:
        """Send the decisions as a table."""
        with site.reading(request) as (then, _):
            _, _, told = why_one(then, kind, identifier)
        return as_csv(
            request, _DECISIONS, [{name: getattr(one, name) for name in _DECISIONS} for one in told.decisions]
        )

    @site.triples(path)
    def triples(request: Request, identifier: str) -> Response:
        """Send what the graph says of it, and of the reports that are one."""
        with site.reading(request) as (then, _):
            found = then.record(kind, bare(kind, identifier))
            names = [f"{kind}-{found.id}"]
            if happening := getattr(found, "happening", ""):
                names.append(f"happening-{happening}")
            return as_turtle(then, names)


def _company(site: Site, path: str) -> None:
    @site.page(path)
    def page(request: Request, identifier: str) -> Response:
        """Show with whom it appears, and who of these with one another, as a graph and as a list."""
        with site.reading(request) as (then, frame), then.catalog() as catalog:
            found = company_of(catalog, identifier)
            return site.show(request, "company.html", frame, entity=found.entity, found=found, named=found.named)

    @site.table(path)
    def table(request: Request, identifier: str) -> Response:
        """Send a row for each two."""
        with site.reading(request) as (then, _), then.catalog() as catalog:
            return as_csv(request, _PAIRS, company_of(catalog, identifier).rows())

    @site.triples(path)
    def triples(request: Request, identifier: str) -> Response:
        """Send what the graph says of all of them."""
        with site.reading(request) as (then, _), then.catalog() as catalog:
            return as_turtle(then, [f"entity-{one}" for one in company_of(catalog, identifier).named])


def _changes(site: Site, path: str) -> None:
    @site.page(path)
    def page(request: Request, identifier: str, to: str) -> Response:
        """Show what the publisher changed from one text of an article to another."""
        with site.reading(request) as (then, frame):
            old, new, runs = changes_of(then, identifier, to)
            return site.show(request, "article_changes.html", frame, old=old, new=new, parts=runs)

    @site.table(path)
    def table(request: Request, identifier: str, to: str) -> Response:
        """Send the runs of words as a table."""
        with site.reading(request) as (then, _):
            _, _, runs = changes_of(then, identifier, to)
        return as_csv(request, _RUNS, [{"kind": kind, "words": words} for kind, words in runs])

    @site.triples(path)
    def triples(request: Request, identifier: str, to: str) -> Response:
        """Send what the graph says of the two."""
        with site.reading(request) as (then, _):
            old, new, _runs = changes_of(then, identifier, to)
            return as_turtle(then, [f"article-{old.id}", f"article-{new.id}"])


def _readings(site: Site, path: str) -> None:
    @site.page(path)
    def page(request: Request, identifier: str, first: Position, second: Position) -> Response:
        """Show what two readings of an article tell differently."""
        with site.reading(request) as (then, frame):
            article, told = _compared(then, identifier, first, second)
            with then.moment() as moment:
                known = readings(moment, article.id)
            return site.show(
                request,
                "article_readings.html",
                frame,
                article=article,
                told=told,
                alone=[_by_kind(told.only_first), _by_kind(told.only_second)],
                readings=known,
                asked=(first, second),
            )

    @site.table(path)
    def table(request: Request, identifier: str, first: Position, second: Position) -> Response:
        """Send the differences as a table."""
        with site.reading(request) as (then, _):
            _, told = _compared(then, identifier, first, second)
        return as_csv(request, _DIFFERENCES, differences(told))

    @site.triples(path)
    def triples(request: Request, identifier: str, first: Position, second: Position) -> Response:
        """Send what the graph says of the article: it is of the reading in force."""
        with site.reading(request) as (then, _):
            article, _told = _compared(then, identifier, first, second)
            return as_turtle(then, [f"article-{article.id}"])


def _by_kind(alone: Sequence[Told]) -> list[tuple[str, list[Told]]]:
    """Return what one reading alone tells, by its kind, in the order of the text."""
    kinds = dict.fromkeys(one.kind for one in alone)
    return [(kind, sorted((one for one in alone if one.kind == kind), key=lambda one: one.start)) for kind in kinds]


def _compared(then: Reads, identifier: str, first: int, second: int) -> tuple[Article, Comparison]:
    with then.moment() as moment:
        return compare_recorded(moment, bare("article", identifier), first, second)
